"""News as content files: what is refused before anything is loaded, and what comes back."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from rumbo.website.frame.files.checking import is_answered_by_code
from rumbo.website.frame.files.loading import fill, page_text, plan_page
from rumbo.website.frame.files.reading import PageFile, plain, read_page_file, read_pages
from rumbo.website.frame.files.values import BadValue, Lookups, get_kind
from rumbo.website.news.file_checks import check_news
from rumbo.website.news.models import FeaturePage, UpdatePage
from rumbo.website.news.tests.builders import (
    A_CITATION,
    A_SOURCE,
    a_news_index,
    an_update,
)

NO_NAMES = Lookups({}, {}, {})


def an_update_file(**front: object) -> PageFile:
    front = {
        "type": "update",
        "title": "An update",
        "published_on": "2026-03-02",
        "precision": "day",
        "posted_on": "2026-11-23",
        "source": A_SOURCE,
    } | front
    return PageFile("en/news/an-update.md", front, "Some words.\n")


def a_feature_file(**citation: object) -> PageFile:
    front = {"type": "feature", "title": "A feature", "citation": A_CITATION | citation}
    return PageFile("en/news/a-feature.md", front, "")


AN_EVENT_FILE = PageFile("en/calendar/a-meeting.md", {"type": "event"}, "")


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ({"precision": "unknown"}, 'beside "precision: unknown"'),
        ({"published_on": "2026-03"}, '"2026-03" is not a day'),
        ({"published_on": None}, "is not a day"),
        ({"precision": "month"}, '"2026-03-02" is not a month'),
        ({"posted_on": None}, "has no posted_on"),
        ({"source": None}, "names its source"),
        ({"event": "no-such-meeting"}, 'event "no-such-meeting" is not in en/calendar/'),
    ],
)
def test_a_faulty_update_file_is_named(front, words):
    (fault,) = check_news([an_update_file(**front), AN_EVENT_FILE], Path("."))

    assert fault.file == "en/news/an-update.md"
    assert words in fault.message


@pytest.mark.parametrize(
    "front",
    [
        {},
        {"published_on": "2017-03", "precision": "month"},
        {"published_on": None, "precision": "unknown"},
        {"published_on": date(2026, 3, 2)},
        {"event": "a-meeting"},
    ],
)
def test_a_sound_update_file_is_let_through(front):
    assert check_news([an_update_file(**front), AN_EVENT_FILE], Path(".")) == []


def test_a_faulty_citation_in_a_file_is_named():
    (fault,) = check_news([a_feature_file(title="“Open")], Path("."))

    assert "title: Leave the quotation marks out" in fault.message


def test_the_sites_own_news_files_are_sound():
    pages = read_pages(settings.CONTENT_DIR)

    assert check_news(pages, settings.CONTENT_DIR) == []


@pytest.mark.parametrize("value", ["2017", "soon", 20170301])
def test_a_date_in_a_file_is_a_day_or_a_month(value):
    with pytest.raises(BadValue, match="is not a day like 2019-01-16 or a month like 2017-03"):
        get_kind("day-or-month").check(value, NO_NAMES)


@pytest.mark.parametrize(
    "name",
    [
        "2017-guidance-revised-in-part",
        "2017-camp-competition",
        "mentoring-initiative-family-engagement-pacs",
    ],
)
def test_an_update_of_the_site_is_written_back_as_it_was_read(site, name):
    index = a_news_index(site.en)
    path = settings.CONTENT_DIR / "en" / "news" / f"{name}.md"
    file = read_page_file(path, f"en/news/{name}.md")
    del file.front["topics"]  # rows of their own, which are not loaded here
    page = UpdatePage(slug=name, locale=index.locale)
    fill(page, plan_page(file, NO_NAMES))
    index.add_child(instance=page)

    text = page_text(UpdatePage.objects.get(pk=page.pk))

    _empty, front, body = text.split("---\n", 2)
    assert plain(yaml.safe_load(front)) == plain(file.front)
    assert body.strip() == file.body.strip()


@pytest.mark.parametrize("name", ["one-youths-journey-towards-college"])
def test_a_feature_of_the_site_is_written_back_as_it_was_read(site, name):
    index = a_news_index(site.en)
    path = settings.CONTENT_DIR / "en" / "news" / f"{name}.md"
    file = read_page_file(path, f"en/news/{name}.md")
    for key in ("topics", "picture"):
        del file.front[key]
    file.front["states"].sort()
    page = FeaturePage(slug=name, locale=index.locale)
    fill(page, plan_page(file, NO_NAMES))
    index.add_child(instance=page)

    text = page_text(FeaturePage.objects.get(pk=page.pk))

    _empty, front, _body = text.split("---\n", 2)
    assert plain(yaml.safe_load(front)) == plain(file.front)


@pytest.mark.parametrize(
    ("path", "is_a_feed"),
    [("/news/feed/", True), ("/news/feed/funding/", True), ("/news/feeds/", False)],
)
def test_links_in_texts_may_lead_to_the_feeds(path, is_a_feed):
    assert is_answered_by_code(path) is is_a_feed


def test_a_date_taken_out_of_a_file_is_taken_off_the_page(site):
    index = a_news_index(site.en)
    page = an_update(index, "an-update", states=("TX",), order=4)
    file = an_update_file(published_on=None, precision="unknown")
    del file.front["published_on"]

    fill(page, plan_page(file, NO_NAMES))

    page.full_clean()
    assert page.published_on is None
    assert list(page.states) == []
