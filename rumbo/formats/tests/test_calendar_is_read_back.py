"""What a reader that shares no code with our writer finds in our files."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from rumbo.formats.calendar_feed import RecurrenceRule
from rumbo.formats.tests.builders import an_event, written
from rumbo.formats.tests.calendar_reader import read_calendar, read_event

pytestmark = pytest.mark.browser

WEDNESDAYS = RecurrenceRule(
    frequency="weekly",
    by_day=("WE",),
    until=date(2026, 11, 25),
    exdates=(date(2026, 11, 11), date(2026, 11, 18)),
)

DAYS_OF_CHANGE = (
    datetime(2019, 3, 10),
    datetime(2019, 11, 3),
    datetime(2027, 3, 14),
    datetime(2027, 11, 7),
)
ZONES_OF_THE_STATES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("America/New_York", datetime(2019, 1, 16, 14), "2019-01-16T19:00:00Z"),
        ("America/New_York", datetime(2026, 3, 8, 1, 30), "2026-03-08T06:30:00Z"),
        ("America/New_York", datetime(2026, 3, 8, 3, 30), "2026-03-08T07:30:00Z"),
        ("America/New_York", datetime(2026, 11, 1, 0, 30), "2026-11-01T04:30:00Z"),
        ("America/New_York", datetime(2026, 11, 1, 1, 30), "2026-11-01T05:30:00Z"),
        ("America/New_York", datetime(2026, 11, 1, 1, 30, fold=1), "2026-11-01T06:30:00Z"),
        ("America/New_York", datetime(2026, 11, 1, 2, 30), "2026-11-01T07:30:00Z"),
        ("America/Los_Angeles", datetime(2026, 7, 1, 9), "2026-07-01T16:00:00Z"),
        ("America/Phoenix", datetime(2026, 7, 1, 9), "2026-07-01T16:00:00Z"),
        ("Pacific/Honolulu", datetime(2026, 7, 1, 20), "2026-07-02T06:00:00Z"),
        ("America/Puerto_Rico", datetime(2026, 7, 1, 9), "2026-07-01T13:00:00Z"),
        ("UTC", datetime(2026, 7, 1, 9), "2026-07-01T09:00:00Z"),
    ],
)
def test_a_reader_finds_the_same_instant(
    page: Page, zone: str, local: datetime, instant: str
) -> None:
    event = read_event(page, written(an_event(start=local, end=None, time_zone=zone)))

    assert event["start"] == instant


def test_every_hour_around_the_changes_of_the_clocks_is_read_right_in_all_our_zones(
    page: Page,
) -> None:
    hours = [day + timedelta(hours=hour) for day in DAYS_OF_CHANGE for hour in range(-6, 12)]
    events = [
        an_event(uid=f"{zone} {hour}", start=hour, end=None, time_zone=zone)
        for zone in ZONES_OF_THE_STATES
        for hour in hours
    ]

    calendar = read_calendar(page, written(*events))

    expected = [f"{event.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for event in events]
    assert [event["start"] for event in calendar["events"]] == expected


def test_a_meeting_over_the_change_of_clocks_ends_at_the_right_instant(page: Page) -> None:
    meeting = an_event(start=datetime(2026, 3, 7, 22), end=datetime(2026, 3, 8, 9))

    event = read_event(page, written(meeting))

    assert (event["start"], event["end"]) == ("2026-03-08T03:00:00Z", "2026-03-08T13:00:00Z")


def test_each_zone_in_use_is_defined_once_in_the_file(page: Page) -> None:
    events = [
        an_event(uid=str(number), time_zone=zone)
        for number, zone in enumerate(
            ["America/Chicago", "America/Denver", "America/Chicago", "UTC"]
        )
    ]

    calendar = read_calendar(page, written(*events))

    used = {zone for event in calendar["events"] for zone in event["zones"]}
    assert calendar["zones"] == ["America/Chicago", "America/Denver"]
    assert used == set(calendar["zones"])


def test_a_weekly_meeting_is_read_at_ten_local_time_before_and_after_the_change(page: Page) -> None:
    meeting = an_event(
        start=datetime(2026, 10, 21, 10), end=datetime(2026, 10, 21, 11), recurrence=WEDNESDAYS
    )

    event = read_event(page, written(meeting))

    assert event["occurrences"] == [
        {"start": "2026-10-21T14:00:00Z", "local": "2026-10-21T10:00:00"},
        {"start": "2026-10-28T14:00:00Z", "local": "2026-10-28T10:00:00"},
        {"start": "2026-11-04T15:00:00Z", "local": "2026-11-04T10:00:00"},
        {"start": "2026-11-25T15:00:00Z", "local": "2026-11-25T10:00:00"},
    ]


def test_a_rule_without_an_end_keeps_its_local_time_for_years(page: Page) -> None:
    rule = RecurrenceRule(frequency="yearly", by_month=(7,), by_day=("1TH",))
    meeting = an_event(start=datetime(2027, 7, 1, 10), end=None, recurrence=rule)

    event = read_event(page, written(meeting), times=10)

    assert [one["local"][10:] for one in event["occurrences"]] == ["T10:00:00"] * 10
    assert [one["start"][10:] for one in event["occurrences"]] == ["T14:00:00Z"] * 10


def test_an_all_day_event_ends_on_the_morning_after(page: Page) -> None:
    meeting = an_event(start=date(2017, 3, 6), end=date(2017, 3, 8), all_day=True)

    event = read_event(page, written(meeting))

    assert (event["start"], event["end"]) == ("2017-03-06", "2017-03-09")


def test_a_cancelled_event_is_read_as_cancelled_with_its_number(page: Page) -> None:
    event = read_event(page, written(an_event(status="cancelled", sequence=7)))

    assert (event["texts"]["status"], event["texts"]["sequence"]) == ("CANCELLED", "7")


def test_words_with_signs_of_the_format_are_read_as_written(page: Page) -> None:
    meeting = an_event(
        title=r"Crops, fish; C:\New \n \\ \; 😀 ¿Qué?",
        description="First line\n\tSecond: \"quoted\", 'so'; \\N\n\nNiños y niñas 👩🏽‍🌾 "
        + "é" * 300,
        location="Hall 3; upstairs, left",
        categories=("health, safety", "law; policy"),
        organizer_name="Orchard County; migrant office",
        url="https://rumbo.example/calendar/a/?b=1,2;c=ñ",
    )

    calendar = read_calendar(page, written(meeting, description="All; of, it"))

    texts = calendar["events"][0]["texts"]
    assert texts["summary"] == meeting.title
    assert texts["description"] == meeting.description
    assert texts["location"] == meeting.location
    assert texts["categories"] == list(meeting.categories)
    assert texts["contact"] == meeting.organizer_name
    assert texts["url"] == meeting.url
    assert texts["uid"] == meeting.uid
    assert calendar["names"]["description"] == "All; of, it"
    assert calendar["names"]["refresh-interval"] == "PT6H"


def without_controls(text: str, *, kept: str) -> str:
    """The text as the standard can carry it; the reader drops a byte order mark."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter
        for letter in lines
        if letter in kept
        or (letter != "\ufeff" and unicodedata.category(letter) not in ("Cc", "Cs"))
    )


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp"], exclude_characters="\t\n\r")),
    st.text(),
)
@example(r"\N\n\\N", "\\\r\n\\N;,\ufeff")
@example(" ", " a \n b ")
def test_any_title_and_description_come_back_the_same(
    page: Page, title: str, description: str
) -> None:
    event = read_event(page, written(an_event(title=title, description=description)))

    assert event["texts"]["summary"] == without_controls(title, kept="")
    assert event["texts"].get("description", "") == without_controls(description, kept="\n\t")
