"""The form in which editors add a document: its content must be what its ending says."""

from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from wagtail.documents.forms import BaseDocumentForm

from rumbo.website.frame.picture_form import words_of_refusal
from rumbo.website.frame.uploads import UploadRefused, check_document, kind_of

MOST_BYTES = 20 * 1024 * 1024
KINDS = "PDF, DOCX, XLSX, CSV, TXT, EPUB, ZIP"


class DocumentForm(BaseDocumentForm):
    """Wagtail's form with a look into the file."""

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
