"""A chapter on paper: a tagged PDF with contents, page numbers, law and sources, made by Typst."""

import hashlib
import logging
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumbo.website.frame.chrome import installation
from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.markdown import box_title, headings, local_address, mark_words
from rumbo.website.reading.citing import law_cited_in
from rumbo.website.reading.glossary import SCHEME, TermNote, terms_in
from rumbo.website.reading.lookups import Entry, Part, Work, shelf
from rumbo.website.reading.models import ArticlePage, ChapterPage
from rumbo.website.reading.typst_writer import (
    FONTS,
    Target,
    call,
    heading,
    label,
    literal,
    words,
    write_markdown,
)

LOOK = Path(__file__).parent / "typst" / "document.typ"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Finished PDFs kept in a process: both languages of a few chapters.
KEPT = 8

log = logging.getLogger(__name__)

_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class PdfLink:
    """A PDF as a page offers it: its address without language, and its size in bytes."""

    path: str
    size: int

    @property
    def kilobytes(self) -> int:
        """Its size in thousands of bytes, rounded up."""
        return -(-self.size // 1000)


def pdf_path(chapter_path: str) -> str:
    """The address of a chapter's PDF without language."""
    slug = chapter_path.rstrip("/").rpartition("/")[2]
    return f"{chapter_path}{slug}.pdf"


def pdf_link(chapter_path: str, *, language: str, base: str) -> PdfLink:
    """The chapter's PDF; size 0 if readers cannot see the chapter."""
    content = find_chapter_pdf(chapter_path, language=language, base=base)
    return PdfLink(pdf_path(chapter_path), len(content or b""))


def find_chapter_pdf(chapter_path: str, *, language: str, base: str) -> bytes | None:
    """A chapter as tagged PDF; None if readers cannot see it, or if it could not be made.

    Args:
        chapter_path: its path without language.
        language: 'en' or 'es'; articles without a translation are printed in English.
        base: scheme and host for the addresses in it.
    """

    def make() -> bytes | None:
        with override(language):
            source = chapter_source(chapter_path, language, base)
        if source is None:
            return None
        try:
            return pdf_of(source)
        except typst.TypstError:
            # The chapter's page must live without its PDF.
            log.exception("the PDF of %s (%s) was not made", chapter_path, language)
            return None

    return remembered(f"reading:pdf:{language}:{base}:{chapter_path}", make)


def pdf_of(source: str) -> bytes:
    """A Typst document as PDF/UA-1, kept by its text: what did not change is not made again."""
    key = hashlib.sha256(source.encode()).hexdigest()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    with tempfile.TemporaryDirectory(prefix="rumbo-pdf-") as empty:
        content: bytes = typst.compile(
            source.encode(),
            root=empty,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    with _lock:
        _kept[key] = content
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return content


@lru_cache(maxsize=1)
def _look() -> str:
    return LOOK.read_text("utf-8")


def chapter_source(chapter_path: str, language: str, base: str) -> str | None:
    """A chapter as Typst source, in the active language; None if readers cannot see it."""
    here = shelf(language)
    work, part = here.find_work(chapter_path), here.find_part(chapter_path)
    if work is None or part is None or part.entry.path != chapter_path:
        return None
    chapter = ChapterPage.objects.filter(pk=part.entry.pk).first()
    if chapter is None:
        return None
    pages = ArticlePage.objects.in_bulk([leaf.pk for leaf in part.leaves])
    articles = [(leaf, pages[leaf.pk].body) for leaf in part.leaves if leaf.pk in pages]
    return _ChapterDocument(work, part, chapter, articles, language, base).write()


class _ChapterDocument:
    """Puts one chapter together; fixed words are in the active language.

    Those inside a text that is not translated are in the language of that text.
    """

    def __init__(
        self,
        work: Work,
        part: Part,
        chapter: Any,
        articles: list[tuple[Entry, str]],
        language: str,
        base: str,
    ) -> None:
        self.work = work
        self.part = part
        self.chapter = chapter
        self.articles = articles
        self.language = language
        self.base = base
        bodies = [chapter.body, *(body for _leaf, body in articles)]
        self.terms = terms_in(*bodies, language=language)
        self.labels = self._labels()

    def write(self) -> str:
        return "\n".join(
            [
                self._settings(),
                _look(),
                self._cover(),
                self._about(),
                *(self._article(leaf, body) for leaf, body in self.articles),
                self._words_explained(),
                self._law(),
                self._sources(),
            ]
        )

    # --- front -----------------------------------------------------------------------------
    def _settings(self) -> str:
        name, title = installation().name, self.part.entry.title
        foot = " · ".join(
            [
                self.work.entry.title,
                _("%(name)s is independent and not a government site") % {"name": name},
                self.work.edition.words,
            ]
        )
        on = self.work.edition.on
        made = f"datetime(year: {on.year}, month: {on.month}, day: {on.day})" if on else "none"
        full = f"{title} – {self.work.entry.title}"
        return (
            f"#set document(title: {literal(full)}, author: {literal(name)}, date: {made})\n"
            f"#let document-language = {literal(self.language)}\n"
            f"#let running-foot = {literal(foot)}\n"
        )

    def _cover(self) -> str:
        address = f"{self.base}{local_address(self.part.entry.path, self.language)}"
        note = _(
            "This is an independent, unofficial publication. It is not the federal National ID&R "
            "Manual. No government office wrote it, checked it or approved it."
        )
        licence = _(
            "Text: CC BY 4.0. You may copy, translate and change it if you name the source."
        )
        lines = [
            "#v(1.6in);\n",
            call("text", "size: 13pt", "fill: ink-soft", body=words(self.work.entry.title)),
            "\n\n",
            f"#title[{words(self.part.entry.title)}]\n\n",
            call("text", "size: 13pt", body=words(self.part.entry.summary)),
            "\n\n#v(.5in);\n\n",
            words(self.work.edition.words),
            "\n\n",
            call("r-box", '"note"', literal(_("Not a government publication")), body=words(note)),
            "\n\n",
            words(installation().words("foot")),
            "\n\n#v(1fr);\n\n",
            words(_("On the web, with later corrections:") + " "),
            call("r-link", literal(address), body=words(address)),
            "\n\n",
            call("r-link", literal(LICENCE), body=words(licence)),
            "\n\n#pagebreak();\n",
            f"#outline(title: {literal(_('Contents'))}, depth: 1)\n",
        ]
        return "".join(lines)

    def _about(self) -> str:
        objectives = "".join(f"[{words(str(child.value))}], " for child in self.chapter.objectives)
        with override(self.part.entry.language):
            aims = (
                heading(words(_("What you will be able to do")), level=2)
                + f"#list({objectives});\n\n"
                if objectives
                else ""
            )
            text = self._text(self.chapter.body, "chapter--")
        return (
            "#pagebreak();\n"
            + heading(words(_("About this chapter")), level=1, anchor="chapter")
            + self._in_own_language(self.part.entry, aims + text)
        )

    # --- the articles ----------------------------------------------------------------------
    def _article(self, leaf: Entry, body: str) -> str:
        notice = ""
        if leaf.language != self.language:
            notice = (
                call("emph", body=words(_("This article has not been translated yet."))) + "\n\n"
            )
        elif leaf.language != "en":
            notice = call("emph", body=words(_("Translated, not yet reviewed."))) + "\n\n"
        with override(leaf.language):
            text = heading(words(leaf.title), level=1, anchor=leaf.slug) + self._text(
                body, f"{leaf.slug}--"
            )
        return "#pagebreak(weak: true);\n" + notice + self._in_own_language(leaf, text)

    def _in_own_language(self, entry: Entry, source: str) -> str:
        if entry.language == self.language:
            return source
        return f"#[#set text(lang: {literal(entry.language)})\n{source}];\n\n"

    def _text(self, source: str, anchor_start: str) -> str:
        def resolve(link: str) -> Target | None:
            return self._resolve(link, anchor_start)

        return write_markdown(
            source, resolve=resolve, box_title=box_title, anchor_start=anchor_start
        )

    # --- links -----------------------------------------------------------------------------
    def _labels(self) -> set[str]:
        found = {"chapter"} | {f"term--{note.slug}" for note in self.terms}
        found |= {f"chapter--{one.anchor}" for one in headings(self.chapter.body)}
        for leaf, body in self.articles:
            found.add(leaf.slug)
            found |= {f"{leaf.slug}--{one.anchor}" for one in headings(body)}
        return found

    def _resolve(self, link: str, anchor_start: str) -> Target | None:
        if link.startswith(SCHEME):
            name = f"term--{link.removeprefix(SCHEME)}"
            return Target("label", name) if name in self.labels else None
        if link.startswith("#"):
            name = f"{anchor_start}{link[1:]}"
            return Target("label", name) if name in self.labels else None
        if link.startswith("/") and not link.startswith("//"):
            return self._inner(link)
        return (
            Target("address", link) if link.startswith(("http://", "https://", "mailto:")) else None
        )

    def _inner(self, link: str) -> Target:
        path, _mark, anchor = link.partition("#")
        if path.startswith(self.part.entry.path):
            slug = path.removeprefix(self.part.entry.path).rstrip("/") or "chapter"
            for name in (f"{slug}--{anchor}", slug) if anchor else (slug,):
                if name in self.labels:
                    return Target("label", name)
        return Target("address", f"{self.base}{local_address(link, self.language)}")

    # --- back ------------------------------------------------------------------------------
    def _words_explained(self) -> str:
        if not self.terms:
            return ""
        return (
            "#pagebreak(weak: true);\n"
            + heading(words(_("Words explained")), level=1)
            + "".join(self._term(note) for note in self.terms)
        )

    def _term(self, note: TermNote) -> str:
        other = note.other
        term = f"#strong[{words(note.words.term)}] {label(f'term--{note.slug}')}"
        twin = f'#text(lang: {literal(other.language)}, style: "italic")[{words(other.term)}];'
        basis = ""
        if note.law is not None:
            basis = " " + call("r-cite", literal(note.law.address), literal(note.law.label))
        elif note.mark:
            basis = call("r-mark", literal(mark_words(note.mark)), literal(note.words.why))
        return (
            f"#block(breakable: false)[{term}{words(' (')}{twin}{words('): ')}"
            f"{words(note.words.definition)}{basis}]\n\n"
        )

    def _law(self) -> str:
        cited = law_cited_in(self.part)
        if not cited:
            return ""
        rows = "".join(
            f"[{call('r-cite', literal(law.note.address), literal(law.note.label))}], "
            f'[#text(lang: "en")[{words(law.note.heading)}];], '
            for law in cited
        )
        head = f"[{words(_('Paragraph'))}], [{words(_('Heading or term'))}]"
        return (
            "#pagebreak(weak: true);\n"
            + heading(words(_("Law cited in this chapter")), level=1)
            + f"#r-table(2, table.header({head}), {rows});\n\n"
        )

    def _sources(self) -> str:
        sources = [child.value for child in self.chapter.sources]
        if not sources:
            return ""
        entries = "".join(f"[{self._source(value)}], " for value in sources)
        return heading(words(_("Sources of this chapter")), level=1) + f"#list({entries});\n\n"

    @staticmethod
    def _source(value: Any) -> str:
        title = words(value["title"])
        if value["url"]:
            title = call("r-link", literal(value["url"]), body=title)
        more = ", ".join(str(value[key]) for key in ("publisher", "published_on") if value[key])
        return title + (words(f", {more}") if more else "")
