"""Pieces of HTML that stand on many pages, kept once.

The same paragraph of the law, the same explained word and the same citation link stand on dozens of
pages, and so do runs of tags. In the copy each is a number between two `MARK`s, and the worker puts the
piece there.
"""

import re
from collections import Counter
from collections.abc import Iterator

# Outer pieces first: the words explained hold no citation link, a paragraph of law may.
PATTERNS = (
    re.compile(r'<details class="r-law".*?</details>', re.DOTALL),
    re.compile(r'<div class="r-terms__one".*?</div>', re.DOTALL),
    re.compile(r'<a class="r-cite".*?</a>', re.DOTALL),
    re.compile(r'<a class="r-term"[^>]*>'),
    re.compile(r'<p class="r-edition">.*?</p>', re.DOTALL),
    re.compile(r'<span class="r-mark[^>]*>.*?</span>', re.DOTALL),
    re.compile(r"(?:<[^>\x7f]+>\s*)+"),
)
# What a mark costs, with its two letters.
MARK_LETTERS = 5
# A letter that no text holds and that JSON writes as one byte.
MARK = "\x7f"


def share(pages: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Pages with marks in place of the pieces that stand in them often, and the pieces.

    Args:
        pages: HTML by name.
    """
    pages = {name: html.replace(MARK, "") for name, html in pages.items()}
    pieces: list[str] = []
    for pattern in PATTERNS:
        counts = Counter(found[0] for html in pages.values() for found in pattern.finditer(html))
        numbers = {
            piece: len(pieces) + at
            for at, piece in enumerate(
                piece for piece, count in counts.items() if _saves(piece, count)
            )
        }
        pieces += numbers

        def mark(found: re.Match[str], numbers: dict[str, int] = numbers) -> str:
            number = numbers.get(found[0])
            return found[0] if number is None else f"{MARK}{number}{MARK}"

        pages = {name: pattern.sub(mark, html) for name, html in pages.items()}
    return pages, pieces


def _saves(piece: str, count: int) -> bool:
    """Whether keeping a piece once takes less room than keeping it each time."""
    return count * (len(piece) - MARK_LETTERS) > len(piece) + MARK_LETTERS


def whole(html: str, pieces: list[str]) -> str:
    """A page with its pieces, as the worker puts it together."""
    return "".join(_whole(html, pieces))


def _whole(html: str, pieces: list[str]) -> Iterator[str]:
    for at, text in enumerate(html.split(MARK)):
        yield pieces[int(text)] if at % 2 else text
