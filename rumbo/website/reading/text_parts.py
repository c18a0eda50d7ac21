"""A text in parts: its sections as HTML, each heading with its permanent link, each with its law."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from markdown_it.token import Token

from rumbo.website.frame import markdown
from rumbo.website.reading.law import LawNote, law_note

_HEADING = re.compile(r'<h([2-6]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class MarginLaw:
    """A paragraph of the law in the margin of a section.

    Args:
        note: the paragraph.
        is_first: whether it stands here for the first time on the page; later ones point to it.
    """

    note: LawNote
    is_first: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of the second level, or before the first.

    Args:
        anchor: the heading's anchor; empty before the first heading.
        title: the heading's words.
        html: safe HTML, the heading included.
        law: the law that it cites, each paragraph once, in reading order.
    """

    anchor: str
    title: str
    html: SafeString
    law: tuple[MarginLaw, ...]


def sections_of(source: str, written_in: str = "") -> tuple[Section, ...]:
    """A text's sections for a reader of the active language.

    Args:
        source: Markdown in our dialect.
        written_in: the text's own language, for the fixed words in it; empty means the reader's.
    """
    html = markdown.render(source, written_in=written_in)
    seen: set[str] = set()
    sections = []
    for anchor, title, tokens, piece in _pieces(source, html):
        keys = list(dict.fromkeys(_cited(tokens)))
        law = tuple(MarginLaw(law_note(key), key not in seen) for key in keys)
        seen.update(keys)
        if piece.strip():
            with override(written_in or get_language()):
                linked = with_heading_links(piece)
            sections.append(Section(anchor, title, linked, law))
    return tuple(sections)


def with_heading_links(html: str) -> SafeString:
    """HTML whose headings each carry a link to themselves."""
    return mark_safe(_HEADING.sub(_with_link, html))


def _with_link(found: re.Match[str]) -> str:
    anchor, words = found[2], _TAG.sub("", found[3])
    label = _("Link to this place:")
    return (
        f'<div class="r-heading">{found[0]}<a class="r-heading__link" href="#{anchor}" '
        f'data-copy-address><span aria-hidden="true">#</span>'
        f'<span class="usa-sr-only">{escape(label, quote=False)} {words}</span></a></div>'
    )


def _pieces(source: str, html: str) -> Iterator[tuple[str, str, Sequence[Token], str]]:
    """Each section as (anchor, title, its tokens, its HTML)."""
    tokens = markdown.parse(source)
    starts = [
        at
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0
    ]
    token_ends = [*starts, len(tokens)]
    opening = [f'<h2 id="{escape(str(tokens[at].attrGet("id")))}">' for at in starts]
    cuts = [html.index(words) for words in opening]
    html_ends = [*cuts, len(html)]
    yield "", "", tokens[: token_ends[0]], html[: html_ends[0]]
    for number, at in enumerate(starts):
        yield (
            str(tokens[at].attrGet("id")),
            markdown.plain_inline(tokens[at + 1]),
            tokens[at : token_ends[number + 1]],
            html[cuts[number] : html_ends[number + 1]],
        )


def _cited(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "citation":
                yield child.meta["key"]
