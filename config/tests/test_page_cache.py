"""The page cache's rules, one test each, on plain WSGI applications."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import time_ns
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import page_cache
from config.page_cache import PageCache, drop_all, find_coding, find_query_key

MARK = ("X-Rumbo-Cacheable", "1")
HTML = ("Content-Type", "text/html; charset=utf-8")
ALL_CODINGS = "gzip, deflate, br, zstd"
LONG_TEXT = (
    "<p>Children who move with the harvest keep their place in school.</p>\n" * 200
).encode()


@dataclass
class Reply:
    """What a reader receives."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        found = [value for known, value in self.headers if known.lower() == name.lower()]
        assert len(found) <= 1
        return found[0] if found else None

    @property
    def content(self) -> bytes:
        """The body with its coding undone."""
        undo: dict[str | None, Callable[[bytes], bytes]] = {
            None: bytes,
            "br": brotli.decompress,
            "gzip": gzip.decompress,
        }
        return undo[self.header("Content-Encoding")](self.body)


@dataclass
class CountingApplication:
    """An application that gives one answer and remembers the requests that reached it.

    Attributes:
        body: the answer's parts, or what makes them from the request.
    """

    body: Iterable[bytes] | Callable[[dict[str, Any]], Iterable[bytes]] = (LONG_TEXT,)
    headers: list[tuple[str, str]] = field(default_factory=lambda: [HTML, MARK])
    status: str = "200 OK"
    requests: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.requests.append(environ)
        start_response(self.status, list(self.headers))
        return self.body(environ) if callable(self.body) else self.body

    @property
    def times_asked(self) -> int:
        return len(self.requests)


def forgetful_application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A small marked page; under /long/ one with more text and many headers, made anew."""
    path = environ["PATH_INFO"]
    if not path.startswith("/long/"):
        start_response("200 OK", [HTML, MARK])
        return [path.encode()]
    own = [(f"X-Header-{number}", f"{number} {path}") for number in range(12)]
    start_response("200 OK", [HTML, MARK, *own])
    return [path.encode() * 100]


def ignore_head(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
    """A `start_response` for tests that look only at the cache."""


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, moment: float = 1_000_000.0) -> None:
        self.moment = moment

    def __call__(self) -> float:
        return self.moment


def a_request(
    path: str = "/", *, method: str = "GET", query: str = "", **headers: str
) -> dict[str, Any]:
    """A WSGI environ; headers are given as `cookie=`, `accept_encoding=` and so on."""
    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "localhost:8000",
        **named,
    }


def ask(cache: PageCache, *arguments: Any, **headers: Any) -> Reply:
    """What the cache answers to one request, read to its end as a server would."""
    heads: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        heads.append((status, headers))
        return lambda chunk: None

    parts = cache(a_request(*arguments, **headers), start_response)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close:
            close()
    assert len(heads) == 1
    return Reply(*heads[0], body)


@pytest.fixture
def version_file(tmp_path: Path) -> Path:
    return tmp_path / "page-version"


@pytest.fixture
def a_cache(version_file: Path) -> Callable[..., PageCache]:
    def build(application: Any, **options: Any) -> PageCache:
        options.setdefault("look_seconds", 0)
        options.setdefault("allowed_query", frozenset({"view", "year"}))
        return PageCache(application, version_file=version_file, **options)

    return build


# What is stored


def test_a_marked_page_is_asked_for_once_and_sent_twice(a_cache):
    application = CountingApplication()
    cache = a_cache(application)

    first, second = ask(cache), ask(cache)

    assert application.times_asked == 1
    assert first == second
    assert first.body == LONG_TEXT


def test_a_page_without_the_mark_never_enters(a_cache):
    application = CountingApplication(headers=[HTML])
    cache = a_cache(application)

    ask(cache), ask(cache)

    assert (application.times_asked, len(cache)) == (2, 0)


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "rumbo_session=abc"),
        ("sEt-CoOkIe", "anything=1"),
        ("Cache-Control", "private"),
        ("CACHE-CONTROL", "max-age=0, No-Store"),
        ("Cache-Control", "no-cache"),
        ("Vary", "Accept-Language"),
        ("Vary", "Accept-Encoding, User-Agent"),
        ("vary", "*"),
        ("Content-Encoding", "gzip"),
        ("Content-Range", "bytes 0-1/2"),
        ("Content-Security-Policy", "script-src 'nonce-abc'"),
        ("X-Rumbo-Fresh-Until", "tomorrow"),
        ("X-Rumbo-Fresh-Until", "-5"),
        ("Content-Length", "3"),
        ("Content-Length", "many"),
    ],
)
def test_an_answer_with_this_header_never_enters(a_cache, header):
    application = CountingApplication(headers=[HTML, MARK, header])
    cache = a_cache(application)

    first, second = ask(cache), ask(cache)

    assert (application.times_asked, len(cache)) == (2, 0)
    assert first.body == second.body == LONG_TEXT
    assert header in first.headers or header[0].startswith("X-Rumbo")


@pytest.mark.parametrize(
    "status",
    [
        "404 Not Found",
        "301 Moved Permanently",
        "302 Found",
        "500 Broken",
        "204 No Content",
        "2000 X",
    ],
)
def test_an_answer_with_another_status_never_enters(a_cache, status):
    application = CountingApplication(status=status)
    cache = a_cache(application)

    ask(cache), ask(cache)

    assert (application.times_asked, len(cache)) == (2, 0)


def test_a_page_with_a_csrf_field_never_enters_even_if_it_is_marked(a_cache):
    form = b'<input type="hidden" name="csrfmiddlewaretoken" value="secret">'
    cache = a_cache(CountingApplication(body=[form]))

    reply = ask(cache)

    assert (reply.body, len(cache)) == (form, 0)


def test_a_page_may_vary_on_cookie_and_says_so_to_the_reader(a_cache):
    cache = a_cache(CountingApplication(headers=[HTML, MARK, ("Vary", "Cookie")]))

    ask(cache)

    assert ask(cache).header("Vary") == "Accept-Encoding, Cookie"
    assert len(cache) == 1


def test_a_vary_name_declared_meaningless_is_taken_out(a_cache):
    application = CountingApplication(headers=[HTML, MARK, ("Vary", "accept-LANGUAGE")])
    cache = a_cache(application, ignored_vary=["Accept-Language"])

    ask(cache, accept_language="es")

    assert ask(cache, accept_language="en").header("Vary") == "Accept-Encoding"
    assert application.times_asked == 1


def test_header_names_in_any_letter_case_are_understood(a_cache):
    headers = [("content-TYPE", "TEXT/HTML"), ("x-RUMBO-cacheable", " 1 "), ("ETAG", '"old"')]
    cache = a_cache(CountingApplication(headers=headers))

    ask(cache)
    reply = ask(cache, accept_encoding="br")

    assert len(cache) == 1
    assert reply.header("Content-Encoding") == "br"
    assert reply.header("ETag") != '"old"'


def test_a_page_over_two_megabytes_leaves_whole_and_does_not_enter(a_cache):
    parts = [b"a" * 1_500_000, b"b" * 1_500_000, b"c"]
    cache = a_cache(CountingApplication(body=parts))

    reply = ask(cache)

    assert reply.body == b"".join(parts)
    assert len(cache) == 0


def test_a_stream_without_an_end_is_handed_on_unread(a_cache):
    taken = []

    def endless(environ: dict[str, Any]) -> Iterator[bytes]:
        for number in range(10**9):
            taken.append(number)
            yield b"tick"

    cache = a_cache(CountingApplication(body=endless))

    parts = iter(cache(a_request(), lambda status, headers, exc_info=None: None))

    assert taken == []
    assert next(parts) == b"tick"
    assert len(cache) == 0


def test_an_application_that_starts_late_is_passed_on(a_cache):
    def late(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [HTML, MARK])
        yield LONG_TEXT

    cache = a_cache(late)

    reply = ask(cache)

    assert (reply.body, reply.headers, len(cache)) == (LONG_TEXT, [HTML], 0)


def test_an_answer_written_the_old_way_is_sent_and_not_stored(a_cache):
    sent = []

    def writing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [HTML, MARK])(b"old way")
        return []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Callable[[bytes], None]:
        sent.append((status, headers))
        return sent.append

    cache = a_cache(writing)

    parts = cache(a_request(), start_response)

    assert (sent, list(parts), len(cache)) == ([("200 OK", [HTML]), b"old way"], [], 0)


def test_the_applications_body_is_closed_whether_stored_or_not(a_cache):
    closed = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(self)

    marked, unmarked = Body([LONG_TEXT]), Body([LONG_TEXT])
    too_long = Body([b"a" * 3_000_000])

    ask(a_cache(CountingApplication(body=marked)))
    ask(a_cache(CountingApplication(body=unmarked, headers=[HTML])))
    ask(a_cache(CountingApplication(body=too_long)))

    assert [id(body) for body in closed] == [id(marked), id(unmarked), id(too_long)]


def test_a_fault_while_preparing_a_page_does_not_cost_the_reader_the_page(
    a_cache, monkeypatch, caplog
):
    def broken(*arguments: Any, **options: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(page_cache, "make_entry", broken)
    cache = a_cache(CountingApplication())

    reply = ask(cache, "/page/")

    assert (reply.status, reply.body, len(cache)) == ("200 OK", LONG_TEXT, 0)
    assert reply.headers == [HTML]
    assert "could not be prepared" in caplog.text


def test_a_fault_in_the_application_reaches_the_server(a_cache):
    def failing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise ZeroDivisionError

    cache = a_cache(failing)

    with pytest.raises(ZeroDivisionError):
        ask(cache)


# Who reads and who fills


@pytest.mark.parametrize(
    "cookie",
    [
        "rumbo_session=abc",
        "a=b; rumbo_session=abc; c=d",
        "messages=text",
        "csrftoken=x; messages=y",
        "__Host-rumbo_session=abc",
        '"rumbo_session=abc',
    ],
)
def test_a_request_of_a_known_person_gets_no_stored_page_and_stores_none(a_cache, cookie):
    application = CountingApplication(
        body=lambda environ: [environ.get("HTTP_COOKIE", "").encode()]
    )
    cache = a_cache(application)

    before = ask(cache, cookie=cookie)
    size_after_known_person = len(cache)
    anonymous = ask(cache)
    after = ask(cache, cookie=cookie)

    assert size_after_known_person == 0
    assert before.body == after.body == cookie.encode()
    assert anonymous.body == b""
    assert application.times_asked == 3


def test_a_request_with_only_a_csrf_cookie_reads_but_never_fills(a_cache):
    application = CountingApplication()
    cache = a_cache(application)

    ask(cache, cookie="csrftoken=abc")
    assert len(cache) == 0
    ask(cache)
    ask(cache, cookie="csrftoken=abc")

    assert application.times_asked == 2


def test_a_cookie_of_some_other_site_on_the_same_host_does_not_matter(a_cache):
    application = CountingApplication()
    cache = a_cache(application)

    ask(cache, cookie="theme=dark"), ask(cache, cookie="counter=17")

    assert application.times_asked == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Basic abc"},
        {"range": "bytes=0-10"},
        {"method": "POST"},
        {"method": "get"},
        {"host": ""},
        {"host": "a" * 600},
        {"x_forwarded_host": "a" * 600},
        {"query": "q=word"},
        {"query": "view=month&q=word"},
        {"query": "%76iew=month"},
        {"query": "view=" + "a" * 300},
    ],
)
def test_such_a_request_goes_past_the_cache_both_ways(a_cache, headers):
    application = CountingApplication()
    cache = a_cache(application)

    ask(cache, **headers)
    assert len(cache) == 0
    ask(cache)
    ask(cache, **headers)

    assert application.times_asked == 3


def test_a_request_with_a_body_does_not_fill(a_cache):
    application = CountingApplication()
    cache = a_cache(application)

    cache({**a_request(), "CONTENT_LENGTH": "5"}, lambda status, headers: None)
    ask(cache, transfer_encoding="chunked")

    assert (application.times_asked, len(cache)) == (2, 0)


def test_a_path_of_endless_length_goes_past_the_cache(a_cache):
    cache = a_cache(CountingApplication())

    ask(cache, "/" + "a" * 2000)

    assert len(cache) == 0


# One page, one key


def test_allowed_query_names_in_another_order_are_one_page(a_cache):
    application = CountingApplication(body=lambda environ: [environ["QUERY_STRING"].encode()])
    cache = a_cache(application)

    first = ask(cache, query="year=2019&view=month")
    second = ask(cache, query="view=month&year=2019")
    other = ask(cache, query="view=month&year=2020")

    assert first.body == second.body != other.body
    assert application.times_asked == 2


def test_values_of_one_query_name_keep_their_order():
    allowed = frozenset({"a", "b"})

    assert find_query_key("b=1&a=2&a=1", allowed) == "a=2&a=1&b=1"
    assert find_query_key("a=1&&a=2", allowed) == "a=1&a=2"
    assert find_query_key("a;b=1", allowed) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"host": "a.test"}, {"host": "b.test"}),
        ({}, {"x_forwarded_proto": "https"}),
        ({}, {"x_forwarded_host": "evil.test"}),
        ({}, {"x_forwarded_port": "444"}),
        ({"x_forwarded_proto": "a"}, {"x_forwarded_host": "a"}),
        ({"query": "view=a"}, {"query": "view=b"}),
        ({"query": ""}, {"query": "view="}),
        ({"query": "view=a"}, {"query": "view=a&view=a"}),
    ],
)
def test_requests_that_may_mean_different_pages_have_different_keys(a_cache, one, other):
    application = CountingApplication()
    cache = a_cache(application)

    ask(cache, **one), ask(cache, **other)

    assert application.times_asked == len(cache) == 2


def test_a_path_cannot_pretend_to_be_another_host(a_cache):
    application = CountingApplication()
    cache = a_cache(application)

    ask(cache, "/\nb", host="a"), ask(cache, "b", host="a")

    assert len(cache) == 2


# What leaves


def test_the_internal_headers_never_leave(a_cache):
    internal = [MARK, ("x-rumbo-FRESH-until", "99999999999")]
    stored = a_cache(CountingApplication(headers=[HTML, *internal]))
    refused = a_cache(CountingApplication(headers=[HTML, *internal, ("Set-Cookie", "a=b")]))
    missing = a_cache(CountingApplication(headers=[HTML, *internal], status="404 Not Found"))

    replies = [
        *(ask(stored), ask(stored), ask(stored, method="HEAD"), ask(stored, method="POST")),
        *(
            ask(stored, cookie="rumbo_session=a"),
            ask(stored, query="q=1"),
            ask(stored, range="bytes=1-"),
        ),
        *(ask(refused), ask(missing), ask(missing, method="HEAD")),
    ]

    names = {name.lower() for reply in replies for name, _ in reply.headers}
    assert not {name for name in names if name.startswith("x-rumbo")}


def test_all_codings_hold_the_same_bytes_with_true_lengths_and_etags_of_their_own(a_cache):
    cache = a_cache(CountingApplication())

    replies = {name: ask(cache, accept_encoding=name) for name in ("br", "gzip", "identity")}

    assert {reply.content for reply in replies.values()} == {LONG_TEXT}
    assert replies["br"].header("Content-Encoding") == "br"
    assert replies["gzip"].header("Content-Encoding") == "gzip"
    assert replies["identity"].header("Content-Encoding") is None
    assert all(
        int(reply.header("Content-Length") or 0) == len(reply.body) for reply in replies.values()
    )
    assert all(reply.header("Vary") == "Accept-Encoding" for reply in replies.values())
    assert len({reply.header("ETag") for reply in replies.values()}) == 3
    assert len(replies["br"].body) < len(replies["gzip"].body) < len(LONG_TEXT)


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        ("", "identity"),
        ("identity", "identity"),
        ("gzip", "gzip"),
        ("GZIP, Br", "br"),
        (ALL_CODINGS, "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("br; q=much, gzip", "gzip"),
        ("br;q=nan, gzip;q=-1", "identity"),
        (",;,=;q", "identity"),
        ("deflate, zstd", "identity"),
    ],
)
def test_the_coding_follows_what_the_reader_accepts(accept_encoding, coding):
    assert find_coding(accept_encoding) == coding


def test_an_overlong_accept_encoding_gets_plain_bytes_and_is_not_remembered(a_cache):
    cache = a_cache(CountingApplication())
    find_coding.cache_clear()

    reply = ask(cache, accept_encoding="br," * 5000)

    assert reply.header("Content-Encoding") is None
    assert find_coding.cache_info().currsize == 0


def test_pictures_and_tiny_texts_are_not_compressed(a_cache):
    picture = a_cache(CountingApplication(headers=[MARK, ("Content-Type", "image/png")]))
    tiny = a_cache(CountingApplication(body=[b"ok"]))

    assert ask(picture, accept_encoding="br").body == LONG_TEXT
    assert ask(picture).header("Vary") is None
    assert ask(tiny, accept_encoding="br").body == b"ok"


def test_a_page_must_be_revalidated_unless_django_said_otherwise(a_cache):
    silent = a_cache(CountingApplication())
    spoken = a_cache(
        CountingApplication(headers=[HTML, MARK, ("cache-control", "public, max-age=60")])
    )

    assert ask(silent).header("Cache-Control") == "public, max-age=0, must-revalidate"
    assert ask(spoken).header("Cache-Control") == "public, max-age=60"


def test_other_headers_of_the_page_are_kept(a_cache):
    policy = ("Content-Security-Policy", "default-src 'self'")
    cache = a_cache(
        CountingApplication(headers=[HTML, MARK, policy, ("Link", "<a>"), ("Link", "<b>")])
    )

    ask(cache)
    headers = ask(cache).headers

    assert [header for header in headers if header[0] in ("Content-Security-Policy", "Link")] == [
        policy,
        ("Link", "<a>"),
        ("Link", "<b>"),
    ]


@pytest.mark.parametrize("wanted", ["{}", "W/{}", '"other", {}', "*"])
def test_a_reader_who_has_the_page_gets_304_without_a_body(a_cache, wanted):
    cache = a_cache(CountingApplication())
    etag = ask(cache, accept_encoding="br").header("ETag")

    reply = ask(cache, accept_encoding="br", if_none_match=wanted.format(etag))

    assert (reply.status, reply.body) == ("304 Not Modified", b"")
    assert reply.header("ETag") == etag
    assert reply.header("Content-Length") is None
    assert reply.header("Content-Encoding") is None
    assert reply.header("Vary") == "Accept-Encoding"
    assert reply.header("Cache-Control")


def test_the_etag_of_another_coding_gets_the_page(a_cache):
    cache = a_cache(CountingApplication())
    etag = ask(cache, accept_encoding="br").header("ETag")

    reply = ask(cache, accept_encoding="gzip", if_none_match=etag)

    assert (reply.status, reply.content) == ("200 OK", LONG_TEXT)


def test_a_changed_page_has_another_etag(a_cache):
    one = a_cache(CountingApplication(body=[b"one"]))
    other = a_cache(CountingApplication(body=[b"two"]))

    assert ask(one).header("ETag") != ask(other).header("ETag")


def test_an_unchanged_last_modified_gets_304(a_cache):
    moment = "Mon, 23 Nov 2026 10:00:00 GMT"
    cache = a_cache(CountingApplication(headers=[HTML, MARK, ("Last-Modified", moment)]))
    ask(cache)

    assert ask(cache, if_modified_since=moment).status == "304 Not Modified"
    assert ask(cache, if_modified_since="Mon, 23 Nov 2026 10:00:01 GMT").status == "200 OK"
    assert ask(cache, if_modified_since=moment, if_none_match='"x"').status == "200 OK"


def test_a_page_without_last_modified_ignores_if_modified_since(a_cache):
    cache = a_cache(CountingApplication())
    ask(cache)

    assert ask(cache, if_modified_since="").status == "200 OK"


def test_head_has_no_body_and_the_length_of_the_page(a_cache):
    application = CountingApplication()
    cache = a_cache(application)
    page = ask(cache, accept_encoding="br")

    head = ask(cache, method="HEAD", accept_encoding="br")

    assert head.body == b""
    assert head.headers == page.headers
    assert application.times_asked == 1


def test_head_does_not_fill(a_cache):
    cache = a_cache(CountingApplication(body=[]))

    ask(cache, method="HEAD")

    assert len(cache) == 0


def test_a_server_that_adds_headers_does_not_change_the_stored_ones(a_cache):
    cache = a_cache(CountingApplication())
    ask(cache).headers.append(("Set-Cookie", "from=server"))

    assert ask(cache).header("Set-Cookie") is None


def test_a_part_of_our_coded_body_is_not_continued_with_plain_bytes(a_cache):
    application = CountingApplication()
    cache = a_cache(application)
    etag = ask(cache, accept_encoding="br").header("ETag")

    ask(cache, range="bytes=5-", if_range=etag)
    ask(cache, range="bytes=5-", if_range='"somebody-else"')

    assert ["HTTP_RANGE" in environ for environ in application.requests] == [False, False, True]


# Static files


def static_file(**changes: Any) -> CountingApplication:
    headers = [("Content-Type", "text/css"), ("Cache-Control", "max-age=60, public")]
    return CountingApplication(**{"headers": headers, **changes})


def test_a_public_static_file_is_stored_without_a_mark_and_leaves_compressed(a_cache):
    application = static_file()
    cache = a_cache(application)

    ask(cache, "/static/site.css", query="v=1", accept_encoding="br")
    reply = ask(cache, "/static/site.css", query="v=1", accept_encoding="br")

    assert application.times_asked == 1
    assert (reply.header("Content-Encoding"), reply.content) == ("br", LONG_TEXT)
    assert reply.header("Cache-Control") == "max-age=60, public"


def test_the_application_is_asked_for_the_plain_static_file(a_cache):
    application = static_file()

    ask(a_cache(application), "/static/site.css", accept_encoding="br")

    assert "HTTP_ACCEPT_ENCODING" not in application.requests[0]


def test_a_known_person_reads_stored_static_files_but_never_fills(a_cache):
    application = static_file()
    cache = a_cache(application)

    ask(cache, "/static/site.css", cookie="rumbo_session=a")
    assert len(cache) == 0
    ask(cache, "/static/site.css")
    ask(cache, "/static/site.css", cookie="rumbo_session=a")

    assert application.times_asked == 2


@pytest.mark.parametrize(
    "application",
    [
        static_file(headers=[("Content-Type", "text/css")]),
        static_file(headers=[("Cache-Control", "max-age=0, public")]),
        static_file(headers=[("Cache-Control", "private")]),
        static_file(status="404 Not Found"),
        static_file(body=[b"a" * 1_100_000]),
    ],
)
def test_such_a_static_file_is_not_stored(a_cache, application):
    cache = a_cache(application)

    ask(cache, "/static/site.css")

    assert len(cache) == 0


def test_a_public_answer_outside_the_static_prefix_needs_the_mark(a_cache):
    cache = a_cache(static_file())

    ask(cache, "/media/site.css")

    assert len(cache) == 0


def test_a_static_file_takes_no_page_query_and_a_page_no_static_query(a_cache):
    cache = a_cache(static_file())

    ask(cache, "/static/site.css", query="view=1")
    ask(cache, "/", query="v=1")

    assert len(cache) == 0


# How long


def test_a_page_is_asked_for_anew_after_ten_minutes(a_cache):
    application, clock = CountingApplication(), Clock()
    cache = a_cache(application, now=clock)
    ask(cache)

    clock.moment += 599
    ask(cache)
    assert application.times_asked == 1
    clock.moment += 1
    ask(cache)

    assert application.times_asked == 2


def test_a_page_ends_at_its_own_boundary(a_cache):
    clock = Clock()
    application = CountingApplication(headers=[HTML, MARK, ("X-Rumbo-Fresh-Until", "1000030")])
    cache = a_cache(application, now=clock)
    ask(cache)

    clock.moment += 29.9
    ask(cache)
    assert application.times_asked == 1
    clock.moment += 0.1
    ask(cache)

    assert application.times_asked == 2
    assert len(cache) == 0


def test_a_far_boundary_does_not_lengthen_the_ten_minutes(a_cache):
    clock = Clock()
    application = CountingApplication(headers=[HTML, MARK, ("X-Rumbo-Fresh-Until", "99999999999")])
    cache = a_cache(application, now=clock)
    ask(cache)

    clock.moment += 600
    ask(cache)

    assert application.times_asked == 2


def test_an_expired_page_leaves_its_room(a_cache):
    clock = Clock()
    cache = a_cache(CountingApplication(), now=clock)
    ask(cache)

    clock.moment += 601
    ask(cache, method="HEAD")

    assert (len(cache), cache.size_bytes) == (0, 0)


# Dropping


def test_a_drop_is_seen_at_the_next_request(a_cache, version_file):
    application = CountingApplication()
    cache = a_cache(application)
    ask(cache)

    drop_all(version_file)
    ask(cache)

    assert application.times_asked == 2


def test_a_drop_in_another_process_is_seen_at_the_next_request(a_cache, version_file):
    application = CountingApplication()
    cache = a_cache(application)
    ask(cache), ask(cache)

    command = (
        "import sys, pathlib; from config.page_cache import drop_all;"
        "drop_all(pathlib.Path(sys.argv[1]))"
    )
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-c", command, str(version_file)], check=True, cwd=root, timeout=60
    )
    ask(cache)

    assert application.times_asked == 2


def test_hits_look_at_the_version_file_again_only_after_the_set_time(
    a_cache, version_file, monkeypatch
):
    since_start = Clock(50.0)
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(monotonic=since_start, time_ns=time_ns))
    application = CountingApplication()
    cache = a_cache(application, look_seconds=0.002)
    ask(cache)

    drop_all(version_file)
    since_start.moment += 0.0019
    ask(cache)
    assert application.times_asked == 1
    since_start.moment += 0.0002
    ask(cache)

    assert application.times_asked == 2


def test_a_page_not_held_is_stored_under_the_newest_version_at_any_time(a_cache, version_file):
    application = CountingApplication()
    cache = a_cache(application, look_seconds=3600)
    ask(cache, "/a/")

    drop_all(version_file)
    ask(cache, "/b/")
    ask(cache, "/a/")

    assert [key.rpartition("\n")[2] for key in cache._entries] == ["/b/", "/a/"]
    assert application.times_asked == 3


def test_many_drops_in_one_instant_are_all_different(a_cache, version_file):
    cache = a_cache(CountingApplication())
    versions = set()

    for _ in range(50):
        drop_all(version_file)
        versions.add(cache._find_version())

    assert len(versions) == 50
    assert [file.name for file in version_file.parent.iterdir()] == [version_file.name]


def test_an_answer_begun_before_a_drop_is_not_stored_after_it(a_cache, version_file):
    words = [b"new", b"old"]

    def publish_meanwhile(environ: dict[str, Any]) -> list[bytes]:
        word = words.pop()
        if word == b"old":
            drop_all(version_file)
        return [word]

    cache = a_cache(CountingApplication(body=publish_meanwhile))

    first, second, third = ask(cache).body, ask(cache).body, ask(cache).body

    assert (first, second, third) == (b"old", b"new", b"new")


def test_an_answer_begun_before_a_drop_is_not_stored_after_other_pages_were(a_cache, version_file):
    entered, may_go_on = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow/":
            entered.set()
            assert may_go_on.wait(10)
        return [b"text"]

    cache = a_cache(CountingApplication(body=slow))
    reader = threading.Thread(target=ask, args=(cache, "/slow/"))
    reader.start()
    assert entered.wait(10)

    drop_all(version_file)
    ask(cache, "/quick/")
    may_go_on.set()
    reader.join(10)

    assert [key.rpartition("\n")[2] for key in cache._entries] == ["/quick/"]


def test_without_a_version_file_nothing_is_read_or_stored(a_cache, version_file):
    application = CountingApplication()
    cache = a_cache(application)
    ask(cache)

    version_file.unlink()
    ask(cache), ask(cache)

    assert (application.times_asked, len(cache)) == (3, 0)


def test_the_first_drop_makes_the_file_and_its_folder(tmp_path):
    version_file = tmp_path / "new" / "page-version"

    drop_all(version_file)

    assert version_file.is_file()


def test_a_version_file_that_cannot_be_made_leaves_the_site_running(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    application = CountingApplication()

    cache = PageCache(application, version_file=tmp_path / "file" / "page-version")

    assert ask(cache).body == ask(cache).body == LONG_TEXT
    assert application.times_asked == 2


def test_a_full_disk_does_not_stop_a_drop(a_cache, version_file, monkeypatch):
    application = CountingApplication()
    cache = a_cache(application)
    ask(cache)

    def full(*arguments: Any, **options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    drop_all(version_file)
    ask(cache)

    assert application.times_asked == 2


# Room


def test_a_hundred_thousand_different_addresses_stay_within_the_room(a_cache):
    room_bytes = 4 * 1024 * 1024
    cache = a_cache(forgetful_application, max_bytes=room_bytes)

    for number in range(100_000):
        cache(a_request(f"/{number}/"), ignore_head)

    assert 0 < cache.size_bytes <= room_bytes
    assert cache.size_bytes == sum(entry.size_bytes for entry in cache._entries.values())


def test_entries_count_for_no_less_than_the_memory_they_take(a_cache):
    cache = a_cache(forgetful_application)
    cache(a_request(), ignore_head)

    tracemalloc.start()
    for number in range(1000):
        cache(a_request(f"/long/{number}/"), ignore_head)
    taken_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(cache) == 1001
    assert taken_bytes <= cache.size_bytes


def test_the_page_longest_unused_goes_first(a_cache):
    application = CountingApplication()
    cache = a_cache(application)
    ask(cache, "/a/"), ask(cache, "/b/")
    cache.max_bytes = cache.size_bytes + 100

    ask(cache, "/a/")
    ask(cache, "/c/")

    assert [key.rpartition("\n")[2] for key in cache._entries] == ["/a/", "/c/"]


def test_a_page_larger_than_all_the_room_pushes_nothing_out(a_cache):
    application = CountingApplication(body=lambda environ: [b"x" * int(environ["PATH_INFO"][1:])])
    cache = a_cache(application, max_bytes=20_000)
    ask(cache, "/10")

    ask(cache, "/30000")

    assert len(cache) == 1


def test_many_threads_reading_and_dropping_see_only_whole_pages(a_cache, version_file):
    application = CountingApplication(body=lambda environ: [environ["PATH_INFO"].encode() * 300])
    cache = a_cache(application, max_bytes=40_000)
    faults: list[object] = []

    def read(offset: int) -> None:
        try:
            for number in range(400):
                path = f"/{(number + offset) % 13}/"
                if ask(cache, path, accept_encoding="br").content != path.encode() * 300:
                    faults.append(path)
                if number % 50 == 0:
                    drop_all(version_file)
        except Exception as error:
            faults.append(error)

    readers = [threading.Thread(target=read, args=(offset,)) for offset in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(60)

    assert faults == []
    assert 0 <= cache.size_bytes <= 40_000
    assert cache.size_bytes == sum(entry.size_bytes for entry in cache._entries.values())


# All together

METHODS = st.sampled_from(["GET", "GET", "GET", "HEAD", "POST"])
PATHS = st.sampled_from(["/", "/es/", "/static/a.css", "/\n", "/calendar/"])
QUERIES = st.sampled_from(["", "view=month", "view=a&year=2", "q=1", "v=3"])
REQUEST_HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "cookie": st.sampled_from(["rumbo_session=ana", "csrftoken=1", "messages=m", "theme=dark"]),
        "accept_encoding": st.sampled_from(["br", "gzip", "br;q=0", "*", "zstd", "identity"]),
        "authorization": st.just("Basic ana"),
        "host": st.sampled_from(["a.test", "b.test"]),
        "x_forwarded_proto": st.sampled_from(["https", "http"]),
    },
)
ANSWER_HEADERS = st.lists(
    st.sampled_from(
        [
            MARK,
            MARK,
            ("x-rumbo-cacheable", "0"),
            ("Set-Cookie", "a=b"),
            ("Vary", "Cookie"),
            ("Vary", "User-Agent"),
            ("Cache-Control", "public, max-age=9"),
            ("Cache-Control", "private"),
            ("X-Rumbo-Fresh-Until", "1000010"),
        ]
    ),
    max_size=4,
)
STATUSES = st.sampled_from(["200 OK", "200 OK", "404 Not Found", "302 Found"])


@given(
    requests=st.lists(st.tuples(METHODS, PATHS, QUERIES, REQUEST_HEADERS), min_size=1, max_size=8),
    answer_headers=ANSWER_HEADERS,
    status=STATUSES,
    text=st.binary(max_size=400),
    repeats=st.integers(0, 40),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_reader_always_gets_the_bytes_that_the_application_would_give(
    a_cache, requests, answer_headers, status, text, repeats
):
    """The body holds all that a page may depend on, the person included: a mix-up would show."""

    def body(environ: dict[str, Any]) -> list[bytes]:
        cookies = environ.get("HTTP_COOKIE", "")
        person = cookies if "rumbo_session" in cookies or "messages" in cookies else ""
        if environ["PATH_INFO"].startswith("/static/"):
            person = ""
        told = [
            *(environ["PATH_INFO"], environ["HTTP_HOST"], environ["QUERY_STRING"], person),
            *(environ.get("HTTP_AUTHORIZATION", ""), environ.get("HTTP_X_FORWARDED_PROTO", "")),
        ]
        return [repr(told).encode(), text * repeats]

    application = CountingApplication(body=body, headers=[HTML, *answer_headers], status=status)
    cache = a_cache(application)

    for method, path, query, headers in requests:
        reply = ask(cache, path, method=method, query=query, **headers)

        wanted = b"".join(body(a_request(path, query=query, **headers)))
        assert reply.status == status
        assert not [name for name, _ in reply.headers if name.lower().startswith("x-rumbo")]
        if method != "HEAD" or reply.body:
            assert reply.content == wanted
        if reply.header("Content-Length") and method != "HEAD":
            assert int(reply.header("Content-Length") or 0) == len(reply.body)
