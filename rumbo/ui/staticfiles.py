"""Addresses of static files that change when the file changes, without a build step.

Several stylesheets of a page are sent as one file: on a slow telephone each further file costs more
than its bytes. `styles_address` names it, `joined_styles` makes it.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

STYLES = "styles/"
MOST_SHEETS = 8
_SHEET = re.compile(r"[a-z0-9-]+/[a-z0-9-]+\.css")


@lru_cache(maxsize=4096)
def _fingerprint(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    with open(found, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:10]


class VersionedStaticStorage(StaticFilesStorage):
    """Adds `?v=<fingerprint>` to each address, so that browsers may keep a file for long."""

    def url(self, name: str | None) -> str:
        """The address of a static file with its fingerprint."""
        address = str(super().url(name))
        mark = _fingerprint(name or "")
        return f"{address}?v={mark}" if mark else address


def styles_address(names: Sequence[str]) -> str:
    """The address of several stylesheets as one file, such as `("ui/uswds.css", "ui/site.css")`.

    Raises:
        FileNotFoundError: one of them does not exist.
    """
    mark = _joined_fingerprint(tuple(names))
    return f"{settings.STATIC_URL}{STYLES}{','.join(names)}?v={mark}"


@lru_cache(maxsize=256)
def _joined_fingerprint(names: tuple[str, ...]) -> str:
    return hashlib.sha256(joined_styles(names)).hexdigest()[:10]


def joined_styles(names: Sequence[str]) -> bytes:
    """Several stylesheets one after the other; a reference in them must be absolute.

    Raises:
        FileNotFoundError: one of them does not exist, or a name is no stylesheet's.
    """
    if not 1 <= len(names) <= MOST_SHEETS or len(set(names)) < len(names):
        raise FileNotFoundError(names)
    return b"\n".join(_read_sheet(name) for name in names)


def _read_sheet(name: str) -> bytes:
    found = finders.find(name) if _SHEET.fullmatch(name) else None
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_bytes()
