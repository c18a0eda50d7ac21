"""Script in every text field of every kind of page and row: readers and editors see it as text."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

from rumbo.access.tests.builders import a_person
from rumbo.places.models import StateProgram
from rumbo.website.calendar.models import CalendarPage, ConnectionDetails, EventPage, EventSeries
from rumbo.website.frame.files.loading import page_types
from rumbo.website.frame.models import Installation, Picture, StandardPage, Topic
from rumbo.website.home.models import HomePage
from rumbo.website.impact.models import ImpactPage
from rumbo.website.news.models import FeaturePage, NewsIndexPage, UpdatePage
from rumbo.website.reading.models import (
    ArticlePage,
    ChapterPage,
    DeckPage,
    GlossaryTerm,
    SlidePage,
    ToolsPage,
    WorkPage,
)

pytestmark = pytest.mark.django_db

TAG = '"><script>alert(1)</script>'
LINK = "javascript:alert(1)"
MARKDOWN = f"[x]({LINK}) ![y]({LINK}) <{LINK}> <img src=x onerror=alert(1)>\n\n{TAG}\n\n::: note {TAG}\nz\n:::"
# What a field gets that refuses the script: the shape that it asks for.
SOUND = {
    "url": "https://example.org/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "published_on": "2019-01-16",
    "read_on": "2019-01-16",
    "link": "/about/",
    "language": "en",
    "source": "34 CFR 200.81(g)",
    "time_zone": "America/New_York",
    "chapter_path": "/handbook/chapter/",
    "read_path": "/handbook/chapter/article/",
}  # fmt: skip
LEFT_ALONE = {
    "slug", "path", "url_path", "draft_title", "time_zone", "timing", "recurrence", "announced",
    "state", "has_program", "seed_name", "file", "file_hash", "states", "translation", "event_path",
}  # fmt: skip


def evil_texts(row: models.Model, evil: str) -> None:
    """Write the script into every text that an editor can write, and into every block."""
    for field in row._meta.concrete_fields:
        if isinstance(field, StreamField):
            made = [(name, evil_value(child, evil, name))
                    for name, child in field.stream_block.child_blocks.items()]  # fmt: skip
            setattr(row, field.name, made)
        elif isinstance(field, models.CharField | models.TextField) and field.editable:
            if field.name in LEFT_ALONE or field.choices or field.remote_field:
                continue
            text = MARKDOWN if isinstance(field, models.TextField) and evil == TAG else evil
            before = getattr(row, field.name)
            setattr(row, field.name, text[: field.max_length] if field.max_length else text)
            try:
                field.clean(getattr(row, field.name), row)
            except ValidationError:
                setattr(row, field.name, SOUND.get(field.name, before))
    try:
        row.clean()
    except ValidationError as error:
        for name in error.message_dict:
            setattr(row, name, SOUND.get(name, ""))


def evil_value(block: Any, evil: str, name: str) -> Any:
    """A value of a block with the script wherever the block lets it in."""
    if isinstance(block, blocks.StructBlock):
        value = {key: evil_value(child, evil, key) for key, child in block.child_blocks.items()}
        for _ in range(3):
            try:
                return block.clean(block.to_python(block.get_prep_value(value)))
            except StructBlockValidationError as error:
                for key in error.block_errors:
                    value[key] = SOUND.get(key, "Plain words")
            except ValidationError:
                break
        return block.to_python(block.get_prep_value(value))
    if isinstance(block, blocks.ListBlock):
        return [evil_value(block.child_block, evil, name)]
    if isinstance(block, blocks.ChoiceBlock):
        return next((key for key, _label in block.field.choices if key), "")
    if isinstance(block, blocks.BooleanBlock):
        return False
    if isinstance(block, blocks.IntegerBlock):
        return 1
    if isinstance(block, blocks.DateBlock):
        return date(2020, 1, 1)
    if isinstance(block, blocks.DateTimeBlock):
        return datetime(2027, 6, 2, 13, 0)
    if isinstance(block, blocks.ChooserBlock):
        return None
    try:
        return block.clean(evil[: getattr(block.field, "max_length", None) or 400])
    except ValidationError:
        return SOUND.get(name, "")


def grow(site: Any, evil: str) -> None:
    """One page of each kind in its place, and one row of each kind, full of script."""
    topic, series = Topic(slug="policy"), EventSeries(slug="plum")
    term, office = GlossaryTerm(slug="qad"), StateProgram(state="TX", position=1)
    picture = Picture(seed_name="hero", file="original_images/hero.svg", width=800, height=450)
    for row in (topic, series, term, office, picture, Installation(accent="")):
        evil_texts(row, evil)
        row.save()

    def add(parent: Page, kind: type[Page], slug: str, **facts: Any) -> Page:
        page = kind(slug=slug, **({"picture": picture} | facts))
        evil_texts(page, evil)
        page.topics = [topic]
        parent = Page.objects.get(pk=parent.pk)
        parent.add_child(instance=page)
        return page

    home = HomePage.objects.get(pk=site.en.pk)
    evil_texts(home, evil)
    home.save(clean=False)
    add(home, StandardPage, "text")
    add(home, ImpactPage, "impact")
    add(home, ToolsPage, "tools")
    news = add(home, NewsIndexPage, "news")
    calendar = add(home, CalendarPage, "calendar")
    event = add(calendar, EventPage, "event", starts_on=date(2027, 6, 2),
                start_time=datetime(2027, 6, 2, 13).time(), time_zone="America/New_York",
                series=series)  # fmt: skip
    details = ConnectionDetails(event=event, shown="everyone")
    evil_texts(details, evil)
    details.address = "https://example.org/?q=" + evil
    details.save()
    add(news, FeaturePage, "feature", published_on=date(2026, 1, 1))
    add(news, UpdatePage, "update", published_on=date(2026, 1, 1), precision="day",
        posted_on=date(2026, 1, 1))  # fmt: skip
    chapter = add(add(home, WorkPage, "handbook"), ChapterPage, "chapter")
    add(chapter, ArticlePage, "article")
    add(add(add(home, WorkPage, "curriculum"), DeckPage, "deck"), SlidePage, "slide")


PATHS = (
    "/", "/text/", "/impact/", "/tools/", "/news/", "/news/?topic=policy", "/calendar/",
    "/calendar/?view=month&month=2027-06", "/calendar/?topic=policy", "/calendar/?series=plum",
    "/calendar/event/", "/calendar/program-year/", "/news/feature/", "/news/update/", "/handbook/",
    "/handbook/glossary/", "/handbook/chapter/", "/handbook/chapter/article/", "/curriculum/",
    "/curriculum/deck/", "/curriculum/deck/slide/", "/curriculum/deck/trainer/",
    "/curriculum/deck/handout/", "/sitemap.xml", "/news/feed/", "/no-such-page/", "/accounts/login/",
)  # fmt: skip


def dangers(html: str) -> Iterator[str]:
    yield from re.findall(r"<script>alert.{0,20}", html)
    yield from re.findall(
        r"""<[^<>]*\s(?:href|src|action)\s*=\s*["']?\s*javascript:.{0,20}""", html
    )
    yield from re.findall(r"<[a-z]+[^<>]*\sonerror\s*=.{0,20}", html)


@pytest.mark.parametrize("evil", [TAG, LINK])
def test_script_in_any_field_of_any_page_or_row_is_shown_as_text(site, evil):
    grow(site, evil)
    kinds = {type(page.specific) for page in Page.objects.filter(depth__gte=2)}
    assert kinds == set(page_types().values()), "a kind of page is missing here"

    for path in PATHS:
        for language in ("", "/es") if path != "/sitemap.xml" else ("",):
            answer = Client().get(language + path)
            assert answer.status_code == (404 if path == "/no-such-page/" else 200), path
            assert list(dangers(answer.content.decode())) == [], path
    feed = Client().get("/calendar/feed.ics").content.decode()
    assert feed.startswith("BEGIN:VCALENDAR")


def test_script_in_any_field_is_text_on_the_editors_pages_too(site):
    grow(site, TAG)
    editor = Client()
    editor.force_login(a_person("administrator", first_name=TAG))

    for page in Page.objects.filter(depth__gte=2):
        for path in (f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{page.pk}/"):
            answer = editor.get(path)
            assert answer.status_code in (200, 302), path
            assert re.findall(r"<script>alert.{0,20}", answer.content.decode()) == [], path
    for path in ("/admin/", "/admin/images/", "/admin/snippets/frame/topic/",
                 "/admin/snippets/calendar/eventseries/"):  # fmt: skip
        assert b"<script>alert" not in editor.get(path).content, path
