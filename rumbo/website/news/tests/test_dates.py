"""Dates that say no more than is known."""

from datetime import date

import pytest

from rumbo.website.news.dates import PartialDate, read_partial_date, same_day_next_year


@pytest.mark.parametrize(
    ("text", "english", "spanish", "first_day"),
    [
        ("2019-01-16", "January 16, 2019", "16 de enero de 2019", date(2019, 1, 16)),
        ("2017-03", "March 2017", "marzo de 2017", date(2017, 3, 1)),
        ("2017", "2017", "2017", date(2017, 1, 1)),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(text, english, spanish, first_day):
    known = read_partial_date(text)

    assert known is not None
    assert (known.said_in("en"), known.said_in("es")) == (english, spanish)
    assert known.first_day == first_day
    assert known.iso == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2019-13",
        "2019-02-29",
        "19-01-16",
        "2019-1-6",
        "٢٠١٩",
        "0000",
        "2019-01-16T14:00",
    ],
)
def test_a_text_that_is_no_date_is_not_read_as_one(text):
    assert read_partial_date(text) is None


def test_a_year_after_the_29th_of_february_is_the_first_of_march():
    assert same_day_next_year(date(2024, 2, 29)) == date(2025, 3, 1)
    assert same_day_next_year(date(2025, 7, 4)) == date(2026, 7, 4)


def test_only_the_year_may_be_known():
    assert PartialDate(2018).said_in("es") == "2018"
