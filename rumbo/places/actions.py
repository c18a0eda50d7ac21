"""All that changes places: loading the State programs from a file."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from rumbo.places.models import StateProgram
from rumbo.terms.actors import Actor, refuse_unless_allowed
from rumbo.terms.states import find_state
from rumbo.terms.tables import LoadCounts, TableFault, TableRow, compare_tables, read_table
from rumbo.terms.years import is_year_name

KEY_COLUMNS = ("state", "agency", "program_name", "source_url")
VALUE_COLUMNS = (
    "position",
    "page_url",
    "phone",
    "email",
    "has_program",
    "has_program_year",
    "page_year",
    "note",
    "note_es",
    "confirmed_on",
)
FILE_COLUMNS = (
    "state",
    "agency",
    "program_name",
    "page_url",
    "phone",
    "email",
    "has_program",
    "has_program_year",
    "source_url",
    "page_year",
    "note",
)
OPTIONAL_FILE_COLUMNS = ("note_es", "confirmed_on")
CHANGE_PERMISSION = "places.change_stateprogram"
HAS_PROGRAM = {"yes": True, "no": False, "": None}
BATCH_ROWS = 50

type ProgramKey = tuple[str, str, str, str]


class StateProgramFileFault(TableFault):
    """A file of State programs has a fault; see `TableFault`. Nothing was loaded."""

    code = "state_program_file_fault"


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """One row of a file of State programs, checked.

    Attributes:
        key: State, agency, program name, source address.
        values: the other columns, as the table stores them, with the row's position in its State.
    """

    key: ProgramKey
    values: dict[str, object]


def load_state_programs(path: Path, *, actor: Actor | None) -> LoadCounts:
    """Makes the table equal to the file, or changes nothing at all.

    A row that the file no longer holds is removed. Loading the same file again changes nothing.

    Args:
        path: a CSV file with the columns of FILE_COLUMNS, and of OPTIONAL_FILE_COLUMNS if there are
            any.
        actor: who asks.
    Raises:
        ActorRefused: nobody is named, or the actor may not.
        StateProgramFileFault: the file's first fault, by line, column and value.
        OSError: the file cannot be opened.
    """
    refuse_unless_allowed(actor, CHANGE_PERMISSION)
    wanted = {row.key: row.values for row in read_program_file(path)}
    with transaction.atomic():
        programs = {_key_of(program): program for program in StateProgram.objects.all()}
        held = {
            key: {column: getattr(program, column) for column in VALUE_COLUMNS}
            for key, program in programs.items()
        }
        changes = compare_tables(held, wanted)
        gone = [programs[key].pk for key in changes.removed]
        for start in range(0, len(gone), BATCH_ROWS):
            StateProgram.objects.filter(pk__in=gone[start : start + BATCH_ROWS]).delete()
        StateProgram.objects.bulk_update(
            [_with_values(programs[key], wanted[key]) for key in changes.changed],
            VALUE_COLUMNS,
            batch_size=BATCH_ROWS,
        )
        StateProgram.objects.bulk_create(
            [
                _with_values(StateProgram(**dict(zip(KEY_COLUMNS, key, strict=True))), wanted[key])
                for key in changes.added
            ],
            batch_size=BATCH_ROWS,
        )
    return changes.counts


def read_program_file(path: Path) -> list[ProgramRow]:
    """All rows of a file of State programs, checked; nothing is stored.

    Raises:
        StateProgramFileFault: the file's first fault.
    """
    rows: list[ProgramRow] = []
    seen: set[ProgramKey] = set()
    rows_in_state: Counter[str] = Counter()
    for row in read_table(
        path.read_bytes(),
        source_name=path.name,
        required=FILE_COLUMNS,
        optional=OPTIONAL_FILE_COLUMNS,
        fault_class=StateProgramFileFault,
    ):
        program = _read_row(row, position=rows_in_state[row["state"]])
        if program.key in seen:
            raise row.fault("", "same_row_twice", value=", ".join(program.key))
        seen.add(program.key)
        rows_in_state[row["state"]] += 1
        rows.append(program)
    return rows


def _read_row(row: TableRow, *, position: int) -> ProgramRow:
    state = find_state(row["state"])
    if state is None or row["state"] != state.code:
        raise row.fault("state", "not_a_state")
    key = (
        state.code,
        row.text("agency", longest=200, is_required=True),
        row.text("program_name", longest=200),
        row.address("source_url", longest=500, is_required=True),
    )
    return ProgramRow(
        key,
        {
            "position": position,
            "page_url": row.address("page_url", longest=500),
            "phone": row.text("phone", longest=100),
            "email": _email(row),
            "has_program": HAS_PROGRAM[row.one_of("has_program", HAS_PROGRAM)],
            "has_program_year": _year(row, "has_program_year"),
            "page_year": _year(row, "page_year"),
            "note": row.text("note", longest=500),
            "note_es": row.text("note_es", longest=500),
            "confirmed_on": row.day("confirmed_on"),
        },
    )


def _email(row: TableRow) -> str:
    email = row.text("email", longest=254)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise row.fault("email", "not_an_email") from None
    return email


def _year(row: TableRow, column: str) -> str:
    """The year as written; empty for "unknown", which is how the file says that nobody knows."""
    if row[column] in ("", "unknown"):
        return ""
    if not is_year_name(row[column]):
        raise row.fault(column, "not_a_year")
    return row[column]


def _key_of(program: StateProgram) -> ProgramKey:
    return (program.state, program.agency, program.program_name, program.source_url)


def _with_values(program: StateProgram, values: dict[str, object]) -> StateProgram:
    for column, value in values.items():
        setattr(program, column, value)
    return program
