"""The program's year: the dates that the law sets or that follow from it, with their sources.

Numbers, sources and sentences stand in `parameters/program_year.yaml`.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal

import yaml

from rumbo.rules.days_in_words import day_in_english, day_in_spanish

PARAMETERS_FILE = Path(__file__).parent / "parameters" / "program_year.yaml"
ONE_DAY = timedelta(days=1)

Kind = Literal["day", "period"]
Mark = Literal["read", "derived"]


class ProgramYearNotCovered(ValueError):
    """A year for which the text of the rule does not give the dates.

    Attributes:
        first_year: the calendar year in which the program year would open.
        earliest, latest: the first and last that are covered.
    """

    code: ClassVar[str] = "program-year-not-covered"

    def __init__(self, *, first_year: int, earliest: int, latest: int) -> None:
        super().__init__(f"program year from {first_year}: only {earliest} to {latest} are covered")
        self.first_year = first_year
        self.earliest = earliest
        self.latest = latest


@dataclass(frozen=True, kw_only=True)
class ProgramYear:
    """One performance reporting period.

    Attributes:
        first_year: the calendar year in which it opens.
        opens_on, closes_on: first and last day, both inside.
    Source: 34 CFR 200.89(b)(2).
    """

    first_year: int
    opens_on: date
    closes_on: date

    @property
    def name(self) -> str:
        """As people write it: '2026-27'."""
        return f"{self.first_year}-{self.closes_on.year % 100:02d}"


@dataclass(frozen=True, kw_only=True)
class ProgramYearDate:
    """One entry of the series.

    Attributes:
        slug: lasting, different for each year: 'reporting-period-opens-2026-27'.
        key: the same every year: 'reporting-period-opens'.
        kind: 'day' (start and end are equal) or 'period'.
        start, end: days, the end inclusive.
        sentence_en, sentence_es: what it means, with the dates filled in.
        citations: keys of the law, as `rumbo.terms.citations` spells them.
        mark: 'read' (a citation shows it) or 'derived'.
        derivation_en, derivation_es: the rule in words; empty where the mark is 'read'.
        state_rules_differ: whether a State may count otherwise.
        review_es: whether the Spanish was reviewed: 'not-reviewed' or 'reviewed'.
    """

    slug: str
    key: str
    kind: Kind
    start: date
    end: date
    title_en: str
    title_es: str
    sentence_en: str
    sentence_es: str
    citations: tuple[str, ...]
    mark: Mark
    derivation_en: str
    derivation_es: str
    state_rules_differ: bool
    review_es: str


def program_year_containing(day: date) -> ProgramYear:
    """The program year in which a day lies.

    Raises:
        ProgramYearNotCovered: the day lies before the first whole period under the present text.
    """
    opens = _parameters()["periods"]["reporting"]["opens"]
    is_before = (day.month, day.day) < (opens["month"], opens["day"])
    return get_program_year(day.year - 1 if is_before else day.year)


def get_program_year(first_year: int) -> ProgramYear:
    """The program year that opens in a calendar year.

    Raises:
        ProgramYearNotCovered: before 2020-21, or where the calendar of the machine ends. Earlier
            periods ran alike in practice, but the text that names the dates is of 2019.
    """
    period = _parameters()["periods"]["reporting"]
    earliest, latest = period["first_whole_period"], date.max.year - 2
    if not earliest <= first_year <= latest:
        raise ProgramYearNotCovered(first_year=first_year, earliest=earliest, latest=latest)
    opens_on = _day(period["opens"], first_year)
    return ProgramYear(
        first_year=first_year,
        opens_on=opens_on,
        closes_on=_first_on_or_after(period["closes"], opens_on),
    )


def program_year_dates(first_year: int) -> tuple[ProgramYearDate, ...]:
    """The dates of the program year that opens in a calendar year, in the order of the calendar.

    Raises:
        ProgramYearNotCovered: as `get_program_year`.
    """
    year = get_program_year(first_year)
    days = _days_of(year)
    entries = [_program_year_date(entry, year, days) for entry in _parameters()["dates"]]
    return tuple(sorted(entries, key=lambda entry: (entry.start, entry.end)))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month where it has no such day.

    Source: our reading; the law says 'in the preceding 36 months' (20 U.S.C. 6399(3)).
    """
    years, month_index = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(years, month_index + 1)[1]
    return date(years, month_index + 1, min(day.day, last))


def _program_year_date(
    entry: dict[str, Any], year: ProgramYear, days: dict[str, date]
) -> ProgramYearDate:
    in_english = {name: day_in_english(day) for name, day in days.items()}
    in_spanish = {name: day_in_spanish(day) for name, day in days.items()}
    return ProgramYearDate(
        slug=f"{entry['key']}-{year.name}",
        key=entry["key"],
        kind="period" if "last_day" in entry else "day",
        start=days[entry["first_day"]],
        end=days[entry.get("last_day", entry["first_day"])],
        title_en=entry["title_en"],
        title_es=entry["title_es"],
        sentence_en=entry["sentence_en"].format_map(in_english),
        sentence_es=entry["sentence_es"].format_map(in_spanish),
        citations=tuple(entry["citations"]),
        mark=entry["mark"],
        derivation_en=entry.get("derivation_en", ""),
        derivation_es=entry.get("derivation_es", ""),
        state_rules_differ=entry.get("state_rules_differ", False),
        review_es=_parameters()["review_es"],
    )


def _days_of(year: ProgramYear) -> dict[str, date]:
    """Every day that an entry or its sentence may name."""
    fiscal = _parameters()["periods"]["fiscal"]
    months = _parameters()["window"]["months"]
    fiscal_opens = _first_on_or_after(fiscal["opens"], year.opens_on)
    reach_at_closing = months_before(year.closes_on, months)
    return {
        "reporting_opens": year.opens_on,
        "reporting_closes": year.closes_on,
        "fiscal_opened_before": _day(fiscal["opens"], fiscal_opens.year - 1),
        "fiscal_closes": _first_on_or_after(fiscal["closes"], year.opens_on),
        "fiscal_opens": fiscal_opens,
        "fiscal_closes_after": _first_on_or_after(fiscal["closes"], fiscal_opens),
        "reach_at_opening": months_before(year.opens_on, months),
        "reach_at_closing": reach_at_closing,
        "safe_from": reach_at_closing + ONE_DAY,
    }


def _day(month_and_day: dict[str, int], year: int) -> date:
    return date(year, month_and_day["month"], month_and_day["day"])


def _first_on_or_after(month_and_day: dict[str, int], day: date) -> date:
    this_year = _day(month_and_day, day.year)
    return this_year if this_year >= day else _day(month_and_day, day.year + 1)


@cache
def _parameters() -> dict[str, Any]:
    parameters: dict[str, Any] = yaml.safe_load(PARAMETERS_FILE.read_text(encoding="utf-8"))
    return parameters
