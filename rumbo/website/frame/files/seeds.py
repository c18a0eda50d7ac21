"""What the files seeded: read once for a whole load, written once at its end."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from rumbo.website.frame.files.reading import write_text
from rumbo.website.frame.models import ContentSeed

# How many rows one query reads or writes.
BATCH = 200


def digest(text: str) -> str:
    """The fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(value: Any) -> str:
    """The fingerprint of plain values; the order of keys does not matter."""
    return digest(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))


def row_fingerprint(row: Model, names: Iterable[str]) -> str:
    """The fingerprint of some attributes of a row."""
    return digest_of({name: getattr(row, name) for name in names})


def _read_again(rows: Iterable[Model]) -> dict[tuple[type[Model], Any], Model]:
    """These rows as the database holds them, by model and key."""
    keys: defaultdict[type[Model], list[Any]] = defaultdict(list)
    for row in rows:
        keys[type(row)].append(row.pk)
    return {
        (model, row.pk): row
        for model, wanted in keys.items()
        for start in range(0, len(wanted), BATCH)
        for row in model._default_manager.filter(pk__in=wanted[start : start + BATCH])
    }


@dataclass(frozen=True)
class Writing:
    """A page as its file would be written: what two states are compared by.

    Args:
        front: front matter, plain values in the order in which they are written.
        body: Markdown.
    """

    front: dict[str, Any]
    body: str

    @property
    def text(self) -> str:
        """The file's text."""
        return write_text(self.front, self.body)

    @cached_property
    def fingerprint(self) -> str:
        """The same for two writings that say the same."""
        return digest_of([self.front, self.body.strip()])

    def is_as(self, fingerprint: str) -> bool:
        """Whether this is what the fingerprint was taken of.

        Databases of an earlier release hold fingerprints of the text, which is slow to write; the
        loader renews them.
        """
        return fingerprint == self.fingerprint or fingerprint == digest(self.text)


class SeedBook:
    """The seeds of one load by path. Nothing is stored before `write`."""

    def __init__(self) -> None:
        self._known: dict[str, ContentSeed] | None = None
        self._noted: dict[str, ContentSeed] = {}
        self._rows: dict[str, tuple[Model, tuple[str, ...]]] = {}

    def find(self, path: str) -> ContentSeed | None:
        """The seed of a path, as it is after what this load noted."""
        if self._known is None:
            self._known = {seed.path: seed for seed in ContentSeed.objects.all()}
        return self._noted.get(path) or self._known.get(path)

    def note(self, path: str, file_hash: str, page_hash: str, page: Page | None = None) -> None:
        """Remember what a file said and what came of it."""
        self._noted[path] = ContentSeed(
            path=path, file_hash=file_hash, page_hash=page_hash, page_id=page and page.pk
        )

    def note_row(self, path: str, file_hash: str, row: Model, names: Iterable[str]) -> None:
        """Remember a row that was just saved; how it reads is looked up for all of them at once.

        Args:
            path: its name here.
            file_hash: the fingerprint of what the file says.
            row: as it was saved.
            names: the attributes that the file fills.
        """
        self.note(path, file_hash, "")
        self._rows[path] = (row, tuple(names))

    def write(self) -> None:
        """Store what was noted."""
        stored = _read_again(row for row, _names in self._rows.values())
        for path, (row, names) in self._rows.items():
            present = stored[type(row), row.pk]
            self._noted[path].page_hash = row_fingerprint(present, names)
        ContentSeed.objects.bulk_create(
            self._noted.values(),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["file_hash", "page_hash", "page", "loaded_at"],
        )
