"""Blocks of the reading room: plain lines, and the cards of the tools page."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from rumbo.website.reading.blanks import BadBlank, read_blank


class BlankBlock(blocks.CharBlock):
    """A sentence with `____` and, after ` = `, the words that are missing."""

    def clean(self, value: str) -> str:
        """The sentence, refused if it has no blank or no answer."""
        cleaned = str(super().clean(value))
        try:
            read_blank(cleaned)
        except BadBlank as error:
            raise ValidationError(
                _("Write ____ where words are missing, and the words after “ = ” at the end.")
            ) from error
        return cleaned


class FederalBlock(blocks.StructBlock):
    """The federal publication that stands beside ours."""

    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = blocks.TextBlock(label=_("what we know of it"))
    url = blocks.URLBlock(label=_("address"), max_length=500)
    as_of = blocks.DateBlock(label=_("as of"))

    class Meta:
        icon = "site"
        label = _("federal publication")


class CardBlock(blocks.StructBlock):
    """One of our works on the tools page."""

    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = blocks.TextBlock(label=_("what it is"))
    revised = blocks.DateBlock(label=_("revised on"))
    why = blocks.CharBlock(label=_("why it was revised"), max_length=400)
    link = blocks.CharBlock(
        label=_("address"),
        max_length=200,
        help_text=_("An address of this site without its language, such as /handbook/."),
    )
    link_text = blocks.CharBlock(label=_("words of the link"), max_length=80)
    federal = FederalBlock(label=_("federal publication"))

    class Meta:
        icon = "doc-full"
        label = _("card of a publication")


def lines_field(verbose_name: object, *, block: blocks.Block | None = None) -> StreamField:
    """A list of short sentences."""
    return StreamField(
        [("line", block or blocks.CharBlock(max_length=600))],
        blank=True,
        default=list,
        verbose_name=verbose_name,
    )
