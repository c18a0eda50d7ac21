"""The pages of the copy: the present Handbook's words as HTML, without what stands around a page.

A page is written in its own language only. A Spanish reader who asks for one that is not translated
gets the English one from the worker, with the notice that the site gives too.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from rumbo.website.frame.markdown import cited_keys, local_address
from rumbo.website.frame.page_base import FramePage
from rumbo.website.reading.glossary import GLOSSARY_PATH, TermNote, term_notes, terms_in
from rumbo.website.reading.law import LawNote, in_order, law_note
from rumbo.website.reading.lookups import EditionMark, Entry, Part, Work, shelf
from rumbo.website.reading.models import ArticlePage, ChapterPage, WorkPage
from rumbo.website.reading.page_views import lines_of
from rumbo.website.reading.state_notes import NoteView, notes_on
from rumbo.website.reading.text_parts import Section, sections_of

HANDBOOK_PATH = GLOSSARY_PATH.removesuffix("glossary/")
LANGUAGES = ("en", "es")
FINGERPRINT_LETTERS = 10


@dataclass(frozen=True, slots=True)
class KeptSection:
    """A place that the search can find.

    Args:
        anchor: where it stands on its page; empty for the page's beginning.
        title: its heading; empty for the page's beginning.
        html: its words.
    """

    anchor: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of the copy.

    Args:
        path: its address without language.
        language: the one it is written in.
        title: its title.
        html: what stands in the page's `<main>`.
        sections: what the search finds in it.
        fingerprint: of its own words; those of its neighbours and of the site's frame are left
            out, so that a page counts as changed only where a reader would say so.
    """

    path: str
    language: str
    title: str
    html: str
    sections: tuple[KeptSection, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class KeptView:
    """What the templates of kept pages are given.

    Args:
        entry: the page itself, or the Handbook for the glossary.
        work: the Handbook.
        chapter: of an article, its chapter.
        title: the heading of the page.
        edition: the Handbook's edition.
        sections: its text.
        headings: the sections with a heading.
        is_unreviewed: a translation that no second person has read.
        parts: of the Handbook, its chapters and appendices.
        articles: of a chapter, its articles.
        objectives: of a chapter, what the reader will be able to do.
        law: of a chapter, the law that it and its articles cite.
        sources: of a chapter, its sources.
        terms: of an article, those it links to; of the glossary, all.
        notes: of an article, what single States say on its subject.
        previous, next: of an article, its neighbours.
    """

    entry: Entry
    work: Entry
    title: str
    edition: EditionMark
    chapter: Entry | None = None
    sections: tuple[Section, ...] = ()
    headings: tuple[Section, ...] = ()
    is_unreviewed: bool = False
    parts: tuple[Part, ...] = ()
    articles: tuple[Entry, ...] = ()
    objectives: tuple[str, ...] = ()
    law: tuple[LawNote, ...] = ()
    sources: tuple[Any, ...] = ()
    terms: tuple[TermNote, ...] = ()
    notes: tuple[NoteView, ...] = ()
    previous: Entry | None = None
    next: Entry | None = None


def find_handbook(language: str) -> Work | None:
    """The present Handbook in a language; None if readers cannot see it."""
    work = shelf(language).find_work(HANDBOOK_PATH)
    return work if work is not None and work.entry.path == HANDBOOK_PATH else None


def kept_pages(language: str) -> list[KeptPage]:
    """Every page of the present Handbook that is written in a language, the glossary included."""
    with override(language):
        work = find_handbook(language)
        return list(_pages_of(work, language)) if work is not None else []


def _pages_of(work: Work, language: str) -> Iterator[KeptPage]:
    chapters = [part for part in work.parts if part.entry.kind == "chapter"]
    if work.entry.language == language:
        page = WorkPage.objects.get(pk=work.entry.pk)
        yield _text_page(work, page, work.entry, "handbook", parts=tuple(chapters))
    yield _glossary(work)
    own = {part.entry.pk for part in chapters if part.entry.language == language}
    pages = ChapterPage.objects.in_bulk(own)
    leaves = [leaf for part in chapters for leaf in part.leaves]
    articles = ArticlePage.objects.in_bulk([one.pk for one in leaves if one.language == language])
    texts = {pk: article.body for pk, article in articles.items()}
    for part in chapters:
        if part.entry.pk in pages:
            chapter = pages[part.entry.pk]
            yield _text_page(
                work,
                chapter,
                part.entry,
                "chapter",
                articles=part.leaves,
                objectives=lines_of(chapter.objectives),
                law=_law_of(chapter.body, *(texts.get(leaf.pk, "") for leaf in part.leaves)),
                sources=tuple(child.value for child in chapter.sources),
            )
        for leaf in part.leaves:
            if leaf.pk in articles:
                previous, following = part.neighbours(leaf.path)
                yield _text_page(
                    work,
                    articles[leaf.pk],
                    leaf,
                    "article",
                    chapter=part.entry,
                    terms=terms_in(articles[leaf.pk].body),
                    notes=notes_on(leaf.path),
                    previous=previous,
                    next=following,
                )


def _law_of(*texts: str) -> tuple[LawNote, ...]:
    """The law that texts cite, each paragraph once, in the order of the law."""
    keys = (key for text in texts for key in cited_keys(text))
    return tuple(law_note(citation.key) for citation in in_order(keys))


def _text_page(work: Work, page: FramePage, entry: Entry, kind: str, **more: Any) -> KeptPage:
    """A page with a text of its own."""
    body: str = page.body  # type: ignore[attr-defined]
    sections = sections_of(body, entry.language)
    view = KeptView(
        entry=entry,
        work=work.entry,
        title=page.title,
        edition=work.edition,
        sections=sections,
        headings=tuple(one for one in sections if one.anchor),
        is_unreviewed=page.translation == "not-reviewed",
        **more,
    )
    intro = (one.html for one in sections if not one.anchor)
    law = (f"{one.note.key} {one.note.lines}" for section in sections for one in section.law)
    return KeptPage(
        entry.path,
        entry.language,
        page.title,
        _render(kind, view, page),
        (
            KeptSection("", "", " ".join([page.summary, *view.objectives, *intro])),
            *(KeptSection(one.anchor, one.title, one.html) for one in view.headings),
        ),
        _fingerprint(
            page.title,
            page.summary,
            body,
            *view.objectives,
            *law,
            *map(str, (*view.sources, *view.notes)),
        ),
    )


def _glossary(work: Work) -> KeptPage:
    notes = tuple(term_notes().values())
    title = _("Glossary")
    view = KeptView(
        entry=work.entry, work=work.entry, title=title, edition=work.edition, terms=notes
    )
    return KeptPage(
        GLOSSARY_PATH,
        get_language() or "en",
        title,
        _render("glossary", view),
        tuple(
            KeptSection(
                note.slug, f"{note.words.term} {note.words.short}".strip(), _term_html(note)
            )
            for note in notes
        ),
        _fingerprint(*(f"{note.words}{note.other}{note.mark}" for note in notes)),
    )


def _term_html(note: TermNote) -> str:
    return f"{note.words.definition} {note.other.term} {note.other.short}"


# Links of headings to themselves: on a kept page there is nobody to send them to.
_HEADING_LINK = re.compile(r'<a class="r-heading__link".*?</a>', re.DOTALL)


def _render(kind: str, view: KeptView, page: FramePage | None = None) -> str:
    context = {"view": view, "page": page}
    html = render_to_string(f"reading/offline/kept_{kind}.html", context)
    return _HEADING_LINK.sub("", html).strip()


def _fingerprint(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:FINGERPRINT_LETTERS]


def address_of_kept(page: KeptPage) -> str:
    """A kept page's address with its language."""
    return local_address(page.path, page.language)
