"""Each worker process keeps to one processor.

A request changes threads twice inside a worker: from the network to Python and back. Where each
change also goes to another processor, that costs more than the answer of the page cache does. Bound
to one processor, a worker answers up to half again as many requests (docs/decisions/0002); more than
one processor's worth of Python it could not run anyway.
"""

import fcntl
import os
from pathlib import Path
from typing import IO

# Kept open for the life of the process: the lock says that the processor is taken.
_taken: list[IO[str]] = []


def take_processor(folder: Path) -> int | None:
    """Bind this thread, and the threads it starts later, to a processor no other worker has.

    Args:
        folder: for the lock files that the workers of one site share; made if it is missing.
    Returns:
        the processor's number; None where all are taken, the system cannot bind, or the folder
        cannot be written: then the system places this worker as it likes.
    """
    if not hasattr(os, "sched_setaffinity"):
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for processor in sorted(os.sched_getaffinity(0)):
            lock = (folder / f"{processor}.lock").open("w", encoding="ascii")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
                continue
            os.sched_setaffinity(0, {processor})
            _taken.append(lock)
            return processor
    except OSError:
        return None
    return None
