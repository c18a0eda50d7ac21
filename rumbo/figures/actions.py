"""All that changes figures: loading the table from a file, writing it to one."""

import os
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from rumbo.figures.definitions import MEASURES, SUBGROUPS, SYMBOLS, UNITS
from rumbo.figures.faults import FigureFileFault
from rumbo.figures.models import Figure
from rumbo.terms.actors import Actor, refuse_unless_allowed
from rumbo.terms.states import UnknownState, get_state_or_nation
from rumbo.terms.tables import LoadCounts, TableRow, compare_tables, read_table, write_table
from rumbo.terms.years import is_year_name

KEY_COLUMNS = ("year", "state", "measure", "subgroup", "source_url")
VALUE_COLUMNS = ("value", "unit", "published_symbol", "note", "retrieved_on")
FILE_COLUMNS = (
    "year",
    "state",
    "measure",
    "subgroup",
    "value",
    "unit",
    "published_symbol",
    "source_url",
    "note",
    "retrieved_on",
)
CHANGE_PERMISSION = "figures.change_figure"
READ_PERMISSION = "figures.view_figure"
BATCH_ROWS = 500
LARGEST_VALUE = Decimal(10) ** 11

type FigureKey = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row of a file of figures, checked.

    Attributes:
        key: year, state, measure, subgroup, source address.
        values: the other columns, as the table stores them.
    """

    key: FigureKey
    values: dict[str, str | Decimal | date | None]


def load_figures(path: Path, *, actor: Actor | None) -> LoadCounts:
    """Makes the table equal to the file, or changes nothing at all.

    A row that the file no longer holds is removed: the file is the whole table. Loading the same
    file again changes nothing.

    Args:
        path: a CSV file with the columns of FILE_COLUMNS.
        actor: who asks.
    Raises:
        ActorRefused: nobody is named, or the actor may not.
        FigureFileFault: the file's first fault, by line, column and value.
        OSError: the file cannot be opened.
    """
    refuse_unless_allowed(actor, CHANGE_PERMISSION)
    wanted = {row.key: row.values for row in read_figure_file(path)}
    with transaction.atomic():
        figures = {_key_of(figure): figure for figure in Figure.objects.select_for_update()}
        held = {key: _values_of(figure) for key, figure in figures.items()}
        changes = compare_tables(held, wanted)
        # SQLite allows a limited number of values in one statement, hence the batches.
        for start in range(0, len(changes.removed), BATCH_ROWS):
            batch = changes.removed[start : start + BATCH_ROWS]
            Figure.objects.filter(pk__in=[figures[key].pk for key in batch]).delete()
        Figure.objects.bulk_update(
            [_with_values(figures[key], wanted[key]) for key in changes.changed],
            VALUE_COLUMNS,
            batch_size=BATCH_ROWS // 10,
        )
        Figure.objects.bulk_create(
            [
                _with_values(Figure(**dict(zip(KEY_COLUMNS, key, strict=True))), wanted[key])
                for key in changes.added
            ],
            batch_size=BATCH_ROWS // 10,
        )
    return changes.counts


def export_figures(path: Path, *, actor: Actor | None) -> int:
    """Writes the whole table to a file that `load_figures` reads back without a change.

    The file is put in place in one step: a disk that fills up leaves the old file as it was.

    Returns:
        The number of rows written.
    Raises:
        ActorRefused: nobody is named, or the actor may not.
        OSError: the file cannot be written.
    """
    refuse_unless_allowed(actor, READ_PERMISSION)
    rows = sorted((_file_row(figure) for figure in Figure.objects.all()), key=_file_order)
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as part:
            part.write(write_table(FILE_COLUMNS, rows))
            part.flush()
            os.fsync(part.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return len(rows)


def read_figure_file(path: Path) -> list[FigureRow]:
    """All rows of a file of figures, checked; nothing is stored.

    Raises:
        FigureFileFault: the file's first fault.
    """
    rows: list[FigureRow] = []
    seen: set[FigureKey] = set()
    for row in read_table(
        path.read_bytes(),
        source_name=path.name,
        required=FILE_COLUMNS,
        fault_class=FigureFileFault,
    ):
        figure = _read_row(row)
        if figure.key in seen:
            raise row.fault("", "same_row_twice", value=", ".join(figure.key))
        seen.add(figure.key)
        rows.append(figure)
    return rows


def _read_row(row: TableRow) -> FigureRow:
    if not is_year_name(row["year"]):
        raise row.fault("year", "not_a_year")
    try:
        state = get_state_or_nation(row["state"])
    except UnknownState:
        raise row.fault("state", "not_a_state") from None
    value = row.number("value")
    if value is not None and (value >= LARGEST_VALUE or value != round(value, 3)):
        raise row.fault("value", "too_long")
    symbol = row.one_of("published_symbol", ("", *SYMBOLS))
    if value is None and not symbol:
        raise row.fault("value", "value_without_reason")
    key = (
        row["year"],
        state.code,
        row.one_of("measure", MEASURES),
        row.one_of("subgroup", SUBGROUPS),
        row.address("source_url", longest=500, is_required=True),
    )
    return FigureRow(
        key,
        {
            "value": value,
            "unit": row.one_of("unit", UNITS),
            "published_symbol": symbol,
            "note": row.text("note", longest=500),
            "retrieved_on": row.day("retrieved_on"),
        },
    )


def _key_of(figure: Figure) -> FigureKey:
    return (figure.year, figure.state, figure.measure, figure.subgroup, figure.source_url)


def _values_of(figure: Figure) -> dict[str, object]:
    return {column: getattr(figure, column) for column in VALUE_COLUMNS}


def _with_values(figure: Figure, values: dict[str, str | Decimal | date | None]) -> Figure:
    for column, value in values.items():
        setattr(figure, column, value)
    return figure


def _file_row(figure: Figure) -> dict[str, str]:
    values = {column: getattr(figure, column) for column in FILE_COLUMNS}
    number: Decimal | None = figure.value
    decimals = UNITS[figure.unit].decimals
    if number is not None:
        is_finer = number != round(number, decimals)
        values["value"] = f"{number.normalize():f}" if is_finer else f"{number:.{decimals}f}"
    return {column: "" if value is None else str(value) for column, value in values.items()}


def _file_order(row: dict[str, str]) -> tuple[str, ...]:
    """Measure, subgroup, year, nation before States: sorted here, as databases sort differently."""
    is_state = "" if row["state"] == "US" else row["state"]
    return (row["measure"], row["subgroup"], row["year"], is_state, row["source_url"])
