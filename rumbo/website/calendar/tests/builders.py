"""Invented series, calendars and events for the tests of this room."""

from datetime import UTC, date, datetime, time
from typing import Any

from wagtail.models import Page

from rumbo.website.calendar.models import CalendarPage, ConnectionDetails, EventPage, EventSeries
from rumbo.website.frame.freshness import forget_all

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
# What the editors' form of an event sends, but for its day and who may see how to connect.
FORM_VALUES = {
    "title": "Orchard County meeting",
    "slug": "orchard-county-meeting",
    "timing": "at_a_time",
    "start_time": "13:00",
    "end_time": "14:00",
    "time_zone": "America/New_York",
    "mode": "virtual",
    "status": "scheduled",
    "translation": "original",
    "order": "0",
    **{f"{name}-count": "0" for name in ("presenters", "sessions", "materials", "source")},
    "connections-TOTAL_FORMS": "1",
    "connections-INITIAL_FORMS": "0",
    "connections-MIN_NUM_FORMS": "0",
    "connections-MAX_NUM_FORMS": "1",
    "connections-0-platform": "Plum Meet",
}


def a_calendar(home: Page, **changes: Any) -> CalendarPage:
    """The calendar page of one language."""
    values = {"title": "Calendar", "slug": "calendar", "locale": home.locale, **changes}
    home.add_child(instance=CalendarPage(**values))
    forget_all()
    return CalendarPage.objects.get(slug="calendar", locale=home.locale)


def a_series(**changes: Any) -> EventSeries:
    """The orchard talks, an invented series."""
    values = {"slug": "orchard-talks", "name_en": "Orchard talks", "name_es": "Charlas del huerto"}
    series = EventSeries.objects.get_or_create(**{**values, **changes})[0]
    forget_all()
    return series


def unsaved_event(**changes: Any) -> EventPage:
    """A meeting online of one hour in New York, an hour after noon on 2 June 2027."""
    values: dict[str, Any] = {
        "title": "Orchard County meeting",
        "slug": "orchard-county-meeting",
        "timing": "at_a_time",
        "starts_on": date(2027, 6, 2),
        "start_time": time(13),
        "end_time": time(14),
        "time_zone": "America/New_York",
        "mode": "virtual",
    }
    return EventPage(**{**values, **changes})


def an_event(calendar: CalendarPage, **changes: Any) -> EventPage:
    """The same meeting, live in a calendar; `connection` gives its details."""
    connection = changes.pop("connection", None)
    topics = changes.pop("topics", ())
    event = unsaved_event(locale=calendar.locale, **changes)
    if connection is not None:
        event.connections = [ConnectionDetails(**connection)]
    parent = CalendarPage.objects.get(pk=calendar.pk)
    parent.add_child(instance=event)
    if topics:
        event.topics.set(topics)
        event.save()
    forget_all()
    return EventPage.objects.get(pk=event.pk)


def a_whole_day(calendar: CalendarPage, day: date, **changes: Any) -> EventPage:
    """An event on a day whose hour is not known."""
    values: dict[str, Any] = {
        "title": f"Orchard day {day}",
        "slug": f"orchard-day-{day}",
        "timing": "time_not_known",
        "starts_on": day,
        "start_time": None,
        "end_time": None,
        "time_zone": "",
        "mode": "in-person",
        "status": "held",
    }
    return an_event(calendar, **{**values, **changes})


DETAILS = {
    "platform": "Plum Meet",
    "address": "https://meet.example.org/orchard",
    "phone": "555-0100",
    "passcode": "plum-4711",
}


def secrets_in(content: bytes) -> list[str]:
    """Which of the connection details a response holds."""
    text = content.decode("utf-8", "replace")
    return [value for value in DETAILS.values() if value in text]
