"""Files made from the pages (PDF, EPUB): made once for each state of their words, then kept.

A file is kept on disk under the fingerprint of all that went into it. Every process of the site
shares it, and what did not change is never made again. A note for each address says which file it is
at the present state of the site, so that nothing needs to be read for it until the next publishing.

A reader waits a moment at most: what takes longer is made in the background, and the timer
(`rumbo tick`) makes what is large before anybody asks.
"""

import fcntl
import hashlib
import json
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Unfinished
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone

from rumbo.website.frame.freshness import page_stamp
from rumbo.website.reading.typesetting import NotTypeset

WAIT_SECONDS = 2.0
# All kept files together; the least used go first.
MOST_BYTES = 200_000_000
AT_ONCE = 2

log = logging.getLogger(__name__)

_lock = threading.Lock()
_turns = threading.BoundedSemaphore(AT_ONCE)
_being_made: dict[str, Future[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make a file.

    Args:
        words: all that goes into it.
        make: the file; touches no database, as it runs in another thread. May raise NotTypeset.
        until: the moment at which a page in it ends; None if none does.
    """

    words: bytes
    make: Callable[[], bytes]
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A file that may be asked for.

    Args:
        name: its own name among all files, such as 'en http://x /handbook/handbook.pdf'.
        write: its recipe from the pages as they are; None if readers cannot see it.
    """

    name: str
    write: Callable[[], Recipe | None]


class StillBeingMade(Exception):
    """A file that is not ready yet; asked for again, it will be."""

    code = "still_being_made"


class NotMade(Exception):
    """A file that cannot be made from the pages as they are; the log says why."""

    code = "not_made"


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a file at the present state of the site.

    Args:
        fingerprint: of all that goes into it.
        size: in bytes; 0 if it could not be made.
        until: the moment at which a page in it ends; None if none does.
    """

    fingerprint: str
    size: int
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file as it is sent.

    Args:
        content: the file.
        until: the moment at which a page in it ends; None if none does.
    """

    content: bytes
    until: datetime | None


def find_file(order: Order, *, wait_seconds: float = WAIT_SECONDS) -> MadeFile | None:
    """The file as the pages are now; None if readers cannot see it.

    Raises:
        StillBeingMade: it takes longer than the wait.
        NotMade: it cannot be made.
    """
    note = find_note(order.name)
    if note is not None and not note.size:
        raise NotMade(order.name)
    content = _read(note.fingerprint) if note is not None else None
    if note is not None and content is not None:
        return MadeFile(content, note.until)
    stamp = page_stamp()
    recipe = order.write()
    if recipe is None:
        return None
    fingerprint = _fingerprint_of(recipe)
    content = _read(fingerprint)
    if content is None:
        try:
            content = _made(fingerprint, recipe).result(wait_seconds)
        except Unfinished as error:
            raise StillBeingMade(order.name) from error
        except NotTypeset as error:
            log.exception("the file %s was not made", order.name)
            _write_note(order.name, stamp, Note(fingerprint, 0, recipe.until))
            raise NotMade(order.name) from error
    _write_note(order.name, stamp, Note(fingerprint, len(content), recipe.until))
    return MadeFile(content, recipe.until)


def find_note(name: str) -> Note | None:
    """What is known of a file; None if nothing is known since the last publishing."""
    stamp = page_stamp()
    try:
        found = json.loads(_note_path(name).read_text("ascii"))
        until = datetime.fromisoformat(found["until"]) if found["until"] else None
        note = Note(str(found["fingerprint"]), int(found["size"]), until)
        is_present = found["stamp"] == list(stamp)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return note if is_present and (until is None or until > timezone.now()) else None


def _made(fingerprint: str, recipe: Recipe) -> "Future[bytes]":
    """The file in the making: begun by the first who asks, the same for all who ask."""
    with _lock:
        future = _being_made.get(fingerprint)
        if future is None:
            future = _being_made[fingerprint] = Future()
            # No executor: at the end of a process its threads would be waited for.
            arguments = (future, fingerprint, recipe)
            threading.Thread(target=_make, args=arguments, name="made-file", daemon=True).start()
    return future


def _make(future: "Future[bytes]", fingerprint: str, recipe: Recipe) -> None:
    """Make a file in a thread of its own, for everybody who waits for it."""
    try:
        with _turns, _only_one(fingerprint):
            content = _read(fingerprint)
            if content is None:
                content = recipe.make()
                _keep(fingerprint, content)
        future.set_result(content)
    except BaseException as error:  # of any kind: it belongs to those who wait
        future.set_exception(error)
    finally:
        _being_made.pop(fingerprint, None)


# --- on disk -----------------------------------------------------------------------------------
def _folder() -> Path:
    return Path(settings.HOME) / "made"


def _note_path(name: str) -> Path:
    key = hashlib.sha256(f"{code_fingerprint()} {name}".encode()).hexdigest()
    return _folder() / f"{key[:40]}.json"


def _fingerprint_of(recipe: Recipe) -> str:
    found = hashlib.sha256(code_fingerprint().encode())
    found.update(recipe.words)
    return found.hexdigest()


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """What changes whenever our own code, words or fonts, or Typst, do."""
    website = Path(__file__).parents[1]
    package = website.parent
    found = hashlib.sha256(str(getattr(typst, "__version__", "")).encode())
    for folder, pattern in (
        (website / "reading", "*.py"),
        (website / "reading" / "typst", "*.typ"),
        (website / "reading" / "ebook", "*"),
        (website / "frame", "*.py"),
        (package / "ui" / "fonts", "*.ttf"),
        (package / "locale" / "parts", "*.yaml"),
    ):
        for file in sorted(folder.glob(pattern)):
            if file.is_file():
                found.update(file.read_bytes())
    return found.hexdigest()


def _read(fingerprint: str) -> bytes | None:
    file = _folder() / fingerprint
    try:
        content = file.read_bytes()
        os.utime(file)
    except OSError:
        return None
    return content


def _keep(fingerprint: str, content: bytes) -> None:
    """Keep a file; where there is no room it is made again the next time."""
    try:
        _put(_folder() / fingerprint, content)
        _sweep()
    except OSError as error:
        log.warning("a made file could not be kept (%s); it was sent as it is", error.strerror)


def _write_note(name: str, stamp: tuple[int, int], note: Note) -> None:
    facts = {
        "stamp": list(stamp),
        "fingerprint": note.fingerprint,
        "size": note.size,
        "until": note.until.isoformat() if note.until else "",
    }
    with suppress(OSError):
        _put(_note_path(name), json.dumps(facts).encode())


def _put(file: Path, content: bytes) -> None:
    """Put a file in its place, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        os.replace(draft, file)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def _sweep() -> None:
    """Let the least used files go once all together take too much room."""
    files = []
    for file in _folder().iterdir():
        with suppress(OSError):
            status = file.stat()
            files.append((status.st_mtime, status.st_size, file))
    total = sum(size for _when, size, _file in files)
    for _when, size, file in sorted(files):
        if total <= MOST_BYTES:
            break
        file.unlink(missing_ok=True)
        total -= size


@contextmanager
def _only_one(fingerprint: str) -> Iterator[None]:
    """No two processes make the same file at the same time; without room for a lock, they may."""
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        handle = os.open(_folder() / f".lock-{fingerprint[:2]}", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError:
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
