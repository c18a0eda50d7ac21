import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from rumbo.access.actions import create_first_administrator, invite_person, withdraw_invitation
from rumbo.access.lookups import find_person, open_invitations, role_of
from rumbo.access.tests.builders import PASSWORD, a_person
from rumbo.terms.actors import OPERATOR

pytestmark = pytest.mark.django_db

EMAIL = "nora@example.org"
FORM = {"name": "Nora Prueba", "password1": PASSWORD, "password2": PASSWORD}


def words_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def an_invitation(role="author", **changes):
    return invite_person(EMAIL, role=role, actor=OPERATOR, **({"now": timezone.now()} | changes))


def sign_in(client, email, password=PASSWORD, **changes):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **changes)


# --- invitation ---------------------------------------------------------------------------------
def test_a_link_leads_to_a_form_and_the_form_to_an_account(site, client):
    _invitation, token = an_invitation("editor")

    opened = client.get(reverse("access_invitation", args=[token]))
    assert opened.status_code == 302
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert token not in opened.headers["Location"]
    page = client.get(opened.headers["Location"])
    assert EMAIL in words_of(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert "X-Rumbo-Cacheable" not in page.headers
    sent = client.post(reverse("access_accept"), FORM)

    assert sent.status_code == 302
    assert sent.headers["Location"] == reverse("access_welcome")
    assert role_of(find_person(EMAIL)) == "editor"
    welcome = client.get(reverse("access_welcome"))
    assert "Nora Prueba" in words_of(welcome)
    assert reverse("wagtailadmin_home") in welcome.content.decode()


def test_the_page_of_an_invitation_says_who_invites(site, client):
    publisher = a_person("publisher")
    _invitation, token = invite_person(EMAIL, role="member", actor=publisher, now=timezone.now())

    page = client.get(reverse("access_invitation", args=[token]), follow=True)

    assert "Ana publisher invites you" in words_of(page)


def test_a_form_with_faults_says_which_and_keeps_the_name(site, client):
    _invitation, token = an_invitation()
    client.get(reverse("access_invitation", args=[token]))

    page = client.post(reverse("access_accept"), FORM | {"password2": "something else entirely"})

    assert "The two passwords differ" in words_of(page)
    assert 'href="#id_password2"' in page.content.decode()
    assert 'value="Nora Prueba"' in page.content.decode()
    assert find_person(EMAIL) is None


def test_a_common_password_is_refused_with_its_reason(site, client):
    _invitation, token = an_invitation()
    client.get(reverse("access_invitation", args=[token]))

    weak = {"password1": "password1234", "password2": "password1234"}
    page = client.post(reverse("access_accept"), FORM | weak)

    assert "too common" in words_of(page)
    assert open_invitations(timezone.now()).count() == 1


@pytest.mark.parametrize(
    ("case", "status", "words"),
    [
        ("unknown", 404, "We do not know this link"),
        ("expired", 410, "It was good until"),
        ("accepted", 410, "It was already used on"),
        ("withdrawn", 410, "It was withdrawn"),
    ],
)
def test_a_link_that_does_not_work_says_why_and_what_to_do(site, client, case, status, words):
    moment = timezone.now() - timedelta(days=20 if case == "expired" else 0)
    invitation, token = an_invitation(now=moment)
    if case == "accepted":
        invitation.accepted_at = timezone.now()
        invitation.save()
    if case == "withdrawn":
        withdraw_invitation(invitation, actor=OPERATOR, now=timezone.now())

    page = client.get(reverse("access_invitation", args=["wrong" if case == "unknown" else token]))

    assert page.status_code == status
    assert words in words_of(page)
    assert "Nothing was changed" in words_of(page)
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_an_invitation_withdrawn_while_the_form_is_open_makes_nobody(site, client):
    invitation, token = an_invitation()
    client.get(reverse("access_invitation", args=[token]))
    withdraw_invitation(invitation, actor=OPERATOR, now=timezone.now())

    page = client.post(reverse("access_accept"), FORM)

    assert page.status_code == 410
    assert find_person(EMAIL) is None


def test_the_form_of_an_invitation_cannot_be_tried_without_end(site, client):
    _invitation, token = an_invitation()
    client.get(reverse("access_invitation", args=[token]))
    for _try in range(20):
        assert client.post(reverse("access_accept"), {}).status_code == 200

    page = client.post(reverse("access_accept"), FORM)

    assert page.status_code == 429
    assert "Wait 10 minutes" in words_of(page)
    assert find_person(EMAIL) is None


def test_the_form_without_an_opened_link_makes_nobody(site, client):
    assert client.post(reverse("access_accept"), FORM).status_code == 404


def test_a_signed_in_person_can_accept_an_invitation_for_another_address(site, client):
    client.force_login(a_person("member"))
    _invitation, token = an_invitation()
    client.get(reverse("access_invitation", args=[token]))

    client.post(reverse("access_accept"), FORM)

    assert "Nora Prueba" in words_of(client.get(reverse("access_welcome")))


# --- inviting inside the editors' pages ---------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"), [("author", 302), ("editor", 302), ("publisher", 200), ("member", 403)]
)
def test_only_who_may_invite_sees_the_page_for_it(site, client, role, status):
    client.force_login(a_person(role))

    assert client.get(reverse("access_invite")).status_code == status
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (reverse("access_invite") in menu) == (status == 200)


def test_without_a_mail_server_the_link_is_shown_once(site, client, settings):
    settings.MAIL_IS_SET = False
    client.force_login(a_person("publisher"))

    page = client.post(reverse("access_invite"), {"email": EMAIL, "name": "", "role": "author"})

    link = re.search(r'value="(http://testserver[^"]+/invitation/[^"]+)"', page.content.decode())
    assert link
    assert "no-store" in page.headers["Cache-Control"]
    assert "/invitation/" not in client.get(reverse("access_invite")).content.decode()
    assert EMAIL in words_of(client.get(reverse("access_invite")))
    client.logout()
    assert client.get(link[1], follow=True).status_code == 200


def test_with_a_mail_server_the_link_is_mailed_in_both_languages(site, client, settings):
    settings.MAIL_IS_SET = True
    client.force_login(a_person("publisher"))

    page = client.post(reverse("access_invite"), {"email": EMAIL, "name": "", "role": "author"})

    assert "was mailed" in words_of(page)
    assert "/invitation/" not in page.content.decode()
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert message.body.count("/invitation/") == 2


def test_a_mail_server_that_fails_leaves_the_link_on_the_screen(
    site, client, settings, monkeypatch
):
    settings.MAIL_IS_SET = True
    monkeypatch.setattr("rumbo.access.mail.send_mail", _fail)
    client.force_login(a_person("publisher"))

    page = client.post(reverse("access_invite"), {"email": EMAIL, "name": "", "role": "author"})

    assert "did not take the message" in words_of(page)
    assert "/invitation/" in page.content.decode()


def _fail(*_args):
    raise ConnectionRefusedError


def test_a_publisher_cannot_choose_a_role_above_their_own(site, client):
    client.force_login(a_person("publisher"))

    client.post(reverse("access_invite"), {"email": EMAIL, "name": "", "role": "administrator"})

    assert not open_invitations(timezone.now()).exists()


def test_an_address_with_an_account_is_answered_in_words(site, client):
    client.force_login(a_person("publisher"))
    a_person("member", email=EMAIL)

    page = client.post(reverse("access_invite"), {"email": EMAIL, "name": "", "role": "author"})

    assert "has an account already" in words_of(page)


def test_an_open_invitation_can_be_withdrawn(site, client):
    invitation, _token = an_invitation()
    address = reverse("access_withdraw", args=[invitation.pk])
    client.force_login(a_person("editor"))
    client.post(address)
    assert open_invitations(timezone.now()).exists()
    client.force_login(a_person("publisher"))
    assert client.get(address).status_code == 405

    client.post(address)

    assert not open_invitations(timezone.now()).exists()


# --- signing in ---------------------------------------------------------------------------------
def test_nobody_signs_up(site, client):
    address = reverse("account_signup")
    page = client.get(address)
    assert "Accounts are by invitation" in words_of(page)

    client.post(address, {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD})

    assert find_person(EMAIL) is None


def test_signing_in_leads_to_the_welcome_page(site, client):
    a_person("member", email=EMAIL)

    answer = sign_in(client, EMAIL)

    assert answer.headers["Location"] == reverse("access_welcome")
    assert "Edit the site" not in words_of(client.get(reverse("access_welcome")))


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(site, client):
    a_person("member", email=EMAIL)

    wrong = sign_in(client, EMAIL, "not the password at all")
    unknown = sign_in(client, "nobody@example.org", "not the password at all")

    def bare(response, email):
        page = response.content.decode().replace(email, "…")
        return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", page)

    assert wrong.status_code == unknown.status_code == 200
    assert "do not belong together" in words_of(wrong)
    assert "<title>Error: Sign in" in wrong.content.decode()
    assert wrong.content.decode().count('aria-describedby="form-errors') == 2
    assert bare(wrong, EMAIL) == bare(unknown, "nobody@example.org")


def test_a_password_reset_is_answered_alike_for_known_and_unknown_addresses(site, client, settings):
    settings.MAIL_IS_SET = True
    a_person("member", email=EMAIL)

    answers = [
        client.post(reverse("account_reset_password"), {"email": email}).headers["Location"]
        for email in (EMAIL, "nobody@example.org")
    ]

    assert answers[0] == answers[1]
    known, unknown = mail.outbox
    assert "open this link" in known.body
    assert "there is no account" in unknown.body


def test_a_new_password_can_be_chosen_from_the_mailed_link(site, client, settings):
    settings.MAIL_IS_SET = True
    person = a_person("member", email=EMAIL)
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]

    page = client.get(link, follow=True)
    chosen = "a kettle on the blue stove"
    client.post(page.request["PATH_INFO"], {"password1": chosen, "password2": chosen})

    person.refresh_from_db()
    assert person.check_password(chosen)


def test_where_no_mail_is_sent_the_page_says_whom_to_ask(site, client, settings):
    settings.MAIL_IS_SET = False

    page = client.get(reverse("account_reset_password"))

    assert "Ask an administrator" in words_of(page)


def test_after_five_failed_tries_the_answer_says_when_to_try_again(site, client):
    a_person("member", email=EMAIL)
    for _try in range(5):
        assert sign_in(client, EMAIL, "not the password at all").status_code == 200

    page = sign_in(client, EMAIL)

    assert page.status_code == 429
    assert page.headers["Retry-After"] == "600"
    assert "Wait 10 minutes" in words_of(page)
    assert "_auth_user_id" not in client.session


def test_another_persons_failures_do_not_lock_somebody_out(site, client):
    a_person("member", email=EMAIL)
    for _try in range(5):
        sign_in(client, "nobody@example.org", "not the password at all")

    assert sign_in(client, EMAIL).status_code == 302


def test_a_one_time_password_must_be_changed_before_anything_else(site, client):
    email, one_time = create_first_administrator(now=timezone.now())

    answer = sign_in(client, email, one_time)
    assert answer.headers["Location"] == reverse("account_change_password")
    for address in (reverse("wagtailadmin_home"), reverse("access_welcome"), reverse("mfa_index")):
        assert client.get(address).headers["Location"] == reverse("account_change_password")
    form = {"oldpassword": one_time, "password1": one_time, "password2": one_time}
    page = client.post(reverse("account_change_password"), form)
    assert "one-time password" in words_of(page)
    form |= {"password1": PASSWORD, "password2": PASSWORD}
    changed = client.post(reverse("account_change_password"), form)

    assert changed.headers["Location"] == reverse("access_welcome")
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_wagtails_own_sign_in_form_leads_to_ours(site, client):
    a_person("administrator", email=EMAIL)

    answer = client.post(reverse("wagtailadmin_login"), {"username": EMAIL, "password": PASSWORD})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_a_member_who_opens_the_editors_pages_is_refused_in_words(site, client):
    client.force_login(a_person("member"))

    assert client.get(reverse("wagtailadmin_home")).status_code == 403


def test_a_visitor_who_opens_the_editors_pages_is_asked_to_sign_in(site, client):
    answer = client.get(reverse("wagtailadmin_home"))

    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["account_email", "account_email_verification_sent"])
def test_pages_that_this_site_does_not_need_are_not_there(site, client, name):
    client.force_login(a_person("member"))

    assert client.get(reverse(name)).status_code == 404


def test_every_page_of_an_account_opens_with_our_look_and_names_no_other_host(site, client):
    client.force_login(a_person("member"))
    names = ["access_welcome", "account_change_password", "account_logout", "mfa_index"]

    for name in names:
        page = client.get(reverse(name))
        assert page.status_code == 200, name
        assert 'class="grid-container r-account"' in page.content.decode()
        assert "X-Rumbo-Cacheable" not in page.headers
        assert "<script>" not in page.content.decode()
        assert " style=" not in page.content.decode()
