"""The glossary: loaded from `content/glossary.yaml`, looked up, linked to, written back."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from rumbo.website.frame.files.reading import ContentFaults, Fault, read_yaml
from rumbo.website.frame.files.shared import Report, seed_row
from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.markdown import links, local_address
from rumbo.website.frame.page_base import FramePage, path_of
from rumbo.website.reading.law import LawNote, law_note
from rumbo.website.reading.models import GlossaryTerm

FILE = "glossary.yaml"
GLOSSARY_PATH = "/handbook/glossary/"
SCHEME = "term:"
NEEDED = ("term_en", "term_es", "definition_en", "definition_es")
KEYS = (
    "term_en",
    "short_en",
    "term_es",
    "short_es",
    "definition_en",
    "definition_es",
    "source",
    "mark",
    "why_en",
    "why_es",
    "review_es",
)
_HEAD = (
    "# The handbook's terms in English and Spanish. A slug is permanent: articles link to it.\n"
    "# Each term has the paragraph of the law that it rests on (source), or a mark with the reason.\n"
)


@dataclass(frozen=True, slots=True)
class TermWords:
    """A term in one language.

    Args:
        language: 'en' or 'es'.
        term: the term.
        short: its short form; may be empty.
        definition: what it means, in plain words.
        why: why it carries its mark; may be empty.
        is_reviewed: whether a second person has read these words.
    """

    language: str
    term: str
    short: str
    definition: str
    why: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class TermNote:
    """A term as pages show it.

    Args:
        slug: its permanent name; the anchor in the glossary.
        words: in the reader's language.
        other: in the other language.
        law: the paragraph that it rests on, if one does.
        mark: its evidence mark, if it has one.
        path: its place in the glossary, without language.
    """

    slug: str
    words: TermWords
    other: TermWords
    law: LawNote | None
    mark: str
    path: str

    @property
    def address(self) -> str:
        """Its place in the glossary, in the reader's language."""
        return local_address(self.path, self.words.language)

    @property
    def letter(self) -> str:
        """The letter that it is filed under."""
        return sort_key(self.words.term)[:1].upper()


def sort_key(words: str) -> str:
    """Words for sorting: small letters, accents folded."""
    folded = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


# --- looking up --------------------------------------------------------------------------------
def term_notes(language: str | None = None) -> dict[str, TermNote]:
    """Every term by slug, in the alphabet of a language (the reader's by default)."""
    wanted = language or get_language() or "en"

    def read() -> dict[str, TermNote]:
        notes = [_note(row, wanted) for row in GlossaryTerm.objects.all()]
        return {note.slug: note for note in sorted(notes, key=lambda one: sort_key(one.words.term))}

    return remembered(f"reading:glossary:{wanted}", read)


def terms_in(*sources: str, language: str | None = None) -> tuple[TermNote, ...]:
    """The terms that texts link to, each once, in the order of the alphabet."""
    used = {
        link.removeprefix(SCHEME)
        for source in sources
        for link in links(source)
        if link.startswith(SCHEME)
    }
    return tuple(note for slug, note in term_notes(language).items() if slug in used)


def term_address(slug: str, language: str) -> str | None:
    """Where `term:slug` leads; None if there is no such term."""
    note = term_notes(language).get(slug)
    return note.address if note is not None else None


def is_glossary_home(page: FramePage) -> bool:
    """Whether a work is the one whose address the glossary stands under."""
    return f"{path_of(page)}glossary/" == GLOSSARY_PATH


def _note(row: GlossaryTerm, language: str) -> TermNote:
    other = "es" if language == "en" else "en"
    return TermNote(
        slug=row.slug,
        words=_words(row, language),
        other=_words(row, other),
        law=law_note(row.source) if row.source else None,
        mark=row.mark,
        path=f"{GLOSSARY_PATH}#{row.slug}",
    )


def _words(row: GlossaryTerm, language: str) -> TermWords:
    return TermWords(
        language=language,
        term=row.words("term", language),
        short=row.words("short", language),
        definition=row.words("definition", language),
        why=row.words("why", language),
        is_reviewed=language == "en" or row.review_es == "reviewed",
    )


# --- the file ----------------------------------------------------------------------------------
def read_rows(content_dir: Path) -> list[dict[str, Any]]:
    """The rows of the glossary's file; empty if there is none.

    Raises:
        ContentFaults: the file cannot be read or is not a list of rows with a slug.
    """
    file = content_dir / FILE
    if not file.exists():
        return []
    rows, faults = read_yaml(file, FILE)
    if faults:
        raise ContentFaults(faults)
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and isinstance(row.get("slug"), str) for row in rows
    ):
        raise ContentFaults([Fault(FILE, 1, 'is not a list of rows that each have a "slug"')])
    return rows


def load_terms(content_dir: Path, report: Report) -> dict[str, GlossaryTerm]:
    """Load the glossary by the seeding rule; the terms by slug.

    Raises:
        ContentFaults: a row that the table refuses.
    """
    found: dict[str, GlossaryTerm] = {}
    present = {term.slug: term for term in GlossaryTerm.objects.all()}
    for row in read_rows(content_dir):
        slug = row["slug"]
        wanted = {key: _line(row.get(key)) for key in KEYS}
        wanted["review_es"] = wanted["review_es"] or "not-reviewed"
        term = seed_row(
            f"{FILE}#{slug}",
            wanted,
            find=lambda slug=slug: present.get(slug),
            make=lambda slug=slug: GlossaryTerm(slug=slug),
            report=report,
        )
        if isinstance(term, GlossaryTerm):
            found[slug] = term
    return found


def export_terms(target: Path) -> list[str]:
    """Write the glossary back if it says anything else than the file; the paths written."""
    rows = [_file_row(term) for term in GlossaryTerm.objects.order_by("pk")]
    present = [{**row, **{key: _line(row[key]) for key in row}} for row in read_rows(target)]
    if rows == present or not rows:
        return []
    text = yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=1000)
    draft = target / f"{FILE}.new"
    target.mkdir(parents=True, exist_ok=True)
    draft.write_text(_HEAD + text, "utf-8")
    draft.replace(target / FILE)
    return [FILE]


def _file_row(term: GlossaryTerm) -> dict[str, str]:
    row = {"slug": term.slug} | {key: str(getattr(term, key)) for key in KEYS}
    return {key: value for key, value in row.items() if value}


def _line(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""
