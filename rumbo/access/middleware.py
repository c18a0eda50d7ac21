"""What stands before the editors' pages: one way to sign in, own passwords, a clear refusal."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rumbo.access.lookups import must_change_password

Answer = Callable[[HttpRequest], HttpResponse]

_ALWAYS_ALLOWED = frozenset({"account_change_password", "account_logout", "wagtailadmin_logout"})
_OWN_PASSWORD = "own_password"
# Wagtail's own forms: they know neither second factors nor limits.
_OTHER_SIGN_INS = frozenset({"wagtailadmin_login", "wagtailcore_login"})
_SHARED_PASSWORDS = frozenset(
    {"wagtailcore_authenticate_with_password", "wagtaildocs_authenticate_with_password"}
)


class AccountGuard:
    """Keeps people on the right way.

    Wagtail's own sign-in forms know neither second factors nor limits, so they lead to ours, and its
    shared passwords, which we do not use, lead nowhere. Whoever signed in with a one-time password
    must choose their own first. A member who opens the editors' pages gets a refusal in words; without
    it Wagtail and the sign-in page would send them in circles.

    Stands after the sessions and the authentication. Costs an anonymous reader nothing.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer in the view's place where a guard says so."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in _SHARED_PASSWORDS:
            raise Http404
        if name in _OTHER_SIGN_INS:
            where_to = request.GET.get("next") or reverse("wagtailadmin_home")
            return HttpResponseRedirect(
                f"{reverse('account_login')}?{urlencode({'next': where_to})}"
            )
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or name in _ALWAYS_ALLOWED:
            return None
        return self._guard_signed_in(request)

    def _guard_signed_in(self, request: HttpRequest) -> HttpResponse | None:
        if request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return None
        if not request.user.is_authenticated:
            return None
        if not request.session.get(_OWN_PASSWORD):
            if must_change_password(request.user):
                messages.info(
                    request,
                    _("You signed in with a one-time password. Choose a password of your own."),
                )
                return HttpResponseRedirect(reverse("account_change_password"))
            request.session[_OWN_PASSWORD] = True
        is_editors_page = request.path.startswith(reverse("wagtailadmin_home"))
        if is_editors_page and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return None
