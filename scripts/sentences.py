"""Draws rules of the Handbook beside the law: `python -m scripts.sentences --seed 1 --count 50`.

A person reads each sentence beside the paragraph that it cites and asks: does the paragraph carry
it? The same seed over the same texts always draws the same sentences. Every chapter gives at least
one; the rest are drawn from all alike. What was found is kept in `docs/normative-sentences.md`.
"""

import argparse
import random
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rumbo.terms.citations import parse_citation
from rumbo.terms.law import Paragraph, get_paragraph, list_whole_text
from rumbo.website.frame.files.checking import law_of
from rumbo.website.frame.files.reading import PageFile, read_page_file
from scripts.prose import CONTENT, blocks_of, sentences_of

NORMATIVE = re.compile(
    r"\b(?:must|may|ha(?:s|ve) to|requires?|required|counts?|eligible|only|shall|cannot)\b",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\[\[([^\]]+)\]\]")
# A paragraph printed with all that stands inside it stays readable up to this many lines.
_LINES_INSIDE = 40


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A sentence that states a rule and cites the law.

    Attributes:
        path: of its file, below the content folder.
        line: of its paragraph in the file.
        words: as they are written, with citations and marks.
        chapter: the folder of the Handbook that it stands in.
    """

    path: str
    line: int
    words: str
    chapter: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The paragraphs that it cites, in order, each once."""
        return tuple(dict.fromkeys(_CITATION.findall(self.words)))


def normative_sentences(content: Path = CONTENT) -> list[Sentence]:
    """Every sentence of the English Handbook that states a rule and cites the law, in file order."""
    found: list[Sentence] = []
    for file in sorted((content / "en" / "handbook").rglob("*.md")):
        page = read_page_file(file, file.relative_to(content).as_posix())
        found += [one for one in _cited(page) if NORMATIVE.search(_CITATION.sub("", one.words))]
    return found


def _cited(page: PageFile) -> Iterator[Sentence]:
    chapter = "/".join(page.parts[1:-1] or page.parts[1:])
    for block in blocks_of(page.body, page.lines.get("", 1), with_tables=True):
        # A row of a table is read whole: its citation stands in a cell of its own.
        parts = [block.text] if " | " in block.text else sentences_of(block.text)
        for words in parts:
            if _CITATION.search(words):
                yield Sentence(page.path, block.line, words, chapter)


def draw(sentences: Sequence[Sentence], *, seed: int, count: int) -> list[Sentence]:
    """A random choice in file order: of each chapter at least one, the rest from all alike.

    Args:
        seed: the same seed gives the same choice.
        count: how many; of fewer sentences all are given. Less than one a chapter is not possible
            for every chapter: then as many chapters as the count allows.
    """
    dice = random.Random(seed)
    by_chapter: dict[str, list[Sentence]] = {}
    for sentence in sorted(set(sentences)):
        by_chapter.setdefault(sentence.chapter, []).append(sentence)
    firsts = [dice.choice(group) for group in by_chapter.values()]
    dice.shuffle(firsts)
    chosen = set(firsts[:count])
    rest = [one for one in sorted(set(sentences)) if one not in chosen]
    chosen |= set(dice.sample(rest, min(len(rest), max(0, count - len(chosen)))))
    return sorted(chosen)


def law_beside(key: str, law: Mapping[str, Paragraph]) -> list[str]:
    """The lines of a cited paragraph, under the opening words of what it stands in."""
    citation = parse_citation(key)
    around: list[str] = []
    parent = citation.parent
    while parent is not None:
        around.insert(0, parent.key)
        parent = parent.parent
    lines = [f"... {_words(get_paragraph(law, one))}" for one in around if _words(law[one])]
    inside = [
        f"{'  ' * depth}{label} {_words(paragraph)}".rstrip()
        for depth, label, paragraph in list_whole_text(law, key)
    ]
    if len(inside) > _LINES_INSIDE:
        left_out = len(inside) - _LINES_INSIDE
        inside = [*inside[:_LINES_INSIDE], f"({left_out} more paragraphs inside it)"]
    return [*lines, *inside]


def _words(paragraph: Paragraph) -> str:
    heading = f"{paragraph.heading}. " if paragraph.heading else ""
    if paragraph.heading and paragraph.text.startswith(paragraph.heading):
        heading = ""
    return " ".join(f"{heading}{paragraph.text}".split())


def printed(number: int, sentence: Sentence, law: Mapping[str, Paragraph]) -> str:
    """One sentence with its place and, below it, each paragraph that it cites."""
    lines = [f"{number}. {sentence.path}:{sentence.line}", *textwrap.wrap(sentence.words, 100)]
    for key in sentence.keys:
        lines.append(f"   [{key}]")
        for line in law_beside(key, law):
            indent = " " * (len(line) - len(line.lstrip()) + 3)
            lines += textwrap.wrap(
                line.strip(), 100, initial_indent=indent, subsequent_indent=indent
            )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Print the draw; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m scripts.sentences")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=50)
    asked = parser.parse_args(arguments)
    law = law_of(CONTENT)
    every = normative_sentences()
    drawn = draw(every, seed=asked.seed, count=asked.count)
    print(f"{len(drawn)} of {len(every)} sentences that state a rule, seed {asked.seed}\n")
    print("\n\n".join(printed(at, one, law) for at, one in enumerate(drawn, start=1)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
