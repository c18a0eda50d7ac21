"""Files of State programs for tests; every agency in them is invented."""

from pathlib import Path

from rumbo.places.actions import FILE_COLUMNS, OPTIONAL_FILE_COLUMNS
from rumbo.terms.tables import write_table

REAL_FILE = Path(__file__).resolve().parents[3] / "content" / "data" / "state-programs.csv"


def a_row(**changes: str) -> dict[str, str]:
    """One sound row as text, with the given columns changed."""
    row = {
        "state": "CA",
        "agency": "Invented Department of Learning",
        "program_name": "Invented Program",
        "page_url": "https://example.org/program",
        "phone": "555-0100",
        "email": "office@example.org",
        "has_program": "yes",
        "has_program_year": "2024",
        "source_url": "https://example.org/source",
        "page_year": "unknown",
        "note": "",
        "note_es": "",
        "confirmed_on": "",
    }
    return row | changes


def a_file(folder: Path, *rows: dict[str, str]) -> Path:
    """A file of these rows."""
    path = folder / "state-programs.csv"
    path.write_text(write_table((*FILE_COLUMNS, *OPTIONAL_FILE_COLUMNS), rows), encoding="utf-8")
    return path
