"""Content that is not a page: topics, pictures, this installation, and rows of the rooms above.

Rows follow the same rule as pages: files seed, an edited row is the database's, conflicts are told.
"""

import hashlib
import mimetypes
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db.models import Model

from rumbo.website.frame.files.reading import ContentFaults, Fault, located, read_yaml
from rumbo.website.frame.files.seeds import SeedBook, digest_of, row_fingerprint
from rumbo.website.frame.files.values import Lookups
from rumbo.website.frame.models import Installation, Picture, Topic
from rumbo.website.frame.svg import HostileDrawing, check_drawing


class Report(Protocol):
    """The part of a load report that rows write to."""

    seeds: SeedBook
    added: list[str]
    changed: list[str]
    unchanged: list[str]
    kept: list[str]
    deleted_here: list[str]
    conflicts: list[Any]


RowLoader = Callable[[Path, Report], dict[str, Any]]
_row_loaders: dict[str, RowLoader] = {}
RowExporter = Callable[[Path], list[str]]
_row_exporters: dict[str, RowExporter] = {}


def register_rows(name: str, load: RowLoader, export: RowExporter | None = None) -> None:
    """Let a room above load rows of its own before the pages are loaded.

    Args:
        name: what pages call these rows, such as `series`; the key in `Lookups.others`.
        load: given the content folder and the report, the rows by name. Raises ContentFaults.
        export: given a folder, write the rows back; returns the paths written.
    """
    _row_loaders[name] = load
    if export is not None:
        _row_exporters[name] = export


def row_exporters() -> dict[str, RowExporter]:
    """The exporters that rooms registered."""
    return dict(_row_exporters)


def seed_row(
    path: str,
    wanted: dict[str, Any],
    *,
    find: Callable[[], Model | None],
    make: Callable[[], Model],
    report: Report,
    extra: str = "",
) -> Model | None:
    """Load one row by the seeding rule.

    Args:
        path: the row's name in the seed table, such as `topics.yaml#funding`.
        wanted: field names and plain values from the file.
        find: gives the row as it is now, or None.
        make: gives a new, unsaved row with its key set.
        report: where the outcome is told.
        extra: a fingerprint of what the values do not show, such as a picture's file.
    Returns:
        the row; None when an editor deleted it.
    Raises:
        ContentFaults: a value that the row itself refuses.
    """
    seed = report.seeds.find(path)
    row = find()
    file_hash = digest_of([wanted, extra])
    if row is None and seed is not None:
        report.deleted_here.append(path)
        return None
    if row is not None and seed is not None:
        was_edited = row_fingerprint(row, wanted) != seed.page_hash
        if seed.file_hash == file_hash:
            (report.kept if was_edited else report.unchanged).append(path)
            return row
        if was_edited and _present(row, wanted) != wanted:
            report.conflicts.append(_row_conflict(path, _present(row, wanted), wanted))
            return row
    is_new = row is None
    row = row or make()
    for name, value in wanted.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise ContentFaults(
            [
                Fault(path, 0, f"{name}: {' '.join(said)}")
                for name, said in error.message_dict.items()
            ]
        ) from error
    row.save()
    report.seeds.note_row(path, file_hash, row, wanted)
    (report.added if is_new else report.changed).append(path)
    return row


def _present(row: Model, wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in wanted}


def _row_conflict(path: str, present: dict[str, Any], wanted: dict[str, Any]) -> Any:
    from rumbo.website.frame.files.loading import Conflict

    lines = [
        f"- {name}: {present[name]}\n+ {name}: {wanted[name]}"
        for name in wanted
        if present[name] != wanted[name]
    ]
    return Conflict(path, "\n".join(lines))


def yaml_rows(content_dir: Path, name: str) -> dict[str, dict[str, Any]]:
    """The rows of a YAML file of the form `slug: {…}`; empty if the file is absent.

    Raises:
        ContentFaults: the file cannot be read or has another form.
    """
    file = content_dir / name
    if not file.exists():
        return {}
    value, faults = read_yaml(file, name)
    if faults:
        raise ContentFaults(faults)
    if not isinstance(value, dict) or not all(isinstance(row, dict) for row in value.values()):
        raise ContentFaults([Fault(name, 1, "is not of the form 'slug: {key: value}'")])
    return {str(slug): row for slug, row in value.items()}


def need(row: dict[str, Any], key: str, path: str) -> str:
    """A text that a row must have.

    Raises:
        ContentFaults: it is missing.
    """
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ContentFaults([Fault(path, 0, f'has no "{key}"')])
    return " ".join(value.split())


def load_shared(content_dir: Path, report: Report) -> Lookups:
    """Load everything that pages refer to; the names they may use.

    Raises:
        ContentFaults: a row that cannot be loaded, by file and line.
    """
    try:
        topics = _load_topics(content_dir, report)
        pictures = _load_pictures(content_dir, report)
        _load_installation(content_dir, pictures, report)
        others = {name: load(content_dir, report) for name, load in _row_loaders.items()}
    except ContentFaults as error:
        raise ContentFaults([located(content_dir, fault) for fault in error.faults]) from error
    return Lookups(topics, pictures, others)


def _load_topics(content_dir: Path, report: Report) -> dict[str, Topic]:
    found: dict[str, Topic] = {}
    for slug, row in yaml_rows(content_dir, "topics.yaml").items():
        path = f"topics.yaml#{slug}"
        refuse_unknown(row, ("en", "es"), path)
        topic = seed_row(
            path,
            {"name_en": need(row, "en", path), "name_es": need(row, "es", path)},
            find=lambda slug=slug: Topic.objects.filter(slug=slug).first(),
            make=lambda slug=slug: Topic(slug=slug),
            report=report,
        )
        if isinstance(topic, Topic):
            found[slug] = topic
    return found


def refuse_unknown(row: dict[str, Any], known: Iterable[str], path: str) -> None:
    """Raise ContentFaults if a row has a key that nothing would read."""
    unknown = [str(key) for key in row if key not in known]
    if unknown:
        words = f'"{unknown[0]}" is not known; known: {", ".join(known)}'
        raise ContentFaults([Fault(path, 0, words)])


_SITE_TEXTS = ("strapline", "banner", "foot")
_SITE_KEYS = ("name", *_SITE_TEXTS, "logo", "state", "accent", "contact")


def _load_installation(content_dir: Path, pictures: dict[str, Picture], report: Report) -> None:
    file = content_dir / "site.yaml"
    if not file.exists():
        return
    value, faults = read_yaml(file, "site.yaml")
    if faults:
        raise ContentFaults(faults)
    if not isinstance(value, dict):
        raise ContentFaults([Fault("site.yaml", 1, "is not a list of keys and values")])
    unknown = [key for key in value if key not in _SITE_KEYS]
    if unknown:
        words = f"is not known; known: {', '.join(_SITE_KEYS)}"
        raise ContentFaults([Fault(f"site.yaml#{unknown[0]}", 0, words)])
    wanted: dict[str, Any] = {"name": need(value, "name", "site.yaml")}
    for key in _SITE_TEXTS:
        texts = value.get(key)
        for language in ("en", "es"):
            wanted[f"{key}_{language}"] = need(
                texts if isinstance(texts, dict) else {}, language, f"site.yaml#{key}"
            )
    for key in ("state", "accent", "contact"):
        wanted[key] = str(value.get(key) or "").strip()
    wanted["logo_id"] = _logo_of(value.get("logo"), pictures)
    seed_row(
        "site.yaml",
        wanted,
        find=lambda: Installation.objects.first(),
        make=Installation,
        report=report,
    )


def _logo_of(name: Any, pictures: dict[str, Picture]) -> int | None:
    if name is None:
        return None
    if name not in pictures:
        words = f'"{name}" is not in pictures/pictures.yaml'
        raise ContentFaults([Fault("site.yaml#logo", 0, words)])
    return pictures[name].pk


_PICTURE_KEYS = ("title", "alt_en", "alt_es", "carries_words", "words")


def _load_pictures(content_dir: Path, report: Report) -> dict[str, Picture]:
    name = "pictures/pictures.yaml"
    found: dict[str, Picture] = {}
    for seed_name, row in yaml_rows(content_dir, name).items():
        path = f"{name}#{seed_name}"
        refuse_unknown(row, _PICTURE_KEYS, path)
        file = next(
            (
                content_dir / "pictures" / f"{seed_name}{ending}"
                for ending in (".svg", ".png", ".jpg", ".webp")
                if (content_dir / "pictures" / f"{seed_name}{ending}").exists()
            ),
            None,
        )
        if file is None:
            raise ContentFaults([Fault(path, 0, f"pictures/{seed_name}.svg is missing")])
        content = file.read_bytes()
        if file.suffix == ".svg":
            try:
                check_drawing(content)
            except HostileDrawing as error:
                where = f"pictures/{file.name}"
                raise ContentFaults([Fault(where, 0, f"holds {error.found}")]) from error
        wanted: dict[str, Any] = {
            "title": need(row, "title", path),
            "alt_en": need(row, "alt_en", path),
            "alt_es": need(row, "alt_es", path),
            "carries_words": bool(row.get("carries_words", False)),
            "words": str(row.get("words") or ""),
        }
        fingerprint = hashlib.sha256(content).hexdigest()
        picture = _seed_picture(path, wanted, seed_name, file, content, fingerprint, report)
        if picture is not None:
            found[seed_name] = picture
    return found


def _seed_picture(
    path: str,
    wanted: dict[str, Any],
    seed_name: str,
    file: Path,
    content: bytes,
    fingerprint: str,
    report: Report,
) -> Picture | None:
    def find() -> Picture | None:
        return Picture.objects.filter(seed_name=seed_name).first()

    def with_file(picture: Picture) -> Picture:
        # The name carries the content's fingerprint: a changed drawing gets a new address.
        name = f"{seed_name}-{fingerprint[:8]}{file.suffix}"
        picture.file = ImageFile(BytesIO(content), name=name)
        picture.file_size = len(content)
        return picture

    before = find()
    seed = report.seeds.find(path)
    if before is not None and seed is not None and fingerprint[:8] not in before.file.name:
        was_edited = row_fingerprint(before, wanted) != seed.page_hash
        if not was_edited and seed.file_hash != digest_of([wanted, fingerprint]):
            with_file(before).save()
    return seed_row(  # type: ignore[return-value]
        path,
        wanted,
        find=find,
        make=lambda: with_file(Picture(seed_name=seed_name)),
        report=report,
        extra=fingerprint,
    )


def media_type(path: str) -> str:
    """The media type of a file by its name."""
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
