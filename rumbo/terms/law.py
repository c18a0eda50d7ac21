"""The law by paragraph: reads our copies of statute and regulation into an index by citation key.

The copies are Markdown files made by hand from public-domain texts. Their shape:

- `# 34 CFR 200.81 to 200.89, ...` names the title and the body of law;
- `## § 200.81 Program definitions.` opens a section;
- `### (a) State allocations` opens a subsection (U.S. Code only);
- a block that begins with a label, `(1)`, `(A)`, `(i)`, opens a paragraph. One block of the CFR may
  open several: `(b) *Heading*—(1) *General.* (i) In order ...`;
- any other block goes on with the paragraph before it;
- authority, history and approval lines are notes on the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rumbo.terms.citations import (
    Citation,
    LawBody,
    UnreadableCitation,
    label_number,
    parse_citation,
)

_TITLE_LINE = re.compile(r"^# (\d+) (CFR|U\.S\.C\.) ")
_SECTION_LINE = re.compile(r"^## §\s*(\d[\w.-]*?)\.?\s+(.+)$")
_SUBSECTION_LINE = re.compile(r"^### (\([a-z]{1,2}\)) (.+)$")
_LABEL = re.compile(r"\((\*?)([a-z]{1,2}|[ivxl]+|[A-Z]{1,2}|\d{1,2})\1\)\s*")
_HEADING = re.compile(r"\*(?P<words>[^*]+?)(?P<stop>\.?)\*(?P<dash>—)?(?=\s|—|\(|$)\s*")
_DEFINED_TERM = re.compile(r"\*([^*]+)\*((?: or \*[^*]+\*)?)")
_NOTE = re.compile(r"^(\(Authority: |\(Approved by |\[\d+ FR |Effective Date Note: )")
_CFR_RANKS = ("letter", "number", "roman", "capital", "italic number")
_USC_RANKS = ("letter", "number", "capital", "roman")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One labelled piece of a section, or a whole section's opening words.

    Attributes:
        key: its citation key, for example '34 CFR 200.81(g)' or '34 CFR 200.81'.
        heading: the section's heading, the paragraph's italic heading or the term that it defines,
            without a full stop; empty where the law prints none.
        text: the paragraph's own words, one line per block, without its heading and without the
            paragraphs inside it; may be empty.
        children: keys of the paragraphs directly inside it, in the order of the law.
        notes: history, authority and approval lines; only on a whole section.
    """

    key: str
    heading: str
    text: str
    children: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def citation(self) -> Citation:
        """The parsed key."""
        return parse_citation(self.key)


class UnreadableLaw(ValueError):
    """A file of the law does not have the shape that the reader knows.

    Attributes:
        source_name: the file's name as the caller gave it.
        line: the line's number, from 1.
        reason: what was wrong, in English, for the person who keeps the files.
    """

    code = "unreadable_law"

    def __init__(self, source_name: str, line: int, reason: str) -> None:
        super().__init__(f"{source_name}, line {line}: {reason}")
        self.source_name = source_name
        self.line = line
        self.reason = reason


class UnknownParagraph(LookupError):
    """The key is well formed, or not, but our copies of the law hold no such paragraph.

    Attributes:
        key: the key as it was given.
    """

    code = "unknown_paragraph"

    def __init__(self, key: str) -> None:
        super().__init__(f"our copies of the law hold no paragraph {key!r}")
        self.key = key


def read_law(text: str, *, source_name: str = "law") -> dict[str, Paragraph]:
    """Every section and paragraph of one file, by canonical citation key, in the law's order.

    Args:
        text: the whole Markdown file.
        source_name: what to call the file in an error.
    Raises:
        UnreadableLaw: a line that fits nowhere, or a label that does not follow from the one
            before it.
    """
    return _LawReader(source_name).read(text)


def read_laws(texts: Mapping[str, str]) -> dict[str, Paragraph]:
    """One index for several files, given as {file name: text}.

    Raises:
        UnreadableLaw: as `read_law`, and when two files hold the same section.
    """
    index: dict[str, Paragraph] = {}
    for source_name, text in texts.items():
        found = read_law(text, source_name=source_name)
        twice = index.keys() & found.keys()
        if twice:
            raise UnreadableLaw(source_name, 1, f"{min(twice)} is also in an earlier file")
        index |= found
    return index


def get_paragraph(index: Mapping[str, Paragraph], key: str) -> Paragraph:
    """The paragraph that a key points to, in any spelling that `parse_citation` reads.

    Raises:
        UnknownParagraph: the key cannot be read, or points to nothing that we hold.
    """
    try:
        return index[parse_citation(key).key]
    except (UnreadableCitation, KeyError) as error:
        raise UnknownParagraph(key) from error


def list_whole_text(
    index: Mapping[str, Paragraph], key: str
) -> tuple[tuple[int, str, Paragraph], ...]:
    """A paragraph with all that stands inside it, ready to be printed in order.

    Returns:
        Triples of depth below the asked paragraph (it has 0), last label in brackets (empty for a
        whole section) and paragraph.
    Raises:
        UnknownParagraph: as `get_paragraph`.
    """
    return tuple(_walk(index, get_paragraph(index, key), depth=0))


def _walk(
    index: Mapping[str, Paragraph], paragraph: Paragraph, *, depth: int
) -> Iterator[tuple[int, str, Paragraph]]:
    labels = paragraph.citation.paragraphs
    yield depth, f"({labels[-1]})" if labels else "", paragraph
    for child in paragraph.children:
        yield from _walk(index, index[child], depth=depth + 1)


class _LawReader:
    """Walks through one file and keeps the open paragraph of each depth."""

    def __init__(self, source_name: str) -> None:
        self._source_name = source_name
        self._index: dict[str, Paragraph] = {}
        self._body: LawBody | None = None
        self._title = 0
        self._section: Citation | None = None
        self._open_ranks: list[str] = []
        self._current: Citation | None = None
        self._line = 0

    def read(self, text: str) -> dict[str, Paragraph]:
        for self._line, block in _blocks(text):
            if block.startswith("# "):
                self._open_file(block)
            elif block.startswith("## "):
                self._open_section(block)
            elif self._section is None:
                continue
            elif block.startswith("### "):
                self._open_subsection(block)
            elif _NOTE.match(block):
                self._add_note(block)
            else:
                self._add_block(block)
        if not self._index:
            raise self._fault("the file holds no section")
        return self._index

    def _open_file(self, block: str) -> None:
        found = _TITLE_LINE.match(block)
        if found is None:
            raise self._fault("the first heading must name a title of the CFR or the U.S.C.")
        self._title = int(found[1])
        self._body = "CFR" if found[2] == "CFR" else "USC"

    def _open_section(self, block: str) -> None:
        found = _SECTION_LINE.match(block)
        if found is None or self._body is None:
            raise self._fault("this is not the heading of a section")
        self._section = Citation(self._body, self._title, found[1])
        self._open_ranks = []
        self._store(self._section, heading=found[2].rstrip("."), text="")

    def _open_subsection(self, block: str) -> None:
        found = _SUBSECTION_LINE.match(block)
        if found is None:
            raise self._fault("this is not the heading of a subsection")
        self._open_paragraph(found[1].strip("()"), is_italic=False)
        self._store(self._current_or_fail, heading=found[2], text="")

    def _add_note(self, block: str) -> None:
        section = self._section
        assert section is not None
        held = self._index[section.key]
        self._index[section.key] = replace(held, notes=(*held.notes, _plain(block)))
        self._current = section
        self._open_ranks = []

    def _add_block(self, block: str) -> None:
        label = _LABEL.match(block)
        if label is None:
            self._continue_paragraph(block)
        while label is not None:
            self._open_paragraph(label[2], is_italic=bool(label[1]))
            block = block[label.end() :]
            heading, block = self._split_heading(block)
            label = _LABEL.match(block)
            text = "" if label is not None else _plain(block)
            self._store(self._current_or_fail, heading=heading, text=text)

    def _split_heading(self, words: str) -> tuple[str, str]:
        """The heading or defined term at the start of a paragraph, and the text that is left."""
        if self._body == "USC":
            is_heading = words[:1].isupper() and words[-1:].isalnum()
            return (words, "") if is_heading else ("", words)
        found = _HEADING.match(words)
        if found is None:
            return "", words
        if found["stop"] or found["dash"]:
            return found["words"], words[found.end() :]
        term = _DEFINED_TERM.match(words)
        assert term is not None
        return _plain(term[0]).rstrip(","), words

    def _continue_paragraph(self, block: str) -> None:
        key = self._current_or_fail.key
        held = self._index[key]
        text = f"{held.text}\n{_plain(block)}" if held.text else _plain(block)
        self._index[key] = replace(held, text=text)

    def _open_paragraph(self, label: str, *, is_italic: bool) -> None:
        """Moves `_current` to the paragraph that this label opens."""
        places = [
            depth
            for depth, rank in self._places_for(label, is_italic=is_italic)
            if self._follows(label, rank=rank, depth=depth)
        ]
        if len(places) != 1:
            problem = "fits two places" if places else "does not follow from the label before it"
            raise self._fault(f"the label ({label}) {problem}")
        depth = places[0]
        rank = next(r for d, r in self._places_for(label, is_italic=is_italic) if d == depth)
        around = self._open_labels[:depth]
        section = self._section
        assert section is not None
        self._open_ranks = [*self._open_ranks[:depth], rank]
        self._current = replace(section, paragraphs=(*around, label))

    def _places_for(self, label: str, *, is_italic: bool) -> list[tuple[int, str]]:
        """Pairs of depth and rank at which a label of this form could stand now."""
        ranks = _USC_RANKS if self._body == "USC" else _CFR_RANKS
        possible = [rank for rank in ranks if _has_form(label, rank, is_italic=is_italic)]
        places = []
        for rank in possible:
            if rank in self._open_ranks:
                places.append((self._open_ranks.index(rank), rank))
            elif not self._open_ranks or ranks.index(rank) > ranks.index(self._open_ranks[-1]):
                places.append((len(self._open_ranks), rank))
        return places

    def _follows(self, label: str, *, rank: str, depth: int) -> bool:
        """True when this is the first label of its rank here, or the next one in order."""
        number = label_number(label, depth=depth if rank != "letter" else 0)
        if depth == len(self._open_ranks):
            return number == 1 and (depth == 0 or self._is_next_rank(rank))
        before = self._open_labels[depth]
        return number == label_number(before, depth=depth if rank != "letter" else 0) + 1

    def _is_next_rank(self, rank: str) -> bool:
        ranks = _USC_RANKS if self._body == "USC" else _CFR_RANKS
        return ranks.index(rank) == ranks.index(self._open_ranks[-1]) + 1

    def _store(self, citation: Citation, *, heading: str, text: str) -> None:
        if citation.key in self._index:
            raise self._fault(f"{citation.key} is there twice")
        self._index[citation.key] = Paragraph(citation.key, heading, text)
        self._current = citation
        around = citation.parent
        if around is not None:
            held = self._index[around.key]
            self._index[around.key] = replace(held, children=(*held.children, citation.key))

    @property
    def _open_labels(self) -> tuple[str, ...]:
        return self._current_or_fail.paragraphs

    @property
    def _current_or_fail(self) -> Citation:
        assert self._current is not None
        return self._current

    def _fault(self, reason: str) -> UnreadableLaw:
        return UnreadableLaw(self._source_name, max(self._line, 1), reason)


def _has_form(label: str, rank: str, *, is_italic: bool) -> bool:
    if rank == "italic number":
        return is_italic and label.isdigit()
    if is_italic:
        return False
    if rank == "number":
        return label.isdigit()
    if rank == "capital":
        return label.isupper()
    is_roman = label.islower() and set(label) <= set("ivxl")
    return is_roman if rank == "roman" else label.islower()


def _blocks(text: str) -> Iterable[tuple[int, str]]:
    """Pairs of line number and block; a block is a run of lines between empty lines."""
    lines: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            lines.append(line.strip())
        elif lines:
            yield number - len(lines), " ".join(lines)
            lines = []


def _plain(words: str) -> str:
    """The words without the Markdown stars, and without the spaces left by removed links."""
    return re.sub(r"\s+([,.;])", r"\1", words.replace("*", "")).strip()
