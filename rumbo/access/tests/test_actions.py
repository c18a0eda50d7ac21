from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from rumbo.access.actions import (
    accept_invitation,
    create_first_administrator,
    give_one_time_password,
    invite_person,
    withdraw_invitation,
    write_log,
)
from rumbo.access.faults import (
    AlreadyHasAccount,
    InvitationClosed,
    LogIsAppendOnly,
    UnknownRole,
)
from rumbo.access.lookups import log_lines, must_change_password, open_invitations, role_of
from rumbo.access.models import ActionLog, Invitation
from rumbo.access.tests.builders import NOW, PASSWORD, a_person
from rumbo.terms.actors import OPERATOR, VISITOR, ActorRefused

pytestmark = pytest.mark.django_db


def invited(role="author", *, email="nora@example.org", actor=OPERATOR, now=NOW):
    return invite_person(email, role=role, name="Nora", actor=actor, now=now)


def test_an_accepted_invitation_makes_a_person_with_its_role():
    _invitation, token = invited("editor", email=" Nora@Example.org ")

    person = accept_invitation(token, password=PASSWORD, name="Nora Prueba", now=NOW)

    assert (person.email, person.username) == ("nora@example.org", "nora@example.org")
    assert role_of(person) == "editor"
    assert person.check_password(PASSWORD)


def test_the_token_is_stored_nowhere():
    invitation, token = invited()

    stored = [str(value) for value in Invitation.objects.values_list().get()]
    assert token not in " ".join(stored)
    assert len(invitation.token_hash) == 64
    assert token not in " ".join(line.note + line.object_key for line in log_lines())


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda invitation: None, "unknown"),
        (lambda invitation: setattr(invitation, "expires_at", NOW), "expired"),
        (lambda invitation: setattr(invitation, "accepted_at", NOW), "accepted"),
        (lambda invitation: setattr(invitation, "withdrawn_at", NOW), "withdrawn"),
    ],
)
def test_an_invitation_that_is_not_open_makes_nobody(spoil, why):
    invitation, token = invited()
    spoil(invitation)
    invitation.save()

    with pytest.raises(InvitationClosed) as refused:
        accept_invitation(
            token if why != "unknown" else "nonsense", password=PASSWORD, name="N", now=NOW
        )

    assert refused.value.why == why


def test_an_invitation_works_once():
    _invitation, token = invited()
    accept_invitation(token, password=PASSWORD, name="Nora", now=NOW)

    with pytest.raises(InvitationClosed) as refused:
        accept_invitation(token, password=PASSWORD, name="Nora", now=NOW)
    assert refused.value.why == "accepted"


def test_an_invitation_is_open_for_fourteen_days():
    invited()

    assert open_invitations(NOW + timedelta(days=14, seconds=-1)).count() == 1
    assert open_invitations(NOW + timedelta(days=14)).count() == 0


def test_inviting_again_withdraws_the_earlier_link():
    first, _token = invited()
    second, _token = invited()

    assert list(open_invitations(NOW)) == [second]
    first.refresh_from_db()
    assert first.withdrawn_at == NOW


def test_somebody_with_an_account_is_not_invited_again():
    a_person("member", email="nora@example.org")

    with pytest.raises(AlreadyHasAccount):
        invited(email="NORA@example.org")


def test_a_weak_password_is_refused_and_the_invitation_stays_open():
    _invitation, token = invited()

    with pytest.raises(ValidationError):
        accept_invitation(token, password="password1234", name="Nora", now=NOW)

    assert open_invitations(NOW).count() == 1


def test_an_unknown_role_is_refused():
    with pytest.raises(UnknownRole):
        invited("king")


@pytest.mark.parametrize("actor", [None, VISITOR, "somebody"])
def test_without_an_actor_with_the_right_nothing_happens(actor):
    invitation, token = invited()

    with pytest.raises(ActorRefused):
        invited(email="other@example.org", actor=actor)
    with pytest.raises(ActorRefused):
        withdraw_invitation(invitation, actor=actor, now=NOW)
    with pytest.raises(ActorRefused):
        create_first_administrator(actor=actor, now=NOW)
    with pytest.raises(ActorRefused):
        give_one_time_password(a_person("member"), actor=actor, now=NOW)
    if actor is None:
        with pytest.raises(ActorRefused):
            accept_invitation(token, password=PASSWORD, name="N", actor=None, now=NOW)
        with pytest.raises(ActorRefused):
            write_log(None, "invite", kind="invitation", now=NOW)

    assert Invitation.objects.count() == 1


def test_a_publisher_invites_publishers_but_no_administrators():
    publisher = a_person("publisher")

    assert invited("publisher", actor=publisher)[0].invited_by == publisher
    with pytest.raises(ActorRefused):
        invited("administrator", actor=publisher)


def test_an_editor_does_not_invite():
    with pytest.raises(ActorRefused):
        invited("member", actor=a_person("editor"))


def test_the_log_says_who_did_what_and_can_only_grow():
    publisher = a_person("publisher")
    invitation, token = invited("author", actor=publisher)
    person = accept_invitation(token, password=PASSWORD, name="Nora", now=NOW)

    lines = log_lines()
    assert [(line.who, line.verb, line.object_key) for line in lines] == [
        (str(publisher.pk), "invite", str(invitation.pk)),
        ("visitor", "accept", str(invitation.pk)),
        ("visitor", "join", str(person.pk)),
    ]
    line = lines[0]
    line.who = "operator"
    for attempt in (
        line.save,
        line.delete,
        lambda: ActionLog.objects.update(who="operator"),
        ActionLog.objects.all().delete,
        lambda: ActionLog.objects.bulk_update([line], ["who"]),
    ):
        with pytest.raises(LogIsAppendOnly):
            attempt()
    assert [one.who for one in log_lines(after=lines[1].pk)] == ["visitor"]


def test_the_first_administrator_gets_a_one_time_password_and_there_is_only_one():
    email, password = create_first_administrator(now=NOW)

    person = a_person_by(email)
    assert person.check_password(password)
    assert role_of(person) == "administrator"
    assert must_change_password(person)
    assert len(password) >= 19
    assert create_first_administrator(now=NOW) is None


def a_person_by(email):
    from rumbo.access.lookups import find_person

    return find_person(email)


def test_whoever_forgot_a_password_gets_a_one_time_password():
    person, administrator = a_person("author"), a_person("administrator")

    password = give_one_time_password(person, actor=administrator, now=NOW)

    person.refresh_from_db()
    assert person.check_password(password)
    assert must_change_password(person)
