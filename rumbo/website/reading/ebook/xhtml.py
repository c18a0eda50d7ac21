"""Our Markdown as XHTML for a book: no script, no form field, no address of another site's file."""

from collections.abc import Callable, Sequence
from html import escape

from markdown_it.token import Token

from rumbo.website.frame import decisions
from rumbo.website.frame.markdown import (
    COLUMN_LANGUAGES,
    LANGUAGE_SCHEME,
    OTHER_LANGUAGES,
    box_title,
    mark_words,
    parse,
    plain_inline,
)

# Given a link as it is written, the address to print; None prints the words alone.
Resolve = Callable[[str], str | None]


def lang_mark(language: str) -> str:
    """Attributes that name a language, as books need them; empty for none."""
    return f' lang="{language}" xml:lang="{language}"' if language else ""


def write_xhtml(
    source: str, *, resolve: Resolve, written_in: str, level: int, anchor_start: str
) -> str:
    """A text as XHTML.

    Args:
        source: Markdown in our dialect.
        resolve: where links lead.
        written_in: the text's language.
        level: of its headings of the second level; no level is left out below.
        anchor_start: put before every anchor, so that several texts share one file.
    """
    return _Writer(resolve, written_in, level, anchor_start).write(parse(source))


class _Writer:
    """Writes tokens as XHTML; one writer for one text."""

    def __init__(self, resolve: Resolve, written_in: str, level: int, anchor_start: str) -> None:
        self.resolve = resolve
        self.written_in = written_in
        self.level = level
        self.anchor_start = anchor_start
        self.last_level = level - 1
        self.heading_tags: list[str] = []
        self.table_heads: list[str] = []
        self.column = 0
        self.link_tags: list[str] = []

    def write(self, tokens: Sequence[Token]) -> str:
        out = []
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
        if not token.tag:
            return escape(token.content, quote=False)
        if token.nesting == -1:
            return f"</{token.tag}>" + ("\n" if token.block else "")
        return f"<{token.tag}{'' if token.nesting else '/'}>"

    def _inline(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return self.write(token.children or ())

    def _heading_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        wanted = int(token.tag[1]) - 2 + self.level
        self.last_level = min(wanted, self.last_level + 1, 6)
        self.heading_tags.append(f"h{self.last_level}")
        anchor = escape(f"{self.anchor_start}{token.attrGet('id')}")
        return f'<{self.heading_tags[-1]} id="{anchor}">'

    def _heading_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f"</{self.heading_tags.pop()}>\n"

    def _bullet_list_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        is_checklist = at + 1 < len(tokens) and bool(tokens[at + 1].meta.get("box"))
        return '<ul class="ticks">\n' if is_checklist else "<ul>\n"

    def _ordered_list_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        start = int(token.attrGet("start") or 1)
        return f'<ol start="{start}">\n' if start != 1 else "<ol>\n"

    def _fence(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f"<pre><code>{escape(token.content, quote=False)}</code></pre>\n"

    _code_block = _fence

    def _code_inline(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f"<code>{escape(token.content, quote=False)}</code>"

    def _softbreak(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "\n"

    def _image(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return escape(token.content or plain_inline(token), quote=False)

    # tables
    def _table_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.table_heads = []
        return "<table>\n"

    def _tr_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.column = 0
        return "<tr>"

    def _th_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        self.table_heads.append(plain_inline(tokens[at + 1]).strip())
        return f'<th scope="col"{self._language_of(self.table_heads[-1])}>'

    def _td_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        head = self.table_heads[self.column] if self.column < len(self.table_heads) else ""
        self.column += 1
        return f"<td{self._language_of(head)}>"

    def _language_of(self, head: str) -> str:
        language = COLUMN_LANGUAGES.get(head, self.written_in)
        return lang_mark(language) if language != self.written_in else ""

    # boxes
    def _container_box_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        name, _space, title = token.info.strip().partition(" ")
        shown = escape(box_title(name, title.strip()), quote=False)
        first = f'<p class="box-title"><strong>{shown}</strong></p>\n' if shown else ""
        if name == decisions.BOX:
            first += f"<p>{escape(decisions.caution(), quote=False)}</p>\n"
        return f'<div class="box box-{escape(name)}">\n{first}'

    def _container_box_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "</div>\n"

    # decision aids: each question has its place, each answer leads there or to its outcome
    def _list_item_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        step = token.meta.get("step")
        return f'<li id="{escape(self.anchor_start + step)}">' if step else "<li>"

    def _decide_go_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        place = str(token.meta["href"]).removeprefix("#")
        return f'<a href="#{escape(self.anchor_start + place)}">'

    def _decide_go_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return "</a>"

    # inline
    def _citation(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        address, key = escape(token.meta["address"]), escape(token.content, quote=False)
        return f'<a class="cite" href="{address}">{key}</a>'

    def _mark(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        why = token.meta["why"]
        kind = escape(mark_words(token.meta["mark"]), quote=False)
        detail = f": {escape(why, quote=False)}" if why else ""
        is_apart = not at or tokens[at - 1].content.endswith(" ")
        return f'{"" if is_apart else " "}<span class="mark">({kind}{detail})</span>'

    def _link_open(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        href = str(token.attrGet("href") or "")
        scheme, _colon, rest = href.partition(":")
        if scheme == LANGUAGE_SCHEME and rest in OTHER_LANGUAGES:
            self.link_tags.append("span")
            return f"<span{lang_mark(rest)}>"
        address = self.resolve(href)
        self.link_tags.append("span" if address is None else "a")
        return "<span>" if address is None else f'<a href="{escape(address)}">'

    def _link_close(self, token: Token, tokens: Sequence[Token], at: int) -> str:
        return f"</{self.link_tags.pop()}>"
