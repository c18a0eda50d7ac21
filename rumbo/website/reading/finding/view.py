"""What the search page of a work is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from rumbo.website.frame.freshness import mark_private, remembered
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.page_base import path_of
from rumbo.website.reading.finding.asking import (
    MOST_LETTERS,
    Name,
    Names,
    Question,
    clean,
    question,
)
from rumbo.website.reading.finding.excerpts import excerpt, marked
from rumbo.website.reading.finding.neighbours import near, vocabulary
from rumbo.website.reading.finding.ranking import Found, holds, rank, worth_telling
from rumbo.website.reading.finding.texts import (
    Section,
    glossary_rows,
    names_of,
    page_key,
    sections_by_key,
    shown_term,
    term_key,
)
from rumbo.website.reading.finding.words import fold, tokens
from rumbo.website.reading.glossary import GLOSSARY_PATH
from rumbo.website.reading.law import LawNote, law_index, law_note
from rumbo.website.reading.lookups import EditionMark, Entry, Part, Work, edition_of, shelf
from rumbo.website.reading.models import GlossaryTerm, WorkPage
from rumbo.website.reading.page_views import Superseded, superseded_of

HITS_A_PAGE = 10
MOST_OTHER_PLACES = 3
MOST_RESPELLED = 3
MOST_LAW = 3
# How much a kind of text counts beside an article.
_WEIGHTS = {"article": 1.0, "chapter": 0.9, "deck": 0.9, "slide": 0.9, "work": 0.6, "term": 0.8}


@dataclass(frozen=True)
class Place:
    """A further section of a page: its heading with the found words marked, its address."""

    heading: SafeString
    address: str


@dataclass(frozen=True)
class Hit:
    """A page that answers.

    Args:
        title: of the article, chapter, module, slide or term, with the found words marked.
        heading: of the section that it opens at; empty for the top of the page.
        address: of that section, in the reader's language.
        excerpt: some words of that section, with the found ones marked.
        kind: what it is, in the reader's words.
        part: the chapter or module that it is in; None for a chapter, a module and a term.
        others: further sections that hold what was asked.
        foreign_language: the language of its words where it is not the reader's, else empty.
    """

    title: SafeString
    heading: SafeString
    address: str
    excerpt: SafeString
    kind: str
    part: Entry | None
    others: tuple[Place, ...]
    foreign_language: str


@dataclass(frozen=True)
class HitGroup:
    """Hits in one language; `foreign_language` is empty for the reader's own."""

    foreign_language: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Respelling:
    """A word that the work does not hold, and words spelled much like it, each with its search."""

    typed: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SearchView:
    """The search page of a work.

    Args:
        work: the work.
        edition: its edition.
        superseded: of an older edition, what it says first.
        words: what was asked, as the reader typed it; empty before anything was asked.
        was_cut: whether more was typed than is searched.
        most_letters: how many letters are searched.
        has_words: whether there is a word or a number in what was typed.
        count: how many pages answer.
        first: the number of the first hit on this page, from 1.
        groups: the hits of this page, best first, those in the reader's language before others.
        holds_all: whether some page holds all that was asked.
        respellings: words that the work does not hold, with words spelled much like them.
        law: the paragraphs of the law that were asked for, where we hold them.
        previous_address, next_address: the pages before and after; empty at the ends.
        elsewhere: the other works, each with the address of the same search.
        parts: the chapters or modules, for who found nothing.
    """

    work: Entry
    edition: EditionMark
    superseded: Superseded | None
    words: str
    was_cut: bool
    most_letters: int
    has_words: bool
    count: int
    first: int
    groups: tuple[HitGroup, ...]
    holds_all: bool
    respellings: tuple[Respelling, ...]
    law: tuple[LawNote, ...]
    previous_address: str
    next_address: str
    elsewhere: tuple[tuple[Entry, str], ...]
    parts: tuple[Part, ...]

    @property
    def last(self) -> int:
        """The number of the last hit on this page."""
        return self.first - 1 + sum(len(group.hits) for group in self.groups)

    @property
    def is_answered(self) -> bool:
        """Whether something was asked that can be looked for."""
        return bool(self.words) and self.has_words


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the work: its sections and what it is."""

    sections: tuple[Section, ...]
    entry: Entry | None
    part: Entry | None
    term: GlossaryTerm | None

    @property
    def kind(self) -> str:
        return self.entry.kind if self.entry is not None else "term"


def search_view(page: WorkPage, request: HttpRequest) -> SearchView:
    """What a reader asked of a work. What was asked is for this one answer: kept and told nowhere."""
    if request.GET.get("q"):
        mark_private(request)
        request.rumbo_own_wishes = {"q"}  # type: ignore[attr-defined]
    words, was_cut = clean(request.GET.get("q", ""))
    path, language = path_of(page), get_language() or "en"
    here = shelf()
    work = here.find_work(path)
    assert work is not None  # the page routes here only where readers can see it
    texts = _texts_of(work, language)
    has_words = bool(tokens(words, language))
    told, asked = _find(words, language, texts) if has_words else ([], {})
    number = _page_number(request.GET.get("page", ""), len(told))
    shown = told[(number - 1) * HITS_A_PAGE : number * HITS_A_PAGE]
    holds_all = any(found.holds_all for found in told)

    def at(page_number: int) -> str:
        is_there = 1 <= page_number <= -(-len(told) // HITS_A_PAGE)
        return _search_address(work, words, page_number) if is_there else ""

    return SearchView(
        work=work.entry,
        edition=edition_of(path),
        superseded=superseded_of(path),
        words=words,
        was_cut=was_cut,
        most_letters=MOST_LETTERS,
        has_words=has_words,
        count=len(told),
        first=(number - 1) * HITS_A_PAGE + 1,
        groups=_groups(shown, asked, texts),
        holds_all=holds_all,
        respellings=()
        if holds_all or not has_words
        else _respellings(words, asked, texts, language, work),
        law=_law_asked_for(words, language),
        previous_address=at(number - 1),
        next_address=at(number + 1),
        elsewhere=tuple(
            (other.entry, _search_address(other, words))
            for other in here.works
            if other.entry.path != path
        ),
        parts=work.parts,
    )


def _law_asked_for(words: str, language: str) -> tuple[LawNote, ...]:
    """The paragraphs of the law that are named in what was asked: '200.81(g)'."""
    named = {
        token.stem for token in tokens(words, language) if not token.is_plain and "(" in token.stem
    }
    if not named:
        return ()
    keys = [key for key in law_index() if key.rpartition(" ")[2].casefold() in named]
    return tuple(law_note(key) for key in keys[:MOST_LAW])


def _page_number(given: str, count: int) -> int:
    """A page that exists, whatever was given."""
    pages = max(1, -(-count // HITS_A_PAGE))
    wanted = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    return min(max(1, wanted), pages)


# --- what can be found in a work ---------------------------------------------------------------
def _texts_of(work: Work, language: str) -> dict[str, _Text]:
    """The texts of a work for a reader, by key, in the order of the work."""
    return remembered(
        f"reading:search:{language}:{work.entry.path}", lambda: _read_texts(work, language)
    )


def _read_texts(work: Work, language: str) -> dict[str, _Text]:
    sections = sections_by_key()
    pages: list[tuple[Entry, Entry | None]] = [(work.entry, None)]
    for part in work.parts:
        pages += [(part.entry, None), *((leaf, part.entry) for leaf in part.leaves)]
    found = {
        key: _Text(sections[key], entry, part, None)
        for entry, part in pages
        if (key := page_key(entry.pk)) in sections
    }
    # The glossary speaks of the present law.
    for row in () if work.edition.superseded_by else glossary_rows():
        key = term_key(row.slug, language)
        if key in sections:
            found[key] = _Text(sections[key], None, None, row)
    return found


def _names() -> Names:
    """Every name of every term, in both languages."""

    def read() -> Names:
        return Names(
            tuple(
                Name(row.slug, words, language)
                for row in glossary_rows()
                for language, words in names_of(row)
            )
        )

    return remembered("reading:search:names", read)


def _find(
    words: str, language: str, texts: dict[str, _Text]
) -> tuple[list[Found], dict[str, Question]]:
    """What answers, best first, in the reader's language and then in the other; the questions."""
    asked, found = {}, {}
    for one in (language, "es" if language == "en" else "en"):
        written = [text.sections for text in texts.values() if text.sections[0].language == one]
        if written:
            asked[one] = question(words, one, _names())
            found[one] = rank(asked[one], written, weight_of=lambda key: _WEIGHTS[texts[key].kind])
    best = max((page.worth for pages in found.values() for page in pages), default=0.0)
    return [page for pages in found.values() for page in worth_telling(pages, best)], asked


# --- showing -----------------------------------------------------------------------------------
def _groups(
    shown: Iterable[Found], asked: dict[str, Question], texts: dict[str, _Text]
) -> tuple[HitGroup, ...]:
    hits = [_hit(found, asked, texts[found.key]) for found in shown]
    by_language = groupby(hits, key=lambda hit: hit.foreign_language)
    return tuple(HitGroup(language, tuple(group)) for language, group in by_language)


def _hit(found: Found, asked: dict[str, Question], text: _Text) -> Hit:
    best = found.sections[0]
    its = asked[best.language]
    reader = get_language() or "en"
    if text.term is not None:
        title = shown_term(text.term, best.language)
        top = local_address(f"{GLOSSARY_PATH}#{text.term.slug}", reader)
    else:
        assert text.entry is not None
        title, top = text.entry.title, text.entry.address

    def address_of(section: Section) -> str:
        return f"{top}#{section.anchor}" if section.anchor and text.term is None else top

    return Hit(
        title=marked([("", title)], best.language, its),
        heading=marked([("", best.heading)], best.language, its),
        address=address_of(best),
        excerpt=excerpt(best.read_runs(), best.language, its, is_whole=text.term is not None),
        kind=str(_KIND_WORDS[text.kind]),
        part=text.part,
        others=tuple(
            Place(marked([("", section.heading)], section.language, its), address_of(section))
            for section in found.sections[1:]
            if section.heading
        )[:MOST_OTHER_PLACES],
        foreign_language="" if best.language == reader else best.language,
    )


_KIND_WORDS = {
    "work": gettext_lazy("About this work"),
    "chapter": gettext_lazy("Chapter"),
    "article": gettext_lazy("Article"),
    "deck": gettext_lazy("Module"),
    "slide": gettext_lazy("Slide"),
    "term": gettext_lazy("Glossary"),
}


def _respellings(
    words: str, asked: dict[str, Question], texts: dict[str, _Text], language: str, work: Work
) -> tuple[Respelling, ...]:
    """For each word that the work does not hold, the words spelled much like it."""
    known = remembered(
        f"reading:search:vocabulary:{language}:{work.entry.path}",
        lambda: vocabulary(section for text in texts.values() for section in text.sections),
    )
    held = {
        meant.words
        for text in texts.values()
        for section in text.sections
        for meant in asked[section.language].meant
        if holds(section, meant)
    }
    asked_words = next(iter(asked.values())).meant if asked else ()
    unheld = {meant.words for meant in asked_words} - held
    found = []
    folded = fold(words)
    for token in tokens(words, language):
        word = folded[token.start : token.end]
        nearest = near(word, known) if word in unheld else ()
        if nearest:
            links = tuple(
                (one, _search_address(work, words[: token.start] + one + words[token.end :]))
                for one in nearest
            )
            found.append(Respelling(words[token.start : token.end], links))
    return tuple(found[:MOST_RESPELLED])


def _search_address(work: Work, words: str, page_number: int = 1) -> str:
    wishes = {"q": words} | ({"page": str(page_number)} if page_number > 1 else {})
    return f"{work.entry.address}search/?{urlencode(wishes)}"
