"""What every printed document is put together from: settings, passages, terms, law, sources.

Fixed words are in the active language; those inside a text that is not translated are in the language
of that text.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from rumbo.website.frame.chrome import installation
from rumbo.website.frame.markdown import box_title, headings, local_address, mark_words
from rumbo.website.reading.glossary import SCHEME, TermNote
from rumbo.website.reading.law import LawNote
from rumbo.website.reading.lookups import EditionMark, Entry, Work
from rumbo.website.reading.typst_writer import (
    Target,
    call,
    heading,
    label,
    literal,
    words,
    write_markdown,
)
from rumbo.website.reading.whole_texts import Source, Text

LOOK = Path(__file__).parent / "typst" / "document.typ"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
NEXT_PAGE = "#pagebreak(weak: true);\n"


@lru_cache(maxsize=1)
def look() -> str:
    """How a printed text looks."""
    return LOOK.read_text("utf-8")


def passage(entry_language: str, source: str) -> str:
    """A passage, marked with its language where that is not the reader's."""
    if entry_language == get_language():
        return source
    return f"#[#set text(lang: {literal(entry_language)})\n{source}];\n\n"


def title_words(entry: Entry, *, of_list: bool = False) -> str:
    """A page's title as content that knows its language wherever it is repeated.

    Args:
        entry: the page.
        of_list: the title for lists, which does not tell an answer.
    """
    title = words(entry.list_title if of_list else entry.title)
    if not entry.foreign_language:
        return title
    return call("text", f"lang: {literal(entry.language)}", body=title)


def superseded_words(edition: EditionMark) -> str:
    """What a reader of an older edition must know; empty for the present one."""
    if not edition.superseded_by:
        return ""
    return _("These rules were in force until %(day)s. They decide nothing today.") % {
        "day": edition.until
    }


def superseded_mark(edition: EditionMark) -> str:
    """The same as the mark above every page."""
    text = superseded_words(edition)
    return f"{_('Superseded')}. {text}" if text else ""


def independence() -> str:
    """That this is nobody's official publication."""
    return _(
        "This is an independent, unofficial publication. It is not the federal National ID&R "
        "Manual. No government office wrote it, checked it or approved it."
    )


def licence_words() -> str:
    """Under which licence the text is."""
    return _("Text: CC BY 4.0. You may copy, translate and change it if you name the source.")


def translation_words(text: Text, language: str) -> str:
    """What a reader must know of a text's translation; empty for an original."""
    if text.entry.language != language:
        return {
            "chapter": _("This chapter has not been translated yet."),
            "article": _("This article has not been translated yet."),
        }.get(text.entry.kind, _("This text has not been translated yet."))
    return _("Translated, not yet reviewed.") if text.translation == "not-reviewed" else ""


def settings_of(work: Work, *, title: str, head: str, has_cover: bool = True) -> str:
    """The first lines of a document, then its look.

    Args:
        work: the work that it belongs to.
        title: of the document, for its properties.
        head: what stands above every page, as Typst content.
        has_cover: whether its first page is a cover, without a foot.
    """
    name = installation().name
    foot = " · ".join(
        filter(
            None,
            [
                work.entry.title,
                _("%(name)s is independent and not a government site") % {"name": name},
                work.edition.words,
            ],
        )
    )
    on = work.edition.on
    made = f"datetime(year: {on.year}, month: {on.month}, day: {on.day})" if on else "none"
    before, between, after = (
        _("Page %(number)s of %(count)s") % {"number": "\0", "count": "\0"}
    ).split("\0")
    pages = f"[{words(before)}#number;{words(between)}#count;{words(after)}]"
    return (
        f"#set document(title: {literal(title)}, author: {literal(name)}, date: {made})\n"
        f"#let document-language = {literal(get_language() or 'en')}\n"
        f"#let running-head = [{head}]\n"
        f"#let running-foot = {literal(foot)}\n"
        f"#let has-cover = {'true' if has_cover else 'false'}\n"
        f"#let page-of(number, count) = {pages}\n"
        f"#let superseded = {literal(superseded_mark(work.edition))}\n"
        f"{look()}\n"
    )


def lines(*contents: str) -> str:
    """Contents as paragraphs of their own; empty ones are left out."""
    return "".join(f"{content}\n\n" for content in contents if content)


def soft(text: str) -> str:
    """A line in the size and colour of what is beside the matter."""
    return call("text", "size: 13pt", "fill: ink-soft", body=text)


def note_box(kind: str, title: str, text: str) -> str:
    """A box with words of our own."""
    return call("r-box", literal(kind), literal(title), body=words(text))


def superseded_box(edition: EditionMark) -> str:
    """The mark of an older edition as part of the text, so that it is also read aloud."""
    text = superseded_words(edition)
    return note_box("warning", _("Superseded"), text) + "\n\n" if text else ""


def imprint(address: str) -> str:
    """Where the text stands on the web, and its licence."""
    return lines(
        words(_("On the web, with later corrections:") + " ")
        + call("r-link", literal(address), body=words(address)),
        call("r-link", literal(LICENCE), body=words(licence_words())),
    )


class Printer:
    """Writes texts that share one document: a link from one to another stays inside it.

    Args:
        texts: every text of the document.
        terms: every glossary term of the document.
        language: the reader's.
        base: scheme and host for addresses that lead out.
    """

    def __init__(
        self, texts: Iterable[Text], terms: Sequence[TermNote], *, language: str, base: str
    ) -> None:
        self.language = language
        self.base = base
        self.terms = terms
        self.free = 0
        self.labels = {f"{SCHEME}{note.slug}" for note in terms}
        for text in texts:
            path = text.entry.path
            self.labels.add(path)
            self.labels |= {f"{path}#{one.anchor}" for one in headings(text.body)}

    # --- texts -----------------------------------------------------------------------------
    def address(self, path: str) -> str:
        """The whole address of a page in the reader's language."""
        return f"{self.base}{local_address(path, self.language)}"

    def body(self, text: Text, level: int) -> str:
        """The words of a page; its headings of the second level come out at `level`."""
        path = text.entry.path
        return write_markdown(
            text.body,
            resolve=lambda link: self._resolve(link, path),
            box_title=box_title,
            level=level - 2,
            anchor_start=f"{path}#",
        )

    def markdown(self, source: str, level: int) -> str:
        """Words that nothing links into."""
        self.free += 1
        return write_markdown(
            source,
            resolve=lambda link: self._resolve(link, ""),
            box_title=box_title,
            level=level - 2,
            anchor_start=f"free-{self.free}#",
        )

    def article(self, text: Text, level: int, *, notice: str = "") -> str:
        """An article with its title as heading of `level`."""
        with override(text.entry.language):
            written = heading(
                title_words(text.entry), level=level, anchor=text.entry.path
            ) + self.body(text, level + 1)
        before = call("emph", body=words(notice)) + "\n\n" if notice else ""
        return before + passage(text.entry.language, written)

    def _resolve(self, link: str, path: str) -> Target | None:
        if link.startswith(SCHEME):
            if link in self.labels:
                return Target("label", link)
            return None
        if link.startswith("#"):
            name = f"{path}{link}"
            return Target("label", name) if name in self.labels else None
        if link.startswith("/") and not link.startswith("//"):
            bare = link.partition("#")[0]
            for name in (link, bare):
                if name in self.labels:
                    return Target("label", name)
            return Target("address", self.address(link))
        is_open = link.startswith(("http://", "https://", "mailto:"))
        return Target("address", link) if is_open else None

    # --- what stands behind ----------------------------------------------------------------
    def objectives(self, sentences: Sequence[str], language: str, level: int) -> str:
        """What the reader will be able to do."""
        if not sentences:
            return ""
        entries = "".join(f"[{words(sentence)}], " for sentence in sentences)
        with override(language):
            title = words(_("What you will be able to do"))
        return heading(title, level=level) + f"#list({entries});\n\n"

    def glossary(self, title: str) -> str:
        """The document's terms, each with what it rests on."""
        if not self.terms:
            return ""
        return (
            NEXT_PAGE
            + heading(words(title), level=1, anchor="glossary")
            + "".join(self._term(note) for note in self.terms)
        )

    def _term(self, note: TermNote) -> str:
        other = note.other
        term = f"#strong[{words(note.words.term)}] {label(f'{SCHEME}{note.slug}')}"
        short = words(f" ({note.words.short})") if note.words.short else ""
        twin = f'#text(lang: {literal(other.language)}, style: "italic")[{words(other.term)}];'
        basis = ""
        if note.law is not None:
            where = f"key: {literal(note.law.key)}"
            basis = " " + call("r-cite", literal(note.law.address), literal(note.law.label), where)
        elif note.mark:
            basis = call("r-mark", literal(mark_words(note.mark)), literal(note.words.why))
        return (
            f"#block(breakable: false)[{term}{short}{words(' (')}{twin}{words('): ')}"
            f"{words(note.words.definition)}{basis}]\n\n"
        )

    def law(self, notes: Sequence[LawNote], title: str) -> str:
        """The cited law with the pages on which it is cited."""
        if not notes:
            return ""
        rows = "".join(
            f"([{call('r-link', literal(note.address), body=words(note.label))}], "
            f'text(lang: "en")[{words(note.heading)}], {literal(note.key)}), '
            for note in notes
        )
        heads = "".join(
            f"[{words(one)}], " for one in (_("Paragraph"), _("Heading or term"), _("Pages"))
        )
        return (
            NEXT_PAGE
            + heading(words(title), level=1, anchor="law")
            + f"#r-law-pages(({heads}), ({rows}));\n\n"
        )

    def sources(self, sources: Sequence[Source], level: int) -> str:
        """What a chapter rests on."""
        if not sources:
            return ""
        entries = "".join(f"[{_source(source)}], " for source in sources)
        title = heading(words(_("Sources of this chapter")), level=level)
        return f"{title}#list({entries});\n\n"


def _source(source: Source) -> str:
    title = words(source.title)
    if source.url:
        title = call("r-link", literal(source.url), body=title)
    return title + (words(f", {source.more}") if source.more else "")
