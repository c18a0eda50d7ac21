"""Passkeys in a real browser with a made-up authenticator, under the strict content policy."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from rumbo.access.tests.builders import PASSWORD, a_person, ensure_roots

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def roots(transactional_db):
    ensure_roots()


@pytest.fixture
def address(live_server):
    """The server under the name `localhost`: a passkey belongs to a name, not to a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def visitor(page, settings):
    """A browser page with an authenticator, and the list of what the content policy refused."""
    settings.DEBUG = False
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    page.refused = []
    page.on(
        "console",
        lambda message: (
            page.refused.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    return page


def test_a_passkey_is_added_and_opens_the_account_without_a_password(roots, site, address, visitor):
    person = a_person("author")
    visitor.goto(address + reverse("account_login"))
    visitor.get_by_label("Email").fill(person.email)
    visitor.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.get_by_role("button", name="Sign in", exact=True).click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Welcome")

    visitor.goto(address + reverse("mfa_add_webauthn"))
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Confirm").click()
    visitor.get_by_label("Passwordless").check()
    visitor.get_by_role("button", name="Add").click()
    visitor.wait_for_url("**/recovery-codes/**")
    visitor.goto(address + reverse("mfa_list_webauthn"))
    expect(visitor.get_by_role("table")).to_contain_text("Passkey")

    visitor.goto(address + reverse("account_logout"))
    visitor.get_by_role("button", name="Sign Out").click()
    visitor.goto(address + reverse("account_login"))
    visitor.get_by_role("button", name="Sign in with a passkey").click()

    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Welcome")
    assert visitor.refused == []


def test_the_sign_in_form_works_with_the_keyboard_and_names_its_faults(
    roots, site, address, visitor
):
    visitor.goto(address + reverse("account_login"))
    visitor.get_by_label("Email").press("Tab")
    expect(visitor.get_by_label("Password", exact=True)).to_be_focused()
    visitor.get_by_label("Email").fill("nobody@example.org")
    visitor.get_by_label("Password", exact=True).fill("not the password at all")
    visitor.get_by_label("Password", exact=True).press("Enter")

    expect(visitor.get_by_role("alert")).to_contain_text("do not belong together")
    expect(visitor.get_by_label("Email")).to_have_value("nobody@example.org")
    assert visitor.refused == []
