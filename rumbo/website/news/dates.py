"""A date as exactly as it is known: a day, a month or a year. Plain values only."""

import re
from dataclasses import dataclass
from datetime import date

from rumbo.rules.days_in_words import MONTHS_EN, MONTHS_ES, day_in_english, day_in_spanish

_ISO = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date whose month and day may be unknown.

    Attributes:
        year: four digits.
        month: 1 to 12; None when only the year is known.
        day: day of the month; None when only the month or the year is known.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first_day(self) -> date:
        """The earliest day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def iso(self) -> str:
        """As in '2019-01-16', '2019-01' or '2019': what a `datetime` attribute wants."""
        parts = (f"{self.year:04d}", self.month, self.day)
        return "-".join(part if isinstance(part, str) else f"{part:02d}" for part in parts if part)

    def said_in(self, language: str) -> str:
        """As a sentence says it: 'January 16, 2019', 'enero de 2019', '2019'."""
        if self.month is None:
            return str(self.year)
        if self.day is None:
            if language == "es":
                return f"{MONTHS_ES[self.month - 1]} de {self.year}"
            return f"{MONTHS_EN[self.month - 1]} {self.year}"
        day = date(self.year, self.month, self.day)
        return day_in_spanish(day) if language == "es" else day_in_english(day)

    def cited_in(self, language: str) -> str:
        """As a citation writes it: '29 August 2018', '29 de agosto de 2018'."""
        if language == "es" or self.month is None or self.day is None:
            return self.said_in(language)
        return f"{self.day} {MONTHS_EN[self.month - 1]} {self.year}"


def read_partial_date(text: str) -> PartialDate | None:
    """The date of '2019-01-16', '2019-01' or '2019'; None for any other text or no real day."""
    found = _ISO.match(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def same_day_next_year(day: date) -> date:
    """The same day one year later; 29 February gives 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
