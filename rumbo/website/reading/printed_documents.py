"""A work, a chapter and an article on paper: Typst sources of tagged PDFs."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from rumbo.website.frame.chrome import installation
from rumbo.website.frame.markdown import headings
from rumbo.website.frame.pictures import inline_drawing
from rumbo.website.reading.lookups import Entry
from rumbo.website.reading.printed_parts import (
    NEXT_PAGE,
    Printer,
    imprint,
    independence,
    lines,
    note_box,
    passage,
    settings_of,
    soft,
    superseded_box,
    title_words,
    translation_words,
)
from rumbo.website.reading.typst_writer import call, heading, literal, words
from rumbo.website.reading.whole_texts import (
    ChapterText,
    Text,
    WorkText,
    read_article,
    read_chapter,
    read_work,
)

# An article with fewer headings is seen at a glance and needs no contents.
HEADINGS_FOR_CONTENTS = 3
SMALLER_HEADINGS = (
    "#show title: set text(size: 22pt)\n"
    "#show heading.where(level: 1): set text(size: 14pt)\n"
    "#show heading.where(level: 2): set text(size: 12pt)\n"
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document before it is set.

    Args:
        source: Typst.
        until: the moment at which a page in it ends; None if none does.
    """

    source: str
    until: datetime | None


def work_source(path: str, *, language: str, base: str) -> Document | None:
    """A whole work; None if readers cannot see it."""
    with override(language):
        whole = read_work(path, language=language, base=base)
        return Document(_Writer(whole).work(), whole.until) if whole is not None else None


def chapter_source(path: str, *, language: str, base: str) -> Document | None:
    """A chapter; None if readers cannot see it."""
    with override(language):
        whole = read_chapter(path, language=language, base=base)
        return Document(_Writer(whole).chapter(), whole.until) if whole is not None else None


def article_source(path: str, *, language: str, base: str) -> Document | None:
    """An article; None if readers cannot see it."""
    with override(language):
        whole = read_article(path, language=language, base=base)
        return Document(_Writer(whole).article(), whole.until) if whole is not None else None


class _Writer:
    """Puts one document together, in the active language."""

    def __init__(self, whole: WorkText) -> None:
        self.whole = whole
        self.work_entry = whole.work.entry
        self.edition = whole.work.edition
        self.printer = Printer(whole.texts, whole.terms, language=whole.language, base=whole.base)

    # --- a whole work ----------------------------------------------------------------------
    def work(self) -> str:
        """Title page, contents, the work's own words, chapters, glossary, law."""
        head = title_words(self.work_entry)
        return "".join(
            [
                settings_of(self.whole.work, title=self.work_entry.title, head=head),
                self._drawing(),
                self._cover(self.work_entry),
                "#show outline.entry.where(level: 1): set text(weight: 700)\n",
                _contents(depth=2),
                self._about_work(),
                *(self._chapter_of_work(chapter) for chapter in self.whole.chapters),
                _running(head, words(self.whole.glossary_title)),
                self.printer.glossary(self.whole.glossary_title),
                _running(head, words(_("Law cited"))),
                self.printer.law(self.whole.law, _("Law cited, with the pages")),
            ]
        )

    def _drawing(self) -> str:
        picture = self.whole.picture
        drawing = inline_drawing(picture) if picture is not None else ""
        if picture is None or not drawing:
            return ""
        content = '"' + drawing.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return (
            f'#image(bytes({content}), format: "svg", width: 100%, height: 2.6in, fit: "cover", '
            f"alt: {literal(picture.alt)})\n"
        )

    def _about_work(self) -> str:
        text = self.whole.text
        if text is None or not text.body:
            return ""
        notice = translation_words(text, self.whole.language)
        title = heading(words(_("About this work")), level=1, anchor=text.entry.path)
        with override(text.entry.language):
            written = self.printer.body(text, 2)
        return NEXT_PAGE + title + _notice(notice) + passage(text.entry.language, written)

    def _chapter_of_work(self, chapter: ChapterText) -> str:
        entry = chapter.text.entry
        notice = translation_words(chapter.text, self.whole.language)
        own = (
            heading(words(_("About this chapter")), level=2)
            + self.printer.objectives(chapter.objectives, entry.language, 3)
            + self._body(chapter.text, 3)
        )
        summary = lines(soft(words(entry.summary))) if entry.summary else ""
        title = heading(title_words(entry), level=1, anchor=entry.path)
        return "".join(
            [
                _running(title_words(self.work_entry), title_words(entry)),
                title,
                superseded_box(self.edition),
                _notice(notice),
                passage(entry.language, summary + own),
                *(
                    self.printer.article(text, 2, notice=self._own_notice(text, chapter.text))
                    for text in chapter.articles
                ),
                self.printer.sources(chapter.sources, 2),
            ]
        )

    def _own_notice(self, text: Text, chapter: Text) -> str:
        """What a reader must know of an article's translation; empty if it is as its chapter's."""
        is_said = (text.entry.language, text.translation) == (
            chapter.entry.language,
            chapter.translation,
        )
        return "" if is_said else translation_words(text, self.whole.language)

    # --- a chapter -------------------------------------------------------------------------
    def chapter(self) -> str:
        """Cover, contents, the chapter's own words, its articles, terms, law, sources."""
        (chapter,) = self.whole.chapters
        entry = chapter.text.entry
        head = f"{title_words(self.work_entry)}{words(' · ')}{title_words(entry)}"
        above = soft(title_words(self.work_entry))
        title = heading(words(_("About this chapter")), level=1, anchor=entry.path)
        own = self.printer.objectives(chapter.objectives, entry.language, 2)
        return "".join(
            [
                settings_of(
                    self.whole.work, title=f"{entry.title} – {self.work_entry.title}", head=head
                ),
                "#v(1.6in);\n",
                self._cover(entry, above=above),
                _contents(depth=1),
                NEXT_PAGE,
                title,
                _notice(translation_words(chapter.text, self.whole.language)),
                passage(entry.language, own + self._body(chapter.text, 2)),
                *(self._article_of_chapter(text) for text in chapter.articles),
                self.printer.glossary(self.whole.glossary_title),
                self.printer.law(self.whole.law, _("Law cited in this chapter")),
                self.printer.sources(chapter.sources, 1),
            ]
        )

    def _article_of_chapter(self, text: Text) -> str:
        notice = translation_words(text, self.whole.language)
        return NEXT_PAGE + self.printer.article(text, 1, notice=notice)

    # --- an article ------------------------------------------------------------------------
    def article(self) -> str:
        """Its place, its title, contents if it is long, its words, terms, law."""
        (chapter,) = self.whole.chapters
        (text,) = chapter.articles
        # Neither stands here as a heading, so a link to it leads out.
        self.printer.labels -= {chapter.text.entry.path, text.entry.path}
        place = f"{title_words(self.work_entry)}{words(' · ')}{title_words(chapter.text.entry)}"
        notice = translation_words(text, self.whole.language)
        has_contents = len(headings(text.body)) >= HEADINGS_FOR_CONTENTS
        return "".join(
            [
                settings_of(
                    self.whole.work,
                    title=f"{text.entry.title} – {self.work_entry.title}",
                    head=f"{place}{words(' · ')}{title_words(text.entry)}",
                    has_cover=False,
                ),
                SMALLER_HEADINGS,
                lines(
                    call("text", "fill: ink-soft", body=place),
                    f"#title[{title_words(text.entry)}]",
                ),
                superseded_box(self.edition),
                lines(words(self.edition.words), words(independence())),
                _notice(notice),
                _contents(depth=1) if has_contents else "",
                passage(text.entry.language, self._body(text, 1)),
                self.printer.glossary(self.whole.glossary_title).removeprefix(NEXT_PAGE),
                self.printer.law(self.whole.law, _("Law cited in this article")).removeprefix(
                    NEXT_PAGE
                ),
                "#v(1em);\n",
                imprint(self.printer.address(text.entry.path)),
            ]
        )

    # --- shared ----------------------------------------------------------------------------
    def _body(self, text: Text, level: int) -> str:
        with override(text.entry.language):
            return self.printer.body(text, level)

    def _cover(self, shown: Entry, *, above: str = "") -> str:
        """The first page: title, edition, whose publication it is not, address and licence."""
        own = call("text", "size: 13pt", body=words(shown.summary)) if shown.summary else ""
        return (
            lines(above, f"#title[{title_words(shown)}]", passage(shown.language, own))
            + superseded_box(self.edition)
            + "#v(.35in);\n\n"
            + lines(
                words(self.edition.words),
                note_box("note", _("Not a government publication"), independence()),
                words(installation().words("foot")),
                "#v(1fr);",
            )
            + imprint(self.printer.address(shown.path))
            + "#pagebreak();\n"
        )


def _notice(text: str) -> str:
    return call("emph", body=words(text)) + "\n\n" if text else ""


def _contents(*, depth: int) -> str:
    return f"#outline(title: {literal(_('Contents'))}, depth: {depth})\n"


def _running(*pieces: str) -> str:
    """A new page, with these words above it and all that follow."""
    return f"#set page(header: r-page-head[{words(' · ').join(pieces)}])\n"
