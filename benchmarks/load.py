"""Load on a server of this machine: requests per second, and processor time per request."""

from __future__ import annotations

import http.client
import re
import statistics
import subprocess
from dataclasses import dataclass, field

from benchmarks.servers import HOST, REQUEST_SECONDS, Server, find_tool

ROUNDS = 3
ROUND_SECONDS = 4
WARM_REQUESTS = 40
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
BAD_ANSWERS = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)")


class BadAnswers(Exception):
    """A server answered under load with faults, so that its rate means nothing."""


@dataclass
class Rates:
    """One target's figures of several rounds.

    Attributes:
        per_second: requests per second, one figure a round.
        cpu_ms: processor milliseconds of the server per request, one figure a round.
    """

    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def ratio_to(self, other: Rates) -> float:
        """The middle one of the ratios, round by round: what slows both in a round cancels out."""
        pairs = zip(self.per_second, other.per_second, strict=True)
        return statistics.median(own / theirs for own, theirs in pairs)

    @property
    def middle_per_second(self) -> float:
        return statistics.median(self.per_second)

    @property
    def middle_cpu_ms(self) -> float:
        return statistics.median(self.cpu_ms)


def race(targets: dict[str, tuple[Server, str]], *, connections: int) -> dict[str, Rates]:
    """Rates of several targets, taken in turn so that all meet the same foreign load.

    Args:
        targets: server and path, by name.
        connections: kept open at the same time.
    """
    found = {name: Rates() for name in targets}
    for server, path in targets.values():
        warm_up(server, path)
    for _ in range(ROUNDS):
        for name, (server, path) in targets.items():
            cpu_before = server.cpu_seconds()
            rate = requests_per_second(server, path, connections=connections)
            cpu_seconds = server.cpu_seconds() - cpu_before
            found[name].per_second.append(rate)
            found[name].cpu_ms.append(cpu_seconds * 1000 / (rate * ROUND_SECONDS))
    return found


def requests_per_second(server: Server, path: str, *, connections: int) -> float:
    """What wrk reaches in one round from one thread."""
    command = [
        *(find_tool("wrk") or "wrk", "-t1", f"-c{connections}", f"-d{ROUND_SECONDS}s"),
        *("-H", f"Host: localhost:{server.port}", f"http://{HOST}:{server.port}{path}"),
    ]
    finished = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=ROUND_SECONDS + 60
    )
    bad, rate = BAD_ANSWERS.search(finished.stdout), RATE.search(finished.stdout)
    if bad or not rate:
        what = bad.group(0) if bad else "wrk gave no rate"
        raise BadAnswers(f"{server.name}, {path}: {what}")
    return float(rate.group(1))


def cpu_ms_per_request(server: Server, path: str, *, requests: int) -> float:
    """Processor milliseconds of the server for one request, one after the other."""
    warm_up(server, path)
    before = server.cpu_seconds()
    _request_many(server, path, requests)
    return (server.cpu_seconds() - before) * 1000 / requests


def warm_up(server: Server, path: str) -> None:
    """Ask often enough that every worker process and thread has answered once."""
    for _ in range(WARM_REQUESTS // 4):
        _request_many(server, path, 4)


def _request_many(server: Server, path: str, requests: int) -> None:
    """Requests over one connection, one after the other."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=REQUEST_SECONDS)
    try:
        for _ in range(requests):
            connection.request("GET", path, headers={"Host": f"localhost:{server.port}"})
            response = connection.getresponse()
            response.read()
            if response.status != http.HTTPStatus.OK:
                raise BadAnswers(f"{server.name}, {path}: status {response.status}")
    finally:
        connection.close()
