"""Servers for one run: ours, nginx and the peers, each started on a free port and always stopped.

Every server listens on this machine only. A server is given as a `Server`; its processes are
found below the one that we started.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HOST = "127.0.0.1"

# How our server is started; `{port}` is put in. The data folder is told by RUMBO_HOME.
SERVE_COMMAND = (str(BIN / "rumbo"), "serve", "--port", "{port}", "--no-browser", "--quiet")
# The peers get the server options that ours has.
PEER_COMMAND = (
    *(str(BIN / "granian"), "--interface", "wsgi", "--host", HOST, "--port", "{port}"),
    *("--workers", "2", "--blocking-threads", "4", "--http", "1", "--no-ws"),
    *("--log-level", "warning", "benchmarks.peers.wsgi:application"),
)

FIRST_START_SECONDS = 300
STOP_SECONDS = 15
REQUEST_SECONDS = 60
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class ServerDidNotStart(Exception):
    """A server gave no good answer in time.

    Args:
        name: which server.
        reason: what was seen last.
    """

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"{name} did not start: {reason}")


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        name: for the table.
        port: on 127.0.0.1.
        process_id: the process that we started.
    """

    name: str
    port: int
    process_id: int

    def cpu_seconds(self) -> float:
        """Processor time, user and system, of the server and all processes below it."""
        return sum(_ticks(process_id) for process_id in _family(self.process_id)) / CLOCK_TICKS

    def fetch(self, path: str, **headers: str) -> Answer:
        """One answer, as it came over the line. Header `accept_encoding` is `Accept-Encoding`."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=REQUEST_SECONDS)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}", **named})
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()


@dataclass(frozen=True)
class Answer:
    """Status, headers and body, the body still compressed if it came so."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """The header's value, or an empty text."""
        return next((value for known, value in self.headers if known.lower() == name.lower()), "")


@contextlib.contextmanager
def our_server(home: Path) -> Iterator[Server]:
    """Rumbo itself, on an empty data folder that it fills at its first start."""
    with _running("Rumbo", SERVE_COMMAND, {"RUMBO_HOME": str(home)}, path="/") as server:
        yield server


@contextlib.contextmanager
def peer_server(name: str, home: Path, page: Path, *, is_cached: bool) -> Iterator[Server]:
    """A bare Wagtail site that sends the bytes of `page`, with or without Django's cache."""
    environment = peer_environment(home, page, is_cached=is_cached)
    with _running(name, PEER_COMMAND, environment, path="/") as server:
        yield server


def prepare_peer(home: Path, page: Path) -> None:
    """Make the peers' database, an empty Wagtail site with its first page."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env=os.environ | peer_environment(home, page, is_cached=False),
        cwd=ROOT,
        check=True,
        timeout=FIRST_START_SECONDS,
    )


def peer_environment(home: Path, page: Path, *, is_cached: bool) -> dict[str, str]:
    """What `benchmarks.peers.settings` reads."""
    return {
        "DJANGO_SETTINGS_MODULE": "benchmarks.peers.settings",
        "PEER_HOME": str(home),
        "PEER_PAGE": str(page),
        "PEER_IS_CACHED": "yes" if is_cached else "no",
    }


@contextlib.contextmanager
def nginx_server(folder: Path, pages: dict[str, Answer]) -> Iterator[Server]:
    """nginx, sending given answers from disk with the headers that ours had.

    Args:
        folder: an empty folder for the files, the configuration and nginx's own needs.
        pages: answers by file name, such as "home.html"; found under "/home.html".
    """
    (folder / "www").mkdir()
    locations = []
    for name, answer in pages.items():
        (folder / "www" / name).write_bytes(answer.body)
        locations.append(f"location = /{name} {{ {_nginx_headers(answer)} }}")
    # Started by root, nginx would become another user, who may not read the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    needs = " ".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    template = f"""
{user} worker_processes 2; daemon off; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 512; }}
http {{
  {needs}
  access_log off; sendfile on; tcp_nopush on; default_type "text/html; charset=utf-8";
  server {{ listen {HOST}:{{port}}; root {folder}/www; {" ".join(locations)} }}
}}
"""
    configuration = folder / "nginx.conf"
    port = free_port()
    configuration.write_text(template.replace("{port}", str(port)), encoding="utf-8")
    command = (find_tool("nginx") or "nginx", "-c", str(configuration))
    with _running("nginx", command, {}, path="/" + next(iter(pages)), port=port) as server:
        yield server


def find_tool(name: str) -> str | None:
    """Where a system tool lies, also in the folders that are not on a plain user's path."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _running(
    name: str,
    command: Sequence[str],
    environment: dict[str, str],
    *,
    path: str,
    port: int | None = None,
) -> Iterator[Server]:
    port = port or free_port()
    process = subprocess.Popen(
        [part.replace("{port}", str(port)) for part in command],
        env=os.environ | environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    server = Server(name, port, process.pid)
    try:
        _wait_until_good(server, process, path)
        yield server
    finally:
        _stop(process)


def _wait_until_good(server: Server, process: subprocess.Popen[bytes], path: str) -> None:
    deadline = time.monotonic() + FIRST_START_SECONDS
    seen = "no answer"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerDidNotStart(server.name, f"it ended with exit code {process.returncode}")
        try:
            status = server.fetch(path).status
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
            continue
        if status == http.HTTPStatus.OK:
            return
        seen = f"{path} answers {status}"
        time.sleep(0.5)
    raise ServerDidNotStart(server.name, f"{seen} after {FIRST_START_SECONDS} seconds")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a server and, if it leaves any behind, the processes of its session."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(STOP_SECONDS)


def _family(process_id: int) -> list[int]:
    """A process and all below it, as they are now."""
    found = [process_id]
    for member in found:
        for task in Path(f"/proc/{member}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found.extend(int(child) for child in task.read_text().split())
    return found


def _ticks(process_id: int) -> int:
    """User and system time of a process in clock ticks; 0 if it has ended. Source: proc(5)."""
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _nginx_headers(answer: Answer) -> str:
    """The answer's headers as nginx directives, without those that nginx makes itself."""
    own = {"content-type", "content-length", "date", "etag", "server", "connection"}
    lines = []
    for name, value in answer.headers:
        if name.lower() not in own and "$" not in value:
            text = value.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'add_header {name} "{text}";')
    return " ".join(lines)
