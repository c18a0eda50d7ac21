"""Files of figures for tests; every number in them is invented."""

from pathlib import Path

from rumbo.figures.actions import FILE_COLUMNS
from rumbo.figures.definitions import DASHBOARD_URL
from rumbo.terms.tables import write_table

REAL_FILE = Path(__file__).resolve().parents[3] / "content" / "data" / "mep-figures.csv"


def a_row(**changes: str) -> dict[str, str]:
    """One sound row as text, with the given columns changed."""
    row = {
        "year": "2016-17",
        "state": "US",
        "measure": "served_12_month",
        "subgroup": "total",
        "value": "700",
        "unit": "children",
        "published_symbol": "",
        "source_url": DASHBOARD_URL,
        "note": "",
        "retrieved_on": "2025-03-15",
    }
    return row | changes


def a_file(folder: Path, *rows: dict[str, str], name: str = "figures.csv") -> Path:
    """A file of these rows."""
    path = folder / name
    path.write_text(write_table(FILE_COLUMNS, rows), encoding="utf-8")
    return path
