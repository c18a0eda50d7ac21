"""What a first visit to a page costs: the bytes of the page and of all that it asks for at once."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import brotli

from benchmarks.servers import Answer, Server

LINK_KINDS = {"stylesheet", "preload", "modulepreload", "icon", "apple-touch-icon", "manifest"}
CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
MOST_FILES = 200


@dataclass(frozen=True)
class FirstVisit:
    """Bytes over the line, compressed as they came, without headers.

    Attributes:
        files: bytes by address: the page and what it names itself.
        from_styles: bytes by address of what only the stylesheets name (fonts, pictures); a browser
            fetches of these what the page uses.
        foreign: addresses on other hosts; nothing was asked of them.
    """

    files: dict[str, int]
    from_styles: dict[str, int]
    foreign: list[str]

    @property
    def total_bytes(self) -> int:
        return sum(self.files.values())


class AddressesOfPage(HTMLParser):
    """The addresses that a browser fetches on its own when it shows a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and LINK_KINDS & set(given.get("rel", "").lower().split()):
            self._add(given.get("href", ""))
        elif tag in {"script", "img", "iframe", "source", "video", "audio", "embed"}:
            self._add(given.get("src", ""))
            # Of several sizes the first stands for the one that is chosen.
            if not given.get("src"):
                self._add(given.get("srcset", "").split(",")[0].strip().split(" ")[0])
        elif tag == "use":
            self._add(given.get("href", given.get("xlink:href", "")))

    def _add(self, address: str) -> None:
        address = address.partition("#")[0]
        if address and not address.startswith("data:"):
            self.found.append(address)


def measure_first_visit(server: Server, path: str) -> FirstVisit:
    """Fetch a page and everything it needs, each file once, compressed where the server does so."""
    page = _fetch(server, path)
    files, from_styles = {path: len(page.body)}, {}
    foreign: list[str] = []
    reader = AddressesOfPage()
    reader.feed(plain_body(page).decode())
    style_addresses: list[str] = []
    for address in reader.found[:MOST_FILES]:
        target = _own_path(server, path, address)
        if target is None:
            foreign.append(address)
        elif target not in files:
            answer = _fetch(server, target)
            files[target] = len(answer.body)
            if answer.header("Content-Type").startswith("text/css"):
                named = CSS_ADDRESS.findall(plain_body(answer).decode())
                style_addresses += [urljoin(target, one.partition("#")[0]) for one in named]
    for address in style_addresses[:MOST_FILES]:
        target = None if address.startswith("data:") else _own_path(server, path, address)
        if target is not None and target not in files and target not in from_styles:
            from_styles[target] = len(_fetch(server, target).body)
    return FirstVisit(files, from_styles, foreign)


def plain_body(answer: Answer) -> bytes:
    """The body with its compression undone."""
    coding = answer.header("Content-Encoding")
    if coding == "br":
        return bytes(brotli.decompress(answer.body))
    return gzip.decompress(answer.body) if coding == "gzip" else answer.body


def _own_path(server: Server, page_path: str, address: str) -> str | None:
    """Path and query on the same server; None for another host."""
    parts = urlsplit(urljoin(f"http://localhost:{server.port}{page_path}", address))
    if parts.netloc != f"localhost:{server.port}":
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _fetch(server: Server, path: str) -> Answer:
    answer = server.fetch(path, accept_encoding="br, gzip")
    if answer.status != 200:
        raise LookupError(f"{path} answers {answer.status}; the first visit cannot be counted")
    return answer
