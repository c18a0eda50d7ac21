"""The form in which editors add a picture: words for it, and a file that is what it says."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.fields import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from rumbo.website.frame.uploads import KIND_WORDS, UploadRefused, clean_picture, kind_of


def words_of_refusal(fault: UploadRefused, *, kinds: str) -> str:
    """What happened, with the person's own file; what to do; what is safe.

    Args:
        fault: why the file was refused.
        kinds: the kinds of file that are taken, for people.
    """
    facts = {
        "name": fault.name,
        "found": KIND_WORDS[fault.found],
        "size": filesizeformat(fault.size),
        "detail": fault.detail,
        "kinds": kinds,
    }
    sentences = {
        "wrong_kind": _(
            "“%(name)s” (%(size)s) cannot be used: by its content it is %(found)s. Send one of "
            "these kinds: %(kinds)s. Nothing was saved."
        ),
        "extension": _(
            "“%(name)s” (%(size)s) is not what its name says: by its content it is %(found)s. "
            "Give it the right ending or send another file. Nothing was saved."
        ),
        "too_many_pixels": _(
            "“%(name)s” (%(size)s, %(found)s) is too large to be shown %(detail)s. Make it smaller, "
            "at most 40 million pixels. Nothing was saved."
        ),
        "moving": _(
            "“%(name)s” (%(size)s, %(found)s) moves. Moving pictures distract readers who cannot "
            "stop them. Send a still one. Nothing was saved."
        ),
        "damaged": _(
            "“%(name)s” (%(size)s, %(found)s) is damaged and cannot be opened. Save it again in "
            "your picture program. Nothing was saved."
        ),
        "hostile_drawing": _(
            "The drawing “%(name)s” (%(size)s) holds something other than shapes: %(detail)s. Save "
            "it as “plain SVG” with text turned into paths, or send a PNG. Nothing was saved."
        ),
        "macros": _(
            "“%(name)s” (%(size)s, %(found)s) carries macros, which can harm a reader’s computer. "
            "Save it without them. Nothing was saved."
        ),
        "too_large_unpacked": _(
            "“%(name)s” (%(size)s, %(found)s) would be far too large when unpacked. Nothing was "
            "saved."
        ),
        "hostile_text": _(
            "“%(name)s” (%(size)s) says that it is text, but it is a web page (%(found)s). Nothing "
            "was saved."
        ),
        "too_large": _(
            "“%(name)s” is %(size)s (%(found)s). That is too much: at most %(detail)s. Nothing was "
            "saved."
        ),
    }
    return sentences[fault.why] % facts


def rewrite_upload(upload: UploadedFile, content: bytes) -> None:
    """Put other bytes into an uploaded file in place, in memory or on disk.

    Wagtail keeps the very same object when it has to ask for more words before a picture is made,
    so the place and time of a photo must be gone from it already.
    """
    assert upload.file is not None
    upload.file.seek(0)
    upload.file.truncate()
    upload.file.write(content)
    upload.file.flush()
    upload.file.seek(0)
    upload.size = len(content)


class PictureFileField(WagtailImageField):
    """A picture's file: its real kind is looked up in its content, and photos lose their notes."""

    def to_python(self, data: Any) -> Any:
        """The upload, checked and written anew.

        Raises:
            ValidationError: with the file's name, what was found in it, and its size.
        """
        upload: Any = FileField.to_python(self, data)
        if upload is None:
            return None
        try:
            self._refuse_too_large(upload)
            upload.seek(0)
            rewrite_upload(upload, clean_picture(upload.name, upload.read()))
        except UploadRefused as fault:
            words = words_of_refusal(fault, kinds=self.supported_formats_text)
            raise ValidationError(words, code=fault.why) from fault
        return super().to_python(upload)

    def _refuse_too_large(self, upload: UploadedFile) -> None:
        size = upload.size or 0
        if self.max_upload_size is None or size <= self.max_upload_size:
            return
        upload.seek(0)
        found = kind_of(upload.read(8192))
        name = upload.name or ""
        if found in {"JPEG", "PNG", "WEBP", "AVIF", "SVG"}:
            raise UploadRefused("too_large", name, found, size, str(self.max_upload_size_text))
        raise UploadRefused("wrong_kind", name, found, size)


class PictureForm(BaseImageForm):
    """Wagtail's form with our file field, and with the questions that every picture must answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = PictureFileField(
                label=plain.label, required=plain.required, widget=plain.widget
            )
        if "alt_en" in self.fields:
            self.fields["alt_en"].required = True
        if "carries_words" in self.fields:
            self.fields["carries_words"].required = True

    def clean(self) -> dict[str, Any]:
        """Alternative text must say something: not the file's name, not blanks."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        told = (cleaned.get("alt_en") or "").strip()
        file = cleaned.get("file")
        if told and file is not None and told.lower() == str(getattr(file, "name", "")).lower():
            self.add_error("alt_en", _("This is the file’s name. Write what the picture shows."))
        return cleaned
