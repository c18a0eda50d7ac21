"""Filtering and paging of the archive: what was asked for, what was found. Plain values only."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from rumbo.website.news.entries import NewsEntry

type FilterName = Literal["year", "topic", "state"]

FILTER_NAMES: tuple[FilterName, ...] = ("year", "topic", "state")
ENTRIES_PER_PAGE = 20
LONGEST_SHOWN = 40

_YEAR = re.compile(r"^(19|20)\d{2}$", re.ASCII)
_PAGE = re.compile(r"^\d{1,6}$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Misread:
    """A filter's value that means nothing here; the filter is left out and the reader is told."""

    name: FilterName
    value: str


@dataclass(frozen=True, slots=True)
class ArchiveQuery:
    """What a reader asked for.

    Attributes:
        year: four digits, or empty for every year.
        topic: a slug, or empty.
        state: a two-letter code in capitals, or empty.
        page: from 1.
        misread: values that were left out.
    """

    year: str = ""
    topic: str = ""
    state: str = ""
    page: int = 1
    misread: tuple[Misread, ...] = ()

    @property
    def chosen(self) -> dict[FilterName, str]:
        """The filters in use by name."""
        values: dict[FilterName, str] = {
            "year": self.year, "topic": self.topic, "state": self.state,
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is in use."""
        return bool(self.chosen)

    def without(self, name: FilterName) -> "ArchiveQuery":
        """The same without one filter, from its first page."""
        left = {**self.chosen, name: ""}
        return ArchiveQuery(left.get("year", ""), left.get("topic", ""), left.get("state", ""))

    def address(self, base: str) -> str:
        """The address that asks for this."""
        asked: list[tuple[str, object]] = list(self.chosen.items())
        if self.page > 1:
            asked.append(("page", self.page))
        return f"{base}?{urlencode(asked)}" if asked else base


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """One page of what was found.

    Attributes:
        entries: at most ENTRIES_PER_PAGE, newest first.
        total: how many there are on all pages.
        number, count: this page and how many there are, from 1.
    """

    entries: tuple[NewsEntry, ...]
    total: int
    number: int
    count: int


def read_query(
    asked: Mapping[str, str], *, topics: Collection[str], states: Collection[str]
) -> ArchiveQuery:
    """What an address asks for; what cannot be meant is left out and told in `misread`.

    Args:
        asked: the names and values after the question mark.
        topics: every topic's slug.
        states: every State's code.
    """
    tests: dict[FilterName, Callable[[str], str]] = {
        "year": lambda value: value if _YEAR.match(value) else "",
        "topic": lambda value: value.lower() if value.lower() in topics else "",
        "state": lambda value: value.upper() if value.upper() in states else "",
    }
    known: dict[str, str] = {}
    misread = []
    for name, test in tests.items():
        value = asked.get(name, "").strip()
        known[name] = test(value) if value else ""
        if value and not known[name]:
            misread.append(Misread(name, shortened(value)))
    page = asked.get("page", "").strip()
    number = max(1, int(page)) if _PAGE.match(page) else 1
    return ArchiveQuery(page=number, misread=tuple(misread), **known)


def shortened(value: str) -> str:
    """A reader's value, short enough to be shown back."""
    return value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"


def values_of(entry: NewsEntry, name: FilterName) -> tuple[str, ...]:
    """Under what an entry is filed."""
    if name == "year":
        return (str(entry.ordered_on.year),)
    return entry.topics if name == "topic" else entry.states


def find(entries: Iterable[NewsEntry], query: ArchiveQuery) -> tuple[NewsEntry, ...]:
    """The entries that stand under every filter in use, in the order given."""
    return tuple(
        entry
        for entry in entries
        if all(value in values_of(entry, name) for name, value in query.chosen.items())
    )


def counts(entries: Sequence[NewsEntry], query: ArchiveQuery, name: FilterName) -> dict[str, int]:
    """How many entries each value of one filter would give beside the other filters in use.

    Every value that any entry has is there, with 0 where the other filters leave nothing.
    """
    every = Counter(value for entry in entries for value in values_of(entry, name))
    left = find(entries, query.without(name))
    here = Counter(value for entry in left for value in values_of(entry, name))
    return {value: here[value] for value in every}


def turn_to(entries: Sequence[NewsEntry], number: int) -> ArchivePage:
    """One page; a number past the end gives the last page."""
    count = max(1, -(-len(entries) // ENTRIES_PER_PAGE))
    number = min(number, count)
    first = (number - 1) * ENTRIES_PER_PAGE
    return ArchivePage(
        tuple(entries[first : first + ENTRIES_PER_PAGE]), len(entries), number, count
    )
