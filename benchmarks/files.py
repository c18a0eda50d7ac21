"""How long the Handbook's files take: `python -m benchmarks.files [--json]`.

Reads the data folder named by RUMBO_HOME (or the usual one). What is made anew is made in an empty
folder of made files; what is kept is asked for as after a publication elsewhere: its words are read
and found unchanged.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

WORK_SECONDS = 10
# What a reader waits for at most.
KEPT_WORK_SECONDS = 2
KEPT_CHAPTER_SECONDS = 0.1
WORK = "/handbook/"
WAIT_SECONDS = 600


@dataclass(frozen=True)
class FileTime:
    """One figure.

    Attributes:
        what: what was made or asked for.
        seconds: wall time.
        limit_seconds: the limit; None where there is none.
        size: bytes; of several files their mean.
    """

    what: str
    seconds: float
    limit_seconds: float | None
    size: int


def measure_files() -> list[FileTime]:
    """The work as PDF and EPUB, and its chapters as PDF: made anew, then kept."""
    import django

    django.setup()
    from django.conf import settings
    from django.utils.translation import activate

    from rumbo.website.frame.freshness import drop_pages_now
    from rumbo.website.reading.downloads import chapters_of
    from rumbo.website.reading.file_orders import find_order
    from rumbo.website.reading.lookups import shelf
    from rumbo.website.reading.made_files import Order, find_file

    activate("en")
    work = shelf().find_work(WORK)
    if work is None:
        raise LookupError(f"{WORK} is not there")

    def order_of(folder: str, name: str, kind: str) -> Order:
        order = find_order(folder, name, kind)
        if order is None:
            raise LookupError(f"{folder}{name}.{kind} is not there")
        return order

    def timed(what: str, orders: list[Order], limit_seconds: float | None) -> FileTime:
        """The mean over these files."""
        seconds, sizes = [], []
        for order in orders:
            started = time.perf_counter()
            found = find_file(order, wait_seconds=WAIT_SECONDS)
            seconds.append(time.perf_counter() - started)
            sizes.append(len(found.content) if found is not None else 0)
        return FileTime(what, mean(seconds), limit_seconds, round(mean(sizes)))

    pdf, epub = (order_of(WORK, work.entry.slug, kind) for kind in ("pdf", "epub"))
    chapters = [order_of(part.entry.path, part.entry.slug, "pdf") for part in chapters_of(work)]
    with tempfile.TemporaryDirectory(prefix="rumbo-bench-files-") as folder:
        settings.HOME = Path(folder)
        settings.PAGE_VERSION_FILE = Path(folder) / "page-version"
        drop_pages_now()
        times = [
            timed("the Handbook as one PDF, made anew", [pdf], WORK_SECONDS),
            timed("the Handbook as EPUB, made anew", [epub], WORK_SECONDS),
            timed(f"a chapter as PDF, made anew, mean of {len(chapters)}", chapters, None),
        ]
        drop_pages_now()
        times += [
            timed("the Handbook as one PDF, kept", [pdf], KEPT_WORK_SECONDS),
            timed("a chapter as PDF, kept", chapters, KEPT_CHAPTER_SECONDS),
        ]
    return times


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    times = measure_files()
    if "--json" in sys.argv[1:]:
        print(json.dumps([asdict(one) for one in times]))
    else:
        for one in times:
            limit = f"limit {one.limit_seconds:g} s" if one.limit_seconds else ""
            print(f"{one.what:<50}{one.seconds:>8.2f} s {one.size / 1000:>8.0f} kB   {limit}")
    return int(any(one.limit_seconds and one.seconds > one.limit_seconds for one in times))


if __name__ == "__main__":
    sys.exit(main())
