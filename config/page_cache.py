"""Pages for anonymous readers, kept ready to send in front of Django.

`PageCache` wraps the WSGI application. A page that Django has marked is kept in the memory of
the process, in three codings (plain, gzip, Brotli) with its headers prepared, and is sent again
without waking Django. By these rules it never holds what belongs to one person.

Read from the cache: GET and HEAD, without Authorization, without Range, without a cookie header
that contains one of `bypass_cookies`, with no query name outside `allowed_query` (under the
static prefix: `v`). Static files are the same for everyone: for them cookies do not matter.

Stored: the answer to such a GET if the request
  * had none of those cookies (for static files neither), no CSRF cookie, and no body;
and the answer
  * says `X-Rumbo-Cacheable: 1`, or is a static file with a public Cache-Control and an age above 0;
  * has status 200, no Set-Cookie, no Content-Encoding, no `private`, `no-store` or `no-cache`,
    no nonce in its content policy, no CSRF field in its text;
  * varies on Accept-Encoding and Cookie at most, and on names in `ignored_vary`, which an
    application says by habit while the address alone decides;
  * has a known end and no more than 2 MB (a static file: 1 MB).

The key is scheme, host, path and query, the query's names sorted, its values as given. What a
proxy says about scheme and host belongs to it, so that no visitor can plant another host's links.

Fresh: for 600 seconds at most and never past `X-Rumbo-Fresh-Until` (unix seconds), the page's
own next boundary: a reveal, an alert, a scheduled publishing. With a boundary that cannot be read
a page is not stored.

Dropped: a process looks at one file (a `stat`) before it answers, though not twice within
`look_seconds`, as looking costs a tenth of the whole answer; once it is another file, the process
forgets all. `drop_all` makes it another file; call it after the change is committed, not before.
An answer begun before a drop is not stored after it. While there is no such file, nothing is read
or stored.

The two internal headers never leave, whatever the answer. Many readers of a page just dropped may
each wake Django once, at most one per server thread: a handful, so nobody waits for a lock. A
fault in here is logged and the page goes out as it is. Nothing of a request is logged, and nothing
is kept but its key. At `max_bytes` the entries longest unused go first.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import itertools
import logging
import math
import os
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

type Headers = list[tuple[str, str]]
type Version = tuple[int, int]

MARK_HEADER = "x-rumbo-cacheable"
FRESH_UNTIL_HEADER = "x-rumbo-fresh-until"
INTERNAL_HEADERS = frozenset({MARK_HEADER, FRESH_UNTIL_HEADER})

FRESH_SECONDS = 600
LOOK_SECONDS = 0.002
PAGE_BYTES = 2 * 1024 * 1024
STATIC_BYTES = 1024 * 1024
PATH_CHARACTERS = 1024
QUERY_CHARACTERS = 256
ACCEPT_ENCODING_CHARACTERS = 200
ORIGIN_CHARACTERS = 512
UNIX_SECONDS_DIGITS = 12
LENGTH_DIGITS = 12
SMALLEST_COMPRESSED_BYTES = 200
GZIP_LEVEL = 6
# What Python keeps for an entry and for each of its headers beside the texts: measured, rounded up.
ENTRY_OVERHEAD_BYTES = 3072
HEADER_OVERHEAD_BYTES = 256
PAGE_BROTLI_QUALITY = 5
STATIC_BROTLI_QUALITY = 9
PAGE_CACHE_CONTROL = "public, max-age=0, must-revalidate"

ETAG_START = '"r-'
CSRF_FIELD = b"csrfmiddlewaretoken"

FORWARDED_HEADERS = ("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PROTO")
STATIC_QUERY = frozenset({"v"})
REFUSING_DIRECTIVES = frozenset({"private", "no-store", "no-cache"})
REFUSING_HEADERS = frozenset({"set-cookie", "set-cookie2", "content-encoding", "content-range"})
KNOWN_VARY = frozenset({"accept-encoding", "cookie"})
# Headers that are made anew for each coding, or belong to one connection.
REMADE_HEADERS = INTERNAL_HEADERS | {
    "age",
    "connection",
    "content-length",
    "date",
    "etag",
    "keep-alive",
    "server",
    "transfer-encoding",
    "vary",
}
NOT_MODIFIED_HEADERS = frozenset(
    {"cache-control", "content-location", "etag", "expires", "last-modified", "vary"}
)
TEXT_TYPES = frozenset(
    {
        "application/atom+xml",
        "application/javascript",
        "application/json",
        "application/ld+json",
        "application/manifest+json",
        "application/rss+xml",
        "application/xml",
        "image/svg+xml",
    }
)


logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Variant:
    """One coding of a page, ready to send."""

    etag: str
    headers: Headers
    not_modified_headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in all its codings.

    Attributes:
        fresh_until: unix seconds; from this moment on it is not sent any more.
        last_modified: the answer's own Last-Modified, or None.
        variants: by coding ("br", "gzip", "identity"); one that saves nothing is "identity" again.
        size_bytes: what it counts against `max_bytes`, its key included.
    """

    fresh_until: float
    last_modified: str | None
    variants: dict[str, Variant]
    size_bytes: int


class PageCache:
    """The application, with marked pages answered from memory. The module's text has the rules.

    Args:
        application: the WSGI application behind, Django's.
        version_file: the file whose replacement drops all; made if it is missing.
        allowed_query: query names that a page may depend on; any other name goes past the cache.
        bypass_cookies: parts of cookie names that mean "this may be a known person".
        csrf_cookie: a request with this cookie reads from the cache and never fills it.
        ignored_vary: Vary names (any case) said by habit; taken out and not obeyed.
        static_prefix: where static files lie.
        max_bytes: the most that all entries of this process may take.
        look_seconds: for how long the last look at the version file serves for hits; 0 looks anew
            each time. Storing always looks anew.
        now: the clock, unix seconds.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        version_file: Path,
        allowed_query: Collection[str] = frozenset(),
        bypass_cookies: Collection[str] = ("rumbo_session", "messages"),
        csrf_cookie: str = "csrftoken",
        ignored_vary: Collection[str] = (),
        static_prefix: str = "/static/",
        max_bytes: int = 64 * 1024 * 1024,
        look_seconds: float = LOOK_SECONDS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.application = application
        self.max_bytes = max_bytes
        self.size_bytes = 0
        self._version_path = str(version_file)
        self._allowed_query = frozenset(allowed_query)
        self._bypass_cookies = tuple(bypass_cookies)
        self._csrf_cookie = csrf_cookie
        self._ignored_vary = frozenset(name.lower() for name in ignored_vary)
        self._static_prefix = static_prefix
        self._look_seconds = look_seconds
        self._looked_at = -math.inf
        self._now = now
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._version = self._find_version()
        if self._version is None:
            self._make_version_file(version_file)

    def __len__(self) -> int:
        """How many pages are held."""
        return len(self._entries)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self._find_key(environ)
        if key is None:
            return self._pass_on(environ, start_response)
        moment = time.monotonic()
        if moment - self._looked_at >= self._look_seconds:
            self._look()
            self._looked_at = moment
        entry = self._entries.get(key)
        if entry is not None:
            if self._now() < entry.fresh_until:
                self._mark_used(key)
                return _send(entry, environ, start_response)
            self._forget(key, entry)
        version = self._look()
        if version is None or not self._may_fill(environ):
            return self._pass_on(environ, start_response)
        return self._answer_and_store(environ, start_response, key=key, version=version)

    # Which requests

    def _find_key(self, environ: WSGIEnvironment) -> str | None:
        """The key of a request that may be answered from the cache; None for all others."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        host = environ.get("HTTP_HOST")
        if not host or "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
            return None
        path = environ.get("PATH_INFO", "")
        is_static = path.startswith(self._static_prefix)
        cookies = environ.get("HTTP_COOKIE")
        if cookies and not is_static and self._may_be_known(cookies):
            return None
        query = environ.get("QUERY_STRING", "")
        if query:
            query = find_query_key(query, STATIC_QUERY if is_static else self._allowed_query)
            if query is None:
                return None
        origin = f"{environ.get('wsgi.url_scheme')}\n{host}"
        for name in FORWARDED_HEADERS:
            if name in environ:
                origin += f"\n{name}={environ[name]}"
        if len(path) > PATH_CHARACTERS or len(origin) > ORIGIN_CHARACTERS:
            return None
        # A header or a raw query cannot hold a line break; a decoded path can, so it stands last.
        return f"{origin}\n{query}\n{path}"

    def _may_be_known(self, cookies: str) -> bool:
        return any(name in cookies for name in self._bypass_cookies)

    def _may_fill(self, environ: WSGIEnvironment) -> bool:
        """Whether the answer may be stored, as far as the request tells."""
        cookies = environ.get("HTTP_COOKIE", "")
        return (
            environ["REQUEST_METHOD"] == "GET"
            and self._csrf_cookie not in cookies
            and not self._may_be_known(cookies)
            and environ.get("CONTENT_LENGTH", "") in ("", "0")
            and "HTTP_TRANSFER_ENCODING" not in environ
        )

    # The application's answers

    def _pass_on(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The application's own answer, without the internal headers."""
        if environ.get("HTTP_IF_RANGE", "").startswith(ETAG_START) and "HTTP_RANGE" in environ:
            # Part of a coded body cannot be continued with plain bytes: the whole is sent.
            environ = {name: value for name, value in environ.items() if name != "HTTP_RANGE"}
        answer = _Answer(start_response)
        answer.start()
        return self.application(environ, answer)

    def _answer_and_store(
        self, environ: WSGIEnvironment, start_response: StartResponse, *, key: str, version: Version
    ) -> Iterable[bytes]:
        """The application's answer, stored on the way if the rules allow it."""
        is_static = environ.get("PATH_INFO", "").startswith(self._static_prefix)
        limit_bytes = STATIC_BYTES if is_static else PAGE_BYTES
        begun_at = self._now()
        asked = environ
        if is_static:
            # The plain bytes are wanted: the codings are made here, once for all readers.
            asked = {
                name: value for name, value in environ.items() if name != "HTTP_ACCEPT_ENCODING"
            }
        answer = _Answer(start_response)
        body = self.application(asked, answer)
        fresh_until = None
        if answer.is_whole and _has_known_end(body, answer.headers, limit_bytes=limit_bytes):
            fresh_until = find_fresh_until(
                answer.status,
                answer.headers,
                begun_at=begun_at,
                is_static=is_static,
                ignored_vary=self._ignored_vary,
            )
        if fresh_until is None:
            answer.start()
            return body
        chunks, is_all = _read_up_to(body, limit_bytes)
        if not is_all:
            answer.start()
            return chunks
        content = b"".join(chunks)
        entry = self._find_entry(
            key, answer.headers, content, fresh_until=fresh_until, is_static=is_static
        )
        if entry is None:
            answer.start()
            return [content]
        self._store(key, entry, version)
        return _send(entry, environ, start_response)

    def _find_entry(
        self, key: str, headers: Headers, content: bytes, *, fresh_until: float, is_static: bool
    ) -> Entry | None:
        """The entry made of an answer; None if its text forbids it or it could not be made."""
        declared = _joined(headers, "content-length")
        if (declared and int(declared) != len(content)) or CSRF_FIELD in content:
            return None
        try:
            return make_entry(
                key,
                headers,
                content,
                fresh_until=fresh_until,
                is_static=is_static,
                ignored_vary=self._ignored_vary,
            )
        except Exception:  # a fault in the cache must not cost the reader the page
            logger.exception("A page could not be prepared for the cache; it was sent as it is.")
            return None

    # The store

    def _find_version(self) -> Version | None:
        """What tells this version file from any other; None if there is none to read."""
        try:
            status = os.stat(self._version_path)
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _make_version_file(self, version_file: Path) -> None:
        try:
            drop_all(version_file)
        except OSError as error:
            logger.warning(
                "The page cache rests: its version file could not be made (%s).", error.strerror
            )

    def _look(self) -> Version | None:
        """The version as it is now; all is dropped if it is not the one that was known."""
        version = self._find_version()
        if version != self._version:
            with self._lock:
                self._entries = OrderedDict()
                self.size_bytes = 0
                self._version = version
        return version

    def _mark_used(self, key: str) -> None:
        try:
            self._entries.move_to_end(key)
        except KeyError:
            return  # dropped by another thread a moment ago

    def _forget(self, key: str, entry: Entry) -> None:
        with self._lock:
            if self._entries.get(key) is entry:
                del self._entries[key]
                self.size_bytes -= entry.size_bytes

    def _store(self, key: str, entry: Entry, version: Version) -> None:
        """Keep an entry, unless all was dropped since `version` was read, and let the oldest go."""
        with self._lock:
            if (
                version != self._version
                or version != self._find_version()
                or entry.size_bytes > self.max_bytes
            ):
                return
            replaced = self._entries.pop(key, None)
            self._entries[key] = entry
            self.size_bytes += entry.size_bytes - (replaced.size_bytes if replaced else 0)
            while self.size_bytes > self.max_bytes:
                _, oldest = self._entries.popitem(last=False)
                self.size_bytes -= oldest.size_bytes


def drop_all(version_file: Path) -> None:
    """Make every process forget all its pages at its next request.

    Args:
        version_file: put in place whole, with content and a time of its own, so that a reader sees
            either the old file or the new one. On a full disk only its time is set: no room needed.
    Raises:
        OSError: neither was possible; pages stay as they are until their own end.
    """
    moment = time.time_ns()
    fresh = version_file.with_name(f".{version_file.name}.{secrets.token_hex(8)}")
    try:
        version_file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(f"{moment} {fresh.name}\n", encoding="ascii")
        os.utime(fresh, ns=(moment, moment))
        os.replace(fresh, version_file)
    except OSError:
        fresh.unlink(missing_ok=True)
        os.utime(version_file, ns=(moment, moment))


def find_query_key(query: str, allowed: frozenset[str]) -> str | None:
    """The query with its names in order; None if it is too long or has a name that is not allowed.

    A name is compared as it is written: an escaped spelling of an allowed name is not allowed.
    Values of one name keep their order.
    """
    if len(query) > QUERY_CHARACTERS:
        return None
    named = [(part.partition("=")[0], part) for part in query.split("&") if part]
    if any(name not in allowed for name, _ in named):
        return None
    named.sort(key=lambda pair: pair[0])
    return "&".join(part for _, part in named)


@functools.lru_cache(maxsize=256)
def find_coding(accept_encoding: str) -> str:
    """The coding that a reader likes best: "br", "gzip" or "identity". Source: RFC 9110, 12.5.3.

    Of two liked equally the smaller one wins. A weight that cannot be read counts as 0. Who refuses
    everything gets the plain bytes.
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = _weight(parameters)
    others = weights.get("*", 0.0)
    best, best_weight = "identity", weights.get("identity", 0.0)
    for coding in ("gzip", "br"):
        weight = weights.get(coding, others)
        if weight > 0 and weight >= best_weight:
            best, best_weight = coding, weight
    return best


def find_fresh_until(
    status: str, headers: Headers, *, begun_at: float, is_static: bool, ignored_vary: frozenset[str]
) -> float | None:
    """The moment (unix seconds) until which an answer may be stored; None if it may not be.

    Args:
        status: status line without the protocol, such as "200 OK".
        begun_at: when the application was asked; an answer is as old as its question.
    """
    directives = _listed(headers, "cache-control")
    is_marked = _joined(headers, MARK_HEADER) == "1"
    is_public_file = is_static and "public" in directives and "max-age=0" not in directives
    if not (is_marked or is_public_file) or status.split(" ", 1)[0] != "200":
        return None
    if directives & REFUSING_DIRECTIVES or "'nonce-" in _joined(headers, "content-security-policy"):
        return None
    if any(name.lower() in REFUSING_HEADERS for name, _ in headers):
        return None
    if not _listed(headers, "vary") <= KNOWN_VARY | ignored_vary:
        return None
    fresh_until = begun_at + FRESH_SECONDS
    boundary = _joined(headers, FRESH_UNTIL_HEADER)
    if boundary:
        if not (boundary.isascii() and boundary.isdigit() and len(boundary) < UNIX_SECONDS_DIGITS):
            return None
        fresh_until = min(fresh_until, int(boundary))
    return fresh_until if fresh_until > begun_at else None


def make_entry(
    key: str,
    headers: Headers,
    content: bytes,
    *,
    fresh_until: float,
    is_static: bool,
    ignored_vary: frozenset[str] = frozenset(),
) -> Entry:
    """All codings of an answer, with their headers. Only text is compressed."""
    kept = [(name, value) for name, value in headers if name.lower() not in REMADE_HEADERS]
    if not is_static and not _joined(headers, "cache-control"):
        kept.append(("Cache-Control", PAGE_CACHE_CONTROL))
    is_text = _is_text(_joined(headers, "content-type"))
    vary = (_listed(headers, "vary") - ignored_vary) | ({"accept-encoding"} if is_text else set())
    if vary:
        kept.append(("Vary", ", ".join(name.title() for name in sorted(vary))))
    digest = hashlib.blake2b(content, digest_size=12).hexdigest()
    identity = _make_variant(kept, content, etag=f'{ETAG_START}{digest}"')
    variants = dict.fromkeys(("br", "gzip", "identity"), identity)
    if is_text and len(content) >= SMALLEST_COMPRESSED_BYTES:
        quality = STATIC_BROTLI_QUALITY if is_static else PAGE_BROTLI_QUALITY
        for coding, body in (
            ("br", brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality)),
            ("gzip", gzip.compress(content, compresslevel=GZIP_LEVEL, mtime=0)),
        ):
            if len(body) < len(content):
                variants[coding] = _make_variant(
                    [*kept, ("Content-Encoding", coding)],
                    body,
                    etag=f'{ETAG_START}{digest}-{coding}"',
                )
    header_bytes = sum(HEADER_OVERHEAD_BYTES + 2 * (len(name) + len(value)) for name, value in kept)
    bodies = {id(variant): len(variant.body) for variant in variants.values()}
    return Entry(
        fresh_until=fresh_until,
        last_modified=_joined(headers, "last-modified") or None,
        variants=variants,
        size_bytes=ENTRY_OVERHEAD_BYTES + 4 * len(key) + header_bytes + sum(bodies.values()),
    )


def _make_variant(kept: Headers, body: bytes, *, etag: str) -> Variant:
    headers = [*kept, ("ETag", etag), ("Content-Length", str(len(body)))]
    short = [(name, value) for name, value in headers if name.lower() in NOT_MODIFIED_HEADERS]
    return Variant(etag=etag, headers=headers, not_modified_headers=short, body=body)


def _send(entry: Entry, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """An entry as the answer to one request. The header list is copied: a server may add to it."""
    accept_encoding = environ.get("HTTP_ACCEPT_ENCODING", "")
    coding = (
        find_coding(accept_encoding)
        if len(accept_encoding) <= ACCEPT_ENCODING_CHARACTERS
        else "identity"
    )
    variant = entry.variants[coding]
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is not None:
        is_known = _names(wanted, variant.etag)
    else:
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        is_known = since is not None and since == entry.last_modified
    if is_known:
        start_response("304 Not Modified", variant.not_modified_headers.copy())
        return []
    start_response("200 OK", variant.headers.copy())
    return [variant.body] if environ["REQUEST_METHOD"] == "GET" else []


def _names(wanted: str, etag: str) -> bool:
    """Whether an If-None-Match names this ETag, compared weakly. Source: RFC 9110, 13.1.2."""
    return wanted.strip() == "*" or any(
        one.strip().removeprefix("W/") == etag for one in wanted.split(",")
    )


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _is_text(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind.endswith(("+xml", "+json")) or kind in TEXT_TYPES


def _joined(headers: Headers, wanted: str) -> str:
    """The value of a header (name in lower case), its lines joined by commas; empty if absent."""
    return ", ".join(value.strip() for name, value in headers if name.lower() == wanted)


def _listed(headers: Headers, wanted: str) -> set[str]:
    """The parts of a list header in lower case, without blanks around them."""
    return {part.strip().lower() for part in _joined(headers, wanted).split(",") if part.strip()}


def _has_known_end(body: Iterable[bytes], headers: Headers, *, limit_bytes: int) -> bool:
    """Whether an answer tells its length or holds all its parts already, and is not too long."""
    declared = _joined(headers, "content-length")
    if declared:
        return (
            declared.isascii()
            and declared.isdigit()
            and len(declared) < LENGTH_DIGITS
            and int(declared) <= limit_bytes
        )
    return isinstance(body, list | tuple) or getattr(body, "streaming", True) is False


def _read_up_to(body: Iterable[bytes], limit_bytes: int) -> tuple[Iterable[bytes], bool]:
    """The parts of a body and whether that is all of it; the server reads a longer one on."""
    chunks: list[bytes] = []
    size_bytes = 0
    iterator = iter(body)
    try:
        for chunk in iterator:
            chunks.append(chunk)
            size_bytes += len(chunk)
            if size_bytes > limit_bytes:
                return _Remainder(chunks, iterator, body), False
    except BaseException:
        _close(body)
        raise
    _close(body)
    return chunks, True


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


class _Remainder:
    """A body of which the first parts were read already."""

    def __init__(
        self, chunks: list[bytes], iterator: Iterator[bytes], body: Iterable[bytes]
    ) -> None:
        self._parts = itertools.chain(chunks, iterator)
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        _close(self._body)


class _Answer:
    """A `start_response` that holds the head back until `start`, and the internal headers for ever.

    Attributes:
        is_whole: status and headers are known and nothing has gone out yet.
    """

    def __init__(self, start_response: StartResponse) -> None:
        self._start_response = start_response
        self._has_started = False
        self._write_on: Callable[[bytes], object] | None = None
        self._arguments: tuple[Any, ...] = ()
        self.is_whole = False
        self.status = ""
        self.headers: Headers = []

    def __call__(self, status: str, headers: Headers, *exc_info: Any) -> Callable[[bytes], object]:
        self.status, self.headers, self._arguments = status, headers, exc_info
        self.is_whole = not self._has_started and not exc_info
        if self._has_started:
            return self._send_head()
        return self._write

    def start(self) -> None:
        """Send the head now if it is known, else as soon as it is."""
        if not self._has_started:
            self._has_started = True
            if self.status:
                self._send_head()

    def _send_head(self) -> Callable[[bytes], object]:
        visible = [
            (name, value) for name, value in self.headers if name.lower() not in INTERNAL_HEADERS
        ]
        return self._start_response(self.status, visible, *self._arguments)

    def _write(self, chunk: bytes) -> object:
        """The old way to send a body; such an answer is not stored."""
        if self._write_on is None:
            self.is_whole = False
            self._has_started = True
            self._write_on = self._send_head()
        return self._write_on(chunk)
