"""What tests of made files share: a folder of their own, and a look inside a PDF."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from rumbo.website.frame.freshness import drop_pages_now, forget_all


@pytest.fixture
def made_folder(settings: Any, tmp_path: Path) -> Path:
    """An empty data folder, so that no test meets a file that another one made."""
    settings.HOME = tmp_path
    settings.PAGE_VERSION_FILE = tmp_path / "page-version"
    publish()
    return tmp_path / "made"


def publish() -> None:
    """What happens once a change is safe: every process forgets its pages."""
    drop_pages_now()
    forget_all()


@contextmanager
def opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    """A PDF to look into."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield pdf


def parts_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every part of the structure tree, in reading order."""

    def walk(node: Any) -> Iterator[pikepdf.Dictionary]:
        if isinstance(node, pikepdf.Array):
            for part in node:
                yield from walk(part)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(pdf.Root.StructTreeRoot)


def tags_of(pdf: pikepdf.Pdf) -> list[str]:
    """The kinds of all parts of the structure tree, in reading order."""
    return [str(part["/S"]) for part in parts_of(pdf)]


def languages_of(pdf: pikepdf.Pdf) -> set[str]:
    """Every language that a part of the structure tree names."""
    return {str(part["/Lang"]) for part in parts_of(pdf) if "/Lang" in part}


def bookmarks_of(pdf: pikepdf.Pdf) -> list[str]:
    """The words of all bookmarks, in order."""

    def walk(entries: Any) -> Iterator[str]:
        for entry in entries:
            yield entry.title
            yield from walk(entry.children)

    with pdf.open_outline() as outline:
        return list(walk(outline.root))
