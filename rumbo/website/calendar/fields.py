"""A field of this room: whom an event is for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from rumbo.website.frame.fields import StatesField

AUDIENCES = [
    ("directors", _("State and local directors")),
    ("recruiters", _("recruiters")),
    ("educators", _("educators")),
    ("data", _("data staff")),
    ("families", _("families")),
    ("applicants", _("institutions that apply for a grant")),
    ("public", _("the public")),
]
_LABELS = dict(AUDIENCES)


class AudienceField(StatesField):
    """A tuple of audience words, kept like the codes of States: `,data,directors,`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("verbose_name", _("whom it is for"))
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse a word that names no audience."""
        for word in self.to_python(value):
            if word not in _LABELS:
                raise ValidationError(
                    _("“%(word)s” is not one of: %(known)s."),
                    params={"word": word, "known": ", ".join(_LABELS)},
                )

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Boxes to tick."""
        return forms.MultipleChoiceField(
            choices=AUDIENCES,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


def audience_words(words: tuple[str, ...]) -> list[str]:
    """The words for readers, in the order of our list."""
    return [str(label) for word, label in AUDIENCES if word in words]
