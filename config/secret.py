"""The secret of one machine, made once and kept beside its data."""

import os
import secrets
from pathlib import Path


def machine_secret(file: Path) -> str:
    """The secret in `file`; made on the first call, readable by its owner only."""
    try:
        return file.read_text("ascii").strip()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(60)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secret)
    return secret
