"""The calendar's front door for other rooms: what comes next, and who may see how to connect."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from django.utils import timezone
from django.utils.translation import get_language

from rumbo.website.calendar.computed import ComputedDate, coming_dates
from rumbo.website.calendar.lines import EventLine, entry_of, line_of
from rumbo.website.calendar.rows import EventRow, event_rows, series_rows

if TYPE_CHECKING:
    from rumbo.website.calendar.models import EventPage

__all__ = ["ConnectionFacts", "ConnectionView", "EventLine", "connection_for", "next_events"]

ConnectionState = Literal["shown", "members-only", "later", "withdrawn", "none"]


@dataclass(frozen=True, kw_only=True)
class ConnectionFacts:
    """How to connect; each may be empty.

    Args:
        address: a web address, or a text that says where.
        is_link: whether `address` can be followed.
    """

    platform: str
    address: str
    phone: str
    passcode: str
    is_link: bool


@dataclass(frozen=True, kw_only=True)
class ConnectionView:
    """What one reader may see of an event's connection details at one moment.

    Args:
        state: `shown`; `members-only` (sign in to see them); `later` (from `opens_at`);
            `withdrawn` (the event is over, or an editor took them back); `none` (there are none).
        details: only where `state` is `shown`.
        opens_at: the moment of the reveal in UTC; only where `state` is `later`.
        were_recorded: whether we hold any details at all, shown or not.
        is_over: whether the event is over.
    """

    state: ConnectionState
    details: ConnectionFacts | None = None
    opens_at: datetime | None = None
    were_recorded: bool = False
    is_over: bool = False


def connection_for(event: "EventPage", *, reader_is_member: bool, now: datetime) -> ConnectionView:
    """What a reader may see of how to connect. Anything not clearly allowed is not shown.

    Args:
        event: the event's page.
        reader_is_member: whether the reader is signed in.
        now: the moment, with an offset.
    """
    row = event.connection
    if row is None:
        return ConnectionView(state="none")
    times = event.times
    is_over = times.over_at <= now
    were_recorded = any((row.platform, row.address, row.phone, row.passcode))
    if row.withdrawn or is_over:
        return ConnectionView(state="withdrawn", were_recorded=were_recorded, is_over=is_over)
    if not were_recorded:
        return ConnectionView(state="none")
    if row.shown == "from":
        opens_at = row.opens_at(times.time_zone)
        if opens_at is None or now < opens_at:
            return ConnectionView(state="later", opens_at=opens_at, were_recorded=True)
    elif row.shown != "everyone" and not (row.shown == "members" and reader_is_member):
        return ConnectionView(state="members-only", were_recorded=True)
    facts = ConnectionFacts(
        platform=row.platform,
        address=row.address,
        phone=row.phone,
        passcode=row.passcode,
        is_link=row.address.lower().startswith(("https://", "http://")),
    )
    return ConnectionView(state="shown", details=facts, were_recorded=True)


def next_events(today: date, count: int) -> list[EventLine]:
    """The next entries of the calendar that have not begun before today, soonest first.

    Events come before computed dates of the same day. Where fewer events lie ahead, the days that
    the law sets fill the list, so that it is never empty.

    Args:
        today: the day at the site's home.
        count: how many at most.
    """
    now = timezone.now()
    language = get_language() or "en"
    ahead = [row for row in event_rows(language) if row.over_at > now]
    everything: list[EventRow | ComputedDate] = [*ahead, *coming_dates(today)]
    entries = [entry_of(what, now) for what in everything]
    not_begun = [entry for entry in entries if entry.times.starts_on >= today]
    series = series_rows()
    chosen = sorted(not_begun, key=lambda entry: entry.order)[:count]
    return [line_of(entry, now=now, today=today, series=series) for entry in chosen]
