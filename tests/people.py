"""People who visit a running hub: anonymous readers held to one worker, and editors with accounts."""

import http.client
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from rumbo.website.calendar.tests.builders import FORM_VALUES
from tests.conftest import Hub

PASSWORD = "plum orchard over the hill"
NO_COMMENTS = {
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "",
}


@dataclass
class Answer:
    """What the hub answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Visitor:
    """Somebody with cookies of their own, on a connection that is kept open."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{key}={text}" for key, text in self.cookies.items())
        was_open = self.connection is not None
        try:
            found, content = self._exchange(method, path, body, headers)
        except (ConnectionError, http.client.BadStatusLine):
            # As a browser does: a connection that the server closed meanwhile is opened again.
            self.leave()
            if not was_open or method != "GET":
                raise
            found, content = self._exchange(method, path, body, headers)
        for line in found.headers.get_all("Set-Cookie") or ():
            self.cookies |= {key: one.value for key, one in SimpleCookie(line).items()}
        return Answer(found.status, {k.lower(): v for k, v in found.headers.items()}, content)

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        self.connection.request(method, path, body=body, headers=headers)
        found = self.connection.getresponse()
        return found, found.read()

    def send(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form from a page that this visitor has opened."""
        fields = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **form}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask(path, method="POST", body=urlencode(fields).encode(), **kind)

    def send_file(self, path: str, name: str, content: bytes, form: Mapping[str, str]) -> Answer:
        """Send a form with a file in its field `file`."""
        line = "rumbo-test-boundary"
        fields = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **form}
        parts = [
            f'--{line}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'.encode()
            for key, text in fields.items()
        ]
        parts.append(
            f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
            + content
            + f"\r\n--{line}--\r\n".encode()
        )
        kind = {"Content-Type": f"multipart/form-data; boundary={line}"}
        return self.ask(path, method="POST", body=b"".join(parts), **kind)

    def leave(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def open_account(port: int, link: str, name: str) -> Visitor:
    """Open the account behind an invitation's link as its person would; they are signed in."""
    person = Visitor(port)
    person.ask(urlsplit(link).path)
    person.ask("/accounts/invitation/")
    sent = person.send(
        "/accounts/invitation/", {"name": name, "password1": PASSWORD, "password2": PASSWORD}
    )
    assert sent.status == 302, sent.text
    assert person.ask("/accounts/welcome/").status == 200
    return person


def invite(host: Visitor, email: str, role: str) -> str:
    """Invite a person on the editors' page for it; the link that is shown there."""
    host.ask("/admin/invite/")
    sent = host.send("/admin/invite/", {"email": email, "name": "", "role": role})
    shown = sent if sent.status == 200 else host.ask(sent.headers["location"])
    found = re.search(r"https?://[^\s\"<]+/accounts/invitation/[\w-]+/", shown.text)
    assert found, shown.text
    return found[0]


# --- processes ---------------------------------------------------------------------------------
def family_of(pid: int) -> list[int]:
    """A process and all that came from it, elders first."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents.setdefault(int(after_name[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found.extend(parents.get(one, ()))
    return found


def _worker_behind(visitor: Visitor, family: list[int]) -> int | None:
    """The process that holds the other end of a visitor's connection."""
    assert visitor.connection is not None
    mine = visitor.connection.sock.getsockname()[1]
    ends = (f":{visitor.port:04X}", f":{mine:04X}")
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            parts = line.split()
            if parts[1].endswith(ends[0]) and parts[2].endswith(ends[1]):
                return next((pid for pid in family if parts[9] in _sockets_of(pid)), None)
    return None


def _sockets_of(pid: int) -> set[str]:
    found = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found |= set(re.findall(r"socket:\[(\d+)\]", os.readlink(handle)))
        except OSError:
            continue
    return found


def one_reader_per_worker(hub: Hub, workers: int = 2) -> dict[int, Visitor]:
    """Anonymous readers, each on a connection to a worker of its own, by process id."""
    found: dict[int, Visitor] = {}
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        reader = Visitor(hub.port)
        try:
            reader.ask("/robots.txt")
            worker = _worker_behind(reader, family_of(hub.process.pid))
        except OSError:  # the other end died in this moment
            time.sleep(0.1)
            worker = None
        if worker is None or worker in found:
            reader.leave()
        else:
            found[worker] = reader
        if len(found) == workers:
            return found
    raise AssertionError(f"only the workers {sorted(found)} of {workers} answered")


# --- forms of the editors' pages ---------------------------------------------------------------
def text_form(**changes: str) -> dict[str, str]:
    """The form of a page of text."""
    fields = {
        "title": "A day of trouble",
        "slug": "a-day-of-trouble",
        "body": "Quiet words.",
        "summary": "",
        "seo_title": "",
        "translation": "original",
        "order": "90",
        "as_of": "",
        "go_live_at": "",
        "expire_at": "",
        "sources-count": "0",
    }
    return fields | NO_COMMENTS | changes


def event_form(**changes: str) -> dict[str, str]:
    """The form of an event with connection details; everything in it is invented."""
    return FORM_VALUES | {"summary": "", "seo_title": ""} | NO_COMMENTS | changes
