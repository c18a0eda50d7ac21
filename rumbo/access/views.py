"""Pages under /accounts/ that are ours: invitation, welcome, what is not offered here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.utils import perform_login
from allauth.account.views import password_reset as allauth_password_reset
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from rumbo.access.actions import accept_opened_invitation
from rumbo.access.faults import AlreadyHasAccount, InvitationClosed
from rumbo.access.forms import AcceptForm
from rumbo.access.limits import too_many_requests
from rumbo.access.lookups import get_open_invitation, hash_token, role_of
from rumbo.access.models import ROLE_CHOICES
from rumbo.access.parameters import ACCEPT_RATE

_OPENED = "opened_invitation"


@dataclass(frozen=True)
class InvitationView:
    """An open invitation as its page shows it.

    Args:
        email: the address it was sent to.
        role: the role in words.
        invited_by: who invited, by name; empty for whoever runs this installation.
        expires_at: until when it can be accepted.
    """

    email: str
    role: str
    invited_by: str
    expires_at: datetime


@dataclass(frozen=True)
class ClosedView:
    """An invitation that cannot be accepted.

    Args:
        why: unknown, expired, accepted, withdrawn or account (somebody has an account already).
        closed_at: when it became so, if known.
    """

    why: str
    closed_at: datetime | None = None


@dataclass(frozen=True)
class WelcomeView:
    """The page after signing in.

    Args:
        name: how to greet the person.
        role: their role in words; empty if they have none yet.
        can_edit: whether the editors' pages are open to them.
        calendar_address: the public calendar in the reader's language.
    """

    name: str
    role: str
    can_edit: bool
    calendar_address: str


@never_cache
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address: remember its hash and lead to the form.

    So the token stands neither in the address bar nor in what the next page sends as referrer.
    """
    try:
        invitation = get_open_invitation(hash_token(token), now=timezone.now())
    except InvitationClosed as fault:
        response = _closed(request, ClosedView(fault.why, fault.closed_at))
    else:
        request.session[_OPENED] = invitation.token_hash
        response = HttpResponseRedirect(reverse("access_accept"))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@sensitive_post_parameters("password1", "password2")
def accept(request: HttpRequest) -> HttpResponse:
    """The form of an opened invitation; sent, it makes the account and signs the person in."""
    try:
        invitation = get_open_invitation(request.session.get(_OPENED, ""), now=timezone.now())
    except InvitationClosed as fault:
        return _closed(request, ClosedView(fault.why, fault.closed_at))
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST":
        if not _may_send(request):
            return too_many_requests(request, minutes=10)
        if form.is_valid():
            answer = _accept(request, form, invitation.token_hash)
            if answer is not None:
                return answer
    inviter = invitation.invited_by
    view = InvitationView(
        email=invitation.email,
        role=_role_in_words(invitation.role),
        invited_by=(inviter.get_full_name() or inviter.email) if inviter else "",
        expires_at=invitation.expires_at,
    )
    return render(request, "access/accept.html", {"view": view, "form": form})


def _may_send(request: HttpRequest) -> bool:
    config = {"accept": ACCEPT_RATE}
    return bool(ratelimit.consume(request, app="rumbo.access", action="accept", config=config))


def _accept(request: HttpRequest, form: AcceptForm, token_hash: str) -> HttpResponse | None:
    try:
        person = accept_opened_invitation(
            token_hash,
            password=form.cleaned_data["password1"],
            name=form.cleaned_data["name"],
            now=timezone.now(),
        )
    except ValidationError as fault:
        form.add_error("password1", fault)
        return None
    except AlreadyHasAccount:
        return _closed(request, ClosedView("account"))
    except InvitationClosed as fault:
        return _closed(request, ClosedView(fault.why, fault.closed_at))
    del request.session[_OPENED]
    if request.user.is_authenticated:
        logout(request)
    answer: HttpResponse = perform_login(
        request, person, email_verification="none", redirect_url=reverse("access_welcome")
    )
    return answer


def _closed(request: HttpRequest, view: ClosedView) -> HttpResponse:
    status = 404 if view.why == "unknown" else 410
    return render(request, "access/invitation_closed.html", {"view": view}, status=status)


def _role_in_words(role: str | None) -> str:
    return str(dict(ROLE_CHOICES).get(role, "")) if role else ""


@never_cache
@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Where to go after signing in."""
    person: Any = request.user
    view = WelcomeView(
        name=person.first_name or person.email,
        role=_role_in_words(role_of(person)),
        can_edit=person.has_perm("wagtailadmin.access_admin"),
        calendar_address="/es/calendar/" if get_language() == "es" else "/calendar/",
    )
    return render(request, "access/welcome.html", {"view": view})


@never_cache
def password_reset(request: HttpRequest) -> HttpResponse:
    """The kept library's page; where no mail can be sent, a page that says whom to ask."""
    if not settings.MAIL_IS_SET:
        return render(request, "access/no_mail.html")
    answer: HttpResponse = allauth_password_reset(request)
    return answer


def to_welcome(request: HttpRequest) -> HttpResponse:
    """/accounts/ itself leads to the welcome page."""
    return HttpResponseRedirect(reverse("access_welcome"))


def not_offered(request: HttpRequest, **_parts: str) -> HttpResponse:
    """404 for pages of the kept library that this site does not offer."""
    raise Http404
