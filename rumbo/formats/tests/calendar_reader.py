"""Reads a calendar file in a real browser with ical.js, which shares no code with our writer.

The reader uses the VTIMEZONE parts of the file alone, never a zone table of its own.
"""

import base64
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

READER_FILE = Path(__file__).parents[3] / "tests" / "vendor" / "ical.min.js"

READ = """
async ([source, file, times]) => {
  if (!window.ICAL) {
    window.ICAL = (await import("data:text/javascript;base64," + source)).default;
  }
  const ICAL = window.ICAL;
  const root = new ICAL.Component(ICAL.parse(file));
  const instant = (time) => (time.isDate ? time.toString() : new Date(
    time.toUnixTime() * 1000).toISOString().replace(".000", ""));
  ICAL.TimezoneService.reset();
  const zones = root.getAllSubcomponents("vtimezone").map((part) => {
    ICAL.TimezoneService.register(part);
    return part.getFirstPropertyValue("tzid");
  });
  const events = root.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    const texts = {};
    const zonesUsed = new Set();
    for (const property of part.getAllProperties()) {
      const value = property.getValues().map(String);
      texts[property.name] = value.length === 1 ? value[0] : value;
      if (property.getParameter("tzid")) zonesUsed.add(property.getParameter("tzid"));
    }
    const found = [];
    if (event.isRecurring()) {
      const iterator = event.iterator();
      for (let next; found.length < times && (next = iterator.next());) {
        found.push({
          start: instant(event.getOccurrenceDetails(next).startDate), local: next.toString(),
        });
      }
    }
    return {
      texts, zones: [...zonesUsed], occurrences: found,
      start: instant(event.startDate), end: instant(event.endDate),
    };
  });
  const names = {};
  for (const property of root.getAllProperties()) names[property.name] = String(
    property.getFirstValue());
  return {zones, events, names};
}
"""


@cache
def _reader_source() -> str:
    return base64.b64encode(READER_FILE.read_bytes()).decode("ascii")


def read_calendar(page: Page, file: bytes, *, times: int = 20) -> dict[str, Any]:
    """What the reader finds: `names` of the calendar, `zones` it defines, and its `events`.

    Each event has `texts` by property name, `zones` used, `start` and `end` as moments in UTC
    (or days) and, where it recurs, up to `times` `occurrences`.
    """
    found: dict[str, Any] = page.evaluate(READ, [_reader_source(), file.decode("utf-8"), times])
    return found


def read_event(page: Page, file: bytes, *, times: int = 20) -> dict[str, Any]:
    """The only event of the file."""
    (event,) = read_calendar(page, file, times=times)["events"]
    found: dict[str, Any] = event
    return found
