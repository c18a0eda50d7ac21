"""Invented events and feeds for the tests of this room."""

from datetime import UTC, datetime
from typing import Any

from rumbo.formats.calendar_feed import Feed, FeedEvent, write_feed

PRODUCED_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def an_event(**changes: Any) -> FeedEvent:
    """A meeting of one hour in New York, an hour after noon on 2 June 2027."""
    values: dict[str, Any] = {
        "uid": "orchard-meeting@rumbo.example",
        "title": "Orchard County meeting",
        "start": datetime(2027, 6, 2, 13),
        "end": datetime(2027, 6, 2, 14),
        "time_zone": "America/New_York",
    }
    return FeedEvent(**{**values, **changes})


def a_feed(**changes: Any) -> Feed:
    """An English feed with a name."""
    values: dict[str, Any] = {"name": "Orchard County events"}
    return Feed(**{**values, **changes})


def written(*events: FeedEvent, **feed_changes: Any) -> bytes:
    """The file of a feed with these events."""
    return write_feed(a_feed(**feed_changes), events, produced_at=PRODUCED_AT)


def unfolded_lines(file: bytes) -> list[str]:
    """The content lines of a file, each in one piece."""
    return file.decode("utf-8").replace("\r\n ", "").split("\r\n")
