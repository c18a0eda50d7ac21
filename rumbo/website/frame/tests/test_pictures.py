import json
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile

from rumbo.access.tests.builders import a_person
from rumbo.website.frame.uploads import UploadRefused, check_document, clean_picture, kind_of

GPS_INFO = 0x8825
MAKE = 0x010F
ORIENTATION = 0x0112
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def a_photo(kind="JPEG", *, size=(60, 40), orientation=1):
    """A photo that says where and with what it was taken."""
    picture = Image.new("RGB", size, (90, 120, 60))
    notes = Image.Exif()
    notes[MAKE] = "Invented Camera"
    notes[ORIENTATION] = orientation
    notes.get_ifd(GPS_INFO).update({1: "N", 2: (36.0, 44.0, 14.0), 3: "W", 4: (119.0, 47.0, 6.0)})
    written = BytesIO()
    picture.save(written, format=kind, exif=notes, comment=b"for the office in Fresno")
    return written.getvalue()


def notes_in(content):
    with Image.open(BytesIO(content)) as picture:
        return dict(picture.getexif()), dict(picture.getexif().get_ifd(GPS_INFO)), picture.info


# --- the content of files -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("WEBP", "a.webp"), ("PNG", "a.png")]
)
def test_a_photo_loses_place_time_and_device(kind, name):
    photo = a_photo(kind)
    assert notes_in(photo)[1]

    kept = clean_picture(name, photo)

    notes, place, others = notes_in(kept)
    assert (notes, place) == ({}, {})
    assert not {"exif", "comment", "xmp", "photoshop"} & set(others)
    assert b"Invented Camera" not in kept
    assert b"Fresno" not in kept
    assert kind_of(kept) == kind


def test_a_photo_taken_sideways_is_turned_upright_before_its_notes_go():
    kept = clean_picture("a.jpg", a_photo(orientation=6))

    with Image.open(BytesIO(kept)) as picture:
        assert picture.size == (40, 60)


def test_a_transparent_picture_stays_transparent():
    written = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(written, format="PNG")

    with Image.open(BytesIO(clean_picture("a.png", written.getvalue()))) as kept:
        assert kept.mode == "RGBA"
        assert kept.getpixel((0, 0))[3] == 0


def a_zip(**parts):
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
XLSX = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_photo(), "JPEG"),
        (a_photo("PNG"), "PNG"),
        (a_photo("WEBP"), "WEBP"),
        (DRAWING, "SVG"),
        (b"GIF89a....", "GIF"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<!DOCTYPE html><p>hello", "HTML"),
        (b"\xef\xbb\xbf  <script>alert(1)</script>", "HTML"),
        (b"MZ\x90\x00", "PROGRAM"),
        (b"#!/bin/sh\nrm", "PROGRAM"),
        (a_zip(**DOCX), "DOCX"),
        (a_zip(**XLSX), "XLSX"),
        (a_zip(mimetype="application/epub+zip"), "EPUB"),
        (a_zip(a="1"), "ZIP"),
        ("State;Niños\nKansas;3".encode(), "TEXT"),
        ("State;Niños".encode("cp1252"), "TEXT"),
        (b"\x00\x01\x02\x03", "UNKNOWN"),
        (b"", "EMPTY"),
    ],
)
def test_a_file_is_what_its_content_says(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("photo.jpg", b"<html><script>alert(1)</script>", "wrong_kind"),
        ("photo.png", b"%PDF-1.7", "wrong_kind"),
        ("photo.jpg", b"GIF89a", "wrong_kind"),
        ("photo.png", a_photo(), "extension"),
        ("photo.jpg", DRAWING, "extension"),
        ("drawing.svg", a_photo(), "wrong_kind"),
        ("photo.jpg", a_photo()[:300], "damaged"),
        ("drawing.svg", DRAWING.replace(b"<path", b"<script/><path"), "hostile_drawing"),
        ("drawing.svg", DRAWING.replace(b"<path", b'<path onload="x()"'), "hostile_drawing"),
        (
            "drawing.svg",
            DRAWING.replace(b"<path", b'<use href="https://example.org/x.svg#a"/><path'),
            "hostile_drawing",
        ),
        (
            "drawing.svg",
            b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWING,
            "hostile_drawing",
        ),
    ],
)
def test_a_picture_that_is_not_what_it_says_is_refused(name, content, why):
    with pytest.raises(UploadRefused) as refused:
        clean_picture(name, content)

    assert refused.value.why == why
    assert refused.value.size == len(content)


def test_a_small_file_with_too_many_pixels_is_refused_before_it_fills_the_memory():
    written = BytesIO()
    Image.new("1", (9000, 9000)).save(written, format="PNG", optimize=True)
    assert len(written.getvalue()) < 100_000

    with pytest.raises(UploadRefused) as refused:
        clean_picture("bomb.png", written.getvalue())

    assert refused.value.why == "too_many_pixels"
    assert refused.value.detail == "9000 × 9000"


def test_a_moving_picture_is_refused():
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 90, 180)]
    written = BytesIO()
    frames[0].save(written, format="WEBP", save_all=True, append_images=frames[1:])

    with pytest.raises(UploadRefused) as refused:
        clean_picture("moving.webp", written.getvalue())

    assert refused.value.why == "moving"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.docx", a_zip(**DOCX)),
        ("a.xlsx", a_zip(**XLSX)),
        ("a.csv", "Estado,Niños\nKansas,3".encode()),
        ("a.txt", b"plain words"),
        ("a.zip", a_zip(a="1")),
    ],
)
def test_a_document_that_is_what_its_ending_says_is_taken(name, content):
    check_document(name, BytesIO(content))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>", "extension"),
        ("a.pdf", a_zip(a="1"), "extension"),
        ("a.docx", a_zip(**XLSX), "extension"),
        ("a.docx", a_zip(**DOCX, **{"word/vbaProject.bin": "x"}), "macros"),
        ("a.txt", b"<!doctype html><script>alert(1)</script>", "hostile_text"),
        ("a.csv", b"\x00\x01\x02", "extension"),
        ("a.zip", b"MZ\x90", "extension"),
    ],
)
def test_a_document_that_is_not_what_its_ending_says_is_refused(name, content, why):
    with pytest.raises(UploadRefused) as refused:
        check_document(name, BytesIO(content))

    assert refused.value.why == why


# --- the forms ----------------------------------------------------------------------------------
@pytest.fixture
def editor(site, client):
    person = a_person("publisher")
    client.force_login(person)
    return client


def sent(file, **changes):
    return {
        "title": "A road",
        "file": file,
        "alt_en": "A gravel road between two fields",
        "alt_es": "",
        "carries_words": "False",
        "words": "",
        "collection": Collection.get_first_root_node().pk,
        "tags": "",
    } | changes


def an_upload(content, name="road.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def add(client, **changes):
    return client.post(reverse("wagtailimages:add"), sent(**changes))


def faults_of(response, name):
    return " ".join(response.context["form"].errors.get(name, []))


def test_a_picture_is_added_with_its_words_and_without_its_place(editor):
    answer = add(editor, file=an_upload(a_photo()))

    assert answer.status_code == 302
    picture = get_image_model().objects.get()
    with picture.file.open("rb") as kept:
        content = kept.read()
    assert notes_in(content)[:2] == ({}, {})
    assert (picture.width, picture.height) == (60, 40)
    assert picture.file_size == len(content)


def test_a_picture_without_alternative_text_is_not_taken(editor):
    answer = add(editor, file=an_upload(a_photo()), alt_en="  ")

    assert faults_of(answer, "alt_en")
    assert not get_image_model().objects.exists()


def test_the_name_of_the_file_is_no_alternative_text(editor):
    answer = add(editor, file=an_upload(a_photo()), alt_en="Road.JPG")

    assert "file’s name" in faults_of(answer, "alt_en")


def test_every_picture_asks_whether_it_carries_words(editor):
    assert faults_of(add(editor, file=an_upload(a_photo()), carries_words=""), "carries_words")
    answer = add(editor, file=an_upload(a_photo()), carries_words="True")
    assert "Write them here" in faults_of(answer, "words")
    assert (
        add(editor, file=an_upload(a_photo()), carries_words="True", words="STOP").status_code
        == 302
    )


def test_ten_megabytes_of_false_type_are_answered_with_name_kind_and_size(editor):
    page = b"<!doctype html><script>alert(1)</script>" + b" " * (10 * 1024 * 1024)

    answer = add(editor, file=an_upload(page, "holiday.jpg"))

    fault = faults_of(answer, "file")
    assert "holiday.jpg" in fault
    assert "HTML" in fault
    assert "10.0" in fault
    assert "Nothing was saved" in fault
    assert not get_image_model().objects.exists()


def test_a_true_picture_that_is_too_large_is_told_the_limit(editor):
    answer = add(editor, file=an_upload(a_photo() + b"\x00" * (9 * 1024 * 1024)))

    assert "at most 8.0" in faults_of(answer, "file")


def test_a_hostile_drawing_is_refused_with_what_was_found(editor):
    hostile = DRAWING.replace(b"<path", b"<script>alert(1)</script><path")

    answer = add(editor, file=an_upload(hostile, "logo.svg"))

    assert "logo.svg" in faults_of(answer, "file")
    assert "<script>" in faults_of(answer, "file")
    assert "<script>alert(1)" not in answer.content.decode()


def test_a_drawing_of_shapes_is_taken(editor):
    assert add(editor, file=an_upload(DRAWING, "logo.svg")).status_code == 302


@pytest.mark.parametrize("on_disk", [False, True])
def test_the_upload_of_many_pictures_keeps_no_place_either(editor, settings, on_disk):
    if on_disk:
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    held = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "road", "files[]": an_upload(a_photo()), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    waiting = UploadedFile.objects.get()
    with waiting.file.open("rb") as kept:
        assert notes_in(kept.read())[:2] == ({}, {})

    key = json.loads(held.content)["uploaded_file_id"]
    prefix = f"uploaded-image-{key}-"
    words = {prefix + name: value for name, value in sent(None).items() if name != "file"}
    made = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[key]),
        words,
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert json.loads(made.content)["success"] is True
    with get_image_model().objects.get().file.open("rb") as kept:
        assert notes_in(kept.read())[:2] == ({}, {})


def test_a_large_upload_on_disk_is_rewritten_there():
    from rumbo.website.frame.picture_form import rewrite_upload

    upload = TemporaryUploadedFile("road.jpg", "image/jpeg", 9, None)
    upload.write(b"123456789")

    rewrite_upload(upload, b"abc")

    with open(upload.temporary_file_path(), "rb") as on_disk:
        assert on_disk.read() == b"abc"
    assert upload.size == 3


def add_document(client, name, content):
    return client.post(
        reverse("wagtaildocs:add"),
        {"title": "A form", "file": SimpleUploadedFile(name, content), "collection": 1, "tags": ""},
    )


def test_a_web_page_that_calls_itself_a_pdf_is_refused(editor):
    answer = add_document(editor, "form.pdf", b"<html><script>alert(1)</script>")

    assert "form.pdf" in faults_of(answer, "file")
    assert "HTML" in faults_of(answer, "file")
    assert not get_document_model().objects.exists()


def test_a_document_is_offered_for_download_and_can_run_nothing(editor, client):
    assert add_document(editor, "form.pdf", b"%PDF-1.7\n").status_code == 302
    document = get_document_model().objects.get()
    client.logout()

    answer = client.get(document.url)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
