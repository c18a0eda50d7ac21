"""From an address to its page, with few questions and by Wagtail's own rules."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from rumbo.website.frame.freshness import drop_pages_now
from rumbo.website.frame.models import StandardPage

pytestmark = pytest.mark.django_db


def a_page_below(parent, slug):
    return parent.add_child(instance=StandardPage(title=slug, slug=slug))


def test_a_page_is_found_again_without_asking_which_site_and_language(site, client):
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200

    tables = " ".join(query["sql"] for query in asked)
    assert "wagtailcore_site" not in tables
    assert "wagtailcore_locale" not in tables


def test_a_front_page_changed_by_an_editor_is_served_at_once(site, client):
    client.get("/")
    home = site.en
    home.what_this_is = "A changed sentence."
    home.save_revision().publish()
    drop_pages_now()

    assert "A changed sentence." in client.get("/").content.decode()


def test_a_page_closed_to_visitors_stays_closed(site, client):
    page = a_page_below(site.en, "for-some")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    drop_pages_now()

    answer = client.get("/for-some/")

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]


def test_an_installation_with_two_sites_is_left_to_wagtail(site, client):
    Site.objects.create(hostname="second.example", root_page=a_page_below(site.en, "two"), port=80)
    drop_pages_now()

    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "second.example"}).status_code in {200, 400}


def test_an_address_that_leads_nowhere_is_not_found(site, client):
    assert client.get("/no-such-page/").status_code == 404
    assert client.get("/es/no-such-page/").status_code == 404
