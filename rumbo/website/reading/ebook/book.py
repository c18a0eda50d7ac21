"""A work as an EPUB 3 book: its files, packed.

The package is a zip file of a few fixed parts. It is written here, as a library for it (EbookLib) is
under a licence that our readers' own copies could not live with (AGPL), and would write the same parts.
Everything in it is our own: no script, no font, no file of another site.
"""

import io
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from rumbo.website.frame.chrome import installation
from rumbo.website.frame.markdown import cited_keys, headings, local_address, mark_words
from rumbo.website.reading.ebook.cover import cover_alt, cover_source
from rumbo.website.reading.ebook.xhtml import write_xhtml
from rumbo.website.reading.glossary import SCHEME, TermNote
from rumbo.website.reading.law import LawNote
from rumbo.website.reading.lookups import EditionMark, Entry
from rumbo.website.reading.made_files import Recipe
from rumbo.website.reading.printed_parts import (
    LICENCE,
    independence,
    licence_words,
    superseded_words,
    translation_words,
)
from rumbo.website.reading.typesetting import typeset
from rumbo.website.reading.whole_texts import ChapterText, Source, Text, WorkText, read_work

STYLE = Path(__file__).with_name("style.css")
# Zip files know no earlier moment; a fixed one makes the same words the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)
_EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class TextPart:
    """One page's words inside a file of the book.

    Args:
        anchor: its place in the file.
        entry: the page.
        language: of its words where it is not the book's, else empty.
        notice: what a reader must know of its translation; may be empty.
        html: its words.
    """

    anchor: str
    entry: Entry
    language: str
    notice: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter's file.

    Args:
        title: the chapter's title.
        own: the chapter's own words.
        articles: its articles.
        objectives: what the reader will be able to do.
        sources: what the chapter rests on.
        superseded: what a reader of an older edition must know; else empty.
    """

    title: str
    own: TextPart
    articles: tuple[TextPart, ...]
    objectives: tuple[str, ...]
    sources: tuple[Source, ...]
    superseded: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term of the glossary with the words of its evidence mark; empty where it has none."""

    note: TermNote
    mark: str


@dataclass(frozen=True, slots=True)
class LawPlaces:
    """A paragraph of the law with the places in the book that rest on it."""

    note: LawNote
    places: tuple["Place", ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the book.

    Args:
        address: file and anchor.
        title: what stands there.
        language: of the title where it is not the book's, else empty.
        inner: the places inside it.
    """

    address: str
    title: str
    language: str = ""
    inner: tuple["Place", ...] = ()


@dataclass(frozen=True, slots=True)
class BookFile:
    """One file of the book.

    Args:
        name: its name.
        key: its name in the package.
        media_type: what it is.
        properties: what the package says of it; may be empty.
        is_read: whether it stands in the order of reading.
    """

    name: str
    key: str
    media_type: str = "application/xhtml+xml"
    properties: str = ""
    is_read: bool = True


def book_recipe(path: str, *, language: str, base: str) -> Recipe | None:
    """How to make a work's book; None if readers cannot see it."""
    with override(language):
        whole = read_work(path, language=language, base=base)
        if whole is None:
            return None
        book = _Book(whole)
        parts = book.parts()
        cover = cover_source(whole)
    words = "\0".join([cover, *(f"{name}\0{text}" for name, text in parts.items())])
    return Recipe(words.encode(), lambda: _pack(parts, cover), whole.until)


def _pack(parts: dict[str, str], cover: str) -> bytes:
    """The zip file; the kind of file stands first and is not compressed, as the standard wants."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, text in parts.items():
            _add(archive, name, text.encode(), zipfile.ZIP_DEFLATED)
        _add(archive, "EPUB/cover.png", typeset(cover, "png"), zipfile.ZIP_STORED)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, how: int) -> None:
    facts = zipfile.ZipInfo(name, EPOCH)
    facts.compress_type = how
    facts.external_attr = 0o644 << 16
    archive.writestr(facts, content)


class _Book:
    """Writes a work's files, in the active language."""

    def __init__(self, whole: WorkText) -> None:
        self.whole = whole
        self.work = whole.work.entry
        self.edition: EditionMark = whole.work.edition
        self.places = dict(self._all_places())
        self.terms = {note.slug for note in whole.terms}

    def parts(self) -> dict[str, str]:
        """Every file but the cover's picture, by name."""
        written = {
            "cover.xhtml": self._page("cover", alt=cover_alt(self.whole)),
            "title.xhtml": self._title_page(),
            "nav.xhtml": self._nav(),
        }
        if self._has_about:
            written["about.xhtml"] = self._about()
        for chapter in self.whole.chapters:
            written[_file_of(chapter)] = self._chapter(chapter)
        if self.whole.terms:
            written["glossary.xhtml"] = self._page("glossary", terms=tuple(self._terms()))
        if self.whole.law:
            written["law.xhtml"] = self._page("law", law=tuple(self._law()))
        style = _style()
        package = self._package(list(written))
        return {
            "META-INF/container.xml": render_to_string("reading/ebook/container.xml"),
            "EPUB/package.opf": package,
            **{f"EPUB/{name}": text for name, text in written.items()},
            "EPUB/style.css": style,
        }

    # --- where things stand ----------------------------------------------------------------
    @property
    def _has_about(self) -> bool:
        return self.whole.text is not None and bool(self.whole.text.body)

    def _all_places(self) -> Iterator[tuple[str, str]]:
        """Every address of the site that is in the book, with its file and anchor."""
        if self.whole.text is not None:
            file = "about.xhtml" if self.whole.text.body else "title.xhtml"
            yield self.whole.text.entry.path, file
            yield from _anchors(self.whole.text, file, "about")
        for chapter in self.whole.chapters:
            file = _file_of(chapter)
            yield chapter.text.entry.path, file
            yield from _anchors(chapter.text, file, "chapter")
            for text in chapter.articles:
                yield text.entry.path, f"{file}#{_anchor(text)}"
                yield from _anchors(text, file, _anchor(text))

    def _contents(self) -> Iterator[Place]:
        if self._has_about:
            yield Place("about.xhtml", _("About this work"))
        for chapter in self.whole.chapters:
            file, entry = _file_of(chapter), chapter.text.entry
            inner = tuple(
                Place(f"{file}#{_anchor(text)}", text.entry.title, text.entry.foreign_language)
                for text in chapter.articles
            )
            yield Place(file, entry.title, entry.foreign_language, inner)
        if self.whole.terms:
            yield Place("glossary.xhtml", self.whole.glossary_title)
        if self.whole.law:
            yield Place("law.xhtml", _("Law cited"))

    def _resolver(self, text: Text | None) -> Callable[[str], str | None]:
        def resolve(link: str) -> str | None:
            if link.startswith(SCHEME):
                slug = link.removeprefix(SCHEME)
                return f"glossary.xhtml#term-{slug}" if slug in self.terms else None
            if link.startswith("#"):
                return self.places.get(f"{text.entry.path}{link}") if text is not None else None
            if link.startswith("/") and not link.startswith("//"):
                found = self.places.get(link) or self.places.get(link.partition("#")[0])
                return found or f"{self.whole.base}{local_address(link, self.whole.language)}"
            return link if link.startswith(("http://", "https://", "mailto:")) else None

        return resolve

    # --- files -----------------------------------------------------------------------------
    def _page(self, name: str, **more: Any) -> str:
        return render_to_string(
            f"reading/ebook/{name}.xhtml",
            {
                "language": self.whole.language,
                "work": self.work,
                "work_language": self.work.foreign_language,
                "glossary_title": self.whole.glossary_title,
                **more,
            },
        )

    def _nav(self) -> str:
        places = tuple(self._contents())
        start = next(place for place in places if place.inner or place.address != "about.xhtml")
        return self._page("nav", places=places, start=start)

    def _title_page(self) -> str:
        address = f"{self.whole.base}{local_address(self.work.path, self.whole.language)}"
        return self._page(
            "title",
            edition=self.edition,
            superseded=superseded_words(self.edition),
            independence=independence(),
            foot=installation().words("foot"),
            address=address,
            licence=LICENCE,
            licence_words=licence_words(),
        )

    def _about(self) -> str:
        assert self.whole.text is not None  # asked before
        return self._page("about", part=self._part(self.whole.text, "about", 2))

    def _chapter(self, chapter: ChapterText) -> str:
        said = (chapter.text.entry.language, chapter.text.translation)
        view = ChapterView(
            title=chapter.text.entry.title,
            own=self._part(chapter.text, "chapter", 2),
            articles=tuple(
                self._part(
                    text,
                    _anchor(text),
                    3,
                    is_said=said == (text.entry.language, text.translation),
                )
                for text in chapter.articles
            ),
            objectives=chapter.objectives,
            sources=chapter.sources,
            superseded=superseded_words(self.edition),
        )
        return self._page("chapter", view=view)

    def _part(self, text: Text, anchor: str, level: int, *, is_said: bool = False) -> TextPart:
        language = text.entry.language
        notice = "" if is_said else translation_words(text, self.whole.language)
        with override(language):
            html = write_xhtml(
                text.body,
                resolve=self._resolver(text),
                written_in=language,
                level=level,
                anchor_start=f"{anchor}--",
            )
        return TextPart(anchor, text.entry, text.entry.foreign_language, notice, mark_safe(html))

    def _terms(self) -> Iterator[TermLine]:
        for note in self.whole.terms:
            yield TermLine(note, mark_words(note.mark) if note.mark else "")

    def _law(self) -> Iterator[LawPlaces]:
        cited: dict[str, list[Place]] = {}
        for text in self.whole.texts:
            place = Place(
                self.places[text.entry.path], text.entry.title, text.entry.foreign_language
            )
            for key in dict.fromkeys(cited_keys(text.body)):
                cited.setdefault(key, []).append(place)
        for note in self.whole.law:
            yield LawPlaces(note, tuple(cited.get(note.key, ())))

    # --- the package -----------------------------------------------------------------------
    def _package(self, names: list[str]) -> str:
        properties = {"nav.xhtml": "nav"}
        files = [
            BookFile(name, name.partition(".")[0], properties=properties.get(name, ""))
            for name in names
        ]
        files += [
            BookFile("cover.png", "cover-image", "image/png", "cover-image", is_read=False),
            BookFile("style.css", "style", "text/css", is_read=False),
        ]
        address = f"{self.whole.base}{local_address(self.work.path, self.whole.language)}"
        languages = {self.whole.language, *(text.entry.language for text in self.whole.texts)}
        return render_to_string(
            "reading/ebook/package.opf",
            {
                "identifier": uuid.uuid5(uuid.NAMESPACE_URL, address),
                "work": self.work,
                "language": self.whole.language,
                "other_languages": sorted(languages - {self.whole.language}),
                "name": installation().name,
                "edition": self.edition,
                "modified": self._modified(),
                "address": address,
                "licence_words": licence_words(),
                "independence": independence(),
                "files": files,
            },
        )

    def _modified(self) -> str:
        keys = [text.entry.pk for text in self.whole.texts]
        found = Page.objects.filter(pk__in=keys).aggregate(last=Max("last_published_at"))["last"]
        moment = found or datetime.combine(self.edition.on or _EARLIEST, time(), UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _file_of(chapter: ChapterText) -> str:
    return f"chapter-{chapter.text.entry.slug}.xhtml"


def _anchor(text: Text) -> str:
    return f"article-{text.entry.slug}"


def _anchors(text: Text, file: str, start: str) -> Iterator[tuple[str, str]]:
    for one in headings(text.body):
        yield f"{text.entry.path}#{one.anchor}", f"{file}#{start}--{one.anchor}"


@lru_cache(maxsize=1)
def _style() -> str:
    return STYLE.read_text("utf-8")
