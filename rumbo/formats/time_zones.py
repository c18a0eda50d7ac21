"""Time zone names of the IANA list, as Python's `zoneinfo` knows them."""

from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from rumbo.formats.calendar_faults import UnknownTimeZone

# Both depend on the machine and name no place.
NOT_A_PLACE = frozenset({"localtime", "Factory"})
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "Zulu", "UCT"})


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones() - NOT_A_PLACE)


def is_known_zone(name: str) -> bool:
    """Whether this is a zone name we can work with; upper and lower case count."""
    return name in _known_zones()


@cache
def zone_names() -> tuple[str, ...]:
    """The names to choose from, in alphabetical order: places by area, then UTC.

    Old names without an area (`EST5EDT`) and the `Etc/` offsets are known but not offered.
    """
    places = [name for name in _known_zones() if "/" in name and not name.startswith("Etc/")]
    return (*sorted(places), "UTC")


def get_zone(name: str) -> tzinfo:
    """The zone of that name.

    Raises:
        UnknownTimeZone: the name is empty or not in the list.
    """
    if not is_known_zone(name):
        raise UnknownTimeZone(zone=name)
    return UTC if name in UTC_NAMES else ZoneInfo(name)
