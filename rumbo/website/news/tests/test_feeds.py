"""The Atom feeds, read back with a reader that is not ours."""

from datetime import date

import feedparser
import pytest
from django.test import Client

from rumbo.website.news.tests.builders import (
    a_feature,
    a_news_index,
    a_topic,
    an_undated_update,
    an_update,
)


@pytest.fixture
def index(site):
    return a_news_index(site.en, summary="All that is new.")


def read(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_the_feed_holds_updates_and_features_newest_first(index, client: Client):
    an_update(index, "new", published_on=date(2026, 3, 2), topics=[a_topic()])
    a_feature(index, "a-piece")
    an_update(index, "old", published_on=date(2017, 3, 1), precision="month")

    feed = read(client, "/news/feed/")

    assert [entry.title for entry in feed.entries] == ["New", "A piece", "Old"]
    assert feed.entries[0].link == "http://testserver/news/new/"
    assert feed.entries[0].tags[0].term == "funding"
    assert feed.entries[0].summary == "Something happened."
    assert feed.entries[0].summary_detail.type == "text/plain"


def test_the_feed_has_all_that_the_format_demands(index, client: Client):
    an_update(index)

    feed = read(client, "/news/feed/")

    assert feed.feed.title == "Rumbo: news"
    assert feed.feed.author == "Rumbo"
    assert feed.feed.id == "tag:testserver,2026:/news/feed/"
    assert feed.feed.language == "en"
    assert {link.rel: link.href for link in feed.feed.links} == {
        "alternate": "http://testserver/news/",
        "self": "http://testserver/news/feed/",
    }
    for part in (feed.feed, *feed.entries):
        assert part.updated_parsed
        assert part.id.startswith("tag:testserver,2026:")


def test_an_entrys_id_and_the_feeds_date_do_not_change_from_one_reading_to_the_next(index, client):
    an_update(index)

    first, second = read(client, "/news/feed/"), read(client, "/news/feed/")

    assert first.entries[0].id == second.entries[0].id == "tag:testserver,2026:/news/an-update/"
    assert first.feed.updated == second.feed.updated


def test_a_feed_gives_no_day_of_publication_where_none_is_known(index, client: Client):
    an_update(index, "a-day")
    an_update(index, "a-month", precision="month")
    an_undated_update(index, "no-date")

    published = {e.title: e.get("published") for e in read(client, "/news/feed/").entries}

    assert published == {"A day": "2026-03-02T00:00:00-05:00", "A month": None, "No date": None}


def test_the_feed_of_a_topic_holds_that_topic_only(index, client: Client):
    an_update(index, "money", topics=[a_topic()])
    an_update(index, "other")

    feed = read(client, "/news/feed/funding/")

    assert [entry.title for entry in feed.entries] == ["Money"]
    assert feed.feed.title == "Rumbo: news on Funding"
    assert feed.feed.links[0].href == "http://testserver/news/?topic=funding"


def test_a_topic_without_news_has_an_empty_feed(index, client: Client):
    a_topic("college", "College", "Universidad")

    assert read(client, "/news/feed/college/").entries == []


@pytest.mark.parametrize("word", ["nonsense", "FUNDING", "%3Cscript%3E", "funding/more"])
def test_a_word_that_is_no_topic_has_no_feed(index, client: Client, word):
    a_topic()

    assert client.get(f"/news/feed/{word}/").status_code == 404


def test_marks_and_signs_in_titles_survive_the_feed(index, client: Client):
    title = "A & B <i>“quoted”</i> ñ 🌱"
    an_update(index, title=title, summary="1 < 2 & 3 > 2")

    (entry,) = read(client, "/news/feed/").entries

    assert feedparser.sanitizer._sanitize_html(entry.title, "utf-8", "text/html") is not None
    assert "&lt;i&gt;" in client.get("/news/feed/").content.decode()
    assert entry.summary == "1 < 2 & 3 > 2"


def test_the_spanish_feed_says_its_language_and_keeps_the_ids_of_english_entries(
    site, index, client
):
    spanish = a_news_index(site.es, title="Noticias", translation_key=index.translation_key)
    translated = a_feature(index, "a-piece")
    a_feature(spanish, "a-piece", title="Una pieza", translation_key=translated.translation_key)
    an_update(index, "only-english")

    response = client.get("/es/news/feed/")
    feed = read(client, "/es/news/feed/")

    assert feed.feed.language == "es"
    assert {entry.id: entry.link for entry in feed.entries} == {
        "tag:testserver,2026:/news/only-english/": "http://testserver/es/news/only-english/",
        "tag:testserver,2026:/es/news/a-piece/": "http://testserver/es/news/a-piece/",
    }
    assert '<entry xml:lang="en">' in response.content.decode()


def test_the_page_of_news_names_its_feeds_in_its_head(index, client: Client):
    an_update(index, topics=[a_topic()])

    text = client.get("/news/?topic=funding").content.decode()
    head = text.partition("</head>")[0]

    for address in ("/news/feed/", "/news/feed/funding/"):
        assert f'href="{address}"' in head
    assert head.count('type="application/atom+xml"') == 2


def test_a_feed_may_be_kept_for_every_reader(index, rf):
    request = rf.get("/news/feed/")

    index.feed(request)

    assert request.rumbo_public
