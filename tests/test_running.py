"""The hub as a newcomer, an operator and a bad day meet it."""

import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import RUMBO, Hub, environment, start_hub

pytestmark = pytest.mark.browser
BEING_MADE = 503


def test_the_start_prints_three_addresses_and_a_one_time_password(hub: Hub):
    assert re.search(r"See the site\s+http://localhost:\d+/\n", hub.printed)
    assert re.search(
        r"Edit the home page\s+http://localhost:\d+/admin/pages/\d+/edit/", hub.printed
    )
    assert "one-time password" in hub.printed
    address = re.search(r"recruiter's question\s+http://localhost:\d+(\S+)", hub.printed)
    assert hub.get(address[1])[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/es/", "/news/", "/calendar/", "/calendar/?view=month", "/tools/", "/impact/",
     "/about/", "/accessibility/", "/privacy/", "/families/", "/es/families/", "/design/",
     "/sitemap.xml", "/news/feed/", "/news/feed/policy/", "/calendar/feed.ics",
     "/calendar/mentoring-initiative-pacs-2019/", "/calendar/mentoring-initiative-pacs-2019.ics",
     "/calendar/feed/series/annual-directors-meeting.ics", "/calendar/feed/topic/policy.ics",
     "/calendar/feed/state/TX.ics", "/handbook/", "/handbook/determining-eligibility/",
     "/handbook/determining-eligibility/soon-after-the-move/",
     "/curriculum/determining-eligibility/", "/where-the-program-stands/"],
)  # fmt: skip
def test_every_promised_address_answers(hub: Hub, path):
    assert hub.get(path)[0] == 200


def test_every_page_of_the_sitemap_answers_and_every_internal_link_leads_somewhere(hub: Hub):
    text = hub.get("/sitemap.xml")[2].decode()
    paths = sorted(
        {re.sub(r"^https?://[^/]+", "", loc) for loc in re.findall("<loc>(.*?)</loc>", text)}
    )
    links: dict[str, str] = {}
    for path in paths:
        status, _headers, body = hub.get(path)
        assert status == 200, path
        for link in re.findall(r'href="(/[^"#?]*)', body.decode()):
            links.setdefault(link, path)

    assert len(paths) > 300
    for link, found_on in sorted(links.items()):
        if link.startswith(("/static/", "/admin/", "/accounts/")) or link in paths:
            continue
        assert status_in_time(hub, link) == 200, f"{link} on {found_on}"


def status_in_time(hub: Hub, link: str) -> int:
    """How an address answers; a file that is still being set is asked for again, as it says."""
    for _attempt in range(20):
        status, headers, _body = hub.get(link)
        if status != BEING_MADE or "retry-after" not in {name.lower() for name in headers}:
            break
        time.sleep(2)
    return status


def test_a_page_comes_from_the_cache_compressed_and_without_cookies(hub: Hub):
    hub.get("/")
    status, headers, body = hub.get("/", **{"Accept-Encoding": "br"})

    assert status == 200
    assert headers.get("Content-Encoding", headers.get("content-encoding")) == "br"
    lower = {name.lower() for name in headers}
    assert "set-cookie" not in lower
    assert not any(name.startswith("x-rumbo") for name in lower)
    assert len(body) < 15_000


def test_nonsense_in_every_query_is_answered_calmly(hub: Hub):
    for path in (
        "/news/?page=-5&year=99999&topic=<script>alert(1)</script>&state=ZZ",
        "/news/?page=abc&year=&topic=%00",
        "/calendar/?view=month&month=9999-99",
        "/calendar/?year=abc&state=../..&series=%ff",
        "/calendar/mentoring-initiative-pacs-2019/?tz=../../etc/passwd",
        "/impact/?year=2031-32",
        "/impact/?year=<script>alert(1)</script>",
    ):
        status, _headers, body = hub.get(path.replace("<", "%3C").replace(">", "%3E"))
        assert status == 200, path
        assert b"<script>alert" not in body, path


def test_a_new_word_reaches_every_worker_within_a_second_of_its_loading(hub: Hub, tmp_path: Path):
    """Loading drops pages exactly as publishing does: by the shared version."""
    content = tmp_path / "content"
    shutil.copytree(Path("content"), content)
    file = content / "en" / "about.md"
    file.write_text(file.read_text("utf-8").replace("title: ", "title: Fresh ", 1), "utf-8")
    for _ in range(8):
        hub.get("/about/")

    done = hub.rumbo("content", "load", str(content))
    time.sleep(1)

    assert done.returncode == 0, done.stderr
    for _ in range(12):
        assert b"Fresh " in hub.get("/about/")[2]
    again = hub.rumbo("content", "load")
    assert again.returncode == 0


def test_a_load_killed_in_the_middle_leaves_the_site_as_it_was(hub: Hub, tmp_path: Path):
    content = tmp_path / "content"
    shutil.copytree(Path("content"), content)
    for file in (content / "en" / "calendar").glob("*.md"):
        file.write_text(file.read_text("utf-8") + "\n\nHALF of a load.\n", "utf-8")
    process = subprocess.Popen(
        [str(RUMBO), "content", "load", str(content)], env=environment(hub.home),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    for line in process.stdout:
        if line.startswith("150 of"):
            break
    process.send_signal(signal.SIGKILL)

    assert process.wait() == -signal.SIGKILL
    assert b"HALF" not in hub.get("/calendar/mentoring-initiative-pacs-2019/")[2]
    assert hub.rumbo("content", "load").returncode == 0


def test_a_malformed_content_file_is_refused_with_exit_code_1_and_its_line(hub: Hub, tmp_path):
    content = tmp_path / "content"
    shutil.copytree(Path("content"), content)
    (content / "en" / "about.md").write_text("---\ntype: page\ntitle: [x\n---\n", "utf-8")

    for command in ("check", "load"):
        done = hub.rumbo("content", command, str(content))
        assert done.returncode == 1
        assert "en/about.md:3:" in done.stderr

    assert hub.get("/about/")[0] == 200


def test_a_misused_command_ends_with_2(hub: Hub):
    assert hub.rumbo("content", "juggle").returncode == 2
    assert hub.rumbo().returncode == 2


def test_a_backup_brings_back_what_was_lost(hub: Hub, tmp_path: Path):
    file = tmp_path / "hub.tar.gz"
    assert hub.rumbo("backup", str(file)).returncode == 0
    lost = tmp_path / "lost"
    lost.mkdir()

    done = subprocess.run(
        [str(RUMBO), "restore", str(file)], env=environment(lost), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    restored = start_hub(lost)
    try:
        assert b"223,763" in restored.get("/")[2]
        assert "one-time password" not in restored.printed
    finally:
        restored.stop()


def test_a_torn_backup_is_refused_and_nothing_changes(hub: Hub, tmp_path: Path):
    file = tmp_path / "hub.tar.gz"
    hub.rumbo("backup", str(file))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    done = hub.rumbo("restore", str(file))

    assert done.returncode == 1
    assert "not a whole backup" in done.stderr
    assert hub.get("/about/")[0] == 200


def test_a_second_start_is_quick_keeps_all_data_and_takes_another_port_when_busy(hub: Hub):
    second = start_hub(hub.home, port=hub.port)
    try:
        assert second.port != hub.port
        assert "is in use" in second.printed
        assert "one-time password" not in second.printed
        assert second.get("/")[0] == 200
    finally:
        assert second.stop() == 0


def test_nothing_in_the_logs_tells_who_read_what(hub: Hub):
    hub.get("/calendar/?topic=secret-word-in-a-query")
    logs = "".join(log.read_text() for log in hub.home.parent.glob("hub-*.log"))

    assert "secret-word" not in logs
    assert "127.0.0.1" not in logs
