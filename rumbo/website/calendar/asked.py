"""What a reader asked of the calendar, read calmly: nonsense is named and ignored."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from rumbo.terms.states import find_state
from rumbo.website.calendar.computed import SERIES, ComputedDate
from rumbo.website.calendar.rows import EventRow, SeriesRow, TopicRow

LONGEST_SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The wishes that can be met, and a sentence for each that cannot.

    Args:
        year: a year, or None for all.
        topic, state, series: slugs and code, or empty for all.
        page: page of the past events, from 1.
        messages: sentences about what was not understood.
    """

    year: int | None = None
    topic: str = ""
    state: str = ""
    series: str = ""
    page: int = 1
    messages: tuple[str, ...] = field(default_factory=tuple)

    @property
    def is_filtered(self) -> bool:
        """Whether only some events are wanted."""
        return bool(self.year or self.topic or self.state or self.series)

    def wants(self, what: EventRow | ComputedDate) -> bool:
        """Whether an event fits topic, State and series (the year is looked at elsewhere)."""
        if isinstance(what, ComputedDate):
            return not self.topic and not self.state and self.series in ("", SERIES)
        return (
            (not self.topic or self.topic in what.topics)
            and (not self.state or self.state in what.states)
            and (not self.series or self.series == what.series)
        )

    def query(self, **changes: str | int | None) -> str:
        """The same wishes as the query of an address, with changes; None drops one."""
        wishes: dict[str, str | int | None] = {
            "year": self.year,
            "topic": self.topic,
            "state": self.state,
            "series": self.series,
            **changes,
        }
        kept = {name: value for name, value in wishes.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def read_asked(
    request: HttpRequest,
    *,
    years: list[int],
    topics: dict[str, TopicRow],
    series: dict[str, SeriesRow],
) -> Asked:
    """The wishes of a request.

    Args:
        years: the years in which there is anything.
        topics, series: what there is to choose from.
    """
    query = request.GET
    messages: list[str] = []
    year = _word(query, "year")
    if year and not (year.isdecimal() and year.isascii() and int(year[:6]) in years):
        messages.append(
            _("There is nothing in the calendar for the year “%(given)s”.") % _cut(year)
        )
        year = ""
    topic = _word(query, "topic")
    if topic and topic not in topics:
        messages.append(_("“%(given)s” is not one of our topics.") % _cut(topic))
        topic = ""
    state = _word(query, "state").upper()
    if state and find_state(state) is None:
        messages.append(_("“%(given)s” is not a State’s two-letter code.") % _cut(state))
        state = ""
    chosen_series = _word(query, "series")
    if chosen_series and chosen_series not in series and chosen_series != SERIES:
        messages.append(_("“%(given)s” is not one of our series.") % _cut(chosen_series))
        chosen_series = ""
    page = _word(query, "page")
    return Asked(
        year=int(year) if year else None,
        topic=topic,
        state=state,
        series=chosen_series,
        page=int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 else 1,
        messages=tuple(messages),
    )


def read_month(request: HttpRequest) -> tuple[date | None, str]:
    """The month asked for as its first day, and a sentence if it was not understood."""
    given = _word(request.GET, "month")
    if not given:
        return None, ""
    try:
        month = date.fromisoformat(f"{given}-01") if len(given) == 7 else None
    except ValueError:
        month = None
    if month is None or not 1900 <= month.year <= 2200:
        return None, _("“%(given)s” is not a month like 2026-11.") % _cut(given)
    return month, ""


def _word(query: QueryDict, name: str) -> str:
    return str(query.get(name, "")).strip()


def _cut(text: str) -> dict[str, str]:
    kept = "".join(character for character in text if character.isprintable())
    return {"given": kept if len(kept) <= LONGEST_SHOWN else kept[:LONGEST_SHOWN] + "…"}
