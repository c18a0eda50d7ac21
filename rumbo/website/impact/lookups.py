"""What the figures' block shows, on its own page and on the home page: one described value.

Everything but the reader's mistake and the age of the newest year is kept in the process until
something is published: the figures cost one query then, and none later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from rumbo.figures.definitions import (
    MEASURES,
    NOTES,
    NOTES_OF_EVERY_IMPACT_YEAR,
    NOTES_OF_THE_SERIES,
    PROGRAM_YEAR,
    PROGRAM_YEAR_CITATION,
)
from rumbo.figures.lookups import ImpactYear, impact_years
from rumbo.figures.parameters import LEAD_PROGRAM_YEAR, SOURCE_CHANGE_YEAR
from rumbo.rules.days_in_words import day_in_english, day_in_spanish
from rumbo.terms.years import read_program_year
from rumbo.ui.charts import ImpactChartLabels, draw_impact_charts
from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.markdown import local_address, mark_words
from rumbo.website.frame.page_base import today as day_at_home

# Our choice: counts of a year come out one to two years after it; older than that is worth a word.
NEWEST_IS_OLD_AFTER_YEARS = 2
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class YearRow:
    """One program year as a row of the table and as the block's own numbers.

    Attributes:
        name: such as '2016-17'.
        first_day, last_day: its days in words.
        served: children and youth served.
        not_served: the other published part: eligible and not served.
        eligible: the sum of the two.
        ratio: served per 100 eligible, one decimal.
        eligible_source: what the eligible count was made from, as a phrase.
        read_words: the day on which both parts were read, or 'not recorded'.
        source_url: the page they were read on.
        is_chosen: whether the block speaks of this year.
        is_after_break: whether its eligible count has the newer source.
        is_first_after_break: whether the break comes right before it.
    """

    name: str
    first_day: str
    last_day: str
    served: int
    not_served: int
    eligible: int
    ratio: str
    eligible_source: str
    read_words: str
    source_url: str
    is_chosen: bool
    is_after_break: bool
    is_first_after_break: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """What a number counts; `data_group` and `file` are empty where the figure has none."""

    name: str
    text: str
    data_group: str
    file: str


@dataclass(frozen=True, slots=True)
class Note:
    """A caution: its sentences, its evidence word and where to check it (may be empty)."""

    code: str
    text: str
    evidence: str
    source_url: str


@dataclass(frozen=True, slots=True)
class ImpactBlock:
    """The figures' block.

    Attributes:
        year: the year that it speaks of.
        sentence: that year's numbers as plain sentences.
        rule: how the eligible number is worked out, with this year's parts.
        ratio_words: why the ratio is no share.
        fault: what the reader asked for that is not there, and which years are; else empty.
        rows: every year, oldest first.
        first_name, last_name: the first and the last year.
        chart: the drawing in its wide and narrow form.
        chart_words: what the drawing shows, as a heading of its table.
        break_words: what changed in the middle of the series; empty without a break.
        age_words: that the newest year is old, with its age today; else empty.
        definitions: what is counted.
        program_year: what a program year is, as Markdown that ends in its citation.
        notes_of_year: cautions of the year alone.
        notes: cautions of every year, then what was not found.
        source_title, source_url: where the figures were read.
        read_words: the day of reading of this year's figures, or 'not recorded'.
        form_address: where the year picker is sent.
        page_address: the block's own page.
        csv_address: the table as a file.
    """

    year: YearRow
    sentence: str
    rule: str
    ratio_words: str
    fault: str
    rows: tuple[YearRow, ...]
    first_name: str
    last_name: str
    chart: SafeString
    chart_words: str
    break_words: str
    age_words: str
    definitions: tuple[Definition, ...]
    program_year: str
    notes_of_year: tuple[Note, ...]
    notes: tuple[Note, ...]
    source_title: str
    source_url: str
    read_words: str
    form_address: str
    page_address: str
    csv_address: str


def impact_block(
    year: str | None, language: str, *, today: date | None = None
) -> ImpactBlock | None:
    """The block for the year that a reader asked for; the lead year where that cannot be shown.

    Args:
        year: as asked for: '2016-17', '2016-2017', or anything at all; None or empty for the lead.
        language: 'en' or 'es'.
        today: for the age of the newest year; the day at the site's home by default.
    Returns:
        the block; None while no figures are loaded.
    """
    years = remembered("impact-years", impact_years)
    if not years:
        return None
    chosen = _find(years, year)
    shown = chosen or _lead(years)
    block = remembered(
        f"impact-block-{language}-{shown.name}", lambda: _block(years, shown, language)
    )
    with override(language):
        return replace(
            block,
            fault=_fault(year, years) if year and year.strip() and chosen is None else "",
            age_words=_age_words(years[-1], language, today or day_at_home()),
        )


def next_midnight() -> datetime:
    """The moment at which the day at the site's home is over and an age may be another."""
    return timezone.make_aware(datetime.combine(day_at_home() + timedelta(days=1), time.min))


def _find(years: tuple[ImpactYear, ...], asked: str | None) -> ImpactYear | None:
    """The year asked for, also when written '2016–17' or '2016-2017'."""
    known = read_program_year((asked or "").strip().replace("–", "-"))
    if known is None:
        return None
    return next((year for year in years if year.program_year.starts_on == known.starts_on), None)


def _lead(years: tuple[ImpactYear, ...]) -> ImpactYear:
    return next((year for year in years if year.name == LEAD_PROGRAM_YEAR), years[-1])


def _fault(asked: str | None, years: tuple[ImpactYear, ...]) -> str:
    value = (asked or "").strip()
    if len(value) > LONGEST_SHOWN:
        value = value[: LONGEST_SHOWN - 1] + "…"
    return _(
        "We have no national figures for “%(value)s”. The program years that we have run from "
        "%(first)s to %(last)s. Shown here is %(shown)s."
    ) % {
        "value": value,
        "first": years[0].name,
        "last": years[-1].name,
        "shown": _lead(years).name,
    }


def said(day: date, language: str) -> str:
    """A day in words."""
    return day_in_spanish(day) if language == "es" else day_in_english(day)


def _age_words(newest: ImpactYear, language: str, today: date) -> str:
    """That the newest year is old; empty while it is not."""
    ended_on = newest.program_year.ends_on
    age = today.year - ended_on.year - ((today.month, today.day) < (ended_on.month, ended_on.day))
    if age < NEWEST_IS_OLD_AFTER_YEARS:
        return ""
    return ngettext(
        "The newest program year here, %(name)s, ended on %(end)s: more than %(age)s year ago, as "
        "of %(today)s. We found no national count of a later year.",
        "The newest program year here, %(name)s, ended on %(end)s: more than %(age)s years ago, "
        "as of %(today)s. We found no national count of a later year.",
        age,
    ) % {
        "name": newest.name,
        "today": said(today, language),
        "end": said(ended_on, language),
        "age": age,
    }


# --- the part that changes only on publishing --------------------------------------------------
def _block(years: tuple[ImpactYear, ...], shown: ImpactYear, language: str) -> ImpactBlock:
    with override(language):
        rows = tuple(_row(year, shown, language) for year in years)
        row = next(row for row in rows if row.is_chosen)
        labels = _chart_labels(years)
        page = local_address("/impact/", language)
        has_break = any(year.is_after_source_change for year in years)
        return ImpactBlock(
            year=row,
            sentence=_sentence(row),
            rule=_rule(row),
            ratio_words=_(
                "A ratio, not a share: served includes children on continuation of services, who "
                "are no longer counted as eligible."
            ),
            fault="",
            rows=rows,
            first_name=rows[0].name,
            last_name=rows[-1].name,
            chart=_chart(years, shown, language, labels),
            chart_words=labels.title,
            break_words=_break_words() if has_break else "",
            age_words="",
            definitions=_definitions(language),
            program_year=f"{PROGRAM_YEAR.said_in(language)} [[{PROGRAM_YEAR_CITATION}]]",
            notes_of_year=_notes(
                (code for code in shown.notes if code not in NOTES_OF_EVERY_IMPACT_YEAR), language
            ),
            notes=_notes((*NOTES_OF_EVERY_IMPACT_YEAR, *NOTES_OF_THE_SERIES), language),
            source_title=shown.source_title,
            source_url=shown.source_url,
            read_words=row.read_words,
            form_address=page,
            page_address=page,
            csv_address=local_address("/impact/figures.csv", language),
        )


def _row(year: ImpactYear, shown: ImpactYear, language: str) -> YearRow:
    return YearRow(
        name=year.name,
        first_day=said(year.program_year.starts_on, language),
        last_day=said(year.program_year.ends_on, language),
        served=year.served,
        not_served=year.eligible_parts[1],
        eligible=year.eligible,
        ratio=f"{year.served_per_100_eligible:.1f}",
        eligible_source=_eligible_source(year.eligible_source),
        read_words=said(year.retrieved_on, language) if year.retrieved_on else _("not recorded"),
        source_url=year.source_url,
        is_chosen=year.name == shown.name,
        is_after_break=year.is_after_source_change,
        is_first_after_break=year.name == SOURCE_CHANGE_YEAR,
    )


def _eligible_source(code: str) -> str:
    words = {
        "FS121/DG634": _("State files (EDFacts file 121, data group 634)"),
        "CSPR 1.7.1": _("MSIX, through the State performance report, item 1.7.1"),
    }
    return words.get(code, code)


def _sentence(row: YearRow) -> str:
    return _(
        "From %(first)s to %(last)s, the program served %(served)s children and youth. In the same "
        "twelve months, %(eligible)s were eligible. That makes %(ratio)s served for every 100 "
        "eligible."
    ) % {
        "first": row.first_day,
        "last": row.last_day,
        "served": f"{row.served:,}",
        "eligible": f"{row.eligible:,}",
        "ratio": row.ratio,
    }


def _rule(row: YearRow) -> str:
    return _("%(served)s served + %(rest)s eligible and not served = %(eligible)s") % {
        "served": f"{row.served:,}",
        "rest": f"{row.not_served:,}",
        "eligible": f"{row.eligible:,}",
    }


def _break_words() -> str:
    return _(
        "In %(year)s the source of the eligible count changed. Read no trend across that line."
    ) % {"year": SOURCE_CHANGE_YEAR}


def _chart_labels(years: tuple[ImpactYear, ...]) -> ImpactChartLabels:
    first, last = years[0], years[-1]
    return ImpactChartLabels(
        title=_("Children and youth served and eligible, %(first)s to %(last)s")
        % {"first": first.name, "last": last.name},
        description=_(
            "Two lines. Served: %(served_first)s in %(first)s and %(served_last)s in %(last)s. "
            "Eligible: %(eligible_first)s and %(eligible_last)s. The lines are broken before "
            "%(change)s, when the source of the eligible count changed. The table below the chart "
            "has every number."
        )
        % {
            "served_first": f"{first.served:,}",
            "served_last": f"{last.served:,}",
            "eligible_first": f"{first.eligible:,}",
            "eligible_last": f"{last.eligible:,}",
            "first": first.name,
            "last": last.name,
            "change": SOURCE_CHANGE_YEAR,
        },
        served=_("Served"),
        eligible=_("Eligible"),
        source_change=_("other source of the eligible count"),
    )


def _chart(
    years: tuple[ImpactYear, ...], shown: ImpactYear, language: str, labels: ImpactChartLabels
) -> SafeString:
    drawing = draw_impact_charts(
        years,
        chosen_year=shown.name,
        language="es" if language == "es" else "en",
        labels=labels,
        source_change_year=SOURCE_CHANGE_YEAR,
    )
    return mark_safe(drawing)  # every word in it was escaped by the drawing code


def _definitions(language: str) -> tuple[Definition, ...]:
    return tuple(
        Definition(
            name=measure.name.said_in(language),
            text=measure.definition.said_in(language),
            data_group=measure.data_group,
            file=measure.file_specification,
        )
        for measure in (
            MEASURES["served_12_month"],
            MEASURES["eligible_12_month"],
            MEASURES["eligible_not_served_12_month"],
        )
    )


def _notes(codes: Iterable[str], language: str) -> tuple[Note, ...]:
    return tuple(
        Note(
            code=code,
            text=NOTES[code].text.said_in(language),
            evidence=mark_words(NOTES[code].evidence),
            source_url=NOTES[code].source_url,
        )
        for code in codes
    )
