"""What is different between an article of a superseded edition and the present one, to be read by people.

The two are compared section by section (by anchor), inside a section block by block (paragraph, list
entry, table cell), and inside two blocks that are much alike word by word. Blocks that have nothing to
do with each other stand side by side as they are: a page of struck-out words tells nobody anything.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from markdown_it.token import Token

from rumbo.website.frame import markdown

PieceKind = Literal["same", "old", "new"]
# Two blocks with at least this share of words in common are one block that was changed.
ALIKE = 0.55
_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a block: the same in both, only in the old one or only in the new one."""

    kind: PieceKind
    words: str


type Block = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks that belong beside each other; one side may be empty.

    Args:
        old, new: the blocks of each side.
        is_same: whether both sides say the same, in the same words but for the marked pieces.
    """

    old: tuple[Block, ...]
    new: tuple[Block, ...]
    is_same: bool = False


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section in both editions.

    Args:
        anchor: of its heading; empty for what stands before the first one.
        old_title, new_title: its heading in each; empty where that edition has no such section.
        rows: its blocks, side by side.
    """

    anchor: str
    old_title: str
    new_title: str
    rows: tuple[Row, ...]


def compare(old: str, new: str) -> tuple[SectionChange, ...]:
    """The sections of two texts in our Markdown, in the order of the new one, old ones at their place."""
    olds, news = dict(_sections(old)), dict(_sections(new))
    found = []
    for anchor in _merged(list(olds), list(news)):
        old_title, old_blocks = olds.get(anchor, ("", ()))
        new_title, new_blocks = news.get(anchor, ("", ()))
        rows = tuple(_rows(old_blocks, new_blocks))
        if rows or old_title or new_title:
            found.append(SectionChange(anchor, old_title, new_title, rows))
    return tuple(found)


def _merged(olds: Sequence[str], news: Sequence[str]) -> list[str]:
    """All anchors, each once: the new order, an old one behind the one that it followed."""
    merged = list(news)
    before = ""
    for anchor in olds:
        if anchor not in merged:
            merged.insert(merged.index(before) + 1 if before in merged else 0, anchor)
        before = anchor
    return merged


def _sections(text: str) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    anchor, title = "", ""
    blocks: list[str] = []
    for token, inline in _inlines(markdown.parse(text)):
        words = " ".join(markdown.plain_inline(inline).split())
        if token.type == "heading_open" and token.tag == "h2":
            yield anchor, (title, tuple(blocks))
            anchor, title, blocks = str(token.attrGet("id") or ""), words, []
        elif words:
            blocks.append(words)
    yield anchor, (title, tuple(blocks))


def _inlines(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Every piece of running text with the token that opens it."""
    for at, token in enumerate(tokens):
        if token.type == "inline" and at:
            yield tokens[at - 1], token


def _rows(olds: Sequence[str], news: Sequence[str]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            for words in olds[old_from:old_to]:
                same: tuple[Block, ...] = ((Piece("same", words),),)
                yield Row(same, same, is_same=True)
        else:
            yield from _changed(olds[old_from:old_to], list(news[new_from:new_to]))


def _changed(olds: Sequence[str], news: list[str]) -> Iterator[Row]:
    """Blocks that differ: those much alike beside each other, the others between them as they are."""
    waiting: list[str] = []
    for old in olds:
        likenesses = [_likeness(old, new) for new in news]
        likest = max(likenesses, default=0.0)
        if likest < ALIKE:
            waiting.append(old)
            continue
        at = likenesses.index(likest)
        yield from _different(waiting, news[:at])
        yield _word_by_word(old, news[at])
        waiting = []
        del news[: at + 1]
    yield from _different(waiting, news)


def _different(olds: Iterable[str], news: Iterable[str]) -> Iterator[Row]:
    old, new = tuple((Piece("old", o),) for o in olds), tuple((Piece("new", n),) for n in news)
    if old or new:
        yield Row(old, new)


def _likeness(old: str, new: str) -> float:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()


def _word_by_word(old: str, new: str) -> Row:
    olds, news = _WORDS.findall(old), _WORDS.findall(new)
    old_pieces: list[Piece] = []
    new_pieces: list[Piece] = []
    matcher = SequenceMatcher(
        None, [word.strip() for word in olds], [word.strip() for word in news], autojunk=False
    )
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        is_same = kind == "equal"
        old_pieces += _piece("same" if is_same else "old", olds[old_from:old_to])
        new_pieces += _piece("same" if is_same else "new", news[new_from:new_to])
    return Row((tuple(old_pieces),), (tuple(new_pieces),), is_same=True)


def _piece(kind: PieceKind, words: Iterable[str]) -> list[Piece]:
    joined = "".join(words)
    return [Piece(kind, joined)] if joined else []
