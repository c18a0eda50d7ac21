"""`rumbo serve`: set up what is missing, print where to look, serve until told to stop."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

# How often the timer looks for what is due: two small questions to the database.
LOOK_SECONDS = 1
TICK_SECONDS = 20
# How far the making of files stands back behind all else, on a scale to 19.
LOW_PRIORITY = 10
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

    def tell() -> None:
        _print_addresses(say, os.environ["RUMBO_ADDRESS"], administrator)

    return _supervise(host, free, workers, when_ready=tell)


def _print_addresses(
    say: Callable[[str], None], address: str, administrator: tuple[str, str] | None
) -> None:
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
        say(line)


def _answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.3)
        return probe.connect_ex((host, port)) == 0


def _supervise(host: str, port: int, workers: int, *, when_ready: Callable[[], None]) -> int:
    """Run the server, and the timer beside it, until one of them ends or we are told to stop.

    Args:
        when_ready: called once the server answers.
    """
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "2",
        "--runtime-mode", "st",
        "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "--respawn-interval", "0.5", "config.wsgi:application",
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
    timer = _Timer()
    is_ready = False
    try:
        while not stopping.wait(0.25):
            if server.poll() is not None:
                return server.returncode or 1
            if not is_ready and _answers(host, port):
                is_ready = True
                when_ready()
            timer.look()
    finally:
        _stop(server)
    return 0


class _Timer:
    """Publishes what is due within a second of its moment, and sweeps now and then."""

    def __init__(self) -> None:
        self.next_look = time.monotonic() + LOOK_SECONDS
        self.next_tick = time.monotonic() + TICK_SECONDS
        self.is_failing = False
        self.maker: threading.Thread | None = None

    def look(self) -> None:
        """Do what is due by now."""
        from config.tasks import publish_due, sweep

        moment = time.monotonic()
        if moment < self.next_look:
            return
        self.next_look = moment + LOOK_SECONDS
        if moment >= self.next_tick:
            self.next_tick = moment + TICK_SECONDS
            self._try(sweep)
            self._make_files()
        else:
            self._try(publish_due)

    def _make_files(self) -> None:
        """Begin to make the large files, beside the timer: publishing must not wait for a book."""
        if self.maker is None or not self.maker.is_alive():
            self.maker = threading.Thread(target=_make_files_quietly, name="files", daemon=True)
            self.maker.start()

    def _try(self, work: Callable[[], object]) -> None:
        import logging

        from django.db import DatabaseError, close_old_connections

        log = logging.getLogger("rumbo")
        close_old_connections()
        try:
            work()
        except (DatabaseError, OSError) as error:
            # A busy or full database must not end the site, nor fill its log once a second.
            if not self.is_failing:
                log.error("The timer cannot do its work now and goes on trying: %s", error)
            self.is_failing = True
            close_old_connections()
        else:
            if self.is_failing:
                log.warning("The timer works again.")
            self.is_failing = False


def _make_files_quietly() -> None:
    """Make the large files in a thread of low priority; what fails is tried again the next time."""
    import logging

    from django.db import DatabaseError, close_old_connections, connection

    from config.tasks import make_files

    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOW_PRIORITY)
    close_old_connections()
    try:
        make_files()
    except (DatabaseError, OSError) as error:
        logging.getLogger("rumbo").info("the files are not made yet: %s", error)
    finally:
        connection.close()


def _stop(server: "subprocess.Popen[bytes]") -> None:
    if server.poll() is None:
        # The server's first process stops its workers; told themselves, they would be replaced.
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(5)
