"""Entries and featured articles as cards: the words that a list or the home page shows."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rumbo.terms.states import get_state
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.models import Picture
from rumbo.website.news.archive import ArchiveQuery
from rumbo.website.news.citation import Citation, CitationSentence, cite, host_of
from rumbo.website.news.dates import PartialDate
from rumbo.website.news.entries import Feature, HeadingKind, NewsEntry, topic_names


@dataclass(frozen=True, slots=True)
class Link:
    """Words and the address they lead to."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date as a reader sees it.

    Attributes:
        words: such as 'January 16, 2019', or that it is unknown and when we posted the entry.
        iso: for a `datetime` attribute; empty when the date is not known.
    """

    words: str
    iso: str


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One entry in a list.

    Attributes:
        title, summary: its words.
        address: where it is.
        language: what its words are written in.
        is_foreign: whether that is not the reader's language.
        date: its date as exactly as is known.
        kind_words: 'Featured article' with its kind of piece; empty for an update.
        source_words: who published the source; may be empty.
        source_kind: 'first-hand', 'copy', 'report' or empty.
    """

    title: str
    summary: str
    address: str
    language: str
    is_foreign: bool
    date: DateLine
    kind_words: str
    source_words: str
    source_kind: str


@dataclass(frozen=True, slots=True)
class Outbound:
    """The link to a piece itself; its words name the piece, its publisher and the other site.

    Attributes:
        before, after: the words around the piece's title, in the reader's language.
        title: the piece's title.
        language: the language of the title.
        address: where it leads.
    """

    before: str
    title: str
    after: str
    language: str
    address: str

    @property
    def words(self) -> str:
        """The whole link."""
        return f"{self.before}{self.title}{self.after}"


@dataclass(frozen=True, slots=True)
class FeatureCard:
    """A featured article as a card.

    Attributes:
        entry: its words, address and date.
        picture: its picture, if it has one.
        media_words: 'Article', 'Audio', 'Video' or 'Study'.
        sentence: its citation.
        outbound: the link to the piece itself.
    """

    entry: EntryCard
    picture: Picture | None
    media_words: str
    sentence: CitationSentence
    outbound: Outbound


# --- made from entries -----------------------------------------------------------------------
def date_line(published: PartialDate | None, posted_on: date, language: str) -> DateLine:
    """A date as a reader sees it; an unknown one says so, and when we put the entry up."""
    if published is not None:
        return DateLine(published.said_in(language), published.iso)
    posted = PartialDate(posted_on.year, posted_on.month, posted_on.day).said_in(language)
    return DateLine(_("date unknown; posted here on %(day)s") % {"day": posted}, "")


def media_words(media: str) -> str:
    """The kind of a piece, as a tag."""
    words = {
        "article": _("Article"),
        "audio": _("Audio"),
        "video": _("Video"),
        "study": _("Study"),
    }
    return words.get(media, "")


def outbound_link(citation: Citation, media: str) -> Outbound:
    """The link to the piece itself."""
    words = {
        "audio": _("Listen to “%(title)s” from %(container)s (another site: %(site)s)"),
        "video": _("Watch “%(title)s” from %(container)s (another site: %(site)s)"),
    }.get(media, _("Read “%(title)s” from %(container)s (another site: %(site)s)"))
    gap = "\N{OBJECT REPLACEMENT CHARACTER}"
    facts = {"title": gap, "container": citation.container, "site": host_of(citation.url)}
    before, _gap, after = (words % facts).partition(gap)
    return Outbound(before, citation.title, after, citation.language, citation.url)


def topic_name(slug: str, language: str) -> str:
    """A topic's name in a language; the slug if there is no such topic any more."""
    names = topic_names().get(slug)
    return names[language == "es"] if names else slug


def filed_under(
    topics: tuple[str, ...], states: tuple[str, ...], language: str
) -> tuple[Link, ...]:
    """Topics, then States, each leading to its part of the archive."""
    base = local_address("/news/", language)
    links = [
        Link(topic_name(slug, language), ArchiveQuery(topic=slug).address(base)) for slug in topics
    ]
    links += [
        Link(get_state(code).name(language), ArchiveQuery(state=code).address(base))
        for code in states
    ]
    return tuple(links)


def entry_card(entry: NewsEntry, language: str) -> EntryCard:
    """An entry as a list shows it."""
    kind = ""
    if entry.kind == "feature":
        kind = _("Featured: %(media)s") % {"media": media_words(entry.media).lower()}
    return EntryCard(
        title=entry.title,
        summary=entry.summary,
        address=local_address(entry.path, language),
        language=entry.language,
        is_foreign=entry.language != language,
        date=date_line(entry.published, entry.posted_on, language),
        kind_words=kind,
        source_words=entry.source_publisher,
        source_kind=entry.source_kind,
    )


def feature_card(feature: Feature, language: str) -> FeatureCard:
    """A featured article as a card."""
    return FeatureCard(
        entry=entry_card(feature.entry, language),
        picture=feature.picture,
        media_words=media_words(feature.entry.media),
        sentence=cite(feature.citation, language),
        outbound=outbound_link(feature.citation, feature.entry.media),
    )


def heading_words(kind: HeadingKind) -> str:
    """The heading over updates."""
    return _("Latest updates") if kind == "latest" else _("From the archive")
