"""The law as this room needs it: one index of paragraphs, read once from `content/law`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from rumbo.terms.citations import Citation, parse_citation
from rumbo.terms.law import Paragraph, list_whole_text, read_laws
from rumbo.website.frame.markdown import anchor_of, local_address

# A paragraph with all that stands inside it is shown up to this length; a longer one shows its
# own words only and leaves the rest to the official page.
WHOLE_TEXT_LETTERS = 900
# Where the law stands with all that rests on it, without language.
LAW_PATH = "/handbook/law/"

Stamp = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class LawNote:
    """One paragraph of the law, as a page shows it beside the words that rest on it.

    Args:
        key: its citation key, such as '20 USC 6399(3)'.
        label: the same as readers write it: '20 U.S.C. 6399(3)'.
        heading: its heading or defined term, or its section's; may be empty.
        lines: its words, in English as the law is; empty when our copy holds none of its own.
        is_whole: whether `lines` hold all that stands inside it.
        address: the official page.
        anchor: an anchor for it, the same on every page.
        path: the page of all that rests on it, without language.
    """

    key: str
    label: str
    heading: str
    lines: tuple[str, ...]
    is_whole: bool
    address: str
    anchor: str
    path: str

    @property
    def local_address(self) -> str:
        """The page of all that rests on it, in the reader's language."""
        return local_address(self.path, get_language() or "en")


def law_index() -> Mapping[str, Paragraph]:
    """Every paragraph that we hold, by canonical key; read again when a file changes."""
    folder = Path(settings.CONTENT_DIR) / "law"
    stamp = tuple((str(file), file.stat().st_mtime_ns) for file in sorted(folder.glob("*.md")))
    return _read(stamp)


@lru_cache(maxsize=2)
def _read(stamp: Stamp) -> Mapping[str, Paragraph]:
    return read_laws({name: Path(name).read_text("utf-8") for name, _changed in stamp})


def find_key(slug: str) -> str | None:
    """The key of a paragraph that we hold, from the last part of its address; None if we do not."""
    return _slugs(tuple(law_index())).get(slug)


@lru_cache(maxsize=2)
def _slugs(keys: tuple[str, ...]) -> dict[str, str]:
    return {anchor_of(key): key for key in keys}


def in_order(keys: Iterable[str]) -> list[Citation]:
    """The citations of these keys, each once, in the order of the law."""
    return sorted({parse_citation(key) for key in keys})


def law_note(key: str) -> LawNote:
    """What a page shows of one paragraph. A key that we do not hold gives its label and address."""
    citation = parse_citation(key)
    index = law_index()
    paragraph = index.get(citation.key)
    whole = _whole_lines(index, citation.key) if paragraph is not None else ()
    is_whole = sum(map(len, whole)) <= WHOLE_TEXT_LETTERS
    own = tuple(paragraph.text.split("\n")) if paragraph is not None and paragraph.text else ()
    return LawNote(
        key=citation.key,
        label=citation.label,
        heading=_heading_of(index, citation),
        lines=whole if is_whole else own,
        is_whole=is_whole,
        address=citation.address,
        anchor=f"law-{anchor_of(citation.key)}",
        path=f"{LAW_PATH}{anchor_of(citation.key)}/",
    )


def _whole_lines(index: Mapping[str, Paragraph], key: str) -> tuple[str, ...]:
    lines = []
    for depth, label, paragraph in list_whole_text(index, key):
        heading = f"{paragraph.heading}. " if depth and paragraph.heading else ""
        words = f"{heading}{paragraph.text}".replace("\n", " ").strip()
        if words:
            lines.append(f"{label} {words}" if depth else words)
    return tuple(lines)


def _heading_of(index: Mapping[str, Paragraph], citation: Citation) -> str:
    here: Citation | None = citation
    while here is not None:
        paragraph = index.get(here.key)
        if paragraph is not None and paragraph.heading:
            return paragraph.heading
        here = here.parent
    return ""
