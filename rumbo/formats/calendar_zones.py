"""A time zone written out as a VTIMEZONE, with every change of its clocks in a stretch of years."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from rumbo.formats.time_zones import get_zone

ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=256)
def zone_component(name: str, first_day: date, last_day: date) -> Timezone:
    """The VTIMEZONE of a zone, right from the first day to the last. Not to be changed: cached.

    An onset is counted in the offset that ends there: New York's summer time starts at 02:00
    (RFC 5545 section 3.6.5). Each onset has a line of its own, the first one too: by the standard
    DTSTART says it already, but ical.js 2.2.1 leaves that one out as soon as there are others.

    Why not the library's own `add_missing_timezones` (icalendar 7.3.0): it writes 03:00 for that
    onset, steps over two changes that lie within 64 days (Casablanca), and puts all onsets into
    one RDATE, of which ical.js 2.2.1 reads only the first.
    """
    zone = get_zone(name)
    component = Timezone()
    component.add("TZID", name)
    start = datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC)
    end = datetime(last_day.year, last_day.month, last_day.day, tzinfo=UTC)
    onsets: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = defaultdict(list)
    for instant in (start, *_changes(zone, start, end)):
        before = _offset(instant if instant == start else instant - ONE_SECOND, zone)
        local = instant.astimezone(zone)
        kind = (before, _offset(instant, zone), local.tzname() or name, bool(local.dst()))
        onsets[kind].append(instant.replace(tzinfo=None) + before)
    for (before, after, short_name, is_daylight), moments in onsets.items():
        observance = TimezoneDaylight() if is_daylight else TimezoneStandard()
        observance.add("DTSTART", moments[0])
        observance.add("TZOFFSETFROM", before)
        observance.add("TZOFFSETTO", after)
        observance.add("TZNAME", short_name)
        for moment in moments if len(moments) > 1 else ():
            observance.add("RDATE", [moment])
        component.add_component(observance)
    return component


def _changes(zone: tzinfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The first moments, in UTC, at which the zone's offset is a new one; at most one a day."""
    before = start
    while before < end:
        after = before + ONE_DAY
        if _offset(before, zone) != _offset(after, zone):
            yield _change_between(zone, before, after)
        before = after


def _change_between(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The moment of the change, found by halving: each round keeps it between the two."""
    while after - before > ONE_SECOND:
        middle = before + timedelta(seconds=(after - before) // ONE_SECOND // 2)
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after


def _offset(instant: datetime, zone: tzinfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
