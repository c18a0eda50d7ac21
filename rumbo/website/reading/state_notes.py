"""A State's own note on an article: beside the national text, never instead of it.

An installation that names its State shows that State's notes open and the others folded; one that
names none folds all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet

from rumbo.terms.states import ALL_STATES, find_state, get_state
from rumbo.website.frame.chrome import installation
from rumbo.website.frame.files.reading import ContentFaults, Fault, PageFile, read_yaml
from rumbo.website.frame.files.shared import Report, seed_row
from rumbo.website.frame.freshness import remembered

FILE = "state-notes.yaml"
NEEDED = ("slug", "state", "article", "text_en", "source_title", "source_url")
KEYS = (*NEEDED, "text_es", "publisher", "read_on")
_HEAD = (
    "# What single States say on the subject of an article, each with its source. It stands beside\n"
    "# the national text and never instead of it.\n"
)


@register_snippet
class StateNote(models.Model):
    """What one State says on the subject of an article."""

    slug = models.SlugField(_("slug"), unique=True, max_length=80)
    state = models.CharField(
        _("State"), max_length=2, choices=[(one.code, one.name_en) for one in ALL_STATES]
    )
    article = models.CharField(
        _("article"),
        max_length=200,
        validators=[
            RegexValidator(
                r"^/(?!es/)(?:[a-z0-9-]+/)+$",
                _("Write an address of this site without its language, such as /handbook/."),
            )
        ],
    )
    text_en = models.TextField(_("what the State says, in English"))
    text_es = models.TextField(_("what the State says, in Spanish"), blank=True)
    source_title = models.CharField(_("title of the source"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500)
    read_on = models.CharField(
        _("read on"), max_length=10, blank=True, help_text=_("A day such as 2026-11-24, if known.")
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("state"), FieldPanel("article")],
            heading=_("Place"),
        ),
        FieldPanel("text_en"),
        FieldPanel("text_es"),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("publisher"),
                FieldPanel("source_url"),
                FieldPanel("read_on"),
            ],
            heading=_("Source"),
        ),
    ]

    class Meta:
        ordering = ("article", "state", "slug")
        verbose_name = _("State note")
        verbose_name_plural = _("State notes")

    def __str__(self) -> str:
        return self.slug


@dataclass(frozen=True, slots=True)
class NoteView:
    """A State's note as an article shows it.

    Args:
        state: the State's name in the reader's language.
        text: what it says (Markdown).
        language: the language of the text where it is not the reader's, else empty.
        written_in: the language of the text.
        source_title, publisher, source_url, read_on: its source; publisher and day may be empty.
        is_own: whether this installation is that State's.
    """

    state: str
    text: str
    language: str
    written_in: str
    source_title: str
    publisher: str
    source_url: str
    read_on: str
    is_own: bool


def notes_on(path: str) -> tuple[NoteView, ...]:
    """The notes on the article at a path, this installation's own State first."""
    language = get_language() or "en"
    own = installation().state
    found = [_view(note, language, own) for note in _all_notes().get(path, ())]
    return tuple(sorted(found, key=lambda note: (not note.is_own, note.state)))


def _all_notes() -> dict[str, tuple[StateNote, ...]]:
    def read() -> dict[str, tuple[StateNote, ...]]:
        notes: dict[str, list[StateNote]] = {}
        for note in StateNote.objects.all():
            notes.setdefault(note.article, []).append(note)
        return {path: tuple(of) for path, of in notes.items()}

    return remembered("reading:state-notes", read)


def _view(note: StateNote, language: str, own: str) -> NoteView:
    written_in = "es" if language == "es" and note.text_es else "en"
    return NoteView(
        state=get_state(note.state).name(language),
        text=note.text_es if written_in == "es" else note.text_en,
        language="" if written_in == language else written_in,
        written_in=written_in,
        source_title=note.source_title,
        publisher=note.publisher,
        source_url=note.source_url,
        read_on=note.read_on,
        is_own=bool(own) and note.state == own,
    )


# --- the file ------------------------------------------------------------------------------------
def _rows(content_dir: Path) -> list[dict[str, Any]]:
    file = content_dir / FILE
    if not file.exists():
        return []
    rows, faults = read_yaml(file, FILE)
    if faults:
        raise ContentFaults(faults)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ContentFaults([Fault(FILE, 1, "is not a list of notes")])
    return rows


def check_notes(pages: list[PageFile], content_dir: Path) -> list[Fault]:
    """Every fault of the States' notes."""
    try:
        rows = _rows(content_dir)
    except ContentFaults as error:
        return error.faults
    articles = {page.address for page in pages if page.front.get("type") == "article"}
    slugs = [row.get("slug") for row in rows]
    faults = [
        Fault(FILE, 0, f"{slug} is there twice") for slug in set(slugs) if slugs.count(slug) > 1
    ]
    for row in rows:
        name = f"{FILE}#{row.get('slug')}"
        faults += [Fault(name, 0, words) for words in _faults_of(row, articles)]
    return faults


def _faults_of(row: dict[str, Any], articles: set[str]) -> Iterator[str]:
    for key in NEEDED:
        if not str(row.get(key) or "").strip():
            yield f'has no "{key}"'
    strange = sorted(set(row) - set(KEYS))
    if strange:
        yield f"{', '.join(strange)}: no such key"
    if row.get("state") and find_state(str(row["state"])) is None:
        yield f"state: {row['state']!r} is no State's code"
    if row.get("article") and row["article"] not in articles:
        yield f"article: {row['article']}: no such article"


def load_notes(content_dir: Path, report: Report) -> dict[str, StateNote]:
    """Load the States' notes by the seeding rule; the notes by slug.

    Raises:
        ContentFaults: a row that the table refuses.
    """
    found: dict[str, StateNote] = {}
    for row in _rows(content_dir):
        slug = str(row.get("slug"))
        wanted = {key: str(row.get(key) or "").strip() for key in KEYS if key != "slug"}
        note = seed_row(
            f"{FILE}#{slug}",
            wanted,
            find=lambda slug=slug: StateNote.objects.filter(slug=slug).first(),
            make=lambda slug=slug: StateNote(slug=slug),
            report=report,
        )
        if isinstance(note, StateNote):
            found[slug] = note
    return found


def export_notes(target: Path) -> list[str]:
    """Write the notes back if they say anything else than the file; the paths written."""
    rows = [
        {key: str(getattr(note, key)) for key in KEYS if getattr(note, key)}
        for note in StateNote.objects.order_by("pk")
    ]
    present = [
        {key: str(row[key]).strip() for key in KEYS if row.get(key)} for row in _rows(target)
    ]
    if rows == present or not rows:
        return []
    target.mkdir(parents=True, exist_ok=True)
    draft = target / f"{FILE}.new"
    text = yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=1000)
    draft.write_text(_HEAD + text, "utf-8")
    draft.replace(target / FILE)
    return [FILE]
