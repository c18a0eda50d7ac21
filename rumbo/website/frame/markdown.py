"""Markdown as this site writes it, turned into safe HTML.

The dialect is described in `docs/content-format.md`: CommonMark with tables, boxes, checklists,
citations of the law (`[[34 CFR 200.81(g)]]`), evidence marks (`{unverified: why}`) and links to
glossary terms (`[words](term:slug)`). HTML in the source is shown as text, never obeyed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from rumbo.terms.citations import UnreadableCitation, parse_citation
from rumbo.website.frame import decisions
from rumbo.website.frame.freshness import page_stamp

BOXES = ("rule", "note", "warning", "mistake", "example", "checklist", "decide")
MARKS = ("unverified", "derived", "commonly said", "state choice", "our advice")

LinkScheme = Callable[[str, str], str | None]
_link_schemes: dict[str, LinkScheme] = {}
BlockMaker = Callable[[str], str]
_block_makers: dict[str, BlockMaker] = {}


def register_link_scheme(scheme: str, resolve: LinkScheme) -> None:
    """Let a room above answer links such as `term:slug`.

    Args:
        scheme: the word before the colon.
        resolve: given (what stands after the colon, language) the address, or None if unknown.
    """
    _link_schemes[scheme] = resolve


def register_block(name: str, make: BlockMaker) -> None:
    """Let a room above fill an empty box such as `::: state-offices`.

    Args:
        name: the word after the colons.
        make: given the language of the text around it, safe HTML.
    """
    _block_makers[name] = make


@dataclass(frozen=True)
class Heading:
    """One heading of a text: level (2 to 6), words and permanent anchor."""

    level: int
    text: str
    anchor: str


def anchor_of(words: str) -> str:
    """The anchor made from a heading's words: lower case, ASCII, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "part"


# --- inline rules ------------------------------------------------------------------------------
def _citation_rule(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos)
    if end < 0 or end - state.pos > 60:
        return False
    key = state.src[state.pos + 2 : end]
    try:
        citation = parse_citation(key)
    except UnreadableCitation:
        return False
    if not silent:
        token = state.push("citation", "a", 0)
        token.content = citation.key
        token.meta = {"key": citation.key, "address": citation.address}
    state.pos = end + 2
    return True


_MARK = re.compile(r"\{(" + "|".join(MARKS) + r")(?::\s*([^{}]{1,200}))?\}")


def _mark_rule(state: StateInline, silent: bool) -> bool:
    found = _MARK.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("mark", "span", 0)
        token.content = found[1]
        token.meta = {"mark": found[1], "why": (found[2] or "").strip()}
    state.pos = found.end()
    return True


_ANCHOR = re.compile(r"\{#([a-z0-9-]+)\}$")
_BOX = re.compile(r"^\[([ xX])\]\s+")


def _anchor_rule(state: StateCore) -> None:
    """Give every heading its anchor and every checklist line its box."""
    used: dict[str, int] = {}
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            inline = tokens[index + 1]
            words = inline.content.rstrip()
            found = _ANCHOR.search(words)
            if found:
                _cut_tail(inline, inline.content[len(words[: found.start()].rstrip()) :])
                anchor = found[1]
            else:
                anchor = anchor_of(inline.content)
            used[anchor] = used.get(anchor, 0) + 1
            if used[anchor] > 1:
                anchor = f"{anchor}-{used[anchor]}"
            token.attrSet("id", anchor)
        elif token.type == "inline" and index >= 2 and tokens[index - 2].type == "list_item_open":
            found = _BOX.match(token.content)
            if found and token.children and token.children[0].type == "text":
                first = token.children[0]
                first.content = first.content[found.end() :]
                token.content = token.content[found.end() :]
                tokens[index - 2].meta = {"box": True}


def _decision_rule(state: StateCore) -> None:
    decisions.mark_decisions(state, anchor_of)


def _cut_tail(inline: Token, tail: str) -> None:
    inline.content = inline.content[: -len(tail)]
    for child in reversed(inline.children or []):
        if child.type == "text" and child.content.endswith(tail):
            child.content = child.content[: -len(tail)]
            return


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    parser.inline.ruler.before("link", "citation", _citation_rule)
    parser.inline.ruler.before("text", "mark", _mark_rule)
    parser.inline.add_terminator_char("{")
    parser.core.ruler.after("inline", "anchors", _anchor_rule)
    parser.core.ruler.after("anchors", "decisions", _decision_rule)

    def any_box(params: str, _markup: str) -> bool:
        return bool(params.strip())

    parser.use(container_plugin, "box", validate=any_box)
    return parser


@lru_cache(maxsize=512)
def _tokens_of(source: str) -> tuple[Token, ...]:
    return tuple(_parser().parse(source))


def parse(source: str) -> Sequence[Token]:
    """The tokens of a text, for writers of other forms (PDF, plain text). Do not change them."""
    return _tokens_of(source)


def walk(source: str) -> Iterator[Token]:
    """Every token of a text, inline ones included, in reading order."""
    for token in parse(source):
        yield token
        yield from token.children or ()


@dataclass(frozen=True)
class Facts:
    """What a text holds. Checks and lists ask for it again and again; the tokens are far larger.

    Args:
        headings: in order.
        words: see `plain_text`.
        cited_keys: see there.
        links: see there.
        box_names: see there.
    """

    headings: tuple[Heading, ...]
    words: str
    cited_keys: tuple[str, ...]
    links: tuple[str, ...]
    box_names: tuple[str, ...]


@lru_cache(maxsize=8192)
def _facts_of(source: str) -> Facts:
    tokens = parse(source)
    inner = list(walk(source))
    written = [plain_inline(token) for token in tokens if token.type == "inline"]
    return Facts(
        headings=tuple(
            Heading(int(token.tag[1]), plain_inline(tokens[at + 1]), str(token.attrGet("id")))
            for at, token in enumerate(tokens)
            if token.type == "heading_open"
        ),
        words="\n".join(line for line in written if line),
        cited_keys=tuple(token.meta["key"] for token in inner if token.type == "citation"),
        links=tuple(str(token.attrGet("href")) for token in inner if token.type == "link_open"),
        box_names=tuple(
            token.info.strip().split(" ")[0]
            for token in tokens
            if token.type == "container_box_open"
        ),
    )


def headings(source: str) -> list[Heading]:
    """The headings of a text in order."""
    return list(_facts_of(source).headings)


def plain_inline(token: Token) -> str:
    """The words of an inline token, without marks of any kind."""
    parts = []
    for child in token.children or ():
        if child.type in {"text", "code_inline", "citation"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)


def plain_text(source: str) -> str:
    """The words of a text, for descriptions, word counts and search."""
    return _facts_of(source).words


def cited_keys(source: str) -> list[str]:
    """The law a text cites, as canonical keys, in order, repeats kept."""
    return list(_facts_of(source).cited_keys)


def links(source: str) -> list[str]:
    """The addresses a text links to, as they are written."""
    languages = {f"{LANGUAGE_SCHEME}:{code}" for code in OTHER_LANGUAGES}
    return [link for link in _facts_of(source).links if link not in languages]


def box_names(source: str) -> list[str]:
    """The names of the boxes a text opens, in order."""
    return list(_facts_of(source).box_names)


def known_boxes() -> frozenset[str]:
    """Every box name that can be written today."""
    return frozenset(BOXES) | frozenset(_block_makers)


# --- HTML --------------------------------------------------------------------------------------
def render(
    source: str, *, language: str | None = None, written_in: str = "", heading_shift: int = 0
) -> SafeString:
    """Safe HTML of a text.

    Args:
        source: Markdown in our dialect.
        language: the reader's, for internal links: 'en' or 'es'; the active one by default.
        written_in: the text's own, for the fixed words that stand in it (titles of boxes, marks);
            empty means the reader's.
        heading_shift: added to every heading level; 1 turns `##` into h3.
    """
    language = language or get_language() or "en"
    return mark_safe(_render(source, language, written_in or language, heading_shift))


@lru_cache(maxsize=1024)
def _render_static(
    source: str, language: str, written_in: str, heading_shift: int, _version: object
) -> str:
    return _write(source, language, written_in, heading_shift)


def _render(source: str, language: str, written_in: str, heading_shift: int) -> str:
    if any(name in _block_makers for name in box_names(source)):
        return _write(source, language, written_in, heading_shift)
    return _render_static(source, language, written_in, heading_shift, page_stamp())


def _write(source: str, language: str, written_in: str, heading_shift: int) -> str:
    with override(written_in):
        return _Writer(language, written_in, heading_shift).write(parse(source))


# A browser drops these before it reads an address, so `/<tab>/host/` would leave the site.
_UNSEEN = re.compile(r"[\x00-\x20\x7f]")


def local_address(path: str, language: str) -> str:
    """A path inside the site in a language: Spanish stands under `/es`.

    What is no such path (another site's address, a script) leads to the home page.
    """
    if not path.startswith("/") or path.startswith(("//", "/\\")) or _UNSEEN.search(path):
        path = "/"
    if language == "en" or path.startswith(("/static/", "/media/")):
        return path
    return f"/{language}{path}"


# `[buenas tardes](lang:es)` are words in another language, not a link.
LANGUAGE_SCHEME = "lang"
OTHER_LANGUAGES = ("en", "es")
# A column with this heading is written in that language, whatever language the text is in.
COLUMN_LANGUAGES = {"English": "en", "Español": "es"}


class _Writer:
    """Writes tokens as HTML; one writer for one text."""

    def __init__(self, language: str, written_in: str, heading_shift: int) -> None:
        self.language = language
        self.written_in = written_in
        self.heading_shift = heading_shift
        self.table_heads: list[str] = []
        self.column = 0
        self.boxes: list[str] = []
        self.ticks = 0

    def write(self, tokens: Sequence[Token]) -> str:
        out: list[str] = []
        for at, token in enumerate(tokens):
            method: Callable[[Token, Sequence[Token], int], str] = getattr(
                self, f"_{token.type}", self._plain
            )
            out.append(method(token, tokens, at))
        return "".join(out)

    # blocks
    def _plain(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        if token.hidden:
            return ""
        if token.nesting == 1:
            return f"<{token.tag}{self._attributes(token)}>"
        if token.nesting == -1:
            return f"</{token.tag}>" + ("\n" if token.block else "")
        if token.tag:
            return f"<{token.tag}{self._attributes(token)}>"
        return escape(token.content)

    @staticmethod
    def _attributes(token: Token) -> str:
        return "".join(
            f' {name}="{escape(str(value))}"'
            for name, value in token.attrs.items()
            if name in {"id", "start", "lang"}
        )

    def _inline(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return self.write(token.children or [])

    def _heading_tag(self, token: Token) -> str:
        return f"h{min(6, int(token.tag[1]) + self.heading_shift)}"

    def _heading_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f'<{self._heading_tag(token)} id="{escape(str(token.attrGet("id")))}">'

    def _heading_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f"</{self._heading_tag(token)}>\n"

    def _list_item_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        if "step" in token.meta:
            return f'<li class="r-decide__step" id="{escape(token.meta["step"])}">'
        if "answer" in token.meta:
            return f'<li class="r-decide__answer" data-answer="{token.meta.get("to", "")}">'
        if not token.meta.get("box"):
            return "<li>"
        self.ticks += 1
        return (
            '<li class="r-tick"><label><input type="checkbox" class="r-tick__box" data-tick><span>'
        )

    def _list_item_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        opening = _opening_of(tokens, at)
        return "</span></label></li>\n" if opening.meta.get("box") else "</li>\n"

    def _paragraph_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        if token.hidden or (at and tokens[at - 1].meta.get("box")):
            return ""
        return "<p>"

    def _paragraph_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        if token.hidden or (at >= 3 and tokens[at - 3].meta.get("box")):
            return ""
        return "</p>\n"

    def _fence(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>\n'

    _code_block = _fence

    def _code_inline(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f"<code>{escape(token.content)}</code>"

    def _text(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return escape(token.content, quote=False)

    def _softbreak(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "\n"

    def _image(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return escape(token.content)

    # tables: each cell knows its column's heading, so a narrow screen can stack them
    def _table_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.table_heads = []
        return '<div class="r-table"><table class="usa-table usa-table--borderless usa-table--stacked">'

    def _table_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "</table></div>\n"

    def _tr_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.column = 0
        return "<tr>"

    def _th_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.table_heads.append(plain_inline(tokens[at + 1]))
        return f'<th scope="col"{self._column_language(self.table_heads[-1])}>'

    def _td_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        head = self.table_heads[self.column] if self.column < len(self.table_heads) else ""
        self.column += 1
        return f'<td data-label="{escape(head)}"{self._column_language(head)}>'

    def _column_language(self, head: str) -> str:
        """The language of a column that is headed with a language's own name, if it is another."""
        language = COLUMN_LANGUAGES.get(head.strip(), self.written_in)
        return "" if language == (self.written_in or self.language) else f' lang="{language}"'

    # boxes
    def _container_box_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        name, _space, title = token.info.strip().partition(" ")
        self.boxes.append(name)
        if name in _block_makers:
            return _block_makers[name](self.written_in)
        shown = escape(box_title(name, title.strip()), quote=False)
        more = decisions.box_attributes(token.meta["anchor"]) if name == decisions.BOX else ""
        first = f"<p>{escape(decisions.caution(), quote=False)}</p>" if more else ""
        return (
            f'<div class="usa-summary-box r-box r-box--{escape(name)}" data-box="{escape(name)}"{more}>'
            f'<div class="usa-summary-box__body"><p class="usa-summary-box__heading">{shown}</p>'
            f'<div class="usa-summary-box__text">{first}'
        )

    def _container_box_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        name = self.boxes.pop()
        return "" if name in _block_makers else "</div></div></div>\n"

    # inline
    def _citation(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        address = escape(token.meta["address"])
        return (
            f'<a class="r-cite" href="{address}" rel="external" data-cite="{escape(token.content)}">'
            f"{escape(token.content)}</a>"
        )

    def _mark(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        mark, why = token.meta["mark"], token.meta["why"]
        words = escape(mark_words(mark), quote=False)
        detail = f": {escape(why, quote=False)}" if why else ""
        kind = mark.replace(" ", "-")
        return f' <span class="r-mark r-mark--{kind}"><b>{words}</b>{detail}</span>'

    def _link_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        href = str(token.attrGet("href") or "")
        scheme, colon, rest = href.partition(":")
        if colon and scheme in _link_schemes:
            address = _link_schemes[scheme](rest, self.language)
            if address is None:
                return "<span>"
            return f'<a class="r-term" href="{escape(address)}" data-{scheme}="{escape(rest)}">'
        if scheme == LANGUAGE_SCHEME and rest in OTHER_LANGUAGES:
            return f'<span lang="{rest}">'
        if href.startswith("/") and not href.startswith("//"):
            return f'<a href="{escape(local_address(href, self.language))}">'
        if href.startswith("#"):
            return f'<a href="{escape(href)}">'
        if scheme in {"http", "https"}:
            return f'<a class="usa-link usa-link--external" rel="external" href="{escape(href)}">'
        if scheme in {"mailto", "tel"}:
            return f'<a href="{escape(href)}">'
        return "<span>"

    # where an answer of a decision aid leads
    def _decide_go_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f'<a href="{escape(token.meta["href"])}">'

    def _decide_go_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "</a>"

    def _decide_outcome_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return '<span data-outcome="">'

    def _decide_outcome_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "</span>"

    def _link_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        opened = self._link_open(_opening_of(tokens, at), tokens, at)
        return "</span>" if opened.startswith("<span") else "</a>"


def _opening_of(tokens: Sequence[Token], at: int) -> Token:
    """The opening token that the closing token at `at` belongs to."""
    depth = 0
    kind = tokens[at].type.removesuffix("_close") + "_open"
    for index in range(at, -1, -1):
        if tokens[index].type == tokens[at].type:
            depth += 1
        elif tokens[index].type == kind:
            depth -= 1
            if depth == 0:
                return tokens[index]
    raise AssertionError("a closing token without its opening one")


def box_title(name: str, title: str) -> str:
    """The title that a box carries, in the active language.

    Args:
        name: the word after the colons.
        title: what stands after it; may be empty.
    """
    labels: dict[str, Any] = {
        "rule": _("The rule"),
        "note": _("Note"),
        "warning": _("Take care"),
        "mistake": _("Common error"),
        "example": _("Example (invented family)"),
        "checklist": _("Checklist"),
        "decide": _("Decision aid"),
    }
    label = str(labels.get(name, ""))
    if name in {"rule", "checklist"}:
        return title or label
    return f"{label}: {title}" if title and label else title or label


def mark_words(mark: str) -> str:
    """The words a reader sees for an evidence mark, in the active language."""
    words: dict[str, Any] = {
        "read": _("read"),
        "unverified": _("unverified"),
        "derived": _("derived"),
        "commonly said": _("commonly said"),
        "state choice": _("a State's choice"),
        "our advice": _("our advice"),
    }
    return str(words.get(mark, mark))
