"""What stands where: the works with their parts and leaves, in a language, without their texts.

A *work* (handbook, curriculum) has *parts* (chapters, decks); a part has *leaves* (articles,
slides). Everything is found by its path without language, which both languages share.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.page_base import (
    FramePage,
    languages,
    open_pages,
    path_below_language,
    path_of,
)
from rumbo.website.frame.templatetags.frame import long_day
from rumbo.website.reading.models import ArticlePage, ChapterPage, DeckPage, SlidePage, WorkPage
from rumbo.website.reading.reading_time import reading_minutes

EntryKind = Literal["work", "chapter", "article", "deck", "slide"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as lists show it.

    Args:
        kind: what it is.
        pk: the page's key, of the language that was chosen.
        path: its address without language.
        language: the language it is written in.
        title, summary: its words.
        list_title: the title for lists; of an answer slide one that does not tell the answer.
        minutes: to read it (articles) or to teach it (slides); 0 if unknown.
        has_checklist: an article with a checklist.
        is_answer: a slide that answers the one before it.
        has_answer: a slide that the next one answers.
        state_rules_differ: a slide on which a State may have its own rule.
        is_activity: a slide on which participants do something.
        teaches: the path of the chapter that a deck teaches; may be empty.
        is_appendix: a chapter that is an appendix.
        module, module_title, level: the number and title of a deck's module, and its level.
    """

    kind: EntryKind
    pk: int
    path: str
    language: str
    title: str
    list_title: str
    summary: str
    minutes: int = 0
    has_checklist: bool = False
    is_answer: bool = False
    has_answer: bool = False
    state_rules_differ: bool = False
    is_activity: bool = False
    teaches: str = ""
    is_appendix: bool = False
    module: int = 0
    module_title: str = ""
    level: str = ""

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.path.rstrip("/").rpartition("/")[2]

    @property
    def address(self) -> str:
        """Its address in the reader's language."""
        return local_address(self.path, get_language() or "en")

    @property
    def anchor(self) -> str:
        """An anchor for it on a page that shows several."""
        return f"{self.kind}-{self.slug}"

    @property
    def foreign_language(self) -> str:
        """The language of its words where it is not the reader's, else empty."""
        return "" if self.language == (get_language() or "en") else self.language


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter with its articles or a deck with its slides, in order."""

    entry: Entry
    leaves: tuple[Entry, ...]

    @property
    def minutes(self) -> int:
        """Minutes of all leaves together."""
        return sum(leaf.minutes for leaf in self.leaves)

    def neighbours(self, path: str) -> tuple[Entry | None, Entry | None]:
        """The leaves before and after the one at a path; None at the ends and for a stranger."""
        for at, leaf in enumerate(self.leaves):
            if leaf.path == path:
                before = self.leaves[at - 1] if at else None
                after = self.leaves[at + 1] if at + 1 < len(self.leaves) else None
                return before, after
        return None, None

    def number_of(self, path: str) -> int:
        """Where the leaf at a path stands, from 1; 0 for a stranger."""
        return next((at for at, leaf in enumerate(self.leaves, 1) if leaf.path == path), 0)


@dataclass(frozen=True, slots=True)
class EditionMark:
    """The edition that a page belongs to.

    Args:
        work_title: title of the work.
        name: name of the edition; may be empty.
        on: its day, if it has one.
        superseded_by: path of the present work; empty for the present one itself.
        in_force_until: the last day of its rules; only of a superseded one.
        foreign_language: the language of title and name where it is not the reader's, else empty.
    """

    work_title: str
    name: str
    on: date | None
    superseded_by: str = ""
    in_force_until: date | None = None
    foreign_language: str = ""

    @property
    def until(self) -> str:
        """The last day of its rules in words."""
        return long_day(self.in_force_until)

    @property
    def words(self) -> str:
        """The edition in words: 'First edition, November 23, 2026'."""
        return ", ".join(filter(None, [self.name, long_day(self.on)]))

    @property
    def html(self) -> SafeString:
        """The edition in words; a name in another language says which one."""
        name = in_language(self.name, self.foreign_language) if self.name else ""
        return format_html_join(
            ", ", "{}", ((words,) for words in (name, long_day(self.on)) if words)
        )


@dataclass(frozen=True, slots=True)
class Work:
    """A work with its parts, in order."""

    entry: Entry
    edition: EditionMark
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every work that readers can see, in one language."""

    works: tuple[Work, ...]

    def find_work(self, path: str) -> Work | None:
        """The work that a path is, or lies in."""
        around = [work for work in self.works if path.startswith(work.entry.path)]
        return max(around, key=lambda work: len(work.entry.path), default=None)

    def older_editions(self, path: str) -> tuple[Work, ...]:
        """The superseded editions of the work at a path, the latest first."""
        older = [work for work in self.works if work.edition.superseded_by == path]
        return tuple(
            sorted(older, key=lambda work: work.edition.in_force_until or date.min, reverse=True)
        )

    def find_part(self, path: str) -> Part | None:
        """The chapter or deck that a path is, or lies in."""
        work = self.find_work(path)
        parts = work.parts if work is not None else ()
        return next((part for part in parts if path.startswith(part.entry.path)), None)

    def decks_that_teach(self, path: str) -> tuple[Part, ...]:
        """The decks that teach the chapter at a path."""
        return tuple(
            part for work in self.works for part in work.parts if part.entry.teaches == path
        )

    def find_entry(self, path: str) -> Entry | None:
        """The page at a path."""
        work, part = self.find_work(path), self.find_part(path)
        near: list[Entry] = [work.entry] if work is not None else []
        if part is not None:
            near += [part.entry, *part.leaves]
        return next((entry for entry in near if entry.path == path), None)


def in_language(words: str, language: str) -> SafeString:
    """Words as HTML, marked with a language unless that is empty."""
    return format_html('<span lang="{}">{}</span>' if language else "{1}", language, words)


def shelf(language: str | None = None) -> Shelf:
    """The works in a language (the reader's by default); English where there is no translation."""
    wanted = language or get_language() or "en"
    return remembered(f"reading:shelf:{wanted}", lambda: _read_shelf(wanted))


def find_public_page(path: str) -> FramePage | None:
    """The page that readers see at a path, in their language where it exists; one query."""
    entry = shelf().find_entry(path)
    if entry is None:
        return None
    model = next(one for one, (kind, _columns) in _MORE_COLUMNS.items() if kind == entry.kind)
    found: FramePage | None = model._default_manager.filter(pk=entry.pk, live=True).first()
    return found


def find_by_parts(parts: Sequence[str]) -> tuple[FramePage, list[str]] | None:
    """The deepest page of a work on the way to an address, with what is left of the address.

    None where nothing of a work that readers can see lies on that way.
    """
    here = shelf()
    for depth in range(min(DEEPEST, len(parts)), 0, -1):
        path = f"/{'/'.join(parts[:depth])}/"
        found = find_public_page(path) if here.find_entry(path) is not None else None
        if found is not None:
            return found, list(parts[depth:])
    return None


def present_twin(path: str) -> Entry | None:
    """The present page on the subject of a superseded one; None where there is none."""
    here = shelf()
    work = here.find_work(path)
    if work is None or not work.edition.superseded_by:
        return None
    return here.find_entry(work.edition.superseded_by + path.removeprefix(work.entry.path))


def older_twins(path: str) -> tuple[tuple[Work, Entry], ...]:
    """The superseded pages on the subject of a present one, each with its edition."""
    here = shelf()
    work = here.find_work(path)
    if work is None:
        return ()
    rest = path.removeprefix(work.entry.path)
    found = (
        (older, here.find_entry(older.entry.path + rest))
        for older in here.older_editions(work.entry.path)
    )
    return tuple((older, entry) for older, entry in found if entry is not None)


def edition_of(path: str) -> EditionMark:
    """The edition that the page at a path belongs to."""
    work = shelf().find_work(path)
    return work.edition if work is not None else EditionMark("", "", None)


def part_path_of(page: Page) -> str:
    """The path of the chapter or deck that a leaf lies in."""
    return path_of(page).rstrip("/").rpartition("/")[0] + "/"


# --- reading the shelf -------------------------------------------------------------------------
DEEPEST = 5
_COLUMNS = ("pk", "path", "url_path", "locale_id", "title")
_SHARED = ("summary", "order")
_MORE_COLUMNS: dict[type[FramePage], tuple[EntryKind, tuple[str, ...]]] = {
    WorkPage: ("work", ("edition", "edition_on", "superseded_by", "in_force_until")),
    ChapterPage: ("chapter", ("is_appendix",)),
    ArticlePage: ("article", ("words", "has_checklist")),
    DeckPage: ("deck", ("minutes", "chapter_path", "module", "module_title", "level")),
    SlidePage: ("slide", ("minutes", "is_answer", "state_rules_differ", "activity")),
}


_PARTS: tuple[tuple[EntryKind, EntryKind], ...] = (("chapter", "article"), ("deck", "slide"))


@dataclass(frozen=True, slots=True)
class _Row:
    """A page's entry with where it stands, and what only its kind has."""

    entry: Entry
    order: tuple[int, str]
    own: dict[str, Any]


def _read_shelf(language: str) -> Shelf:
    with override(language):
        return Shelf(tuple(_read_works(language)))


def _read_works(language: str) -> Iterator[Work]:
    rows = _read_rows(language)
    for work in rows["work"]:
        parts = [
            Part(part.entry, _with_answers(_below(rows[leaf_kind], part)))
            for kind, leaf_kind in _PARTS
            for part in _below(rows[kind], work)
        ]
        mark = EditionMark(
            work.entry.title,
            work.own["edition"],
            work.own["edition_on"],
            work.own["superseded_by"],
            work.own["in_force_until"],
            work.entry.foreign_language,
        )
        yield Work(work.entry, mark, tuple(parts))


def _read_rows(language: str) -> dict[EntryKind, list[_Row]]:
    """Every page of a work in a language, else in English, by kind and in order; one query."""
    chosen: dict[tuple[EntryKind, str], _Row] = {}
    for page in _pages_with_columns():
        model = next(
            one for one in _MORE_COLUMNS if page[f"{one._meta.model_name}__order"] is not None
        )
        kind, columns = _MORE_COLUMNS[model]
        own = {name: page[f"{model._meta.model_name}__{name}"] for name in (*_SHARED, *columns)}
        written_in = languages().get(page["locale_id"], "en")
        path = path_below_language(page["url_path"])
        is_better = (kind, path) not in chosen or written_in == language
        if written_in in {language, "en"} and is_better:
            entry = _entry_of(page, own, kind, path, written_in)
            chosen[kind, path] = _Row(entry, (own["order"], page["path"]), own)
    rows = sorted(chosen.values(), key=lambda row: row.order)
    kinds = [kind for kind, _columns in _MORE_COLUMNS.values()]
    return {kind: [row for row in rows if row.entry.kind == kind] for kind in kinds}


def _pages_with_columns() -> Iterable[dict[str, Any]]:
    names = {model: str(model._meta.model_name) for model in _MORE_COLUMNS}
    of_a_work = Q()
    for name in names.values():
        of_a_work |= Q(**{f"{name}__isnull": False})
    more = [
        f"{names[model]}__{column}"
        for model, (_kind, columns) in _MORE_COLUMNS.items()
        for column in (*_SHARED, *columns)
    ]
    found: Iterable[dict[str, Any]] = open_pages(Page.objects.filter(of_a_work)).values(
        *_COLUMNS, *more
    )
    return found


def _entry_of(
    page: dict[str, Any], own: dict[str, Any], kind: EntryKind, path: str, language: str
) -> Entry:
    return Entry(
        kind=kind,
        pk=page["pk"],
        path=path,
        language=language,
        title=page["title"],
        list_title=page["title"],
        summary=own["summary"],
        minutes=reading_minutes(own["words"]) if kind == "article" else own.get("minutes", 0),
        has_checklist=own.get("has_checklist", False),
        is_answer=own.get("is_answer", False),
        state_rules_differ=own.get("state_rules_differ", False),
        is_activity=bool(own.get("activity")),
        teaches=own.get("chapter_path", ""),
        is_appendix=own.get("is_appendix", False),
        module=own.get("module", 0),
        module_title=own.get("module_title", ""),
        level=own.get("level", ""),
    )


def _below(rows: Iterable[_Row], parent: _Row) -> list[_Row]:
    """The rows right below a parent."""
    start = parent.entry.path
    return [
        row
        for row in rows
        if row.entry.path.startswith(start) and row.entry.path.count("/") == start.count("/") + 1
    ]


def _with_answers(rows: list[_Row]) -> tuple[Entry, ...]:
    """The leaves, each knowing whether the next one answers it; answers do not tell in lists."""
    entries: list[Entry] = []
    question: Entry | None = None
    for row in rows:
        entry = row.entry
        if not entry.is_answer:
            question = entry
        elif question is not None:
            words = _("Answer: %(title)s") % {"title": question.title}
            entry = replace(entry, list_title=words, summary="")
            at = next(n for n, one in enumerate(entries) if one.path == question.path)
            entries[at] = replace(entries[at], has_answer=True)
        entries.append(entry)
    return tuple(entries)
