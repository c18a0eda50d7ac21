"""A rule of recurrence written as text (RFC 5545 section 3.3.10), read into plain values."""

from datetime import date, datetime
from functools import lru_cache

from dateutil.rrule import rrulestr

from rumbo.formats.calendar_feed import BadRecurrence, RecurrenceRule

# An end far away costs every list and feed; a meeting that goes on gets a new rule each year.
MOST_TIMES = 400
FREQUENCIES = {"WEEKLY": "weekly", "MONTHLY": "monthly"}
KNOWN_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY"})


@lru_cache(maxsize=256)
def read_rule(text: str) -> RecurrenceRule:
    """The rule that a text such as `FREQ=MONTHLY;BYDAY=2TU;COUNT=6` writes.

    Raises:
        BadRecurrence: reasons `unreadable`, `part` (a part that we do not use), `frequency`
            (neither weekly nor monthly), `no-end`, `too-many`, and those of `RecurrenceRule`.
    """
    parts = _parts(text)
    if set(parts) - KNOWN_PARTS:
        raise BadRecurrence(reason="part")
    if parts.get("FREQ") not in FREQUENCIES:
        raise BadRecurrence(reason="frequency")
    if "COUNT" not in parts and "UNTIL" not in parts:
        raise BadRecurrence(reason="no-end")
    try:
        rule = RecurrenceRule(
            frequency=FREQUENCIES[parts["FREQ"]],  # type: ignore[arg-type]
            interval=int(parts.get("INTERVAL", "1")),
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
            until=_day(parts["UNTIL"]) if "UNTIL" in parts else None,
            by_day=tuple(filter(None, parts.get("BYDAY", "").split(","))),
            by_month_day=tuple(
                int(day) for day in filter(None, parts.get("BYMONTHDAY", "").split(","))
            ),
        )
        # A second reader of the same text: what it cannot read, no calendar program will.
        rrulestr(text, dtstart=datetime(2000, 1, 1), ignoretz=True)
    except BadRecurrence:
        raise
    except (ValueError, OverflowError) as error:
        raise BadRecurrence(reason="unreadable") from error
    if rule.count is not None and rule.count > MOST_TIMES:
        raise BadRecurrence(reason="too-many")
    return rule


def check_span(rule: RecurrenceRule, first_day: date) -> None:
    """Refuse a rule whose last day lies so far off that it repeats more than 400 times.

    Raises:
        BadRecurrence: reason `too-many`.
    """
    if rule.until is None:
        return
    step_days = 7 if rule.frequency == "weekly" else 28
    times = (rule.until - first_day).days / (step_days * rule.interval)
    if times * max(1, len(rule.by_day), len(rule.by_month_day)) > MOST_TIMES:
        raise BadRecurrence(reason="too-many")


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise BadRecurrence(reason="unreadable")
        parts[name.strip()] = value.strip()
    return parts


def _day(text: str) -> date:
    return datetime.strptime(text[:8], "%Y%m%d").date()
