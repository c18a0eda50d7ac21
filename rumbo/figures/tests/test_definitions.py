import csv

import pytest

from rumbo.figures import definitions
from rumbo.figures.definitions import (
    MEASURES,
    NOTES,
    NOTES_OF_EVERY_IMPACT_YEAR,
    NOTES_OF_ONE_IMPACT_YEAR,
    NOTES_OF_THE_SERIES,
    SERVICES,
    SUBGROUPS,
    SYMBOLS,
    UNITS,
    Wording,
)
from rumbo.figures.parameters import LEAD_PROGRAM_YEAR, PARAMETERS, SOURCE_CHANGE_YEAR
from rumbo.figures.tests.builders import REAL_FILE

EVIDENCE_WORDS = {
    "read",
    "derived",
    "commonly said",
    "unverified",
    "a State's choice",
    "our advice",
}


@pytest.fixture(scope="module")
def rows():
    with REAL_FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("measure", MEASURES),
        ("subgroup", SUBGROUPS),
        ("unit", UNITS),
        ("published_symbol", {"": None, **SYMBOLS}),
    ],
)
def test_every_word_in_the_file_of_figures_has_its_definition(rows, column, words):
    assert {row[column] for row in rows} <= set(words)


def test_the_file_names_no_place_where_we_keep_our_copies(rows):
    assert "provenance" not in rows[0]
    assert not [row for row in rows if "github" in "".join(row.values())]


def test_served_and_eligible_name_their_federal_data_groups():
    assert MEASURES["served_12_month"].data_group == "102"
    assert MEASURES["eligible_12_month"].data_group == "634"


def test_every_wording_exists_in_both_languages():
    wordings = [
        *(definition.name for definition in MEASURES.values()),
        *(definition.definition for definition in MEASURES.values()),
        *(unit.name for unit in UNITS.values()),
        *SUBGROUPS.values(),
        *SYMBOLS.values(),
        *(note.text for note in NOTES.values()),
        definitions.PROGRAM_YEAR,
    ]

    assert all(wording.en and wording.es for wording in wordings)
    assert Wording("one", "uno").said_in("es-us") == "uno"
    assert Wording("one", "uno").said_in("en") == "one"


def test_every_note_code_in_use_has_its_sentence_and_one_of_the_six_words():
    used = {*NOTES_OF_EVERY_IMPACT_YEAR, *NOTES_OF_THE_SERIES}
    for codes in NOTES_OF_ONE_IMPACT_YEAR.values():
        used |= set(codes)

    assert used == set(NOTES)
    assert {note.evidence for note in NOTES.values()} <= EVIDENCE_WORDS


def test_a_part_of_a_service_names_a_service():
    assert {service.part_of for service in SERVICES.values()} <= {"", *SERVICES}


def test_the_lead_year_and_the_change_of_source_are_dated_decisions_with_reasons():
    assert LEAD_PROGRAM_YEAR == "2016-17"
    assert SOURCE_CHANGE_YEAR == "2021-22"
    assert all(parameter.decided_on and parameter.reason_es for parameter in PARAMETERS.values())
