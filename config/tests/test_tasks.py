"""What `rumbo` commands and the timer do: each step whole, one fault never stops the rest."""

import io
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from config import tasks
from rumbo.website.frame.models import StandardPage

pytestmark = pytest.mark.django_db


def a_page(site, slug: str, **facts) -> StandardPage:
    return site.en.add_child(instance=StandardPage(title=slug.title(), slug=slug, **facts))


def is_live(slug: str) -> bool:
    return StandardPage.objects.get(slug=slug).live


def schedule(page: StandardPage) -> None:
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    # An hour later, told by the clock of the page itself.
    revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save(update_fields=["approved_go_live_at", "content"])


def test_what_is_due_begins_and_ends_and_what_is_not_due_waits(site):
    schedule(a_page(site, "begins", live=False))
    a_page(site, "ends", expire_at=timezone.now() - timedelta(seconds=1))
    a_page(site, "stays", expire_at=timezone.now() + timedelta(hours=1))

    done = tasks.publish_due()

    assert done == 2
    assert (is_live("begins"), is_live("ends"), is_live("stays")) == (True, False, True)
    assert tasks.publish_due() == 0


def test_a_publishing_that_fails_is_logged_and_keeps_no_other_one_waiting(
    site, caplog, monkeypatch
):
    broken, sound = a_page(site, "broken", live=False), a_page(site, "sound", live=False)
    schedule(broken)
    schedule(sound)
    revision = broken.latest_revision
    revision.content["title"] = ""
    revision.save(update_fields=["content"])
    monkeypatch.setattr(tasks.logger, "propagate", True)

    done = tasks.publish_due()

    assert done == 1
    assert (is_live("broken"), is_live("sound")) == (False, True)
    assert f"The scheduled publishing of revision {revision.pk} failed" in caplog.text


def test_a_page_whose_end_has_come_is_gone_before_the_timer_comes(site, client):
    a_page(site, "ends", expire_at=timezone.now() - timedelta(seconds=1))

    assert client.get("/ends/").status_code == 404


def test_a_page_cannot_be_closed_by_a_password_of_its_own(site):
    assert StandardPage.private_page_options == []


@pytest.mark.django_db(transaction=True)
def test_a_start_with_a_faulty_new_file_serves_the_pages_that_there_are(settings, tmp_path, capsys):
    settings.HOME = tmp_path / "home"
    settings.STATIC_ROOT, settings.MEDIA_ROOT = settings.HOME / "static", settings.HOME / "media"
    settings.CONTENT_DIR = tmp_path / "content"
    (settings.CONTENT_DIR / "en").mkdir(parents=True)
    file = settings.CONTENT_DIR / "en" / "home.md"
    file.write_text("---\ntype: home\ntitle: Rumbo\nfeather: x\n---\n", "utf-8")
    told: list[str] = []

    with pytest.raises(tasks.Refused, match="en/home.md:4: "):
        tasks.set_up(say=told.append)
    file.write_text("---\ntype: home\ntitle: Rumbo\n---\n", "utf-8")
    assert tasks.set_up(say=told.append) is not None, "the first administrator"
    file.write_text("---\ntype: home\ntitle: [Rumbo\n---\n", "utf-8")
    tasks.set_up(say=told.append)

    said = capsys.readouterr().err
    assert "en/home.md:3: YAML" in said
    assert "The site starts with the pages that it has." in said
    assert told.count("Preparing the database (about 20 seconds the first time)") == 1


def test_a_start_that_cannot_write_says_where_and_what_is_safe(settings, tmp_path):
    file = tmp_path / "a-file"
    file.write_text("in the way")
    settings.HOME = file / "home"

    with pytest.raises(tasks.Refused, match="cannot be written .*What is there is as it was"):
        tasks.set_up(say=lambda line: None)


def test_a_backup_beside_a_folder_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(tasks.Refused, match="could not be written"):
        tasks.back_up(tmp_path / "no" / "such" / "hub.tar.gz", say=lambda line: None)


@pytest.mark.parametrize("content", [b"", b"not a backup", b"\x1f\x8b\x08\x00rubbish"])
def test_a_file_that_is_no_backup_is_refused(settings, tmp_path: Path, content):
    settings.HOME = tmp_path / "home"
    file = tmp_path / "hub.tar.gz"
    file.write_bytes(content)

    with pytest.raises(tasks.Refused, match="not a whole backup"):
        tasks.restore(file, say=lambda line: None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("media/leak.txt", tarfile.SYMTYPE),
        ("media/leak.txt", tarfile.LNKTYPE),
        ("secret-key", tarfile.REGTYPE),
        ("media/../secret-key", tarfile.REGTYPE),
        ("/secret-key", tarfile.REGTYPE),
    ],
)
def test_a_backup_that_holds_more_than_ours_do_is_refused(tmp_path, settings, name, kind):
    settings.HOME = tmp_path / "home"
    hostile = tmp_path / "hostile.backup"
    with tarfile.open(hostile, "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "../secret-key"
        archive.addfile(member, io.BytesIO() if kind == tarfile.REGTYPE else None)

    with pytest.raises(tasks.Refused):
        tasks.restore(hostile, say=lambda line: None)
