"""A citation of federal law: read from a key, written as a label, ordered, linked."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

type LawBody = Literal["USC", "CFR"]

_KEY = re.compile(
    r"""^\s*(?P<title>\d{1,2})\s+
        (?P<body>CFR|C\.F\.R\.|USC|U\.S\.C\.)\s+
        (?:§\s*)?(?P<section>\d+(?:\.\d+)?[a-z]{0,2}(?:-\d+[a-z]?)?)\s*
        (?P<paragraphs>(?:\([A-Za-z0-9]+\)\s*)*)$""",
    re.VERBOSE,
)
_LABEL = re.compile(r"\(([A-Za-z0-9]+)\)")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BODY_ORDER: dict[LawBody, int] = {"USC": 0, "CFR": 1}


class UnreadableCitation(ValueError):
    """The text is not a citation key.

    Attributes:
        given: the text as it was given.
    """

    code = "unreadable_citation"

    def __init__(self, given: str) -> None:
        super().__init__(f"not a citation of the U.S. Code or the CFR: {given!r}")
        self.given = given


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class Citation:
    """One place in the United States Code or the Code of Federal Regulations.

    Sorted, the Code comes before the regulations, and within each everything stands in the order
    in which the law prints it.

    Attributes:
        body: "USC" or "CFR".
        title: the title's number, for example 34.
        section: as printed, for example "200.81" or "6399".
        paragraphs: labels from the outside in, without brackets; empty for the whole section.
    """

    body: LawBody
    title: int
    section: str
    paragraphs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The one spelling that we store: '34 CFR 200.81(g)', '20 USC 6399(3)(A)'."""
        return f"{self.title} {self.body} {self.section}{self._brackets}"

    @property
    def label(self) -> str:
        """The spelling for readers: '34 CFR 200.81(g)', '20 U.S.C. 6399(3)(A)'."""
        body = "U.S.C." if self.body == "USC" else "CFR"
        return f"{self.title} {body} {self.section}{self._brackets}"

    @property
    def address(self) -> str:
        """The official page: eCFR at the paragraph, or the U.S. Code's page of the section.

        The U.S. Code site has no address for a paragraph, so all of a section's paragraphs share
        one.
        """
        if self.body == "USC":
            granule = f"granuleid:USC-prelim-title{self.title}-section{self.section}"
            return f"https://uscode.house.gov/view.xhtml?req={granule}"
        page = f"https://www.ecfr.gov/current/title-{self.title}/section-{self.section}"
        return f"{page}#p-{self.section}{self._brackets}" if self.paragraphs else page

    @property
    def section_citation(self) -> Citation:
        """The whole section that this paragraph belongs to."""
        return Citation(self.body, self.title, self.section)

    @property
    def parent(self) -> Citation | None:
        """The paragraph or section around this one; None for a whole section."""
        if not self.paragraphs:
            return None
        return Citation(self.body, self.title, self.section, self.paragraphs[:-1])

    @property
    def _brackets(self) -> str:
        return "".join(f"({label})" for label in self.paragraphs)

    @property
    def _order(self) -> tuple[object, ...]:
        numbers = tuple(
            (0, int(part), "") if part.isdigit() else (1, 0, part)
            for part in re.findall(r"\d+|[a-z]+", self.section)
        )
        places = tuple(
            label_number(label, depth=depth) for depth, label in enumerate(self.paragraphs)
        )
        return (_BODY_ORDER[self.body], self.title, numbers, places)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Citation):
            return NotImplemented
        return self._order < other._order

    def __str__(self) -> str:
        return self.label


def parse_citation(key: str) -> Citation:
    """The citation that a key names.

    Also reads the spellings with full stops, the section sign and spaces before brackets, so that
    what an editor copies from an official page is understood.

    Raises:
        UnreadableCitation: anything else, also a part ('34 CFR part 200') or a range of sections.
    """
    found = _KEY.match(key)
    if found is None:
        raise UnreadableCitation(key)
    body: LawBody = "CFR" if found["body"].startswith("C") else "USC"
    if (body == "CFR") != ("." in found["section"]):
        raise UnreadableCitation(key)
    labels = tuple(_LABEL.findall(found["paragraphs"]))
    return Citation(body, int(found["title"]), found["section"], labels)


def label_number(label: str, *, depth: int) -> int:
    """Where a label stands among its brothers: (a) and (1) are 1, (iv) below the top is 4.

    Args:
        label: without brackets.
        depth: 0 for a label directly under the section. Small letters are letters there and Roman
            numbers further in; capital letters are Roman numbers only from the fifth level on.
    """
    if label.isdigit():
        return int(label)
    is_roman = (label.islower() and depth > 0) or (label.isupper() and depth > 3)
    if is_roman and set(label.lower()) <= set(_ROMAN_DIGITS):
        return roman_number(label)
    number = 0
    for letter in label.lower():
        number = number * 26 + ord(letter) - ord("a") + 1
    return number


def roman_number(label: str) -> int:
    """The value of a Roman number written in small or capital letters, up to a few hundred."""
    values = [_ROMAN_DIGITS[letter] for letter in label.lower()]
    following = [*values[1:], 0]
    return sum(-one if one < two else one for one, two in zip(values, following, strict=True))
