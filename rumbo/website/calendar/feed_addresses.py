"""Where the calendar can be subscribed to."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumbo.terms.states import find_state
from rumbo.website.calendar.asked import Asked
from rumbo.website.calendar.rows import SeriesRow, TopicRow
from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.markdown import local_address

FEED = "/calendar/feed.ics"


@dataclass(frozen=True)
class Subscription:
    """One feed.

    Args:
        name: what it holds.
        address: to download or to paste into a calendar program.
        webcal: the same for programs that open such addresses themselves.
    """

    name: str
    address: str
    webcal: str


def subscription(name: str, path: str) -> Subscription:
    """A feed with both forms of its address."""
    address = f"{base_address()}{local_address(path, get_language() or 'en')}"
    return Subscription(name, address, f"webcal://{address.partition('://')[2]}")


def subscriptions(
    asked: Asked,
    *,
    series: dict[str, SeriesRow],
    topics: dict[str, TopicRow],
) -> list[Subscription]:
    """The feeds of what was asked for, then the whole calendar."""
    found = []
    if asked.series in series:
        path = f"/calendar/feed/series/{asked.series}.ics"
        found.append(subscription(series[asked.series].name, path))
    if asked.topic in topics:
        path = f"/calendar/feed/topic/{asked.topic}.ics"
        found.append(subscription(topics[asked.topic].name, path))
    state = find_state(asked.state)
    if state is not None:
        path = f"/calendar/feed/state/{state.code.lower()}.ics"
        found.append(subscription(state.name(get_language() or "en"), path))
    return [*found, subscription(_("The whole calendar"), FEED)]
