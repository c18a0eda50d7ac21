"""How many database queries the pages ask, uncached: `python -m benchmarks.queries [--json]`.

Reads the data folder named by RUMBO_HOME (or the usual one). Each page is asked for straight from
Django: once to warm the process, once as after a publication (all memories dropped), once more.
"""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import asdict, dataclass

QUERIES_LIMIT = 12
PAGES = {"home": "/", "calendar": "/calendar/"}
ARTICLE = re.compile(r"<loc>https?://[^/<]+(/handbook/[^/<]+/[^/<]+/)</loc>")


@dataclass(frozen=True)
class PageQueries:
    """Queries of one page.

    Attributes:
        page: its name in the table.
        after_publishing: with all memories of the process dropped.
        later: with them filled again.
    """

    page: str
    path: str
    after_publishing: int
    later: int


def count_queries() -> list[PageQueries]:
    """The counts for home, calendar and an article of the handbook (the first in the sitemap)."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost", "x-forwarded-proto": "https"})

    def queries_of(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        if response.status_code != 200:
            raise LookupError(f"{path} answers {response.status_code}")
        return len(captured)

    sitemap = client.get("/sitemap.xml").content.decode()
    article = ARTICLE.search(sitemap)
    if article is None:
        raise LookupError("/sitemap.xml names no article of the handbook")
    counts = []
    for page, path in {**PAGES, "article": article.group(1)}.items():
        queries_of(path)
        if settings.PAGE_VERSION_FILE.exists():
            os.utime(settings.PAGE_VERSION_FILE)
        after_publishing = queries_of(path)
        counts.append(PageQueries(page, path, after_publishing, later=queries_of(path)))
    return counts


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    counts = count_queries()
    if "--json" in sys.argv[1:]:
        print(json.dumps([asdict(count) for count in counts]))
    else:
        print(f"{'page':<10}{'after publishing':>18}{'later':>8}{'limit':>8}")
        for count in counts:
            print(f"{count.page:<10}{count.after_publishing:>18}{count.later:>8}{QUERIES_LIMIT:>8}")
    return int(any(count.after_publishing > QUERIES_LIMIT for count in counts))


if __name__ == "__main__":
    sys.exit(main())
