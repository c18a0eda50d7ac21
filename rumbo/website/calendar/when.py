"""When an event takes place, in words of the reader's language and as values for programs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.dateformat import format as in_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumbo.formats.time_zones import get_zone
from rumbo.website.calendar.times import (
    AT_A_TIME,
    MONTH_ONLY,
    TIME_NOT_KNOWN,
    YEAR_ONLY,
    EventTimes,
)


@dataclass(frozen=True)
class When:
    """When something takes place, ready to be shown.

    Args:
        sentence: all that is known, with the weekday: 'Wednesday, January 16, 2019, 2:00 p.m. to
            3:30 p.m. Eastern time'.
        machine: the start for `datetime=`: '2019-01-16T14:00-05:00', '2024-10', '2020'.
        utc_start, utc_end: moments for a script, or empty: '2019-01-16T19:00Z'.
        zone: IANA name, or empty where no time is known.
        is_time_missing: whether the day is known and its hour is not.
        day, month, year: for a small calendar sheet: '16', 'Jan', '2019'; day and month may be
            empty.
    """

    sentence: str
    machine: str
    utc_start: str = ""
    utc_end: str = ""
    zone: str = ""
    is_time_missing: bool = False
    day: str = ""
    month: str = ""
    year: str = ""


def day_words(day: date) -> str:
    """'Wednesday, January 16, 2019'; 'miércoles 16 de enero de 2019'."""
    if get_language() == "es":
        return in_format(day, r"l j \d\e F \d\e Y")
    return in_format(day, "l, F j, Y")


def month_words(day: date) -> str:
    """'October 2024'; 'octubre de 2024'."""
    return in_format(day, r"F \d\e Y" if get_language() == "es" else "F Y")


def clock_words(clock: time) -> str:
    """'2:00 p.m.'; 'p. m.' in Spanish."""
    is_spanish = get_language() == "es"
    half = ("a. m.", "p. m.") if is_spanish else ("a.m.", "p.m.")
    # A space that does not break keeps the hour on one line.
    return f"{clock.hour % 12 or 12}:{clock.minute:02d}\N{NO-BREAK SPACE}" + (
        half[clock.hour >= 12].replace(" ", "\N{NO-BREAK SPACE}")
    )


def moment_words(moment: datetime, zone: str) -> str:
    """A moment in a zone: 'Wednesday, January 16, 2019, 2:00 p.m. Eastern time'."""
    local = moment.astimezone(get_zone(zone))
    return _("%(day)s, %(start)s %(zone)s") % {
        "day": day_words(local.date()),
        "start": clock_words(local.time()),
        "zone": zone_words(zone),
    }


def zone_words(zone: str) -> str:
    """What people call a zone: 'Eastern time'; the IANA name for zones outside our list."""
    names = {
        "America/New_York": _("Eastern time"),
        "America/Chicago": _("Central time"),
        "America/Denver": _("Mountain time"),
        "America/Phoenix": _("Arizona time"),
        "America/Los_Angeles": _("Pacific time"),
        "America/Anchorage": _("Alaska time"),
        "Pacific/Honolulu": _("Hawaii time"),
        "America/Puerto_Rico": _("Puerto Rico time"),
        "UTC": "UTC",
    }
    return str(names.get(zone) or f"({zone.replace('_', ' ')})")


def when_of(times: EventTimes) -> When:
    """The words and values of an event's times; of a repeating one, of its first time."""
    first, last = times.starts_on, times.ends_on
    year = str(first.year)
    if times.timing == YEAR_ONLY:
        return When(_year_sentence(first, last), year, year=year)
    if times.timing == MONTH_ONLY:
        machine = first.isoformat()[:7]
        return When(_month_sentence(first, last), machine, month=_short(first), year=year)
    day = str(first.day)
    if times.timing == AT_A_TIME and times.starts_at is not None:
        start = times.starts_at.astimezone(get_zone(times.time_zone))
        return When(
            _clock_sentence(times),
            start.isoformat(timespec="minutes"),
            _utc(times.starts_at),
            _utc(times.ends_at),
            times.time_zone,
            False,
            day,
            _short(first),
            year,
        )
    is_missing = times.timing == TIME_NOT_KNOWN
    return When(
        _days_sentence(first, last),
        first.isoformat(),
        is_time_missing=is_missing,
        day=day,
        month=_short(first),
        year=year,
    )


def in_zone(times: EventTimes, zone: str) -> str:
    """The times of an event in another zone, as a sentence; empty where no time is known."""
    if times.starts_at is None:
        return ""
    tz = get_zone(zone)
    start = times.starts_at.astimezone(tz)
    end = times.ends_at.astimezone(tz) if times.ends_at else None
    moved = EventTimes(
        timing=AT_A_TIME,
        starts_on=start.date(),
        start_time=start.time(),
        ends_on=end.date() if end else None,
        end_time=end.time() if end else None,
        time_zone=zone,
    )
    return _clock_sentence(moved)


def _clock_sentence(times: EventTimes) -> str:
    facts = {
        "day": day_words(times.starts_on),
        "start": clock_words(times.start_time or time()),
        "zone": zone_words(times.time_zone),
    }
    if times.end_time is None:
        return _("%(day)s, %(start)s %(zone)s") % facts
    facts["end"] = clock_words(times.end_time)
    if times.ends_on in (None, times.starts_on):
        return _("%(day)s, %(start)s to %(end)s %(zone)s") % facts
    facts["last_day"] = day_words(times.ends_on or times.starts_on)
    return _("%(day)s, %(start)s to %(last_day)s, %(end)s %(zone)s") % facts


def _days_sentence(first: date, last: date | None) -> str:
    if last in (None, first):
        return day_words(first)
    facts = {"first_day": day_words(first), "last_day": day_words(last or first)}
    return _("%(first_day)s to %(last_day)s") % facts


def _month_sentence(first: date, last: date | None) -> str:
    if last is None or (last.year, last.month) == (first.year, first.month):
        return _("%(month)s, day not known") % {"month": month_words(first)}
    return _("between %(first)s and %(last)s, days not known") % {
        "first": month_words(first),
        "last": month_words(last),
    }


def _year_sentence(first: date, last: date | None) -> str:
    if last is None or last.year == first.year:
        return _("%(year)s, day and month not known") % {"year": first.year}
    return _("between %(first)s and %(last)s, days not known") % {
        "first": first.year,
        "last": last.year,
    }


def _short(day: date) -> str:
    return in_format(day, "M")


def _utc(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") if moment else ""


def weekday_heads() -> list[tuple[str, str]]:
    """Short and full names of the weekdays, Sunday first, as calendars in the United States."""
    sundays_week = [date(2026, 11, 22 + offset) for offset in range(7)]
    return [(in_format(day, "D"), in_format(day, "l")) for day in sundays_week]


def mode_words(mode: str) -> str:
    """'in person', 'online', 'in person and online'; nothing where it is not known."""
    words = {
        "in-person": _("in person"),
        "virtual": _("online"),
        "hybrid": _("in person and online"),
    }
    return words.get(mode, "")
