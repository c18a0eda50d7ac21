"""CSV files of ours: read whole or not at all, each fault named by line, column and value."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

type Language = Literal["en", "es"]
type _FaultMaker = Callable[[int, str, str], "TableFault"]
type _ColumnFaultMaker = Callable[[str, str], "TableFault"]

FAULT_SENTENCES: Mapping[str, Mapping[Language, str]] = {
    "not_utf8": {
        "en": "the text is not UTF-8",
        "es": "el texto no está en UTF-8",
    },
    "not_csv": {
        "en": "the line cannot be read as CSV",
        "es": "la línea no se puede leer como CSV",
    },
    "no_rows": {
        "en": "the file holds no row",
        "es": "el archivo no tiene ninguna fila",
    },
    "column_missing": {
        "en": 'the column "{value}" is missing from the first line',
        "es": 'falta la columna "{value}" en la primera línea',
    },
    "column_unknown": {
        "en": 'the first line names a column "{value}" that we do not know',
        "es": 'la primera línea nombra una columna "{value}" que no conocemos',
    },
    "column_twice": {
        "en": 'the first line names the column "{value}" twice',
        "es": 'la primera línea nombra dos veces la columna "{value}"',
    },
    "wrong_width": {
        "en": "the line has {value} fields, not as many as the first line",
        "es": "la línea tiene {value} campos, un número distinto al de la primera línea",
    },
    "empty": {
        "en": "there is nothing in this field",
        "es": "este campo está vacío",
    },
    "too_long": {
        "en": 'the value "{value}" is too long',
        "es": 'el valor "{value}" es demasiado largo',
    },
    "not_a_state": {
        "en": '"{value}" is not the code of a State',
        "es": '"{value}" no es la clave de un estado',
    },
    "not_a_number": {
        "en": '"{value}" is not a number of zero or more',
        "es": '"{value}" no es un número igual o mayor que cero',
    },
    "not_a_date": {
        "en": '"{value}" is not a date like 2025-03-15',
        "es": '"{value}" no es una fecha como 2025-03-15',
    },
    "not_an_address": {
        "en": '"{value}" is not a web address that begins with http:// or https://',
        "es": '"{value}" no es una dirección web que empiece con http:// o https://',
    },
    "not_an_email": {
        "en": '"{value}" is not an e-mail address',
        "es": '"{value}" no es una dirección de correo electrónico',
    },
    "not_one_of": {
        "en": '"{value}" is not one of the words that this column may hold',
        "es": '"{value}" no es una de las palabras que esta columna admite',
    },
    "not_a_year": {
        "en": '"{value}" is not a year like 2016-17, 2016 or FY2018',
        "es": '"{value}" no es un año como 2016-17, 2016 o FY2018',
    },
    "same_row_twice": {
        "en": 'the row "{value}" was already in the file',
        "es": 'la fila "{value}" ya estaba en el archivo',
    },
    "value_without_reason": {
        "en": "there is no number and no published symbol that says why",
        "es": "no hay número ni símbolo publicado que explique por qué",
    },
}
"""What is wrong, for a person, in two languages; `{value}` is their own value."""

LONGEST_SHOWN_VALUE = 80


class TableFault(ValueError):
    """A table file has a fault; nothing of the file was used.

    Attributes:
        source_name: the file's name.
        line: the number of the line, from 1; a row over several lines has its first line's number.
        column: the column's name; empty when the whole line is at fault.
        value: the value as it was written.
        reason: one of the keys of FAULT_SENTENCES.
    """

    code = "table_fault"

    def __init__(self, source_name: str, line: int, column: str, value: str, reason: str) -> None:
        self.source_name = source_name
        self.line = line
        self.column = column
        self.value = value
        self.reason = reason
        super().__init__(self.sentence("en"))

    def sentence(self, language: Language) -> str:
        """One whole sentence: file, line, column and what is wrong, with the person's own value."""
        shown = self.value
        if len(shown) > LONGEST_SHOWN_VALUE:
            shown = shown[:LONGEST_SHOWN_VALUE] + "…"
        problem = FAULT_SENTENCES[self.reason][language].format(value=shown)
        line_word, column_word = ("line", "column") if language == "en" else ("línea", "columna")
        place = f"{self.source_name}, {line_word} {self.line}"
        if self.column:
            place += f", {column_word} {self.column}"
        return f"{place}: {problem}."


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row with the way back to its place in the file.

    Attributes:
        source_name: the file's name.
        line: the number of its first line.
        fields: column name to text, without spaces at the ends.
        fault_class: which fault to raise about this row.
    """

    source_name: str
    line: int
    fields: Mapping[str, str]
    fault_class: type[TableFault] = TableFault

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column, "")

    def fault(self, column: str, reason: str, *, value: str | None = None) -> TableFault:
        """A fault of this row, with the column's own value unless another is given."""
        shown = self[column] if value is None else value
        return self.fault_class(self.source_name, self.line, column, shown, reason)

    def text(self, column: str, *, longest: int, is_required: bool = False) -> str:
        """The field's text.

        Raises:
            TableFault: longer than `longest` characters, or empty though required.
        """
        if is_required and not self[column]:
            raise self.fault(column, "empty")
        if len(self[column]) > longest:
            raise self.fault(column, "too_long")
        return self[column]

    def address(self, column: str, *, longest: int, is_required: bool = False) -> str:
        """The field as a web address; empty when there is none and none is required."""
        address = self.text(column, longest=longest, is_required=is_required)
        is_web = address.startswith(("https://", "http://")) and not any(map(str.isspace, address))
        if address and not is_web:
            raise self.fault(column, "not_an_address")
        return address

    def number(self, column: str) -> Decimal | None:
        """The field as a number of zero or more; None when it is empty."""
        if not self[column]:
            return None
        try:
            number = Decimal(self[column])
        except InvalidOperation:
            raise self.fault(column, "not_a_number") from None
        if not number.is_finite() or number < 0:
            raise self.fault(column, "not_a_number")
        return number

    def day(self, column: str) -> date | None:
        """The field as a calendar day; None when it is empty."""
        if not self[column]:
            return None
        try:
            return date.fromisoformat(self[column])
        except ValueError:
            raise self.fault(column, "not_a_date") from None

    def one_of(self, column: str, allowed: Iterable[str]) -> str:
        """The field, which must be one of `allowed` (put "" there where empty is fine)."""
        if self[column] not in allowed:
            raise self.fault(column, "not_one_of")
        return self[column]


def read_table(
    content: bytes,
    *,
    source_name: str,
    required: Sequence[str],
    optional: Sequence[str] = (),
    fault_class: type[TableFault] = TableFault,
) -> list[TableRow]:
    """All rows of a CSV file whose first line names its columns, in any order.

    Args:
        content: the file's bytes; UTF-8 with or without a byte order mark.
        source_name: what to call the file in a fault.
        required, optional: the columns that must and may be there; any other is a fault, so that
            a misspelt name is not taken for a column left out.
        fault_class: the class of fault to raise.
    Raises:
        TableFault: the first fault found.
    """

    def fault(line: int, value: str, reason: str) -> TableFault:
        return fault_class(source_name, line, "", value, reason)

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise fault(line, "", "not_utf8") from error

    lines = _numbered_lines(text, fault)
    first_line, columns = next(lines, (1, []))
    _check_columns(columns, required, optional, lambda v, r: fault(first_line, v, r))
    rows = []
    for line, fields in lines:
        if len(fields) != len(columns):
            raise fault(line, str(len(fields)), "wrong_width")
        stripped = {name: field.strip() for name, field in zip(columns, fields, strict=True)}
        rows.append(TableRow(source_name, line, stripped, fault_class))
    if not rows:
        raise fault(1, "", "no_rows")
    return rows


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """CSV text with a first line of column names; lines end in a single line feed."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def _numbered_lines(text: str, fault: _FaultMaker) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise fault(line, "", "not_csv") from error
        if fields:
            if any("\x00" in field for field in fields):
                raise fault(line, "", "not_csv")
            yield line, fields
        line = reader.line_num + 1


def _check_columns(
    columns: Sequence[str],
    required: Sequence[str],
    optional: Sequence[str],
    fault: _ColumnFaultMaker,
) -> None:
    for column in required:
        if column not in columns:
            raise fault(column, "column_missing")
    for position, column in enumerate(columns):
        if column not in required and column not in optional:
            raise fault(column, "column_unknown")
        if column in columns[:position]:
            raise fault(column, "column_twice")


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What loading a table file did, in rows.

    Attributes:
        added: rows that were new.
        changed: rows that were there with other values.
        unchanged: rows that were there just so.
        removed: rows that the file no longer holds.
    """

    added: int
    changed: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class TableChanges[Key]:
    """The keys of the rows that must be added, changed or removed to make a table equal a file."""

    added: tuple[Key, ...]
    changed: tuple[Key, ...]
    unchanged: tuple[Key, ...]
    removed: tuple[Key, ...]

    @property
    def counts(self) -> LoadCounts:
        """The same as numbers."""
        return LoadCounts(
            len(self.added), len(self.changed), len(self.unchanged), len(self.removed)
        )


def compare_tables[Key](
    held: Mapping[Key, Mapping[str, object]], wanted: Mapping[Key, Mapping[str, object]]
) -> TableChanges[Key]:
    """What must change so that the held rows become the wanted ones; both are key to values."""
    shared = [key for key in wanted if key in held]
    return TableChanges(
        added=tuple(key for key in wanted if key not in held),
        changed=tuple(key for key in shared if held[key] != wanted[key]),
        unchanged=tuple(key for key in shared if held[key] == wanted[key]),
        removed=tuple(key for key in held if key not in wanted),
    )
