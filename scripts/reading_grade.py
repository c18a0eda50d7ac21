"""How hard the Handbook and the Curriculum are to read: `python -m scripts.reading_grade [FILE...]`.

Part of `make check`. English is held to grade 11 of Flesch-Kincaid, Spanish to 55 points of
Fernandez-Huerta, both as textstat works them out (why 55: `docs/decisions/0006-reading-grade.md`).
Measured is the running text of each article and slide: paragraphs, list items, trainer's notes.
Headings, tables, code, citations, marks and words said to be in another language are left out. A
glossary term counts as one short word. With FILE (a part of a path) the grade of each is printed.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import textstat

from rumbo.website.frame.files.reading import ContentFaults
from scripts.prose import CONTENT, Prose, pages_of_works, prose_of, sentences_of
from scripts.term_forms import pattern_of, read_terms

HIGHEST_GRADE = 11.0
LOWEST_POINTS = 55.0
HARDEST_SHOWN = 3
# A word of one syllable in each language, put where a term stands.
_SHORT_WORD = {"en": "term", "es": "voz"}
_LEFT_OUT = {"citation", "mark", "foreign"}
_INITIALS = re.compile(r"\b(?:[A-Za-z]{1,2}\. ?){2,}")
_TICK = re.compile(r"^\[[ xX]\]\s*")
_ENDS = re.compile(r"[.!?…][\"'”’»)]*$")
_NOTHING_BETWEEN = re.compile(r"\s+(?=[.,;:])")


@dataclass(frozen=True, slots=True)
class Grade:
    """How hard one file is.

    Attributes:
        path: below the content folder.
        language: 'en' or 'es'.
        value: English: school grade, less is easier. Spanish: points, more is easier.
        words: how many were measured, terms counted as one.
        hardest: its hardest sentences with their own values, hardest first.
    """

    path: str
    language: str
    value: float
    words: int
    hardest: tuple[tuple[float, str], ...]

    @property
    def is_within(self) -> bool:
        """Whether the file holds its language's bar."""
        if self.language == "en":
            return self.value <= HIGHEST_GRADE
        return self.value >= LOWEST_POINTS

    def __str__(self) -> str:
        if self.language == "en":
            return f"{self.path}: grade {self.value:.1f} (wanted: {HIGHEST_GRADE:.0f} or below)"
        return f"{self.path}: {self.value:.0f} points (wanted: {LOWEST_POINTS:.0f} or more)"


def grade_of(prose: Prose, terms: re.Pattern[str]) -> Grade | None:
    """The grade of one file, or None where it has no running text.

    Args:
        terms: matches every glossary term of the text's language.
    """
    said = list(_sentences(prose))
    counted = [counted_words(sentence, prose.language, terms) for sentence in said]
    text = "\n".join(counted)
    if not re.search(r"\w", text):
        return None
    value = value_of(text, prose.language)
    grade = Grade(prose.path, prose.language, value, len(text.split()), ())
    if grade.is_within:
        return grade
    by_value = [
        (value_of(one, prose.language), sentence)
        for one, sentence in zip(counted, said, strict=True)
        if len(one.split()) > 2
    ]
    by_value.sort(reverse=prose.language == "en")
    return Grade(grade.path, grade.language, value, grade.words, tuple(by_value[:HARDEST_SHOWN]))


def value_of(text: str, language: str) -> float:
    """What textstat says of a text: grade in English, points in Spanish."""
    textstat.set_lang(language)
    if language == "en":
        return float(textstat.flesch_kincaid_grade(text))
    return float(textstat.fernandez_huerta(text))


def counted_words(sentence: str, language: str, terms: re.Pattern[str]) -> str:
    """A sentence as it is measured: each term one short word, and no stop but the one at its end."""
    short = terms.sub(_SHORT_WORD[language], sentence)
    short = _INITIALS.sub(lambda found: re.sub(r"[. ]", "", found[0]) + " ", short)
    body = _ENDS.sub("", short.strip())
    return re.sub(r"[.!?…]", "", body) + "."


def _sentences(prose: Prose) -> Iterator[str]:
    """The sentences of a file as a reader hears them."""
    for block in prose.blocks:
        words = "".join(one.words for one in block.pieces if one.kind not in _LEFT_OUT)
        line = _NOTHING_BETWEEN.sub("", _TICK.sub("", " ".join(words.split())))
        yield from (one for one in sentences_of(line) if re.search(r"\w", one))


@lru_cache(maxsize=4)
def _terms_of(content: Path, language: str) -> re.Pattern[str]:
    known = read_terms(content)
    return pattern_of(term for (spoken, _slug), term in known.items() if spoken == language)


def grades(content: Path = CONTENT) -> Iterator[Grade]:
    """The grade of every file of the Handbook and the Curriculum that has running text."""
    for page in pages_of_works(content):
        grade = grade_of(prose_of(page), _terms_of(content, page.language))
        if grade is not None:
            yield grade


def too_hard(found: Iterable[Grade]) -> list[str]:
    """One entry for each file past its bar: its grade and its hardest sentences."""
    return [
        "\n".join([str(grade), *(f"    {value:.0f}: {words}" for value, words in grade.hardest)])
        for grade in found
        if not grade.is_within
    ]


def main(arguments: list[str]) -> int:
    """Print what is too hard, or the grades asked for; the exit code."""
    try:
        found = list(grades())
    except ContentFaults as error:
        print(error)
        return 1
    for grade in found:
        if any(part in grade.path for part in arguments):
            print(f"{grade}, {grade.words} words")
    faults = too_hard(found)
    for fault in faults:
        print(fault)
    if not faults:
        english = max((one for one in found if one.language == "en"), key=lambda one: one.value)
        spanish = [one for one in found if one.language == "es"]
        print(f"{len(found)} files are easy enough. Hardest in English: {english}")
        if spanish:
            print(f"Hardest in Spanish: {min(spanish, key=lambda one: one.value)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
