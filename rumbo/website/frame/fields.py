"""Model fields shared by the kinds of page: State codes, and the panels to edit Markdown."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from rumbo.terms.states import ALL_STATES, find_state


class StatesField(models.CharField):
    """A tuple of State codes ('CA', 'TX'), kept as the text `,CA,TX,`.

    Filter with `states__contains=["CA"]`: the commas keep one code from matching inside another.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 260)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("verbose_name", _("States"))
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_args: object) -> tuple[str, ...]:
        """The codes of a stored text."""
        return self.to_python(value)

    def to_python(self, value: Any) -> tuple[str, ...]:
        """The codes, whether given as the stored text or as a list."""
        if not value:
            return ()
        parts: Iterable[str] = value.split(",") if isinstance(value, str) else value
        return tuple(sorted({part for part in parts if part}))

    def get_prep_value(self, value: Any) -> str:
        """The stored text."""
        codes = self.to_python(value)
        return f",{','.join(codes)}," if codes else ""

    def value_to_string(self, obj: models.Model) -> str:
        """The stored text of a row's codes."""
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse a code that is no State's."""
        for code in self.to_python(value):
            if find_state(code) is None:
                raise ValidationError(_("“%(code)s” is not a State’s code."), params={"code": code})

    def run_validators(self, value: Any) -> None:
        """Check the length of the stored text, not of the tuple."""
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Boxes to tick, one for each State."""
        return forms.MultipleChoiceField(
            choices=[(state.code, state.name_en) for state in ALL_STATES],
            required=False,
            label=self.verbose_name,
            help_text=kwargs.get("help_text", self.help_text),
            widget=kwargs.get("widget", forms.SelectMultiple(attrs={"size": 8})),
        )

    def clean(self, value: Any, model_instance: models.Model | None) -> tuple[str, ...]:
        """The codes, checked."""
        codes = self.to_python(value)
        self.validate(codes, model_instance)
        self.run_validators(codes)
        return codes


MARKDOWN_HELP = _(
    "Markdown: **bold**, *italic*, lists, tables. Cite the law as [[34 CFR 200.81(g)]]; mark what "
    "is not proven as {unverified}."
)


def markdown_panel(name: str, *, rows: int = 22, **kwargs: Any) -> FieldPanel:
    """A tall text box for Markdown, with the short help."""
    kwargs.setdefault("help_text", MARKDOWN_HELP)
    return FieldPanel(
        name,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "true", "class": "r-markdown"}),
        **kwargs,
    )
