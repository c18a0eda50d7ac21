"""Older editions: marked as superseded, kept at their addresses, compared with the present one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from rumbo.website.frame.freshness import forget_all
from rumbo.website.reading.changes import Piece, Row, compare
from rumbo.website.reading.models import WorkPage
from rumbo.website.reading.tests.builders import a_chapter, a_work, an_article

OLD = """The worker had to move in order to obtain work.

## Who counted {#who}

A child of a worker counted for 36 months.

## Intent {#intent}

The family was asked why it moved.
"""
NEW = """Nobody has to move in order to obtain work any more.

## Who counts {#who}

A child of a worker counts for 36 months.

The move has to be of economic necessity.
"""


@pytest.fixture
def editions(site):
    """A handbook with a chapter and two articles, and an older edition with one of them."""
    present = a_work(site.en, slug="handbook")
    chapter = a_chapter(present, slug="eligibility", title="Eligibility today")
    an_article(chapter, "the-move", title="The move today", body=NEW)
    an_article(chapter, "new-subject", title="A new subject")
    older = a_work(
        present,
        slug="before-july-2017",
        title="Before July 2017",
        edition="Old rules",
        edition_on=None,
        superseded_by="/handbook/",
        in_force_until=date(2017, 6, 30),
        order=900,
    )
    old_chapter = a_chapter(older, slug="eligibility", title="Eligibility then")
    an_article(old_chapter, "the-move", title="The move then", body=OLD)
    an_article(old_chapter, "the-intent", title="The intent")
    forget_all()


OLD_PATH = "/handbook/before-july-2017/eligibility/the-move/"


@pytest.mark.parametrize(
    ("path", "present"),
    [
        ("/handbook/before-july-2017/", "/handbook/"),
        ("/handbook/before-july-2017/eligibility/", "/handbook/eligibility/"),
        (OLD_PATH, "/handbook/eligibility/the-move/"),
        ("/handbook/before-july-2017/eligibility/the-intent/", "/handbook/"),
    ],
)
def test_every_page_of_an_older_edition_says_so_and_leads_to_the_present_rules(
    editions, client, path, present
):
    html = client.get(path).content.decode()

    assert "These rules were in force until June 30, 2017. They decide nothing today." in html
    assert f'href="{present}">Read the present rules' in html


@pytest.mark.parametrize(
    "path", ["/handbook/", "/handbook/eligibility/", "/handbook/eligibility/the-move/"]
)
def test_a_present_page_is_not_marked_and_names_the_older_one(editions, client, path):
    html = client.get(path).content.decode()

    assert "They decide nothing today" not in html
    assert "rules in force until June 30, 2017" in html


def test_a_present_work_lists_only_its_own_chapters(editions, client):
    html = client.get("/handbook/").content.decode()

    assert "Eligibility today" in html
    assert "Eligibility then" not in html


def test_an_older_article_is_compared_with_the_present_one(editions, client):
    html = client.get(f"{OLD_PATH}changes/").content.decode()

    assert 'href="/handbook/eligibility/the-move/">The move today' in html
    assert "A child of a worker <del>counted </del>for 36 months." in html
    assert "A child of a worker <ins>counts </ins>for 36 months." in html
    assert "<p>The family was asked why it moved.</p>" in html


@pytest.mark.parametrize(
    "path",
    [
        "/handbook/eligibility/the-move/changes/",
        "/handbook/before-july-2017/eligibility/the-intent/changes/",
    ],
)
def test_there_is_no_comparison_where_there_is_nothing_to_compare(editions, client, path):
    assert client.get(path).status_code == 404


def test_an_older_chapter_has_its_paper_too(editions, client):
    link = "/handbook/before-july-2017/eligibility/eligibility.pdf"

    assert (
        f'href="{link}"' in client.get("/handbook/before-july-2017/eligibility/").content.decode()
    )
    assert client.get(link).content.startswith(b"%PDF-")


def test_the_comparison_speaks_spanish_around_english_texts(editions, client):
    html = client.get(f"/es{OLD_PATH}changes/").content.decode()

    assert "Estas reglas estuvieron en vigor hasta el 30 de junio de 2017" in html
    assert '<div class="r-changes" lang="en">' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "asked_for"),
    [
        ({"superseded_by": "/handbook/"}, "in_force_until"),
        ({"in_force_until": date(2017, 6, 30)}, "superseded_by"),
    ],
)
def test_a_superseded_edition_needs_the_present_work_and_its_last_day(given, asked_for):
    with pytest.raises(ValidationError) as refused:
        WorkPage(title="Old", slug="old", **given).clean()

    assert list(refused.value.message_dict) == [asked_for]


def test_blocks_much_alike_are_compared_word_by_word_and_others_stand_as_they_are():
    opening, who, intent = compare(OLD, NEW)

    assert (who.old_title, who.new_title, intent.new_title) == ("Who counted", "Who counts", "")
    assert who.rows[0] == Row(
        (
            (
                Piece("same", "A child of a worker "),
                Piece("old", "counted "),
                Piece("same", "for 36 months."),
            ),
        ),
        (
            (
                Piece("same", "A child of a worker "),
                Piece("new", "counts "),
                Piece("same", "for 36 months."),
            ),
        ),
        is_same=True,
    )
    assert who.rows[1] == Row((), ((Piece("new", "The move has to be of economic necessity."),),))
    assert intent.rows == (Row(((Piece("old", "The family was asked why it moved."),),), ()),)
    assert opening.anchor == ""


def test_nothing_is_lost_or_invented_by_a_comparison():
    def words_of(side):
        return " ".join(
            "".join(piece.words for piece in block)
            for section in compare(OLD, NEW)
            for row in section.rows
            for block in getattr(row, side)
        )

    assert words_of("old") == (
        "The worker had to move in order to obtain work. A child of a worker counted for 36 months. "
        "The family was asked why it moved."
    )
    assert words_of("new") == (
        "Nobody has to move in order to obtain work any more. "
        "A child of a worker counts for 36 months. The move has to be of economic necessity."
    )
