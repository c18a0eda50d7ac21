"""Named builders of invented works: a handbook with a chapter, a curriculum with a deck."""

from datetime import date
from typing import Any

from rumbo.website.reading.models import (
    ArticlePage,
    ChapterPage,
    DeckPage,
    GlossaryTerm,
    SlidePage,
    WorkPage,
)

CHAPTER = "/handbook/testing-a-move/"
DECK = "/curriculum/testing-a-move/"


def lines(*sentences: str) -> list[tuple[str, str]]:
    """Sentences as a list field takes them."""
    return [("line", sentence) for sentence in sentences]


def a_work(home: Any, **values: Any) -> WorkPage:
    """A handbook; give slug and title for another work."""
    given = {
        "title": "A Handbook",
        "slug": "handbook",
        "edition": "First edition",
        "edition_on": date(2026, 11, 23),
        "locale": home.locale,
    }
    return home.add_child(instance=WorkPage(**given | values))


def a_chapter(work: WorkPage, **values: Any) -> ChapterPage:
    """A chapter with one aim and one source."""
    given = {
        "title": "Testing a move",
        "slug": "testing-a-move",
        "summary": "One move, tested.",
        "objectives": lines("Test one move."),
        "body": "The law is short [[20 USC 6399(5)]].\n\n## Why {#why}\n\nBecause.",
        "locale": work.locale,
    }
    page = ChapterPage(**given | values)
    page.sources = [("source", {"title": "An invented source", "url": "https://example.org/a"})]
    return work.add_child(instance=page)


def an_article(chapter: ChapterPage, slug: str = "the-move", **values: Any) -> ArticlePage:
    """An article with a rule and a heading."""
    given = {
        "title": slug.replace("-", " ").capitalize(),
        "slug": slug,
        "order": 10,
        "body": "::: rule\nA move [[20 USC 6399(5)(A)]].\n:::\n\n## The home {#home}\n\nWords.",
        "locale": chapter.locale,
    }
    return chapter.add_child(instance=ArticlePage(**given | values))


def a_deck(work: WorkPage, **values: Any) -> DeckPage:
    """A deck that teaches the chapter."""
    given = {
        "title": "Testing a move, taught",
        "slug": "testing-a-move",
        "level": "Level 1",
        "audience": "New recruiters",
        "minutes": 12,
        "chapter_path": CHAPTER,
        "outcomes": lines("Test one move."),
        "materials": lines("One map per table"),
        "locale": work.locale,
    }
    return work.add_child(instance=DeckPage(**given | values))


def a_slide(deck: DeckPage, slug: str = "the-line", **values: Any) -> SlidePage:
    """A slide of four minutes with notes and one blank."""
    given = {
        "title": slug.replace("-", " ").capitalize(),
        "slug": slug,
        "order": 10,
        "minutes": 4,
        "body": "A line on a map.",
        "notes": "Only the trainer reads this.",
        "points": lines("Write both names."),
        "blanks": lines("A move crosses a ____. = boundary"),
        "locale": deck.locale,
    }
    return deck.add_child(instance=SlidePage(**given | values))


def a_term(slug: str = "qualifying-move", **values: Any) -> GlossaryTerm:
    """A term that rests on a paragraph of the law."""
    given = {
        "slug": slug,
        "term_en": slug.replace("-", " "),
        "term_es": "mudanza que califica",
        "definition_en": "A change of home and district.",
        "definition_es": "Un cambio de casa y de distrito.",
        "source": "20 USC 6399(5)",
    }
    return GlossaryTerm.objects.create(**given | values)


def a_handbook(home: Any) -> dict[str, Any]:
    """A handbook with a chapter of three articles."""
    work = a_work(home)
    chapter = a_chapter(work)
    return {
        "work": work,
        "chapter": chapter,
        "first": an_article(chapter, "the-child", order=10),
        "second": an_article(chapter, "the-move", order=20),
        "third": an_article(chapter, "the-work", order=30),
    }


def a_curriculum(home: Any) -> dict[str, Any]:
    """A curriculum with a deck: a slide, a case, and the answer to the case."""
    work = a_work(home, title="A Curriculum", slug="curriculum")
    deck = a_deck(work)
    return {
        "work": work,
        "deck": deck,
        "slide": a_slide(deck, "the-line", order=10, read_path=f"{CHAPTER}the-move/"),
        "case": a_slide(
            deck,
            "a-case",
            order=20,
            minutes=6,
            title="The case of the Invented family",
            body="They moved on May 3, 2026.",
            blanks=lines("The answer is ____. = seventeen"),
            state_rules_differ=True,
        ),
        "answer": a_slide(
            deck,
            "a-case-answer",
            order=30,
            minutes=2,
            title="The Invented family qualifies",
            body="Seventeen days.",
            blanks=lines("It took ____ days. = 17"),
            is_answer=True,
        ),
    }
