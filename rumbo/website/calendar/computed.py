"""The program's year as entries of the calendar: worked out from law, never typed in."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import get_language

from rumbo.rules.program_year import (
    ProgramYear,
    ProgramYearDate,
    ProgramYearNotCovered,
    get_program_year,
    program_year_containing,
    program_year_dates,
)
from rumbo.website.calendar.times import ALL_DAY, EventTimes, moment

SERIES = "program-year"
PATH = "/calendar/program-year/"
YEARS_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class ComputedDate:
    """One computed date in the reader's language.

    Args:
        slug: its anchor on the page of the program's year, and part of its identity in feeds.
        title, sentence, derivation: words in the reader's language.
        entry: the date as the rules give it.
    """

    slug: str
    title: str
    sentence: str
    derivation: str
    entry: ProgramYearDate

    @property
    def times(self) -> EventTimes:
        """When it is: whole days."""
        ends_on = self.entry.end if self.entry.end != self.entry.start else None
        return EventTimes(timing=ALL_DAY, starts_on=self.entry.start, ends_on=ends_on)

    @property
    def over_at(self) -> datetime:
        """The end of its last day at the site's home."""
        return moment(self.entry.end + timedelta(days=1), time(0), "")


def years_shown(today: date) -> tuple[ProgramYear, ...]:
    """The present program year and the next two."""
    first = program_year_containing(today).first_year
    return tuple(get_program_year(first + offset) for offset in range(YEARS_SHOWN))


def computed_dates(first_year: int) -> tuple[ComputedDate, ...]:
    """The dates of one program year; none where the text of the rule does not reach."""
    try:
        dates = program_year_dates(first_year)
    except ProgramYearNotCovered:
        return ()
    return tuple(_in_language(entry) for entry in dates)


def coming_dates(today: date, *, days: int = 365) -> list[ComputedDate]:
    """What is running or starts within so many days."""
    first = program_year_containing(today).first_year
    until = today + timedelta(days=days)
    found = [one for year in range(first, first + 3) for one in computed_dates(year)]
    return [one for one in found if one.entry.end >= today and one.entry.start <= until]


def dates_between(first_day: date, last_day: date) -> list[ComputedDate]:
    """What touches the days from first to last."""
    years = range(first_day.year - 1, last_day.year + 1)
    found = [one for year in years for one in computed_dates(year)]
    return [one for one in found if one.entry.start <= last_day and one.entry.end >= first_day]


def _in_language(entry: ProgramYearDate) -> ComputedDate:
    is_spanish = get_language() == "es"
    return ComputedDate(
        slug=entry.slug,
        title=entry.title_es if is_spanish else entry.title_en,
        sentence=entry.sentence_es if is_spanish else entry.sentence_en,
        derivation=entry.derivation_es if is_spanish else entry.derivation_en,
        entry=entry,
    )
