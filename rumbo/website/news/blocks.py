"""The block that holds a citation, with its checks in the editor's words."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from rumbo.website.frame.page_base import today
from rumbo.website.news.citation import Author, Citation, CitationFault, faults_of

FAULT_WORDS: Mapping[str, str | Promise] = {
    "missing": _("A citation needs this part."),
    "author_without_family": _(
        "An author has no family name. An organization goes into the field of the family name."
    ),
    "quotation_marks": _(
        "Leave the quotation marks out: the page sets them itself, so that none stays open. "
        "For a quotation inside a title use single marks, ‘ and ’."
    ),
    "date_unreadable": _("Write the date as exactly as it is known: 2018-08-29, 2018-08 or 2018."),
    "date_in_future": _("This date has not come yet."),
    "address_not_real": _(
        "This is not an address that a reader could open. Write it whole, with https://."
    ),
}


def words_of(fault: CitationFault) -> str:
    """A fault of a citation as a sentence for the person who typed it."""
    return str(FAULT_WORDS[fault.code])


class AuthorBlock(blocks.StructBlock):
    """One author."""

    family = blocks.CharBlock(label=_("family name, or name of an organization"), max_length=120)
    given = blocks.CharBlock(label=_("given name"), max_length=120, required=False)

    class Meta:
        icon = "user"
        label = _("author")


class CitationBlock(blocks.StructBlock):
    """A citation in its parts; the sentence that a reader sees is made by `citation.cite`."""

    authors = blocks.ListBlock(AuthorBlock(), label=_("authors"), default=[])
    title = blocks.CharBlock(
        label=_("title"),
        max_length=300,
        help_text=_("The piece's own title, without quotation marks."),
    )
    container = blocks.CharBlock(
        label=_("published in"), max_length=160, help_text=_("The paper, station or journal.")
    )
    published_on = blocks.CharBlock(
        label=_("published on"), max_length=10, help_text="2018-08-29, 2018-08, 2018"
    )
    url = blocks.URLBlock(label=_("address"), max_length=500)
    language = blocks.ChoiceBlock(
        choices=[("en", _("English")), ("es", _("Spanish"))],
        required=False,
        label=_("language of the piece"),
        help_text=_("Left empty, it is English."),
    )

    class Meta:
        icon = "openquote"
        label = _("citation")

    def clean(self, value: Any) -> Any:
        """The value, once its parts make a sound citation."""
        cleaned = super().clean(value)
        faults = faults_of(citation_of(cleaned), today=today())
        if faults:
            raise StructBlockValidationError(
                block_errors={fault.part: ValidationError(words_of(fault)) for fault in faults}
            )
        return cleaned


def citation_of(value: Mapping[str, Any]) -> Citation:
    """The plain citation that a block's value (or a file's front matter) holds."""
    return Citation(
        authors=tuple(
            Author(str(author.get("family") or ""), str(author.get("given") or ""))
            for author in value.get("authors") or ()
        ),
        title=str(value.get("title") or ""),
        container=str(value.get("container") or ""),
        published_on=str(value.get("published_on") or ""),
        url=str(value.get("url") or ""),
        language=str(value.get("language") or "en"),
    )
