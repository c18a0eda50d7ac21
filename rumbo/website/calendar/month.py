"""The calendar as one month: a table of weeks, opened where there is something to see."""

import calendar
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from rumbo.website.calendar.asked import Asked, read_asked, read_month
from rumbo.website.calendar.computed import ComputedDate, coming_dates, dates_between
from rumbo.website.calendar.freshening import note_changes
from rumbo.website.calendar.lines import Entry, EventLine, entry_of, line_of
from rumbo.website.calendar.listing import (
    CALENDAR,
    Filters,
    filters_of,
    years_with_entries,
)
from rumbo.website.calendar.rows import EventRow, event_rows, series_rows, topic_rows
from rumbo.website.calendar.when import day_words, month_words, weekday_heads
from rumbo.website.frame.freshness import mark_private
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.page_base import today as the_day

ONE_DAY = timedelta(days=1)
# What lasts longer stands only on its first and last day, or it would fill the month.
LONGEST_DAYS = 10


@dataclass(frozen=True)
class DayLine:
    """A line on one day; `part` is 'begins', 'ends' or empty, for what lasts long."""

    line: EventLine
    part: str


@dataclass(frozen=True)
class Day:
    """One day of the table.

    Args:
        number: day of the month; 0 outside the month.
        words: the day in full, for readers who cannot see its place in the table.
        machine: for `datetime=`.
    """

    number: int
    words: str
    machine: str
    is_today: bool
    lines: list[DayLine]


@dataclass(frozen=True)
class MonthLink:
    """A link to another month that has something in it."""

    words: str
    address: str


@dataclass(frozen=True)
class MonthView:
    """One month of the calendar.

    Args:
        name: 'November 2026'.
        weekdays: short and full names, Sunday first.
        weeks: rows of seven days.
        some_time: what lies in this month on a day that is not known.
        count: how many entries the month has.
        before, after: the nearest months with something in them; None at the ends.
        messages: sentences about wishes that were not understood.
        list_address: the list, with the same wishes.
        all_address: the calendar without wishes.
        filters: the filters with their choices; the year is the one shown.
        is_filtered: whether only some entries are shown.
    """

    name: str
    weekdays: list[tuple[str, str]]
    weeks: list[list[Day]]
    some_time: list[EventLine]
    count: int
    before: MonthLink | None
    after: MonthLink | None
    messages: tuple[str, ...]
    list_address: str
    all_address: str
    filters: Filters
    is_filtered: bool


def month_view(request: HttpRequest) -> MonthView:
    """The month that a request asks for; by default the one of the next event."""
    now, today = timezone.now(), the_day()
    language = get_language() or "en"
    rows, series, topics = event_rows(language), series_rows(), topic_rows()
    every_year = list(range(1900, 2201))
    asked = read_asked(request, years=every_year, topics=topics, series=series)
    month, message = read_month(request)
    messages = (*asked.messages, message) if message else asked.messages
    if messages:
        mark_private(request)
    wanted = [row for row in rows if asked.wants(row)]
    months = _months(wanted, asked, today)
    if month is None and asked.year:
        month = _first_month(asked, months, asked.year)
    month = month or _opening_month(wanted, asked, months, now=now, today=today)
    entries = _entries(wanted, asked, month)
    note_changes(request, (entry_of(row, now) for row in wanted), now=now, today=today)
    shown = [(one, line_of(one, now=now, today=today, series=series)) for one in entries]
    dated = [pair for pair in shown if pair[0].times.precision in ("minute", "day")]
    base = local_address(CALENDAR, language)
    return MonthView(
        name=month_words(month),
        weekdays=weekday_heads(),
        weeks=_weeks(month, dated, today),
        some_time=[line for one, line in shown if one.times.precision in ("month", "year")],
        count=len(shown),
        before=_link(base, asked, max((one for one in months if one < month), default=None)),
        after=_link(base, asked, min((one for one in months if one > month), default=None)),
        messages=messages,
        list_address=base + asked.query(),
        all_address=base,
        filters=filters_of(
            rows, years_with_entries(rows, today), topics, series, replace(asked, year=month.year)
        ),
        is_filtered=asked.is_filtered,
    )


def _last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _months(rows: list[EventRow], asked: Asked, today: date) -> set[date]:
    """The first days of the months with something in them."""
    found = set()
    for row in rows:
        times = row.times
        if times.recurrence:
            days = [one.first_day for one in times.occurrences(times.starts_on, date.max)]
        elif times.precision == "year":
            continue
        else:
            days = [times.starts_on, times.last_on]
        found |= {day.replace(day=1) for day in days}
    for computed in coming_dates(today, days=730):
        if asked.wants(computed):
            found |= {day.replace(day=1) for day in (computed.entry.start, computed.entry.end)}
    return found


def _first_month(asked: Asked, months: set[date], year: int) -> date:
    """The first month of a year with something in it; January where there is nothing."""
    dates = dates_between(date(year, 1, 1), date(year, 12, 31))
    worked_out = {one.entry.start.replace(day=1) for one in dates if asked.wants(one)}
    # An event stands before a date worked out from law, which every year has.
    for some in (months, worked_out):
        found = [one for one in some if one.year == year]
        if found:
            return min(found)
    return date(year, 1, 1)


def _opening_month(
    rows: list[EventRow], asked: Asked, months: set[date], *, now: datetime, today: date
) -> date:
    """The month of the next event, else of the next date from law, else the latest one."""
    entries = [entry_of(row, now) for row in rows if row.over_at > now]
    entries = [one for one in entries if one.times.precision != "year"]
    if not entries:
        dates = [
            one for one in coming_dates(today) if asked.wants(one) and one.entry.start >= today
        ]
        entries = [entry_of(one, now) for one in dates]
    if entries:
        first = min(one.times.starts_on for one in entries)
        return max(first, today).replace(day=1) if first < today else first.replace(day=1)
    return max(months, default=today.replace(day=1))


def _entries(rows: list[EventRow], asked: Asked, month: date) -> list[Entry]:
    """Everything that touches a month, each repetition by itself."""
    last_day = _last_day(month)
    found = []
    for row in rows:
        if row.times.starts_on > last_day or row.times.last_on < month:
            continue
        if not row.times.recurrence:
            found.append(Entry(times=row.times, over_at=row.over_at, what=row))
            continue
        for occurrence in row.times.occurrences(month, last_day):
            times = row.times.at(occurrence)
            found.append(Entry(times=times, over_at=times.over_at, what=row))
    computed: list[ComputedDate] = [
        one for one in dates_between(month, last_day) if asked.wants(one)
    ]
    found += [
        Entry(times=one.times, over_at=one.over_at, what=one)
        for one in computed
        # A year-long period is no news in the months between.
        if any(day.replace(day=1) == month for day in (one.entry.start, one.entry.end))
    ]
    return sorted(found, key=lambda entry: entry.order)


def _weeks(month: date, dated: list[tuple[Entry, EventLine]], today: date) -> list[list[Day]]:
    by_day: dict[date, list[DayLine]] = defaultdict(list)
    for entry, line in dated:
        first, last = entry.times.starts_on, entry.times.last_on
        if (last - first).days < LONGEST_DAYS:
            for offset in range((last - first).days + 1):
                by_day[first + offset * ONE_DAY].append(DayLine(line, ""))
        else:
            by_day[first].append(DayLine(line, "begins"))
            by_day[last].append(DayLine(line, "ends"))
    weeks = calendar.Calendar(firstweekday=calendar.SUNDAY).monthdatescalendar(
        month.year, month.month
    )
    return [[_day(day, month, by_day, today) for day in week] for week in weeks]


def _day(day: date, month: date, by_day: dict[date, list[DayLine]], today: date) -> Day:
    if day.month != month.month:
        return Day(0, "", "", False, [])
    return Day(day.day, day_words(day), day.isoformat(), day == today, by_day.get(day, []))


def _link(base: str, asked: Asked, month: date | None) -> MonthLink | None:
    if month is None:
        return None
    year = asked.year if asked.year == month.year else None
    query = asked.query(year=year, view="month", month=month.isoformat()[:7])
    return MonthLink(month_words(month), base + query)
