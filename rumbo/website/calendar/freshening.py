"""Until when what the calendar shows stays true."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest

from rumbo.website.calendar.lines import Entry
from rumbo.website.calendar.times import moment
from rumbo.website.frame.freshness import note_boundary


def next_midnight(today: date) -> datetime:
    """The moment at which the site's home has its next day."""
    return moment(today + timedelta(days=1), time(0), "")


def note_changes(
    request: HttpRequest, entries: Iterable[Entry], *, now: datetime, today: date
) -> None:
    """Tell the cache the next moment at which an entry begins or is over, and midnight."""
    note_boundary(request, next_midnight(today))
    for entry in entries:
        for change in (entry.times.starts_at, entry.times.ends_at, entry.over_at):
            if change is not None and change > now:
                note_boundary(request, change)
