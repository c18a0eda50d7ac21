"""All that reads figures; every answer is a frozen value that says where it comes from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rumbo.figures.definitions import (
    DASHBOARD_TITLE,
    DASHBOARD_URL,
    MEASURES,
    NOTES_OF_EVERY_IMPACT_YEAR,
    NOTES_OF_ONE_IMPACT_YEAR,
    SERVICES,
    SUBGROUPS,
    Wording,
)
from rumbo.figures.faults import NoSuchYear
from rumbo.figures.models import Figure
from rumbo.figures.parameters import LEAD_PROGRAM_YEAR, SOURCE_CHANGE_YEAR
from rumbo.figures.rules import eligible_from_published_parts, served_per_100_eligible
from rumbo.terms.states import NATION, State, get_state
from rumbo.terms.years import ProgramYear, read_program_year

_SERVED = "served_12_month"
_NOT_SERVED = "eligible_not_served_12_month"


@dataclass(frozen=True, slots=True)
class ImpactYear:
    """Served and eligible children of the nation in one program year.

    Attributes:
        program_year: its name, first and last day.
        served: children and youth served (data group 102).
        eligible: children and youth eligible; derived, see `eligible_parts`.
        eligible_parts: served, and eligible and not served: the two published numbers whose sum
            is `eligible`.
        served_per_100_eligible: a ratio with one decimal; not a share (see the notes).
        source_url: the page that both numbers were read on.
        source_title: that page's name.
        retrieved_on: the day it was read; None when that was not recorded.
        eligible_source: what the eligible count was made from: "FS121/DG634" or "CSPR 1.7.1".
        notes: codes of definitions.NOTES, those of every year first.
        eligible_is_derived: always True; here so that a page cannot forget to say it.
    """

    program_year: ProgramYear
    served: int
    eligible: int
    eligible_parts: tuple[int, int]
    served_per_100_eligible: Decimal
    source_url: str
    source_title: str
    retrieved_on: date | None
    eligible_source: str
    notes: tuple[str, ...]
    eligible_is_derived: bool = True

    @property
    def name(self) -> str:
        """The program year as it is printed, for example "2016-17"."""
        return self.program_year.name

    @property
    def is_lead(self) -> bool:
        """True for the year that the home page leads with."""
        return self.name == LEAD_PROGRAM_YEAR

    @property
    def is_after_source_change(self) -> bool:
        """True from the year on in which the eligible count has another source."""
        return self.name >= SOURCE_CHANGE_YEAR


@dataclass(frozen=True, slots=True)
class ServiceFigure:
    """How many children received one kind of service in a program year.

    Attributes:
        service: a key of definitions.SERVICES.
        name: its name in two languages.
        served: children and youth; None where the source prints a sign.
        published_symbol: that sign, else empty.
        part_of: key of the service that this one is a part of; empty for a main kind.
        source_url: the page it was read on.
        retrieved_on: the day it was read; None when that was not recorded.
    """

    service: str
    name: Wording
    served: int | None
    published_symbol: str
    part_of: str
    source_url: str
    retrieved_on: date | None


@dataclass(frozen=True, slots=True)
class StateFigure:
    """One published number of a State, as the source has it.

    Attributes:
        state: the State.
        year: program, calendar or fiscal year as printed.
        measure, subgroup, unit: keys of the tables in `definitions`.
        value: the number; None where the source prints a sign.
        published_symbol: that sign, else empty.
        source_url: the page it was read on.
        note: our remark in English, may be empty.
        retrieved_on: the day it was read; None when that was not recorded.
    """

    state: State
    year: str
    measure: str
    subgroup: str
    unit: str
    value: Decimal | None
    published_symbol: str
    source_url: str
    note: str
    retrieved_on: date | None


def impact_years() -> tuple[ImpactYear, ...]:
    """Every program year for which both parts are published, oldest first; one query."""
    return _impact_years(_national_totals())


def impact_year(program_year: str) -> ImpactYear:
    """Served and eligible children of one program year; one query.

    Raises:
        NoSuchYear: not both parts of that year are held, or it is no program year at all.
    """
    found = _impact_years(row for row in _national_totals() if row.year == program_year)
    if not found:
        raise NoSuchYear(program_year)
    return found[0]


def services_of(program_year: str) -> tuple[ServiceFigure, ...]:
    """Children by kind of service in the nation, parts after the kind they belong to; one query.

    A child may be in several kinds: never add them up.

    Raises:
        NoSuchYear: no such figures are held (only 2021-22 was published where we could read it).
    """
    rows = {
        row.subgroup: row
        for row in Figure.objects.filter(
            state=NATION.code, measure="served_by_service", year=program_year
        )
    }
    if not rows:
        raise NoSuchYear(program_year)
    return tuple(_service_figure(key, rows[key]) for key in SERVICES if key in rows)


def state_figures(code: str) -> tuple[StateFigure, ...]:
    """All published numbers of one State, by measure, group and year; one query.

    Empty when our table has no row for the State. That says nothing about its children: several
    States stand on no page that could be read.

    Raises:
        UnknownState: no State has this code.
    """
    state = get_state(code)
    figures = [
        StateFigure(
            state=state,
            year=row.year,
            measure=row.measure,
            subgroup=row.subgroup,
            unit=row.unit,
            value=row.value,
            published_symbol=row.published_symbol,
            source_url=row.source_url,
            note=row.note,
            retrieved_on=row.retrieved_on,
        )
        for row in Figure.objects.filter(state=state.code)
    ]
    measures, subgroups = list(MEASURES), list(SUBGROUPS)
    figures.sort(
        key=lambda figure: (
            measures.index(figure.measure),
            subgroups.index(figure.subgroup),
            figure.year.removeprefix("FY"),
            figure.source_url,
        )
    )
    return tuple(figures)


def _service_figure(service: str, row: Figure) -> ServiceFigure:
    return ServiceFigure(
        service=service,
        name=SERVICES[service].name,
        served=None if row.value is None else int(row.value),
        published_symbol=row.published_symbol,
        part_of=SERVICES[service].part_of,
        source_url=row.source_url,
        retrieved_on=row.retrieved_on,
    )


def _national_totals() -> Iterable[Figure]:
    return Figure.objects.filter(
        state=NATION.code,
        subgroup="total",
        measure__in=(_SERVED, _NOT_SERVED),
        source_url=DASHBOARD_URL,
        value__isnull=False,
    )


def _impact_years(rows: Iterable[Figure]) -> tuple[ImpactYear, ...]:
    by_year: dict[str, dict[str, Figure]] = defaultdict(dict)
    for row in rows:
        by_year[row.year][row.measure] = row
    years = []
    for name in sorted(by_year):
        parts = by_year[name]
        program_year = read_program_year(name)
        if program_year is not None and parts.keys() == {_SERVED, _NOT_SERVED}:
            years.append(_impact_year(program_year, parts[_SERVED], parts[_NOT_SERVED]))
    return tuple(years)


def _impact_year(program_year: ProgramYear, served: Figure, not_served: Figure) -> ImpactYear:
    assert served.value is not None
    assert not_served.value is not None
    parts = (int(served.value), int(not_served.value))
    eligible = eligible_from_published_parts(*parts)
    read_days = [served.retrieved_on, not_served.retrieved_on]
    is_after_change = program_year.name >= SOURCE_CHANGE_YEAR
    return ImpactYear(
        program_year=program_year,
        served=parts[0],
        eligible=eligible,
        eligible_parts=parts,
        served_per_100_eligible=served_per_100_eligible(parts[0], eligible),
        source_url=served.source_url,
        source_title=DASHBOARD_TITLE,
        retrieved_on=None if None in read_days else min(day for day in read_days if day),
        eligible_source="CSPR 1.7.1" if is_after_change else "FS121/DG634",
        notes=NOTES_OF_EVERY_IMPACT_YEAR + NOTES_OF_ONE_IMPACT_YEAR.get(program_year.name, ()),
    )
