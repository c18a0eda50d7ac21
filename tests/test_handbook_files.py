"""The Handbook as it is, as PDF and EPUB, from a hub that a newcomer started."""

import time
from pathlib import Path

import pdfua
import pytest

from rumbo.website.reading.tests.epubcheck import faults_of_book
from rumbo.website.reading.tests.made import bookmarks_of, languages_of, opened, tags_of
from tests.conftest import Hub

OLD = "/handbook/before-july-2017/before-july-2017"
CHAPTERS = ("Interviewing families and youth", "Determining eligibility", "Glossary")
TRIES = 120


def fetched(hub: Hub, path: str) -> bytes:
    """A file of the hub; one that is still being made is asked for again, as its page says."""
    for _again in range(TRIES):
        status, _headers, body = hub.get(path)
        if status != 503:
            break
        time.sleep(0.5)
    assert status == 200, path
    return body


def test_the_handbook_as_one_pdf_is_tagged_with_chapters_law_and_languages(hub: Hub) -> None:
    with opened(fetched(hub, "/handbook/handbook.pdf")) as pdf:
        tags, bookmarks = tags_of(pdf), bookmarks_of(pdf)
        languages, pages = languages_of(pdf), len(pdf.pages)
        title = str(pdf.docinfo["/Title"])

    assert title == "Rumbo ID&R Handbook"
    assert pages > 150
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/L", "/Link", "/TOC", "/Figure"} <= set(tags)
    assert "es" in languages
    assert set(CHAPTERS) <= set(bookmarks)


def test_epubcheck_finds_nothing_in_the_handbook(hub: Hub, tmp_path: Path) -> None:
    file = tmp_path / "handbook.epub"
    file.write_bytes(fetched(hub, "/handbook/handbook.epub"))

    assert faults_of_book(file) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/es/handbook/handbook.epub", f"{OLD}.epub", f"/es{OLD}.epub"])
def test_epubcheck_finds_nothing_in_the_other_books(hub: Hub, tmp_path: Path, path: str) -> None:
    file = tmp_path / "book.epub"
    file.write_bytes(fetched(hub, path))

    assert faults_of_book(file) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/handbook/handbook.pdf", "/es/handbook/handbook.pdf", f"{OLD}.pdf"]
)
def test_a_checker_finds_no_fault_in_the_whole_pdf(hub: Hub, tmp_path: Path, path: str) -> None:
    file = tmp_path / "whole.pdf"
    file.write_bytes(fetched(hub, path))

    report = pdfua.validate(str(file))

    assert [finding.message for finding in report.findings] == []
