"""The steps behind the `rumbo` command. Each raises `Refused` with a sentence for a person."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from rumbo.access.actions import create_first_administrator, invite_person
from rumbo.access.roles import ensure_roles
from rumbo.figures.actions import export_figures, load_figures
from rumbo.figures.faults import FigureFileFault
from rumbo.places.actions import StateProgramFileFault, load_state_programs
from rumbo.website.frame.files.exporting import export_content
from rumbo.website.frame.files.loading import LoadReport, check_files, load_content
from rumbo.website.frame.files.reading import ContentFaults
from rumbo.website.frame.freshness import drop_pages_now

Say = Callable[[str], None]
BACKUP_FORM = "rumbo-backup-1"


class Refused(Exception):
    """A command that was not carried out; the text says why and what is safe."""


def home() -> Path:
    """The folder of this installation's data."""
    return Path(settings.HOME)


def _stamp_file(name: str) -> Path:
    return home() / f".stamp-{name}"


def _is_stamped(name: str, value: str) -> bool:
    try:
        return _stamp_file(name).read_text("ascii") == value
    except FileNotFoundError:
        return False


def _hash_of(files: list[Path]) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(file.name.encode())
        found.update(file.read_bytes())
    return found.hexdigest()


def _migration_stamp() -> str:
    from django.apps import apps

    names = sorted(
        f"{config.label}/{file.name}"
        for config in apps.get_app_configs()
        for file in (Path(config.path) / "migrations").glob("0*.py")
    )
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _content_stamp(folder: Path) -> str:
    return _hash_of(sorted(file for file in folder.rglob("*") if file.is_file()))


def set_up(*, say: Say) -> tuple[str, str] | None:
    """Bring database and content up to date.

    Returns:
        (e-mail, one-time password) of the first administrator if one was made now.
    """
    for folder in (home(), Path(settings.STATIC_ROOT), Path(settings.MEDIA_ROOT)):
        folder.mkdir(parents=True, exist_ok=True)
    migrations = _migration_stamp()
    if not (_is_stamped("migrations", migrations) and _has_tables()):
        say("Preparing the database (about 20 seconds the first time)")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        ensure_roles()
        _stamp_file("migrations").write_text(migrations, "ascii")
    content = _content_stamp(Path(settings.CONTENT_DIR))
    if not (_is_stamped("content", content) and _has_pages()):
        load_content_files(Path(settings.CONTENT_DIR), say=say)
        ensure_roles()
        _stamp_file("content").write_text(content, "ascii")
    if not Path(settings.PAGE_VERSION_FILE).exists():
        drop_pages_now()
    return create_first_administrator(actor="operator", now=timezone.now())


def _has_tables() -> bool:
    try:
        return "wagtailcore_page" in connection.introspection.table_names()
    except DatabaseError:
        return False


def _has_pages() -> bool:
    from rumbo.website.frame.models import ContentSeed

    return ContentSeed.objects.exists()


def load_content_files(folder: Path, *, say: Say) -> LoadReport:
    """Load content files, figures and State offices."""
    say("Loading figures, State offices and pages")
    try:
        figures = folder / "data" / "mep-figures.csv"
        if figures.exists():
            load_figures(figures, actor="operator")
        offices = folder / "data" / "state-programs.csv"
        if offices.exists():
            load_state_programs(offices, actor="operator")
        report = load_content(folder, say=say)
    except ContentFaults as error:
        raise Refused(f"{error}\nNothing was loaded; the site is as it was.") from error
    except (FigureFileFault, StateProgramFileFault) as error:
        raise Refused(f"{error}\nNo page was loaded; the site is as it was.") from error
    except DatabaseError as error:
        raise Refused(
            f"The database refused the load ({error}). Nothing was loaded; the site is as it was."
        ) from error
    drop_pages_now()
    say(f"Pages: {report.sentence()}")
    for conflict in report.conflicts:
        say(
            f"\nConflict: {conflict.path} changed in the file and by an editor. Kept: the editor's."
        )
        say(conflict.difference)
    return report


def check_content_files(folder: Path, *, say: Say) -> None:
    """Read every file; each fault by file and line."""
    try:
        pages = check_files(folder)
    except ContentFaults as error:
        raise Refused(f"{error}\n{len(error.faults)} faults.") from error
    say(f"{len(pages)} page files are sound.")


def export_content_files(folder: Path, *, everything: bool, say: Say) -> None:
    """Write pages that editors changed back to files."""
    try:
        written = export_content(folder, everything=everything)
    except OSError as error:
        raise Refused(f"{folder} could not be written: {error.strerror}.") from error
    for path in written:
        say(path)
    say(f"{len(written)} files written below {folder}.")


def load_figure_file(file: Path | None, *, say: Say) -> None:
    """Load a figures file in place of the present figures."""
    file = file or Path(settings.CONTENT_DIR) / "data" / "mep-figures.csv"
    try:
        counts = load_figures(file, actor="operator")
    except (FigureFileFault, OSError) as error:
        raise Refused(f"{error}\nNothing was loaded; the figures are as they were.") from error
    drop_pages_now()
    say(f"Figures: {counts}")


def export_figure_file(file: Path | None, *, say: Say) -> None:
    """Write the figures to a file."""
    file = file or Path("figures.csv")
    try:
        export_figures(file, actor="operator")
    except OSError as error:
        raise Refused(f"{file} could not be written: {error.strerror}.") from error
    say(f"Figures written to {file}.")


def invite(email: str, role: str, name: str, *, say: Say) -> None:
    """Make an invitation and show its link."""
    from django.core.exceptions import ValidationError

    try:
        invitation, token = invite_person(
            email, role=role, name=name, actor="operator", now=timezone.now()
        )
    except (ValidationError, ValueError) as error:
        messages = getattr(error, "messages", [str(error)])
        raise Refused(" ".join(messages)) from error
    say(f"{settings.SITE_ADDRESS}/accounts/invitation/{token}/")
    say(f"For {invitation.email}, until {invitation.expires_at:%Y-%m-%d}. Give it to nobody else.")


def tick() -> None:
    """What a timer runs every minute or so: scheduled publishing, old sessions."""
    call_command("publish_scheduled", verbosity=0)
    call_command("clearsessions", verbosity=0)


# --- backup and restore ------------------------------------------------------------------------
def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _postgres_environment() -> dict[str, str]:
    described: dict[str, Any] = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return os.environ | {
        name: str(described[key]) for name, key in names.items() if described.get(key)
    }


def back_up(file: Path, *, say: Say) -> None:
    """Write database and media into one file; the file is whole or absent."""
    if file.exists():
        raise Refused(f"{file} exists already. Name another file; nothing was written.")
    with tempfile.TemporaryDirectory(prefix="rumbo-backup-") as folder:
        database = Path(folder) / "database"
        _copy_database(database)
        about = Path(folder) / "about.json"
        about.write_text(
            json.dumps(
                {
                    "form": BACKUP_FORM,
                    "database": connection.vendor,
                    "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                    "migrations": _migration_stamp(),
                    "sha256": hashlib.sha256(database.read_bytes()).hexdigest(),
                }
            ),
            "utf-8",
        )
        draft = file.with_name(file.name + ".part")
        try:
            with tarfile.open(draft, "w:gz") as archive:
                archive.add(about, "about.json")
                archive.add(database, "database")
                media = Path(settings.MEDIA_ROOT)
                if media.is_dir():
                    archive.add(media, "media")
            draft.replace(file)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise Refused(f"{file} could not be written: {error.strerror}.") from error
    say(f"{file}: {file.stat().st_size:,} bytes.")


def _copy_database(target: Path) -> None:
    if _is_sqlite():
        with (
            sqlite3.connect(str(connection.settings_dict["NAME"])) as source,
            sqlite3.connect(target) as copy,
        ):
            source.backup(copy)
        return
    _run_postgres(
        ["pg_dump", "--format=custom", f"--file={target}", str(connection.settings_dict["NAME"])]
    )


def _run_postgres(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, env=_postgres_environment(), capture_output=True)
    except FileNotFoundError as error:
        raise Refused(f"{command[0]} is not installed; it comes with PostgreSQL.") from error
    except subprocess.CalledProcessError as error:
        raise Refused(f"{command[0]}: {error.stderr.decode(errors='replace').strip()}") from error


def restore(file: Path, *, say: Say) -> None:
    """Put a backup's database and media in place of the present ones, which are set aside."""
    if not file.exists():
        raise Refused(f"{file} does not exist. Nothing was changed.")
    with tempfile.TemporaryDirectory(prefix="rumbo-restore-", dir=home()) as folder:
        try:
            with tarfile.open(file, "r:gz") as archive:
                archive.extractall(folder, filter="data")
            about = json.loads((Path(folder) / "about.json").read_text("utf-8"))
            database = Path(folder) / "database"
            found = hashlib.sha256(database.read_bytes()).hexdigest()
        except (tarfile.TarError, OSError, EOFError, ValueError) as error:
            raise Refused(
                f"{file} is not a whole backup ({error}). Nothing was changed."
            ) from error
        if about.get("form") != BACKUP_FORM or about.get("sha256") != found:
            raise Refused(f"{file} is not a whole backup of Rumbo. Nothing was changed.")
        if about.get("database") != connection.vendor:
            raise Refused(
                f"The backup is of {about.get('database')}, this installation uses "
                f"{connection.vendor}. Nothing was changed."
            )
        _put_database(database)
        _put_media(Path(folder) / "media")
    for name in ("migrations", "content"):
        _stamp_file(name).unlink(missing_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    drop_pages_now()
    say(f"Restored from {file} (made {about.get('made_at')}). Restart the site if it is running.")


def _put_database(source: Path) -> None:
    if _is_sqlite():
        connection.close()
        name = str(connection.settings_dict["NAME"])
        with sqlite3.connect(source) as copy, sqlite3.connect(name) as target:
            copy.backup(target)
        return
    _run_postgres(
        [
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            str(source),
        ]
    )


def _put_media(source: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    if not source.is_dir():
        return
    aside = media.with_name(media.name + "-before-restore")
    shutil.rmtree(aside, ignore_errors=True)
    if media.exists():
        media.rename(aside)
    shutil.copytree(source, media)
    shutil.rmtree(aside, ignore_errors=True)
