"""All that is read about people, roles, invitations and the log."""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from rumbo.access.faults import InvitationClosed
from rumbo.access.models import AccountState, ActionLog, Invitation
from rumbo.access.roles import GROUP_NAMES


def role_of(user: Any) -> str | None:
    """The highest role of a person: one of `roles.ROLES`; None for nobody and for none.

    Costs one query for each person, then remembers the answer on the object.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    if user.is_superuser:
        return "administrator"
    if not hasattr(user, "_rumbo_role"):
        names = set(user.groups.values_list("name", flat=True))
        held = [role for role, name in GROUP_NAMES.items() if name in names]
        user._rumbo_role = held[-1] if held else None
    return user._rumbo_role  # type: ignore[no-any-return]


def is_member(user: Any) -> bool:
    """Whether this person may see what is for signed-in members. Everyone with a role may."""
    return role_of(user) is not None


def must_change_password(user: Any) -> bool:
    """Whether this person signed in with a one-time password and has not chosen their own."""
    return AccountState.objects.filter(person_id=user.pk, must_change_password=True).exists()


def find_person(email: str) -> Any | None:
    """The person with this e-mail address, in any letter case; None if there is none."""
    return get_user_model().objects.filter(email__iexact=email.strip()).first()


def hash_token(token: str) -> str:
    """The SHA-256 of a link's token, as it is stored: 64 hexadecimal signs."""
    return hashlib.sha256(token.encode()).hexdigest()


def get_open_invitation(token_hash: str, *, now: datetime) -> Invitation:
    """The invitation behind a token's hash.

    Raises:
        InvitationClosed: there is none, or it expired, was used or was withdrawn.
    """
    invitation = (
        Invitation.objects.select_related("invited_by").filter(token_hash=token_hash).first()
    )
    if invitation is None:
        raise InvitationClosed("unknown")
    if invitation.accepted_at is not None:
        raise InvitationClosed("accepted", invitation.accepted_at)
    if invitation.withdrawn_at is not None:
        raise InvitationClosed("withdrawn", invitation.withdrawn_at)
    if invitation.expires_at <= now:
        raise InvitationClosed("expired", invitation.expires_at)
    return invitation


def open_invitations(now: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be accepted, newest first."""
    return Invitation.objects.select_related("invited_by").filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )


def log_lines(after: int = 0, limit: int = 500) -> list[ActionLog]:
    """Lines of the action log in the order written.

    Args:
        after: the key of the last line already read; 0 starts at the beginning.
        limit: at most so many.
    """
    return list(ActionLog.objects.filter(pk__gt=after).order_by("pk")[:limit])
