"""A real hub with its real content, started as a newcomer starts it."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from config.env import ROOT
from scripts.bytecode import with_bytecode

RUMBO = ROOT / ".venv" / "bin" / "rumbo"
WAIT_SECONDS = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUMBO_")}
    kept.pop("DATABASE_URL", None)
    kept["DJANGO_SETTINGS_MODULE"] = "config.settings.development"
    return with_bytecode(kept) | {"RUMBO_HOME": str(home)} | more


@dataclass
class Hub:
    """A running hub.

    Args:
        address: without a closing slash.
        home: its data folder.
        process: what was started.
        printed: what it printed on the way up.
    """

    address: str
    home: Path
    process: "subprocess.Popen[str]"
    printed: str

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    def rumbo(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(RUMBO), *arguments], env=environment(self.home, **more),
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        try:
            with urlopen(Request(self.address + path, headers=headers), timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(20)


def start_hub(home: Path, port: int | None = None, *, workers: int = 2, **more: str) -> Hub:
    """A hub as `rumbo serve` starts it; `more` goes into its environment."""
    port = port or free_port()
    log = home.parent / f"hub-{port}.log"
    before = len(log.read_text()) if log.exists() else 0
    with log.open("a") as out:
        process = subprocess.Popen(
            [str(RUMBO), "serve", "--port", str(port), "--workers", str(workers)],
            env=environment(home, **more), stdout=out, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        printed = log.read_text()[before:]
        found = re.search(r"See the site\s+(http://localhost:\d+)/", printed)
        if found:
            try:
                with urlopen(found[1] + "/robots.txt", timeout=5):
                    return Hub(found[1], home, process, printed)
            except URLError:
                pass
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    raise AssertionError(f"the hub did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    home = tmp_path_factory.mktemp("hub") / "home"
    running = start_hub(home)
    yield running
    running.stop()
