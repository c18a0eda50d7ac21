"""The day arithmetic against its table of cases and against what must always hold."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rumbo.rules import days

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "days.yaml").read_text(encoding="utf-8")
)
SOME_DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def cases(group: str) -> Any:
    return pytest.mark.parametrize(
        "case", [pytest.param(case, id=case["name"]) for case in CASES[group]]
    )


@cases("arrival")
def test_the_arrival_date_is_the_later_of_the_two(case: dict[str, Any]) -> None:
    assert days.arrival_date(case["child"], case["worker"]) == case["expect"]


@cases("months_after")
def test_months_later_is_the_same_day_or_the_month_s_last(case: dict[str, Any]) -> None:
    assert days.months_after(case["day"], case["months"]) == case["expect"]


@cases("in_window")
def test_a_move_is_in_the_window_or_not(case: dict[str, Any]) -> None:
    assert days.is_in_window(case["move"], case["day"]) is case["expect"]


@cases("working_days")
def test_working_days_leave_weekends_out(case: dict[str, Any]) -> None:
    assert days.working_day_after(case["day"], case["days"]) == case["expect"]


@cases("age")
def test_an_age_is_counted_in_whole_years(case: dict[str, Any]) -> None:
    assert days.age_on(case["birth"], case["day"]) == case["expect"]


@given(day=SOME_DAYS, count=st.integers(1, 60))
def test_a_working_day_never_falls_on_a_weekend_and_never_before(day: date, count: int) -> None:
    found = days.working_day_after(day, count)

    assert found.weekday() < days.SATURDAY
    assert (found - day).days >= count


@given(move=SOME_DAYS, day=SOME_DAYS)
def test_a_move_leaves_the_window_once_and_for_good(move: date, day: date) -> None:
    last = days.months_after(move, days.WINDOW_MONTHS)
    if day > last + 3 * days.ONE_DAY or day < move:
        assert not days.is_in_window(move, day)
    if move <= day < last:
        assert days.is_in_window(move, day)


def test_what_cannot_be_counted_is_refused_with_its_values() -> None:
    with pytest.raises(ValueError, match="-3"):
        days.working_day_after(date(2026, 1, 1), -3)
    with pytest.raises(ValueError, match="2026-01-02"):
        days.age_on(date(2026, 1, 2), date(2026, 1, 1))
