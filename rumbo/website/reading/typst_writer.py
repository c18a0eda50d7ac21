"""Our Markdown as Typst source, for tagged PDF.

Every word of a text goes out as a string literal of Typst's code mode (`#"…";`), never as its
markup: no letter of a text can mean anything to Typst. The look of each part is in
`typst/document.typ`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from unicodedata import normalize

from fontTools.ttLib import TTFont
from markdown_it.token import Token

from rumbo.website.frame import decisions
from rumbo.website.frame.markdown import (
    COLUMN_LANGUAGES,
    LANGUAGE_SCHEME,
    mark_words,
    parse,
    plain_inline,
)

FONTS = Path(__file__).parents[2] / "ui" / "fonts"
# Drawn by DejaVu Sans Mono, which Typst carries.
UNDRAWN = "□"

LinkKind = Literal["label", "address"]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link of a printed text leads: a label in the same document, or a web address."""

    kind: LinkKind
    value: str


# Given a link as it is written, where it leads; None prints the words alone.
Resolve = Callable[[str], Target | None]


@lru_cache(maxsize=1)
def printable_letters() -> frozenset[str]:
    """Every letter that our printing fonts can draw."""
    letters: set[str] = set()
    for file in sorted(FONTS.glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            letters.update(map(chr, font.getBestCmap()))
    return frozenset(letter for letter in letters if letter.isprintable())


def literal(words: str) -> str:
    """A Typst string: quotes and backslashes escaped, control letters left out.

    A tagged document may hold no letter that its fonts cannot draw; such a letter is printed as
    a box.
    """
    known = printable_letters()
    composed = normalize("NFC", words)
    kept = (
        composed
        if known.issuperset(composed)
        else "".join(
            letter
            if letter in known
            else " "
            if letter.isspace()
            else UNDRAWN
            if letter.isprintable()
            else ""
            for letter in composed
        )
    )
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'


def words(text: str) -> str:
    """Words as Typst content that is nothing but these words."""
    return f"#{literal(text)};" if text else ""


def label(name: str) -> str:
    """A label on what stands before it."""
    return f"#label({literal(name)})"


def call(name: str, *arguments: str, body: str | None = None) -> str:
    """A call of a Typst function, with content as its last argument if there is any."""
    content = f"[{body}]" if body is not None else ""
    return f"#{name}({', '.join(arguments)}){content};"


def heading(title: str, *, level: int, anchor: str = "") -> str:
    """A heading with its label."""
    mark = f" {label(anchor)}" if anchor else ""
    return f"\n#heading(level: {level})[{title}]{mark}\n\n"


def write_markdown(
    source: str,
    *,
    resolve: Resolve,
    box_title: Callable[[str, str], str],
    level: int = 0,
    anchor_start: str = "",
) -> str:
    """A text as Typst source.

    Args:
        source: Markdown in our dialect.
        resolve: where links lead.
        box_title: given a box's name and its title as written, the title to print.
        level: added to every heading level.
        anchor_start: put before every anchor, so that several texts share one document.
    """
    return _Writer(resolve, box_title, level, anchor_start).write(parse(source))


class _Writer:
    """Writes tokens as Typst; one writer for one text."""

    def __init__(
        self,
        resolve: Resolve,
        box_title: Callable[[str, str], str],
        level: int,
        anchor_start: str,
    ) -> None:
        self.resolve = resolve
        self.box_title = box_title
        self.level = level
        self.anchor_start = anchor_start
        self.last_level = level + 1
        self.boxes: list[str] = []
        self.columns = 0
        self.table_heads: list[str] = []
        self.column = 0

    def write(self, tokens: Sequence[Token]) -> str:
        out = []
        for at, token in enumerate(tokens):
            method: Callable[[Token, Sequence[Token], int], str] | None = getattr(
                self, f"_{token.type}", None
            )
            out.append(method(token, tokens, at) if method else words(token.content))
        return "".join(out)

    # blocks
    def _inline(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return self.write(token.children or ())

    def _heading_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        # A level may be left out in a text, never in a tagged document.
        wanted = int(token.tag[1]) + self.level
        self.last_level = min(wanted, self.last_level + 1)
        return f"\n#heading(level: {self.last_level})["

    def _heading_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        anchor = str(tokens[at - 2].attrGet("id"))
        return f"] {label(self.anchor_start + anchor)}\n\n"

    def _paragraph_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return ""

    def _paragraph_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "" if token.hidden else "\n\n"

    def _bullet_list_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        is_checklist = at + 1 < len(tokens) and bool(tokens[at + 1].meta.get("box"))
        return "#r-ticks(" if is_checklist else "#list("

    def _ordered_list_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f"#enum(start: {int(token.attrGet('start') or 1)}, "

    def _list_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return ");\n\n"

    _bullet_list_close = _ordered_list_close = _list_close

    def _list_item_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "["

    def _list_item_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "], "

    def _blockquote_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "#quote(block: true)["

    def _blockquote_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "];\n\n"

    def _fence(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        # Line by line, as a string keeps no line ends.
        return (
            "\n".join(
                f"#raw({literal(line)}); #linebreak();"
                for line in token.content.split("\n")
                if line
            )
            + "\n\n"
        )

    _code_block = _fence

    def _hr(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "#v(1em);\n\n"

    # tables
    def _table_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.columns = 0
        self.table_heads = []
        for later in tokens[at:]:
            if later.type == "th_open":
                self.columns += 1
            if later.type == "thead_close":
                break
        return f"#r-table({self.columns}, "

    def _table_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return ");\n\n"

    def _thead_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "table.header("

    def _thead_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "), "

    def _silent(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return ""

    _tbody_open = _tbody_close = _tr_close = _silent

    def _tr_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.column = 0
        return ""

    def _th_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.table_heads.append(plain_inline(tokens[at + 1]).strip())
        return self._cell(self.table_heads[-1])

    def _td_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        head = self.table_heads[self.column] if self.column < len(self.table_heads) else ""
        self.column += 1
        return self._cell(head)

    def _cell(self, head: str) -> str:
        """A cell's beginning; one below a language's own name is in that language."""
        language = COLUMN_LANGUAGES.get(head)
        return f"text(lang: {literal(language)})[" if language else "["

    def _cell_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "], "

    _th_close = _td_close = _cell_close

    # boxes
    def _container_box_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        name, _space, title = token.info.strip().partition(" ")
        self.boxes.append(name)
        shown = self.box_title(name, title.strip())
        first = f"{words(decisions.caution())}\n\n" if name == decisions.BOX else ""
        return f"\n#r-box({literal(name)}, {literal(shown)})[\n{first}"

    def _container_box_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.boxes.pop()
        return "];\n\n"

    # inline
    def _text(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return words(token.content)

    def _softbreak(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return words(" ")

    def _hardbreak(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "#linebreak();"

    def _code_inline(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f"#raw({literal(token.content)});"

    def _strong_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "#strong["

    def _em_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "#emph["

    def _bracket_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "];"

    _strong_close = _em_close = _bracket_close

    def _citation(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        address, key = literal(token.meta["address"]), literal(token.content)
        return f"#r-cite({address}, {key});"

    def _mark(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        kind = literal(mark_words(token.meta["mark"]))
        return f"#r-mark({kind}, {literal(token.meta['why'])});"

    def _link_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        href = str(token.attrGet("href") or "")
        scheme, _colon, language = href.partition(":")
        if scheme == LANGUAGE_SCHEME:
            return f"#text(lang: {literal(language)})["
        target = self.resolve(href)
        if target is None:
            return "#["
        where = literal(target.value)
        return f"#link(label({where}))[" if target.kind == "label" else f"#r-link({where})["

    _link_close = _bracket_close

    def _image(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return words(token.content or plain_inline(token))
