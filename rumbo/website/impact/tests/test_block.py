"""The figures' block: numbers, words, the wrong year, the age of the newest one."""

from datetime import date

import pytest

from rumbo.figures.models import Figure
from rumbo.website.frame.freshness import forget_all
from rumbo.website.impact.lookups import impact_block
from rumbo.website.impact.tests.builders import real_figures

TODAY = date(2026, 11, 23)


@pytest.fixture
def figures(site):
    real_figures()


def block_of(year=None, language="en", today=TODAY):
    block = impact_block(year, language, today=today)
    assert block is not None
    return block


def test_the_block_leads_with_the_children_served_in_2016_17(figures):
    block = block_of()

    assert block.year.name == "2016-17"
    assert block.year.served == 223_763
    assert block.year.eligible == 316_394
    assert block.year.ratio == "70.7"
    assert block.rule == "223,763 served + 92,631 eligible and not served = 316,394"
    assert block.fault == ""


def test_the_years_numbers_are_said_in_plain_sentences(figures):
    assert block_of().sentence == (
        "From September 1, 2016 to August 31, 2017, the program served 223,763 children and "
        "youth. In the same twelve months, 316,394 were eligible. That makes 70.7 served for "
        "every 100 eligible."
    )


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("2012-13", 246_182),
        ("2021-22", 192_856),
        ("2012-2013", 246_182),
        ("2012–13", 246_182),
        (" 2020-21 ", 195_665),
        ("", 223_763),
        (None, 223_763),
    ],
)
def test_a_reader_may_pick_any_year_that_is_there(figures, asked, served):
    block = block_of(asked)

    assert block.year.served == served
    assert block.fault == ""


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2031-32", "“2031-32”"),
        ("2016", "“2016”"),
        ("2016-18", "“2016-18”"),
        ("1999-2000", "“1999-2000”"),
        ("<script>alert(1)</script>", "“<script>alert(1)</script>”"),
        ("x" * 3000, "“" + "x" * 39 + "…”"),
    ],
)
def test_a_year_that_is_not_there_is_named_with_those_that_are(figures, asked, shown):
    block = block_of(asked)

    assert block.fault == (
        f"We have no national figures for {shown}. The program years that we have run from "
        "2012-13 to 2021-22. Shown here is 2016-17."
    )
    assert block.year.name == "2016-17"


def test_the_table_holds_every_year_with_both_published_parts(figures):
    block = block_of()

    assert [row.name for row in block.rows] == [
        f"{year}-{str(year + 1)[2:]}" for year in range(2012, 2022)
    ]
    assert all(row.served + row.not_served == row.eligible for row in block.rows)
    assert [row.name for row in block.rows if row.is_first_after_break] == ["2021-22"]
    assert [row.name for row in block.rows if row.is_chosen] == ["2016-17"]


def test_the_break_of_2021_22_is_named(figures):
    block = block_of("2021-22")

    assert "In 2021-22 the source of the eligible count changed" in block.break_words
    assert "MSIX" in block.year.eligible_source
    assert "source-changed-2021-22" in [note.code for note in block.notes_of_year]
    assert "other source of the eligible" in block.chart
    assert "State files" in block_of("2020-21").year.eligible_source


def test_a_day_of_reading_that_is_not_known_is_not_recorded(figures):
    Figure.objects.filter(year="2016-17", measure="served_12_month", state="US").update(
        retrieved_on=None
    )

    assert block_of().read_words == "not recorded"
    assert block_of("2017-18").read_words == "March 15, 2025"


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2024, 8, 30), ""),
        (date(2024, 8, 31), "more than 2 years ago, as of August 31, 2024"),
        (date(2026, 11, 23), "more than 4 years ago, as of November 23, 2026"),
    ],
)
def test_the_age_of_the_newest_year_is_said_once_it_is_old(figures, today, words):
    said = block_of(today=today).age_words

    assert words in said
    assert bool(said) is bool(words)
    if said:
        assert said.startswith("The newest program year here, 2021-22, ended on August 31, 2022:")


def test_every_number_says_what_it_counts_and_in_which_data_group(figures):
    block = block_of()

    assert [(d.name, d.data_group, d.file) for d in block.definitions[:2]] == [
        ("Served in 12 months", "102", "054"),
        ("Eligible in 12 months", "634", "121"),
    ]
    assert block.program_year.endswith("[[34 CFR 200.89(b)(2)]]")
    assert {note.code for note in block.notes} >= {
        "eligible-derived",
        "heading-mislabelled",
        "served-includes-continuation",
        "years-not-found",
        "state-totals-not-found",
    }


def test_without_figures_there_is_no_block(site):
    assert impact_block(None, "en", today=TODAY) is None


def test_a_second_reader_costs_no_query_and_the_first_one_only_one(
    figures, django_assert_num_queries
):
    forget_all()

    with django_assert_num_queries(1):
        block_of()
    with django_assert_num_queries(0):
        block_of()
        block_of("2012-13", "es")
        block_of("nonsense")


def test_nothing_of_one_readers_mistake_reaches_the_next_one(figures):
    block_of("2031-32")

    assert block_of().fault == ""


def test_a_block_in_spanish_writes_days_as_spanish_does(figures):
    block = block_of(language="es")

    assert block.year.first_day == "1 de septiembre de 2016"
    assert block.page_address == "/es/impact/"
    assert 'lang="es"' in block.chart
