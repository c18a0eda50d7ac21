"""Uploaded files and renditions on disk: each is there whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

DRAFTS = ".drafts"


class _Draft(File):
    """A whole file beside its future place; Django moves it there in one step."""

    def temporary_file_path(self) -> str:
        """Where it lies now."""
        return str(self.name)


class WholeFiles(FileSystemStorage):
    """Django's storage, without torn files.

    Django writes straight into the file's place; a full disk or a killed process leaves half a
    picture there. Here a file is written beside it first and then put in its place by a rename.
    """

    def _save(self, name: str, content: Any) -> str:
        folder = Path(self.location) / DRAFTS
        folder.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk if isinstance(chunk, bytes) else chunk.encode())
                out.flush()
                os.fsync(out.fileno())
            with open(draft, "rb") as whole:
                saved: str = super()._save(name, _Draft(whole, name=draft))  # type: ignore[misc]
            return saved
        finally:
            Path(draft).unlink(missing_ok=True)
