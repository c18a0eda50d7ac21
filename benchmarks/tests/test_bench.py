"""What the speed table counts, without starting a server."""

from __future__ import annotations

import gzip
import os
from dataclasses import dataclass, field

import brotli
import pytest

from benchmarks.bench import Row, cached_page_rows, table
from benchmarks.first_visit import measure_first_visit
from benchmarks.load import Rates
from benchmarks.servers import Answer, Server, _nginx_headers, find_tool

PAGE = b"""<!doctype html>
<link rel="canonical" href="/elsewhere/"><link rel="stylesheet" href="/static/a.css?v=1">
<link rel="preload" as="font" href="/static/body.woff2">
<link rel="stylesheet" href="/static/a.css?v=1">
<img src="data:image/gif;base64,AA"><img src="/media/road.svg">
<svg><use href="/static/i.svg#x"/></svg>
<script src="https://elsewhere.test/count.js"></script><a href="/news/">News</a>"""
STYLE = b"@font-face { src: url('body.woff2') } .r-a { background: url(wave.svg) }"


@dataclass
class ServerOfFiles:
    """Stands in for a server: answers from a table and remembers what was asked."""

    port: int = 8000
    asked: list[str] = field(default_factory=list)

    def fetch(self, path: str, **headers: str) -> Answer:
        self.asked.append(path)
        if path == "/":
            return Answer(200, [("content-encoding", "br")], brotli.compress(PAGE))
        if path.startswith("/static/a.css"):
            headers_of_style = [("Content-Type", "text/css"), ("Content-Encoding", "gzip")]
            return Answer(200, headers_of_style, gzip.compress(STYLE))
        return Answer(200, [("Content-Type", "image/svg+xml")], b"x" * 100)


def test_a_first_visit_counts_each_file_once_as_it_came_over_the_line():
    server = ServerOfFiles()

    visit = measure_first_visit(server, "/")

    assert set(visit.files) == {
        "/",
        "/static/a.css?v=1",
        "/static/body.woff2",
        "/media/road.svg",
        "/static/i.svg",
    }
    assert visit.files["/"] == len(brotli.compress(PAGE))
    assert visit.files["/static/a.css?v=1"] == len(gzip.compress(STYLE))
    assert len(server.asked) == len(set(server.asked))


def test_what_only_a_stylesheet_names_is_told_apart():
    visit = measure_first_visit(ServerOfFiles(), "/")

    assert visit.from_styles == {"/static/wave.svg": 100}


def test_files_of_other_hosts_are_named_and_never_fetched():
    server = ServerOfFiles()

    visit = measure_first_visit(server, "/")

    assert visit.foreign == ["https://elsewhere.test/count.js"]
    assert not [path for path in server.asked if "count" in path]


def test_the_ratio_is_the_middle_one_of_the_rounds():
    ours, theirs = Rates([50, 10, 60]), Rates([100, 100, 100])

    assert ours.ratio_to(theirs) == pytest.approx(0.5)


def test_half_of_nginx_holds_and_less_does_not():
    nginx = Rates([100], [0.01])

    enough, *_ = cached_page_rows("page", {"ours": Rates([50], [0.02]), "nginx": nginx})
    too_little, *_ = cached_page_rows("page", {"ours": Rates([49], [0.02]), "nginx": nginx})

    assert (enough.holds, too_little.holds) == (True, False)


def test_the_table_is_aligned_and_says_what_does_not_hold():
    lines = table([Row("home", "9 ms", "limit 12 ms", 0.75, True), Row("x", "1", "2", None, False)])

    assert lines.splitlines()[2:] == [
        "home | 9 ms   | limit 12 ms   | 0.75  | yes",
        "x    | 1      | 2             |       | NO",
    ]


def test_processor_time_of_a_process_grows_with_its_work():
    server = Server("this test", 0, os.getpid())
    before = server.cpu_seconds()

    while server.cpu_seconds() - before < 0.02:
        sum(range(10_000))

    assert server.cpu_seconds() > before


def test_a_header_with_quotes_reaches_nginx_whole():
    answer = Answer(200, [("Link", '<a>; rel="b"'), ("ETag", "x"), ("X-Odd", "$money")], b"")

    assert _nginx_headers(answer) == 'add_header Link "<a>; rel=\\"b\\"";'


def test_a_tool_that_is_not_there_is_not_found():
    assert find_tool("no-such-tool-at-all") is None
