"""The search page of a work: forms, hits, both languages, bad input, no traces."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rumbo.website.frame.freshness import forget_all
from rumbo.website.reading.tests.builders import (
    a_chapter,
    a_curriculum,
    a_handbook,
    a_term,
    a_work,
    an_article,
)

pytestmark = pytest.mark.django_db
SEARCH = "/handbook/search/"


@pytest.fixture
def works(site):
    made = a_handbook(site.en)
    a_curriculum(site.en)
    a_term("qualifying-move")
    a_term(
        "qualifying-arrival-date",
        term_en="qualifying arrival date",
        short_en="QAD",
        term_es="fecha de llegada que califica",
    )
    an_article(
        made["chapter"],
        "orchards",
        order=40,
        title="Work in orchards",
        body="Before.\n\n## The peach harvest {#peach}\n\nPickers **climb** ladders for sixty days "
        "[[34 CFR 200.81(g)]].",
    )
    forget_all()
    return made


def text_of(client, path: str, **query: str) -> str:
    answer = client.get(path, query, headers={"host": "localhost"})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_hit_leads_to_its_own_text_and_says_where_that_stands(works, client):
    text = text_of(client, SEARCH, q="ladder")

    assert 'href="/handbook/testing-a-move/orchards/#peach"' in text
    assert "Pickers climb <mark>ladders</mark>" in text
    assert "Article</span> · <span>Testing a move</span>" in text
    assert 'id="peach"' in text_of(client, "/handbook/testing-a-move/orchards/")


@pytest.mark.parametrize(
    "words", ["60 days", "SIXTY DAYS", "200.81(g)", "200.81", "peach harvests"]
)
def test_other_ways_of_writing_find_the_same_place(works, client, words):
    assert "/handbook/testing-a-move/orchards/#peach" in text_of(client, SEARCH, q=words)


@pytest.mark.parametrize("words", ["QAD", "fecha de llegada", "fecha de llegada que califica"])
def test_short_forms_and_the_other_language_lead_to_the_term(works, client, words):
    text = text_of(client, SEARCH, q=words)

    first = re.search(r'usa-collection__heading"><a class="usa-link" href="([^"]+)"', text)[1]
    assert first == "/handbook/glossary/#qualifying-arrival-date"


def test_a_spanish_reader_finds_spanish_texts_and_behind_them_the_english_ones(works, site, client):
    work = a_work(site.es, title="Un manual", translation_key=works["work"].translation_key)
    chapter = a_chapter(work, title="Probar una mudanza", body="La mudanza es corta.")
    an_article(chapter, "the-move", title="La mudanza", body="Una mudanza de 60 días.")
    forget_all()

    text = text_of(client, f"/es{SEARCH}", q="60")

    own = text.index('href="/es/handbook/testing-a-move/the-move/"')
    other = text.index('href="/es/handbook/testing-a-move/orchards/#peach" lang="en"')
    assert own < text.index("En inglés, aún sin traducir") < other
    assert '<p class="usa-collection__description" lang="en">' in text


def test_an_english_reader_is_not_shown_spanish_pages(works, site, client):
    work = a_work(site.es, title="Un manual", translation_key=works["work"].translation_key)
    a_chapter(work, title="Probar una mudanza", body="Durazno.")
    forget_all()

    assert "Nothing found for “durazno”" in text_of(client, SEARCH, q="durazno")


def test_answers_and_notes_are_never_hits_nor_spelling_neighbours(works, client):
    for words in ("seventeen", "trainer reads", "Invented family qualifies"):
        text = text_of(client, "/curriculum/search/", q=words)
        assert "a-case-answer" not in text
        assert "Seventeen days" not in text
        assert "Only the trainer" not in text


def test_nothing_found_says_so_with_the_readers_words_and_offers_the_contents(works, client):
    text = text_of(client, SEARCH, q="ladderz")

    assert "Nothing found for “ladderz”" in text
    assert 'Did you mean <a class="usa-link" href="/handbook/search/?q=ladders">ladders</a>' in text
    assert '<a class="usa-link" href="/handbook/testing-a-move/">Testing a move</a>' in text
    assert "/curriculum/search/?q=ladderz" in text


def test_where_no_page_holds_all_words_the_page_says_so(works, client):
    text = text_of(client, SEARCH, q="ladders zebra")

    assert "No page holds all of these words" in text
    assert "#peach" in text


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "%",
        "*",
        "\"'`",
        "\x00",
        "a\x00b",
        "x" * 10_000,
        "ladder " * 2_000,
        "<script>alert(1)</script>",
        "'; DROP TABLE reading_searchsection; --",
        "((((((((((",
        "200.81(",
        "\u202e\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "½ ﬁ İ ß",
        "-- - -",
        "\\ / ? # &",
    ],
)
def test_whatever_is_typed_gets_a_plain_answer(works, client, words):
    text = text_of(client, SEARCH, q=words)

    assert "<script>alert" not in text
    assert 'role="search"' in text


def test_too_much_is_cut_and_the_reader_is_told(works, client):
    text = text_of(client, SEARCH, q="ladder " * 100)

    assert "You asked for more than 200 letters. The first 200 were searched." in text


@pytest.mark.parametrize("number", ["0", "-1", "99", "abc", "9" * 30, "²"])
def test_a_page_number_that_does_not_exist_gives_one_that_does(works, client, number):
    assert "1 page for “ladders”" in text_of(client, SEARCH, q="ladders", page=number)


def test_ten_hits_stand_on_a_page_and_the_others_on_the_next(works, client):
    for number in range(12):
        an_article(works["chapter"], f"apricot-{number}", order=60 + number, body="Apricots.")
    forget_all()

    first, second = (text_of(client, SEARCH, q="apricots", page=page) for page in ("1", "2"))

    assert first.count("usa-collection__item") == 10
    assert second.count("usa-collection__item") == 2
    assert "12 pages for “apricots”" in first
    assert 'href="/handbook/search/?q=apricots&amp;page=2"' in first
    assert 'href="/handbook/search/?q=apricots"' in second


def test_what_was_asked_is_not_cached_not_indexed_and_not_logged(works, client, caplog):
    answer = client.get(SEARCH, {"q": "ladders"}, headers={"host": "localhost"})

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "X-Rumbo-Cacheable" not in answer.headers
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "ladders" not in caplog.text


def test_the_language_of_the_page_can_be_changed_without_losing_the_words(works, client):
    text = text_of(client, SEARCH, q="ladders & more")

    assert 'href="/es/handbook/search/?q=ladders+%26+more"' in text


def test_every_page_of_a_work_has_the_form(works, client):
    for path in ("/handbook/", "/handbook/testing-a-move/", "/handbook/testing-a-move/orchards/"):
        text = text_of(client, path)
        assert '<form class="r-search r-noprint" role="search" action="/handbook/search/"' in text
        assert '<label class="r-search__label" for="search-words">' in text


def test_a_rule_that_is_named_leads_to_its_own_page(works, client):
    text = text_of(client, SEARCH, q="34 CFR 200.81(g)")

    assert 'href="/handbook/law/34-cfr-200-81-g/"' in text


def test_an_older_edition_is_searched_by_itself_and_without_the_glossary(works, site, client):
    older = a_work(
        works["work"],
        title="The rules before",
        slug="before",
        superseded_by="/handbook/",
        in_force_until="2017-06-30",
    )
    an_article(a_chapter(older), "intent", title="The intent test", body="A ladder of intent.")
    forget_all()

    text = text_of(client, "/handbook/before/search/", q="ladder")

    assert "1 page for" in text
    assert "/handbook/before/testing-a-move/intent/" in text
    assert "Superseded" in text
    assert "/handbook/before/testing-a-move/intent/" not in text_of(client, SEARCH, q="ladder")
    assert "Nothing found" in text_of(client, "/handbook/before/search/", q="QAD")


def test_a_search_asks_the_database_no_more_when_there_is_more_to_read(works, client):
    def asked() -> int:
        client.get(SEARCH, {"q": "ladders"}, headers={"host": "localhost"})
        with CaptureQueriesContext(connection) as captured:
            client.get(SEARCH, {"q": "orchards"}, headers={"host": "localhost"})
        return len(captured)

    before = asked()
    for number in range(15):
        an_article(works["chapter"], f"orchard-{number}", order=60 + number, body="Orchards.")
    forget_all()

    assert asked() == before <= 10
