"""What the page of one event shows to one reader at one moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumbo.access.lookups import is_member
from rumbo.formats.calendar_feed import can_be_in_a_feed, is_known_zone
from rumbo.terms.states import find_state
from rumbo.website.calendar.blocks import LOCAL_MOMENT
from rumbo.website.calendar.feed_addresses import Subscription, subscription
from rumbo.website.calendar.fields import audience_words
from rumbo.website.calendar.lines import StatusWords, status_words
from rumbo.website.calendar.lookups import ConnectionView, connection_for
from rumbo.website.calendar.rows import (
    EventRow,
    event_rows,
    row_of,
    series_rows,
    topic_rows,
    topics_by_page,
)
from rumbo.website.calendar.structured import structured_event
from rumbo.website.calendar.times import AT_A_TIME, EventTimes
from rumbo.website.calendar.when import (
    When,
    clock_words,
    day_words,
    in_zone,
    mode_words,
    moment_words,
    when_of,
    zone_words,
)
from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.freshness import mark_private, note_boundary
from rumbo.website.frame.markdown import local_address

if TYPE_CHECKING:
    from rumbo.website.calendar.models import EventPage

# Offered without script; any zone of the list may stand in `?tz=`.
OFFERED_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)
REPETITIONS_SHOWN = 12


@dataclass(frozen=True)
class ZoneChoice:
    """A time zone to choose: IANA name, words, whether it is chosen."""

    name: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Presenter:
    """Who presents, as one line: name, role, State or organization, as far as known."""

    words: str


@dataclass(frozen=True)
class Session:
    """One session: title, time of day and day (either may be empty), presenters."""

    title: str
    day: str
    clock: str
    presenters: list[Presenter]


@dataclass(frozen=True)
class Material:
    """Something handed out.

    Args:
        title: its title.
        address: where it is.
        kind: 'PDF', or the name of the site that it is on.
        size: size in words; empty where not known.
        is_outside: whether it is on another site.
    """

    title: str
    address: str
    kind: str
    size: str
    is_outside: bool


@dataclass(frozen=True)
class Neighbour:
    """The event before or after this one in its series."""

    title: str
    address: str
    when: str
    language: str


@dataclass(frozen=True)
class EventView:
    """The page of one event.

    Args:
        when: its words; of a repeating event, of its first time.
        status: None where nothing needs to be said.
        is_over: whether it is over.
        repetitions: days of a repeating event still ahead, at most twelve, in words.
        more_repetitions: how many more there are.
        reader_zone: the zone asked for, or empty.
        reader_when: the times there, or empty.
        zones: zones to choose from; empty where no time is known.
        zone_message: what was wrong with the zone asked for, or empty.
        mode, place, organizer: words, or empty.
        audience: whom it is for.
        states: names of the States it is about.
        series_name, series_address, series_feed: its series, or empty and None.
        topics: (name, address of the list) of each topic.
        presenters, sessions, materials: as they say.
        connection: what this reader may see of how to connect.
        connection_opens: the moment of the reveal in words, or empty.
        sign_in_address: where to sign in and come back to the connection.
        source: the source's block, or None.
        file_address: its calendar file; empty where the day is not known.
        before, after: its neighbours in the series.
        calendar_address: the calendar.
        structured: schema.org data for programs, safe between script tags.
    """

    when: When
    status: StatusWords | None
    is_over: bool
    repetitions: list[str]
    more_repetitions: int
    reader_zone: str
    reader_when: str
    zones: list[ZoneChoice]
    zone_message: str
    mode: str
    place: str
    organizer: str
    audience: list[str]
    states: list[str]
    series_name: str
    series_address: str
    series_feed: Subscription | None
    topics: list[tuple[str, str]]
    presenters: list[Presenter]
    sessions: list[Session]
    materials: list[Material]
    connection: ConnectionView
    connection_opens: str
    sign_in_address: str
    source: Any
    file_address: str
    before: Neighbour | None
    after: Neighbour | None
    calendar_address: str
    structured: SafeString


def event_view(page: "EventPage", request: HttpRequest) -> EventView:
    """Everything that the page of an event shows."""
    now = timezone.now()
    language = get_language() or "en"
    row = row_of(page)
    topics = topic_rows()
    times = row.times
    is_over = row.over_at <= now
    user = getattr(request, "user", None)
    reader_is_member = user is not None and user.is_authenticated and is_member(user)
    connection = connection_for(page, reader_is_member=reader_is_member, now=now)
    _note_changes(request, row, connection, now)
    reader_zone, zone_message = _reader_zone(request)
    here = local_address(row.path, language)
    calendar_address = local_address("/calendar/", language)
    series = series_rows().get(row.series)
    ahead = _ahead(times, now)
    before, after = _neighbours(row, language)
    return EventView(
        when=when_of(times.next_occurrence(now)),
        status=status_words(row.status, times.timing, is_over=is_over),
        is_over=is_over,
        repetitions=ahead[:REPETITIONS_SHOWN],
        more_repetitions=max(0, len(ahead) - REPETITIONS_SHOWN),
        reader_zone=reader_zone,
        reader_when=in_zone(times.next_occurrence(now), reader_zone) if reader_zone else "",
        zones=_zones(times, reader_zone),
        zone_message=zone_message,
        mode=mode_words(row.mode),
        place=row.place,
        organizer=row.organizer,
        audience=audience_words(tuple(page.audience)),
        states=[state.name(language) for code in row.states if (state := find_state(code))],
        series_name=series.name if series else "",
        series_address=f"{calendar_address}?series={series.slug}" if series else "",
        series_feed=(
            subscription(series.name, f"/calendar/feed/series/{series.slug}.ics")
            if series
            else None
        ),
        topics=[
            (topics[slug].name, f"{calendar_address}?topic={slug}")
            for slug in _topic_slugs(page, request)
            if slug in topics
        ],
        presenters=[_presenter(child.value, page.language) for child in page.presenters],
        sessions=_sessions(page, times),
        materials=[_material(child.value) for child in page.materials],
        connection=connection,
        connection_opens=(
            moment_words(connection.opens_at, times.time_zone) if connection.opens_at else ""
        ),
        sign_in_address=f"/accounts/login/?next={here}%23connection",
        source=page.source[0].value if page.source else None,
        file_address=(
            local_address(f"/calendar/{page.slug}.ics", language)
            if can_be_in_a_feed(times.as_feed_event())
            else ""
        ),
        before=before,
        after=after,
        calendar_address=calendar_address,
        structured=structured_event(
            row,
            address=f"{base_address()}{here}",
            series=series.name if series else "",
        ),
    )


def _topic_slugs(page: "EventPage", request: HttpRequest) -> tuple[str, ...]:
    """The topics as they are public; in a preview those of the draft."""
    if getattr(request, "is_preview", False):
        return tuple(topic.slug for topic in page.topics.all())
    return topics_by_page().get(page.pk, ())


def _note_changes(
    request: HttpRequest, row: EventRow, connection: ConnectionView, now: datetime
) -> None:
    """Tell the cache when this page becomes untrue: a start, an end, a reveal."""
    next_times = row.times.next_occurrence(now)
    for change in (
        next_times.starts_at,
        next_times.ends_at,
        next_times.over_at,
        row.over_at,
        connection.opens_at,
    ):
        if change is not None and change > now:
            note_boundary(request, change)


def _reader_zone(request: HttpRequest) -> tuple[str, str]:
    """The zone asked for, and a sentence if it is not one."""
    zone = str(request.GET.get("tz", "")).strip()
    if not zone or is_known_zone(zone):
        return zone, ""
    # Any nonsense can be asked for; the cache is not filled with answers to it.
    mark_private(request)
    shown = "".join(character for character in zone if character.isprintable())[:40]
    return "", _(
        "“%(zone)s” is not a time zone that we know. An example that works: America/Chicago. The "
        "times below are those of the event’s own zone."
    ) % {"zone": shown}


def _zones(times: EventTimes, chosen: str) -> list[ZoneChoice]:
    if times.timing != AT_A_TIME:
        return []
    names = OFFERED_ZONES if chosen in (*OFFERED_ZONES, "") else (*OFFERED_ZONES, chosen)
    return [ZoneChoice(name, zone_words(name).strip("()"), name == chosen) for name in names]


def _ahead(times: EventTimes, now: datetime) -> list[str]:
    if not times.recurrence:
        return []
    found = times.occurrences(times.starts_on, times.last_on)
    coming = [times.at(one) for one in found]
    return [day_words(one.starts_on) for one in coming if one.over_at > now]


def _presenter(value: Any, language: str) -> Presenter:
    """A presenter in the language of the page, which the names around the State are in."""
    state = find_state(str(value.get("state") or ""))
    parts = (
        value.get("name"),
        value.get("role"),
        value.get("organization"),
        state.name(language) if state else value.get("state"),
    )
    return Presenter(", ".join(str(part) for part in parts if part))


def _sessions(page: "EventPage", times: EventTimes) -> list[Session]:
    """The sessions in their order; the day is said where it is another than the one before."""
    found, said = [], ""
    is_one_day = times.ends_on in (None, times.starts_on)
    for child in page.sessions:
        value = child.value
        text = str(value.get("starts_at") or "")
        day = clock = ""
        if LOCAL_MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            clock = clock_words(moment.time())
            words = day_words(moment.date())
            day = "" if is_one_day or words == said else words
            said = words
        presenters = [_presenter(one, page.language) for one in value.get("presenters") or ()]
        found.append(Session(str(value["title"]), day, clock, presenters))
    return found


def _material(value: Any) -> Material:
    document = value.get("document")
    title = str(value["title"])
    if document is None:
        address = str(value.get("url") or "")
        return Material(title, address, address.split("/")[2] if "//" in address else "", "", True)
    size = document.get_file_size()
    words = _("%(size)s kB") % {"size": number_format(max(1, size // 1000))} if size else ""
    return Material(title, document.url, document.file_extension.upper(), words, False)


def _neighbours(row: EventRow, language: str) -> tuple[Neighbour | None, Neighbour | None]:
    if not row.series:
        return None, None
    family = [one for one in event_rows(language) if one.series == row.series]
    at = next((at for at, one in enumerate(family) if one.path == row.path), None)
    if at is None:
        return None, None
    before = _neighbour(family[at - 1], language) if at else None
    after = _neighbour(family[at + 1], language) if at + 1 < len(family) else None
    return before, after


def _neighbour(row: EventRow, language: str) -> Neighbour:
    mark = "" if row.language == language else row.language
    return Neighbour(
        row.title, local_address(row.path, language), when_of(row.times).sentence, mark
    )
