"""The form in which editors add a document: its content must be what its ending says."""

from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from rumbo.website.frame.picture_form import words_of_refusal
from rumbo.website.frame.uploads import UploadRefused, check_document, kind_of

MOST_BYTES = 20 * 1024 * 1024
KINDS = "PDF, DOCX, XLSX, CSV, TXT, EPUB, ZIP"
DOCUMENT_HELP = _(
    "Readers get the file exactly as it is. Word, Excel and PDF files keep the name of their author, "
    "comments and earlier changes: take these out first (in Word: File, Info, Inspect Document). No "
    "file may name a child or say where families live."
)


class DocumentForm(BaseDocumentForm):
    """Wagtail's form with a look into the file, and a word about what a document tells unasked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = DOCUMENT_HELP

    def clean_file(self) -> Any:
        """The file, if its content is what its ending says.

        Raises:
            ValidationError: with the file's name, what was found in it, and its size.
        """
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or file is None:
            return file
        try:
            if file.size > MOST_BYTES:
                found = kind_of(file.read(8192))
                most = filesizeformat(MOST_BYTES)
                raise UploadRefused("too_large", file.name, found, file.size, most)
            check_document(file.name, file)
        except UploadRefused as fault:
            words = words_of_refusal(fault, kinds=KINDS)
            raise ValidationError(words, code=fault.why) from fault
        return file
