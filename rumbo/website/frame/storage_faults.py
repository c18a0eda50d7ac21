"""Why something could not be stored, told apart from every other fault.

A full disk or a busy database is nobody's mistake and passes; people need other words for it than for
a broken page, and what they typed must not be lost.
"""

import errno
from collections.abc import Iterator
from typing import Literal

Why = Literal["full", "busy"]

_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
# Primary result codes of SQLite (the low byte): IOERR, READONLY, FULL; BUSY, LOCKED.
# Source: https://www.sqlite.org/rescode.html
_SQLITE_FULL = frozenset({8, 10, 13})
_SQLITE_BUSY = frozenset({5, 6})
# SQLSTATE of PostgreSQL: disk full, read-only transaction; lock not available, deadlock, a clash.
_POSTGRES_FULL = frozenset({"53100", "25006"})
_POSTGRES_BUSY = frozenset({"55P03", "40P01", "40001"})


def why_not_stored(error: BaseException | None) -> Why | None:
    """'full' if there was no room or no right to write, 'busy' if others wrote; None for all else.

    Args:
        error: what was raised; its causes are looked at too.
    """
    for one in _with_causes(error):
        if isinstance(one, OSError) and one.errno in _FULL_DISK:
            return "full"
        code = getattr(one, "sqlite_errorcode", None)
        state = getattr(one, "sqlstate", None)
        if (isinstance(code, int) and code & 0xFF in _SQLITE_FULL) or state in _POSTGRES_FULL:
            return "full"
        if (isinstance(code, int) and code & 0xFF in _SQLITE_BUSY) or state in _POSTGRES_BUSY:
            return "busy"
    return None


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
