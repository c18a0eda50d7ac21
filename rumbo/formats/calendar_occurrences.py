"""When a recurring event takes place, at the same local time in summer and winter."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import recurring_ical_events  # type: ignore[import-untyped, unused-ignore]
from icalendar import Calendar

from rumbo.formats.calendar_component import ONE_DAY, event_component
from rumbo.formats.calendar_values import FeedEvent, last_day_of

# DTSTAMP plays no part in recurrence; the component only has to carry one.
NO_MATTER_WHEN = datetime(1970, 1, 1, tzinfo=UTC)
# No zone is further than this from UTC, so the query asks two days more on each side.
MARGIN = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One time that an event takes place.

    Attributes:
        start, end: moments in the event's zone, or days (the end inclusive).
    """

    event: FeedEvent
    start: date | datetime
    end: date | datetime

    @property
    def first_day(self) -> date:
        """The day of the start in the event's zone."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def last_day(self) -> date:
        """The last day touched, in the event's zone, inclusive."""
        if isinstance(self.start, datetime) and isinstance(self.end, datetime):
            return last_day_of(self.start, self.end)
        return self.end


def occurrences_between(
    event: FeedEvent, first_day: date, last_day: date
) -> tuple[Occurrence, ...]:
    """The times at which an event touches the days from first to last, both inclusive.

    Days are those of the event's own zone. An event that does not recur gives one or none.
    Known to the month or year only, it spans the days that its values name.
    """
    occurrences = (
        [_the_only(event)] if event.recurrence is None else _found(event, first_day, last_day)
    )
    touching = [
        one for one in occurrences if one.first_day <= last_day and one.last_day >= first_day
    ]
    return tuple(sorted(touching, key=lambda one: one.start))


def _found(event: FeedEvent, first_day: date, last_day: date) -> list[Occurrence]:
    """The occurrences of a recurring event in at least these days."""
    calendar = Calendar()
    calendar.add_component(event_component(event, language="en", produced_at=NO_MATTER_WHEN))
    query = recurring_ical_events.of(calendar)
    components = query.between(_shift(first_day, -MARGIN), _shift(last_day, MARGIN))
    return [_occurrence(event, component.start, component.end) for component in components]


def _the_only(event: FeedEvent) -> Occurrence:
    if event.has_time:
        return Occurrence(event=event, start=event.starts_at, end=event.ends_at)
    return Occurrence(event=event, start=event.first_day, end=event.last_day)


def _occurrence(event: FeedEvent, start: date | datetime, end: date | datetime) -> Occurrence:
    if event.has_time:
        return Occurrence(event=event, start=start, end=end)
    return Occurrence(event=event, start=start, end=end - ONE_DAY)


def _shift(day: date, by: timedelta) -> date:
    """The day moved, but never past the ends of the calendar."""
    try:
        return day + by
    except OverflowError:
        return date.min if by < timedelta() else date.max
