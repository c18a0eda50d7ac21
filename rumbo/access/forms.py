"""The forms of this room. They read what was typed; actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from rumbo.access.models import ROLE_CHOICES


class AcceptForm(forms.Form):
    """What a person gives when accepting an invitation: their name and a password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("How other editors see you. It is never shown on public pages."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django's own words, already safe markup.
        self.fields["password1"].help_text = mark_safe(password_validators_help_text_html())

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ. Type the same one twice."))
        return cleaned


class InviteForm(forms.Form):
    """Whom to invite, and to which role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=150,
        help_text=_("They sign in with this address. It is never shown on public pages."),
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("To greet them. Optional.")
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = set(roles)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role, label) for role, label in ROLE_CHOICES if role in allowed]
