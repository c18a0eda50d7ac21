"""The page of the program's year: this one and the next two, each date with its source."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumbo.terms.citations import Citation, parse_citation
from rumbo.website.calendar.computed import SERIES, ComputedDate, computed_dates, years_shown
from rumbo.website.calendar.feed_addresses import Subscription, subscription
from rumbo.website.calendar.freshening import next_midnight
from rumbo.website.calendar.rows import SeriesRow, series_rows
from rumbo.website.calendar.when import When, when_of
from rumbo.website.frame.freshness import note_boundary
from rumbo.website.frame.markdown import mark_words
from rumbo.website.frame.page_base import today as the_day


@dataclass(frozen=True)
class DateView:
    """One date.

    Args:
        date: title, sentence, derivation and anchor in the reader's language.
        when: its words.
        citations: the law that it rests on.
        mark: 'read' or 'derived', for the style of the mark.
        mark_words: the same in the reader's language.
        state_rules_differ: whether a State may count otherwise.
        is_not_reviewed: whether the words are a translation that nobody has reviewed.
    """

    date: ComputedDate
    when: When
    citations: list[Citation]
    mark: str
    mark_words: str
    state_rules_differ: bool
    is_not_reviewed: bool


@dataclass(frozen=True)
class YearView:
    """One program year: its name, whether it is the present one, its dates."""

    name: str
    is_present: bool
    dates: list[DateView]


@dataclass(frozen=True)
class ProgramYearView:
    """The page of the program's year.

    Args:
        years: this program year and the next two.
        series: name and description of the series, if it was loaded.
        feed: where to subscribe.
        is_not_reviewed: whether the Spanish words still wait for a review.
    """

    years: list[YearView]
    series: SeriesRow | None
    feed: Subscription
    is_not_reviewed: bool


def program_year_view(request: HttpRequest) -> ProgramYearView:
    """The dates of this and the next two program years."""
    today = the_day()
    note_boundary(request, next_midnight(today))
    is_spanish = get_language() == "es"
    years = [
        YearView(
            year.name,
            year.opens_on <= today <= year.closes_on,
            [_date(one, is_spanish) for one in computed_dates(year.first_year)],
        )
        for year in years_shown(today)
    ]
    series = series_rows().get(SERIES)
    name = series.name if series else _("The program's year")
    feed = subscription(name, f"/calendar/feed/series/{SERIES}.ics")
    waiting = any(date.is_not_reviewed for year in years for date in year.dates)
    return ProgramYearView(years, series, feed, waiting)


def _date(one: ComputedDate, is_spanish: bool) -> DateView:
    entry = one.entry
    return DateView(
        date=one,
        when=when_of(one.times),
        citations=[parse_citation(key) for key in entry.citations],
        mark=entry.mark,
        mark_words=mark_words(entry.mark),
        state_rules_differ=entry.state_rules_differ,
        is_not_reviewed=is_spanish and entry.review_es != "reviewed",
    )
