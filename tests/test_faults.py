"""Bad days on a running hub: a full disk, killed processes, secrets, moments that pass, nonsense."""

import contextlib
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from config.env import ROOT
from tests.conftest import Hub, environment, free_port, start_hub
from tests.people import (
    Visitor,
    event_form,
    family_of,
    invite,
    one_reader_per_worker,
    open_account,
    text_form,
)

pytestmark = pytest.mark.browser

NEW_YORK = ZoneInfo("America/New_York")
SECRET = "plum-meet.example/secret-room-4711"
TYPED = "Typed with care. "
EDITOR = "Rosa Prueba"


class Trouble:
    """A hub of its own for bad days, with a publisher and a member who have accounts.

    Args:
        home: its data folder.
        hub: the running hub; `start` and `stop` change it.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.hub: Hub
        self.start()
        invited = self.hub.rumbo("user", "invite", "rosa@example.org", "--role", "publisher")
        self.publisher = open_account(self.port, invited.stdout.split()[0], EDITOR)
        link = invite(self.publisher, "ines@example.org", "member")
        self.member = open_account(self.port, link, "Ines Prueba")

    def start(self, workers: int = 2, **more: str) -> None:
        self.hub = start_hub(self.home, port=self.port, workers=workers, **more)

    def stop(self) -> None:
        self.publisher.leave()
        self.member.leave()
        self.hub.stop()

    @property
    def file(self) -> Path:
        return self.home / "rumbo.sqlite3"

    @property
    def log(self) -> str:
        return "".join(log.read_text() for log in self.home.parent.glob("hub-*.log"))

    def ask(self, question: str, *values: object) -> list[tuple]:
        with contextlib.closing(sqlite3.connect(self.file, timeout=10)) as database:
            return database.execute(question, values).fetchall()

    def key_of(self, path: str) -> int:
        """The key of the English page at a path below the home page."""
        end = "/home" + path
        found = self.ask("SELECT id FROM wagtailcore_page WHERE url_path = ?", end)
        assert found, path
        return found[0][0]

    def add(self, kind: str, below: str, form: dict[str, str]) -> str:
        """Publish a new page through the editors' form; its edit address."""
        address = f"/admin/pages/add/{kind}/{self.key_of(below)}/"
        assert self.publisher.ask(address).status == 200
        sent = self.publisher.send(address, form | {"action-publish": "1"})
        assert sent.status == 302, re.findall(r"error-message[^>]*>(.*?)<", sent.text, re.DOTALL)
        return f"/admin/pages/{self.key_of(f'{below}{form["slug"]}/')}/edit/"

    def publish(self, address: str, form: dict[str, str]) -> None:
        self.publisher.ask(address)
        sent = self.publisher.send(address, form | {"action-publish": "1"})
        assert sent.status == 302, sent.text[:2000]


def copy_of(hub: Hub, home: Path) -> Path:
    """The data of a running hub once more, as a backup of it would be."""
    home.mkdir(parents=True)
    with (
        contextlib.closing(sqlite3.connect(hub.home / "rumbo.sqlite3")) as source,
        contextlib.closing(sqlite3.connect(home / "rumbo.sqlite3")) as copy,
    ):
        source.backup(copy)
    for one in hub.home.iterdir():
        if one.is_dir():
            shutil.copytree(one, home / one.name, dirs_exist_ok=True)
        elif not one.name.startswith("rumbo.sqlite3"):
            shutil.copy(one, home / one.name)
    return home


@pytest.fixture(scope="module")
def trouble(hub: Hub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trouble]:
    found = Trouble(copy_of(hub, tmp_path_factory.mktemp("trouble") / "home"))
    yield found
    found.stop()


@contextlib.contextmanager
def no_file_longer_than(size: int, hub: Hub) -> Iterator[None]:
    """For as long as it lasts, no process of the hub can write a longer file."""
    family = family_of(hub.process.pid)
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in family}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def files_below(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


# --- secrets and caches ------------------------------------------------------------------------
PUBLIC = ("/calendar/orchard-county-meeting/", "/calendar/", "/calendar/?view=month", "/",
          "/calendar/feed.ics", "/calendar/orchard-county-meeting.ics", "/a-day-of-trouble/",
          "/es/a-day-of-trouble/", "/news/", "/news/feed/", "/sitemap.xml",
          "/es/calendar/orchard-county-meeting/")  # fmt: skip


def test_what_a_member_or_an_editor_saw_is_in_no_workers_cache(trouble: Trouble):
    tomorrow = datetime.now(NEW_YORK).date() + timedelta(days=1)
    trouble.add("calendar/eventpage", "/calendar/", event_form(
        starts_on=tomorrow.isoformat(),
        **{"connections-0-shown": "members", "connections-0-address": f"https://{SECRET}"},
    ))  # fmt: skip
    edit = trouble.add("frame/standardpage", "/", text_form())
    trouble.publisher.ask(edit)
    draft = trouble.publisher.send(edit, text_form(body=f"A draft: {SECRET}"))
    assert draft.status in (200, 302)
    view_draft = edit.replace("/edit/", "/view_draft/")
    readers = one_reader_per_worker(trouble.hub)

    # The member and the editor read first; then everybody else, on a connection to each worker.
    seen = [trouble.member.ask(PUBLIC[0]) for _ in range(6)]
    assert all(SECRET in answer.text for answer in seen)
    assert all("r-" not in answer.headers.get("etag", "") for answer in seen)
    for _ in range(4):
        assert SECRET in trouble.publisher.ask(view_draft).text
        for path in PUBLIC:
            trouble.publisher.ask(path)
    for turn in ("first", "from the cache"):
        for path in PUBLIC:
            for worker, reader in readers.items():
                answer = reader.ask(path)
                assert answer.status == 200, path
                for secret in (SECRET, EDITOR, "rosa@example.org", "A draft:"):
                    assert secret not in answer.text, f"{path} in worker {worker}, {turn}"
    # And the other way round: what is in every cache now is not what the member gets.
    assert "r-" in readers.popitem()[1].ask(PUBLIC[0]).headers["etag"]
    assert SECRET in trouble.member.ask(PUBLIC[0]).text
    refused = Visitor(trouble.port).ask(view_draft)
    assert refused.status == 302
    assert refused.headers["location"].startswith("/accounts/login/")


# --- moments -----------------------------------------------------------------------------------
def test_what_is_published_is_seen_in_every_worker_within_a_second(trouble: Trouble):
    edit = trouble.add("frame/standardpage", "/", text_form(slug="fresh-words", body="Old words."))
    readers = one_reader_per_worker(trouble.hub)
    for reader in readers.values():
        reader.ask("/fresh-words/")
        assert "r-" in reader.ask("/fresh-words/").headers["etag"]

    trouble.publish(edit, text_form(slug="fresh-words", body="Brand new words."))
    time.sleep(1)

    for reader in readers.values():
        assert "Brand new words." in reader.ask("/fresh-words/").text


def test_a_start_an_end_and_a_reveal_pass_at_their_moment_without_anyones_help(trouble: Trouble):
    now = datetime.now(NEW_YORK)
    moment = (now + timedelta(seconds=6)).replace(microsecond=0)
    tomorrow = (now + timedelta(days=1)).date()
    trouble.add("calendar/eventpage", "/calendar/", event_form(
        title="Almond County meeting", slug="almond-county-meeting",
        starts_on=tomorrow.isoformat(),
        **{"connections-0-shown": "from", "connections-0-address": f"https://{SECRET}",
           "connections-0-from_on": moment.date().isoformat(),
           "connections-0-from_time": f"{moment:%H:%M:%S}"},
    ))  # fmt: skip
    trouble.add("frame/standardpage", "/", text_form(
        slug="about-to-end", expire_at=f"{moment:%Y-%m-%d %H:%M:%S}"
    ))  # fmt: skip
    add = f"/admin/pages/add/frame/standardpage/{trouble.key_of('/')}/"
    trouble.publisher.send(add, text_form(
        slug="about-to-begin", go_live_at=f"{moment:%Y-%m-%d %H:%M:%S}"
    ) | {"action-publish": "1"})  # fmt: skip
    readers = one_reader_per_worker(trouble.hub).values()
    paths = ("/about-to-begin/", "/about-to-end/", "/calendar/almond-county-meeting/")

    def seen() -> list[tuple[int, int, bool]]:
        found = []
        for reader in readers:
            first, second, third = (reader.ask(path) for path in paths)
            found.append((first.status, second.status, SECRET in third.text))
        return found

    before = seen() + seen()
    assert datetime.now(NEW_YORK) < moment, "too slow a machine for this test"
    time.sleep((moment - datetime.now(NEW_YORK)).total_seconds() + 0.1)
    at_the_moment = seen()
    time.sleep(2.5)

    assert before == [(404, 200, False)] * 4
    assert [one[1:] for one in at_the_moment] == [(404, True)] * 2
    assert seen() == [(200, 404, True)] * 2


# --- a killed process --------------------------------------------------------------------------
def test_a_worker_that_dies_is_replaced_and_knows_the_truth(trouble: Trouble):
    edit = trouble.add("frame/standardpage", "/", text_form(slug="after-a-death", body="One."))
    worker, reader = one_reader_per_worker(trouble.hub).popitem()
    reader.ask("/after-a-death/")

    os.kill(worker, signal.SIGKILL)
    readers = one_reader_per_worker(trouble.hub)
    trouble.publisher.leave()
    trouble.publish(edit, text_form(slug="after-a-death", body="Two."))
    time.sleep(1)

    assert worker not in readers
    for each in readers.values():
        assert "Two." in each.ask("/after-a-death/").text


def is_being_written(file: Path) -> bool:
    """Whether some process holds the database's one lock for writing at this moment."""
    with contextlib.closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        database.execute("ROLLBACK")
        return False


def send_to(family: list[int], number: signal.Signals) -> None:
    for pid in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def stop_in_mid_write(file: Path, family: list[int], until: threading.Event) -> bool:
    """Freeze all processes of a hub at a moment in which one of them is inside a transaction."""
    while not until.is_set():
        if is_being_written(file):
            send_to(family, signal.SIGSTOP)
            if is_being_written(file):
                return True
            send_to(family, signal.SIGCONT)
    return False


def test_a_process_killed_in_mid_publish_leaves_the_old_page_whole(trouble: Trouble):
    slug = "struck-by-lightning"
    edit = trouble.add("frame/standardpage", "/", text_form(slug=slug, body="The old words."))
    key = trouble.key_of(f"/{slug}/")
    revisions = "SELECT count(*) FROM wagtailcore_revision WHERE object_id = ?"
    before = trouble.ask(revisions, str(key))
    trouble.publisher.ask(edit)
    form = text_form(slug=slug, title="New title", body="The new words.\n" * 20_000)
    is_over = threading.Event()

    def send() -> None:
        with contextlib.suppress(OSError, ConnectionError):
            trouble.publisher.send(edit, form | {"action-publish": "1"})
        is_over.set()

    sender = threading.Thread(target=send)
    sender.start()
    family = family_of(trouble.hub.process.pid)
    was_inside = stop_in_mid_write(trouble.file, family, is_over)
    assert was_inside, "the publishing was over before it could be caught"
    send_to(family, signal.SIGKILL)
    trouble.hub.process.wait(20)
    sender.join(20)
    trouble.publisher.leave()
    trouble.start(workers=1)

    page = Visitor(trouble.port).ask(f"/{slug}/")
    assert page.status == 200
    assert "The old words." in page.text
    assert "The new words." not in page.text
    assert "New title" not in page.text
    assert trouble.ask(revisions, str(key)) == before
    assert trouble.ask("PRAGMA integrity_check") == [("ok",)]
    trouble.publish(edit, form)
    assert "The new words." in Visitor(trouble.port).ask(f"/{slug}/").text


# --- a full disk -------------------------------------------------------------------------------
def test_an_upload_that_finds_no_room_is_told_so_and_leaves_nothing_behind(trouble: Trouble):
    before = files_below(trouble.home / "media")
    rows = "SELECT count(*) FROM wagtaildocs_document"
    documents = trouble.ask(rows)
    add = "/admin/documents/add/"
    trouble.publisher.ask(add)
    collection = trouble.ask("SELECT min(id) FROM wagtailcore_collection")[0][0]
    form = {"title": "A long report", "collection": str(collection), "tags": ""}
    content = b"year,served\n" + b"2019,1\n" * 60_000

    with no_file_longer_than(150_000, trouble.hub):
        answer = trouble.publisher.send_file(add, "report.csv", content, form)
        readers = Visitor(trouble.port).ask("/about/").status

    assert answer.status == 507, answer.text[:500]
    assert "Not saved: there is no room" in answer.text
    assert "The file has to be chosen once more." in answer.text
    assert readers == 200
    assert files_below(trouble.home / "media") == before
    assert trouble.ask(rows) == documents
    assert "A change at /admin/documents/add/ was not saved" in trouble.log
    assert trouble.publisher.send_file(add, "report.csv", content, form).status == 302


IN_LITTLE_ROOM = """
import resource, sys
from config.command import main
file, size = sys.argv[1], int(sys.argv[2])
for verb, size in (("backup", size), ("backup", -1), ("restore", size)):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    print(verb, size, main([verb, file]), file=sys.stderr)
"""


def test_a_backup_or_a_restore_that_finds_no_room_leaves_all_as_it_was(
    trouble: Trouble, tmp_path: Path
):
    file = tmp_path / "hub.tar.gz"
    media = files_below(trouble.home / "media")
    pages = trouble.ask("SELECT count(*) FROM wagtailcore_page")
    size = str(trouble.file.stat().st_size // 2)

    done = subprocess.run(
        [sys.executable, "-c", IN_LITTLE_ROOM, str(file), size],
        env=environment(trouble.home, PYTHONPATH=str(ROOT)), capture_output=True, text=True,
    )  # fmt: skip
    told = done.stderr

    assert f"backup {size} 1\n" in told, told
    assert f"{file} could not be written" in told
    assert "No backup was made." in told
    assert "backup -1 0\n" in told, "nothing of the torn one stands in the way of a whole one"
    assert f"restore {size} 1\n" in told
    assert "Nothing was changed." in told
    assert list(tmp_path.iterdir()) == [file]
    assert files_below(trouble.home / "media") == media
    assert trouble.ask("SELECT count(*) FROM wagtailcore_page") == pages
    assert trouble.ask("PRAGMA integrity_check") == [("ok",)]
    assert Visitor(trouble.port).ask("/about/").status == 200


def test_a_full_database_costs_nobody_what_they_typed(
    trouble: Trouble, browser: Browser, tmp_path: Path
):
    edit = trouble.add("frame/standardpage", "/", text_form(slug="a-full-day", body="Old words."))
    key = trouble.key_of("/a-full-day/")
    revisions = "SELECT count(*) FROM wagtailcore_revision WHERE object_id = ?"
    before = trouble.ask(revisions, str(key))
    trouble.stop()
    full = {"DATABASE_URL": f"sqlite:///{trouble.file}?max_page_count=1"}
    trouble.start(workers=1, **full)
    context = browser.new_context()
    context.add_cookies(
        [
            {"name": name, "value": text, "url": trouble.hub.address}
            for name, text in trouble.publisher.cookies.items()
        ]
    )
    page = context.new_page()
    page.goto(trouble.hub.address + edit)
    page.locator("[name=body]").fill(TYPED * 60_000)

    # The editor publishes while there is no room.
    page.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        page.locator("[name=action-publish]").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Not saved: there is no room"
    assert "nothing was half saved" in page.locator("main").inner_text()
    assert page.locator("[name=body]").input_value() == TYPED * 60_000
    reader = Visitor(trouble.port)
    assert reader.ask("/").status == 200
    assert "Old words." in reader.ask("/a-full-day/").text
    assert trouble.ask(revisions, str(key)) == before
    assert f"A change at {edit} was not saved: the disk or the database is full" in trouble.log

    # A load finds no room either.
    content = tmp_path / "content" / "en"
    content.mkdir(parents=True)
    (content / "home.md").write_text("---\ntype: home\ntitle: Half loaded\n---\n", "utf-8")
    (content / "too-long.md").write_text(
        f"---\ntype: page\ntitle: Too long\n---\n{TYPED * 60_000}", "utf-8"
    )
    done = trouble.hub.rumbo("content", "load", str(content.parent), **full)
    assert done.returncode == 1
    assert "database or disk is full" in done.stderr
    assert "Nothing was loaded; the site is as it was." in done.stderr
    assert "Half loaded" not in Visitor(trouble.port).ask("/").text
    assert Visitor(trouble.port).ask("/too-long/").status == 404

    # There is room again: the same browser page is sent once more.
    trouble.stop()
    trouble.start(workers=1)
    with page.expect_navigation():
        page.get_by_role("button", name="Send again").click()
    context.close()
    assert TYPED in Visitor(trouble.port).ask("/a-full-day/").text


# --- nonsense and floods -----------------------------------------------------------------------
STRANGE_PATHS = (
    "/news/feed/%3Crubbish%3E/", "/news/feed/%00/", "/news/feed/%ff/", "/news/feed/" + "a" * 3000,
 "/calendar/feed/topic/%00.ics", "/calendar/feed/state/ZZ.ics",
    "/calendar/%00/", "/%", "/%zz", "/%ff%fe", "/%C0%AE%C0%AE/", "/media/%2e%2e/secret-key",
    "/media/" + "a" * 5000, "/media/.drafts/x", "/static/" + "a" * 5000, "/documents/1/x",
    "/documents/99999999999999999999/x.pdf", "/admin/pages/99999999999999999999999/edit/",
    "/accounts/invitation/%00/", "//evil.example/",
    "/_util/authenticate_with_password/1/1/", "/" + "a" * 20_000,
)  # fmt: skip
STRANGE_QUERIES = (
    "tz=", "tz=%00", "tz=../../etc/passwd", "tz=America", "tz=posixrules", "tz=%F0%9F",
    "view=rubbish", "view=%00", "view=month&month=0000-00", "view=month&month=99999-01",
    "year=99999", "year=-1", "year=" + "9" * 5000, "year=%D9%A1", "page=99999999999999999999",
    "page=%C2%B2", "topic=%00", "state=TX%0d%0aX-Bad:1", "%", "%zz=%zz", "a=" * 3000,
    "x" * 60_000,
)  # fmt: skip
STRANGE_HEADERS = (
    ("Accept", "\x01rubbish"), ("Accept", "a" * 9000), ("Accept-Encoding", "gzip;q=NaN,br;q=inf"),
    ("Accept-Language", "zz;q=abc,*;q=-1"), ("If-None-Match", "W/" * 1000), ("If-None-Match", '"'),
    ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"), ("Range", "bytes=5-2"),
    ("Range", "bytes=9999999-"), ("Range", "bytes=0-0," + "2-2," * 500), ("If-Range", "rubbish"),
    ("Cookie", "rumbo_session=\xff\xfe"), ("Cookie", "a;b;;=;"), ("Cookie", "messages=rubbish"),
    ("X-Forwarded-For", "\"'--"), ("X-Forwarded-Proto", "gopher"), ("Referer", "\xff"),
    ("X-Forwarded-Host", "evil.example"), ("Authorization", "Basic %%%"),
)  # fmt: skip


def test_nonsense_gets_a_calm_answer_and_never_a_broken_page(trouble: Trouble):
    visitor = Visitor(trouble.port)
    lines = len(trouble.log.splitlines())
    places = ("/", "/news/", "/calendar/", "/impact/", "/news/feed/", "/calendar/feed.ics",
              "/calendar/mentoring-initiative-pacs-2019/", "/handbook/")  # fmt: skip
    for path in STRANGE_PATHS:
        answer = visitor.ask(path)
        assert 300 <= answer.status < 500, path[:80]
        assert "evil.example" not in answer.headers.get("location", ""), path
    for place in places:
        for query in STRANGE_QUERIES:
            assert visitor.ask(f"{place}?{query}").status in (200, 400, 414), place + query[:40]
    for place in ("/", "/news/feed/", "/calendar/feed.ics", "/accounts/login/"):
        for name, text in STRANGE_HEADERS:
            answer = Visitor(trouble.port).ask(place, **{name: text})
            assert answer.status in (200, 304, 400, 416), (place, name, text[:40])
            assert "evil.example" not in answer.text
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
            answer = Visitor(trouble.port).ask(place, method=method, body=b"a=%00&b=%ff")
            assert answer.status < 500, method
    host = Visitor(trouble.port).ask("/", Host="evil.example")
    assert host.status == 400
    assert "This request could not be read" in host.text
    # None of it is worth a line in the log, which would only tell what visitors sent.
    assert trouble.log.splitlines()[lines:] == []


def test_whoever_tries_too_often_is_asked_to_wait_in_every_public_form(trouble: Trouble):
    forms = {
        "/accounts/login/": {"login": "rosa@example.org", "password": "a wrong guess"},
        "/accounts/password/reset/": {"email": "rosa@example.org"},
    }
    guest = Visitor(trouble.port)
    guest.ask(urlsplit(invite(trouble.publisher, "luz@example.org", "author")).path)
    forms["/accounts/invitation/"] = {"name": "Luz", "password1": "a", "password2": "b"}
    for path, form in forms.items():
        visitor = guest if path == "/accounts/invitation/" else Visitor(trouble.port)
        opened = visitor.ask(path)
        if 'method="post"' not in opened.text:
            assert path == "/accounts/password/reset/", "no form, as no mail server is set"
            continue
        statuses = []
        for _ in range(25):
            # What a proxy is said to have seen does not count while no proxy is set.
            answer = visitor.ask(path)
            answer = visitor.send(path, form)
            statuses.append(answer.status)
            if answer.status == 429:
                break
        assert statuses[:3] == [200] * 3, (path, statuses)
        assert statuses[-1] == 429, path
        assert "Too many tries" in answer.text
        assert re.search(r"Wait \d+ minute", answer.text)
        assert int(answer.headers["retry-after"]) >= 60
        assert "no-store" in answer.headers["cache-control"]
    assert trouble.member.ask("/accounts/welcome/").status == 200
