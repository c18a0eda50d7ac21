"""The parts of an event that come in lists: presenters, sessions, materials."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from rumbo.terms.states import ALL_STATES

LOCAL_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


class PresenterBlock(blocks.StructBlock):
    """Someone who presents: a name, a role, a State or an organization; one of them is enough."""

    name = blocks.CharBlock(label=_("name"), required=False, max_length=120)
    role = blocks.CharBlock(label=_("role"), required=False, max_length=120)
    state = blocks.ChoiceBlock(
        label=_("State"),
        required=False,
        choices=[(state.code, state.name_en) for state in ALL_STATES],
    )
    organization = blocks.CharBlock(label=_("organization"), required=False, max_length=160)

    class Meta:
        icon = "user"
        label = _("presenter")

    def clean(self, value: Any) -> Any:
        """Refuse a presenter of whom nothing is said."""
        cleaned = super().clean(value)
        if not any(cleaned.values()):
            raise blocks.StructBlockValidationError(
                {
                    "name": ValidationError(
                        gettext("Write a name, a role, a State or an organization.")
                    )
                }
            )
        return cleaned


class SessionBlock(blocks.StructBlock):
    """One part of an event."""

    title = blocks.CharBlock(label=_("title"), max_length=250)
    starts_at = blocks.RegexBlock(
        label=_("starts at"),
        required=False,
        regex=rf"^{LOCAL_MOMENT.pattern}$",
        error_messages={"invalid": _("Write day and time like 2027-06-02T13:00.")},
        help_text=_("Local time at the event, like 2027-06-02T13:00. Leave empty if not known."),
    )
    presenters = blocks.ListBlock(PresenterBlock(), label=_("presenters"), default=[])

    class Meta:
        icon = "list-ul"
        label = _("session")


class MaterialBlock(blocks.StructBlock):
    """Something handed out: a web address or a document of this site."""

    title = blocks.CharBlock(label=_("title"), max_length=250)
    url = blocks.URLBlock(label=_("address"), required=False, max_length=500)
    document = DocumentChooserBlock(label=_("document"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("material")

    def clean(self, value: Any) -> Any:
        """Refuse a material that leads nowhere, or to two places."""
        cleaned = super().clean(value)
        if bool(cleaned.get("url")) == bool(cleaned.get("document")):
            raise blocks.StructBlockValidationError(
                {
                    "url": ValidationError(
                        gettext("Give an address or choose a document, one of them.")
                    )
                }
            )
        return cleaned
