"""How the kept sign-in library (allauth) behaves here: no sign-up, own words, own limits."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumbo.access.actions import note_own_password
from rumbo.access.limits import longest_wait_minutes, too_many_requests
from rumbo.access.lookups import must_change_password


class InvitationOnly(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many sign-ins have failed. Wait ten minutes, then try again. Nothing is lost."
        ),
        "email_password_mismatch": _(
            "This e-mail address and this password do not belong together. Check both: a password "
            "tells small letters from capital ones."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this attempt; answer with a page of its own when there were too many."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            minutes = longest_wait_minutes("login_failed")
            raise ImmediateHttpResponse(too_many_requests(request, minutes=minutes)) from error

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The welcome page, or first the page for choosing a password of one's own."""
        if must_change_password(request.user):
            return reverse("account_change_password")
        return reverse("access_welcome")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The welcome page."""
        return reverse("access_welcome")

    def clean_password(self, password: str, user: Any = None) -> str:
        """The password by the rules of the settings, and not the one-time one again."""
        cleaned: str = super().clean_password(password, user)
        if user is not None and user.pk and must_change_password(user):
            if user.check_password(cleaned):
                raise ValidationError(
                    _("This is the one-time password. Choose another one that only you know.")
                )
        return cleaned

    def set_password(self, user: Any, password: str) -> None:
        """Set a password that the person chose themselves."""
        super().set_password(user, password)
        note_own_password(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail where a mail server is set; else send nothing."""
        if settings.MAIL_IS_SET:
            super().send_mail(template_prefix, email, context)

    def format_email_subject(self, subject: str) -> str:
        """Subjects without the host name in front."""
        return subject
