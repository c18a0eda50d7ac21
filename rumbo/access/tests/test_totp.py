import base64
import hashlib
import hmac
import struct
import time

import pytest
from django.urls import reverse

from rumbo.access.tests.builders import PASSWORD, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_clock_that_may_be_half_a_minute_off(settings):
    settings.MFA_TOTP_TOLERANCE = 1


def code_of(secret, moment):
    """The six digits of RFC 6238, worked out here and not by the library under test."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def sign_in(client, email):
    return client.post(reverse("account_login"), {"login": email, "password": PASSWORD})


def confirm_password(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_security_pages_ask_for_the_password_again(site, client):
    sign_in(client, a_person("author").email)

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_an_authenticator_app_can_be_added_and_is_then_asked_for(site, client):
    person = a_person("author")
    sign_in(client, person.email)
    confirm_password(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert page.content.decode().count("data:image/svg+xml") == 1
    added = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, time.time())})
    assert added.status_code == 302
    client.logout()

    asked = sign_in(client, person.email)
    assert asked.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("access_welcome")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    # Each code works once, and the present one was used above: take that of the next half minute.
    right = client.post(reverse("mfa_authenticate"), {"code": code_of(secret, time.time() + 30)})

    assert right.headers["Location"] == reverse("access_welcome")


def test_recovery_codes_open_the_account_when_the_phone_is_lost(site, client):
    person = a_person("author")
    sign_in(client, person.email)
    confirm_password(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, time.time())})
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert page.status_code == 200
    code = page.context["unused_codes"][0]
    client.logout()

    sign_in(client, person.email)
    answer = client.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.headers["Location"] == reverse("access_welcome")
