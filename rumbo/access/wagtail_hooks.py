"""What this room adds to the editors' pages: the page for inviting people, and its menu item."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from rumbo.access.actions import INVITE
from rumbo.access.admin_views import InviteView, withdraw


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The page for inviting, and the address that withdraws."""
    return [
        path("invite/", InviteView.as_view(), name="access_invite"),
        path("invite/<int:invitation_id>/withdraw/", withdraw, name="access_withdraw"),
    ]


class InviteItem(MenuItem):
    """Shown to whoever may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may invite."""
        return bool(request.user.has_perm(INVITE))


@hooks.register("register_admin_menu_item")
def invite_item() -> MenuItem:
    """'Invite a person' in the main menu."""
    return InviteItem(
        _("Invite a person"), reverse("access_invite"), icon_name="user", name="invite", order=8900
    )
