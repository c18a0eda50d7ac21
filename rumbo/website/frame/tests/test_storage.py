"""Little room on the disk: files are whole or absent, readers get their page, caches still learn."""

import contextlib
import errno
import logging
import resource
import sqlite3
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.test import Client, RequestFactory
from PIL import Image

from rumbo.website.frame.freshness import drop_pages_now, page_stamp
from rumbo.website.frame.models import Picture, StandardPage
from rumbo.website.frame.storage_faults import why_not_stored


@contextlib.contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files_below(folder):
    return [file for file in folder.rglob("*") if file.is_file()]


def test_a_file_that_finds_no_room_is_not_there_at_all(media):
    with no_file_longer_than(1000), pytest.raises(OSError) as refused:
        default_storage.save("documents/report.txt", ContentFile(b"x" * 5000))

    assert why_not_stored(refused.value) == "full"
    assert files_below(media) == []


def test_a_file_is_stored_whole_readable_by_the_server_and_never_over_another(media):
    first = default_storage.save("documents/report.txt", ContentFile(b"first"))
    second = default_storage.save("documents/report.txt", ContentFile("second"))

    assert first == "documents/report.txt"
    assert second != first
    assert default_storage.open(first).read() == b"first"
    assert default_storage.open(second).read() == b"second"
    assert (media / first).stat().st_mode & 0o777 == 0o644
    assert len(files_below(media)) == 2


@pytest.mark.django_db
def test_a_page_is_shown_when_there_is_no_room_for_a_smaller_picture(site, media, caplog):
    photo = BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(photo, "JPEG")
    picture = Picture(title="Road", alt_en="A road.", carries_words=False)
    picture.file = ImageFile(BytesIO(photo.getvalue()), name="road.jpg")
    picture.save()
    site.en.add_child(instance=StandardPage(title="Roads", slug="roads", picture=picture))
    logging.getLogger("rumbo").propagate = True

    with no_file_longer_than(500):
        answer = Client().get("/roads/")
    logging.getLogger("rumbo").propagate = False

    assert answer.status_code == 200
    assert picture.file.url in answer.content.decode()
    assert "could not be made" in caplog.text
    assert all(file.stat().st_size > 500 for file in files_below(media))


def test_the_caches_are_told_of_a_change_without_any_room():
    drop_pages_now()
    before = page_stamp()

    with no_file_longer_than(0):
        drop_pages_now()

    assert page_stamp() != before


class Fault(DatabaseError):
    """A database's fault with its code, as Django hands it on."""

    def __init__(self, **codes: object) -> None:
        super().__init__("no")
        self.__cause__ = Exception("the driver's")
        for name, code in codes.items():
            setattr(self.__cause__, name, code)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (Fault(sqlite_errorcode=sqlite3.SQLITE_FULL), "full"),
        (Fault(sqlite_errorcode=sqlite3.SQLITE_IOERR_WRITE), "full"),
        (Fault(sqlstate="53100"), "full"),
        (Fault(sqlite_errorcode=sqlite3.SQLITE_BUSY), "busy"),
        (Fault(sqlstate="40P01"), "busy"),
        (Fault(sqlstate="23505"), None),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (ValueError("no"), None),
        (None, None),
    ],
)
def test_a_full_disk_and_a_busy_database_are_told_apart_from_other_faults(error, why):
    assert why_not_stored(error) == why


def test_a_form_that_was_not_saved_is_given_back_but_never_a_password():
    from rumbo.website.frame.views import not_saved

    typed = {"body": "One line.\nAnother <b>one</b>.", "title": "Short"}
    edit = not_saved(RequestFactory().post("/admin/pages/4/edit/", typed), "full")
    secret = typed | {"password1": "plum orchard"}
    account = not_saved(RequestFactory().post("/accounts/invitation/", secret), "busy")

    assert edit.status_code == 507
    assert "Another &lt;b&gt;one&lt;/b&gt;." in edit.content.decode()
    assert 'name="title" value="Short"' in edit.content.decode()
    assert "no-store" in edit.headers["Cache-Control"]
    assert account.status_code == 503
    assert "plum orchard" not in account.content.decode()
    assert "Go back in your browser" in account.content.decode()


def test_a_draft_that_saves_itself_gets_the_words_that_the_form_can_show():
    from rumbo.website.frame.views import not_saved

    request = RequestFactory().post(
        "/admin/pages/4/edit/", {}, headers={"Accept": "application/json"}
    )
    answer = not_saved(request, "full")

    assert answer.status_code == 507
    assert b"what you typed is still in the form" in answer.content
