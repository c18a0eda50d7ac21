"""What keeps pages fresh: one version of the whole site, and each page's own next time boundary.

The page cache in front of Django and the small memories inside each worker process look at the
modification of one file. Publishing touches that file, and every process forgets at once.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

# Query names that change what an anonymous reader sees. A request with any other is not cached.
CACHED_QUERY_NAMES = frozenset({"year", "topic", "state", "view", "month", "tz", "series", "page"})

Stamp = tuple[int, int]
_lock = threading.Lock()
_remembered: dict[str, Any] = {}
_lasting: dict[str, Any] = {}
_stamp: Stamp | None = None


def page_stamp() -> Stamp:
    """The present version of the site: changes whenever anything public was published."""
    try:
        found = os.stat(settings.PAGE_VERSION_FILE)
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_ino)


def drop_pages_now() -> None:
    """Make every process forget its pages, at once."""
    file = Path(settings.PAGE_VERSION_FILE)
    file.parent.mkdir(parents=True, exist_ok=True)
    moment = time.time_ns()
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".page-version-")
        os.close(handle)
        os.utime(name, ns=(moment, moment))
        os.replace(name, file)
    except OSError:
        # A full disk makes no new file; an existing one can still be touched.
        os.utime(file, ns=(moment, moment))


def drop_pages() -> None:
    """Make every process forget its pages once the present transaction is safe."""
    transaction.on_commit(drop_pages_now, robust=True)


def remembered[T](key: str, compute: Callable[[], T]) -> T:
    """What `compute` gives, kept in this process until something is published."""
    global _stamp
    stamp = page_stamp()
    with _lock:
        if stamp != _stamp:
            _remembered.clear()
            _stamp = stamp
        if key in _remembered:
            return _remembered[key]  # type: ignore[no-any-return]
    value = compute()
    with _lock:
        if stamp == _stamp:
            _remembered[key] = value
    return value


def kept[T](key: str, compute: Callable[[], T], *, is_final: Callable[[T], bool]) -> T:
    """What `compute` gives, kept in this process for good once it is final."""
    if key in _lasting:
        return _lasting[key]  # type: ignore[no-any-return]
    value = compute()
    if is_final(value):
        _lasting[key] = value
    return value


def forget_all() -> None:
    """Forget everything in this process (for tests)."""
    global _stamp
    with _lock:
        _remembered.clear()
        _lasting.clear()
        _stamp = None


def mark_public(request: HttpRequest) -> None:
    """Say that this answer is the same for every anonymous reader."""
    request.rumbo_public = True  # type: ignore[attr-defined]


def mark_private(request: HttpRequest) -> None:
    """Say that this answer is for one reader only. Stronger than `mark_public`."""
    request.rumbo_private = True  # type: ignore[attr-defined]


def note_boundary(request: HttpRequest, moment: datetime | None) -> None:
    """Say that this answer is true only until `moment` (aware); None changes nothing."""
    if moment is None:
        return
    known: datetime | None = getattr(request, "rumbo_fresh_until", None)
    if known is None or moment < known:
        request.rumbo_fresh_until = moment  # type: ignore[attr-defined]
