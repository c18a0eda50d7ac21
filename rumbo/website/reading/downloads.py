"""The files that a page offers (PDF, EPUB): where they are, what they are, how large."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language

from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.markdown import local_address
from rumbo.website.reading.lookups import Entry, Part, Work, shelf
from rumbo.website.reading.made_files import find_note

Kind = Literal["pdf", "epub"]
MEDIA_TYPES: dict[str, str] = {"pdf": "application/pdf", "epub": "application/epub+zip"}
OUTLINE = "handout"


@dataclass(frozen=True, slots=True)
class Download:
    """A file as a page offers it.

    Args:
        path: its address without language.
        kind: 'pdf' or 'epub'.
        size: in bytes; 0 while it is not known, as nobody has asked for it since the last change.
    """

    path: str
    kind: Kind
    size: int

    @property
    def address(self) -> str:
        """Its address in the reader's language."""
        return local_address(self.path, get_language() or "en")

    @property
    def media_type(self) -> str:
        """What it is, for the browser."""
        return MEDIA_TYPES[self.kind]

    @property
    def words(self) -> str:
        """What it is, for people: 'PDF, 1.2 MB'; without the size while that is not known."""
        kind = self.kind.upper()
        if not self.size:
            return kind
        if self.size < 1_000_000:
            return f"{kind}, {-(-self.size // 1000)} kB"
        return f"{kind}, {self.size / 1_000_000:.1f} MB"


def downloads_of(path: str) -> tuple[Download, ...]:
    """The files of a work, chapter, article or deck, in the reader's language.

    A file that could not be made from the present pages is not offered.
    """
    entry = shelf().find_entry(path)
    if entry is None:
        return ()
    language, base = get_language() or "en", base_address()
    offered = []
    for file, kind in files_of(entry):
        note = find_note(name_of(file, language, base))
        if note is None or note.size:
            offered.append(Download(file, kind, note.size if note is not None else 0))
    return tuple(offered)


def files_of(entry: Entry) -> tuple[tuple[str, Kind], ...]:
    """The addresses of a page's files, without language."""
    path = entry.path
    if entry.kind == "article":
        return ((f"{path.rstrip('/')}.pdf", "pdf"),)
    if entry.kind == "chapter":
        return ((f"{path}{entry.slug}.pdf", "pdf"),)
    if entry.kind == "deck":
        return ((f"{path}{OUTLINE}.pdf", "pdf"),)
    work = shelf().find_work(path)
    if entry.kind != "work" or work is None or not chapters_of(work):
        return ()
    return ((f"{path}{entry.slug}.pdf", "pdf"), (f"{path}{entry.slug}.epub", "epub"))


def chapters_of(work: Work) -> tuple[Part, ...]:
    """The chapters of a work; a curriculum has none."""
    return tuple(part for part in work.parts if part.entry.kind == "chapter")


def name_of(file: str, language: str, base: str) -> str:
    """The name of a file among all made files."""
    return f"{language} {base} {file}"
