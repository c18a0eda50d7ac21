"""What an uploaded file really is, by its content, and whether it may be kept.

The name and the type that a browser sends are claims. Pictures are written anew from their pixels, so
that nothing else in the file stays: no place, no time, no name of a device or a person.
"""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from rumbo.website.frame.svg import HostileDrawing, check_drawing

MOST_PIXELS = 40_000_000
"""More than any camera phone's usual picture; a small file can hold far more and fill the memory."""

MOST_DRAWING_BYTES = 1024 * 1024
MOST_UNPACKED_BYTES = 300 * 1024 * 1024

PICTURE_KINDS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}
"""Raster pictures by their extension, and the name of what must be inside."""

KIND_WORDS = {
    "JPEG": "JPEG",
    "PNG": "PNG",
    "WEBP": "WebP",
    "AVIF": "AVIF",
    "SVG": "SVG",
    "GIF": "GIF",
    "PDF": "PDF",
    "HTML": "HTML",
    "ZIP": "ZIP",
    "DOCX": "Word (docx)",
    "XLSX": "Excel (xlsx)",
    "EPUB": "EPUB",
    "PROGRAM": _("a program"),
    "TEXT": _("plain text"),
    "EMPTY": _("an empty file"),
    "UNKNOWN": _("of an unknown kind"),
}
_OFFICE_PARTS = {"word/document.xml": "DOCX", "xl/workbook.xml": "XLSX"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_MARKUP_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<?php")


class UploadRefused(Exception):
    """A file that may not be kept.

    Args:
        why: wrong_kind, extension, too_large, too_many_pixels, moving, damaged, hostile_drawing,
            macros, too_large_unpacked or hostile_text.
        name: the file's own name.
        found: what is inside, one of `KIND_WORDS`.
        size: its bytes.
        detail: what exactly was found, if that helps.
    """

    code = "upload_refused"

    def __init__(self, why: str, name: str, found: str, size: int, detail: str = "") -> None:
        super().__init__(f"{name}: {why} ({found})")
        self.why = why
        self.name = name
        self.found = found
        self.size = size
        self.detail = detail


def kind_of(content: bytes) -> str:
    """What the bytes are, as a key of `KIND_WORDS`; decided by content alone."""
    head = content[:1024]
    if not head:
        return "EMPTY"
    for sign, kind in (
        (b"\xff\xd8\xff", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"GIF8", "GIF"),
        (b"%PDF-", "PDF"),
    ):
        if head.startswith(sign):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    if head.startswith(_PROGRAMS):
        return "PROGRAM"
    return _kind_of_text(content)


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.read("mimetype")[:20] == b"application/epub+zip":
                return "EPUB"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return "UNKNOWN"
    for part, kind in _OFFICE_PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return kind
    return "ZIP"


def _kind_of_text(content: bytes) -> str:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if any(sign in start for sign in _MARKUP_SIGNS):
        return "HTML"
    if b"<svg" in start and start.startswith((b"<?xml", b"<svg", b"<!--", b"<!doctype svg")):
        return "SVG"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return "UNKNOWN"
    has_controls = any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text[:20_000])
    return "UNKNOWN" if has_controls else "TEXT"


def clean_picture(name: str, content: bytes) -> bytes:
    """The picture's bytes as they may be kept.

    A drawing (SVG) is returned as it is once it holds shapes only. A photo is turned upright and
    written anew from its pixels and its colour profile: place, time, device and every other note in
    it are gone.

    Args:
        name: the file's name with its extension.
        content: the whole file.
    Raises:
        UploadRefused: false type, damaged, too many pixels, moving, or a hostile drawing.
    """
    extension = PurePath(name).suffix.lower().lstrip(".")
    found = kind_of(content)

    def refuse(why: str, detail: str = "") -> UploadRefused:
        return UploadRefused(why, name, found, len(content), detail)

    if extension == "svg" or found == "SVG":
        if found not in {"SVG", "HTML", "TEXT"}:
            raise refuse("wrong_kind")
        if extension != "svg":
            raise refuse("extension")
        if len(content) > MOST_DRAWING_BYTES:
            raise refuse("too_many_pixels")
        try:
            check_drawing(content)
        except HostileDrawing as error:
            raise refuse("hostile_drawing", error.found) from error
        return content
    if found not in PICTURE_KINDS.values():
        raise refuse("wrong_kind")
    if PICTURE_KINDS.get(extension) != found:
        raise refuse("extension")
    return _written_anew(content, found, refuse)


def _written_anew(content: bytes, kind: str, refuse: Callable[..., UploadRefused]) -> bytes:
    try:
        with Image.open(BytesIO(content), formats=[kind]) as probe:
            if probe.width * probe.height > MOST_PIXELS:
                raise refuse("too_many_pixels", f"{probe.width} × {probe.height}")
            if getattr(probe, "n_frames", 1) > 1:
                raise refuse("moving")
            probe.verify()
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            picture.load()
            profile = picture.info.get("icc_profile")
            transparency = picture.info.get("transparency")
            upright = ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError as error:
        raise refuse("too_many_pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise refuse("damaged") from error
    upright.info = {} if transparency is None else {"transparency": transparency}
    options = {"quality": 90} if kind in {"JPEG", "WEBP", "AVIF"} else {}
    written = BytesIO()
    upright.save(written, format=kind, exif=b"", icc_profile=profile, **options)
    return written.getvalue()


def check_document(name: str, content: IO[bytes]) -> None:
    """Return when a document's content is what its extension says.

    Args:
        name: the file's name with its extension.
        content: the open file; read to its end and set back to its start.
    Raises:
        UploadRefused: extension and content differ, macros, markup in a text, too large unpacked.
    """
    content.seek(0)
    whole = content.read()
    content.seek(0)
    extension = PurePath(name).suffix.lower().lstrip(".")
    found = kind_of(whole)
    wanted = {"csv": "TEXT", "txt": "TEXT"}.get(extension, extension.upper())
    if found != wanted:
        why = "hostile_text" if wanted == "TEXT" and found == "HTML" else "extension"
        raise UploadRefused(why, name, found, len(whole))
    if found in {"DOCX", "XLSX", "EPUB", "ZIP"}:
        _check_archive(name, whole, found)


def _check_archive(name: str, content: bytes, found: str) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise UploadRefused("too_large_unpacked", name, found, len(content))
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise UploadRefused("macros", name, found, len(content))
