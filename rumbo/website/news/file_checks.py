"""What is checked in news files before any is loaded."""

import re
from pathlib import Path

from rumbo.website.frame.files.reading import Fault, PageFile, plain
from rumbo.website.frame.page_base import today
from rumbo.website.news.blocks import citation_of, words_of
from rumbo.website.news.citation import faults_of
from rumbo.website.news.dates import read_partial_date

_FEED = re.compile(r"^/news/feed/(?:[a-z0-9-]+/)?$")


def is_feed_address(path: str) -> bool:
    """Whether the news feeds answer a path."""
    return bool(_FEED.match(path))


def check_news(pages: list[PageFile], _content_dir: Path) -> list[Fault]:
    """Every fault of updates and features that shows without a database."""
    events = {
        page.parts[-1]
        for page in pages
        if page.language == "en" and page.parts[:1] == ("calendar",)
    }
    faults: list[Fault] = []
    for page in pages:
        if page.front.get("type") == "update":
            faults += [*_faults_of_date(page), *_faults_of_event(page, events)]
            if not page.front.get("source"):
                faults.append(page.fault("source", "an update names its source"))
        elif page.front.get("type") == "feature":
            faults += _faults_of_citation(page)
    return faults


def _faults_of_date(page: PageFile) -> list[Fault]:
    """The date must be as exact as `precision` says: a month with a day would be a claim."""
    faults = []
    precision = str(page.front.get("precision") or "day")
    published_on = str(plain(page.front.get("published_on") or ""))
    known = read_partial_date(published_on)
    if precision == "unknown" and published_on:
        faults.append(page.fault("published_on", 'stands beside "precision: unknown"'))
    if precision == "day" and (known is None or known.day is None):
        faults.append(
            page.fault("published_on", f'"{published_on}" is not a day, as precision says')
        )
    if precision == "month" and (known is None or known.month is None or known.day is not None):
        faults.append(page.fault("published_on", f'"{published_on}" is not a month like 2017-03'))
    if not page.front.get("posted_on"):
        faults.append(page.fault("posted_on", "has no posted_on, the day on which it was put up"))
    return faults


def _faults_of_event(page: PageFile, events: set[str]) -> list[Fault]:
    slug = page.front.get("event")
    if slug is None or str(slug) in events:
        return []
    return [page.fault("event", f'event "{slug}" is not in en/calendar/')]


def _faults_of_citation(page: PageFile) -> list[Fault]:
    value = plain(page.front.get("citation"))
    if not isinstance(value, dict):
        return [page.fault("citation", "a featured article needs its citation")]
    authors = value.get("authors") or []
    if not isinstance(authors, list) or not all(isinstance(author, dict) for author in authors):
        return [page.fault("citation", "authors is not a list of {family:, given:}")]
    return [
        page.fault("citation", f"{fault.part}: {words_of(fault)}")
        for fault in faults_of(citation_of(value), today=today())
    ]
