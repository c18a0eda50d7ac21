"""Words made comparable: stems without accents, numbers as figures, citations by their parts.

What is searched and what is asked go through the same functions, so both databases and every
process give the same answers.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

# Raise it when the same text gives other stems than before: stored ones are then made anew.
FORM = 1

_EN_ONES = ["two", "three", "four", "five", "six", "seven", "eight", "nine"]
_EN_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ES_ONES = ["dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
_ES_TEENS = [
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
]
_ES_TWENTIES = [
    "veinte",
    "veintiuno",
    "veintidos",
    "veintitres",
    "veinticuatro",
    "veinticinco",
    "veintiseis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_ES_TENS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]

# 'one' and 'uno' are left as words: they mostly stand for 'a person'.
_NUMBERS = {
    **{word: at for at, word in enumerate(_EN_ONES, 2)},
    **{word: at for at, word in enumerate(_EN_TEENS, 10)},
    **{word: at * 10 for at, word in enumerate(_EN_TENS, 2)},
    **{word: at for at, word in enumerate(_ES_ONES, 2)},
    **{word: at for at, word in enumerate(_ES_TEENS, 10)},
    **{word: at for at, word in enumerate(_ES_TWENTIES, 20)},
    **{word: at * 10 for at, word in enumerate(_ES_TENS, 3)},
}
_ONES = {"one": 1, "uno": 1, "una": 1} | {
    word: at for words in (_EN_ONES, _ES_ONES) for at, word in enumerate(words, 2)
}

_TOKEN = re.compile(
    r"(?P<code>\d+ (?:cfr|usc|u\.s\.c\.?)(?![a-z]))"
    r"|(?P<cited>\d+(?:\.\d+)?(?:\s?\([0-9a-z]{1,5}\))+|\d+\.\d+)"
    r"|(?P<initials>(?:[a-z]\.){2,}[a-z]?)"
    r"|(?P<ampersand>[a-z]+(?:&[a-z]+)+)"
    rf"|(?P<compound>\b(?:{'|'.join(_EN_TENS)})[- ](?:one|{'|'.join(_EN_ONES)})\b"
    rf"|\b(?:{'|'.join(_ES_TENS)}) y (?:un[oa]?|{'|'.join(_ES_ONES)})\b)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
)
_HYPHENATED = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])")
_BRACKET = re.compile(r"\([0-9a-z]{1,5}\)")
_POSSESSIVE = re.compile(r"['’]s?$")

# Words that say little; a question that holds nothing else is asked with them all the same.
_STOP = {
    "en": frozenset(
        [
            "a",
            "an",
            "the",
            "and",
            "or",
            "but",
            "of",
            "in",
            "on",
            "at",
            "to",
            "for",
            "from",
            "by",
            "with",
            "as",
            "is",
            "are",
            "was",
            "were",
            "be",
            "been",
            "being",
            "it",
            "its",
            "this",
            "that",
            "these",
            "those",
            "there",
            "here",
            "i",
            "you",
            "he",
            "she",
            "we",
            "they",
            "me",
            "him",
            "her",
            "us",
            "them",
            "my",
            "your",
            "his",
            "our",
            "their",
            "do",
            "does",
            "did",
            "has",
            "have",
            "had",
            "not",
            "no",
            "if",
            "so",
            "than",
            "then",
            "can",
            "could",
            "may",
            "might",
            "must",
            "shall",
            "should",
            "will",
            "would",
            "what",
            "when",
            "where",
            "which",
            "who",
            "whom",
            "whose",
            "how",
            "why",
            "about",
            "into",
        ]
    ),
    "es": frozenset(
        [
            "el",
            "la",
            "los",
            "las",
            "un",
            "una",
            "unos",
            "unas",
            "lo",
            "al",
            "del",
            "de",
            "y",
            "e",
            "o",
            "u",
            "pero",
            "en",
            "con",
            "por",
            "para",
            "sin",
            "sobre",
            "a",
            "ante",
            "que",
            "quien",
            "quienes",
            "cual",
            "cuales",
            "cuando",
            "donde",
            "como",
            "se",
            "su",
            "sus",
            "mi",
            "mis",
            "tu",
            "tus",
            "le",
            "les",
            "nos",
            "es",
            "esta",
            "este",
            "esto",
            "estos",
            "estas",
            "ese",
            "esa",
            "eso",
            "era",
            "fue",
            "ser",
            "hay",
            "ha",
            "han",
            "he",
            "si",
            "no",
            "ni",
            "ya",
            "mas",
            "muy",
        ]
    ),
}
_IRREGULAR = {"children": "child", "men": "man", "women": "woman", "wives": "wife"} | dict.fromkeys(
    ("signature", "signatures"), "sign"
)
_LANGUAGES = {"en": "english", "es": "spanish"}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text.

    Args:
        start, end: where it stands in the text.
        stem: its comparable form.
        more: further forms under which it is found, such as the paragraph above a cited one.
        is_plain: an ordinary word, as opposed to a number or a citation.
    """

    start: int
    end: int
    stem: str
    more: tuple[str, ...] = ()
    is_plain: bool = True


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    base = "".join(
        one
        for one in unicodedata.normalize("NFKD", letter.lower())
        if not unicodedata.combining(one)
    )
    return base if len(base) == 1 else letter


def tidy(text: str) -> str:
    """A text with each accented letter as one letter, so that places in it can be counted."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """A tidy text in small letters without accents; every letter keeps its place."""
    return text.lower() if text.isascii() else "".join(map(_fold_letter, text))


@lru_cache(maxsize=2)
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(_LANGUAGES[language])


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word.

    Snowball's, with what it misses: the plural of 'día', 'niño elegible' beside 'elegibilidad',
    'califica' beside 'calificar'.
    """
    word = _POSSESSIVE.sub("", word).replace("'", "").replace("’", "")
    if language == "en":
        word = _IRREGULAR.get(word, word)
    with _lock:  # a stemmer keeps the word that it is at
        found = str(_stemmer(language).stemWord(word))
    if language == "es":
        if found.endswith(("ibil", "abil")) and len(found) > 6:
            found = found[:-4]
        elif found.endswith("ific") and len(found) > 5:
            found = found[:-2]
        elif found.endswith("s") and len(found) > 3:
            found = found[:-1]
    return found


def tokens(text: str, language: str) -> list[Token]:
    """The words of a tidy text, in order.

    Args:
        text: as `tidy` gives it.
        language: 'en' or 'es', for the stems.
    """
    folded = fold(text)
    return [
        _token(found.lastgroup or "", found[0], found.start(), found.end(), language)
        for found in _TOKEN.finditer(folded)
    ]


def _token(kind: str, words: str, start: int, end: int, language: str) -> Token:
    if kind == "word":
        number = _NUMBERS.get(words)
        if number is not None:
            return Token(start, end, str(number), is_plain=False)
        return Token(start, end, stem(words, language))
    if kind == "cited":
        whole, *above = _cited_forms(words)
        return Token(start, end, whole, tuple(above), is_plain=False)
    if kind == "compound":
        first, last = re.split(r"[- ](?:y )?", words, maxsplit=1)
        return Token(start, end, str(_NUMBERS[first] + _ONES.get(last, 1)), is_plain=False)
    plain = re.sub(r"[,.& ]", "", words)
    return Token(start, end, plain, is_plain=False)


def _cited_forms(words: str) -> list[str]:
    """A cited paragraph and every paragraph around it: '200.81(g)', '200.81'."""
    labels = _BRACKET.findall(words)
    section = words.split("(")[0].strip()
    return [section + "".join(labels[:depth]) for depth in range(len(labels), -1, -1)]


def joined_words(text: str, language: str) -> list[tuple[int, int, str]]:
    """Each hyphenated word as (start, end, its stem as one word): 're-interview', 'reinterview'."""
    if "-" not in text:
        return []
    return [
        (found.start(), found.end(), stem(found[0].replace("-", ""), language))
        for found in _HYPHENATED.finditer(fold(text))
    ]


def tables() -> dict[str, object]:
    """What a device needs to read words as `tokens` does; patterns as its script writes them.

    The offline copy carries them (`static/reading/offline/words.js`); a test holds the two together.
    """
    return {
        "token": _as_script_writes(_TOKEN),
        "bracket": _as_script_writes(_BRACKET),
        "possessive": _as_script_writes(_POSSESSIVE),
        "numbers": _NUMBERS,
        "ones": _ONES,
        "irregular": _IRREGULAR,
        "stop": sorted(_STOP["en"] | _STOP["es"]),
    }


def _as_script_writes(pattern: re.Pattern[str]) -> str:
    return pattern.pattern.replace("(?P<", "(?<").replace(r"[^\W\d_]", r"\p{L}")


def is_stop(word: str) -> bool:
    """Whether a folded word says little in either language."""
    return word in _STOP["en"] or word in _STOP["es"]


def as_line(stems: "list[str] | tuple[str, ...]") -> str:
    """Stems as one line to look in: each between two spaces of its own."""
    return "".join(f" {one} " for one in stems)
