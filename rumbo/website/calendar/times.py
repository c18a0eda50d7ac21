"""When an event takes place, as plain values: what is known and what follows from it."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.conf import settings

from rumbo.formats.calendar_feed import (
    BadRecurrence,
    CalendarFault,
    FeedEvent,
    Occurrence,
    is_known_zone,
    occurrences_between,
)
from rumbo.formats.time_zones import get_zone
from rumbo.website.calendar.recurrence import read_rule

AT_A_TIME = "at_a_time"
ALL_DAY = "all_day"
TIME_NOT_KNOWN = "time_not_known"
MONTH_ONLY = "month_only"
YEAR_ONLY = "year_only"
PRECISIONS = {
    AT_A_TIME: "minute",
    ALL_DAY: "day",
    TIME_NOT_KNOWN: "day",
    MONTH_ONLY: "month",
    YEAR_ONLY: "year",
}
ONE_DAY = timedelta(days=1)
# What a moment is called when a fault of the feed writer stands for 'no time was given'.
NOON = time(12)


@dataclass(frozen=True, kw_only=True)
class EventTimes:
    """What is known of when an event takes place.

    Args:
        timing: one of the five words of this module.
        starts_on: first day; the first of the month or year where only that is known.
        start_time: local time at the event; only with `at_a_time`.
        ends_on: last day, inclusive; None where it is the first.
        end_time: local time of the end; None where it is not known.
        time_zone: IANA name; empty where none is known.
        recurrence: RRULE text, or empty.
    """

    timing: str
    starts_on: date
    start_time: time | None = None
    ends_on: date | None = None
    end_time: time | None = None
    time_zone: str = ""
    recurrence: str = ""

    @property
    def precision(self) -> str:
        """`minute`, `day`, `month` or `year`."""
        return PRECISIONS[self.timing]

    @property
    def starts_at(self) -> datetime | None:
        """The moment of the start in UTC; None where the time is not known."""
        if self.timing != AT_A_TIME or self.start_time is None:
            return None
        return moment(self.starts_on, self.start_time, self.time_zone)

    @property
    def ends_at(self) -> datetime | None:
        """The moment of the end in UTC; None where it is not known."""
        if self.starts_at is None or self.end_time is None:
            return None
        return moment(self.ends_on or self.starts_on, self.end_time, self.time_zone)

    @property
    def last_on(self) -> date:
        """The last day that the event can touch, all its repetitions included.

        An event of unknown month or day may lie anywhere in its year or month.
        """
        if self.recurrence:
            return self.occurrences(self.starts_on, date.max)[-1].last_day
        last = self.ends_on or self.starts_on
        if self.timing == MONTH_ONLY:
            return last.replace(day=calendar.monthrange(last.year, last.month)[1])
        if self.timing == YEAR_ONLY:
            return last.replace(month=12, day=31)
        return last

    @property
    def over_at(self) -> datetime:
        """The moment at which the event is over, in UTC: its end, else the end of its last day."""
        if self.recurrence:
            last = self.occurrences(self.starts_on, date.max)[-1]
            return self._end_of(last)
        if self.ends_at is not None:
            return self.ends_at
        return moment(self.last_on + ONE_DAY, time(0), self.time_zone)

    def occurrences(self, first_day: date, last_day: date) -> tuple[Occurrence, ...]:
        """The times at which the event touches these days, both inclusive.

        Raises:
            CalendarFault: the values make no sense together.
        """
        if not self.recurrence:
            return occurrences_between(self.as_feed_event(), first_day, last_day)
        return tuple(
            one
            for one in _all_occurrences(self)
            if one.first_day <= last_day and one.last_day >= first_day
        )

    def next_occurrence(self, now: datetime) -> "EventTimes":
        """The repetition that comes next, as times of its own; the last one when all are over."""
        if not self.recurrence:
            return self
        found = self.occurrences(now.astimezone(UTC).date() - 2 * ONE_DAY, date.max)
        coming = [one for one in found if self._end_of(one) > now]
        if not coming:
            coming = list(self.occurrences(self.starts_on, date.max)[-1:])
        return self.at(coming[0])

    def at(self, occurrence: Occurrence) -> "EventTimes":
        """One repetition as times of its own."""
        start, end = occurrence.start, occurrence.end
        if not isinstance(start, datetime) or not isinstance(end, datetime):
            ends_on = occurrence.last_day if occurrence.last_day != occurrence.first_day else None
            return EventTimes(
                timing=self.timing,
                starts_on=occurrence.first_day,
                ends_on=ends_on,
                time_zone=self.time_zone,
            )
        return EventTimes(
            timing=self.timing,
            starts_on=start.date(),
            start_time=start.time(),
            ends_on=end.date() if end.date() != start.date() else None,
            end_time=end.time() if self.end_time else None,
            time_zone=self.time_zone,
        )

    def _end_of(self, occurrence: Occurrence) -> datetime:
        if isinstance(occurrence.end, datetime) and self.end_time is not None:
            return occurrence.end.astimezone(UTC)
        return moment(occurrence.last_day + ONE_DAY, time(0), self.time_zone)

    def as_feed_event(self, **words: object) -> FeedEvent:
        """These times as a feed event; `words` are its other fields.

        Raises:
            CalendarFault: the values make no sense together.
        """
        values: dict[str, object] = {"uid": "times", "title": "times", **words}
        if self.timing == AT_A_TIME:
            values["start"] = datetime.combine(self.starts_on, self.start_time or NOON)
            if self.end_time is not None:
                values["end"] = datetime.combine(self.ends_on or self.starts_on, self.end_time)
        else:
            values["start"] = self.starts_on
            values["end"] = self.ends_on
        rule = read_rule(self.recurrence) if self.recurrence else None
        return FeedEvent(
            **values,  # type: ignore[arg-type]
            time_zone=self.time_zone,
            all_day=self.timing == ALL_DAY,
            precision=self.precision,  # type: ignore[arg-type]
            recurrence=rule,
        )


@lru_cache(maxsize=512)
def _all_occurrences(times: EventTimes) -> tuple[Occurrence, ...]:
    """Every time that a repeating event takes place; finite, since its rule has an end."""
    return occurrences_between(times.as_feed_event(), times.starts_on, date.max)


def moment(day: date, clock: time, zone: str) -> datetime:
    """The moment in UTC of a local time; without a zone, in that of the site's home.

    A local time that the clocks skip becomes the one they show instead.
    """
    tz = get_zone(zone or settings.TIME_ZONE)
    return datetime.combine(day, clock, tzinfo=tz).astimezone(UTC)


__all__ = ["BadRecurrence", "CalendarFault", "EventTimes", "is_known_zone", "moment"]
