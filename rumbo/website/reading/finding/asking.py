"""A reader's words made into a question that texts can be held against."""

from dataclasses import dataclass
from functools import lru_cache

from rumbo.website.reading.finding.passages import FOREIGN
from rumbo.website.reading.finding.words import (
    Token,
    as_line,
    fold,
    is_stop,
    stem,
    tidy,
    tokens,
)

MOST_LETTERS = 200
MOST_WORDS = 16
# 'The 60 days' is the very thing for who asks for '60 days'.
_ARTICLES = ("the", "el", "la", "los", "las")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a text can hold what was meant: all of these pieces.

    Args:
        pieces: each a line of one or more stems.
        is_typed: the reader's own words, as opposed to another name of the same term.
    """

    pieces: tuple[str, ...]
    is_typed: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """One thing that was asked for: a word, or a term under any of its names.

    Args:
        words: as they were typed, folded.
        ways: the ways in which a text can hold it; any one will do.
    """

    words: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question to texts of one language.

    Args:
        meant: what was asked for.
        phrases: all typed words in their order, as lines; empty where it is one word.
        whole: the lines of which a title or a name of a term that equals one is the very thing.
    """

    meant: tuple[Meant, ...]
    phrases: tuple[str, ...]
    whole: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a glossary term: its slug, its words, their language."""

    slug: str
    words: str
    language: str


class Names:
    """The names of all terms, found in what a reader types."""

    def __init__(self, names: "tuple[Name, ...]") -> None:
        self._by_slug: dict[str, list[Name]] = {}
        self._by_stems: dict[tuple[str, ...], set[str]] = {}
        self._longest = 0
        for name in names:
            self._by_slug.setdefault(name.slug, []).append(name)
            stems = _stems(name.words, name.language)
            self._by_stems.setdefault(stems, set()).add(name.slug)
            self._longest = max(self._longest, len(stems))

    def find(self, by_language: dict[str, list[Token]], at: int) -> tuple[int, list[Name]]:
        """The longest name that begins at a word: how many words, and the names of its terms."""
        for length in range(self._longest, 0, -1):
            for typed in by_language.values():
                slugs = self._by_stems.get(tuple(token.stem for token in typed[at : at + length]))
                if slugs and at + length <= len(typed):
                    return length, [name for slug in sorted(slugs) for name in self._by_slug[slug]]
        return 0, []


@lru_cache(maxsize=4096)
def _stems(words: str, language: str) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens(tidy(words), language))


def clean(typed: str) -> tuple[str, bool]:
    """What was typed without control letters and doubled spaces, and whether it had to be cut."""
    words = " ".join("".join(one if one.isprintable() else " " for one in tidy(typed)).split())
    return words[:MOST_LETTERS].strip(), len(words) > MOST_LETTERS


def question(words: str, language: str, names: Names) -> Question:
    """What a reader's words ask of texts in a language.

    Args:
        words: as `clean` gives them.
        language: of the texts.
        names: the names of all terms.
    """
    other = "es" if language == "en" else "en"
    by_language = {one: tokens(words, one)[:MOST_WORDS] for one in (language, other)}
    own = by_language[language]
    folded = fold(words)
    typed = [folded[token.start : token.end] for token in own]
    says_little = [token.is_plain and is_stop(word) for token, word in zip(own, typed, strict=True)]
    if all(says_little):
        says_little = [False] * len(own)
    meant: list[Meant] = []
    at = 0
    while at < len(own):
        length, same = names.find(by_language, at)
        if length and (length > 1 or not says_little[at]):
            span = range(at, at + length)
            ways = [_typed_way(by_language, language, [n for n in span if not says_little[n]])]
            ways += _other_ways(same, language)
            meant.append(Meant(" ".join(typed[n] for n in span), tuple(ways)))
            at += length
            continue
        length = _hyphenated(own, folded, at)
        span = range(at, at + length)
        if any(not says_little[n] for n in span):
            ways = [_typed_way(by_language, language, list(span))]
            if length > 1:
                ways.append(Way((as_line([_joined(typed[at : at + length], language)]),), True))
            ways.append(Way(tuple(_line(by_language[other][n], FOREIGN) for n in span), True))
            meant.append(Meant(" ".join(typed[n] for n in span), tuple(dict.fromkeys(ways))))
        at += length
    phrases = (
        as_line([token.stem for token in own]),
        "".join(_line(token, FOREIGN) for token in by_language[other]),
    )
    whole = {as_line([article]) + line for article in _ARTICLES for line in phrases}
    return Question(
        meant=tuple(meant),
        phrases=phrases if len(own) > 1 else (),
        whole=frozenset({*phrases, *whole}),
    )


def _typed_way(by_language: dict[str, list[Token]], language: str, places: list[int]) -> Way:
    return Way(tuple(_line(by_language[language][n], "") for n in places), is_typed=True)


def _line(token: Token, mark: str) -> str:
    return as_line([mark + token.stem if token.is_plain else token.stem])


def _other_ways(names: list[Name], language: str) -> list[Way]:
    found = dict.fromkeys(
        as_line(
            [
                (FOREIGN if name.language != language and token.is_plain else "") + token.stem
                for token in tokens(tidy(name.words), name.language)
            ]
        )
        for name in names
    )
    return [Way((line,), is_typed=False) for line in found]


def _hyphenated(typed: list[Token], folded: str, at: int) -> int:
    """How many words from one on are written as one with hyphens; at least one."""
    length = 1
    while (
        at + length < len(typed)
        and folded[typed[at + length - 1].end : typed[at + length].start] == "-"
        and typed[at + length].is_plain
        and typed[at + length - 1].is_plain
    ):
        length += 1
    return length


def _joined(typed: list[str], language: str) -> str:
    return stem("".join(typed), language)
