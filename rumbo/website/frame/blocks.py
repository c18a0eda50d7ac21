"""Blocks that several kinds of page use in their lists."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

SOURCE_KINDS = [
    ("first-hand", _("first-hand")),
    ("copy", _("copy of a first-hand document")),
    ("report", _("report about it")),
]


class SourceBlock(blocks.StructBlock):
    """Where a statement was read."""

    title = blocks.CharBlock(label=_("title"), max_length=300)
    url = blocks.URLBlock(label=_("address"), required=False, max_length=500)
    publisher = blocks.CharBlock(label=_("publisher"), required=False, max_length=200)
    published_on = blocks.CharBlock(
        label=_("published on"),
        required=False,
        max_length=10,
        help_text="2019-01-16, 2019-01, 2019",
    )
    read_on = blocks.CharBlock(label=_("read on"), required=False, max_length=10)
    kind = blocks.ChoiceBlock(label=_("kind"), choices=SOURCE_KINDS, required=False)

    class Meta:
        icon = "link"
        label = _("source")
