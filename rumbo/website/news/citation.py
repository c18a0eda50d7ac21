"""What a featured article is cited by: checked, and written as a sentence. Plain values only.

The order of parts follows the MLA style of the old home page: authors, title in quotation marks,
container, date. Quotation marks and full stops are set here, so that none is ever left open.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from rumbo.website.news.dates import read_partial_date

type CitationPart = Literal["authors", "title", "container", "published_on", "url"]

# Double marks only: an apostrophe or a single mark may well belong to a title.
QUOTATION_MARKS = '"“”„‟«»＂'
# Names kept for examples and for machines of one's own (RFC 2606, RFC 6761).
_NO_REAL_ENDINGS = frozenset({"test", "example", "invalid", "localhost", "local"})


@dataclass(frozen=True, slots=True)
class Author:
    """A person, or an organisation with its name as `family` and no `given`."""

    family: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A published piece.

    Attributes:
        authors: in the order of the piece; may be empty.
        title: the piece's own title, without quotation marks.
        container: the paper, station or journal that it stands in.
        published_on: '2018-08-29', '2018-08' or '2018'.
        url: the address where it can be read.
        language: the language that it is written or spoken in: 'en' or 'es'.
    """

    authors: tuple[Author, ...]
    title: str
    container: str
    published_on: str
    url: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class CitationFault:
    """One fault of a citation: the part it is in and a stable code (see `blocks.FAULT_WORDS`)."""

    part: CitationPart
    code: str


@dataclass(frozen=True, slots=True)
class CitationSentence:
    """A citation as a reader sees it, in parts so that a page can set the container in italics.

    Attributes:
        authors: with its full stop, or empty.
        title: in quotation marks, with the full stop where the language wants it.
        container: bare.
        date: bare.
        language: the language of title and container.
    """

    authors: str
    title: str
    container: str
    date: str
    language: str = "en"

    @property
    def text(self) -> str:
        """The whole sentence."""
        return " ".join(filter(None, (self.authors, self.title, f"{self.container}, {self.date}.")))


def faults_of(citation: Citation, *, today: date) -> tuple[CitationFault, ...]:
    """Every fault of a citation, in the order of its parts.

    Args:
        citation: as it was typed.
        today: nothing can have been published after it.
    """
    found: list[CitationFault] = []
    if any(not author.family.strip() for author in citation.authors):
        found.append(CitationFault("authors", "author_without_family"))
    found += _faults_of_words("title", citation.title)
    found += _faults_of_words("container", citation.container)
    published = read_partial_date(citation.published_on)
    if not citation.published_on.strip():
        found.append(CitationFault("published_on", "missing"))
    elif published is None:
        found.append(CitationFault("published_on", "date_unreadable"))
    elif published.first_day > today:
        found.append(CitationFault("published_on", "date_in_future"))
    if not citation.url.strip():
        found.append(CitationFault("url", "missing"))
    elif not is_real_address(citation.url):
        found.append(CitationFault("url", "address_not_real"))
    return tuple(found)


def _faults_of_words(part: CitationPart, words: str) -> list[CitationFault]:
    if not words.strip():
        return [CitationFault(part, "missing")]
    if any(mark in words for mark in QUOTATION_MARKS):
        return [CitationFault(part, "quotation_marks")]
    return []


def is_real_address(url: str) -> bool:
    """Whether an address is one that a reader anywhere could open: http(s) and a public name."""
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    labels = host.rstrip(".").split(".")
    return (
        parts.scheme in {"http", "https"}
        and "@" not in parts.netloc
        and not any(letter.isspace() for letter in url.strip())
        and len(labels) > 1
        and all(labels)
        and not labels[-1].isdigit()
        and ":" not in host
        and labels[-1] not in _NO_REAL_ENDINGS
    )


def host_of(url: str) -> str:
    """The name of the site that an address leads to, without 'www.'; empty if it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def cite(citation: Citation, language: str) -> CitationSentence:
    """A sound citation as a sentence in English or Spanish (see `faults_of`)."""
    published = read_partial_date(citation.published_on)
    return CitationSentence(
        authors=_with_stop(_names(citation.authors, language)),
        title=_quoted(citation.title.strip(), language),
        container=citation.container.strip(),
        date=published.cited_in(language) if published else citation.published_on,
        language=citation.language,
    )


def _names(authors: tuple[Author, ...], language: str) -> str:
    """'Family, Given'; the second as 'Given Family'; more than two as 'et al.'."""
    if not authors:
        return ""
    first = ", ".join(filter(None, (authors[0].family.strip(), authors[0].given.strip())))
    if len(authors) == 1:
        return first
    if len(authors) > 2:
        return f"{first}, et al."
    second = " ".join(filter(None, (authors[1].given.strip(), authors[1].family.strip())))
    return f"{first}, {_and_before(second, language)} {second}"


def _and_before(name: str, language: str) -> str:
    if language != "es":
        return "and"
    sound = name.lower()
    begins_with_i = sound.startswith(("i", "hi")) and not sound.startswith(("ia", "ie", "hie"))
    return "e" if begins_with_i else "y"


def _with_stop(words: str) -> str:
    return words if not words or words.endswith(".") else f"{words}."


def _quoted(title: str, language: str) -> str:
    bare = title.rstrip(".") if not title.endswith("...") else title
    if language == "es":
        return f"«{bare}»."
    return f"“{bare}”" if bare.endswith(("?", "!", "…", "...")) else f"“{bare}.”"
