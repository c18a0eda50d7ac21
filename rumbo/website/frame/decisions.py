"""Decision aids in a text: the box `::: decide Title`, its questions, and where each answer leads.

In the text an aid is a numbered list of questions. Below each stand its answers: words, a colon,
then either `go to 3` (`siga en 3`) or the outcome. `mark_decisions` is a rule of the parser and
leaves on the tokens what writers need; `faults_of` says what is wrong with the aids of a text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

BOX = "decide"
_GO = re.compile(r"\s*(?:go to|siga en)\s+(\d+)\s*\.?\s*", re.IGNORECASE)
_GO_AT_START = re.compile(r"\s*(?:go to|siga en)\b\s*\d", re.IGNORECASE)
_COLON = re.compile(r":(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question.

    Args:
        words: what stands before the colon; empty if there is no colon.
        to: the question that it leads to; None where it ends in an outcome.
        outcome: the words of the outcome.
        is_founded: whether the outcome carries a citation or a mark.
        blocks: how many paragraphs and lists the answer is made of; one is wanted.
        line: where it stands in the text, counted from 0.
    """

    words: str
    to: int | None
    outcome: str
    is_founded: bool
    blocks: int
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One question: its number as written, its words, its answers, its line counted from 0."""

    number: str
    words: str
    answers: tuple[Answer, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Aid:
    """One decision aid: its title, how many numbered lists it holds, its steps, its line from 0."""

    title: str
    lists: int
    steps: tuple[Step, ...]
    line: int


# --- the parser's rule -------------------------------------------------------------------------
def mark_decisions(state: StateCore, anchor_of: Callable[[str], str]) -> None:
    """Leave on the tokens of every aid what is a step, an answer, its words and where it leads.

    Args:
        state: the parser's, its tokens changed in place.
        anchor_of: makes an anchor of words.
    """
    used: dict[str, int] = {}
    tokens = state.tokens
    for at, token in enumerate(tokens):
        if _is_aid(token):
            anchor = f"{BOX}-{anchor_of(_title_of(token))}"
            used[anchor] = used.get(anchor, 0) + 1
            if used[anchor] > 1:
                anchor = f"{anchor}-{used[anchor]}"
            token.meta = {**token.meta, "anchor": anchor}
            _mark_aid(tokens, at, anchor)


def _mark_aid(tokens: Sequence[Token], at: int, anchor: str) -> None:
    for list_at in _lists(tokens, at)[:1]:
        tokens[list_at].meta = {"steps": True}
        for number, item in enumerate(_children(tokens, list_at), 1):
            tokens[item].meta = {**tokens[item].meta, "step": f"{anchor}-{number}"}
            for answer in _answers(tokens, item):
                tokens[answer].meta = {**tokens[answer].meta, "answer": True}
                inline = _inline_of(tokens, answer)
                if inline is not None:
                    _mark_answer(tokens[answer], inline, anchor)


def _mark_answer(item: Token, inline: Token, anchor: str) -> None:
    """Its words become strong; what follows the colon is marked as a way on or as an outcome."""
    before, after = _halves(inline.children or [])
    if after is None:
        return
    go = _way_on(after)
    if go:
        item.meta = {**item.meta, "to": go}
    kind = "decide_go" if go else "decide_outcome"
    opening = Token(f"{kind}_open", "", 1, meta={"href": f"#{anchor}-{go}"})
    inline.children = [
        Token("strong_open", "strong", 1, markup="**"),
        *before,
        Token("strong_close", "strong", -1, markup="**"),
        Token("text", "", 0, content=": "),
        opening,
        *after,
        Token(f"{kind}_close", "", -1),
    ]


def _halves(children: Sequence[Token]) -> tuple[list[Token], list[Token] | None]:
    """What stands before the first colon, and what stands after it; None if there is no colon."""
    for at, child in enumerate(children):
        found = _COLON.search(child.content) if child.type == "text" else None
        if found:
            first, rest = child.content[: found.start()], child.content[found.end() :].lstrip()
            before = [*children[:at], Token("text", "", 0, content=first)]
            after = [*([Token("text", "", 0, content=rest)] if rest else []), *children[at + 1 :]]
            return before, after
    return list(children), None


def _way_on(after: Sequence[Token]) -> int | None:
    """The question that an answer leads to, if nothing else stands after its colon."""
    found = _GO.fullmatch(after[0].content) if len(after) == 1 else None
    return int(found[1]) if found else None


# --- reading and checking ----------------------------------------------------------------------
def aids_of(tokens: Sequence[Token]) -> Iterator[Aid]:
    """The decision aids among the tokens of a text, in order."""
    for at, token in enumerate(tokens):
        if _is_aid(token):
            lists = _lists(tokens, at)
            steps = tuple(_step(tokens, item) for item in _children(tokens, *lists[:1]))
            yield Aid(_title_of(token), len(lists), steps, _line(token))


def _step(tokens: Sequence[Token], item: int) -> Step:
    inline = _inline_of(tokens, item)
    return Step(
        number=tokens[item].info,
        words=_words(inline.children or []) if inline is not None else "",
        answers=tuple(_answer(tokens, answer) for answer in _answers(tokens, item)),
        line=_line(tokens[item]),
    )


def _answer(tokens: Sequence[Token], item: int) -> Answer:
    inline = _inline_of(tokens, item)
    children = (inline.children or []) if inline is not None else []
    kinds = [child.type for child in children]
    start = next((at for at, kind in enumerate(kinds) if kind.startswith("decide_")), None)
    outcome = children[start:] if start is not None else []
    to = tokens[item].meta.get("to")
    return Answer(
        words=_words(children[: kinds.index("strong_close")]) if start is not None else "",
        to=to,
        outcome="" if to else _words(outcome),
        is_founded=any(child.type in {"citation", "mark"} for child in outcome),
        blocks=len(_blocks(tokens, item)),
        line=_line(tokens[item]),
    )


def faults_of(aid: Aid) -> Iterator[tuple[int, str]]:
    """What is wrong with an aid: the line in the text, counted from 0, and a sentence."""
    if not aid.title:
        yield aid.line, "a decision aid needs a title: '::: decide Was it a move?'"
    if aid.lists != 1:
        yield aid.line, f"a decision aid is one numbered list of questions; here are {aid.lists}"
    for place, step in enumerate(aid.steps, 1):
        yield from _step_faults(place, step)
        for answer in step.answers:
            yield from _answer_faults(place, answer, len(aid.steps))
    yield from _way_faults(aid)


def _step_faults(place: int, step: Step) -> Iterator[tuple[int, str]]:
    if step.number != str(place):
        yield step.line, f"question {place} is written as {step.number}; number them 1, 2, 3"
    if not step.words:
        yield step.line, f"question {place} has no words"
    if len(step.answers) < 2:
        yield step.line, f"question {place} needs two answers or more; it has {len(step.answers)}"
    words = [answer.words.lower() for answer in step.answers if answer.words]
    for again in sorted({word for word in words if words.count(word) > 1}):
        yield step.line, f'question {place} has the answer "{again}" twice'


def _answer_faults(place: int, answer: Answer, steps: int) -> Iterator[tuple[int, str]]:
    where = f'question {place}, answer "{answer.words}"'
    if not answer.words:
        words = f"question {place}: an answer is words, a colon, then 'go to 2' or the outcome"
        yield answer.line, words
    elif answer.to is not None and not 1 <= answer.to <= steps:
        yield answer.line, f"{where} leads to question {answer.to}; there are {steps}"
    elif answer.to is None and not answer.outcome:
        yield answer.line, f"{where} has no outcome: nothing stands after the colon"
    elif answer.to is None and _GO_AT_START.match(answer.outcome):
        yield answer.line, f"{where}: 'go to' and a number stand alone after the colon"
    elif answer.to is None and not answer.is_founded:
        yield answer.line, f"{where}: the outcome needs a citation or a mark"
    if answer.blocks > 1:
        yield answer.line, f"{where} is more than one paragraph"


def _way_faults(aid: Aid) -> Iterator[tuple[int, str]]:
    """Ways that come back to where they were, and questions that no way reaches."""
    done: set[int] = set()

    def follow(place: int, trail: tuple[int, ...]) -> Iterator[tuple[int, str]]:
        for answer in aid.steps[place - 1].answers if place <= len(aid.steps) else ():
            if answer.to in trail:
                round_trip = " > ".join(map(str, (*trail[trail.index(answer.to) :], answer.to)))
                yield answer.line, f"a loop: question {round_trip}"
            elif answer.to and answer.to not in done:
                yield from follow(answer.to, (*trail, answer.to))
        done.add(place)

    yield from follow(1, (1,))
    for place, step in enumerate(aid.steps, 1):
        if place not in done:
            yield step.line, f"no answer leads to question {place}"


# --- the box as HTML ---------------------------------------------------------------------------
def caution() -> str:
    """What every aid says of itself, in the active language."""
    return _("This helps you think and ask. It decides nothing: the State does.")


def box_attributes(anchor: str) -> str:
    """The attributes of an aid's box: its name, and the words that the script shows."""
    words = {
        "question": _("Question {n}"),
        "outcome": _("Where this leads"),
        "law": _("The law"),
        "trail": _("Your answers so far"),
        "back": _("Back one step"),
        "again": _("Start again"),
        "all": _("Show all questions"),
        "private": _("What you choose here is not kept and not sent."),
    }
    said = "".join(f' data-says-{name}="{escape(str(value))}"' for name, value in words.items())
    return f' data-decide="{escape(anchor)}"{said}'


# --- finding one's way among tokens ------------------------------------------------------------
def _is_aid(token: Token) -> bool:
    return token.type == "container_box_open" and token.info.strip().partition(" ")[0] == BOX


def _title_of(token: Token) -> str:
    return token.info.strip().partition(" ")[2].strip()


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _end(tokens: Sequence[Token], at: int) -> int:
    """Where what the token at `at` opens is closed."""
    kind = tokens[at].type.removesuffix("_open") + "_close"
    return next(
        (
            index
            for index in range(at + 1, len(tokens))
            if tokens[index].type == kind and tokens[index].level == tokens[at].level
        ),
        len(tokens),
    )


def _children(tokens: Sequence[Token], *opened: int) -> list[int]:
    """What stands right inside what the tokens at these places open: the places of its openings."""
    return [
        index
        for at in opened
        for index in range(at + 1, _end(tokens, at))
        if tokens[index].level == tokens[at].level + 1 and tokens[index].nesting == 1
    ]


_blocks = _children


def _lists(tokens: Sequence[Token], at: int) -> list[int]:
    return [one for one in _children(tokens, at) if tokens[one].type == "ordered_list_open"]


def _answers(tokens: Sequence[Token], item: int) -> list[int]:
    found = [one for one in _children(tokens, item) if tokens[one].type == "bullet_list_open"]
    return _children(tokens, *found[:1])


def _inline_of(tokens: Sequence[Token], item: int) -> Token | None:
    """The running text that a list entry begins with."""
    first = _children(tokens, item)[:1]
    if first and tokens[first[0]].type == "paragraph_open":
        return tokens[first[0] + 1]
    return None


def _words(children: Sequence[Token]) -> str:
    """Plain words, without marks of any kind."""
    spoken = {"text", "code_inline", "citation"}
    parts = (child.content if child.type in spoken else " " for child in children)
    return " ".join("".join(parts).split())
