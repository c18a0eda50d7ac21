"""Script in a real browser: words explained, ticks kept, slides turned by keys.

The pages are made beforehand by Django's test client, the static files come from their folders: no
server, no network.
"""

from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from rumbo.website.frame.freshness import forget_all
from rumbo.website.reading.tests.builders import (
    CHAPTER,
    DECK,
    a_curriculum,
    a_handbook,
    a_term,
    an_article,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOST = "http://localhost"
SLIDES = ("the-line", "a-case", "a-case-answer")


@pytest.fixture
def browser_page(site, client, page):
    """A browser whose every request is answered here."""
    made = a_handbook(site.en)
    a_curriculum(site.en)
    a_term()
    an_article(
        made["chapter"],
        "whole",
        order=40,
        body="A [move](term:qualifying-move).\n\n::: checklist L\n- [ ] One\n- [ ] Two\n:::",
    )
    forget_all()

    addresses = [f"{CHAPTER}whole/", *(f"{DECK}{slug}/" for slug in SLIDES)]
    pages = {address: client.get(address, headers={"host": "localhost"}) for address in addresses}

    def answer(route) -> None:
        path = urlsplit(route.request.url).path
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if found:
            kind = guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        elif path in pages:
            response = pages[path]
            route.fulfill(headers=dict(response.headers), body=response.content)
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
    return page


def test_a_word_is_explained_on_focus_and_escape_closes_it(browser_page):
    browser_page.goto(f"{HOST}{CHAPTER}whole/")
    link = browser_page.locator("a[data-term]").first
    browser_page.keyboard.press("Tab")
    link.focus()

    tip = browser_page.get_by_role("tooltip")
    expect(tip).to_contain_text("A change of home and district.")
    expect(link).to_have_attribute("aria-describedby", "r-pop")

    browser_page.keyboard.press("Escape")

    expect(tip).to_be_hidden()
    assert link.evaluate("link => link === document.activeElement")


def test_the_pointer_may_move_onto_the_explanation(browser_page):
    browser_page.goto(f"{HOST}{CHAPTER}whole/")
    browser_page.locator("a[data-term]").first.hover()
    tip = browser_page.get_by_role("tooltip")
    expect(tip).to_be_visible()

    tip.hover()
    browser_page.wait_for_timeout(400)

    expect(tip).to_be_visible()


def test_ticks_stay_on_the_device_until_they_are_cleared(browser_page):
    browser_page.goto(f"{HOST}{CHAPTER}whole/")
    browser_page.get_by_label("Two").check()
    browser_page.reload()
    expect(browser_page.get_by_label("Two")).to_be_checked()
    expect(browser_page.get_by_label("One")).not_to_be_checked()

    browser_page.get_by_role("button", name="Clear my ticks").click()
    browser_page.reload()

    expect(browser_page.get_by_label("Two")).not_to_be_checked()


def test_keys_turn_the_slides(browser_page):
    browser_page.goto(f"{HOST}{DECK}the-line/")
    for key, slug in (
        ("ArrowRight", "a-case"),
        ("PageDown", "a-case-answer"),
        ("ArrowLeft", "a-case"),
        ("PageUp", "the-line"),
        ("End", "a-case-answer"),
        ("Home", "the-line"),
        ("Space", "a-case"),
    ):
        browser_page.keyboard.press(key)
        browser_page.wait_for_url(f"{HOST}{DECK}{slug}/")


def test_the_first_slide_has_nothing_before_it(browser_page):
    browser_page.goto(f"{HOST}{DECK}the-line/")

    browser_page.keyboard.press("ArrowLeft")

    assert browser_page.url == f"{HOST}{DECK}the-line/"


def test_in_full_screen_the_next_slide_comes_without_leaving_it(browser_page):
    browser_page.goto(f"{HOST}{DECK}the-line/")
    browser_page.get_by_role("button", name="Show on the full screen").click()
    browser_page.wait_for_function("() => Boolean(document.fullscreenElement)")

    browser_page.keyboard.press("ArrowRight")

    expect(browser_page.locator("[data-slide-title]")).to_have_text(
        "The case of the Invented family"
    )
    assert browser_page.evaluate("Boolean(document.fullscreenElement)")
    assert browser_page.url == f"{HOST}{DECK}a-case/"
