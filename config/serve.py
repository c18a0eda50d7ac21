"""`rumbo serve`: set up what is missing, print where to look, serve until told to stop."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

TICK_SECONDS = 20
PORTS_TRIED = 20


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    with socket.socket() as probe:
        probe.settimeout(0.3)
        return probe.connect_ex((host, port)) != 0


def find_port(host: str, wanted: int) -> int | None:
    """The wanted port, or the next free one; None if all that were tried are busy."""
    return next(
        (port for port in range(wanted, wanted + PORTS_TRIED) if _is_free(host, port)), None
    )


def serve(*, port: int, host: str, workers: int, is_quiet: bool) -> int:
    """Serve the site; the exit code. Stops everything it started on ctrl-C or TERM."""

    def say(line: str) -> None:
        if not is_quiet:
            print(line, flush=True)

    free = find_port(host, port)
    if free is None:
        print(
            f"The ports {port} to {port + PORTS_TRIED - 1} are all in use. "
            "Name another: scripts/hub run --port 9000",
            file=sys.stderr,
        )
        return 1
    address = f"http://localhost:{free}"
    os.environ.setdefault("RUMBO_ADDRESS", address)
    import django

    django.setup()
    from config.tasks import Refused, set_up

    try:
        administrator = set_up(say=say)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    if free != port:
        say(f"Port {port} is in use; taking {free}.")
    _print_addresses(say, os.environ["RUMBO_ADDRESS"], administrator)
    return _supervise(host, free, workers)


def _print_addresses(say: "object", address: str, administrator: tuple[str, str] | None) -> None:
    from rumbo.website.frame.models import ContentSeed

    home = ContentSeed.objects.filter(path="en/home.md").values_list("page_id", flat=True).first()
    edit = f"{address}/admin/pages/{home}/edit/" if home else f"{address}/admin/"
    lines = [
        "",
        "Rumbo is ready.",
        f"  See the site                      {address}/",
        f"  Edit the home page                {edit}",
    ]
    if administrator:
        lines += [
            f"     sign in as                     {administrator[0]}",
            f"     with this one-time password    {administrator[1]}",
        ]
    lines += [
        "  Try a recruiter's question        "
        f"{address}/handbook/determining-eligibility/soon-after-the-move/",
        "Press ctrl-C to stop.",
        "",
    ]
    for line in lines:
        say(line)  # type: ignore[operator]


def _supervise(host: str, port: int, workers: int) -> int:
    """Run the server, and the timer beside it, until one of them ends or we are told to stop."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
        "--no-ws", "--log-level", "warning", "config.wsgi:application",
    ]  # fmt: skip
    root = str(Path(__file__).resolve().parent.parent)
    environment = os.environ | {
        "PYTHONPATH": root + (f":{os.environ['PYTHONPATH']}" if "PYTHONPATH" in os.environ else "")
    }
    server = subprocess.Popen(command, env=environment, start_new_session=True)
    stopping = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    next_tick = time.monotonic() + TICK_SECONDS
    try:
        while not stopping.wait(0.25):
            if server.poll() is not None:
                return server.returncode or 1
            if time.monotonic() >= next_tick:
                _tick()
                next_tick = time.monotonic() + TICK_SECONDS
    finally:
        _stop(server)
    return 0


def _tick() -> None:
    import logging

    from django.db import DatabaseError, close_old_connections

    from config.tasks import tick

    try:
        tick()
    except DatabaseError:
        # A busy or full database must not end the site; the next tick tries again.
        logging.getLogger("rumbo").exception("The timer's work failed and will be tried again")
    finally:
        close_old_connections()


def _stop(server: "subprocess.Popen[bytes]") -> None:
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(5)
