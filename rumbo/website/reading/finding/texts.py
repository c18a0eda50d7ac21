"""What can be searched: every open text of the works, and the glossary, made ready and kept ready.

The texts in the database are the truth. Each has a fingerprint; what was made of it once is used
while the fingerprint stays the same: in this process, else in the table of `SearchSection`, else it
is made anew. Readers never write: `store_texts` is run by the content load and by the timer.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.page_base import FramePage, languages, open_pages
from rumbo.website.reading.finding.passages import (
    FURTHER,
    LINE_END,
    Passage,
    Run,
    passages_of,
    stems_of,
)
from rumbo.website.reading.finding.rows import SearchSection
from rumbo.website.reading.finding.words import FORM, tidy
from rumbo.website.reading.models import (
    ArticlePage,
    ChapterPage,
    DeckPage,
    GlossaryTerm,
    SlidePage,
    WorkPage,
)
from rumbo.website.reading.page_views import lines_of

LANGUAGES = ("en", "es")
# A handful of texts is made anew sooner than the table is read.
FEW = 8
_COLUMNS = (
    "key",
    "digest",
    "language",
    "anchor",
    "heading",
    "runs",
    "title_line",
    "heading_line",
    "words_line",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section that can be found.

    Args:
        key: the text that it belongs to: `page_key` or `term_key`.
        language: of its words.
        anchor, heading: where it opens, and under which words.
        runs: its words by language, as JSON.
        title_line, heading_line, words_line: the stems of title, heading and words.
        every_line: the three of them in one.
    """

    key: str
    language: str
    anchor: str
    heading: str
    runs: str
    title_line: str
    heading_line: str
    words_line: str
    every_line: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        every_line = FURTHER.join((self.title_line, self.heading_line, self.words_line))
        object.__setattr__(self, "every_line", every_line)

    @property
    def is_top(self) -> bool:
        """Whether the title stands right above it."""
        return not self.anchor or self.key.startswith("term:")

    def read_runs(self) -> list[Run]:
        """Its words by language."""
        return [(language, words) for language, words in json.loads(self.runs)]


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it is now.

    Args:
        key: its permanent name.
        language: it is written in.
        title: the words of its title by language; several forms of a term, divided by line ends.
        material: all that its passages are made of.
        cut: its passages.
    """

    key: str
    language: str
    title: tuple[Run, ...]
    material: tuple[object, ...]
    cut: Callable[[], tuple[Passage, ...]]

    @property
    def digest(self) -> str:
        """The fingerprint of the text and of the way in which it is made ready."""
        facts = [FORM, self.key, self.language, self.title, self.material]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def page_key(pk: int) -> str:
    """The name of a page's text."""
    return f"page:{pk}"


def term_key(slug: str, language: str) -> str:
    """The name of a term's text in a language."""
    return f"term:{slug}:{language}"


# --- reading -----------------------------------------------------------------------------------
_ready: dict[str, tuple[Section, ...]] = {}


def sections_by_key() -> dict[str, tuple[Section, ...]]:
    """The sections of every open text; kept in this process until something is published."""
    return remembered("reading:search", _read_sections)


def _read_sections() -> dict[str, tuple[Section, ...]]:
    global _ready
    sources = {source.digest: source for source in _sources()}
    missing = sources.keys() - _ready.keys()
    stored = _read_stored() if len(missing) > FEW else {}
    ready = {
        digest: _ready.get(digest) or stored.get(digest) or make_sections(source)
        for digest, source in sources.items()
    }
    _ready = ready
    return {sources[digest].key: sections for digest, sections in ready.items()}


def _read_stored() -> dict[str, tuple[Section, ...]]:
    found: dict[str, list[Section]] = {}
    for key, digest, *rest in SearchSection.objects.values_list(*_COLUMNS).iterator(2000):
        found.setdefault(digest, []).append(Section(key, *rest))
    return {digest: tuple(sections) for digest, sections in found.items()}


def make_sections(source: Source) -> tuple[Section, ...]:
    """A text made ready."""
    title = _title_line(source)
    return tuple(
        Section(
            key=source.key,
            language=source.language,
            anchor=passage.anchor,
            heading=passage.heading,
            runs=json.dumps(passage.runs, ensure_ascii=False),
            title_line=title,
            heading_line=stems_of([("", passage.heading)], source.language),
            words_line=stems_of(passage.runs, source.language),
        )
        for passage in source.cut()
    )


def _title_line(source: Source) -> str:
    forms = (stems_of([run], source.language) for run in source.title if run != LINE_END)
    return FURTHER.join(form for form in forms if form)


def store_texts() -> int:
    """Bring the table up to date with the texts; how many texts were written or removed.

    Raises:
        DatabaseError: it could not be written; the searches go on without it.
    """
    wanted = {source.digest: source for source in _sources()}
    present = dict(SearchSection.objects.values_list("digest", "key").distinct())
    fresh = [wanted[digest] for digest in wanted.keys() - present.keys()]
    old = [digest for digest in present if digest not in wanted]
    if not fresh and not old:
        return 0
    rows = [
        SearchSection(
            number=number,
            digest=source.digest,
            **{name: getattr(section, name) for name in _COLUMNS if name != "digest"},
        )
        for source in fresh
        for number, section in enumerate(_ready.get(source.digest) or make_sections(source))
    ]
    with transaction.atomic():
        for at in range(0, len(old), 500):
            SearchSection.objects.filter(digest__in=old[at : at + 500]).delete()
        SearchSection.objects.bulk_create(rows, batch_size=200)
    return len(fresh) + len(old)


def try_to_store_texts() -> None:
    """Bring the table up to date where that is possible, once after each publication."""
    try:
        remembered("reading:search:stored", store_texts)
    except DatabaseError:
        return  # another process wrote them, or nothing can be written now: the next time


# --- the texts as they are now -----------------------------------------------------------------
_PAGE_COLUMNS: dict[type[FramePage], tuple[str, ...]] = {
    WorkPage: ("summary", "body"),
    ChapterPage: ("summary", "body", "objectives"),
    ArticlePage: ("summary", "body"),
    DeckPage: ("summary", "body", "outcomes", "prerequisites", "materials"),
    SlidePage: ("body",),
}
# Lists that a page shows under a heading of its own: column, anchor, heading.
_LISTS: dict[type[FramePage], tuple[tuple[str, str, Callable[[], str]], ...]] = {
    ChapterPage: (("objectives", "objectives", lambda: _("What you will be able to do")),),
    DeckPage: (
        ("outcomes", "outcomes", lambda: _("Participants will be able to")),
        ("prerequisites", "before", lambda: _("Before the session")),
        ("materials", "materials", lambda: _("Materials")),
    ),
}


def _sources() -> Iterator[Source]:
    for model, columns in _PAGE_COLUMNS.items():
        pages = open_pages(model._default_manager.all())
        if model is SlidePage:
            # What answers a case is found by those who turn to it, not by a search.
            pages = pages.filter(is_answer=False)
        for values in pages.values("pk", "title", "locale_id", *columns):
            yield _page_source(model, values)
    for row in glossary_rows():
        for language in LANGUAGES:
            yield _term_source(row, language)


def _page_source(model: type[Page], row: dict[str, Any]) -> Source:
    language = languages().get(row["locale_id"], "en")
    summary = row.get("summary", "")
    lists = [
        (anchor, heading, lines)
        for column, anchor, heading in _LISTS.get(model, ())
        if (lines := lines_of(row[column]))
    ]

    def cut() -> tuple[Passage, ...]:
        first, *others = passages_of(row["body"], before=[summary]) or (Passage("", "", ()),)
        if first.anchor:
            first, others = Passage("", "", ()), [first, *others]
        with override(language):
            listed = [Passage(anchor, words(), _as_runs(lines)) for anchor, words, lines in lists]
        return (first, *listed, *others)

    return Source(
        key=page_key(row["pk"]),
        language=language,
        title=(("", tidy(row["title"])),),
        material=(summary, row["body"], [(anchor, lines) for anchor, _words, lines in lists]),
        cut=cut,
    )


def glossary_rows() -> tuple[GlossaryTerm, ...]:
    """The rows of the glossary, kept in this process until something is published."""
    return remembered("reading:search:glossary", lambda: tuple(GlossaryTerm.objects.all()))


def names_of(row: GlossaryTerm) -> list[Run]:
    """A term's names with their languages: its terms and its short forms."""
    named = [
        (language, row.words(name, language))
        for language in LANGUAGES
        for name in ("term", "short")
    ]
    return [(language, tidy(words)) for language, words in named if words]


def shown_term(row: GlossaryTerm, language: str) -> str:
    """A term with its short form, in a language."""
    term, short = row.words("term", language), row.words("short", language)
    return f"{term} ({short})" if short else term


def _term_source(row: GlossaryTerm, language: str) -> Source:
    other = "es" if language == "en" else "en"
    twin = tidy(shown_term(row, other))
    definition = tidy(row.words("definition", language))
    law = [run for words in filter(None, [row.source]) for run in (("", words), LINE_END)]
    runs = (("", definition), LINE_END, (other, twin), LINE_END, *law)
    names = sorted(names_of(row), key=lambda name: name[0] != language)
    return Source(
        key=term_key(row.slug, language),
        language=language,
        title=tuple(names),
        material=runs,
        cut=lambda: (Passage(row.slug, "", runs),),
    )


def _as_runs(lines: tuple[str, ...]) -> tuple[Run, ...]:
    return tuple(run for line in lines for run in (("", tidy(line)), LINE_END))
