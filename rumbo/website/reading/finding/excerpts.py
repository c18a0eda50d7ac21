"""A few words of a text around what was found, with the found words marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from rumbo.website.reading.finding.asking import Question
from rumbo.website.reading.finding.passages import FOREIGN, LINE_END, Run
from rumbo.website.reading.finding.words import fold, joined_words, tokens

WORDS = 34
BEFORE = 6
LETTERS = 280
BEGINNING = 4
_SENTENCE_END = re.compile(r"[.!?:;…]['\"”’»)]?$")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a run: where it stands, its forms, whether it was found."""

    run: int
    start: int
    end: int
    forms: tuple[str, ...]


def marked(runs: Iterable[Run], language: str, asked: Question) -> SafeString:
    """All of some words, with the found ones marked."""
    given = list(runs)
    words = _words_of(given, language)
    found = _found(words, asked)
    return _write(given, words, found, 0, len(words))


def excerpt(
    runs: Sequence[Run], language: str, asked: Question, *, is_whole: bool = False
) -> SafeString:
    """The part of a text that holds most of what was found, marked; else its beginning.

    `is_whole` gives all of a text, as of a term, whose first words say what it is.
    """
    lines = _lines_of(runs)
    first, last = (0, len(lines)) if is_whole else _best_lines(lines, asked)
    given = _on_one_line(lines[first:last])
    words = _words_of(given, language)
    found = _found(words, asked)
    start = 0 if is_whole else _best_start(given, words, found)
    end = len(words) if is_whole else min(len(words), start + WORDS)
    html = _write(given, words, found, start, end)
    head = "… " if first and not start else ""
    tail = " …" if last < len(lines) and end == len(words) else ""
    return mark_safe(head + html + tail)


def _lines_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs by line; empty lines are left out."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run == LINE_END:
            lines.append([])
        else:
            lines[-1].append((run[0], run[1].replace("\n", " ")))
    return [line for line in lines if line]


def _best_lines(lines: Sequence[Sequence[Run]], asked: Question) -> tuple[int, int]:
    """The lines to take words from, as (first, after the last): those that seem to hold the most.

    Looks at beginnings of words only; what was really found is worked out for these lines alone.
    """
    if not lines:
        return 0, 0
    beginnings = [
        {
            one.removeprefix(FOREIGN)[:BEGINNING]
            for way in meant.ways
            for piece in way.pieces
            for one in piece.split()
        }
        for meant in asked.meant
    ]
    texts = [fold("".join(words for _spoken, words in line)) for line in lines]
    held = [
        {number for number, ones in enumerate(beginnings) if any(one in text for one in ones)}
        for text in texts
    ]
    best, best_end, best_worth = 0, 1, (-1, -1)
    for first in range(len(lines)):
        last, letters = first, 0
        inside: set[int] = set()
        while last < len(lines) and (last == first or letters < LETTERS):
            inside |= held[last]
            letters += len(texts[last])
            last += 1
        worth = (len(inside), len(held[first]))
        if worth > best_worth:
            best, best_end, best_worth = first, last, worth
    return best, best_end


def _on_one_line(lines: Sequence[Sequence[Run]]) -> list[Run]:
    """Lines as one: where a line ended without a full stop, a dot divides."""
    joined: list[Run] = []
    for line in lines:
        if joined:
            spoken, words = joined[-1]
            joined[-1] = (spoken, words.rstrip())
            joined.append(("", " " if _SENTENCE_END.search(words.rstrip()) else " · "))
        joined += line
    return joined


def _words_of(runs: Sequence[Run], language: str) -> list[_Word]:
    words = []
    for number, (spoken, text) in enumerate(runs):
        mark = "" if spoken in {"", language} else FOREIGN
        joined = joined_words(text, spoken or language)
        for token in tokens(text, spoken or language):
            own = (mark if token.is_plain else "") + token.stem
            whole = [
                mark + one
                for start, end, one in joined
                if start <= token.start and token.end <= end
            ]
            words.append(_Word(number, token.start, token.end, (own, *token.more, *whole)))
    return words


def _found(words: Sequence[_Word], asked: Question) -> dict[int, int]:
    """The found words by place, each with the number of the thing meant."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        for form in word.forms:
            places.setdefault(form, []).append(at)
    found: dict[int, int] = {}
    for number, meant in enumerate(asked.meant):
        for way in meant.ways:
            for piece in way.pieces:
                stems = piece.split()
                for at in places.get(stems[0], ()):
                    here = words[at : at + len(stems)]
                    if len(here) == len(stems) and all(
                        one in word.forms for one, word in zip(stems, here, strict=True)
                    ):
                        found.update(dict.fromkeys(range(at, at + len(stems)), number))
    return found


def _best_start(runs: Sequence[Run], words: Sequence[_Word], found: dict[int, int]) -> int:
    """The word to begin with: the most different things, then the most words, in the window."""
    if not found:
        return 0
    places = sorted(found)

    def held(start: int) -> tuple[int, int]:
        inside = [found[at] for at in places if start <= at < start + WORDS - BEFORE]
        return len(set(inside)), len(inside)

    best = max(places, key=lambda at: (*held(at), -at))
    for at in range(best, max(-1, best - 2 * BEFORE), -1):
        if at == 0 or _begins_sentence(runs, words, at):
            return at
    return max(0, best - BEFORE)


def _begins_sentence(runs: Sequence[Run], words: Sequence[_Word], at: int) -> bool:
    gap = _between(runs, words[at - 1], words[at])
    return "·" in gap or bool(_SENTENCE_END.search(gap.split("(")[0].strip().rstrip("'\"“‘«¿¡")))


def _between(runs: Sequence[Run], first: _Word, second: _Word) -> str:
    if first.run == second.run:
        return runs[first.run][1][first.end : second.start]
    middle = "".join(runs[number][1] for number in range(first.run + 1, second.run))
    return runs[first.run][1][first.end :] + middle + runs[second.run][1][: second.start]


def _write(
    runs: Sequence[Run], words: Sequence[_Word], found: dict[int, int], start: int, end: int
) -> SafeString:
    """The words from `start` to before `end` as HTML, with languages and marks."""
    if not words:
        return mark_safe("")
    first = words[start] if start else _Word(0, 0, 0, ())
    last = words[end - 1] if end < len(words) else _Word(len(runs) - 1, 0, len(runs[-1][1]), ())
    pieces: list[SafeString] = []
    for number in range(first.run, last.run + 1):
        spoken, text = runs[number]
        begin = first.start if number == first.run else 0
        stop = last.end if number == last.run else len(text)
        html = _write_run(
            text, begin, stop,
            [(words[at].start, words[at].end) for at in sorted(found) if words[at].run == number],
        )  # fmt: skip
        pieces.append(format_html('<span lang="{}">{}</span>', spoken, html) if spoken else html)
    head = "… " if start else ""
    tail = " …" if end < len(words) else ""
    return mark_safe(head + "".join(pieces).strip() + tail)


def _write_run(text: str, begin: int, stop: int, found: list[tuple[int, int]]) -> SafeString:
    out: list[str] = []
    at = begin
    for start, end in found:
        if start < begin or end > stop:
            continue
        gap = text[at:start]
        if out and gap.strip("-– ") == "" and out[-1] == "</mark>":
            # Words that stand together are marked together.
            out[-1] = escape(gap) + escape(text[start:end])
            out.append("</mark>")
        else:
            out += [escape(gap), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*out, escape(text[at:stop])]))
