"""Which pages answer a question best: plain arithmetic over lines of stems, no database.

A section's worth is what its words say (rare words say more; the more often, the more, but ever
less), what its heading and its page's title say, and whether the words stand together as typed. A
page is worth its best section and a little of the next ones.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rumbo.website.reading.finding.asking import Meant, Question, Way
from rumbo.website.reading.finding.passages import FURTHER
from rumbo.website.reading.finding.texts import Section

TITLE, TITLE_ABOVE, HEADING = 2.0, 0.8, 1.6
SATURATION, LENGTH_SHARE, USUAL_LETTERS = 1.2, 0.6, 700
TOGETHER_IN_TEXT, TOGETHER_IN_HEADING, TOGETHER_IN_TITLE = 0.7, 1.2, 1.2
THE_VERY_THING = 3.5
OTHER_NAME = 0.8
# What a page gets that holds all that was asked, though in no single section.
SPREAD = 0.6
NEXT_SECTIONS = 0.1
# A section that is worth less than this share of the page's best one is not told beside it.
LEAST_SECTION_SHARE = 0.4
# A page that is worth less than this share of the best one is not told.
LEAST_SHARE = 0.15
# Where no page holds all that was asked, this many of the others are enough.
MOST_PARTIAL = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A page that answers, best section first.

    Args:
        key: the text.
        worth: for the order.
        sections: those that answer almost as well as the best.
        holds_all: whether everything that was asked is on the page.
    """

    key: str
    worth: float
    sections: tuple[Section, ...]
    holds_all: bool


@dataclass(slots=True)
class _Counted:
    """What a section holds of each thing meant: worth by its number, and in which way."""

    section: Section
    worth: dict[int, float]


def rank(
    asked: Question, texts: Iterable[Sequence[Section]], *, weight_of: Callable[[str], float]
) -> list[Found]:
    """The pages that hold some of what was asked, best first.

    Args:
        asked: the question, made for the language of these texts.
        texts: of each text its sections.
        weight_of: given a text's key, how much its kind counts; about 1.
    """
    sections = [section for text in texts for section in text]
    lines = [section.every_line for section in sections]
    counted: dict[int, _Counted] = {}
    rarities = []
    for number, meant in enumerate(asked.meant):
        pieces = {way.pieces[0] for way in meant.ways}
        near = {at for piece in pieces for at, line in enumerate(lines) if piece in line}
        found = {at: strength for at in near if (strength := _strength(meant, sections[at])) > 0}
        rarity = math.log(1 + (len(sections) + 0.5) / (len(found) + 0.5))
        rarities.append(rarity)
        for at, strength in found.items():
            counted.setdefault(at, _Counted(sections[at], {})).worth[number] = rarity * strength
    if not counted:
        return []
    by_key: dict[str, list[_Counted]] = {}
    for at in sorted(counted):
        by_key.setdefault(sections[at].key, []).append(counted[at])
    pages = [_page(asked, rarities, ones, weight_of(key)) for key, ones in by_key.items()]
    # What is worth the same stays in the order of the work, which is the same everywhere.
    return sorted(pages, key=lambda page: -page.worth)


def holds(section: Section, meant: Meant) -> bool:
    """Whether a section, its heading or its page's title holds one thing meant."""
    return _strength(meant, section) > 0


def worth_telling(found: Iterable[Found], best: float) -> list[Found]:
    """Those pages that are not far behind the best one; a few where none holds all."""
    told = [page for page in found if page.worth >= best * LEAST_SHARE]
    return told if any(page.holds_all for page in told) else told[:MOST_PARTIAL]


def _strength(meant: Meant, section: Section) -> float:
    """How strongly a section holds one thing meant; 0 if it does not."""
    return max((_way_strength(way, section) for way in meant.ways), default=0.0)


def _way_strength(way: Way, section: Section) -> float:
    total = 0.0
    for piece in way.pieces:
        in_text = section.words_line.count(piece)
        in_heading, in_title = piece in section.heading_line, piece in section.title_line
        if not (in_text or in_heading or in_title):
            return 0.0
        length = 1 - LENGTH_SHARE + LENGTH_SHARE * len(section.words_line) / USUAL_LETTERS
        total += 2.2 * in_text / (in_text + SATURATION * length)
        total += HEADING * in_heading + (TITLE if section.is_top else TITLE_ABOVE) * in_title
    strength = total / len(way.pieces)
    return strength if way.is_typed else strength * OTHER_NAME


def _page(asked: Question, rarities: list[float], ones: list[_Counted], weight: float) -> Found:
    scored = sorted(
        ((_section_worth(asked, rarities, one), at, one) for at, one in enumerate(ones)),
        key=lambda each: (-each[0], each[1]),
    )
    best = scored[0]
    held = set().union(*(one.worth for one in ones))
    whole = sum(rarities)
    on_page = sum(rarities[number] for number in held) / whole
    in_section = sum(rarities[number] for number in best[2].worth) / whole
    share = max(in_section, on_page * SPREAD)
    total = best[0] + NEXT_SECTIONS * sum(each[0] for each in scored[1:4])
    return Found(
        key=best[2].section.key,
        worth=total * share**2 * weight,
        sections=tuple(
            one.section for worth, _at, one in scored if worth >= best[0] * LEAST_SECTION_SHARE
        ),
        holds_all=len(held) == len(rarities),
    )


def _section_worth(asked: Question, rarities: list[float], one: _Counted) -> float:
    section, whole = one.section, sum(rarities)
    worth = sum(one.worth.values())
    if any(phrase in section.words_line for phrase in asked.phrases):
        worth += TOGETHER_IN_TEXT * whole
    if any(phrase in section.heading_line for phrase in asked.phrases):
        worth += TOGETHER_IN_HEADING * whole
    if section.is_top and any(phrase in section.title_line for phrase in asked.phrases):
        worth += TOGETHER_IN_TITLE * whole
    if section.is_top and any(name in asked.whole for name in section.title_line.split(FURTHER)):
        worth += THE_VERY_THING * whole
    elif section.heading_line.split(FURTHER)[0] in asked.whole:
        worth += THE_VERY_THING * whole / 2
    return worth
