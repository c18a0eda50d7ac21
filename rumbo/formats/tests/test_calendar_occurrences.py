"""When events take place."""

from datetime import UTC, date, datetime

import pytest

from rumbo.formats.calendar_feed import RecurrenceRule, occurrences_between
from rumbo.formats.tests.builders import an_event


def test_a_weekly_meeting_stays_at_ten_when_the_clocks_change() -> None:
    event = an_event(
        start=datetime(2026, 10, 21, 10),
        end=datetime(2026, 10, 21, 11),
        recurrence=RecurrenceRule(frequency="weekly", by_day=("WE",)),
    )

    found = occurrences_between(event, date(2026, 10, 28), date(2026, 11, 4))

    starts = [one.start for one in found if isinstance(one.start, datetime)]
    assert [start.hour for start in starts] == [10, 10]
    assert [start.astimezone(UTC).hour for start in starts] == [14, 15]


def test_both_days_asked_for_are_included_and_none_beyond() -> None:
    event = an_event(
        start=date(2027, 6, 1), end=None, recurrence=RecurrenceRule(frequency="daily"), all_day=True
    )

    found = occurrences_between(event, date(2027, 6, 10), date(2027, 6, 12))

    assert [one.start for one in found] == [date(2027, 6, day) for day in (10, 11, 12)]
    assert all(one.end == one.start for one in found)


def test_the_last_day_of_a_rule_is_included_late_in_the_evening() -> None:
    event = an_event(
        start=datetime(2027, 6, 2, 23),
        end=datetime(2027, 6, 2, 23, 30),
        time_zone="Pacific/Honolulu",
        recurrence=RecurrenceRule(frequency="daily", until=date(2027, 6, 4)),
    )

    found = occurrences_between(event, date(2027, 1, 1), date(2027, 12, 31))

    assert [one.first_day.day for one in found] == [2, 3, 4]


def test_a_day_taken_out_does_not_take_place() -> None:
    rule = RecurrenceRule(frequency="weekly", count=3, exdates=(date(2027, 6, 9),))
    event = an_event(recurrence=rule)

    found = occurrences_between(event, date(2027, 1, 1), date(2027, 12, 31))

    assert [one.first_day for one in found] == [date(2027, 6, 2), date(2027, 6, 16)]


def test_a_meeting_of_several_days_is_found_on_its_last_day() -> None:
    event = an_event(start=date(2027, 6, 1), end=date(2027, 6, 3), all_day=True)

    assert len(occurrences_between(event, date(2027, 6, 3), date(2027, 6, 3))) == 1
    assert occurrences_between(event, date(2027, 6, 4), date(2027, 6, 9)) == ()


def test_an_end_at_midnight_does_not_touch_the_next_day() -> None:
    event = an_event(start=datetime(2027, 6, 2, 22), end=datetime(2027, 6, 3, 0))

    assert event.last_day == date(2027, 6, 2)
    assert occurrences_between(event, date(2027, 6, 3), date(2027, 6, 3)) == ()


def test_recurring_stretches_of_days_keep_their_length() -> None:
    event = an_event(
        start=date(2027, 6, 1),
        end=date(2027, 6, 3),
        all_day=True,
        recurrence=RecurrenceRule(frequency="monthly"),
    )

    (found,) = occurrences_between(event, date(2027, 7, 3), date(2027, 7, 3))

    assert (found.start, found.end) == (date(2027, 7, 1), date(2027, 7, 3))
    assert (found.first_day, found.last_day) == (found.start, found.end)


@pytest.mark.parametrize("first_day", [date.min, date(2027, 6, 1)])
def test_asking_for_all_of_time_is_answered(first_day: date) -> None:
    event = an_event(recurrence=RecurrenceRule(frequency="yearly", count=3))

    assert len(occurrences_between(event, first_day, date.max)) == 3
