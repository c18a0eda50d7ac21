import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

from rumbo.access.tests.builders import a_person
from rumbo.website.frame.models import StandardPage

pytestmark = pytest.mark.django_db


def words_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def a_page_of_text(site, **changes):
    facts = {"title": "Help", "slug": "help", "body": "First words.", "live": True}
    page = site.en.add_child(instance=StandardPage(**(facts | changes)))
    page.save_revision()
    return StandardPage.objects.get(pk=page.pk)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def form_of(client, page):
    """The fields of the form as this person's browser holds them after opening the page."""
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    revision = response.context["page"].latest_revision
    return {
        "title": page.title,
        "slug": page.slug,
        "body": page.body,
        "summary": "",
        "seo_title": "",
        "translation": "original",
        "order": "0",
        "as_of": "",
        "go_live_at": "",
        "expire_at": "",
        "sources-count": "0",
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }


def send(client, page, form, **changes):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, form | changes, follow=True)


def test_when_two_editors_publish_one_page_the_second_is_told_and_nothing_is_lost(site):
    page = a_page_of_text(site)
    ana = signed_in(a_person("publisher", email="ana@example.org", first_name="Ana Prueba"))
    ben = signed_in(a_person("publisher", email="ben@example.org", first_name="Ben Prueba"))
    anas_form, bens_form = form_of(ana, page), form_of(ben, page)

    first = send(ana, page, anas_form, body="Words of Ana.", **{"action-publish": "1"})
    second = send(ben, page, bens_form, body="Words of Ben.", **{"action-publish": "1"})

    assert "While you were editing" not in words_of(first)
    assert "While you were editing, Ana Prueba saved this page" in words_of(second)
    assert "Compare the two" in words_of(second)
    assert StandardPage.objects.get(pk=page.pk).body == "Words of Ben."
    kept = [one.content["body"] for one in Revision.objects.for_instance(page).order_by("pk")]
    assert kept == ["First words.", "Words of Ana.", "Words of Ben."]


def test_the_two_versions_can_be_compared_from_the_notice(site):
    page = a_page_of_text(site)
    ana = signed_in(a_person("publisher", email="ana@example.org"))
    ben = signed_in(a_person("publisher", email="ben@example.org"))
    bens_form = form_of(ben, page)
    send(ana, page, form_of(ana, page), body="Words of Ana.", **{"action-publish": "1"})

    told = send(ben, page, bens_form, body="Words of Ben.")
    address = re.search(r'href="(/admin/pages/\d+/revisions/compare/[^"]+)"', told.content.decode())

    compared = ben.get(address[1])
    assert compared.status_code == 200
    assert "Ana" in words_of(compared)
    assert "Ben" in words_of(compared)


def test_a_draft_saved_by_itself_never_overwrites_a_newer_version(site):
    page = a_page_of_text(site)
    ana = signed_in(a_person("publisher", email="ana@example.org"))
    ben = signed_in(a_person("publisher", email="ben@example.org"))
    bens_form = form_of(ben, page)
    send(ana, page, form_of(ana, page), body="Words of Ana.")

    answer = ben.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        bens_form | {"body": "Words of Ben."},
        headers={"Accept": "application/json"},
    )

    assert answer.json()["error_code"] == "invalid_revision"
    assert Page.objects.get(pk=page.pk).get_latest_revision().content["body"] == "Words of Ana."


def test_one_editor_alone_is_told_nothing(site):
    page = a_page_of_text(site)
    ana = signed_in(a_person("publisher"))

    told = send(ana, page, form_of(ana, page), body="Words of Ana.", **{"action-publish": "1"})

    assert "While you were editing" not in words_of(told)


@pytest.mark.parametrize("path", ["/secret-plan/", "/es/secret-plan/"])
def test_a_draft_has_no_public_address(site, client, path):
    draft = a_page_of_text(site, slug="secret-plan", title="Secret plan", live=False)
    revision = draft.latest_revision

    assert client.get(path).status_code == 404
    for name, keys in (
        ("wagtailadmin_pages:view_draft", [draft.pk]),
        ("wagtailadmin_pages:revisions_view", [draft.pk, revision.pk]),
        ("wagtailadmin_pages:edit", [draft.pk]),
    ):
        answer = client.get(reverse(name, args=keys))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")
        assert b"Secret plan" not in answer.content


def test_an_unpublished_change_of_a_live_page_is_not_shown_to_readers(site, client):
    page = a_page_of_text(site)
    page.body = "Words that are not ready."
    page.save_revision()

    assert "not ready" not in words_of(client.get("/help/"))


def test_an_author_submits_but_does_not_publish_even_with_a_made_up_form(site):
    page = a_page_of_text(site, live=False)
    author = a_person("author")
    page.owner = author
    page.save()
    client = signed_in(author)

    send(client, page, form_of(client, page), body="New words.", **{"action-publish": "1"})

    assert not StandardPage.objects.get(pk=page.pk).live


def test_an_authors_submission_is_approved_by_an_editor_in_the_browser(site):
    page = a_page_of_text(site, live=False)
    author = a_person("author")
    page.owner = author
    page.save()
    client = signed_in(author)
    send(client, page, form_of(client, page), body="New words.", **{"action-submit": "1"})
    state = Page.objects.get(pk=page.pk).current_workflow_task_state

    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    answer = signed_in(a_person("editor")).post(address, {"comment": ""}, follow=True)

    assert answer.status_code == 200
    assert StandardPage.objects.get(pk=page.pk).live


@pytest.mark.parametrize(
    ("role", "steps"),
    [("author", set()), ("editor", {"home"}), ("publisher", {"home", "invite"})],
)
def test_the_first_page_of_editors_shows_steps_that_they_may_take(site, role, steps):
    client = signed_in(a_person(role))

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    start = page.index("r-first-steps__list")
    shown = page[start : page.index("</section>", start)]
    assert ("Edit the home page" in shown) == ("home" in steps)
    assert ("Invite a person" in shown) == ("invite" in steps)


def test_the_editors_pages_name_no_other_host(site):
    client = signed_in(a_person("administrator"))

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(https?://[^"]+)"', page)
    assert loaded == []
    assert "wagtail.org" not in page
    assert "0 Images" not in words_of(client.get(reverse("wagtailadmin_home")))
    assert "access/editors.css" in page
    assert "ui/brand/logo.svg" in page
