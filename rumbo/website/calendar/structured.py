"""An event as schema.org data, written so that no text of it can end the script element."""

import json
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from rumbo.formats.time_zones import get_zone
from rumbo.website.calendar.rows import EventRow
from rumbo.website.calendar.times import AT_A_TIME, EventTimes

STATUS_TYPES = {
    "cancelled": "https://schema.org/EventCancelled",
    "postponed": "https://schema.org/EventPostponed",
    "scheduled": "https://schema.org/EventScheduled",
    "held": "https://schema.org/EventScheduled",
}
MODE_TYPES = {
    "in-person": "https://schema.org/OfflineEventAttendanceMode",
    "virtual": "https://schema.org/OnlineEventAttendanceMode",
    "hybrid": "https://schema.org/MixedEventAttendanceMode",
}
# As JSON these mean the same; as HTML they mean nothing.
SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
SAFE |= {0x2028: "\\u2028", 0x2029: "\\u2029"}


def structured_event(row: EventRow, *, address: str, series: str) -> SafeString:
    """The JSON of one event, safe between script tags. No connection details are in it.

    Args:
        row: the event.
        address: the full address of its page.
        series: the name of its series, or empty.
    """
    start, end = _moments(row.times)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": row.title,
        "description": row.summary,
        "url": address,
        "inLanguage": row.language,
        "startDate": start,
        "endDate": end,
        "eventStatus": STATUS_TYPES.get(row.status),
        "eventAttendanceMode": MODE_TYPES.get(row.mode),
        "location": _location(row, address),
        "organizer": {"@type": "Organization", "name": row.organizer} if row.organizer else None,
        "superEvent": {"@type": "EventSeries", "name": series} if series else None,
    }
    kept = {key: value for key, value in facts.items() if value}
    return mark_safe(json.dumps(kept, ensure_ascii=False).translate(SAFE))


def _moments(times: EventTimes) -> tuple[str, str]:
    """Start and end as ISO 8601, only as exact as what is known."""
    if times.timing == AT_A_TIME and times.starts_at is not None:
        zone = get_zone(times.time_zone)
        start = times.starts_at.astimezone(zone).isoformat(timespec="seconds")
        end = times.ends_at
        return start, end.astimezone(zone).isoformat(timespec="seconds") if end else ""
    return _cut(times.starts_on, times), _cut(times.ends_on, times)


def _cut(day: date | None, times: EventTimes) -> str:
    if day is None:
        return ""
    return day.isoformat()[: {"year": 4, "month": 7}.get(times.precision, 10)]


def _location(row: EventRow, address: str) -> list[dict[str, str]]:
    found = []
    if row.place:
        found.append({"@type": "Place", "name": row.place, "address": row.place})
    if row.mode in ("virtual", "hybrid"):
        found.append({"@type": "VirtualLocation", "url": f"{address}#connection"})
    return found
