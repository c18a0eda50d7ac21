"""News for tests; every event, person and paper in it is invented."""

from datetime import date
from typing import Any

from rumbo.website.frame.models import Topic
from rumbo.website.news.models import FeaturePage, NewsIndexPage, UpdatePage

A_SOURCE = {
    "title": "An invented notice",
    "url": "https://notices.example.org/1",
    "publisher": "Invented Register",
    "published_on": "2026-03-02",
    "kind": "first-hand",
}
A_CITATION = {
    "authors": [{"family": "Rivera", "given": "Alma"}],
    "title": "A Long Road to School",
    "container": "The Invented Courier",
    "published_on": "2018-08-29",
    "url": "https://courier.example.org/road",
}


def a_topic(slug: str = "funding", name_en: str = "Funding", name_es: str = "Fondos") -> Topic:
    """A topic."""
    return Topic.objects.get_or_create(
        slug=slug, defaults={"name_en": name_en, "name_es": name_es}
    )[0]


def a_news_index(home: Any, **values: Any) -> NewsIndexPage:
    """The list of news below a home page."""
    values = {"title": "News", "slug": "news", "locale": home.locale} | values
    return home.add_child(instance=NewsIndexPage(**values))


def an_update(index: Any, slug: str = "an-update", **values: Any) -> UpdatePage:
    """A dated update."""
    topics = values.pop("topics", [])
    source = values.pop("source", A_SOURCE)
    values = {
        "title": slug.replace("-", " ").capitalize(),
        "summary": "Something happened.",
        "published_on": date(2026, 3, 2),
        "posted_on": date(2026, 11, 23),
        "locale": index.locale,
    } | values
    page = UpdatePage(slug=slug, source=[("source", source)] if source else [], **values)
    page.topics = topics
    return index.add_child(instance=page)


def an_undated_update(index: Any, slug: str = "undated", **values: Any) -> UpdatePage:
    """An update whose date nobody knows."""
    return an_update(index, slug, **{"published_on": None, "precision": "unknown"} | values)


def a_feature(index: Any, slug: str = "a-feature", **values: Any) -> FeaturePage:
    """A featured article."""
    topics = values.pop("topics", [])
    citation = A_CITATION | values.pop("citation", {})
    values = {
        "title": slug.replace("-", " ").capitalize(),
        "summary": "A piece about school.",
        "locale": index.locale,
    } | values
    page = FeaturePage(slug=slug, **values)
    block = FeaturePage._meta.get_field("citation").stream_block.child_blocks["citation"]
    page.citation = [("citation", block.to_python(citation))]
    page.topics = topics
    return index.add_child(instance=page)
