"""The lists on the front page that editors can change."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

AUDIENCES = [
    ("families", _("families")),
    ("recruiters", _("recruiters")),
    ("directors", _("directors")),
    ("data", _("data")),
]


class DoorBlock(blocks.StructBlock):
    """A door for one kind of reader."""

    audience = blocks.ChoiceBlock(label=_("for"), choices=AUDIENCES)
    title = blocks.CharBlock(label=_("title"), max_length=60)
    text = blocks.CharBlock(label=_("text"), max_length=240)
    link = blocks.CharBlock(label=_("address inside this site"), max_length=200)

    class Meta:
        icon = "user"
        label = _("door")


class PublicationBlock(blocks.StructBlock):
    """One of the publications named at the end."""

    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.CharBlock(label=_("text"), max_length=400)
    link = blocks.CharBlock(label=_("address inside this site"), max_length=200)
    link_text = blocks.CharBlock(label=_("words of the link"), max_length=60)

    class Meta:
        icon = "doc-full"
        label = _("publication")
