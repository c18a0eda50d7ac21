"""The search index of the copy: which stem stands in which place, and how heavily.

A place is a section of a page or a term of the glossary. For each language of words there is a list
of places and a table from stem to places, written as one short string: for each place the distance
from the one before in base 36, then one capital letter for the weight (A is 1, Z is 26).
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from html import unescape
from typing import TypedDict

from rumbo.website.reading.finding.words import fold, is_stop, joined_words, tidy, tokens
from rumbo.website.reading.glossary import GLOSSARY_PATH
from rumbo.website.reading.offline.pages import KeptPage, KeptSection

# Our choice: a word of a heading counts like six in the text, and so does one of the page's title at
# its beginning; further down the title counts half as much.
HEADING_WEIGHT = 6
TITLE_WEIGHT = 3
HEAVIEST = 26
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_HEADING = re.compile(r'<div class="r-heading">.*?</div>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")

# [number of its page, anchor, heading, number of words]
Place = tuple[int, str, str, int]


class LanguageIndex(TypedDict):
    """What the search knows of one language.

    Keys:
        pages: [path without language, title] of each page.
        places: what can be found.
        stems: the places of each stem, as one string.
    """

    pages: list[tuple[str, str]]
    places: list[Place]
    stems: dict[str, str]


def index_of(pages: Iterable[KeptPage], language: str) -> LanguageIndex:
    """The index of all pages that are written in a language."""
    titles: list[tuple[str, str]] = []
    places: list[Place] = []
    weights: dict[str, dict[int, int]] = defaultdict(dict)
    for number, page in enumerate(pages):
        titles.append((page.path, page.title))
        for section in page.sections:
            at = len(places)
            found = _weights(page, section, language)
            for stem, weight in found.items():
                weights[stem][at] = min(HEAVIEST, weight)
            words = sum(found.values())
            places.append((number, section.anchor, section.title, words))
    stems = {stem: _written(rows) for stem, rows in sorted(weights.items())}
    return {"pages": titles, "places": places, "stems": stems}


def _weights(page: KeptPage, section: KeptSection, language: str) -> dict[str, int]:
    """How heavily each stem stands in a section."""
    found: dict[str, int] = defaultdict(int)
    for stem in stems_of(plain_words(section.html), language):
        found[stem] += 1
    for stem in stems_of(section.title, language):
        found[stem] += HEADING_WEIGHT
    if page.path != GLOSSARY_PATH:
        for stem in stems_of(page.title, language):
            found[stem] += TITLE_WEIGHT if section.anchor else HEADING_WEIGHT
    return found


def stems_of(text: str, language: str) -> list[str]:
    """Every form under which a text is found, in order, repeats kept; words that say little are not."""
    tidied = tidy(text)
    found = []
    for token in tokens(tidied, language):
        if not (token.is_plain and is_stop(fold(tidied[token.start : token.end]))):
            found += [token.stem, *token.more]
    return found + [joined for _start, _end, joined in joined_words(tidied, language)]


def plain_words(html: str) -> str:
    """The words of a piece of HTML, without its headings, which are counted by themselves."""
    return unescape(_TAG.sub(" ", _HEADING.sub(" ", html)))


def _written(rows: dict[int, int]) -> str:
    parts = []
    before = 0
    for at, weight in sorted(rows.items()):
        parts.append(f"{_base36(at - before)}{chr(ord('A') + weight - 1)}")
        before = at
    return "".join(parts)


def _base36(number: int) -> str:
    written = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        written = DIGITS[digit] + written
    return written
