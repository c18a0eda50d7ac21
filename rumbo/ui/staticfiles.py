"""Addresses of static files that change when the file changes, without a build step."""

import hashlib
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


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
