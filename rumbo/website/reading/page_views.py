"""What the templates of works, chapters, articles, the glossary and the tools page are given."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumbo.website.frame import decisions
from rumbo.website.frame.chrome import installation
from rumbo.website.frame.markdown import box_names, local_address
from rumbo.website.frame.models import Picture
from rumbo.website.frame.page_base import FramePage, path_of
from rumbo.website.reading.changes import SectionChange, compare
from rumbo.website.reading.citing import CitedLaw, law_cited_in
from rumbo.website.reading.downloads import Download, downloads_of
from rumbo.website.reading.glossary import (
    GLOSSARY_PATH,
    TermNote,
    is_glossary_home,
    term_notes,
    terms_in,
)
from rumbo.website.reading.lookups import (
    EditionMark,
    Entry,
    Part,
    edition_of,
    in_language,
    older_twins,
    part_path_of,
    present_twin,
    shelf,
)
from rumbo.website.reading.models import (
    ArticlePage,
    ChapterPage,
    ToolsPage,
    WorkPage,
)
from rumbo.website.reading.reading_time import count_words, reading_minutes
from rumbo.website.reading.state_notes import NoteView, notes_on
from rumbo.website.reading.text_parts import Section, sections_of


@dataclass(frozen=True)
class Federal:
    """The federal publication beside ours.

    Args:
        title, text: what it is called and what we know of it.
        url: its address as we last knew it.
        as_of: the day up to which we looked.
    """

    title: str
    text: str
    url: str
    as_of: date


@dataclass(frozen=True)
class Card:
    """One of our publications on the tools page.

    Args:
        title, text: what it is.
        picture: its drawing, if there is one.
        revised, why: when it was revised last, and why.
        link, link_text: the way in.
        federal: the federal publication beside it.
    """

    title: str
    text: str
    picture: Picture | None
    revised: date
    why: str
    link: str
    link_text: str
    federal: Federal


@dataclass(frozen=True)
class ToolsView:
    """The tools page.

    Args:
        cards: our publications, each beside the federal one.
    """

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Superseded:
    """What every page of an older edition says first.

    Args:
        until: the last day of its rules, in words.
        present: the present page on the same subject, or the present work; None if it is closed.
        changes_address: where the two are compared; empty where there is nothing to compare.
    """

    until: str
    present: Entry | None
    changes_address: str


@dataclass(frozen=True)
class OlderPage:
    """An older edition's page on the subject of a present one.

    Args:
        entry: that page; of a work, the older work.
        edition: its edition.
        changes_address: where it is compared with the present one; empty for chapters and works.
    """

    entry: Entry
    edition: EditionMark
    changes_address: str


@dataclass(frozen=True)
class ChangesView:
    """An article of an older edition beside the present one.

    Args:
        work, chapter, old: the older edition, its chapter, its article.
        new: the present article.
        edition: the older edition.
        superseded: what the older edition says first.
        sections: what changed.
        text_language: the language of both where it is not the reader's, else empty.
    """

    work: Entry | None
    chapter: Entry | None
    old: Entry
    new: Entry
    edition: EditionMark
    superseded: Superseded | None
    sections: tuple[SectionChange, ...]
    text_language: str


@dataclass(frozen=True)
class Group:
    """Chapters that stand under one heading on a work's front page."""

    anchor: str
    title: str
    chapters: tuple[Part, ...]


@dataclass(frozen=True)
class Module:
    """The decks of one module, by level.

    Args:
        number, title: of the module; 0 and empty for decks that belong to none.
        decks: its decks, in order.
    """

    number: int
    title: str
    decks: tuple[Part, ...]


@dataclass(frozen=True)
class WorkView:
    """A work's front page.

    Args:
        path: its path without language: a device keeps the reader's place in it under this name.
        edition: its edition.
        groups: its chapters, then its appendices, each with a heading and an anchor; no empty ones.
        modules: its decks, by module.
        downloads: the work as files.
        glossary_path: the glossary, if this work has it; else empty.
        terms: how many terms the glossary has.
        intro, sections: the work's own text, before its first heading and from there on.
        text_language: the language of its text where it is not the reader's, else empty.
        superseded: of an older edition, what it says first.
        older: of a present page, the older editions' pages on its subject.
    """

    path: str
    edition: EditionMark
    groups: tuple[Group, ...]
    modules: tuple[Module, ...]
    downloads: tuple[Download, ...]
    glossary_path: str
    terms: int
    intro: tuple[Section, ...]
    sections: tuple[Section, ...]
    text_language: str
    superseded: Superseded | None
    older: tuple[OlderPage, ...]


@dataclass(frozen=True)
class ChapterView:
    """A chapter's front page.

    Args:
        work: the work that it belongs to, if readers can see it.
        edition: its edition.
        articles: its articles, in order.
        minutes: to read them all.
        objectives: what the reader will be able to do.
        checklists: the articles with a checklist.
        law: the law that chapter and articles cite, in order, with the places.
        decks: the decks that teach it.
        downloads: the chapter as a file.
        intro, sections: the chapter's own text, before its first heading and from there on.
        text_language: the language of its text where it is not the reader's, else empty.
        superseded: of an older edition, what it says first.
        older: of a present page, the older editions' pages on its subject.
    """

    work: Entry | None
    edition: EditionMark
    articles: tuple[Entry, ...]
    minutes: int
    objectives: tuple[str, ...]
    checklists: tuple[Entry, ...]
    law: tuple[CitedLaw, ...]
    decks: tuple[Part, ...]
    downloads: tuple[Download, ...]
    intro: tuple[Section, ...]
    sections: tuple[Section, ...]
    text_language: str
    superseded: Superseded | None
    older: tuple[OlderPage, ...]


@dataclass(frozen=True)
class ArticleView:
    """An article.

    Args:
        work, chapter: where it stands, if readers can see them.
        articles: the chapter's articles, in order, for the contents beside the text.
        path: its own path, to mark it in the contents.
        edition: its edition.
        previous, next: its neighbours.
        minutes: to read it.
        sections: its text.
        headings: the sections that have a heading, for the contents of the page.
        terms: the glossary terms that it links to.
        has_checklist: whether there is something to tick.
        has_decision: whether there is a decision aid.
        citation: the sentence with which to cite it.
        downloads: the article as a file.
        state_notes: what single States say on its subject.
        text_language: the language of its text where it is not the reader's, else empty.
        superseded: of an older edition, what it says first.
        older: of a present page, the older editions' pages on its subject.
    """

    work: Entry | None
    chapter: Entry | None
    articles: tuple[Entry, ...]
    path: str
    edition: EditionMark
    previous: Entry | None
    next: Entry | None
    minutes: int
    sections: tuple[Section, ...]
    headings: tuple[Section, ...]
    terms: tuple[TermNote, ...]
    has_checklist: bool
    has_decision: bool
    citation: SafeString
    downloads: tuple[Download, ...]
    state_notes: tuple[NoteView, ...]
    text_language: str
    superseded: Superseded | None
    older: tuple[OlderPage, ...]


@dataclass(frozen=True)
class GlossaryLetter:
    """The terms filed under one letter."""

    letter: str
    terms: tuple[TermNote, ...]


@dataclass(frozen=True)
class GlossaryView:
    """The glossary.

    Args:
        letters: the terms in the reader's alphabet.
        count: how many there are.
        edition: the edition of the work that it belongs to.
    """

    letters: tuple[GlossaryLetter, ...]
    count: int
    edition: EditionMark


def text_language_of(page: FramePage) -> str:
    """The language of a page's words where it is not the reader's, else empty."""
    return page.language if page.is_shown_untranslated else ""


def lines_of(stream: Any) -> tuple[str, ...]:
    """The sentences of a list field."""
    return tuple(str(child.value) for child in stream)


def with_intro(source: str, written_in: str) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """A text's sections: what stands before its first heading, and the rest."""
    sections = sections_of(source, written_in)
    return (
        tuple(section for section in sections if not section.anchor),
        tuple(section for section in sections if section.anchor),
    )


def tools_view(page: ToolsPage) -> ToolsView:
    """The tools page's cards. A card has the picture of the work that it leads to."""
    values = [child.value for child in page.cards]
    names = [value["link"].strip("/").rpartition("/")[2] for value in values]
    pictures = {row.seed_name: row for row in Picture.objects.filter(seed_name__in=names)}
    return ToolsView(
        tuple(_card(value, pictures.get(name)) for value, name in zip(values, names, strict=True))
    )


def _card(value: Any, picture: Picture | None) -> Card:
    federal = value["federal"]
    return Card(
        title=value["title"],
        text=value["text"],
        picture=picture,
        revised=value["revised"],
        why=value["why"],
        link=value["link"],
        link_text=value["link_text"],
        federal=Federal(federal["title"], federal["text"], federal["url"], federal["as_of"]),
    )


def work_view(page: WorkPage) -> WorkView:
    """A work with its parts."""
    work = shelf().find_work(path_of(page))
    parts = work.parts if work is not None else ()
    has_glossary = is_glossary_home(page)
    intro, sections = with_intro(page.body, page.language)
    return WorkView(
        path=path_of(page),
        edition=_own_edition(page),
        groups=_groups_of(parts),
        modules=_modules_of(parts),
        downloads=downloads_of(path_of(page)),
        glossary_path=GLOSSARY_PATH if has_glossary else "",
        terms=len(term_notes()) if has_glossary else 0,
        intro=intro,
        sections=sections,
        text_language=text_language_of(page),
        superseded=superseded_of(path_of(page)),
        older=older_pages(path_of(page)),
    )


def _modules_of(parts: tuple[Part, ...]) -> tuple[Module, ...]:
    decks = [part for part in parts if part.entry.kind == "deck"]
    numbers = dict.fromkeys(deck.entry.module for deck in decks)
    by_number = {n: tuple(deck for deck in decks if deck.entry.module == n) for n in numbers}
    return tuple(Module(n, of[0].entry.module_title, of) for n, of in by_number.items())


def _groups_of(parts: tuple[Part, ...]) -> tuple[Group, ...]:
    chapters = tuple(part for part in parts if part.entry.kind == "chapter")
    groups = (
        Group("contents", _("Contents"), tuple(p for p in chapters if not p.entry.is_appendix)),
        Group("appendices", _("Appendices"), tuple(p for p in chapters if p.entry.is_appendix)),
    )
    return tuple(group for group in groups if group.chapters)


def chapter_view(page: ChapterPage) -> ChapterView:
    """A chapter with its articles, its law and its files."""
    path = path_of(page)
    here = shelf()
    work = here.find_work(path)
    part = here.find_part(path) or Part(_entry_of_draft(page), ())
    intro, sections = with_intro(page.body, page.language)
    return ChapterView(
        work=work.entry if work is not None else None,
        edition=edition_of(path),
        articles=part.leaves,
        minutes=part.minutes,
        objectives=lines_of(page.objectives),
        checklists=tuple(leaf for leaf in part.leaves if leaf.has_checklist),
        law=law_cited_in(part),
        decks=here.decks_that_teach(path),
        downloads=downloads_of(path),
        intro=intro,
        sections=sections,
        text_language=text_language_of(page),
        superseded=superseded_of(path),
        older=older_pages(path),
    )


def article_view(page: ArticlePage, *, base: str) -> ArticleView:
    """An article with its neighbours, its terms and its law."""
    path = path_of(page)
    here = shelf()
    work, part = here.find_work(path), here.find_part(part_path_of(page))
    previous, following = part.neighbours(path) if part is not None else (None, None)
    edition = edition_of(path)
    sections = sections_of(page.body, page.language)
    return ArticleView(
        work=work.entry if work is not None else None,
        chapter=part.entry if part is not None else None,
        articles=part.leaves if part is not None else (),
        path=path,
        edition=edition,
        previous=previous,
        next=following,
        minutes=reading_minutes(page.words or count_words(page.body)),
        sections=sections,
        headings=tuple(section for section in sections if section.anchor),
        terms=terms_in(page.body),
        has_checklist=page.has_checklist,
        has_decision=decisions.BOX in box_names(page.body),
        citation=citation_of(page, edition, part, base=base),
        downloads=downloads_of(path),
        state_notes=notes_on(path),
        text_language=text_language_of(page),
        superseded=superseded_of(path),
        older=older_pages(path),
    )


def superseded_of(path: str) -> Superseded | None:
    """What a page of an older edition says first; None for a present page."""
    here = shelf()
    work = here.find_work(path)
    if work is None or not work.edition.superseded_by:
        return None
    twin = present_twin(path)
    is_article = twin is not None and twin.kind == "article"
    return Superseded(
        until=work.edition.until,
        present=twin or here.find_entry(work.edition.superseded_by),
        changes_address=_changes_address(path) if is_article else "",
    )


def older_pages(path: str) -> tuple[OlderPage, ...]:
    """The older editions' pages on the subject of a present one."""
    return tuple(
        OlderPage(
            entry, work.edition, _changes_address(entry.path) if entry.kind == "article" else ""
        )
        for work, entry in older_twins(path)
    )


def _changes_address(path: str) -> str:
    return local_address(f"{path}changes/", get_language() or "en")


def changes_view(page: ArticlePage) -> ChangesView:
    """An article of an older edition beside the present one, which must exist."""
    path = path_of(page)
    here = shelf()
    work, part = here.find_work(path), here.find_part(path)
    twin = present_twin(path)
    assert twin is not None  # the page routes here only where there is one
    twin = shelf(page.language).find_entry(twin.path) or twin
    present = ArticlePage.objects.only("body").get(pk=twin.pk)
    return ChangesView(
        work=work.entry if work is not None else None,
        chapter=part.entry if part is not None else None,
        old=here.find_entry(path) or _entry_of_draft(page),
        new=twin,
        edition=edition_of(path),
        superseded=superseded_of(path),
        sections=compare(page.body, present.body),
        text_language=text_language_of(page),
    )


def citation_of(
    page: FramePage, edition: EditionMark, part: Part | None, *, base: str
) -> SafeString:
    """The sentence with which to cite a page; words of another language say which one it is."""
    chapter = in_language(part.entry.title, part.entry.foreign_language) if part else ""
    work = in_language(edition.work_title, edition.foreign_language) if edition.work_title else ""
    place = format_html_join(", ", "{}", ((words,) for words in (chapter, work) if words))
    return format_html(
        _("“{title}”, in: {place}. {edition}. Independent, unofficial. {address}"),
        title=format_html('<span lang="{}">{}</span>', page.language, page.title),
        place=place or installation().name,
        edition=edition.html or _("No edition named"),
        address=f"{base}{page.address}",
    )


def glossary_view(page: WorkPage) -> GlossaryView:
    """The glossary in the reader's alphabet."""
    notes = list(term_notes().values())
    letters = dict.fromkeys(note.letter for note in notes)
    return GlossaryView(
        letters=tuple(
            GlossaryLetter(letter, tuple(note for note in notes if note.letter == letter))
            for letter in letters
        ),
        count=len(notes),
        edition=_own_edition(page),
    )


def _own_edition(page: WorkPage) -> EditionMark:
    return EditionMark(
        page.title, page.edition, page.edition_on, foreign_language=text_language_of(page)
    )


def _entry_of_draft(page: ChapterPage) -> Entry:
    """The entry of a chapter that is not public yet, for its preview."""
    return Entry(
        kind="chapter",
        pk=page.pk or 0,
        path=path_of(page),
        language=page.language,
        title=page.title,
        list_title=page.title,
        summary=page.summary,
    )
