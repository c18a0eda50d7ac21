"""What is wrong with an event as an editor wrote it, in sentences that name the editor's values."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from rumbo.formats.calendar_feed import (
    BadRecurrence,
    EndBeforeStart,
    ImplausibleDate,
    is_known_zone,
    zone_names,
)
from rumbo.website.calendar.recurrence import check_span, read_rule
from rumbo.website.calendar.times import AT_A_TIME, EventTimes, moment
from rumbo.website.calendar.when import clock_words, day_words, moment_words

# These stand in addresses that the calendar answers itself.
RESERVED_SLUGS = frozenset({"feed", "program-year"})
Fault = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Reveal:
    """When connection details are shown, as an editor wrote it.

    Args:
        shown: `everyone`, `members` or `from`.
        from_on, from_time: local day and time at the event; both or neither.
        address: where to connect; may be empty.
    """

    shown: str
    from_on: date | None
    from_time: time | None
    address: str


def zone_fault(zone: str) -> str:
    """The sentence about a zone that is not in the list; empty when it is, or none was given."""
    if not zone or is_known_zone(zone):
        return ""
    close = difflib.get_close_matches(zone, zone_names(), n=1, cutoff=0.7)
    example = close[0] if close else "America/New_York"
    return _(
        "“%(zone)s” is not a time zone that we know. Choose one from the list, such as "
        "%(example)s. What you wrote is still in the form."
    ) % {"zone": zone[:60], "example": example}


def faults_of_times(times: EventTimes) -> Iterator[Fault]:
    """(field, sentence) of each thing that makes no sense in an event's times."""
    wrong_zone = zone_fault(times.time_zone)
    if wrong_zone:
        yield "time_zone", wrong_zone
    found = list(_faults_of_clock(times))
    yield from found
    if found or wrong_zone:
        return
    try:
        times.as_feed_event()
        if times.recurrence:
            check_span(read_rule(times.recurrence), times.starts_on)
    except EndBeforeStart:
        yield ("ends_on" if times.ends_on else "end_time"), _end_before_start(times)
    except ImplausibleDate as error:
        yield (
            "starts_on",
            _("The year %(year)s is too far away. Events lie between 1900 and 2200.")
            % {"year": error.day.year},
        )
    except BadRecurrence as error:
        yield "recurrence", recurrence_words(error.reason, times.recurrence)


def _faults_of_clock(times: EventTimes) -> Iterator[Fault]:
    if times.timing == AT_A_TIME:
        if times.start_time is None:
            yield (
                "start_time",
                _(
                    "You chose “at a time” for %(day)s, but wrote no time. Write the time, or "
                    "choose “the time is not known”."
                )
                % {"day": day_words(times.starts_on)},
            )
        if not times.time_zone:
            yield (
                "time_zone",
                _("You chose “at a time”. Choose also the time zone in which that time is meant."),
            )
        if times.end_time is None and times.ends_on is not None:
            yield (
                "end_time",
                _("You wrote that it ends on %(day)s. Write also at what time.")
                % {"day": day_words(times.ends_on)},
            )
        return
    for field, clock in (("start_time", times.start_time), ("end_time", times.end_time)):
        if clock is not None:
            yield (
                field,
                _(
                    "You wrote the time %(time)s, but chose that there is none. Choose “at a "
                    "time”, or empty this field."
                )
                % {"time": clock_words(clock)},
            )


def _end_before_start(times: EventTimes) -> str:
    start, end = day_words(times.starts_on), day_words(times.ends_on or times.starts_on)
    if times.start_time and times.end_time:
        start = f"{start}, {clock_words(times.start_time)}"
        end = f"{end}, {clock_words(times.end_time)}"
    return _(
        "The event ends (%(end)s) before it starts (%(start)s). Change one of the two. What you "
        "wrote is still in the form."
    ) % {"end": end, "start": start}


def recurrence_words(reason: str, text: str) -> str:
    """The sentence about a rule of recurrence that cannot be used."""
    sentences = {
        "frequency": _(
            "“%(text)s” repeats neither weekly nor monthly. Begin with FREQ=WEEKLY or FREQ=MONTHLY."
        ),
        "no-end": _(
            "“%(text)s” never ends. Add COUNT=6 for six times, or UNTIL=20270630 for a last day."
        ),
        "two-ends": _("“%(text)s” has both COUNT and UNTIL. Keep one of them."),
        "too-many": _("“%(text)s” repeats more than 400 times. Choose an earlier end."),
        "start-not-in-rule": _(
            "The first day of the event is not one of the days that “%(text)s” names. Change one "
            "of the two."
        ),
        "until-before-start": _("“%(text)s” ends before the event starts. Choose a later end."),
    }
    fallback = _(
        "“%(text)s” is not a rule that we can read. An example: FREQ=MONTHLY;BYDAY=2TU;COUNT=6 "
        "for the second Tuesday of six months."
    )
    return sentences.get(reason, fallback) % {"text": text[:120]}


def faults_of_reveal(reveal: Reveal, times: EventTimes) -> Iterator[Fault]:
    """(field, sentence) of each thing that makes no sense in connection details."""
    scheme = urlsplit(reveal.address).scheme.lower() if "://" in reveal.address else ""
    if scheme not in {"", "https", "http"} or reveal.address.lower().startswith(
        ("javascript:", "data:", "vbscript:")
    ):
        yield (
            "address",
            _("“%(address)s” is not a web address. Write one that begins with https://.")
            % {"address": reveal.address[:80]},
        )
    if reveal.shown != "from":
        return
    if reveal.from_on is None or reveal.from_time is None:
        yield (
            "from_on" if reveal.from_on is None else "from_time",
            _(
                "You chose to show the details from a set time. Write the day and the time, in "
                "the time zone of the event."
            ),
        )
        return
    if not times.time_zone:
        yield (
            "shown",
            _(
                "You chose to show the details from a set time, but the event has no time zone. "
                "Choose the event’s time zone first."
            ),
        )
        return
    opens_at = moment(reveal.from_on, reveal.from_time, times.time_zone)
    if opens_at >= times.over_at:
        yield "from_on", _reveal_too_late(opens_at, times)


def _reveal_too_late(opens_at: datetime, times: EventTimes) -> str:
    return _(
        "The details would be shown from %(opens)s, but by then the event is over (%(over)s). "
        "Choose an earlier time. What you wrote is still in the form."
    ) % {
        "opens": moment_words(opens_at, times.time_zone),
        "over": moment_words(times.over_at, times.time_zone),
    }


def slug_fault(slug: str) -> str:
    """The sentence about an address that the calendar itself needs; empty when it is free."""
    if slug not in RESERVED_SLUGS:
        return ""
    return _("“%(slug)s” is an address that the calendar itself uses. Choose another.") % {
        "slug": slug
    }
