"""Every public event as a plain value, read once and kept until something is published."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from rumbo.website.calendar.times import EventTimes
from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.page_base import language_of, open_pages, path_of

if TYPE_CHECKING:
    from rumbo.website.calendar.models import EventPage, EventSeries


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """What lists, months and feeds know of an event. Connection details are not among it.

    Args:
        key: of its page.
        path: address without language: '/calendar/some-slug/'.
        language: in which its words are written.
        series, states: slug and codes; `series` may be empty.
        changed_at, created_at: moments of its last and first publication, where known.
    """

    key: int
    slug: str
    path: str
    language: str
    title: str
    summary: str
    times: EventTimes
    over_at: datetime
    organizer: str
    place: str
    mode: str
    status: str
    series: str
    states: tuple[str, ...]
    uid: str
    sequence: int
    changed_at: datetime | None
    created_at: datetime | None

    @property
    def topics(self) -> tuple[str, ...]:
        """The slugs of its topics, as they are public."""
        return topics_by_page().get(self.key, ())


@dataclass(frozen=True, kw_only=True)
class SeriesRow:
    """A series of events with its words in both languages."""

    key: int
    slug: str
    name_en: str
    name_es: str
    description_en: str
    description_es: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_es if get_language() == "es" else self.name_en

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return self.description_es if get_language() == "es" else self.description_en


@dataclass(frozen=True, kw_only=True)
class TopicRow:
    """A topic that events may be filed under."""

    slug: str
    name_en: str
    name_es: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_es if get_language() == "es" else self.name_en


def event_rows(language: str) -> tuple[EventRow, ...]:
    """The public events, one of each translation, in `language` where they exist, else English.

    Sorted by their first day. No query once remembered.
    """
    return remembered(f"calendar-rows-{language}", lambda: _read_rows(language))


def row_of(page: "EventPage") -> EventRow:
    """One event page as a row."""
    times = page.times
    return EventRow(
        key=page.pk,
        slug=page.slug,
        path=path_of(page),
        language=language_of(page),
        title=page.title,
        summary=page.summary,
        times=times,
        over_at=times.over_at,
        organizer=page.organizer,
        place=page.place,
        mode=page.mode,
        status=page.status,
        series=_slug_of(page.series_id),
        states=tuple(page.states),
        uid=page.uid,
        sequence=page.sequence,
        changed_at=page.last_published_at,
        created_at=page.first_published_at,
    )


def _slug_of(series_key: int | None) -> str:
    """The slug of a series by its key, from what is remembered."""
    return next((one.slug for one in series_rows().values() if one.key == series_key), "")


def _read_rows(language: str) -> tuple[EventRow, ...]:
    from rumbo.website.calendar.models import EventPage

    pages = open_pages(EventPage.objects.all()).defer(
        "body", "note", "presenters", "sessions", "materials", "source"
    )
    chosen: dict[object, EventPage] = {}
    for page in pages:
        written_in = language_of(page)
        if written_in not in {language, "en"}:
            continue
        if page.translation_key not in chosen or written_in == language:
            chosen[page.translation_key] = page
    rows = [row_of(page) for page in chosen.values()]
    return tuple(sorted(rows, key=lambda row: (row.times.starts_on, row.over_at, row.slug)))


def topics_by_page() -> dict[int, tuple[str, ...]]:
    """The slugs of the topics of each event page, by the page's key."""
    return remembered("calendar-topics-by-page", _read_topics_by_page)


def _read_topics_by_page() -> dict[int, tuple[str, ...]]:
    from rumbo.website.calendar.models import EventPage

    found: dict[int, tuple[str, ...]] = {}
    through = EventPage.topics.through
    pairs = through._default_manager.values_list("eventpage_id", "topic__slug")
    for page_id, slug in pairs.order_by("topic__slug"):
        found[page_id] = (*found.get(page_id, ()), slug)
    return found


def series_rows() -> dict[str, SeriesRow]:
    """Every series by slug, in the order of their English names."""
    return remembered("calendar-series", _read_series)


def _read_series() -> dict[str, SeriesRow]:
    from rumbo.website.calendar.models import EventSeries

    return {series.slug: _series_row(series) for series in EventSeries.objects.all()}


def _series_row(series: "EventSeries") -> SeriesRow:
    return SeriesRow(
        key=series.pk,
        slug=series.slug,
        name_en=series.name_en,
        name_es=series.name_es,
        description_en=series.description_en,
        description_es=series.description_es,
    )


def topic_rows() -> dict[str, TopicRow]:
    """Every topic by slug, in the order of their English names."""
    return remembered("calendar-topics", _read_topics)


def _read_topics() -> dict[str, TopicRow]:
    from rumbo.website.frame.models import Topic

    return {
        topic.slug: TopicRow(slug=topic.slug, name_en=topic.name_en, name_es=topic.name_es)
        for topic in Topic.objects.all()
    }
