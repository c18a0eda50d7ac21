"""The figures' table as a file that a spreadsheet opens."""

from rumbo.figures.definitions import NOTES
from rumbo.figures.lookups import ImpactYear
from rumbo.terms.tables import write_table

COLUMNS = (
    "program_year",
    "first_day",
    "last_day",
    "served",
    "eligible_not_served",
    "eligible_derived_sum",
    "served_per_100_eligible",
    "source_of_eligible_count",
    "source_title",
    "source_address",
    "read_on",
    "publisher_last_changed",
    "notes",
)


def figures_table(years: tuple[ImpactYear, ...], *, language: str, not_recorded: str) -> str:
    """Every program year as a line of CSV, oldest first.

    Args:
        years: the series.
        language: of the notes; the names of the columns are the same in both.
        not_recorded: what to write for a day that is not known.
    """
    return write_table(
        COLUMNS,
        (
            {
                "program_year": year.name,
                "first_day": year.program_year.starts_on.isoformat(),
                "last_day": year.program_year.ends_on.isoformat(),
                "served": str(year.served),
                "eligible_not_served": str(year.eligible_parts[1]),
                "eligible_derived_sum": str(year.eligible),
                "served_per_100_eligible": f"{year.served_per_100_eligible:.1f}",
                "source_of_eligible_count": year.eligible_source,
                "source_title": year.source_title,
                "source_address": year.source_url,
                "read_on": year.retrieved_on.isoformat() if year.retrieved_on else not_recorded,
                "publisher_last_changed": not_recorded,
                "notes": " ".join(NOTES[code].text.said_in(language) for code in year.notes),
            }
            for year in years
        ),
    )
