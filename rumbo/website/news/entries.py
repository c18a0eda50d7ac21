"""News as light entries, for lists and feeds, and the few rows that the home page shows.

Entries are frozen values without their texts, kept in the process until something is published:
a list, its counts and its pages cost no query then. The home page asks for a few rows only, so
that its cost does not grow with the archive.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import Coalesce
from wagtail.models import Page

from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.models import Picture, Topic
from rumbo.website.frame.page_base import languages, open_pages
from rumbo.website.frame.pictures import pictures_by_key
from rumbo.website.news.blocks import citation_of
from rumbo.website.news.citation import Citation
from rumbo.website.news.dates import PartialDate, read_partial_date, same_day_next_year

type EntryKind = Literal["feature", "update"]
type HeadingKind = Literal["latest", "archive"]


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """One piece of news as lists and feeds need it.

    Attributes:
        kind: a featured article or an update.
        language: what its words are written in: 'en' or 'es'.
        path: its address without the language, such as '/news/some-slug/'.
        title, summary: its words.
        published: its date as exactly as is known; None when not known.
        posted_on: the day on which we put it up.
        ordered_on: the day that orders it: its date's first day, else `posted_on`.
        order, slug: what decides among entries of the same day.
        topics: slugs; empty in what `first_features` and `newest_updates` give, which no card shows.
        states: two-letter codes.
        media: of a feature: article, audio, video, study; empty for an update.
        source_publisher, source_kind: of an update's source; may be empty.
        event: slug of the event that an update announces; may be empty.
        changed_at: when it was last published.
    """

    kind: EntryKind
    language: str
    path: str
    title: str
    summary: str
    published: PartialDate | None
    posted_on: date
    ordered_on: date
    order: int
    slug: str
    topics: tuple[str, ...]
    states: tuple[str, ...]
    media: str
    source_publisher: str
    source_kind: str
    event: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Feature:
    """A featured article with what its card shows.

    Attributes:
        entry: its place in the news.
        picture: its picture, if it has one.
        citation: what it is about.
    """

    entry: NewsEntry
    picture: Picture | None
    citation: Citation


_COMMON = (
    "pk", "title", "summary", "url_path", "slug", "order", "locale_id", "translation_key",
    "states", "last_published_at", "latest_revision_created_at", "picture_id",
)  # fmt: skip
_OF_FEATURES = (
    *_COMMON,
    "published_on",
    "feature_order",
    "media",
    "citation",
    "first_published_at",
)
_OF_UPDATES = (*_COMMON, "published_on", "precision", "posted_on", "source", "event")


# --- everything --------------------------------------------------------------------------------
def all_entries(language: str) -> tuple[NewsEntry, ...]:
    """Every live entry in a language, else in English, newest first. No query once remembered."""
    return remembered(f"news-entries-{language}", lambda: _all_entries(language))


def _all_entries(language: str) -> tuple[NewsEntry, ...]:
    features = _one_of_each(_feature_rows(language), language)
    updates = _one_of_each(_update_rows(language), language)
    topics = _topics_of([row["pk"] for row in (*features, *updates)])
    entries = [_feature_entry(row, topics) for row in features]
    entries += [_update_entry(row, topics) for row in updates]
    return tuple(sorted(entries, key=_newest_first))


def _newest_first(entry: NewsEntry) -> tuple[int, int, str]:
    return (-entry.ordered_on.toordinal(), entry.order, entry.slug)


def topic_names() -> dict[str, tuple[str, str]]:
    """Every topic's names in English and Spanish by slug, in the order of the English ones."""
    return remembered(
        "news-topic-names",
        lambda: {
            slug: (name_en, name_es)
            for slug, name_en, name_es in Topic.objects.values_list("slug", "name_en", "name_es")
        },
    )


def neighbours(path: str, language: str) -> tuple[NewsEntry | None, NewsEntry | None]:
    """The next newer and the next older entry beside the one at `path`, where there are any."""
    entries = all_entries(language)
    at = next((place for place, entry in enumerate(entries) if entry.path == path), None)
    if at is None:
        return None, None
    newer = entries[at - 1] if at else None
    return newer, entries[at + 1] if at + 1 < len(entries) else None


def event_is_there(slug: str) -> bool:
    """Whether the calendar has a published page of this slug. One query."""
    return Page.objects.live().filter(slug=slug, url_path__endswith=f"/calendar/{slug}/").exists()


# --- for the home page -------------------------------------------------------------------------
def first_features(language: str, count: int) -> tuple[Feature, ...]:
    """The features that stand first; a few queries whatever their number."""
    rows = (
        _feature_rows(language)
        .annotate(is_unplaced=Q(feature_order=0))
        .order_by("is_unplaced", "feature_order", F("published_on").desc(nulls_last=True), "slug")
    )
    # Each piece stands there once or twice (a translation), so twice the count is enough.
    chosen = _one_of_each(rows[: 2 * count], language)[:count]
    pictures = pictures_by_key(row["picture_id"] for row in chosen)
    return tuple(
        Feature(
            _feature_entry(row, {}),
            pictures.get(row["picture_id"]),
            _citation_of_row(row),
        )
        for row in chosen
    )


def newest_updates(language: str, count: int) -> tuple[tuple[NewsEntry, ...], date | None]:
    """The newest updates, and what `newest_day_of` says of all of them; one query."""
    rows = (
        _update_rows(language)
        .annotate(
            newest_day=Window(Max("published_on", filter=Q(precision="day"))),
            newest_month=Window(Max("published_on", filter=Q(precision="month"))),
        )
        .order_by(Coalesce("published_on", "posted_on").desc(), "order", "slug")
    )
    found = list(rows[: 2 * count])
    chosen = _one_of_each(found, language)[:count]
    days = [found[0]["newest_day"], _last_of_month(found[0]["newest_month"])] if found else []
    newest = max((day for day in days if day), default=None)
    return tuple(_update_entry(row, {}) for row in chosen), newest


def newest_day_of(entries: Iterable[NewsEntry]) -> date | None:
    """The latest day that an update with a known date can be of; of a month, its last day."""
    days = (
        entry.published.first_day
        if entry.published.day
        else _last_of_month(entry.published.first_day)
        for entry in entries
        if entry.kind == "update" and entry.published is not None
    )
    return max((day for day in days if day), default=None)


def heading_kind(newest: date | None, today: date) -> tuple[HeadingKind, date | None]:
    """Whether updates up to `newest` are 'latest' or 'archive' today, and when that changes."""
    if newest is None:
        return "archive", None
    changes_on = same_day_next_year(newest) + timedelta(days=1)
    return ("latest", changes_on) if today < changes_on else ("archive", None)


def _last_of_month(day: date | None) -> date | None:
    if day is None:
        return None
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


# --- rows --------------------------------------------------------------------------------------
def _feature_rows(language: str) -> "QuerySet[Any, dict[str, Any]]":
    from rumbo.website.news.models import FeaturePage

    return _live_in(FeaturePage.objects.all(), language).values(*_OF_FEATURES)


def _update_rows(language: str) -> "QuerySet[Any, dict[str, Any]]":
    from rumbo.website.news.models import UpdatePage

    return _live_in(UpdatePage.objects.all(), language).values(*_OF_UPDATES)


def _live_in(pages: Any, language: str) -> Any:
    return open_pages(pages).filter(locale_id__in=_locales_for(language))


def _locales_for(language: str) -> list[int]:
    """The reader's locale, then English; only those that this site has."""
    known = {code: pk for pk, code in languages().items()}
    return [known[code] for code in (language, "en") if code in known]


def _one_of_each(rows: Iterable[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """One row of each translation, the reader's language before English, the order kept."""
    wanted = _locales_for(language)[0]
    chosen: dict[object, dict[str, Any]] = {}
    for row in rows:
        key = row["translation_key"]
        if key not in chosen or row["locale_id"] == wanted:
            chosen[key] = row
    return list(chosen.values())


def _topics_of(pks: list[int]) -> dict[int, tuple[str, ...]]:
    """Topic slugs by page; two queries whatever the number of pages."""
    from rumbo.website.news.models import FeaturePage, UpdatePage

    found: dict[int, list[str]] = {}
    for model in (FeaturePage, UpdatePage):
        through = model._meta.get_field("topics").remote_field.through
        own = f"{model._meta.model_name}_id"
        rows = through.objects.filter(**{f"{own}__in": pks}).order_by("topic__name_en")
        for pk, slug in rows.values_list(own, "topic__slug"):
            found.setdefault(pk, []).append(slug)
    return {pk: tuple(slugs) for pk, slugs in found.items()}


def _feature_entry(row: Mapping[str, Any], topics: Mapping[int, tuple[str, ...]]) -> NewsEntry:
    citation = _citation_of_row(row)
    published = read_partial_date(citation.published_on)
    posted_at = row["first_published_at"] or _changed_at(row)
    ordered_on = row["published_on"] or (published.first_day if published else posted_at.date())
    return _entry(
        row,
        topics,
        kind="feature",
        published=published,
        posted_on=posted_at.date(),
        ordered_on=ordered_on,
        media=row["media"],
        source_publisher=citation.container,
    )


def _update_entry(row: Mapping[str, Any], topics: Mapping[int, tuple[str, ...]]) -> NewsEntry:
    source = _first_value(row["source"])
    return _entry(
        row,
        topics,
        kind="update",
        published=known_date(row["published_on"], row["precision"]),
        posted_on=row["posted_on"],
        ordered_on=row["published_on"] or row["posted_on"],
        source_publisher=str(source.get("publisher") or ""),
        source_kind=str(source.get("kind") or ""),
        event=row["event"],
    )


def known_date(published_on: date | None, precision: str) -> PartialDate | None:
    """A stored date as exactly as it is known; None for 'unknown'."""
    if published_on is None or precision == "unknown":
        return None
    day = published_on.day if precision == "day" else None
    return PartialDate(published_on.year, published_on.month, day)


def _entry(row: Mapping[str, Any], topics: Mapping[int, tuple[str, ...]], **own: Any) -> NewsEntry:
    blank = {"media": "", "source_publisher": "", "source_kind": "", "event": ""}
    return NewsEntry(
        language=languages()[row["locale_id"]],
        path="/" + row["url_path"].split("/", 2)[2],
        title=row["title"],
        summary=row["summary"],
        order=row["order"],
        slug=row["slug"],
        topics=topics.get(row["pk"], ()),
        states=row["states"],
        changed_at=_changed_at(row),
        **(blank | own),
    )


def _changed_at(row: Mapping[str, Any]) -> datetime:
    found = row["last_published_at"] or row["latest_revision_created_at"]
    if found is None:
        # Only a page made by code without publishing it; its day of posting is all that is known.
        from django.utils import timezone

        day = row.get("posted_on") or row.get("published_on") or date(1970, 1, 1)
        return timezone.make_aware(datetime(day.year, day.month, day.day))
    return found  # type: ignore[no-any-return]


def _first_value(stream: Any) -> Mapping[str, Any]:
    """The plain value of a stream's only block; empty if it has none."""
    for child in stream.raw_data:
        value = child["value"]
        return value if isinstance(value, Mapping) else {}
    return {}


def _citation_of_row(row: Mapping[str, Any]) -> Citation:
    for child in row["citation"]:
        return citation_of(child.value)
    return Citation((), "", "", "", "")
