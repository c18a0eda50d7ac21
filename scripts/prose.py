"""The running text of content files: sentences with their citations and marks, without tables and code.

Used by the checks of `make check` and by the tool that draws sentences; the site itself does not
need it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it.token import Token

from rumbo.website.frame import markdown
from rumbo.website.frame.files.reading import PageFile, read_page_file

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
WORKS = ("handbook", "curriculum")
TERM_SCHEME = "term:"

# Front matter that is read as running text. Titles, lists of things to bring and names are not.
_TEXT_KEYS = ("summary", "notes", "sheet")
_LIST_KEYS = ("objectives", "outcomes", "points")
# What ends in a stop without ending a sentence, as the texts have it.
_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|U\.S\.C|e\.g|i\.e|a\. ?m|p\. ?m|EE\. ?UU|No|Núm|núm|Sec|vs|Dr|Dra|Mr|Ms|Mrs|Sr|Sra|Jr|pág|Inc"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|ej)|(?<![\w’'])[A-Z])\.$"
)
_END = re.compile(
    r"[.!?…][\"'”’»)\]*_]*(?:\s*(?:\[\[[^\]]+\]\]|\{[^{}]+\})[.,;]?)*(?=\s+[\"'“‘«(¿¡*_\[]*[A-ZÁÉÍÓÚÑ0-9]|\s*$)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one block.

    Attributes:
        kind: 'text', 'citation', 'mark', 'term' (words linked to the glossary) or 'foreign'
            (words said to be in another language).
        words: what the reader sees; of a citation its key, of a mark its name.
        slug: of a term its slug, else empty.
    """

    kind: str
    words: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or list item.

    Attributes:
        line: of the file, counted from 1.
        pieces: in reading order.
    """

    line: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The block in one line, with `[[citations]]` and `{marks}` as they are written."""
        shown = {"citation": "[[{}]]", "mark": "{{{}}}"}
        return " ".join(
            "".join(shown.get(one.kind, "{}").format(one.words) for one in self.pieces).split()
        )


@dataclass(frozen=True, slots=True)
class Prose:
    """The running text of one file.

    Attributes:
        path: below the content folder.
        language: 'en' or 'es'.
        blocks: in reading order.
    """

    path: str
    language: str
    blocks: tuple[Block, ...]


def pages_of_works(content: Path = CONTENT) -> Iterator[PageFile]:
    """Every page file of the Handbook and of the Curriculum, English first."""
    for language in ("en", "es"):
        for work in WORKS:
            top = content / language / f"{work}.md"
            for file in [
                *([top] if top.exists() else []),
                *sorted(top.with_suffix("").rglob("*.md")),
            ]:
                yield read_page_file(file, file.relative_to(content).as_posix())


def prose_of(page: PageFile, *, with_front: bool = True) -> Prose:
    """The running text of a page file.

    Args:
        with_front: also what its front matter holds of running text (summary, objectives, notes).
    """
    blocks: list[Block] = []
    if with_front:
        for key, text in _front_texts(page):
            blocks += blocks_of(text, page.lines.get(key, 1))
    blocks += blocks_of(page.body, page.lines.get("", 1))
    return Prose(page.path, page.language, tuple(blocks))


def _front_texts(page: PageFile) -> Iterator[tuple[str, str]]:
    for key in _TEXT_KEYS:
        if isinstance(page.front.get(key), str):
            yield key, page.front[key]
    for key in _LIST_KEYS:
        for entry in page.front.get(key) or ():
            yield key, str(entry)


def blocks_of(text: str, line: int, *, with_tables: bool = False) -> Iterator[Block]:
    """The paragraphs and list items of a Markdown text; headings and code are left out.

    Args:
        line: of the file, on which the text begins.
        with_tables: also each row of a table, its cells parted by bars; else tables are left out.
    """
    is_heading = is_table = False
    row: list[Piece] = []
    for token in markdown.parse(text):
        start = line + (token.map[0] if token.map else 0)
        if token.type in {"heading_open", "heading_close"}:
            is_heading = token.nesting > 0
        elif token.type in {"table_open", "table_close"}:
            is_table = token.nesting > 0
        elif token.type == "tr_open":
            row, row_line = [], start
        elif token.type == "tr_close" and with_tables:
            yield Block(row_line, tuple(row))
        elif token.type == "inline" and is_table:
            row += [*([Piece("text", " | ")] if row else []), *_pieces(token.children or [])]
        elif token.type == "inline" and not is_heading:
            yield Block(start, tuple(_pieces(token.children or [])))


def _pieces(children: list[Token]) -> Iterator[Piece]:
    kind, slug = "text", ""
    for child in children:
        if child.type == "link_open":
            href = str(child.attrGet("href") or "")
            if href.startswith(TERM_SCHEME):
                kind, slug = "term", href.removeprefix(TERM_SCHEME)
            elif href.startswith(f"{markdown.LANGUAGE_SCHEME}:"):
                kind = "foreign"
        elif child.type == "link_close":
            kind, slug = "text", ""
        elif child.type in {"citation", "mark"}:
            yield Piece(child.type, child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            yield Piece("text", " ")
        elif child.type == "text":
            yield Piece(kind, child.content, slug)


def sentences_of(text: str) -> list[str]:
    """The sentences of one block's text; what stands after a stop in brackets stays with it."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        stop = text[start : end.start() + 1]
        if _ABBREVIATION.search(stop) and end.end() < len(text):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found
