"""The tests' SQLite database as the migrations leave it, made once for each set of migrations.

To run two hundred migrations takes longer than most test files. The result is kept in `.cache/` by
the fingerprint of every migration and of the locked versions, and copied for each run of the tests;
Django then looks for migrations that it does not have, as at any start.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.bytecode import with_bytecode

ROOT = Path(__file__).resolve().parent.parent


def kept_file() -> Path:
    """Where the database of the present migrations is kept, or would be."""
    from django.apps import apps

    found = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for config in apps.get_app_configs():
        for file in sorted((Path(config.path) / "migrations").glob("*.py")):
            found.update(f"{config.label}/{file.name}\n".encode())
            found.update(file.read_bytes())
    return ROOT / ".cache" / f"migrated-{found.hexdigest()[:16]}.sqlite3"


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Let other runs that want the same wait instead of making it too."""
    folder.mkdir(exist_ok=True)
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def put_migrated_database(target: Path) -> None:
    """Put a copy of the migrated database at `target`, where there is none yet."""
    kept = kept_file()
    with only_one(kept.parent):
        if not kept.exists():
            _make(kept)
        shutil.copyfile(kept, target)


def _make(kept: Path) -> None:
    draft = kept.with_suffix(".new")
    draft.unlink(missing_ok=True)
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"],
        env=with_bytecode(os.environ)
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": f"sqlite:///{draft}",
        },
        check=True,
    )
    with contextlib.closing(sqlite3.connect(draft)) as made:
        made.execute("PRAGMA journal_mode=DELETE")  # so that all is in the one file
    for older in kept.parent.glob("migrated-*.sqlite3"):
        older.unlink()
    draft.replace(kept)
