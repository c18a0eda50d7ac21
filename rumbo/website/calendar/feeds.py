"""The calendar's feeds: which events are in which, and how each is written."""

from datetime import UTC, date, datetime, time

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumbo.formats.calendar_feed import Feed, FeedEvent, can_be_in_a_feed, write_feed
from rumbo.formats.calendar_values import Language
from rumbo.terms.states import State
from rumbo.website.calendar.computed import PATH, SERIES, ComputedDate, computed_dates, years_shown
from rumbo.website.calendar.rows import EventRow, SeriesRow, TopicRow, series_rows, topic_rows
from rumbo.website.calendar.when import mode_words
from rumbo.website.frame.markdown import local_address

CALENDAR = "/calendar/"


def feed_event(row: EventRow, base: str) -> FeedEvent:
    """An event as a feed tells it. Connection details are never part of it.

    Args:
        row: the event.
        base: the site's address, such as 'https://example.org'.
    """
    topics = topic_rows()
    paragraphs = [row.summary]
    if row.status == "unknown":
        paragraphs.append(_("Announced; we could not confirm it."))
    return row.times.as_feed_event(
        uid=row.uid,
        title=row.title,
        status=row.status,
        sequence=row.sequence,
        description="\n\n".join(filter(None, paragraphs)),
        url=f"{base}{local_address(row.path, get_language() or 'en')}",
        location=row.place or mode_words(row.mode),
        categories=tuple(topics[slug].name for slug in row.topics if slug in topics),
        organizer_name=row.organizer,
        last_modified=_to_the_second(row.changed_at),
        created=_to_the_second(row.created_at),
    )


def computed_event(one: ComputedDate, base: str) -> FeedEvent:
    """A date worked out from law as a feed tells it, with its sources."""
    citations = "; ".join(one.entry.citations)
    source = _("Source: %(citations)s.") % {"citations": citations}
    return one.times.as_feed_event(
        uid=f"{one.slug}@program-year.rumbo",
        title=one.title,
        description="\n\n".join(filter(None, (one.sentence, one.derivation, source))),
        url=f"{base}{local_address(PATH, get_language() or 'en')}#{one.slug}",
    )


def program_year_events(today: date, base: str) -> list[FeedEvent]:
    """The dates of this and the next two program years."""
    return [
        computed_event(one, base)
        for year in years_shown(today)
        for one in computed_dates(year.first_year)
    ]


def one_event_file(row: EventRow, *, base: str) -> bytes | None:
    """The file of one event; None where its day is not known."""
    event = feed_event(row, base)
    if not can_be_in_a_feed(event):
        return None
    feed = Feed(name=row.title, language=_language(), url=event.url)
    return write_feed(feed, [event], produced_at=_produced_at([row]))


def feed_file(
    rows: list[EventRow],
    *,
    name: str,
    description: str,
    base: str,
    path: str,
    today: date,
    with_program_year: bool,
) -> bytes:
    """The file of many events, soonest last day first as they stand in the list.

    Args:
        rows: the events.
        name, description: words of the feed.
        base: the site's address.
        path: the feed's own path.
        with_program_year: whether the dates worked out from law belong to it.
    """
    feed = Feed(
        name=name,
        description=description,
        language=_language(),
        url=f"{base}{local_address(CALENDAR, _language())}",
        source_url=f"{base}{local_address(path, _language())}",
    )
    events = [feed_event(row, base) for row in rows]
    if with_program_year:
        events += program_year_events(today, base)
    return write_feed(feed, events, produced_at=_produced_at(rows))


def series_feed_words(series: SeriesRow) -> tuple[str, str]:
    """Name and description of a series' feed."""
    return f"Rumbo: {series.name}", series.description


def topic_feed_words(topic: TopicRow) -> tuple[str, str]:
    """Name and description of a topic's feed."""
    facts = {"topic": topic.name}
    return f"Rumbo: {topic.name}", _("Events filed under “%(topic)s”.") % facts


def state_feed_words(state: State) -> tuple[str, str]:
    """Name and description of a State's feed."""
    name = state.name(_language())
    return f"Rumbo: {name}", _("Events of %(state)s.") % {"state": name}


def whole_feed_words() -> tuple[str, str]:
    """Name and description of the feed of everything."""
    return (
        _("Rumbo: the whole calendar"),
        _("Meetings, deadlines and the days that the law sets, each with its source."),
    )


def is_program_year(slug: str) -> bool:
    """Whether a series is the computed one."""
    return slug == SERIES


def find_series(slug: str) -> SeriesRow | None:
    """The series of that slug, or None."""
    return series_rows().get(slug)


def _language() -> Language:
    return "es" if get_language() == "es" else "en"


def _to_the_second(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None


def _produced_at(rows: list[EventRow]) -> datetime:
    """The last change among the events, so that a feed stays the same until one changes."""
    known = [moment for row in rows if (moment := _to_the_second(row.changed_at))]
    return max(known, default=datetime.combine(date(2020, 9, 1), time(0), tzinfo=UTC))
