"""Calendar feeds in RFC 5545 with the calendar properties of RFC 7986: the front door.

Everything that a caller needs can be imported from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from icalendar import Calendar, vDuration, vUri

from rumbo.formats.calendar_component import event_component
from rumbo.formats.calendar_faults import (
    BadRecurrence,
    CalendarFault,
    EndBeforeStart,
    EndIsOfAnotherKind,
    EventWithoutUid,
    ImplausibleDate,
    UnknownTimeZone,
)
from rumbo.formats.calendar_occurrences import Occurrence, occurrences_between
from rumbo.formats.calendar_text import EscapedText, address, one_line, plain_text
from rumbo.formats.calendar_values import Feed, FeedEvent, RecurrenceRule
from rumbo.formats.calendar_zones import zone_component
from rumbo.formats.time_zones import is_known_zone, zone_names

__all__ = [
    "Admission",
    "BadRecurrence",
    "CalendarFault",
    "EndBeforeStart",
    "EndIsOfAnotherKind",
    "EventWithoutUid",
    "Feed",
    "FeedEvent",
    "ImplausibleDate",
    "Occurrence",
    "RecurrenceRule",
    "UnknownTimeZone",
    "can_be_in_a_feed",
    "is_known_zone",
    "occurrences_between",
    "write_feed",
    "zone_names",
]

PRODUCT = "-//Rumbo//Calendar//EN"
# A rule without an end gets its zone's clock changes for this long after the file was made.
YEARS_AHEAD = 10


@dataclass(frozen=True)
class Admission:
    """Whether an event can stand in a feed, and if not, why; true or false as it stands."""

    reason: Literal["", "month-only", "year-only"] = ""

    def __bool__(self) -> bool:
        return not self.reason


def can_be_in_a_feed(event: FeedEvent) -> Admission:
    """Whether the day of an event is known; a calendar file cannot say 'some day in March'."""
    if event.precision == "month":
        return Admission("month-only")
    if event.precision == "year":
        return Admission("year-only")
    return Admission()


def write_feed(feed: Feed, events: Iterable[FeedEvent], *, produced_at: datetime) -> bytes:
    """The calendar file: UTF-8, CRLF, lines of at most 75 octets.

    Args:
        feed: what the feed says of itself.
        events: written in the order given; those that cannot be in a feed are left out.
        produced_at: a moment with an offset; see `event_component` for where it shows.
    Source: RFC 5545; RFC 7986 for NAME, URL, SOURCE and REFRESH-INTERVAL. X-WR-CALNAME,
        X-WR-CALDESC and X-PUBLISHED-TTL are what older readers know instead.
    """
    admitted = [event for event in events if can_be_in_a_feed(event)]
    calendar = _calendar(feed)
    for event in admitted:
        calendar.add_component(
            event_component(event, language=feed.language, produced_at=produced_at)
        )
    if admitted:
        _add_zones(calendar, admitted, produced_at)
    return calendar.to_ical()


def _calendar(feed: Feed) -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    language: dict[str, str] = {"LANGUAGE": feed.language}
    calendar.add("NAME", EscapedText(one_line(feed.name)), parameters=language)
    calendar.add("X-WR-CALNAME", EscapedText(one_line(feed.name)))
    if feed.description:
        description = plain_text(feed.description)
        calendar.add("DESCRIPTION", EscapedText(description), parameters=language)
        calendar.add("X-WR-CALDESC", EscapedText(description))
    if feed.url:
        calendar.add("URL", vUri(address(feed.url)))
    if feed.source_url:
        source = vUri(address(feed.source_url))
        calendar.add("SOURCE", source, parameters={"VALUE": "URI"})
    refresh = vDuration(feed.refresh_every)
    calendar.add("REFRESH-INTERVAL", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(feed.refresh_every))
    return calendar


def _add_zones(calendar: Calendar, events: list[FeedEvent], produced_at: datetime) -> None:
    """A VTIMEZONE for each zone in use, in the order of their names, ahead of the events."""
    first_year = min(event.first_day for event in events).year - 1
    last_year = max(_last_year(event, produced_at) for event in events) + 2
    zones = [
        zone_component(name, date(first_year, 1, 1), date(last_year, 1, 1))
        for name in sorted(calendar.get_missing_tzids())
    ]
    calendar.subcomponents = [*zones, *calendar.subcomponents]


def _last_year(event: FeedEvent, produced_at: datetime) -> int:
    rule = event.recurrence
    if rule is None:
        return event.last_day.year
    if rule.until is not None:
        return rule.until.year
    horizon = produced_at.astimezone(UTC).year + YEARS_AHEAD
    return max(event.last_day.year, horizon)
