"""The copy as files: the words of each language, the search index, and the list of them all."""

import hashlib
import json
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.translation import override

from rumbo.ui.staticfiles import styles_address
from rumbo.website.frame.chrome import Chrome, chrome_for, installation
from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.markdown import local_address
from rumbo.website.reading.finding.words import tables
from rumbo.website.reading.offline.index import index_of
from rumbo.website.reading.offline.pages import (
    LANGUAGES,
    KeptPage,
    address_of_kept,
    kept_pages,
)
from rumbo.website.reading.offline.parts import share

# The shape of the files. The worker must go on reading every shape that a device may hold.
SHAPE = 1
OFFLINE_PATH = "/offline/"
# Stands in the page around the words wherever the page's own address belongs.
ADDRESS_MARK = "/kept-page-address/"
FONTS = (
    "ui/fonts/public-sans-latin-400-normal.woff2",
    "ui/fonts/public-sans-latin-700-normal.woff2",
    "ui/fonts/source-serif-4-latin-600-normal.woff2",
)
STYLES = ("ui/uswds.css", "ui/site.css")
STATIC_FILES = (
    "reading/reading.css",
    "reading/checklist.css",
    "reading/decide.css",
    "reading/decide.js",
    "reading/reading.js",
    *(
        f"reading/offline/{name}"
        for name in (
            "offline.css",
            "page.js",
            "kept.js",
            "search.js",
            "words.js",
            "stemmers.js",
            "icon-192.png",
            "icon-512.png",
        )
    ),
    "ui/site.js",
    "ui/brand/favicon.svg",
    "ui/brand/logo.svg",
    "ui/brand/apple-touch-icon-180.png",
    "ui/brand/maskable-icon-512.png",
)
FINGERPRINT_LETTERS = 16

_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class CopyFile:
    """One file of the copy.

    Args:
        name: 'en', 'es' or 'search'.
        content: JSON in UTF-8.
        digest: SHA-256 of the content, as hexadecimal letters.
    """

    name: str
    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy that readers can take now.

    Args:
        fingerprint: changes with anything in its files.
        files: its own files.
        assets: addresses of stylesheets, scripts, fonts, icons and the two pages it is opened with.
        pages: by address, the fingerprint of each page's words and its title.
        bytes_kept: what all that takes on a device.
        bytes_sent: about what it takes on the way (as zlib packs it).
    """

    fingerprint: str
    files: tuple[CopyFile, ...]
    assets: tuple[str, ...]
    pages: dict[str, tuple[str, str]]
    bytes_kept: int
    bytes_sent: int

    def find_file(self, name: str) -> CopyFile | None:
        """A file by its name."""
        return next((file for file in self.files if file.name == name), None)

    def listed(self) -> bytes:
        """What a device asks for first, as JSON: what to fetch, and what is in it."""
        return _json(
            {
                "shape": SHAPE,
                "fingerprint": self.fingerprint,
                "bytes": self.bytes_kept,
                "files": [
                    {
                        "address": f"{OFFLINE_PATH}copy/{self.fingerprint}/{file.name}.json",
                        "name": file.name,
                        "digest": file.digest,
                    }
                    for file in self.files
                ],
                "assets": self.assets,
                "pages": self.pages,
            }
        )


def present_copy() -> Copy:
    """The copy of the words as they are now, made once in each process after a change."""
    with _making:
        return remembered("reading:offline", _make)


def _make() -> Copy:
    pages = {language: kept_pages(language) for language in LANGUAGES}
    index = {language: index_of(pages[language], language) for language in LANGUAGES}
    files = [_file(language, _words_file(pages[language], language)) for language in LANGUAGES]
    files.append(_file("search", {"words": tables(), **index}))
    assets = _assets()
    static_kept, static_sent = _static_sizes()
    digests = "".join(file.digest for file in files)
    whole = hashlib.sha256(f"{SHAPE} {digests} {assets}".encode()).hexdigest()
    return Copy(
        fingerprint=whole[:FINGERPRINT_LETTERS],
        files=tuple(files),
        assets=assets,
        pages={
            address_of_kept(page): (page.fingerprint, page.title)
            for language in LANGUAGES
            for page in pages[language]
        },
        bytes_kept=static_kept + sum(len(file.content) for file in files),
        bytes_sent=static_sent + sum(_sent(file.content) for file in files),
    )


def _words_file(pages: list[KeptPage], language: str) -> dict[str, Any]:
    """The pages of a language, and what the worker puts around them."""
    shared, pieces = share({page.path: page.html for page in pages})
    with override(language):
        context = {"chrome": frame_of(language)}
        shell, missing, untranslated = (
            render_to_string(f"reading/offline/{name}.html", context)
            for name in ("shell", "missing", "untranslated")
        )
    return {
        "shell": shell,
        "missing": missing,
        "untranslated": untranslated,
        "pieces": pieces,
        "pages": {page.path: [escape(page.title), shared[page.path]] for page in pages},
    }


def frame_of(language: str) -> Chrome:
    """What stands around a kept page, in the active language; its address is `ADDRESS_MARK`."""
    request = HttpRequest()
    request.path = local_address(ADDRESS_MARK, language)
    return chrome_for(request)


def _assets() -> tuple[str, ...]:
    """Everything that a kept page asks for besides its words."""
    mine = installation()
    pages = (OFFLINE_PATH, f"{OFFLINE_PATH}manifest.webmanifest")
    found = [
        *(local_address(path, language) for path in pages for language in LANGUAGES),
        styles_address(STYLES),
        *(static(name) for name in STATIC_FILES),
        # Stylesheets and preloads name the fonts without a fingerprint.
        *(f"{settings.STATIC_URL}{name}" for name in FONTS),
    ]
    if mine.logo:
        found.append(mine.logo.file.url)
    if mine.accent:
        found.append("/colours.css")
    return tuple(found)


def _static_sizes() -> tuple[int, int]:
    """The bytes of all static files: as they are kept, and about as they are sent."""
    contents = [
        Path(found).read_bytes()
        for found in map(finders.find, (*STYLES, *STATIC_FILES, *FONTS))
        if isinstance(found, str)
    ]
    return sum(map(len, contents)), sum(map(_sent, contents))


def _sent(content: bytes) -> int:
    return len(zlib.compress(content, 6))


def _file(name: str, content: Any) -> CopyFile:
    written = _json(content)
    return CopyFile(name, written, hashlib.sha256(written).hexdigest())


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
