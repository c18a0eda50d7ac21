"""The law as this site uses it: every paragraph with all that rests on it."""

from dataclasses import dataclass

from rumbo.terms.citations import parse_citation
from rumbo.website.frame.page_base import path_of
from rumbo.website.reading.citing import Citing, all_cited_keys, find_citing
from rumbo.website.reading.law import LawNote, find_key, law_index, law_note
from rumbo.website.reading.lookups import EditionMark, Entry, edition_of, shelf
from rumbo.website.reading.models import WorkPage


@dataclass(frozen=True, slots=True)
class LawLine:
    """A paragraph in a list.

    Args:
        note: the paragraph.
        count: how many pages, questions and terms rest on it itself.
        depth: how deep it lies in its section; 0 is the section.
    """

    note: LawNote
    count: int
    depth: int


@dataclass(frozen=True, slots=True)
class LawSection:
    """A section of the law with its cited paragraphs.

    Args:
        note: the section.
        lines: its paragraphs on which something rests, in the order of the law.
    """

    note: LawNote
    lines: tuple[LawLine, ...]


@dataclass(frozen=True, slots=True)
class LawIndexView:
    """Every paragraph on which something rests.

    Args:
        sections: by section, in the order of the law.
        count: how many paragraphs.
        edition: of the work that the list stands in.
    """

    sections: tuple[LawSection, ...]
    count: int
    edition: EditionMark


@dataclass(frozen=True, slots=True)
class WorkPages:
    """The pages of one work that rest on a paragraph."""

    work: Entry
    pages: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class LawParagraphView:
    """One paragraph with all that rests on it.

    Args:
        note: the paragraph.
        around: what it stands in, from the section inwards.
        inside: the paragraphs inside it on which something rests.
        works: the pages by work.
        citing: all that rests on it.
        edition: of the work that the page stands in.
    """

    note: LawNote
    around: tuple[LawNote, ...]
    inside: tuple[LawLine, ...]
    works: tuple[WorkPages, ...]
    citing: Citing
    edition: EditionMark


def index_view(page: WorkPage) -> LawIndexView:
    """Every paragraph on which something rests, by section."""
    keys = all_cited_keys()
    sections: dict[str, list[str]] = {}
    for key in keys:
        sections.setdefault(parse_citation(key).section_citation.key, []).append(key)
    return LawIndexView(
        sections=tuple(
            LawSection(law_note(section), tuple(_line(key) for key in of))
            for section, of in sections.items()
        ),
        count=len(keys),
        edition=edition_of(path_of(page)),
    )


def paragraph_view(page: WorkPage, slug: str) -> LawParagraphView:
    """One paragraph with all that rests on it. The paragraph must be one that we hold."""
    key = find_key(slug)
    assert key is not None  # the page routes here only for such a slug
    citing = find_citing(key)
    here = shelf()
    works: dict[str, list[Entry]] = {}
    for entry in citing.pages:
        work = here.find_work(entry.path)
        if work is not None:
            works.setdefault(work.entry.path, []).append(entry)
    named = {work.entry.path: work.entry for work in here.works}
    return LawParagraphView(
        note=law_note(key),
        around=_around(key),
        inside=tuple(_line(one) for one in all_cited_keys() if one.startswith(f"{key}(")),
        works=tuple(WorkPages(named[path], tuple(pages)) for path, pages in works.items()),
        citing=citing,
        edition=edition_of(path_of(page)),
    )


def _line(key: str) -> LawLine:
    return LawLine(law_note(key), find_citing(key).count, len(parse_citation(key).paragraphs))


def _around(key: str) -> tuple[LawNote, ...]:
    found = []
    parent = parse_citation(key).parent
    while parent is not None:
        if parent.key in law_index():
            found.append(law_note(parent.key))
        parent = parent.parent
    return tuple(reversed(found))
