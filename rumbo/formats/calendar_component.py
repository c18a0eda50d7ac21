"""One event of ours as a VEVENT of RFC 5545."""

from datetime import UTC, date, datetime, time, timedelta

from icalendar import Event, vCategory, vRecur, vUri

from rumbo.formats.calendar_text import EscapedText, address, one_line, plain_text
from rumbo.formats.calendar_values import FeedEvent, Language, RecurrenceRule
from rumbo.formats.time_zones import get_zone

ONE_DAY = timedelta(days=1)
STATUS_WORDS = {
    "scheduled": "CONFIRMED",
    "held": "CONFIRMED",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
TIME_NOT_KNOWN: dict[Language, str] = {
    "en": "The time of day is not known.",
    "es": "No se sabe la hora.",
}


def event_component(event: FeedEvent, *, language: Language, produced_at: datetime) -> Event:
    """The VEVENT; DTSTAMP is the last change where that is known, else `produced_at`.

    A feed names no METHOD, and for such a file the standard gives DTSTAMP the meaning of the last
    change (RFC 5545 section 3.8.7.2). A status that is not known is left out. An organizer
    is written as CONTACT, since ORGANIZER belongs to group-scheduled events with an address.
    """
    component = Event()
    component.add("UID", EscapedText(one_line(event.uid)))
    component.add("DTSTAMP", event.last_modified or produced_at)
    component.add("SEQUENCE", event.sequence)
    component.add("SUMMARY", EscapedText(one_line(event.title)))
    _add_times(component, event)
    if event.recurrence is not None:
        _add_recurrence(component, event, event.recurrence)
    _add_words(component, event, language)
    if event.status in STATUS_WORDS:
        component.add("STATUS", STATUS_WORDS[event.status])
    # Whole days and events that will not take place then must not fill a subscriber's day.
    is_free = not event.has_time or event.status in ("cancelled", "postponed")
    component.add("TRANSP", "TRANSPARENT" if is_free else "OPAQUE")
    if event.last_modified is not None:
        component.add("LAST-MODIFIED", event.last_modified)
    if event.created is not None:
        component.add("CREATED", event.created)
    return component


def _add_words(component: Event, event: FeedEvent, language: Language) -> None:
    paragraphs = [plain_text(event.description)]
    if event.is_time_missing:
        paragraphs.append(TIME_NOT_KNOWN[language])
    description = "\n\n".join(filter(None, paragraphs))
    for name, text in (
        ("DESCRIPTION", description),
        ("LOCATION", one_line(event.location)),
        ("CONTACT", one_line(event.organizer_name)),
    ):
        if text:
            component.add(name, EscapedText(text))
    if event.url:
        component.add("URL", vUri(address(event.url)))
    if event.categories:
        categories = vCategory([])
        categories.cats = [EscapedText(one_line(category)) for category in event.categories]
        component.add("CATEGORIES", categories)


def _add_times(component: Event, event: FeedEvent) -> None:
    if not event.has_time:
        component.add("DTSTART", event.first_day)
        component.add("DTEND", event.last_day + ONE_DAY)
        return
    component.add("DTSTART", _written(event.starts_at, is_recurring=event.recurrence is not None))
    # The standard wants the end later than the start, and takes a missing end for the start.
    if event.lasts > timedelta():
        component.add("DTEND", _written(event.ends_at, is_recurring=event.recurrence is not None))


def _written(moment: datetime, *, is_recurring: bool) -> datetime:
    """The moment in UTC where the clocks show its local time twice, and readers differ."""
    comes_twice = moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()
    return moment.astimezone(UTC) if comes_twice and not is_recurring else moment


def _add_recurrence(component: Event, event: FeedEvent, rule: RecurrenceRule) -> None:
    parts: dict[str, object] = {"FREQ": rule.frequency.upper(), "INTERVAL": rule.interval}
    if rule.count is not None:
        parts["COUNT"] = rule.count
    if rule.until is not None:
        parts["UNTIL"] = _end_of_day(event, rule.until) if event.has_time else rule.until
    for name, values in (
        ("BYDAY", rule.by_day),
        ("BYMONTHDAY", rule.by_month_day),
        ("BYMONTH", rule.by_month),
    ):
        if values:
            parts[name] = list(values)
    component.add("RRULE", vRecur(parts))
    if rule.exdates:
        component.add("EXDATE", [_start_on(event, day) for day in rule.exdates])


def _end_of_day(event: FeedEvent, day: date) -> datetime:
    """The last second of a day in the event's zone, in UTC as UNTIL wants it."""
    zone = get_zone(event.time_zone) if event.time_zone else UTC
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone).astimezone(UTC)


def _start_on(event: FeedEvent, day: date) -> date | datetime:
    if not event.has_time:
        return day
    starts_at = event.starts_at
    return datetime.combine(day, starts_at.time(), tzinfo=starts_at.tzinfo)
