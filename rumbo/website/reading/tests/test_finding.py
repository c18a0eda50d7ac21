"""Words made comparable, texts cut and ranked, excerpts marked, neighbours named."""

import json

import pytest
from django.db import DatabaseError

from rumbo.website.frame.freshness import drop_pages_now, forget_all
from rumbo.website.reading.finding import texts
from rumbo.website.reading.finding.asking import MOST_LETTERS, Name, Names, clean, question
from rumbo.website.reading.finding.excerpts import excerpt
from rumbo.website.reading.finding.neighbours import distance, near
from rumbo.website.reading.finding.passages import passages_of, stems_of
from rumbo.website.reading.finding.ranking import rank
from rumbo.website.reading.finding.rows import SearchSection
from rumbo.website.reading.finding.texts import Section, sections_by_key, store_texts
from rumbo.website.reading.finding.words import tidy, tokens
from rumbo.website.reading.models import ArticlePage
from rumbo.website.reading.tests.builders import a_curriculum, a_handbook, a_term, an_article

NAMES = Names(
    (
        Name("qualifying-arrival-date", "qualifying arrival date", "en"),
        Name("qualifying-arrival-date", "QAD", "en"),
        Name("qualifying-arrival-date", "fecha de llegada que califica", "es"),
    )
)


def stems(words: str, language: str = "en") -> list[str]:
    return [token.stem for token in tokens(tidy(words), language)]


def a_section(heading: str, words: str, *, key: str = "page:1", title: str = "") -> Section:
    return Section(
        key=key,
        language="en",
        anchor="here",
        heading=heading,
        runs=json.dumps([["", words]]),
        title_line=stems_of([("", title)], "en"),
        heading_line=stems_of([("", heading)], "en"),
        words_line=stems_of([("", words)], "en"),
    )


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "sixty days", "60 days"),
        ("en", "thirty-six months", "36 months"),
        ("en", "recruiting", "recruiters"),
        ("en", "U.S.C.", "USC"),
        ("en", "ID&R", "IDR"),
        ("en", "16,000", "16000"),
        ("en", "a child’s", "a children"),
        ("en", "200.81 (G)", "200.81(g)"),
        ("es", "sesenta días", "60 dia"),
        ("es", "treinta y seis meses", "36 meses"),
        ("es", "niño", "nino"),
        ("es", "nin\u0303os", "niño"),
        ("es", "educación", "educaciones"),
        ("es", "elegible", "elegibilidad"),
        ("es", "califica", "calificar"),
    ],
)
def test_two_ways_of_writing_a_thing_are_one_word(language, one, other):
    assert stems(one, language) == stems(other, language)


def test_a_cited_paragraph_is_also_found_by_the_section_around_it():
    (cited,) = tokens("200.81(g)(1)", "en")

    assert (cited.stem, *cited.more) == ("200.81(g)(1)", "200.81(g)", "200.81")


def test_a_text_is_cut_at_its_headings_and_knows_the_language_of_its_words():
    source = "Say [buenas tardes](lang:es). {unverified: why}\n\n## How {#how}\n\nSlowly."

    first, second = passages_of(source, before=["A summary."])

    assert (first.anchor, second.anchor, second.heading) == ("", "how", "How")
    assert ("es", "buenas tardes") in first.runs
    assert "unverified" not in str(first.runs)


def test_a_column_headed_with_a_language_is_read_in_that_language():
    (only,) = passages_of("| English | Español |\n| --- | --- |\n| home | casa |")

    assert ("es", "casa") in only.runs
    assert ("", "home") in [(spoken or "", words) for spoken, words in only.runs] or (
        "en",
        "home",
    ) in only.runs


def test_what_was_typed_is_cleaned_and_cut():
    words, was_cut = clean("  a\x00b\n\t" + "x" * 10_000)

    assert was_cut
    assert words.startswith("a b xxx")
    assert len(words) == MOST_LETTERS


def test_a_short_form_and_the_other_language_stand_for_the_term():
    for typed in ("QAD", "qualifying arrival date", "fecha de llegada que califica"):
        asked = question(typed, "en", NAMES)

        (found,) = rank(
            asked,
            [[a_section("Dates", "The qualifying arrival date of a child.")]],
            weight_of=lambda key: 1,
        )
        assert found.holds_all, typed


def test_words_that_stand_together_as_typed_come_before_words_that_stand_apart():
    apart = a_section("", "Days go by. There are 60 of them.", key="page:1")
    together = a_section("", "The 60 days are a line. Nothing else is here.", key="page:2")

    found = rank(question("sixty days", "en", NAMES), [[apart], [together]], weight_of=lambda k: 1)

    assert [page.key for page in found] == ["page:2", "page:1"]


def test_a_hyphenated_word_is_found_with_and_without_its_hyphen():
    text = [a_section("", "The yearly re-interview of families.")]

    for typed in ("re-interview", "reinterviews", "re interviewing"):
        assert rank(question(typed, "en", NAMES), [text], weight_of=lambda key: 1), typed


def test_a_question_of_little_words_only_is_asked_with_them():
    found = rank(
        question("who is who", "en", NAMES),
        [[a_section("", "Who is who in a State.")]],
        weight_of=lambda key: 1,
    )

    assert found


def test_an_excerpt_marks_what_was_found_and_obeys_no_markup():
    asked = question("children", "en", NAMES)
    runs = [("", "<b>Each</b> child & "), ("es", "cada niño"), ("", " counts.")]

    html = excerpt(runs, "en", asked)

    assert "&lt;b&gt;Each&lt;/b&gt; <mark>child</mark> &amp;" in html
    assert '<span lang="es">cada niño</span>' in html


def test_an_excerpt_of_a_long_text_stands_around_what_was_found():
    words = "One two three. " * 200 + "Here is the orchard in bloom. " + "Four five. " * 200

    html = excerpt([("", words)], "en", question("orchard", "en", NAMES))

    assert "Here is the <mark>orchard</mark> in bloom." in html
    assert html.startswith("…")
    assert html.endswith("…")
    assert len(html) < 400


@pytest.mark.parametrize(
    ("first", "second", "edits"),
    [("eligible", "elegible", 1), ("move", "mvoe", 1), ("a", "a", 0), ("abcd", "wxyz", 3)],
)
def test_the_distance_of_two_words_counts_letters_put_in_left_out_changed_or_swapped(
    first, second, edits
):
    assert distance(first, second, 2) == edits


def test_words_spelled_much_alike_are_named_nearest_first():
    known = dict.fromkeys(("eligible", "edible", "legible", "the"))
    known = {word: word for word in known}

    assert near("elegible", known)[0] == "eligible"
    assert near("xqzzv", known) == ()


# --- texts and their stored form ---------------------------------------------------------------
@pytest.mark.django_db
def test_notes_answers_and_drafts_are_in_no_text(site):
    a_handbook(site.en)
    a_curriculum(site.en)
    article = ArticlePage.objects.get(slug="the-work")
    article.unpublish()
    forget_all()

    everything = str(sections_by_key())

    assert "A line on a map." in everything
    assert "They moved on May 3" in everything
    assert "Only the trainer reads this" not in everything
    assert "Seventeen days" not in everything
    assert "The Invented family qualifies" not in everything
    assert f"page:{article.pk}" not in sections_by_key()


@pytest.mark.django_db
def test_the_table_follows_what_is_published_changed_and_taken_back(site):
    made = a_handbook(site.en)
    a_term()
    forget_all()
    store_texts()
    texts._ready.clear()
    assert store_texts() == 0
    stored = set(SearchSection.objects.values_list("key", flat=True))
    assert {
        f"page:{made['first'].pk}",
        "term:qualifying-move:en",
        "term:qualifying-move:es",
    } <= stored

    made["first"].body = "Quite other words."
    made["first"].save_revision().publish()
    made["second"].unpublish()
    made["third"].delete()
    drop_pages_now()
    forget_all()

    assert "Quite other words." in str(sections_by_key()[f"page:{made['first'].pk}"])
    assert store_texts() > 0
    rows = SearchSection.objects.filter(key=f"page:{made['first'].pk}")
    assert [row.runs for row in rows] == ['[["", "Quite other words."], ["", "\\n"]]']
    keys = set(SearchSection.objects.values_list("key", flat=True))
    assert not keys & {f"page:{made['second'].pk}", f"page:{made['third'].pk}"}


@pytest.mark.django_db
def test_stored_texts_are_used_as_they_are_while_their_pages_stay_the_same(site):
    a_handbook(site.en)
    for number in range(texts.FEW + 1):
        an_article(a_handbook_chapter(), f"more-{number}", order=50 + number)
    forget_all()
    fresh = sections_by_key()
    store_texts()
    texts._ready.clear()
    forget_all()

    assert sections_by_key() == fresh


def a_handbook_chapter():
    from rumbo.website.reading.models import ChapterPage

    return ChapterPage.objects.get()


@pytest.mark.django_db
def test_a_table_that_cannot_be_written_stops_nothing(site, monkeypatch):
    a_handbook(site.en)

    def full(*_facts, **_more):
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(SearchSection.objects, "bulk_create", full)
    forget_all()
    texts._ready.clear()

    texts.try_to_store_texts()

    assert sections_by_key()
    assert not SearchSection.objects.exists()
