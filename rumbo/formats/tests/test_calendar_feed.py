"""What stands in a calendar file, seen as text."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rumbo.formats.calendar_feed import (
    BadRecurrence,
    EndBeforeStart,
    EndIsOfAnotherKind,
    EventWithoutUid,
    FeedEvent,
    ImplausibleDate,
    RecurrenceRule,
    UnknownTimeZone,
    can_be_in_a_feed,
    is_known_zone,
    zone_names,
)
from rumbo.formats.tests.builders import PRODUCED_AT, an_event, unfolded_lines, written


def test_each_line_ends_in_crlf_and_has_at_most_75_octets() -> None:
    event = an_event(title="Reunión de mañana 😀 " * 40, description="ñ" * 2000 + "a" * 2000)

    file = written(event)

    lines = file.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert [line.decode("utf-8") for line in lines]


def test_a_title_of_10_000_characters_is_kept_whole() -> None:
    title = "Orchard;" * 1250

    lines = unfolded_lines(written(an_event(title=title)))

    assert "SUMMARY:" + title.replace(";", r"\;") in lines


def test_control_characters_are_dropped_from_every_field() -> None:
    event = an_event(
        uid="a\x00b@rumbo.example",
        title="Bell\x07 and\nbreak",
        description="one\x1b\x85\r\ntwo",
        location="Hall\x0c 3",
        organizer_name="Orchard\x7f County",
        url="https://rumbo.example/a\r\nX-BAD:1",
        categories=("health\x01", "law\x02"),
    )

    lines = unfolded_lines(
        written(event, name="Name\x00", description="All\x08", url="https:\x00//a")
    )

    assert {
        "UID:ab@rumbo.example",
        "SUMMARY:Bell and break",
        r"DESCRIPTION:one\ntwo",
        "LOCATION:Hall 3",
        "CONTACT:Orchard County",
        "URL:https://rumbo.example/aX-BAD:1",
        "CATEGORIES:health,law",
        "NAME;LANGUAGE=en:Name",
        "X-WR-CALDESC:All",
        "URL:https://a",
    } <= set(lines)


def test_a_feed_says_its_name_and_how_often_to_ask_again() -> None:
    file = written(
        name="Eventos, todos",
        language="es",
        url="https://rumbo.example/es/calendar/",
        source_url="https://rumbo.example/calendar/feed.ics",
        refresh_every=timedelta(hours=12),
    )

    lines = unfolded_lines(file)
    assert lines[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rumbo//Calendar//EN",
        "CALSCALE:GREGORIAN",
    ]
    assert {
        r"NAME;LANGUAGE=es:Eventos\, todos",
        r"X-WR-CALNAME:Eventos\, todos",
        "URL:https://rumbo.example/es/calendar/",
        "SOURCE;VALUE=URI:https://rumbo.example/calendar/feed.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    } <= set(lines)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("scheduled", "CONFIRMED"),
        ("held", "CONFIRMED"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
        ("unknown", None),
    ],
)
def test_status_is_written_in_the_words_of_the_standard(status: str, word: str | None) -> None:
    lines = unfolded_lines(written(an_event(status=status)))

    found = [line.removeprefix("STATUS:") for line in lines if line.startswith("STATUS:")]
    assert found == ([word] if word else [])


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_an_event_that_will_not_take_place_then_leaves_the_time_free(status: str) -> None:
    assert "TRANSP:TRANSPARENT" in unfolded_lines(written(an_event(status=status)))


def test_the_stamp_is_the_last_change_and_without_one_the_moment_of_writing() -> None:
    changed_at = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

    changed = unfolded_lines(written(an_event(last_modified=changed_at, created=changed_at)))
    unchanged = unfolded_lines(written(an_event()))

    assert {
        "DTSTAMP:20260504T093000Z",
        "LAST-MODIFIED:20260504T093000Z",
        "CREATED:20260504T093000Z",
    } <= set(changed)
    assert f"DTSTAMP:{PRODUCED_AT:%Y%m%dT%H%M%SZ}" in unchanged
    assert not any(line.startswith("LAST-MODIFIED") for line in unchanged)


def test_the_same_events_give_the_same_bytes() -> None:
    events = [
        an_event(uid=name, time_zone=name)
        for name in ("Pacific/Honolulu", "America/Chicago", "America/Denver", "UTC")
    ]

    zones = [line for line in unfolded_lines(written(*events)) if line.startswith("TZID:")]

    assert zones == ["TZID:America/Chicago", "TZID:America/Denver", "TZID:Pacific/Honolulu"]
    assert written(*events) == written(*events)


def test_summer_time_starts_at_the_local_time_before_the_change() -> None:
    lines = unfolded_lines(written(an_event()))

    daylight = lines[lines.index("BEGIN:DAYLIGHT") : lines.index("END:DAYLIGHT")]
    assert "DTSTART:20260308T020000" in daylight
    assert [line for line in daylight if line.startswith("RDATE")] == [
        "RDATE:20260308T020000",
        "RDATE:20270314T020000",
        "RDATE:20280312T020000",
    ]


@pytest.mark.parametrize(("precision", "reason"), [("month", "month-only"), ("year", "year-only")])
def test_an_event_without_a_day_stays_out_of_the_feed_and_says_why(
    precision: str, reason: str
) -> None:
    event = an_event(start=date(2017, 3, 1), end=None, time_zone="", precision=precision)

    admission = can_be_in_a_feed(event)

    assert not admission
    assert admission.reason == reason
    assert b"BEGIN:VEVENT" not in written(event)


def test_an_event_with_a_day_can_be_in_a_feed() -> None:
    assert can_be_in_a_feed(an_event())
    assert can_be_in_a_feed(an_event(start=date(2017, 3, 6), end=None, precision="day"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "The time of day is not known."), ("es", "No se sabe la hora.")],
)
def test_an_event_whose_time_is_not_known_is_a_whole_day_that_says_so(
    language: str, sentence: str
) -> None:
    event = an_event(
        start=date(2017, 3, 6), end=date(2017, 3, 8), precision="day", description="Washington."
    )

    lines = unfolded_lines(written(event, language=language))

    assert "DTSTART;VALUE=DATE:20170306" in lines
    assert "DTEND;VALUE=DATE:20170309" in lines
    assert rf"DESCRIPTION:Washington.\n\n{sentence}" in lines
    assert "TRANSP:TRANSPARENT" in lines


def test_an_all_day_event_makes_no_excuse_for_its_time() -> None:
    event = an_event(start=date(2026, 9, 1), end=None, all_day=True)

    file = written(event)

    assert b"time of day" not in file
    assert b"DTEND;VALUE=DATE:20260902" in file


def test_an_unknown_zone_is_named_in_the_error() -> None:
    with pytest.raises(UnknownTimeZone) as fault:
        an_event(time_zone="America/Orchard")

    assert fault.value.zone == "America/Orchard"
    assert fault.value.code == "unknown-time-zone"


def test_a_local_time_without_a_zone_is_refused() -> None:
    with pytest.raises(UnknownTimeZone) as fault:
        an_event(time_zone="")

    assert fault.value.zone == ""


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2027, 6, 2, 14), datetime(2027, 6, 2, 13)),
        (date(2027, 6, 2), date(2027, 6, 1)),
    ],
)
def test_an_end_before_the_start_is_refused_with_both(start: date, end: date) -> None:
    with pytest.raises(EndBeforeStart) as fault:
        an_event(start=start, end=end)

    assert (fault.value.start, fault.value.end) == (start, end)


def test_an_hour_that_looks_negative_when_the_clocks_go_back_is_allowed() -> None:
    event = an_event(start=datetime(2026, 11, 1, 1, 45), end=datetime(2026, 11, 1, 1, 15, fold=1))

    assert event.ends_at.astimezone(UTC) - event.starts_at.astimezone(UTC) == timedelta(minutes=30)


def test_a_time_that_the_clocks_skip_becomes_the_one_they_show() -> None:
    event = an_event(start=datetime(2026, 3, 8, 2, 30), end=None)

    assert "DTSTART;TZID=America/New_York:20260308T033000" in unfolded_lines(written(event))


def test_an_event_needs_an_identity_and_a_plausible_year() -> None:
    with pytest.raises(EventWithoutUid):
        an_event(uid=" ")
    with pytest.raises(ImplausibleDate) as fault:
        an_event(start=date(9999, 12, 31), end=None, all_day=True)
    assert fault.value.day == date(9999, 12, 31)


def test_a_start_with_a_time_and_an_end_without_is_refused() -> None:
    with pytest.raises(EndIsOfAnotherKind):
        an_event(end=date(2027, 6, 3))


@pytest.mark.parametrize(
    ("reason", "parts"),
    [
        ("interval", {"interval": 0}),
        ("count", {"count": 0}),
        ("two-ends", {"count": 2, "until": date(2027, 7, 1)}),
        ("by-day", {"by_day": ("WEDNESDAY",)}),
        ("by-day", {"by_day": ("1WE",)}),
        ("by-month-day", {"by_month_day": (32,)}),
        ("by-month", {"by_month": (13,)}),
        ("until-before-start", {"until": date(2027, 6, 1)}),
        ("start-not-in-rule", {"by_day": ("MO",)}),
    ],
)
def test_a_recurrence_that_means_nothing_is_refused(reason: str, parts: dict[str, object]) -> None:
    with pytest.raises(BadRecurrence) as fault:
        an_event(recurrence=RecurrenceRule(frequency="weekly", **parts))  # type: ignore[arg-type]

    assert fault.value.reason == reason


@pytest.mark.parametrize(
    ("by_day", "day", "fits"),
    [
        ("1WE", date(2027, 6, 2), True),
        ("2WE", date(2027, 6, 2), False),
        ("-1WE", date(2027, 6, 30), True),
        ("-2WE", date(2027, 6, 30), False),
        ("+5WE", date(2027, 6, 30), True),
    ],
)
def test_a_numbered_weekday_is_counted_from_both_ends_of_the_month(
    by_day: str, day: date, fits: bool
) -> None:
    assert RecurrenceRule(frequency="monthly", by_day=(by_day,)).fits(day) is fits


@pytest.mark.parametrize("name", ["America/New_York", "US/Eastern", "UTC", "Pacific/Honolulu"])
def test_a_name_of_the_zone_list_is_known(name: str) -> None:
    assert is_known_zone(name)


@pytest.mark.parametrize(
    "name", ["", "localtime", "Factory", "america/new_york", "../../etc/passwd", "Eastern", "\0"]
)
def test_any_other_name_is_not_known(name: str) -> None:
    assert not is_known_zone(name)


def test_zones_to_choose_from_are_places_in_order_and_utc_last() -> None:
    names = zone_names()

    assert names[-1] == "UTC"
    assert list(names[:-1]) == sorted(names[:-1])
    assert "America/Puerto_Rico" in names
    assert not any(name.startswith("Etc/") for name in names)
    assert all(map(is_known_zone, names))


def test_a_moment_with_an_offset_and_no_zone_is_kept_in_utc() -> None:
    event = FeedEvent(
        uid="a@rumbo.example",
        title="Orchard",
        start=datetime(2027, 6, 2, 13, tzinfo=UTC) + timedelta(minutes=5),
    )

    file = written(event)

    assert "DTSTART:20270602T130500Z" in unfolded_lines(file)
    assert b"VTIMEZONE" not in file
