"""The steps behind the `rumbo` command. Each raises `Refused` with a sentence for a person."""

import contextlib
import functools
import gzip
import hashlib
import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from rumbo.access.actions import create_first_administrator, invite_person
from rumbo.access.roles import ensure_roles
from rumbo.figures.actions import export_figures, load_figures
from rumbo.figures.faults import FigureFileFault
from rumbo.places.actions import StateProgramFileFault, load_state_programs
from rumbo.terms.citations import UnreadableCitation, parse_citation
from rumbo.website.frame.files.exporting import export_content
from rumbo.website.frame.files.loading import LoadReport, check_files, load_content
from rumbo.website.frame.files.reading import ContentFaults
from rumbo.website.frame.freshness import drop_pages_now
from rumbo.website.frame.storage import DRAFTS
from rumbo.website.reading.citing import find_citing
from rumbo.website.reading.finding.texts import try_to_store_texts
from rumbo.website.reading.law import law_index

logger = logging.getLogger("rumbo")

Say = Callable[[str], None]
BACKUP_FORM = "rumbo-backup-1"
NOTHING_LOADED = "Nothing was loaded; the site is as it was."


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
    Raises:
        Refused: content that cannot be loaded, or no room to write.
    """
    try:
        return _set_up(say)
    except OSError as error:
        raise Refused(
            f"{home()} cannot be written ({error.strerror}). What is there is as it was. Make room "
            "or name another folder in RUMBO_HOME, then start again."
        ) from error


def _set_up(say: Say) -> tuple[str, str] | None:
    for folder in (home(), Path(settings.STATIC_ROOT), Path(settings.MEDIA_ROOT)):
        folder.mkdir(parents=True, exist_ok=True)
    migrations = _migration_stamp()
    if not (_is_stamped("migrations", migrations) and _has_tables()):
        say("Preparing the database (about 20 seconds the first time)")
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            ensure_roles()
        except DatabaseError as error:
            raise Refused(
                f"The database could not be prepared ({error}). Each step that was finished is kept; "
                "start again once this is mended."
            ) from error
        _stamp_file("migrations").write_text(migrations, "ascii")
    content = _content_stamp(Path(settings.CONTENT_DIR))
    has_pages = _has_pages()
    if not (_is_stamped("content", content) and has_pages):
        try:
            load_content_files(Path(settings.CONTENT_DIR), say=say)
            _stamp_file("content").write_text(content, "ascii")
        except Refused as error:
            if not has_pages:
                raise
            # Readers must not lose the site to a fault in a new file.
            print(f"{error}\nThe site starts with the pages that it has.", file=sys.stderr)
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
    """Load content files, figures and State offices: all of them or, if one is faulty, none."""
    say("Loading figures, State offices and pages")
    try:
        report = load_content(folder, say=say, first=lambda: _load_tables(folder))
    except (ContentFaults, FigureFileFault, StateProgramFileFault) as error:
        raise Refused(f"{error}\n{NOTHING_LOADED}") from error
    except DatabaseError as error:
        raise Refused(f"The database refused the load ({error}). {NOTHING_LOADED}") from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise Refused(f"{where}{error.strerror}. {NOTHING_LOADED}") from error
    drop_pages_now()
    try_to_store_texts()
    say(f"Pages: {report.sentence()}")
    for conflict in report.conflicts:
        say(
            f"\nConflict: {conflict.path} changed in the file and by an editor. Kept: the editor's."
        )
        say(conflict.difference)
    return report


def _load_tables(folder: Path) -> None:
    figures = folder / "data" / "mep-figures.csv"
    if figures.exists():
        load_figures(figures, actor="operator")
    offices = folder / "data" / "state-programs.csv"
    if offices.exists():
        load_state_programs(offices, actor="operator")


def check_content_files(folder: Path, *, say: Say) -> None:
    """Read every file; each fault by file and line."""
    try:
        pages = check_files(folder)
    except ContentFaults as error:
        raise Refused(f"{error}\n{len(error.faults)} faults.") from error
    say(f"{len(pages)} page files are sound.")


def tell_citing(key: str, *, say: Say) -> None:
    """List every article, slide, question and term that rests on a paragraph of the law."""
    try:
        citation = parse_citation(key)
    except UnreadableCitation as error:
        raise Refused(f"{key!r} is not a citation like 34 CFR 200.81(g).") from error
    if citation.key not in law_index():
        raise Refused(f"{citation.key} is not in the law that this hub holds (content/law).")
    found = find_citing(citation.key, "en")
    say(f"{citation.key}: {found.count} places")
    for entry in found.pages:
        say(f"  {entry.kind:<8} {entry.path}  {entry.title}")
    for question in found.questions:
        say(f"  question {question.path}  {question.ask}")
    for term in found.terms:
        say(f"  term     {term.path}  {term.words.term}")


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
    except (FigureFileFault, OSError, DatabaseError) as error:
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
    except DatabaseError as error:
        raise Refused(f"The database refused ({error}). No invitation was made.") from error
    say(f"{settings.SITE_ADDRESS}/accounts/invitation/{token}/")
    say(f"For {invitation.email}, until {invitation.expires_at:%Y-%m-%d}. Give it to nobody else.")


def tick() -> None:
    """What a timer runs every minute or so: all that `sweep` does, then the large files."""
    sweep()
    make_files()


def sweep() -> None:
    """What is soon done: scheduled publishing, searched texts, old sessions."""
    publish_due()
    try_to_store_texts()
    call_command("clearsessions", verbosity=0)


def make_files() -> int:
    """Make the large PDFs and EPUBs of what was published, before a reader asks; how many are ready."""
    from rumbo.website.reading.file_orders import make_files as make

    return make() if _has_pages() else 0


def publish_due() -> int:
    """Publish and unpublish what is due, each whole or not at all; how many were done.

    One that fails is told in the log, tried again the next time and keeps no other one waiting.
    """
    now = timezone.now()
    steps: list[tuple[str, Callable[[], Any]]] = [
        (
            f"The end of page {page.pk}",
            functools.partial(
                page.specific.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"
            ),
        )
        for page in Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
    ]
    steps += [
        (
            f"The scheduled publishing of revision {revision.pk}",
            functools.partial(revision.publish, log_action="wagtail.publish.scheduled"),
        )
        for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by(
            "approved_go_live_at"
        )
    ]
    return sum(_is_done(name, step) for name, step in steps)


def _is_done(name: str, step: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            step()
    except Exception as error:  # of any kind: the next page must not wait for this one's fault
        if isinstance(error, DatabaseError):
            raise
        logger.exception("%s failed; it will be tried again", name)
        return False
    return True


# --- backup and restore ------------------------------------------------------------------------
def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


_POSTGRES_NAMES = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}


def _postgres_environment() -> dict[str, str]:
    described: dict[str, Any] = connection.settings_dict
    options = described.get("OPTIONS") or {}
    return (
        os.environ
        | {name: str(described[key]) for name, key in _POSTGRES_NAMES.items() if described.get(key)}
        | {f"PG{key.upper()}": str(options[key]) for key in options if key.startswith("ssl")}
    )


class _TornBackup(Exception):
    """A file that is not a whole backup; the text says why."""


def back_up(file: Path, *, say: Say) -> None:
    """Write database and media into one file; the file is whole or absent."""
    if file.exists():
        raise Refused(f"{file} exists already. Name another file; nothing was written.")
    try:
        # Beside the target, not in /tmp: there must be room for it there, and what a killed backup
        # leaves is a folder that nobody takes for a backup.
        with tempfile.TemporaryDirectory(prefix=".rumbo-backup-", dir=file.parent) as folder:
            draft = Path(folder) / "whole.tar.gz"
            _write_backup(draft, Path(folder) / "database")
            with tempfile.TemporaryDirectory(prefix="read-again-", dir=folder) as again:
                _unpack_backup(draft, Path(again))
            draft.replace(file)
    except (OSError, sqlite3.Error, _TornBackup) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(f"{file} could not be written: {reason}. No backup was made.") from error
    say(f"{file}: {file.stat().st_size:,} bytes.")


def _write_backup(draft: Path, database: Path) -> None:
    _copy_database(database)
    about = database.with_name("about.json")
    facts = {
        "form": BACKUP_FORM,
        "database": connection.vendor,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": _migration_stamp(),
        "sha256": _hash_of_file(database),
    }
    about.write_text(json.dumps(facts), "utf-8")
    with draft.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w:gz") as archive:
            archive.add(about, "about.json")
            archive.add(database, "database")
            _add_media(archive, Path(settings.MEDIA_ROOT))
        out.flush()
        os.fsync(out.fileno())


def _add_media(archive: tarfile.TarFile, media: Path) -> None:
    for file in sorted(media.rglob("*")):
        if DRAFTS in file.parts or not file.is_file():
            continue
        # An editor may delete a picture in this moment; its row is then gone on the next backup.
        with contextlib.suppress(FileNotFoundError):
            archive.add(file, f"media/{file.relative_to(media).as_posix()}")


def _hash_of_file(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _only_ours(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """Only what a backup of ours holds: plain files and folders of these names, never a link."""
    is_ours = member.name in ("about.json", "database") or member.name.startswith("media/")
    if not is_ours or not (member.isreg() or member.isdir()):
        raise _TornBackup(f"it holds {member.name!r}, which no backup of Rumbo holds")
    return tarfile.data_filter(member, folder)


def _unpack_backup(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup; what it says of itself.

    Raises:
        _TornBackup: it is torn, damaged or no backup of Rumbo.
    """
    try:
        with gzip.open(file) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as archive:
                archive.extractall(folder, filter=_only_ours)
            while packed.read(1 << 20):
                pass  # to the end, where the sum of all bytes is compared
        about: dict[str, Any] = json.loads((folder / "about.json").read_text("utf-8"))
        found = _hash_of_file(folder / "database")
    except (tarfile.TarError, zlib.error, EOFError, ValueError, FileNotFoundError) as error:
        raise _TornBackup(str(error)) from error
    except OSError as error:
        if error.errno is None:  # gzip's own word for bytes that do not fit their sum
            raise _TornBackup(str(error)) from error
        raise
    if about.get("form") != BACKUP_FORM or about.get("sha256") != found:
        raise _TornBackup("what it says of itself does not fit")
    return about


def _copy_database(target: Path) -> None:
    if _is_sqlite():
        with (
            contextlib.closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as source,
            contextlib.closing(sqlite3.connect(target)) as copy,
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
    """Put a backup's database and media in place of the present ones: both or neither."""
    if not file.exists():
        raise Refused(f"{file} does not exist. Nothing was changed.")
    try:
        home().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="rumbo-restore-", dir=home()) as folder:
            about = _unpack_backup(file, Path(folder))
            if about.get("database") != connection.vendor:
                raise Refused(
                    f"The backup is of {about.get('database')}, this installation uses "
                    f"{connection.vendor}. Nothing was changed."
                )
            with _media_in_place(Path(folder) / "media"):
                _put_database(Path(folder) / "database")
    except _TornBackup as error:
        raise Refused(f"{file} is not a whole backup ({error}). Nothing was changed.") from error
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(
            f"The backup could not be put in place: {reason}. Nothing was changed."
        ) from error
    for name in ("migrations", "content"):
        _stamp_file(name).unlink(missing_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    drop_pages_now()
    say(f"Restored from {file} (made {about.get('made_at')}). Restart the site if it is running.")


def _put_database(source: Path) -> None:
    if _is_sqlite():
        connection.close()
        name = str(connection.settings_dict["NAME"])
        with (
            contextlib.closing(sqlite3.connect(source)) as copy,
            contextlib.closing(sqlite3.connect(name)) as target,
        ):
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


@contextlib.contextmanager
def _media_in_place(source: Path) -> Iterator[None]:
    """Put media in place by renames, which need no room; back again if what follows fails."""
    media = Path(settings.MEDIA_ROOT)
    fresh, aside = media.with_name(f"{media.name}.new"), media.with_name(f"{media.name}.before")
    for old in (fresh, aside):
        shutil.rmtree(old, ignore_errors=True)
    try:
        if source.is_dir():
            shutil.move(source, fresh)
        else:
            fresh.mkdir(parents=True)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    if media.exists():
        media.rename(aside)
    fresh.rename(media)
    try:
        yield
    except BaseException:
        shutil.rmtree(media, ignore_errors=True)
        if aside.exists():
            aside.rename(media)
        raise
    shutil.rmtree(aside, ignore_errors=True)
