"""What only this room can check in content files: terms, addresses in front matter, blanks."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rumbo.terms.citations import UnreadableCitation, parse_citation
from rumbo.terms.law import Paragraph
from rumbo.website.frame.files.checking import law_of, texts_of
from rumbo.website.frame.files.reading import ContentFaults, Fault, PageFile
from rumbo.website.frame.markdown import links
from rumbo.website.reading.blanks import BadBlank, read_blank
from rumbo.website.reading.glossary import FILE, NEEDED, SCHEME, read_rows
from rumbo.website.reading.models import EVIDENCE_MARKS

_MARKS = {mark for mark, _words in EVIDENCE_MARKS}
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
# Below a work, a deck, a slide, a chapter: the addresses that this room answers without a page.
_ANSWERED = re.compile(
    r"^/(?:handbook/(?:glossary|law)/(?:[a-z0-9-]+/)?"
    r"|(?:handbook(?:/before-[a-z0-9-]+)?|curriculum)/search/"
    r"|curriculum/[a-z0-9-]+/(?:trainer|handout|pack|practice|assessment|key)/"
    r"|curriculum/[a-z0-9-]+/[a-z0-9-]+/trainer/"
    r"|offline/"
    r"|(?:[a-z0-9-]+/){0,2}(?P<whole>[a-z0-9-]+)/(?P=whole)\.(?:pdf|epub)"
    r"|handbook/(?:before-[a-z0-9-]+/)?[a-z0-9-]+/[a-z0-9-]+\.pdf"
    r"|curriculum/[a-z0-9-]+/handout\.pdf)$"
)
# Front matter keys that hold an address of this site, by type of page.
_ADDRESS_KEYS = {"deck": ("chapter", "after"), "slide": ("read",)}


def answers(path: str) -> bool:
    """Whether an address that is no page is answered by this room."""
    return _ANSWERED.match(path) is not None


def check_glossary(pages: list[PageFile], content_dir: Path) -> list[Fault]:
    """Faults of the glossary's rows, and every link to a term that is not in it."""
    try:
        rows = read_rows(content_dir)
    except ContentFaults as error:
        return error.faults
    law = law_of(content_dir)
    lines = _slug_lines(content_dir)
    seen: set[str] = set()
    faults: list[Fault] = []
    for row in rows:
        slug = row["slug"]
        faults += [Fault(FILE, lines.get(slug, 0), words) for words in _row_faults(row, law)]
        if slug in seen:
            faults.append(Fault(FILE, lines.get(slug, 0), f'the slug "{slug}" is there twice'))
        seen.add(slug)
    for page in pages:
        faults += _unknown_terms(page, seen)
    return faults


def _row_faults(row: dict[str, Any], law: dict[str, Paragraph]) -> Iterator[str]:
    slug = row["slug"]
    if not _SLUG.match(slug):
        yield f'"{slug}" is not a slug (a-z, 0-9, hyphens)'
    for key in NEEDED:
        if not str(row.get(key) or "").strip():
            yield f'{slug} has no "{key}"'
    source, mark = row.get("source"), row.get("mark")
    if not source and not mark:
        yield f"{slug} has neither source nor mark"
    if mark and mark not in _MARKS:
        yield f'{slug}: "{mark}" is not one of {", ".join(sorted(_MARKS))}'
    if source:
        try:
            if parse_citation(str(source)).key not in law:
                yield f"{slug}: {source} is not in content/law"
        except UnreadableCitation:
            yield f'{slug}: "{source}" is not a citation like 34 CFR 200.81(g)'


def _slug_lines(content_dir: Path) -> dict[str, int]:
    file = content_dir / FILE
    text = file.read_text("utf-8") if file.exists() else ""
    found = re.finditer(r"^\s*-?\s*slug:\s*[\"']?([^\s\"']+)", text, re.MULTILINE)
    return {match[1]: text.count("\n", 0, match.start(1)) + 1 for match in found}


def _unknown_terms(page: PageFile, known: set[str]) -> Iterator[Fault]:
    for start, text in (*texts_of(page), *_list_texts(page)):
        for link in links(text):
            slug = link.removeprefix(SCHEME)
            if slug != link and slug not in known:
                at = max(text.find(link), 0)
                line = start + text.count("\n", 0, at)
                yield Fault(page.path, line, f'"{link}" is not in {FILE}')


def _list_texts(page: PageFile) -> Iterator[tuple[int, str]]:
    for key, value in page.front.items():
        if isinstance(value, list):
            for entry in value:
                if isinstance(entry, str):
                    yield page.lines.get(key, 1), entry


def check_front_addresses(pages: list[PageFile], content_dir: Path) -> list[Fault]:
    """Every address in front matter that leads to no page."""
    known = {page.parts for page in pages if page.language == "en"}
    faults = []
    for page in pages:
        for key in _ADDRESS_KEYS.get(str(page.front.get("type")), ()):
            value = page.front.get(key)
            for address in value if isinstance(value, list) else filter(None, [value]):
                parts = tuple(part for part in str(address).split("/") if part)
                if parts not in known or address != "/" + "".join(f"{part}/" for part in parts):
                    faults.append(page.fault(key, f"{key}: {address}: no such page"))
    return faults


def check_blanks(pages: list[PageFile], content_dir: Path) -> list[Fault]:
    """Every outline sentence without a gap or without its missing words."""
    faults = []
    for page in pages:
        blanks = page.front.get("blanks") if page.front.get("type") == "slide" else None
        for sentence in blanks if isinstance(blanks, list) else []:
            try:
                read_blank(str(sentence))
            except BadBlank as error:
                faults.append(page.fault("blanks", f"blanks: {error}"))
    return faults
