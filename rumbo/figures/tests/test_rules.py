import csv
from decimal import Decimal

import pytest

from rumbo.figures.rules import eligible_from_published_parts, served_per_100_eligible
from rumbo.figures.tests.builders import REAL_FILE


def published(measure):
    with REAL_FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["year"]: int(row["value"])
            for row in csv.DictReader(file)
            if row["measure"] == measure
            and row["state"] == "US"
            and row["subgroup"] == "total"
            and "eddataexpress.ed.gov/dashboard" in row["source_url"]
        }


def test_the_column_headed_eligible_is_the_part_that_was_not_served():
    assert eligible_from_published_parts(served=192_856, eligible_not_served=81_402) == 274_258
    assert eligible_from_published_parts(served=223_763, eligible_not_served=92_631) == 316_394


def test_in_every_year_the_two_parts_add_up_to_the_eligible_row_of_the_file():
    served = published("served_12_month")
    not_served = published("eligible_not_served_12_month")
    eligible = published("eligible_12_month")

    assert len(eligible) == 10
    assert eligible == {
        year: eligible_from_published_parts(served[year], not_served[year]) for year in eligible
    }


@pytest.mark.parametrize(
    ("year", "ratio"),
    [
        ("2012-13", "65.1"),
        ("2013-14", "64.6"),
        ("2014-15", "66.7"),
        ("2015-16", "65.3"),
        ("2016-17", "70.7"),
        ("2017-18", "71.2"),
        ("2018-19", "71.0"),
        ("2019-20", "71.4"),
        ("2020-21", "72.2"),
        ("2021-22", "70.3"),
    ],
)
def test_served_per_100_eligible_has_one_decimal(year, ratio):
    served = published("served_12_month")[year]
    eligible = published("eligible_12_month")[year]

    assert served_per_100_eligible(served, eligible) == Decimal(ratio)


def test_the_ratio_may_pass_100_because_of_continuation_of_services():
    assert served_per_100_eligible(served=30, eligible=28) == Decimal("107.1")
