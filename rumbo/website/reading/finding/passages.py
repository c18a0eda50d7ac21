"""A text cut at its headings into passages of plain words, each word's language known."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from rumbo.website.frame import markdown
from rumbo.website.reading.finding.words import as_line, joined_words, tidy, tokens

# (language, words); no language means that of the text around it.
Run = tuple[str, str]
LINE_END: Run = ("", "\n")
# Stands before stems of a language that is not the text's own.
FOREIGN = "~"
# Stands between the words in their order and further forms of some of them.
FURTHER = "|"
_SPOKEN = {"text", "code_inline", "citation"}


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands under one heading, or before the first.

    Args:
        anchor: where it can be opened; empty for the top of the page.
        heading: its words; empty before the first heading.
        runs: its words, lines divided by `LINE_END`.
    """

    anchor: str
    heading: str
    runs: tuple[Run, ...]


def passages_of(source: str, *, before: Iterable[str] = ()) -> tuple[Passage, ...]:
    """The passages of a text in our Markdown.

    Args:
        source: the text.
        before: lines that the page shows above it; they open the first passage.
    """
    opening = [run for line in before if line for run in (("", tidy(line)), LINE_END)]
    found: list[Passage] = []
    anchor, heading, runs = "", "", opening
    inlines = _Inlines()
    tokens_here = markdown.parse(source)
    for at, token in enumerate(tokens_here):
        if token.type == "heading_open" and token.level == 0:
            found.append(Passage(anchor, heading, tuple(runs)))
            anchor = str(token.attrGet("id"))
            heading = tidy(markdown.plain_inline(tokens_here[at + 1]))
            runs = []
        elif (
            token.type != "inline"
            or tokens_here[at - 1].type != "heading_open"
            or tokens_here[at - 1].level
        ):
            runs += inlines.runs_of(token, tokens_here, at)
    found.append(Passage(anchor, heading, tuple(runs)))
    return tuple(one for one in found if one.heading or one.runs)


class _Inlines:
    """Reads the words of tokens, and knows which column of a table it is in."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.column = 0

    def runs_of(self, token: Token, around: Sequence[Token], at: int) -> list[Run]:
        """The words of one token, with the end of its line; empty for marks without words."""
        if token.type == "table_open":
            self.heads = []
        elif token.type == "tr_open":
            self.column = 0
        elif token.type == "th_open":
            self.heads.append(markdown.plain_inline(around[at + 1]).strip())
        elif token.type == "td_open":
            self.column += 1
        elif token.type == "container_box_open":
            title = token.info.strip().partition(" ")[2].strip()
            return [("", tidy(title)), LINE_END] if title else []
        elif token.type in {"fence", "code_block"}:
            return [("", tidy(token.content)), LINE_END]
        elif token.type == "inline":
            spoken = self._column_language() if around[at - 1].type == "td_open" else ""
            runs = [run for run in _spoken_runs(token, spoken) if run[1]]
            return [*runs, LINE_END] if runs else []
        return []

    def _column_language(self) -> str:
        head = self.heads[self.column - 1] if 0 < self.column <= len(self.heads) else ""
        return markdown.COLUMN_LANGUAGES.get(head, "")


def _spoken_runs(token: Token, spoken: str) -> Iterator[Run]:
    """The words of an inline token, cut where the language changes."""
    language, words = spoken, ""
    for child in token.children or ():
        if child.type in _SPOKEN:
            words += child.content
        elif child.type in {"softbreak", "hardbreak"}:
            words += " "
        elif child.type == "link_open":
            scheme, _colon, rest = str(child.attrGet("href") or "").partition(":")
            if scheme == markdown.LANGUAGE_SCHEME and rest in markdown.OTHER_LANGUAGES:
                yield language, _without_gaps(words)
                language, words = rest, ""
        elif child.type == "link_close" and language != spoken:
            yield language, _without_gaps(words)
            language, words = spoken, ""
    yield language, _without_gaps(words)


def _without_gaps(words: str) -> str:
    """Words without the doubled spaces that a mark leaves between them."""
    return re.sub(r"\s+", " ", tidy(words))


def stems_of(runs: Iterable[Run], language: str) -> str:
    """The stems of runs as one line to look in, further forms behind a mark.

    Args:
        runs: the words.
        language: the text's own; stems of another one are marked.
    """
    in_order: list[str] = []
    further: list[str] = []
    for spoken, words in runs:
        mark = "" if spoken in {"", language} else FOREIGN
        for token in tokens(words, spoken or language):
            in_order.append(mark + token.stem if token.is_plain else token.stem)
            further += token.more
        further += [mark + word for _at, _to, word in joined_words(words, spoken or language)]
    return as_line(in_order) + (FURTHER + as_line(further) if further else "")
