"""The calendar as a list: what comes next first, then the latest, month by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from rumbo.terms.states import get_state
from rumbo.website.calendar.asked import Asked, read_asked
from rumbo.website.calendar.computed import ComputedDate, coming_dates, dates_between
from rumbo.website.calendar.feed_addresses import Subscription, subscriptions
from rumbo.website.calendar.freshening import note_changes
from rumbo.website.calendar.lines import Entry, EventLine, entry_of, line_of
from rumbo.website.calendar.rows import (
    EventRow,
    SeriesRow,
    TopicRow,
    event_rows,
    series_rows,
    topic_rows,
)
from rumbo.website.calendar.when import month_words
from rumbo.website.frame.freshness import mark_private
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.page_base import today as the_day

PAST_ON_A_PAGE = 25
CALENDAR = "/calendar/"


@dataclass(frozen=True)
class MonthGroup:
    """The lines of one month; `name` is empty for what is running now."""

    name: str
    lines: list[EventLine]


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Filters:
    """The four filters of the list, each with its choices."""

    years: list[Choice]
    topics: list[Choice]
    states: list[Choice]
    series: list[Choice]


@dataclass(frozen=True)
class CalendarList:
    """The calendar's list for one reader's wishes.

    Args:
        running: what has begun and is not over.
        coming: what lies ahead, by month.
        coming_count: how many lie ahead.
        has_events_ahead: whether anything ahead is an event, not a date worked out from law.
        past: what is over, latest month first.
        past_count: how many there are in all, on every page.
        page, page_count: which page of the past is shown, and of how many.
        newer_address, older_address: the pages beside it; empty at the ends.
        filters: the filters with their choices.
        is_filtered: whether only some events are shown.
        year: the year that was asked for, or None: then past and future are not told apart.
        messages: sentences about wishes that were not understood.
        all_address: the list without filters.
        month_address: the same wishes as a month; with a year, that year's first month with entries.
        series: the series asked for, to describe it.
        subscriptions: feeds to subscribe to: of the wishes first, then all of them.
    """

    running: list[EventLine]
    coming: list[MonthGroup]
    coming_count: int
    has_events_ahead: bool
    past: list[MonthGroup]
    past_count: int
    page: int
    page_count: int
    newer_address: str
    older_address: str
    filters: Filters
    is_filtered: bool
    year: int | None
    messages: tuple[str, ...]
    all_address: str
    month_address: str
    series: SeriesRow | None
    subscriptions: list[Subscription]


def list_view(request: HttpRequest) -> CalendarList:
    """The list that a request asks for."""
    now, today = timezone.now(), the_day()
    language = get_language() or "en"
    rows, series, topics = event_rows(language), series_rows(), topic_rows()
    years = years_with_entries(rows, today)
    asked = read_asked(request, years=years, topics=topics, series=series)
    if asked.messages:
        # Any nonsense can be asked for; the cache is not filled with answers to it.
        mark_private(request)
    entries = _entries(rows, asked, now=now, today=today)
    note_changes(request, entries, now=now, today=today)
    ahead = sorted((one for one in entries if one.over_at > now), key=lambda one: one.order)
    over = sorted(
        (one for one in entries if one.over_at <= now), key=lambda one: one.order, reverse=True
    )
    page_count = max(1, -(-len(over) // PAST_ON_A_PAGE))
    page = min(asked.page, page_count)
    shown_past = over[(page - 1) * PAST_ON_A_PAGE : page * PAST_ON_A_PAGE]

    def lines(some: Iterable[Entry]) -> list[tuple[Entry, EventLine]]:
        return [(one, line_of(one, now=now, today=today, series=series)) for one in some]

    ahead_lines = lines(ahead) if page == 1 else []
    base = local_address(CALENDAR, language)
    return CalendarList(
        running=[line for _entry, line in ahead_lines if line.is_running],
        coming=_by_month([pair for pair in ahead_lines if not pair[1].is_running]),
        coming_count=sum(not line.is_running for _entry, line in ahead_lines),
        has_events_ahead=any(isinstance(one.what, EventRow) for one in ahead),
        past=_by_month(lines(shown_past)),
        past_count=len(over),
        page=page,
        page_count=page_count,
        newer_address=_page_address(base, asked, page - 1) if page > 1 else "",
        older_address=_page_address(base, asked, page + 1) if page < page_count else "",
        filters=filters_of(rows, years, topics, series, asked),
        is_filtered=asked.is_filtered,
        year=asked.year,
        messages=asked.messages,
        all_address=base,
        month_address=base + asked.query(view="month"),
        series=series.get(asked.series),
        subscriptions=subscriptions(asked, series=series, topics=topics),
    )


def _entries(
    rows: tuple[EventRow, ...], asked: Asked, *, now: datetime, today: date
) -> list[Entry]:
    """What fits the wishes: the events, and the dates worked out from law."""
    if asked.year is None:
        computed = coming_dates(today)
    else:
        computed = dates_between(date(asked.year, 1, 1), date(asked.year, 12, 31))
    everything: list[EventRow | ComputedDate] = [*rows, *computed]
    wanted = [what for what in everything if asked.wants(what)]
    if asked.year is None:
        return [entry_of(what, now) for what in wanted]
    return [entry_of(what, now) for what in wanted if _is_in_year(what, asked.year)]


def _is_in_year(what: EventRow | ComputedDate, year: int) -> bool:
    return what.times.starts_on.year <= year <= what.times.last_on.year


def years_with_entries(rows: tuple[EventRow, ...], today: date) -> list[int]:
    """The years with anything in them, latest first; dates from law reach into the next year."""
    found = {row.times.starts_on.year for row in rows} | {row.times.last_on.year for row in rows}
    return sorted(found | {today.year, today.year + 1}, reverse=True)


def _by_month(pairs: list[tuple[Entry, EventLine]]) -> list[MonthGroup]:
    def month_of(pair: tuple[Entry, EventLine]) -> tuple[int, int]:
        entry = pair[0]
        if entry.times.precision == "year":
            return (entry.times.starts_on.year, 0)
        return (entry.times.starts_on.year, entry.times.starts_on.month)

    groups = []
    for (year, month), members in groupby(pairs, key=month_of):
        name = month_words(date(year, month, 1)) if month else str(year)
        groups.append(MonthGroup(name, [line for _entry, line in members]))
    return groups


def _page_address(base: str, asked: Asked, page: int) -> str:
    return base + asked.query(page=page if page > 1 else None)


def filters_of(
    rows: tuple[EventRow, ...],
    years: list[int],
    topics: dict[str, TopicRow],
    series: dict[str, SeriesRow],
    asked: Asked,
) -> Filters:
    """Choices in which there is something, and the one that was chosen."""
    language = get_language() or "en"
    used_topics = {topic for row in rows for topic in row.topics} | {asked.topic}
    used_states = {code for row in rows for code in row.states} | {asked.state}
    named_topics = sorted(
        (topic.name, slug) for slug, topic in topics.items() if slug in used_topics
    )
    named_states = sorted((get_state(code).name(language), code) for code in used_states if code)
    named_series = sorted((one.name, slug) for slug, one in series.items())
    return Filters(
        years=[Choice(str(year), str(year), year == asked.year) for year in years],
        topics=[Choice(slug, name, slug == asked.topic) for name, slug in named_topics],
        states=[Choice(code, name, code == asked.state) for name, code in named_states],
        series=[Choice(slug, name, slug == asked.series) for name, slug in named_series],
    )
