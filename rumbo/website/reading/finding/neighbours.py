"""Words of a work that are spelled much like one that it does not hold."""

from collections import Counter
from collections.abc import Iterable

from rumbo.website.reading.finding.passages import LINE_END
from rumbo.website.reading.finding.texts import Section
from rumbo.website.reading.finding.words import fold, is_stop, tokens

SHORTEST = 4
MOST = 3


def vocabulary(sections: Iterable[Section]) -> dict[str, str]:
    """Every ordinary word of some sections as it is written most often, by its folded form."""
    written: dict[str, Counter[str]] = {}
    for section in sections:
        for spoken, text in [("", section.heading), *section.read_runs()]:
            if spoken not in {"", section.language} or (spoken, text) == LINE_END:
                continue
            for token in tokens(text, section.language):
                if token.is_plain and token.end - token.start >= SHORTEST:
                    word = text[token.start : token.end]
                    written.setdefault(fold(word), Counter())[word.lower()] += 1
    return {
        folded: words.most_common(1)[0][0]
        for folded, words in sorted(written.items(), key=lambda each: -each[1].total())
    }


def near(word: str, known: dict[str, str]) -> tuple[str, ...]:
    """Up to three known words that differ from one by a letter or two, the nearest first.

    Args:
        word: folded.
        known: as `vocabulary` gives it, the most frequent first.
    """
    if len(word) < SHORTEST or word in known:
        return ()
    most = 1 if len(word) < 6 else 2
    letters = Counter(word)
    found = []
    for place, other in enumerate(known):
        if abs(len(other) - len(word)) > most or is_stop(other):
            continue
        # Each edit mends at most one letter on each side.
        if (letters - Counter(other)).total() > most:
            continue
        edits = distance(word, other, most)
        if edits <= most:
            found.append((edits, other[0] != word[0], place, known[other]))
    return tuple(each[-1] for each in sorted(found)[:MOST])


def distance(first: str, second: str, most: int) -> int:
    """How many letters must be put in, left out, changed or swapped with the next; `most` + 1 if more."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, 1):
        older, before, row = before, row, [at]
        for column, other in enumerate(second, 1):
            cost = min(
                before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != other)
            )
            is_swap = (
                at > 1 and column > 1 and letter == second[column - 2] and first[at - 2] == other
            )
            row.append(min(cost, older[column - 2] + 1) if is_swap else cost)
        if min(row) > most:
            return most + 1
    return row[-1]
