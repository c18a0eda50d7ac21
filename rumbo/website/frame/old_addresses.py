"""The addresses of the old RESULTS site that have a new home here.

Source: the reading of the old site's pages listed in `docs/old-home-page.md`. Letter case and a
closing slash never mattered to people who had a link, so they do not matter here.
"""

import re

CHAPTER = "/handbook/determining-eligibility/"
DECK = "/curriculum/determining-eligibility/"

# Patterns are matched against the path in lower case without its closing slash, in order.
OLD_TO_NEW: tuple[tuple[str, str], ...] = (
    (r"/curriculum/idr_curriculum", "/tools/"),
    (r"/national_idr_curriculum", "/tools/"),
    (r"/idr-manual/article/chapter-7-determining-eligibility(/[^/]*)?", CHAPTER),
    (r"/idr-manual(/.*)?", "/handbook/"),
    (r"/idr/ppt/m6l1[^/]*(/\d+)?", DECK),
    (r"/idr/ppt/m6l2[^/]*(/\d+)?", CHAPTER + "hard-cases/"),
    (r"/idr(/.*)?", "/curriculum/"),
    (r"/resources/adm(20(?:17|18|19|20|21|22|23|24))", r"/calendar/annual-directors-meeting-\1/"),
    (r"/resources/profiles", "/impact/"),
    (r"/events?", "/calendar/"),
    (r"/index(\.html?|\.php)?", "/"),
    (r"/home", "/"),
)
_COMPILED = tuple((re.compile(f"^{pattern}$"), target) for pattern, target in OLD_TO_NEW)
_FIRST_PARTS = frozenset(
    {"curriculum", "national_idr_curriculum", "idr-manual", "idr", "resources", "events", "event"}
    | {"index", "index.html", "index.htm", "index.php", "home"}
)


def find_new_address(path: str) -> str | None:
    """The new address of an old path, or None when the path is not one of the old site's.

    Args:
        path: the path asked for, as sent.
    """
    low = path.lower().rstrip("/")
    if low.split("/", 2)[1:2] == [] or low.split("/", 2)[1] not in _FIRST_PARTS:
        return None
    for pattern, target in _COMPILED:
        found = pattern.match(low)
        if found:
            new = found.expand(target)
            return new if new != path else None
    return None
