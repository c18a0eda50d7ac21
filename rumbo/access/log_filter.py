"""Keeps the secrets of links out of the logs. Used by `LOGGING`; imports nothing of Django."""

import logging
import re

_SECRET_PARTS = re.compile(r"(/invitation/|/password/reset/key/)[^/\s\"']+")
_HIDDEN = r"\1…"


class HideLinkSecrets(logging.Filter):
    """Replaces the token in the address of an invitation or a password reset by '…'."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mend the record; it is always kept."""
        text = record.getMessage()
        mended = _SECRET_PARTS.sub(_HIDDEN, text)
        if mended != text:
            record.msg, record.args = mended, ()
        return True
