"""The program's year against its table of cases and against the law itself."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from rumbo.rules.program_year import (
    ProgramYearNotCovered,
    months_before,
    program_year_containing,
    program_year_dates,
)
from rumbo.terms.law import get_paragraph, read_laws

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "program_year.yaml").read_text(encoding="utf-8")
)
LAW_FOLDER = Path(__file__).resolve().parents[3] / "content" / "law"
FEW_YEARS = (2020, 2026, 2027)


def cases(group: str) -> Any:
    return pytest.mark.parametrize(
        "case", [pytest.param(case, id=case["name"]) for case in CASES[group]]
    )


@cases("containing")
def test_a_day_lies_in_the_program_year_that_the_case_names(case: dict[str, Any]) -> None:
    year = program_year_containing(case["day"])

    assert year.name == case["expect"]
    assert year.opens_on <= case["day"] <= year.closes_on


@cases("not_covered")
def test_a_day_outside_the_text_of_the_rule_is_refused_with_its_bounds(
    case: dict[str, Any],
) -> None:
    with pytest.raises(ProgramYearNotCovered) as fault:
        program_year_containing(case["day"])

    assert fault.value.earliest == 2020
    assert not fault.value.earliest <= fault.value.first_year <= fault.value.latest


@cases("dates")
def test_a_date_of_the_year_is_where_the_case_puts_it(case: dict[str, Any]) -> None:
    entries = {entry.slug: entry for entry in program_year_dates(case["first_year"])}

    entry = entries[case["slug"]]

    assert (entry.start, entry.end) == (case["start"], case["end"])
    assert all(words in entry.sentence_en for words in case["says"])
    assert all(words in entry.sentence_es for words in case["says_es"])
    assert case["source"] in entry.citations


@cases("months_before")
def test_months_are_counted_back_on_the_calendar(case: dict[str, Any]) -> None:
    assert months_before(case["day"], case["months"]) == case["expect"]


def test_each_date_of_a_year_has_a_case() -> None:
    keys = {case["slug"].rpartition("-20")[0] for case in CASES["dates"]}

    assert {entry.key for entry in program_year_dates(2026)} == keys


@pytest.mark.parametrize("first_year", FEW_YEARS)
def test_dates_stand_in_order_inside_their_program_year(first_year: int) -> None:
    entries = program_year_dates(first_year)

    year = program_year_containing(entries[0].start)
    assert list(entries) == sorted(entries, key=lambda entry: (entry.start, entry.end))
    assert all(year.opens_on <= entry.start <= entry.end <= year.closes_on for entry in entries)
    assert all((entry.start == entry.end) == (entry.kind == "day") for entry in entries)


def test_no_two_dates_of_any_years_share_a_slug() -> None:
    slugs = [entry.slug for year in range(2020, 2130) for entry in program_year_dates(year)]

    assert len(set(slugs)) == len(slugs)


def test_each_date_cites_a_paragraph_that_we_hold() -> None:
    law = read_laws({path.name: path.read_text("utf-8") for path in LAW_FOLDER.glob("*.md")})

    keys = {key for entry in program_year_dates(2026) for key in entry.citations}

    assert keys
    assert all(get_paragraph(law, key).key == key for key in keys)


def test_the_numbers_are_those_of_the_law() -> None:
    law = read_laws({path.name: path.read_text("utf-8") for path in LAW_FOLDER.glob("*.md")})

    assert "(September 1 to August 31)" in get_paragraph(law, "34 CFR 200.89(b)(2)").text
    assert "preceding 36 months" in get_paragraph(law, "20 USC 6399(3)").text
    fiscal = get_paragraph(law, "34 CFR 200.103(c)").text
    assert "beginning on October 1 and ending on the following September 30" in fiscal


def test_what_is_derived_says_by_which_rule_and_what_is_read_needs_none() -> None:
    for entry in program_year_dates(2026):
        is_derived = entry.mark == "derived"
        assert bool(entry.derivation_en) == bool(entry.derivation_es) == is_derived
        assert entry.citations


def test_no_blank_is_left_in_any_sentence() -> None:
    for entry in program_year_dates(2026):
        words = (entry.title_en, entry.title_es, entry.sentence_en, entry.sentence_es)
        assert all(words)
        assert not set("{}\n") & set("".join(words) + entry.derivation_en + entry.derivation_es)
