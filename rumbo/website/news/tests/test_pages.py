"""What is refused when news is saved, and what the pages show."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from rumbo.website.frame.models import Picture
from rumbo.website.news.tests.builders import (
    A_CITATION,
    A_SOURCE,
    a_feature,
    a_news_index,
    a_topic,
    an_undated_update,
    an_update,
)


@pytest.fixture
def index(site):
    return a_news_index(site.en)


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("title", "“A Long Road", "Leave the quotation marks out"),
        ("title", "", "needs this part"),
        ("container", "", "needs this part"),
        ("published_on", "last summer", "2018-08-29, 2018-08 or 2018"),
        ("url", "https://localhost/x", "not an address that a reader could open"),
    ],
)
def test_a_feature_with_a_faulty_citation_is_not_saved(index, part, value, words):
    with pytest.raises(ValidationError) as refusal:
        a_feature(index, citation={part: value})

    (message,) = refusal.value.message_dict["citation"]
    assert message.startswith(f"{part}: ")
    assert words in message


def test_the_editors_form_names_the_faulty_part_of_a_citation(index):
    from wagtail.blocks.struct_block import StructBlockValidationError

    from rumbo.website.news.models import FeaturePage

    block = FeaturePage._meta.get_field("citation").stream_block.child_blocks["citation"]
    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(block.to_python(A_CITATION | {"title": 'The "Long" Road'}))

    assert "single marks" in str(refusal.value.block_errors["title"])


def test_a_feature_without_a_citation_is_not_saved(index):
    from rumbo.website.news.models import FeaturePage

    with pytest.raises(ValidationError, match="needs its citation"):
        index.add_child(instance=FeaturePage(title="Bare", slug="bare", locale=index.locale))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"published_on": None}, "published_on"),
        ({"precision": "unknown"}, "published_on"),
        ({"source": None}, "source"),
    ],
)
def test_an_update_without_heading_fitting_date_or_source_is_not_saved(index, values, field):
    with pytest.raises(ValidationError) as refusal:
        an_update(index, **values)

    assert field in refusal.value.message_dict


def test_an_update_of_a_month_keeps_no_day(index):
    page = an_update(index, published_on=date(2017, 3, 23), precision="month")

    assert page.published_on == date(2017, 3, 1)


def test_a_month_is_shown_as_a_month(index, client: Client):
    an_update(index, published_on=date(2017, 3, 1), precision="month")

    text = client.get("/news/an-update/").content.decode()

    assert '<time datetime="2017-03">March 2017</time>' in text
    assert "March 1, 2017" not in text


def test_an_undated_update_says_so_and_when_it_was_posted(index, client: Client):
    an_undated_update(index)

    text = client.get("/news/undated/").content.decode()
    listed = client.get("/news/").content.decode()

    assert "date unknown; posted here on November 23, 2026" in text
    assert "date unknown; posted here on November 23, 2026" in listed


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("first-hand", "first-hand"),
        ("copy", "copy of a first-hand document"),
        ("report", "report about it"),
    ],
)
def test_the_kind_of_a_source_is_shown(index, client: Client, kind, words):
    an_update(index, source=A_SOURCE | {"kind": kind})

    text = client.get("/news/an-update/").content.decode()

    assert f'<span class="r-kind">{words}</span>' in text
    assert "<span>An invented notice</span> (another site: notices.example.org)" in text


def test_an_update_links_straight_to_the_connection_details_of_its_event(site, index, client):
    from rumbo.website.frame.models import StandardPage

    calendar = site.en.add_child(instance=StandardPage(title="Calendar", slug="calendar"))
    calendar.add_child(instance=StandardPage(title="A meeting", slug="a-meeting"))
    an_update(index, event="a-meeting")

    text = client.get("/news/an-update/").content.decode()

    assert 'href="/calendar/a-meeting/#connection"' in text


def test_an_update_whose_event_is_gone_shows_no_dead_link(index, client: Client):
    an_update(index, event="a-meeting")

    assert "#connection" not in client.get("/news/an-update/").content.decode()


def test_a_feature_shows_its_citation_its_kind_and_where_its_link_goes(index, client: Client):
    a_feature(index, media="audio")

    text = client.get("/news/a-feature/").content.decode()

    assert (
        'Rivera, Alma. <span lang="en">“A Long Road to School.” '
        "<cite>The Invented Courier</cite></span>, " in text
    )
    assert "29 August 2018." in text
    assert '<span class="usa-tag">Audio</span>' in text
    assert (
        'Listen to “<span lang="en">A Long Road to School</span>” from The Invented Courier '
        "(another site: courier.example.org)" in text
    )


def test_a_feature_shows_its_picture_with_its_words(index, client: Client):
    picture = Picture.objects.create(
        title="Road", alt_en="A road between two fields.", carries_words=False,
        file="original_images/kept-as-a-file.svg", width=800, height=450,
    )  # fmt: skip
    a_feature(index, picture=picture)

    for address in ("/news/a-feature/", "/news/"):
        assert 'alt="A road between two fields."' in client.get(address).content.decode()


def test_a_feature_in_spanish_has_a_spanish_citation(site, index, client: Client):
    spanish = a_news_index(site.es, title="Noticias", translation_key=index.translation_key)
    english_page = a_feature(index)
    a_feature(
        spanish, title="Un camino largo", translation_key=english_page.translation_key,
        translation="not-reviewed",
    )  # fmt: skip

    text = client.get("/es/news/a-feature/").content.decode()

    assert "«A Long Road to School»." in text
    assert "29 de agosto de 2018." in text
    assert "Un camino largo" in client.get("/es/news/").content.decode()


def test_news_that_is_not_translated_is_listed_in_english_and_marked_so(site, index, client):
    a_news_index(site.es, title="Noticias", translation_key=index.translation_key)
    an_update(index, title="A notice")

    listed = client.get("/es/news/").content.decode()
    shown = client.get("/es/news/an-update/").content.decode()

    assert 'lang="en"><a class="usa-link" href="/es/news/an-update/">A notice</a>' in listed
    assert '<h1 class="r-title__words" lang="en">A notice</h1>' in shown
    assert "2 de marzo de 2026" in shown


def test_each_piece_of_news_leads_to_the_newer_and_the_older_one(index, client: Client):
    an_update(index, "oldest", published_on=date(2024, 1, 5))
    an_update(index, "middle", published_on=date(2025, 1, 5))
    an_update(index, "newest", published_on=date(2026, 1, 5))

    text = client.get("/news/middle/").content.decode()

    assert 'rel="prev" href="/news/newest/"' in text
    assert 'rel="next" href="/news/oldest/"' in text
    assert 'rel="prev"' not in client.get("/news/newest/").content.decode()


def test_topics_and_states_of_an_update_lead_to_the_archive(index, client: Client):
    an_update(index, topics=[a_topic()], states=("TX",))

    text = client.get("/news/an-update/").content.decode()

    assert '<a class="r-chip" href="/news/?topic=funding">Funding</a>' in text
    assert '<a class="r-chip" href="/news/?state=TX">Texas</a>' in text


def test_script_in_every_field_of_an_update_is_shown_as_text(index, client: Client):
    evil = "<script>alert(1)</script>"
    an_update(
        index, title=evil, summary=evil, body=evil,
        source=A_SOURCE | {"title": evil, "publisher": evil},
    )  # fmt: skip

    for address in ("/news/an-update/", "/news/", "/news/feed/"):
        assert evil not in client.get(address).content.decode()


def test_an_editor_cannot_announce_an_event_that_is_not_in_the_calendar(index, admin_client):
    page = an_update(index)

    response = admin_client.post(
        f"/admin/pages/{page.pk}/edit/",
        {
            "title": "An update", "slug": "an-update", "precision": "day", "order": "0",
            "published_on": "2026-03-02", "posted_on": "2026-11-23", "event": "no-such-meeting",
            "translation": "original", "action-publish": "action-publish",
            "source-count": "1", "source-0-deleted": "", "source-0-order": "0",
            "source-0-type": "source", "source-0-id": "", "source-0-value-title": "A notice",
            "source-0-value-url": "", "source-0-value-publisher": "",
            "source-0-value-published_on": "", "source-0-value-read_on": "",
            "source-0-value-kind": "report", "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        },
    )  # fmt: skip

    assert response.status_code == 200
    assert "no published event at /calendar/no-such-meeting/" in response.content.decode()
