"""The question bank in files: `content/questions/<deck>.yaml`, checked, loaded and written back."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rumbo.terms.citations import UnreadableCitation, parse_citation
from rumbo.terms.law import Paragraph
from rumbo.website.frame.files.checking import law_of
from rumbo.website.frame.files.reading import ContentFaults, Fault, PageFile, read_yaml
from rumbo.website.frame.files.shared import Report, seed_row
from rumbo.website.frame.markdown import cited_keys, parse
from rumbo.website.reading.evidence import EVIDENCE_MARKS
from rumbo.website.reading.models import Misunderstanding, Question
from rumbo.website.reading.questions import (
    KINDS,
    LEVELS,
    PART_KEYS,
    USES,
    WITH_OPTIONS,
    faults_of,
    read_part,
)

FOLDER = "questions"
_FILE_KEYS = {"deck", "errors", "items"}
_PART_FIELDS = {"options": "option", "steps": "step", "pairs": "pair", "extra": "extra"}
_TEXT_FIELDS = ("kind", "use", "mark", "mark_why", "read", "ask")
_ITEM_KEYS = {"id", "level", "rules", "compute", *_TEXT_FIELDS, *_PART_FIELDS}
_MARKS = {mark for mark, _words in EVIDENCE_MARKS}
# An assessment that a trainer can use, and a bank that a learner does not know by heart in a day.
LEAST_ASSESSMENT = 12
# Of a guess: the right option is the longest no more often than one in three.
MOST_LONGEST = 1 / 3
_HEAD = (
    "# Questions of one deck. An id is permanent: answers on readers' devices are kept by it.\n"
    "# The form is described in docs/content-format.md.\n"
)


def _files(content_dir: Path) -> list[Path]:
    return sorted((content_dir / FOLDER).glob("*.yaml"))


def _plain(value: Any) -> Any:
    """A YAML value as JSON holds it: days as text, and `on` (YAML's word for yes) as the word."""
    if isinstance(value, dict):
        return {"on" if key is True else str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _read(file: Path) -> dict[str, Any]:
    """A file of questions.

    Raises:
        ContentFaults: it cannot be read, or has another form.
    """
    path = f"{FOLDER}/{file.name}"
    found, faults = read_yaml(file, path)
    if faults:
        raise ContentFaults(faults)
    if not isinstance(found, dict) or set(found) != _FILE_KEYS:
        raise ContentFaults([Fault(path, 1, "needs exactly deck, errors and items")])
    rows = found["items"]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ContentFaults([Fault(path, 1, "items: a list of questions is wanted")])
    if not isinstance(found["errors"], dict):
        raise ContentFaults([Fault(path, 1, "errors: slugs with a sentence each are wanted")])
    return {key: _plain(value) for key, value in found.items()}


def _parts(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers of a row of the file in the form of `Question.plain_parts`."""
    parts = []
    for field, kind in _PART_FIELDS.items():
        for given in row.get(field) or []:
            part: dict[str, Any] = {"kind": kind}
            for key in PART_KEYS[kind]:
                value = given.get(key) if isinstance(given, dict) else None
                if value in (None, "", False):
                    continue
                part[key] = True if value is True else str(value)
            parts.append(part)
    return parts


# --- checking ------------------------------------------------------------------------------------
def check_questions(pages: list[PageFile], content_dir: Path) -> list[Fault]:
    """Every fault of the question bank."""
    decks = {page.address for page in pages if page.front.get("type") == "deck"}
    texts = {page.address: page for page in pages if page.language == "en"}
    law = law_of(content_dir)
    seen: Counter[str] = Counter()
    faults: list[Fault] = []
    for file in _files(content_dir):
        path = f"{FOLDER}/{file.name}"
        try:
            found = _read(file)
        except ContentFaults as error:
            faults += error.faults
            continue
        if found["deck"] not in decks:
            faults.append(Fault(path, 1, f"deck: {found['deck']}: no such deck"))
        for row in found["items"]:
            seen[str(row.get("id"))] += 1
            faults += [
                Fault(path, _line(file, str(row.get("id"))), f"{row.get('id')}: {words}")
                for words in _faults_of_row(row, found["errors"], law, texts)
            ]
        faults += [Fault(path, 0, words) for words in _faults_of_bank(found)]
    faults += [
        Fault(FOLDER, 0, f"{slug} is there {count} times")
        for slug, count in seen.items()
        if count > 1
    ]
    return faults


def _line(file: Path, slug: str) -> int:
    text = file.read_text("utf-8")
    at = text.find(f"id: {slug}")
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


def _faults_of_row(
    row: dict[str, Any],
    errors: dict[str, str],
    law: dict[str, Paragraph],
    texts: dict[str, PageFile],
) -> Iterator[str]:
    strange = sorted(set(row) - _ITEM_KEYS)
    if strange:
        yield f"{', '.join(strange)}: no such key"
    if row.get("kind") not in KINDS:
        yield f"kind: {row.get('kind')!r} is not one of {', '.join(KINDS)}"
        return
    if row.get("use") not in USES:
        yield f"use: {row.get('use')!r} is not one of {', '.join(USES)}"
    if row.get("level") not in LEVELS:
        yield f"level: {row.get('level')!r} is not 1, 2 or 3"
    if not str(row.get("ask") or "").strip():
        yield "ask: there is no question"
    parts = _parts(row)
    yield from faults_of(
        row["kind"], [read_part(p["kind"], p) for p in parts], row.get("compute") or {}
    )
    for part in parts:
        if part.get("error") and part["error"] not in errors:
            yield f"error: {part['error']} is not named at the top"
    if not row.get("rules") and not row.get("mark"):
        yield "rests on nothing: name rules or a mark"
    if row.get("mark") and (row["mark"] not in _MARKS or not row.get("mark_why")):
        yield f"mark: {row['mark']!r} with mark_why is wanted, one of {', '.join(sorted(_MARKS))}"
    cited = [
        *(row.get("rules") or []),
        *(key for p in parts for key in cited_keys(p.get("why", ""))),
    ]
    for key in cited:
        yield from _faults_of_key(str(key), law)
    yield from _faults_of_address(str(row.get("read") or ""), texts)


def _faults_of_key(key: str, law: dict[str, Paragraph]) -> Iterator[str]:
    try:
        if parse_citation(key).key not in law:
            yield f"{key} is not in content/law"
    except UnreadableCitation:
        yield f"{key!r} is not a citation like 34 CFR 200.81(g)"


def _faults_of_address(address: str, texts: dict[str, PageFile]) -> Iterator[str]:
    path, _mark, anchor = address.partition("#")
    page = texts.get(path)
    if page is None:
        yield f"read: {address or 'nothing'}: no such page"
    elif anchor and anchor not in {token.attrGet("id") for token in parse(page.body)}:
        yield f"read: {address}: the page has no such heading"


def _faults_of_bank(found: dict[str, Any]) -> Iterator[str]:
    rows = [row for row in found["items"] if row.get("kind") in KINDS]
    assessed = sum(row.get("use") == "assessment" for row in rows)
    if assessed < LEAST_ASSESSMENT:
        yield f"{assessed} questions for the assessment: {LEAST_ASSESSMENT} are wanted"
    used = {part.get("error") for row in rows for part in _parts(row)}
    for slug in sorted(set(found["errors"]) - used):
        yield f"errors: {slug} is shown by no answer"
    guessable = [row for row in rows if row["kind"] in WITH_OPTIONS - {"multiple"}]
    longest = sum(_right_is_longest(row) for row in guessable)
    if guessable and longest / len(guessable) > MOST_LONGEST:
        yield f"the right option is the longest in {longest} of {len(guessable)} questions"


def _right_is_longest(row: dict[str, Any]) -> bool:
    lengths = {bool(p.get("right")): 0 for p in _parts(row)}
    for part in _parts(row):
        right = bool(part.get("right"))
        lengths[right] = max(lengths[right], len(part.get("text", "")))
    return lengths.get(True, 0) > lengths.get(False, 0)


# --- loading and writing back ----------------------------------------------------------------------
def load_questions(content_dir: Path, report: Report) -> dict[str, Question]:
    """Load the bank by the seeding rule; the questions by slug.

    Raises:
        ContentFaults: a file or a row that cannot be loaded.
    """
    found: dict[str, Question] = {}
    questions = {question.slug: question for question in Question.objects.all()}
    errors = {(error.deck_path, error.slug): error for error in Misunderstanding.objects.all()}
    for file in _files(content_dir):
        content = _read(file)
        path, deck = f"{FOLDER}/{file.name}", str(content["deck"])
        for slug, words in content["errors"].items():
            seed_row(
                f"{path}#{slug}",
                {"words": " ".join(str(words).split())},
                find=lambda one=(deck, slug): errors.get(one),
                make=lambda one=(deck, slug): Misunderstanding(deck_path=one[0], slug=one[1]),
                report=report,
            )
        for order, row in enumerate(content["items"], 1):
            slug = str(row.get("id"))
            question = seed_row(
                f"{path}#{slug}",
                _wanted(row, deck, order),
                find=lambda slug=slug: questions.get(slug),
                make=lambda slug=slug: Question(slug=slug),
                report=report,
            )
            if isinstance(question, Question):
                found[slug] = question
    return found


def _wanted(row: dict[str, Any], deck: str, order: int) -> dict[str, Any]:
    return {
        "deck_path": deck,
        "order": order,
        "kind": str(row.get("kind") or ""),
        "use": str(row.get("use") or ""),
        "level": row.get("level"),
        "rules": [str(key) for key in row.get("rules") or []],
        "mark": str(row.get("mark") or ""),
        "mark_why": str(row.get("mark_why") or ""),
        "read_path": str(row.get("read") or ""),
        "ask": " ".join(str(row.get("ask") or "").split()),
        "plain_parts": _parts(row),
        "compute": row.get("compute") or {},
    }


def export_questions(target: Path) -> list[str]:
    """Write each deck's questions back if they say anything else than the file; the paths written."""
    written = []
    decks = dict.fromkeys(Question.objects.values_list("deck_path", flat=True))
    for deck in decks:
        name = f"{deck.strip('/').rpartition('/')[2]}.yaml"
        content = _file_of(deck)
        file = target / FOLDER / name
        if file.exists() and _same(content, _read(file)):
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".new")
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000)
        draft.write_text(_HEAD + text, "utf-8")
        draft.replace(file)
        written.append(f"{FOLDER}/{name}")
    return written


def _same(content: dict[str, Any], file: dict[str, Any]) -> bool:
    def rows(given: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {"id": row["id"]} | _wanted(row, given["deck"], order)
            for order, row in enumerate(given["items"], 1)
        ]

    errors = {slug: " ".join(str(words).split()) for slug, words in file["errors"].items()}
    return content["errors"] == errors and rows(content) == rows(file)


def _file_of(deck: str) -> dict[str, Any]:
    rows = Question.objects.filter(deck_path=deck)
    errors = Misunderstanding.objects.filter(deck_path=deck).order_by("pk")
    return {
        "deck": deck,
        "errors": {one.slug: one.words for one in errors},
        "items": [_file_row(question) for question in rows],
    }


def _file_row(question: Question) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": question.slug,
        "kind": question.kind,
        "use": question.use,
        "level": question.level,
        "rules": question.rules,
        "mark": question.mark,
        "mark_why": question.mark_why,
        "read": question.read_path,
        "ask": question.ask,
        "compute": question.compute,
    }
    for field, kind in _PART_FIELDS.items():
        row[field] = [
            {key: value for key, value in part.items() if key != "kind"}
            for part in question.plain_parts
            if part["kind"] == kind
        ]
    return {key: value for key, value in row.items() if value}
