"""The kind of value that only news files have: a day or a month."""

from datetime import date
from typing import Any

from rumbo.website.frame.files.reading import plain
from rumbo.website.frame.files.values import BadValue, Kind, Lookups
from rumbo.website.news.dates import read_partial_date


def _check(raw: Any, _names: Lookups) -> date | None:
    if raw in (None, ""):
        return None
    found = read_partial_date(str(plain(raw)))
    if found is None or found.month is None:
        raise BadValue(f'"{raw}" is not a day like 2019-01-16 or a month like 2017-03')
    return found.first_day


def _set(page: Any, attribute: str, value: date | None) -> None:
    setattr(page, attribute, value)


def _get(page: Any, attribute: str) -> str | None:
    day: date | None = getattr(page, attribute)
    if day is None:
        return None
    return f"{day:%Y-%m}" if page.precision == "month" else day.isoformat()


DAY_OR_MONTH = Kind(_check, _set, _get)
"""'2019-01-16' or '2017-03', kept as a date; written back by the page's `precision`."""
