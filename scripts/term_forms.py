"""The forms that a glossary term may take in a sentence: plural, gender, an article before it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rumbo.website.frame.files.reading import ContentFaults, read_yaml
from scripts.prose import CONTENT

GLOSSARY = "glossary.yaml"

_ARTICLES = {
    "en": r"(?:(?:an?|the)\s+)?",
    "es": r"(?:(?:el|la|los|las|una?|unos|unas|sus?|del|al)\s+)?",
}
_UNCHANGED = {
    "en": {
        "a",
        "an",
        "and",
        "by",
        "for",
        "from",
        "in",
        "not",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    },
    "es": {
        "a",
        "al",
        "con",
        "de",
        "desde",
        "el",
        "en",
        "fuera",
        "hasta",
        "la",
        "las",
        "los",
        "no",
        "o",
        "para",
        "por",
        "que",
        "y",
    },
}
# Words whose forms no rule gives.
_IRREGULAR = {
    "en": {"child": "child(?:ren)?", "children": "child(?:ren)?", "history": "histor(?:y|ies)"},
    "es": {
        "buscó": "busc(?:ó|aron)",
        "dejó": "dej(?:ó|aron)",
        "hizo": "hi(?:zo|cieron)",
        "califica": "califican?",
        "vino": "vin(?:o|ieron)",
        "del": "(?:del|de la|de los|de las)",
        "entiendan": "entiendan?",
    },
}
_SPANISH_ENDINGS = (
    (re.compile(r"ión$"), "i(?:ón|ones)"),
    (re.compile(r"or$"), "or(?:es|as?)?"),
    (re.compile(r"oven$"), "(?:oven|óvenes)"),
    (re.compile(r"és$"), "(?:és|eses)"),
    (re.compile(r"z$"), "(?:z|ces)"),
    (re.compile(r"o$"), "[oa]s?"),
    (re.compile(r"([aeiuáéó])$"), r"\1s?"),
    (re.compile(r"([b-df-hj-np-rt-vwxy])$"), r"\1(?:es)?"),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term in one language.

    Attributes:
        slug: its permanent name.
        language: 'en' or 'es'.
        words: the term and, where it has one, its short form, as the glossary writes them.
    """

    slug: str
    language: str
    words: tuple[str, ...]

    @property
    def plain_words(self) -> Iterator[str]:
        """The same without what stands in brackets: 'children (in the regulation)' is 'children'."""
        for words in self.words:
            yield re.sub(r"\s*\([^)]*\)", "", words)


def read_terms(content: Path = CONTENT) -> dict[tuple[str, str], Term]:
    """Every term by language and slug.

    Raises:
        ContentFaults: the glossary cannot be read.
    """
    rows, faults = read_yaml(content / GLOSSARY, GLOSSARY)
    if faults:
        raise ContentFaults(faults)
    return {
        (language, row["slug"]): Term(
            row["slug"],
            language,
            tuple(
                str(row[key]) for key in (f"term_{language}", f"short_{language}") if row.get(key)
            ),
        )
        for row in rows
        for language in ("en", "es")
    }


@cache
def forms_of(words: str, language: str) -> str:
    """A pattern that matches the words in each of their forms."""
    return r"\s+".join(_forms_of_word(word, language) for word in words.split())


def _forms_of_word(word: str, language: str) -> str:
    low = word.lower()
    irregular = _IRREGULAR[language].get(low)
    if irregular is not None:
        return irregular
    if low in _UNCHANGED[language]:
        return re.escape(word)
    if language == "en":
        return _english_forms(word)
    for ending, forms in _SPANISH_ENDINGS:
        if ending.search(word):
            found = ending.search(word)
            assert found is not None
            return re.escape(word[: found.start()]) + found.expand(forms)
    return re.escape(word)


def _english_forms(word: str) -> str:
    possessive = r"(?:['’]s?)?"
    if re.search(r"[^aeiou]y$", word):
        return f"{re.escape(word[:-1])}(?:y|ies){possessive}"
    if re.search(r"(?:[sxz]|[cs]h)$", word):
        return f"{re.escape(word)}(?:es)?{possessive}"
    return f"{re.escape(word)}s?{possessive}"


def is_form_of(said: str, term: Term) -> bool:
    """Whether words are a term, its short form, or a form of one of them, with or without article."""
    article = _ARTICLES[term.language]
    said = " ".join(said.split())
    return any(
        re.fullmatch(article + forms_of(words, term.language), said, re.IGNORECASE)
        for words in (*term.words, *term.plain_words)
    )


def pattern_of(terms: Iterable[Term]) -> re.Pattern[str]:
    """A pattern for any of these terms, the longest first.

    A short form in capitals is looked for in capitals: 'PASS' is a term, 'pass' a verb.
    """
    forms = {
        (words, term.language) for term in terms for words in term.plain_words if words.strip()
    }
    ordered = sorted(forms, key=lambda one: (-len(one[0]), one))
    alternatives = "|".join(
        f"(?{'-' if words.isupper() else ''}i:{forms_of(words, language)})"
        for words, language in ordered
    )
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
