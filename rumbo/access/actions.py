"""All that changes people, invitations and the log. Each action names its actor."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from rumbo.access.faults import AlreadyHasAccount
from rumbo.access.lookups import find_person, get_open_invitation, hash_token, role_of
from rumbo.access.models import AccountState, ActionLog, Invitation
from rumbo.access.parameters import INVITATION_DAYS, ONE_TIME_PASSWORD_GROUPS
from rumbo.access.roles import GROUP_NAMES, check_role, roles_up_to
from rumbo.terms.actors import OPERATOR, VISITOR, Actor, ActorRefused, refuse_unless_allowed

INVITE = "access.add_invitation"
WITHDRAW = "access.change_invitation"
ACCEPT = "access.accept_invitation"
MANAGE = "access.change_accountstate"

FIRST_ADMINISTRATOR = "administrator@localhost"
# Without signs that are easily taken for one another.
_CLEAR_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def write_log(
    actor: Actor | None, verb: str, *, kind: str, key: object = "", now: datetime, note: str = ""
) -> ActionLog:
    """Add one line to the action log and return it.

    Args:
        actor: who did it.
        verb: what was done, as a verb: 'invite', 'accept', 'withdraw'.
        kind: what it was done to: 'invitation', 'person'.
        key: which one of them.
        now: when.
        note: facts that are no personal data.
    Raises:
        ActorRefused: no actor was named.
    """
    return ActionLog.objects.create(
        who=_who(actor), verb=verb, object_kind=kind, object_key=str(key), at=now, note=note[:250]
    )


def _who(actor: Actor | None) -> str:
    if actor in (OPERATOR, VISITOR):
        return str(actor)
    key = getattr(actor, "pk", None)
    if key is None:
        raise ActorRefused(actor, "access.write_log")
    return str(key)


def invite_person(
    email: str, *, role: str, name: str = "", actor: Actor | None, now: datetime
) -> tuple[Invitation, str]:
    """Invite somebody; an earlier open invitation to the same address is withdrawn.

    Args:
        email: where they are reached, and later their sign-in name.
        role: one of `roles.ROLES`; a person may give their own role or one below it.
        name: how to greet them; may be empty.
        actor: who invites.
        now: the moment; the invitation ends `INVITATION_DAYS` later.
    Returns:
        the invitation, and the token of its link, which is not stored and cannot be had again.
    Raises:
        ActorRefused: the actor may not invite, or not to this role.
        AlreadyHasAccount: this address can already sign in.
        UnknownRole: there is no such role.
    """
    refuse_unless_allowed(actor, INVITE)
    check_role(role)
    if actor != OPERATOR and role not in roles_up_to(role_of(actor)):
        raise ActorRefused(actor, f"{INVITE}:{role}")
    email = email.strip().lower()
    if find_person(email) is not None:
        raise AlreadyHasAccount(email)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        for earlier in Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None):
            withdraw_invitation(earlier, actor=actor, now=now)
        invitation = Invitation.objects.create(
            email=email,
            name=name.strip(),
            role=role,
            token_hash=hash_token(token),
            invited_by=None if actor == OPERATOR else actor,
            created_at=now,
            expires_at=now + timedelta(days=INVITATION_DAYS),
        )
        write_log(actor, "invite", kind="invitation", key=invitation.pk, now=now, note=role)
    return invitation, token


def accept_invitation(
    token: str, *, password: str, name: str, actor: Actor | None = VISITOR, now: datetime
) -> Any:
    """Make the account that an invitation promises, and return the person.

    Args:
        token: from the link.
        password: checked by the password rules of the settings.
        name: how the person wants to be called.
        actor: usually 'visitor': the token is the right to do this.
        now: the moment.
    Raises:
        InvitationClosed: unknown, expired, used or withdrawn.
        AlreadyHasAccount: somebody with this address came first by another way.
        ValidationError: the password is too weak.
        ActorRefused: no actor was named.
    """
    return accept_opened_invitation(
        hash_token(token), password=password, name=name, actor=actor, now=now
    )


def accept_opened_invitation(
    token_hash: str, *, password: str, name: str, actor: Actor | None = VISITOR, now: datetime
) -> Any:
    """The same as `accept_invitation`, for a link that was opened before: its token's hash."""
    if actor is None:
        raise ActorRefused(actor, ACCEPT)
    invitation = get_open_invitation(token_hash, now=now)
    if find_person(invitation.email) is not None:
        raise AlreadyHasAccount(invitation.email)
    person = get_user_model()(username=invitation.email, email=invitation.email)
    person.first_name = name.strip()[:150]
    validate_password(password, person)
    with transaction.atomic():
        took = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, withdrawn_at=None
        ).update(accepted_at=now)
        if not took:
            get_open_invitation(token_hash, now=now)
        _save_person(person, password=password, role=invitation.role)
        write_log(actor, "accept", kind="invitation", key=invitation.pk, now=now)
        write_log(actor, "join", kind="person", key=person.pk, now=now, note=invitation.role)
    return person


def _save_person(person: Any, *, password: str, role: str) -> None:
    person.set_password(password)
    person.is_superuser = person.is_staff = role == "administrator"
    person.save()
    if role in GROUP_NAMES:
        group, _is_new = Group.objects.get_or_create(name=GROUP_NAMES[role])
        person.groups.add(group)


def withdraw_invitation(invitation: Invitation, *, actor: Actor | None, now: datetime) -> None:
    """Make an invitation's link useless. One that was accepted or withdrawn stays as it is.

    Raises:
        ActorRefused: the actor may not withdraw.
    """
    refuse_unless_allowed(actor, WITHDRAW)
    took = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now
    )
    if took:
        invitation.withdrawn_at = now
        write_log(actor, "withdraw", kind="invitation", key=invitation.pk, now=now)


def create_first_administrator(
    *, actor: Actor | None = OPERATOR, email: str = FIRST_ADMINISTRATOR, now: datetime
) -> tuple[str, str] | None:
    """Make an administrator if there is none yet.

    Returns:
        the e-mail address and a one-time password, shown once and never stored; None if somebody
        can administer already.
    Raises:
        ActorRefused: the actor is not the operator.
    """
    refuse_unless_allowed(actor, MANAGE)
    people = get_user_model()
    if people.objects.filter(is_superuser=True, is_active=True).exists():
        return None
    person = find_person(email) or people(username=email, email=email)
    password = make_one_time_password()
    with transaction.atomic():
        _save_person(person, password=password, role="administrator")
        _demand_own_password(person)
        write_log(actor, "create", kind="person", key=person.pk, now=now)
    return person.email, password


def give_one_time_password(person: Any, *, actor: Actor | None, now: datetime) -> str:
    """Replace a person's password by a one-time password, and return it.

    For somebody who forgot theirs where no mail is sent. Their open sessions end.

    Raises:
        ActorRefused: the actor may not manage accounts.
    """
    refuse_unless_allowed(actor, MANAGE)
    password = make_one_time_password()
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        _demand_own_password(person)
        write_log(actor, "give one-time password", kind="person", key=person.pk, now=now)
    return password


def note_own_password(person: Any) -> None:
    """Remember that this person has chosen a password of their own."""
    AccountState.objects.filter(person=person).update(must_change_password=False)


def _demand_own_password(person: Any) -> None:
    AccountState.objects.update_or_create(person=person, defaults={"must_change_password": True})


def make_one_time_password() -> str:
    """A random password of clear signs in groups of four, such as 'k7vd-2hpa-xw9m-tq4c'."""
    groups = (
        "".join(secrets.choice(_CLEAR_SIGNS) for _sign in range(4))
        for _group in range(ONE_TIME_PASSWORD_GROUPS)
    )
    return "-".join(groups)
