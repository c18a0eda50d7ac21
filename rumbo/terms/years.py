"""The years that figures and sources speak of: program, calendar and fiscal years by name."""

import re
from dataclasses import dataclass
from datetime import date

_PROGRAM_YEAR = re.compile(r"^(\d{4})-(\d{2}|\d{4})$", re.ASCII)
_OTHER_YEAR = re.compile(r"^(FY)?\d{4}$", re.ASCII)


@dataclass(frozen=True, slots=True)
class ProgramYear:
    """A program year: 1 September to 31 August.

    Attributes:
        name: as printed, for example "2016-17".
        starts_on: 1 September of the first year.
        ends_on: 31 August of the second year.
    Source: 34 CFR 200.89(b)(2) names the performance reporting period September 1 to August 31.
    """

    name: str
    starts_on: date
    ends_on: date


def read_program_year(name: str) -> ProgramYear | None:
    """The program year of this name, or None when the name is not two years in a row."""
    found = _PROGRAM_YEAR.match(name)
    if found is None:
        return None
    first = int(found[1])
    if found[2] != str(first + 1)[-len(found[2]) :]:
        return None
    return ProgramYear(name, date(first, 9, 1), date(first + 1, 8, 31))


def is_year_name(name: str) -> bool:
    """True for a program year (2016-17), a calendar year (2016) or a fiscal year (FY2018)."""
    return bool(_OTHER_YEAR.match(name)) or read_program_year(name) is not None
