"""Who cites what: the law that a page rests on, and every page that rests on a paragraph."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import get_language

from rumbo.terms.citations import parse_citation
from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.markdown import cited_keys, local_address
from rumbo.website.frame.page_base import FramePage
from rumbo.website.reading.glossary import TermNote, term_notes
from rumbo.website.reading.law import LawNote, in_order, law_note
from rumbo.website.reading.lookups import Entry, Part, Shelf, shelf
from rumbo.website.reading.models import (
    ArticlePage,
    ChapterPage,
    DeckPage,
    Question,
    SlidePage,
    WorkPage,
)

_TEXTS: dict[type[FramePage], tuple[str, ...]] = {
    WorkPage: ("body",),
    ChapterPage: ("body",),
    ArticlePage: ("body",),
    DeckPage: ("body",),
    SlidePage: ("body", "notes", "sheet"),
}


@dataclass(frozen=True, slots=True)
class CitedLaw:
    """A paragraph of the law with the pages that rest on it.

    Args:
        note: the paragraph.
        places: the pages, in reading order.
    """

    note: LawNote
    places: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class CitingQuestion:
    """A question that rests on a paragraph, or an answer of which does.

    Args:
        slug: its permanent name.
        ask: the question.
        use: `practice` or `assessment`.
        deck: its deck.
    """

    slug: str
    ask: str
    use: str
    deck: Entry

    @property
    def path(self) -> str:
        """Where it stands, without language."""
        return f"{self.deck.path}{self.use}/#{self.slug}"

    @property
    def address(self) -> str:
        """Where it stands, in the reader's language."""
        return local_address(self.path, get_language() or "en")


@dataclass(frozen=True, slots=True)
class Citing:
    """Everything that rests on one paragraph.

    Args:
        pages: works, chapters, articles, decks and slides, in reading order.
        terms: glossary terms, in the order of the alphabet.
        questions: questions of the bank, by deck and in order.
    """

    pages: tuple[Entry, ...]
    terms: tuple[TermNote, ...]
    questions: tuple[CitingQuestion, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.pages) + len(self.terms) + len(self.questions)


def citations_of(page: FramePage) -> list[str]:
    """The law that a page of this room cites, as canonical keys, each once, in reading order."""
    names = _TEXTS[type(page)]
    return list(dict.fromkeys(key for name in names for key in cited_keys(getattr(page, name))))


def find_citing(key: str, language: str | None = None) -> Citing:
    """What rests on a paragraph of the law, in a language (the reader's by default).

    Only the paragraph itself is looked for, not what stands around or inside it.

    Raises:
        UnreadableCitation: the key is no citation.
    """
    wanted = parse_citation(key).key
    pages = citing_index(language).get(wanted, ())
    terms = tuple(
        note
        for note in term_notes(language).values()
        if note.law is not None and note.law.key == wanted
    )
    return Citing(pages, terms, _question_index(language).get(wanted, ()))


def _question_index(language: str | None = None) -> dict[str, tuple[CitingQuestion, ...]]:
    wanted = language or get_language() or "en"

    def read() -> dict[str, tuple[CitingQuestion, ...]]:
        here = shelf(wanted)
        index: dict[str, list[CitingQuestion]] = defaultdict(list)
        for question in Question.objects.all():
            deck = here.find_entry(question.deck_path)
            if deck is None:
                continue
            said = (key for part in question.answers for key in cited_keys(part.why))
            rules = (parse_citation(str(key)).key for key in question.rules)
            for key in dict.fromkeys((*rules, *said)):
                index[key].append(CitingQuestion(question.slug, question.ask, question.use, deck))
        return {key: tuple(questions) for key, questions in index.items()}

    return remembered(f"reading:citing-questions:{wanted}", read)


def all_cited_keys() -> list[str]:
    """Every key on which something rests, in the order of the law."""
    terms = (note.law.key for note in term_notes().values() if note.law is not None)
    keys = {*citing_index(), *_question_index(), *terms}
    return [citation.key for citation in in_order(keys)]


def citing_index(language: str | None = None) -> dict[str, tuple[Entry, ...]]:
    """Every cited key with the pages that cite it, in reading order."""
    wanted = language or get_language() or "en"
    return remembered(f"reading:citing:{wanted}", lambda: _read_index(shelf(wanted)))


def law_cited_in(part: Part) -> tuple[CitedLaw, ...]:
    """The law that a chapter or deck cites, in the order of the law, with its places."""
    own = {part.entry.path, *(leaf.path for leaf in part.leaves)}
    places = {
        key: tuple(page for page in pages if page.path in own)
        for key, pages in citing_index().items()
    }
    keys = [key for key, pages in places.items() if pages]
    return tuple(
        CitedLaw(law_note(citation.key), places[citation.key]) for citation in in_order(keys)
    )


def _read_index(here: Shelf) -> dict[str, tuple[Entry, ...]]:
    keys: dict[int, list[str]] = {}
    for model, names in _TEXTS.items():
        for page in model._default_manager.live().only("pk", *names):
            keys[page.pk] = citations_of(page)
    index: dict[str, list[Entry]] = defaultdict(list)
    for work in here.works:
        for entry in (
            work.entry,
            *(one for part in work.parts for one in (part.entry, *part.leaves)),
        ):
            for key in keys.get(entry.pk, ()):
                index[key].append(entry)
    return {key: tuple(entries) for key, entries in index.items()}
