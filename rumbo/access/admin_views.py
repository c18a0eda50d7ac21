"""The page inside the editors' pages where people are invited."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from rumbo.access.actions import INVITE, WITHDRAW, invite_person, withdraw_invitation
from rumbo.access.faults import AlreadyHasAccount
from rumbo.access.forms import InviteForm
from rumbo.access.lookups import open_invitations, role_of
from rumbo.access.mail import mail_invitation
from rumbo.access.models import Invitation
from rumbo.access.parameters import INVITATION_DAYS
from rumbo.access.roles import roles_up_to


@dataclass(frozen=True)
class Sent:
    """What became of the invitation just made.

    Args:
        email: whom it is for.
        link: the whole address; empty when it was mailed.
        mail_failed: a mail server is set and did not take it.
    """

    email: str
    link: str
    mail_failed: bool


@method_decorator(never_cache, name="dispatch")
class InviteView(WagtailAdminTemplateMixin, View):
    """Invite a person; see and withdraw what is open. The link is shown once and never stored."""

    template_name = "access/admin/invite.html"
    page_title = gettext_lazy("Invite a person")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse whoever may not invite."""
        if not request.user.has_perm(INVITE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form and the open invitations."""
        return self._answer(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Invite, and show the link or say that it was mailed."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._answer(form)
        try:
            invitation, token = invite_person(
                form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                name=form.cleaned_data["name"],
                actor=request.user,
                now=timezone.now(),
            )
        except AlreadyHasAccount as fault:
            form.add_error(
                "email",
                _(
                    "%(email)s has an account already. Nothing was sent. An administrator can "
                    "change its role under Settings, Users."
                )
                % {"email": fault.email},
            )
            return self._answer(form)
        return self._answer(self._form(), self._hand_over(invitation, token))

    def _hand_over(self, invitation: Invitation, token: str) -> Sent:
        link = self.request.build_absolute_uri(reverse("access_invitation", args=[token]))
        if not settings.MAIL_IS_SET:
            return Sent(invitation.email, link, mail_failed=False)
        if mail_invitation(invitation, link=link, site=settings.WAGTAIL_SITE_NAME):
            return Sent(invitation.email, "", mail_failed=False)
        return Sent(invitation.email, link, mail_failed=True)

    def _form(self, typed: Any = None) -> InviteForm:
        roles = roles_up_to(role_of(self.request.user)) or ("member",)
        return InviteForm(typed, roles=roles, initial={"role": "author"})

    def _answer(self, form: InviteForm, sent: Sent | None = None) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            sent=sent,
            open_invitations=list(open_invitations(timezone.now())),
            days=INVITATION_DAYS,
            mail_is_set=settings.MAIL_IS_SET,
        )
        response = TemplateResponse(self.request, self.template_name, context)
        response.headers["Cache-Control"] = "private, no-store"
        return response


def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Withdraw an open invitation (POST only)."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    if not request.user.has_perm(WITHDRAW):
        raise PermissionDenied
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    withdraw_invitation(invitation, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("The invitation of %(email)s is withdrawn: its link no longer works.")
        % {"email": invitation.email},
    )
    return HttpResponseRedirect(reverse("access_invite"))
