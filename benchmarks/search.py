"""How long the search within a work takes: `python -m benchmarks.search [--json]`.

Reads the data folder named by RUMBO_HOME (or the usual one) and the database of DATABASE_URL. Each
question is asked straight of Django, from the address to the whole page, after one other question
has filled the memories of the process; then once as the first after a publication, and once as the
first of a new process, which reads the table.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from dataclasses import asdict, dataclass

ANSWER_MS = 30
HITS = 10
TIMES = 5
WORK = "/handbook/search/"
QUESTIONS = (
    "60 days",
    "temporary work",
    "qualifying arrival date",
    "MSIX",
    "who signs the COE",
    "re-interview",
    "priority for services",
    "immigration status",
    "fishing",
    "employer",
    "36 months",
    "when does eligibility end",
)


@dataclass(frozen=True)
class SearchTimes:
    """Milliseconds of a whole answer with ten hits.

    Attributes:
        database: 'sqlite' or 'postgresql'.
        middle: of the questions, each the middle of several times.
        slowest: the slowest question's.
        after_publishing: the first answer once the memories were dropped.
        first: the first answer of the process.
        questions: how many questions had ten hits or more.
    """

    database: str
    middle: float
    slowest: float
    after_publishing: float
    first: float
    questions: int


def time_searches() -> SearchTimes:
    """The times on the database of the settings."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    client = Client(headers={"host": "localhost", "x-forwarded-proto": "https"})

    def ms_of(words: str) -> tuple[float, int]:
        started = time.perf_counter()
        response = client.get(WORK, {"q": words})
        spent = (time.perf_counter() - started) * 1000
        if response.status_code != 200:
            raise LookupError(f"{WORK} answers {response.status_code}")
        return spent, response.content.count(b'class="usa-collection__item"')

    client.get("/handbook/")  # templates and the shelf are there before anyone searches
    first, _hits = ms_of("school")
    if settings.PAGE_VERSION_FILE.exists():
        os.utime(settings.PAGE_VERSION_FILE)
    client.get("/handbook/")
    after_publishing, _hits = ms_of("home")
    middles = []
    for words in QUESTIONS:
        times = [ms_of(words) for _time in range(TIMES)]
        if times[0][1] == HITS:
            middles.append(statistics.median(spent for spent, _hits in times))
    if not middles:
        raise LookupError("no question has ten hits")
    return SearchTimes(
        database=connection.vendor,
        middle=statistics.median(middles),
        slowest=max(middles),
        after_publishing=after_publishing,
        first=first,
        questions=len(middles),
    )


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    times = time_searches()
    if "--json" in sys.argv[1:]:
        print(json.dumps(asdict(times)))
    else:
        for name, value in asdict(times).items():
            print(f"{name:<18}{value:.1f}" if isinstance(value, float) else f"{name:<18}{value}")
    return int(times.slowest >= ANSWER_MS)


if __name__ == "__main__":
    sys.exit(main())
