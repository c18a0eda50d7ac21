"""What a calendar file is made of: plain, frozen values that cannot be wrong in themselves."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from rumbo.formats.calendar_faults import (
    BadRecurrence,
    EndBeforeStart,
    EndIsOfAnotherKind,
    EventWithoutUid,
    ImplausibleDate,
    UnknownTimeZone,
)
from rumbo.formats.time_zones import get_zone

Precision = Literal["minute", "day", "month", "year"]
Status = Literal["scheduled", "cancelled", "postponed", "held", "unknown"]
Language = Literal["en", "es"]
Frequency = Literal["daily", "weekly", "monthly", "yearly"]

# No event of ours lies outside; each year more costs a feed two clock changes per zone.
EARLIEST_YEAR = 1900
LATEST_YEAR = 2200
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAY_IN_RULE = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True, kw_only=True)
class RecurrenceRule:
    """How an event comes again (RFC 5545 section 3.3.10), always at the same local time.

    Attributes:
        frequency: the step.
        interval: every how many steps.
        count: how many times in all, or None.
        until: the last day on which it may start, or None. Neither: it never ends.
        by_day: weekdays, `MO` to `SU`; monthly (or yearly with `by_month`) also `2TU`, `-1FR`.
        by_month_day: days of the month, 1 to 31 or -31 to -1.
        by_month: months, 1 to 12.
        exdates: the days on which it does not take place.
    Raises:
        BadRecurrence: reasons `interval`, `count`, `two-ends`, `by-day`, `by-month-day`,
            `by-month`.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | None = None
    by_day: tuple[str, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    exdates: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        faults = {
            "interval": self.interval < 1,
            "count": self.count is not None and self.count < 1,
            "two-ends": self.count is not None and self.until is not None,
            "by-day": not all(map(self._is_day_possible, self.by_day)),
            "by-month-day": not all(1 <= abs(day) <= 31 for day in self.by_month_day),
            "by-month": not all(1 <= month <= 12 for month in self.by_month),
        }
        for reason, is_fault in faults.items():
            if is_fault:
                raise BadRecurrence(reason=reason)

    def _is_day_possible(self, entry: str) -> bool:
        match = WEEKDAY_IN_RULE.fullmatch(entry)
        if match is None:
            return False
        may_have_number = self.frequency == "monthly" or (
            self.frequency == "yearly" and bool(self.by_month)
        )
        return match[1] is None or may_have_number

    def fits(self, day: date) -> bool:
        """Whether the rule itself names this day; the standard wants it of the first one."""
        days_in_month = calendar.monthrange(day.year, day.month)[1]
        from_end = day.day - days_in_month - 1
        numbers = {None, str((day.day - 1) // 7 + 1), str(-((-from_end - 1) // 7 + 1))}
        entries = [WEEKDAY_IN_RULE.fullmatch(entry) for entry in self.by_day]
        is_weekday = any(
            entry is not None
            and entry[2] == WEEKDAYS[day.weekday()]
            and (entry[1].lstrip("+") if entry[1] else None) in numbers
            for entry in entries
        )
        return (
            (not self.by_day or is_weekday)
            and (not self.by_month_day or bool({day.day, from_end} & set(self.by_month_day)))
            and (not self.by_month or day.month in self.by_month)
        )


@dataclass(frozen=True, kw_only=True)
class FeedEvent:
    """One event, as a calendar feed tells it.

    Attributes:
        uid: lasting identity, never used again for another event.
        sequence: one more at each change that a subscriber must notice.
        title, description, location, organizer_name: plain text; control characters are dropped.
        start: a day, or a moment. A moment without an offset is local time in `time_zone`.
        end: the same kind as `start`; a day counts in full (inclusive). None: as the start.
        time_zone: IANA name, or empty where start and end carry an offset or have no time.
        all_day: the event is about whole days.
        precision: how much is known. `day` without `all_day` means that the time is not known.
        last_modified, created: moments with an offset, or None where not known.
    Raises:
        UnknownTimeZone: `time_zone` is not in the list, or is empty for a local time.
        EndBeforeStart, EndIsOfAnotherKind, EventWithoutUid, ImplausibleDate: as they say.
        BadRecurrence: reason `start-not-in-rule` or `until-before-start`.
    """

    uid: str
    title: str
    start: date | datetime
    end: date | datetime | None = None
    time_zone: str = ""
    all_day: bool = False
    precision: Precision = "minute"
    status: Status = "scheduled"
    sequence: int = 0
    description: str = ""
    url: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    organizer_name: str = ""
    recurrence: RecurrenceRule | None = None
    last_modified: datetime | None = None
    created: datetime | None = None

    def __post_init__(self) -> None:
        if not self.uid.strip():
            raise EventWithoutUid
        if self.time_zone:
            get_zone(self.time_zone)
        self._check_years()
        self._check_end()
        self._check_recurrence()

    def _check_years(self) -> None:
        until = self.recurrence.until if self.recurrence else None
        for day in (self.start, self.end, until):
            if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
                raise ImplausibleDate(day=day)

    def _check_end(self) -> None:
        if self.end is None:
            if self.has_time:
                self._moment(self.start)
            return
        if self.has_time and not isinstance(self.end, datetime):
            raise EndIsOfAnotherKind(start=self.start, end=self.end)
        if self.has_time:
            is_wrong = self.lasts < timedelta()
        else:
            is_wrong = self.last_day < self.first_day
        if is_wrong:
            raise EndBeforeStart(start=self.start, end=self.end)

    def _check_recurrence(self) -> None:
        rule = self.recurrence
        if rule is None:
            return
        if rule.until is not None and rule.until < self.first_day:
            raise BadRecurrence(reason="until-before-start")
        if not rule.fits(self.first_day):
            raise BadRecurrence(reason="start-not-in-rule")

    @property
    def has_time(self) -> bool:
        """Whether the time of day is known and matters."""
        return isinstance(self.start, datetime) and self.precision == "minute" and not self.all_day

    @property
    def is_time_missing(self) -> bool:
        """Whether the day is known, and the event has a time that we do not know."""
        return not self.all_day and not self.has_time and self.precision in ("minute", "day")

    @property
    def starts_at(self) -> datetime:
        """The moment of the start, in the event's zone; only where `has_time`."""
        return self._moment(self.start)

    @property
    def ends_at(self) -> datetime:
        """The moment of the end, in the event's zone; only where `has_time`."""
        return self._moment(self.start if self.end is None else self.end)

    @property
    def lasts(self) -> timedelta:
        """The true length, also over a change of the clocks; only where `has_time`."""
        return true_length(self.starts_at, self.ends_at)

    @property
    def first_day(self) -> date:
        """The first day of the event in its own zone."""
        return self._day(self.start)

    @property
    def last_day(self) -> date:
        """The last day of the event in its own zone, inclusive; midnight ends the day before."""
        if self.end is None:
            return self.first_day
        if self.has_time:
            return last_day_of(self.starts_at, self.ends_at)
        return self._day(self.end)

    def _moment(self, value: date | datetime) -> datetime:
        if not isinstance(value, datetime):
            raise TypeError(f"no time of day in {value!r}")
        if value.tzinfo is not None:
            return value.astimezone(get_zone(self.time_zone) if self.time_zone else UTC)
        if not self.time_zone:
            raise UnknownTimeZone(zone="")
        zone = get_zone(self.time_zone)
        # There and back moves a time that the clocks skip to the one they show instead.
        return value.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)

    def _day(self, value: date | datetime) -> date:
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is None and not self.has_time:
            return value.date()
        return self._moment(value).date()


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What a feed says of itself.

    Attributes:
        name, description: plain text in `language`.
        language: also the language of the sentences that the writer adds to an event.
        refresh_every: how often a reader may ask again.
        url: the page for people that shows the same events.
        source_url: the address of the feed itself.
    """

    name: str
    description: str = ""
    language: Language = "en"
    refresh_every: timedelta = timedelta(hours=6)
    url: str = ""
    source_url: str = ""


def true_length(starts_at: datetime, ends_at: datetime) -> timedelta:
    """The time that passes; Python subtracts two moments of one zone by what the clocks show."""
    return ends_at.astimezone(UTC) - starts_at.astimezone(UTC)


def last_day_of(starts_at: datetime, ends_at: datetime) -> date:
    """The last local day that a stretch of time touches; an end at midnight does not touch."""
    if true_length(starts_at, ends_at) <= timedelta():
        return starts_at.date()
    return (ends_at - timedelta(microseconds=1)).date()
