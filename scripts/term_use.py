"""Whether the texts use the glossary's words: `python -m scripts.term_use`, part of `make check`.

Three questions, each answered with file and line:

- Is what links to a term that term, its short form, or a form of one of them?
- Does a Spanish text link the terms that its English twin links, and does it say the glossary's
  Spanish term where the twin says the English one?
- Is a word there that is not ours?

What is let through stands in `content/word-choices.yaml`, each entry with its reason.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rumbo.website.frame import markdown
from rumbo.website.frame.files.reading import (
    ContentFaults,
    Fault,
    PageFile,
    located,
    read_page_file,
    read_yaml,
)
from scripts.prose import CONTENT, WORKS
from scripts.term_forms import Term, is_form_of, pattern_of, read_terms

CHOICES = "word-choices.yaml"
_TERM_LINK = re.compile(r"\[([^\[\]]+)\]\(term:([a-z0-9-]+)\)")
# Addresses, and the titles of other people's pages in front matter, are not ours to word.
_NOT_OUR_WORDS = re.compile(
    r"\]\([^)]*\)|https?://\S+|^\s+(?:- )?(?:title|container): .*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What `content/word-choices.yaml` says.

    Attributes:
        not_ours: entries with the word that is ours ('say'), those that are not ('not'), their
            language, the reason, and the files in which they may stand, each with its reason.
        ordinary: slugs of terms whose words are also everyday words, so that no twin is asked for.
        let_through: pairs of Spanish file and slug that may differ from the English twin.
        faults: what is wrong with the file itself.
    """

    not_ours: list[dict[str, Any]]
    ordinary: frozenset[str]
    let_through: frozenset[tuple[str, str]]
    faults: tuple[Fault, ...] = ()


def read_choices(content: Path = CONTENT) -> Choices:
    """The listed choices; an entry without its reason is a fault."""
    value, faults = read_yaml(content / CHOICES, CHOICES)
    if faults:
        raise ContentFaults(faults)
    rows = [*value["not_ours"], *value["ordinary"], *value["let_through"]]
    rows += [one for row in value["not_ours"] for one in row.get("may_stand_in") or ()]
    without = tuple(
        Fault(CHOICES, 0, f"{row} has no reason ('because')")
        for row in rows
        if not str(row.get("because") or "").strip()
    )
    return Choices(
        not_ours=value["not_ours"],
        ordinary=frozenset(row["term"] for row in value["ordinary"]),
        let_through=frozenset((row["file"], row["term"]) for row in value["let_through"]),
        faults=without,
    )


def find_faults(content: Path = CONTENT) -> list[Fault]:
    """Every fault of every text, in file order.

    Raises:
        ContentFaults: a file cannot be read.
    """
    terms, choices = read_terms(content), read_choices(content)
    texts = dict(_texts(content))
    faults = [*choices.faults, *_stale_choices(choices, texts)]
    for path, text in texts.items():
        faults += wrong_links(path, text, terms)
        faults += words_not_ours(path, text, choices)
    faults += [located(content, fault) for fault in _glossary_faults(content, choices)]
    for path in texts:
        twin = f"en/{path.removeprefix('es/')}"
        if path.startswith(tuple(f"es/{work}" for work in WORKS)) and twin in texts:
            pair = [read_page_file(content / one, one) for one in (twin, path)]
            faults += _twin_faults(pair[0], pair[1], terms, choices)
    return sorted(faults)


def _texts(content: Path) -> Iterator[tuple[str, str]]:
    """Path and whole text of every file that people read."""
    for pattern in ("en/**/*.md", "es/**/*.md", "questions/*.yaml"):
        for file in sorted(content.glob(pattern)):
            yield file.relative_to(content).as_posix(), file.read_text("utf-8")


def _language_of(path: str) -> str:
    return "es" if path.startswith("es/") else "en"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def wrong_links(path: str, text: str, terms: dict[tuple[str, str], Term]) -> Iterator[Fault]:
    """Links to a term whose words are not that term."""
    for link in _TERM_LINK.finditer(text):
        term = terms.get((_language_of(path), link[2]))
        if term is not None and not is_form_of(link[1], term):
            said, wanted = " ".join(link[1].split()), " or ".join(f'"{one}"' for one in term.words)
            yield Fault(
                path, _line(text, link.start()), f'"{said}" links to the term {wanted}; say that'
            )


def words_not_ours(path: str, text: str, choices: Choices) -> Iterator[Fault]:
    """Words for which the field has another word."""
    theirs = [found.span() for found in _NOT_OUR_WORDS.finditer(text)]
    for row in choices.not_ours:
        if row["language"] != _language_of(path) or any(
            one["file"] == path for one in row.get("may_stand_in") or ()
        ):
            continue
        for words in row["not"]:
            for found in re.finditer(_loosely(words), text, re.IGNORECASE):
                if not any(start <= found.start() < end for start, end in theirs):
                    line = _line(text, found.start())
                    yield Fault(
                        path, line, f'"{words}": our word is "{row["say"]}" ({row["because"]})'
                    )


def _loosely(words: str) -> str:
    """A pattern for whole words with any space, also a line's end, between them."""
    return r"(?<![\w/-])" + r"\s+".join(map(re.escape, words.split())) + r"(?![\w/-])"


def _glossary_faults(content: Path, choices: Choices) -> Iterator[Fault]:
    """Words that are not ours in the glossary's own sentences."""
    rows, _faults = read_yaml(content / "glossary.yaml", "glossary.yaml")
    for row in rows:
        for language in ("en", "es"):
            said = " ".join(
                str(row.get(f"{key}_{language}") or "") for key in ("term", "definition", "why")
            )
            for fault in words_not_ours(f"{language}/", said, choices):
                yield Fault(f"glossary.yaml#{row['slug']}", 1, fault.message)


def _twin_faults(
    english: PageFile, spanish: PageFile, terms: dict[tuple[str, str], Term], choices: Choices
) -> Iterator[Fault]:
    linked = {page.language: set(_linked(page)) for page in (english, spanish)}
    for slug in sorted(linked["en"] ^ linked["es"]):
        if (spanish.path, slug) not in choices.let_through and ("en", slug) in terms:
            has, lacks = ("English", "Spanish") if slug in linked["en"] else ("Spanish", "English")
            yield Fault(
                spanish.path, 0, f"term:{slug} is linked in the {has} text and not in the {lacks}"
            )
    said, shown = _shown(english), _shown(spanish)
    for (language, slug), term in terms.items():
        if language == "es" or slug in choices.ordinary or not _is_a_term_of_art(term):
            continue
        other = terms["es", slug]
        found = _said_whole(term, said)
        if found and not pattern_of([other]).search(shown):
            if (spanish.path, slug) not in choices.let_through:
                yield Fault(
                    spanish.path,
                    0,
                    f'the English text says "{found[0]}"; this one never says "{other.words[0]}"',
                )


def _said_whole(term: Term, said: str) -> re.Match[str] | None:
    """Where a text says a term whole; in 'farm or fishing work' the term is one half of a pair."""
    for found in pattern_of([term]).finditer(said):
        if not re.search(r"\b(?:or|and)\s+$", said[: found.start()]):
            return found
    return None


def _linked(page: PageFile) -> Iterator[str]:
    yield from (
        link.removeprefix("term:") for link in markdown.links(page.body) if link.startswith("term:")
    )


def _is_a_term_of_art(term: Term) -> bool:
    """Whether a term cannot be taken for an everyday word: it has several words or a short form."""
    return len(term.words) > 1 or " " in next(term.plain_words)


def _shown(page: PageFile) -> str:
    """What a reader sees of a page: title, summary, objectives, body; without citations."""
    front = [
        page.front.get("title"),
        page.front.get("summary"),
        *(page.front.get("objectives") or []),
    ]
    return "\n".join(
        "".join(child.content for child in token.children or () if child.type == "text")
        for text in (*map(str, front), page.body)
        for token in markdown.parse(text)
        if token.type == "inline"
    )


def _stale_choices(choices: Choices, texts: dict[str, str]) -> Iterator[Fault]:
    named = {file for file, _slug in choices.let_through}
    named |= {one["file"] for row in choices.not_ours for one in row.get("may_stand_in") or ()}
    for file in sorted(named - texts.keys()):
        yield Fault(CHOICES, 0, f"{file} is let through, and there is no such file")


def main() -> int:
    """Print every fault; the exit code."""
    try:
        faults = find_faults()
    except ContentFaults as error:
        faults = error.faults
    for fault in faults:
        print(fault)
    if not faults:
        print("The texts use the glossary's words.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
