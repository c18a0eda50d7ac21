"""There is one door: no other sign-in form, whatever a library brings with it."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.views import LoginView
from django.urls import URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from rumbo.access.tests.builders import a_person

pytestmark = pytest.mark.django_db


def sign_in_names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of all addresses whose view is Django's sign-in or made of it."""
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            inner = f"{namespace}{part.namespace}:" if part.namespace else namespace
            yield from sign_in_names(part, inner)
        elif issubclass(getattr(part.callback, "view_class", object), LoginView):
            yield f"{namespace}{part.name}"


def test_every_other_sign_in_form_leads_to_ours_and_signs_nobody_in(site, client):
    person = a_person("publisher")
    person.set_password("plum-plum-plum-7")
    person.save()
    names = {*sign_in_names(get_resolver()), "wagtailcore_login", "wagtailadmin_login"}
    given = {"username": person.email, "login": person.email, "password": "plum-plum-plum-7"}

    for name in names:
        response = client.post(reverse(name), {**given, "next": "/admin/"})

        assert response.status_code == 302, name
        assert response.url.startswith("/accounts/login/?next="), name
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "name", ["wagtailcore_authenticate_with_password", "wagtaildocs_authenticate_with_password"]
)
def test_shared_passwords_lead_nowhere(site, client, name):
    for arguments in ((1, 1), (1,)):
        try:
            address = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
        assert client.post(address, {"password": "x"}).status_code == 404
        return
    pytest.fail("no such address any more: this test can go")
