"""One line of a list: an event or a computed date, ready to be shown."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumbo.website.calendar.computed import PATH, SERIES, ComputedDate
from rumbo.website.calendar.rows import EventRow, SeriesRow
from rumbo.website.calendar.times import ALL_DAY, EventTimes
from rumbo.website.calendar.when import When, mode_words, when_of
from rumbo.website.frame.markdown import local_address


@dataclass(frozen=True)
class StatusWords:
    """A status as readers see it.

    Args:
        kind: `scheduled`, `cancelled`, `postponed`, `held`, `unknown`.
        words: short, for a badge.
        sentence: the same in full.
    """

    kind: str
    words: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """One line of a list.

    Args:
        title: its words.
        language: 'en' where the words are English on a Spanish page, else empty.
        address: where it is told in full, in the reader's language.
        when: its words and values; of a repeating event, its next time.
        status: None where nothing needs to be said.
        series: the series' name, or empty.
        place, mode: words, or empty.
        summary: one or two sentences, or empty.
        is_computed: whether it follows from law and nobody typed it in.
        repeats: whether it takes place more than once.
        is_running: whether it began before today and is not over.
    """

    title: str
    language: str
    address: str
    when: When
    status: StatusWords | None
    series: str
    place: str
    mode: str
    summary: str
    is_computed: bool
    repeats: bool
    is_running: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that lies in time; `times` are those of the repetition that is meant."""

    times: EventTimes
    over_at: datetime
    what: EventRow | ComputedDate

    @property
    def order(self) -> tuple[date, time, str]:
        """For sorting: the first day, then the local time."""
        return (self.times.starts_on, self.times.start_time or time.min, self.what.slug)


def entry_of(what: EventRow | ComputedDate, now: datetime) -> Entry:
    """An event with its next (or, when all are over, its last) repetition, or a computed date."""
    times = what.times.next_occurrence(now) if what.times.recurrence else what.times
    return Entry(times=times, over_at=what.over_at, what=what)


def status_words(status: str, timing: str, *, is_over: bool) -> StatusWords | None:
    """What is said of a status, honestly: a past event that nobody confirmed was 'announced'.

    A day that a rule sets (whole days, scheduled) comes by itself, so nothing is said of it.
    """
    if status == "cancelled":
        return StatusWords(status, _("Cancelled"), _("This event was cancelled."))
    if status == "postponed":
        return StatusWords(
            status, _("Postponed"), _("This event was postponed. No new date is known here.")
        )
    if status == "held":
        return StatusWords(status, _("Held"), _("This event took place."))
    if status == "scheduled" and timing == ALL_DAY:
        return None
    if is_over:
        return StatusWords(
            "unknown",
            _("Not confirmed"),
            _("Announced; we could not confirm that it took place."),
        )
    if status == "unknown":
        return StatusWords(
            status,
            _("Not confirmed"),
            _("Announced; we could not confirm that it will take place."),
        )
    return StatusWords("scheduled", _("Scheduled"), _("This event is planned for this time."))


def line_of(entry: Entry, *, now: datetime, today: date, series: dict[str, SeriesRow]) -> EventLine:
    """An entry as a line in the reader's language."""
    language = get_language() or "en"
    what, times = entry.what, entry.times
    is_running = times.starts_on < today and entry.over_at > now
    if isinstance(what, ComputedDate):
        return EventLine(
            title=what.title,
            language="",
            address=f"{local_address(PATH, language)}#{what.slug}",
            when=when_of(times),
            status=None,
            series=series[SERIES].name if SERIES in series else _("The program's year"),
            place="",
            mode="",
            summary="",
            is_computed=True,
            repeats=False,
            is_running=is_running,
        )
    return EventLine(
        title=what.title,
        language="" if what.language == language else what.language,
        address=local_address(what.path, language),
        when=when_of(times),
        status=status_words(what.status, times.timing, is_over=what.over_at <= now),
        series=series[what.series].name if what.series in series else "",
        place=what.place,
        mode=mode_words(what.mode),
        summary=what.summary,
        is_computed=False,
        repeats=bool(what.times.recurrence),
        is_running=is_running and what.times.precision in ("day", "minute"),
    )
