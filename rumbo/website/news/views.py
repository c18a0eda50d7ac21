"""What the pages of the news room show: one described value for each template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rumbo.terms.states import ALL_STATES, get_state
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.page_base import path_of
from rumbo.website.news import archive, entries, feeds, lookups
from rumbo.website.news.archive import ArchiveQuery, FilterName
from rumbo.website.news.blocks import citation_of
from rumbo.website.news.cards import (
    DateLine,
    EntryCard,
    FeatureCard,
    Link,
    Outbound,
    date_line,
    entry_card,
    filed_under,
    heading_words,
    media_words,
    outbound_link,
    topic_name,
)
from rumbo.website.news.citation import Citation, CitationSentence, cite, host_of
from rumbo.website.news.dates import read_partial_date
from rumbo.website.news.entries import NewsEntry

if TYPE_CHECKING:
    from rumbo.website.news.models import FeaturePage, NewsIndexPage, UpdatePage

FEATURES_AT_THE_TOP = 4


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value of a filter: what is sent, what is read, how many entries it gives."""

    value: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the archive form.

    Attributes:
        name: of the form's field: year, topic or state.
        label: its visible label.
        every: the words of the empty choice.
        options: its values.
    """

    name: FilterName
    label: str
    every: str
    options: tuple[FilterOption, ...]


@dataclass(frozen=True, slots=True)
class NewsIndexView:
    """What the list of news shows.

    Attributes:
        heading: over the list: latest updates, from the archive, or found in the archive.
        features: cards above the list; only on the first page without filters.
        entries: this page of the list, newest first.
        found_words: how many entries there are, as a sentence.
        empty_words: what to do where there are none; empty otherwise.
        notices: what was asked for and could not be meant, as sentences.
        filters: the form.
        chips: filters in use; each address is the list without that one.
        clear_address: the list without filters.
        form_address: where the form is sent.
        is_filtered: whether any filter is in use.
        page_words: 'Page 2 of 4'; empty when there is one page.
        newer, older: the pages beside this one.
        years: every year of the archive with its number of entries.
        feeds: the feeds that fit what is shown.
    """

    heading: str
    features: tuple[FeatureCard, ...]
    entries: tuple[EntryCard, ...]
    found_words: str
    empty_words: str
    notices: tuple[str, ...]
    filters: tuple[Filter, ...]
    chips: tuple[Link, ...]
    clear_address: str
    form_address: str
    is_filtered: bool
    page_words: str
    newer: Link | None
    older: Link | None
    years: tuple[Link, ...]
    feeds: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands below every piece of news: topics and States, the next entries, the list."""

    filed_under: tuple[Link, ...]
    newer: Link | None
    older: Link | None
    newer_language: str
    older_language: str
    all_news: str


@dataclass(frozen=True, slots=True)
class FeatureView:
    """What the page of a featured article shows; see `FeatureCard` for the first four."""

    media_words: str
    sentence: CitationSentence
    outbound: Outbound
    date: DateLine
    around: Around


@dataclass(frozen=True, slots=True)
class UpdateSource:
    """Where an update was read; `url`, `publisher` and the dates may be empty."""

    title: str
    url: str
    publisher: str
    published_words: str
    read_words: str
    kind: str
    host: str


@dataclass(frozen=True, slots=True)
class UpdateView:
    """What the page of an update shows.

    Attributes:
        date: its date, or that it is unknown and when we posted it.
        source: where it was read.
        event: the connection details of the event that it announces, if there is one.
        around: what stands below.
    """

    date: DateLine
    source: UpdateSource | None
    event: Link | None
    around: Around


# --- pieces ------------------------------------------------------------------------------------
def midnight_after(day: date) -> datetime:
    """The moment at which a day is over at the site's home."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


# --- the list ----------------------------------------------------------------------------------
def news_index_view(page: "NewsIndexPage", asked: Mapping[str, str], today: date) -> NewsIndexView:
    """What the list shows for the names and values after the question mark."""
    language = get_language() or "en"
    base = local_address("/news/", language)
    every = entries.all_entries(language)
    query = archive.read_query(
        asked, topics=entries.topic_names(), states={state.code for state in ALL_STATES}
    )
    features = () if query.is_filtered else lookups.featured(language, FEATURES_AT_THE_TOP)
    shown_above = {card.entry.address for card in features}
    found = [
        entry
        for entry in archive.find(every, query)
        if local_address(entry.path, language) not in shown_above
    ]
    turned = archive.turn_to(found, query.page)
    return NewsIndexView(
        heading=_heading(every, query, today),
        features=features if turned.number == 1 else (),
        entries=tuple(entry_card(entry, language) for entry in turned.entries),
        found_words=_found_words(turned.total, query),
        empty_words="" if turned.total else _empty_words(every, query),
        notices=tuple(_notice(misread) for misread in query.misread),
        filters=_filters(every, query, language),
        chips=_chips(query, base, language),
        clear_address=base,
        form_address=base,
        is_filtered=query.is_filtered,
        page_words=_page_words(turned),
        newer=_page_link(query, turned.number - 1, turned.count, base, _("Newer entries")),
        older=_page_link(query, turned.number + 1, turned.count, base, _("Older entries")),
        years=_years(every, base),
        feeds=_feeds(query, language),
    )


def _heading(every: tuple[NewsEntry, ...], query: ArchiveQuery, today: date) -> str:
    if query.is_filtered:
        return _("Found in the archive")
    return heading_words(entries.heading_kind(entries.newest_day_of(every), today)[0])


def _found_words(total: int, query: ArchiveQuery) -> str:
    if not total:
        return ""
    if query.is_filtered:
        return ngettext(
            "%(count)s entry fits, newest first.", "%(count)s entries fit, newest first.", total
        ) % {"count": total}
    return ngettext("%(count)s entry, newest first.", "%(count)s entries, newest first.", total) % {
        "count": total
    }


def _empty_words(every: tuple[NewsEntry, ...], query: ArchiveQuery) -> str:
    if not every:
        return _("Nothing has been posted here yet.")
    years = sorted(entry.ordered_on.year for entry in every)
    facts = {"first": years[0], "last": years[-1]}
    if len(query.chosen) == 1 and query.year:
        return _("Nothing here is from %(year)s. Our entries run from %(first)s to %(last)s.") % {
            "year": query.year,
            **facts,
        }
    return (
        _(
            "No entry fits all of this. Take one filter away above, or look at everything: our "
            "entries run from %(first)s to %(last)s."
        )
        % facts
    )


def _notice(misread: archive.Misread) -> str:
    words = {
        "year": _("“%(value)s” is not a year that we can look up, so every year is shown."),
        "topic": _("There is no topic “%(value)s”, so every topic is shown."),
        "state": _("“%(value)s” is not the two-letter code of a State, so every State is shown."),
    }
    return words[misread.name] % {"value": misread.value}


def _filters(
    every: tuple[NewsEntry, ...], query: ArchiveQuery, language: str
) -> tuple[Filter, ...]:
    labels: dict[FilterName, tuple[str, str]] = {
        "year": (_("Year"), _("Every year")),
        "topic": (_("Topic"), _("Every topic")),
        "state": (_("State"), _("Every State")),
    }
    filters = []
    for name in archive.FILTER_NAMES:
        counted = archive.counts(every, query, name)
        chosen = query.chosen.get(name, "")
        counted.setdefault(chosen, 0)
        options = [
            FilterOption(value, _value_words(name, value, language), count, value == chosen)
            for value, count in counted.items()
            if value
        ]
        options.sort(key=lambda option: option.words.casefold(), reverse=name == "year")
        filters.append(Filter(name, *labels[name], tuple(options)))
    return tuple(filters)


def _value_words(name: FilterName, value: str, language: str) -> str:
    if name == "topic":
        return topic_name(value, language)
    return get_state(value).name(language) if name == "state" else value


def _chips(query: ArchiveQuery, base: str, language: str) -> tuple[Link, ...]:
    return tuple(
        Link(_value_words(name, value, language), query.without(name).address(base))
        for name, value in query.chosen.items()
    )


def _page_words(turned: archive.ArchivePage) -> str:
    if turned.count == 1:
        return ""
    return _("Page %(number)s of %(count)s") % {"number": turned.number, "count": turned.count}


def _page_link(query: ArchiveQuery, number: int, count: int, base: str, words: str) -> Link | None:
    if not 1 <= number <= count:
        return None
    asked = ArchiveQuery(query.year, query.topic, query.state, number)
    return Link(words, asked.address(base))


def _years(every: tuple[NewsEntry, ...], base: str) -> tuple[Link, ...]:
    counted = archive.counts(every, ArchiveQuery(), "year")
    return tuple(
        Link(
            _("%(year)s (%(count)s)") % {"year": year, "count": counted[year]},
            ArchiveQuery(year=year).address(base),
        )
        for year in sorted(counted, reverse=True)
    )


def _feeds(query: ArchiveQuery, language: str) -> tuple[Link, ...]:
    wanted = [None, query.topic] if query.topic else [None]
    return tuple(
        Link(feeds.feed_title(language, topic), local_address(feeds.feed_path(topic), language))
        for topic in wanted
    )


# --- one entry ---------------------------------------------------------------------------------
def feature_view(page: "FeaturePage") -> FeatureView:
    """What the page of a featured article shows."""
    language = get_language() or "en"
    citation = next(
        (citation_of(block.value) for block in page.citation), Citation((), "", "", "", "")
    )
    published = read_partial_date(citation.published_on)
    posted_on = timezone.localdate(page.first_published_at) if page.first_published_at else None
    return FeatureView(
        media_words=media_words(page.media),
        sentence=cite(citation, language),
        outbound=outbound_link(citation, page.media),
        date=date_line(published, posted_on or timezone.localdate(), language),
        around=_around(page, language),
    )


def update_view(page: "UpdatePage") -> UpdateView:
    """What the page of an update shows."""
    language = get_language() or "en"
    event = None
    if page.event and entries.event_is_there(page.event):
        address = local_address(f"/calendar/{page.event}/", language)
        event = Link(_("Connection details, on the calendar"), f"{address}#connection")
    return UpdateView(
        date=date_line(
            entries.known_date(page.published_on, page.precision), page.posted_on, language
        ),
        source=next((_source(block.value, language) for block in page.source), None),
        event=event,
        around=_around(page, language),
    )


def _source(value: Mapping[str, str], language: str) -> UpdateSource:
    def said(key: str) -> str:
        written = str(value.get(key) or "")
        known = read_partial_date(written)
        return known.said_in(language) if known else written

    url = str(value.get("url") or "")
    return UpdateSource(
        title=str(value.get("title") or ""),
        url=url,
        publisher=str(value.get("publisher") or ""),
        published_words=said("published_on"),
        read_words=said("read_on"),
        kind=str(value.get("kind") or ""),
        host=host_of(url),
    )


def _around(page: "FeaturePage | UpdatePage", language: str) -> Around:
    newer, older = entries.neighbours(path_of(page), language) if page.url_path else (None, None)
    topics = tuple(topic.slug for topic in page.topics.all())
    return Around(
        filed_under=filed_under(topics, tuple(page.states), language),
        newer=_entry_link(newer, language),
        older=_entry_link(older, language),
        newer_language=newer.language if newer else "",
        older_language=older.language if older else "",
        all_news=local_address("/news/", language),
    )


def _entry_link(entry: NewsEntry | None, language: str) -> Link | None:
    return Link(entry.title, local_address(entry.path, language)) if entry else None
