"""A cache that all processes share, and that really forgets.

Django's own database cache takes out what has expired only when it is nearly full. The sign-in limits
write a keyed hash of a network address into it, and a limit of ten minutes must not keep that for
months. So every write, at most once a minute in each process, also deletes what has expired.
"""

import time
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

SWEEP_SECONDS = 60


class ForgettingCache(DatabaseCache):
    """The database cache, swept of expired rows as it is written to."""

    _swept_at = 0.0

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = None) -> Any:
        done = super()._base_set(mode, key, value, timeout)
        if time.monotonic() - self._swept_at >= SWEEP_SECONDS:
            type(self)._swept_at = time.monotonic()
            self.sweep()
        return done

    def sweep(self) -> None:
        """Delete every row whose time is over."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        moment = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608
