"""What no calendar file can say: one class for each fault, its facts as fields."""

from datetime import date, datetime
from typing import ClassVar


class CalendarFault(ValueError):
    """Something in an event that no calendar file can say; `code` names it for good."""

    code: ClassVar[str] = "calendar-fault"


class EndBeforeStart(CalendarFault):
    """The event ends before it starts."""

    code: ClassVar[str] = "end-before-start"

    def __init__(self, *, start: date | datetime, end: date | datetime) -> None:
        super().__init__(f"ends {end.isoformat()} before it starts {start.isoformat()}")
        self.start = start
        self.end = end


class EndIsOfAnotherKind(CalendarFault):
    """The start has a time of day and the end has none."""

    code: ClassVar[str] = "end-of-another-kind"

    def __init__(self, *, start: date | datetime, end: date | datetime) -> None:
        super().__init__(f"starts at a time ({start.isoformat()}), ends on a day ({end})")
        self.start = start
        self.end = end


class EventWithoutUid(CalendarFault):
    """The event has no lasting identity, so a reader could not update it."""

    code: ClassVar[str] = "event-without-uid"


class BadRecurrence(CalendarFault):
    """A rule of recurrence that means nothing; `reason` is a stable word for why."""

    code: ClassVar[str] = "bad-recurrence"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"bad recurrence: {reason}")
        self.reason = reason


class ImplausibleDate(CalendarFault):
    """A year before 1900 or after 2200."""

    code: ClassVar[str] = "implausible-date"

    def __init__(self, *, day: date | datetime) -> None:
        super().__init__(f"implausible date: {day.isoformat()}")
        self.day = day


class UnknownTimeZone(CalendarFault):
    """A zone name that is not in the list; an empty name means that none was given."""

    code: ClassVar[str] = "unknown-time-zone"

    def __init__(self, *, zone: str) -> None:
        super().__init__(f"unknown time zone: {zone!r}")
        self.zone = zone
