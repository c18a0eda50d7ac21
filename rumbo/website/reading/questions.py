"""What a question of the bank is, what can be wrong with one, and the key that is worked out.

Five kinds: `single` and `multiple` have options; `order` has steps in their right order; `match` has
pairs and perhaps words that fit nothing; `case` is a `single` whose key code works out from days.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rumbo.rules import days
from rumbo.rules.program_year import ProgramYearNotCovered, program_year_containing

KINDS = ("single", "multiple", "order", "match", "case")
USES = ("assessment", "practice")
LEVELS = (1, 2, 3)
WITH_OPTIONS = frozenset(["single", "multiple", "case"])
# What each kind of part holds, and how many of them a question may have.
PART_KEYS = {
    "option": ("text", "right", "why", "error", "value"),
    "step": ("text", "why"),
    "pair": ("left", "right", "why"),
    "extra": ("text", "why", "error"),
}
COUNTS = {"single": (3, 5), "case": (2, 5), "multiple": (4, 6), "order": (4, 6), "match": (4, 6)}


@dataclass(frozen=True, slots=True)
class Part:
    """An option, a step, a pair or a word that fits nothing.

    Args:
        kind: `option`, `step`, `pair` or `extra`.
        text: its words; of a pair the left side.
        answer: of a pair the right side; else empty.
        is_right: of an option, whether it belongs to the key.
        why: why it is right or wrong.
        error: slug of the misunderstanding that a wrong one shows; else empty.
        value: of a case's option, the day, number or word that it stands for.
    """

    kind: str
    text: str
    why: str
    answer: str = ""
    is_right: bool = False
    error: str = ""
    value: str = ""


def read_part(kind: str, given: Mapping[str, Any]) -> Part:
    """A part from plain values, as files and the editors' pages hold them."""
    is_pair = kind == "pair"
    return Part(
        kind=kind,
        text=str(given.get("left" if is_pair else "text") or ""),
        answer=str(given.get("right") or "") if is_pair else "",
        is_right=kind == "option" and bool(given.get("right")),
        why=str(given.get("why") or ""),
        error=str(given.get("error") or ""),
        value=str(given.get("value") if given.get("value") is not None else ""),
    )


# --- the key of a case ---------------------------------------------------------------------------
class Uncomputable(ValueError):
    """A key that cannot be worked out from what is given."""


def _day(given: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(given[name]))
    except (KeyError, ValueError) as error:
        found = given.get(name, "nothing")
        raise Uncomputable(f"{name}: a day like 2026-04-11 is wanted, not {found!r}") from error


def _number(given: Mapping[str, Any], name: str) -> int:
    try:
        return int(given[name])
    except (KeyError, TypeError, ValueError) as error:
        found = given.get(name, "nothing")
        raise Uncomputable(f"{name}: a whole number is wanted, not {found!r}") from error


_COMPUTERS: dict[str, tuple[tuple[str, ...], Callable[[Mapping[str, Any]], object]]] = {
    "arrival-date": (
        ("child", "worker"),
        lambda given: days.arrival_date(_day(given, "child"), _day(given, "worker")),
    ),
    "months-after": (
        ("from", "months"),
        lambda given: days.months_after(_day(given, "from"), _number(given, "months")),
    ),
    "days-between": (
        ("from", "to"),
        lambda given: (_day(given, "to") - _day(given, "from")).days,
    ),
    "days-after": (
        ("from", "days"),
        lambda given: _day(given, "from") + _number(given, "days") * days.ONE_DAY,
    ),
    "working-days-after": (
        ("from", "days"),
        lambda given: days.working_day_after(_day(given, "from"), _number(given, "days")),
    ),
    "age-on": (
        ("birth", "on"),
        lambda given: days.age_on(_day(given, "birth"), _day(given, "on")),
    ),
    "program-year": (("day",), lambda given: program_year_containing(_day(given, "day")).name),
    "in-window": (
        ("move", "on"),
        lambda given: "yes" if days.is_in_window(_day(given, "move"), _day(given, "on")) else "no",
    ),
}


def compute(given: Mapping[str, Any]) -> str:
    """The key of a case: a day as 2026-04-11, a number, '2026-27', 'yes' or 'no'.

    Raises:
        Uncomputable: with what is missing or cannot be read.
    """
    what = str(given.get("what"))
    if what not in _COMPUTERS:
        raise Uncomputable(f"what: {what!r} is not one of {', '.join(_COMPUTERS)}")
    names, work = _COMPUTERS[what]
    strange = set(given) - {"what", *names}
    if strange:
        raise Uncomputable(f"{what} takes {', '.join(names)}, not {', '.join(sorted(strange))}")
    try:
        return str(work(given))
    except (ProgramYearNotCovered, OverflowError) as error:
        raise Uncomputable(str(error)) from error
    except ValueError as error:
        raise error if isinstance(error, Uncomputable) else Uncomputable(str(error)) from error


# --- what can be wrong ---------------------------------------------------------------------------
def faults_of(kind: str, parts: Sequence[Part], computed: Mapping[str, Any]) -> Iterator[str]:
    """Everything that is wrong with the parts of a question, in plain words."""
    wanted = {"order": {"step"}, "match": {"pair", "extra"}}.get(kind, {"option"})
    strange = sorted({part.kind for part in parts} - wanted)
    if strange:
        yield f"a question of the kind {kind} has no {strange[0]}"
    main = [part for part in parts if part.kind != "extra"]
    least, most = COUNTS.get(kind, (0, 0))
    if not least <= len(main) <= most:
        yield f"{len(main)} answers: a question of the kind {kind} has {least} to {most}"
    if len({part.text for part in parts}) < len(parts):
        yield "two answers have the same words"
    for part in parts:
        yield from _faults_of_part(part)
    if kind in WITH_OPTIONS:
        yield from _faults_of_key(kind, main)
    if kind == "case":
        yield from _faults_of_case(main, computed)
    elif computed:
        yield "only a question of the kind case has something to compute"


def _faults_of_part(part: Part) -> Iterator[str]:
    name = f"“{part.text}”"
    if not part.text or (part.kind == "pair" and not part.answer):
        yield "an answer has no words"
    if not part.why:
        yield f"{name} has no explanation (why)"
    is_wrong = part.kind == "extra" or (part.kind == "option" and not part.is_right)
    if is_wrong and not part.error:
        yield f"{name} is wrong and names no misunderstanding (error)"
    if part.error and not is_wrong:
        yield f"{name} is right and names a misunderstanding"


def _faults_of_key(kind: str, options: Sequence[Part]) -> Iterator[str]:
    right = sum(option.is_right for option in options)
    if kind == "multiple" and not 1 < right < len(options):
        yield f"{right} right options: more than one is wanted, and not all"
    if kind != "multiple" and right != 1:
        yield f"{right} right options: exactly one is wanted"


def _faults_of_case(options: Sequence[Part], computed: Mapping[str, Any]) -> Iterator[str]:
    try:
        key = compute(computed)
    except Uncomputable as error:
        yield f"compute: {error}"
        return
    for option in options:
        if option.is_right != (option.value == key):
            yield f"“{option.text}” stands for {option.value or 'nothing'}; worked out was {key}"


# --- how it is shown ------------------------------------------------------------------------------
def shuffled[T](slug: str, parts: Sequence[T], words: Callable[[T], str]) -> list[T]:
    """Parts in an order that looks like chance and is the same for every reader and every time."""
    return sorted(
        parts, key=lambda part: hashlib.sha256(f"{slug}\n{words(part)}".encode()).hexdigest()
    )
