"""Journeys in a real browser: accessibility, keyboard, no script, narrow screens, print."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from config.env import ROOT
from tests.conftest import Hub

pytestmark = pytest.mark.browser

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text("utf-8")
COLORS = "{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"
KINDS = {
    "home": "/",
    "text": "/families/",
    "status": "/where-the-program-stands/",
    "figures": "/impact/",
    "news": "/news/",
    "feature": "/news/one-youths-journey-towards-college/",
    "update": "/news/mentoring-initiative-family-engagement-pacs/",
    "calendar": "/calendar/",
    "month": "/calendar/?view=month",
    "event": "/calendar/mentoring-initiative-pacs-2019/",
    "program year": "/calendar/program-year/",
    "tools": "/tools/",
    "work": "/handbook/",
    "glossary": "/handbook/glossary/",
    "search": "/handbook/search/?q=sixty+days",
    "search for nothing": "/handbook/search/?q=ladderz",
    "chapter": "/handbook/determining-eligibility/",
    "article": "/handbook/determining-eligibility/soon-after-the-move/",
    "decision aid": "/handbook/determining-eligibility/the-move/",
    "older article": "/handbook/before-july-2017/determining-eligibility/the-move/",
    "comparison": "/handbook/before-july-2017/determining-eligibility/the-move/changes/",
    "script": "/handbook/interview-script/moves/",
    "checklist": "/handbook/determining-eligibility/eligibility-checklist/",
    "law": "/handbook/law/",
    "paragraph": "/handbook/law/34-cfr-200-81-g/",
    "deck": "/curriculum/determining-eligibility/",
    "slide": "/curriculum/determining-eligibility/the-move/",
    "trainer": "/curriculum/determining-eligibility/trainer/",
    "handout": "/curriculum/determining-eligibility/handout/",
    "pack": "/curriculum/completing-the-coe/pack/",
    "practice": "/curriculum/determining-eligibility/practice/",
    "assessment": "/curriculum/hard-cases/assessment/",
    "offline": "/offline/",
    "components": "/design/",
    "not found": "/no-such-page/",
    "sign in": "/accounts/login/",
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_on_any_kind_of_page_in_both_schemes(
    hub: Hub, browser: Browser, language
):
    """Of a page in dark only what a scheme can change is asked again: the colors."""
    found = []
    context = browser.new_context(viewport={"width": 1024, "height": 900})
    page = context.new_page()
    for kind, path in KINDS.items():
        prefix = "/es" if language == "es" and not path.startswith("/accounts") else ""
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        page.goto(hub.address + prefix + path)
        page.evaluate(AXE)
        found += violations(page, kind, RULES)
        turn_dark(page)
        found += violations(page, f"{kind} in dark", COLORS)
    context.close()

    assert found == []


def turn_dark(page: Page) -> None:
    """The dark scheme on an open page, when its colors have come to rest."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    page.wait_for_function("() => document.getAnimations().length === 0")


def violations(page: Page, name: str, asked: str) -> list[str]:
    """What axe finds on an open page, by rule and first place."""
    result = page.evaluate(f"axe.run({asked})")
    return [
        f"{name}: {violation['id']} {violation['nodes'][0]['target']}"
        for violation in result["violations"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_at_any_address_in_both_schemes(hub: Hub, browser: Browser, language):
    text = hub.get("/sitemap.xml")[2].decode()
    every = re.findall(rf"<loc>{re.escape(hub.address)}(/[^<]*)</loc>", text)
    paths = [path for path in every if path.startswith("/es/") == (language == "es")]
    context = browser.new_context(viewport={"width": 1024, "height": 900})
    page = context.new_page()
    found = []
    for path in paths:
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        page.goto(hub.address + path)
        page.evaluate(AXE)
        found += violations(page, path, RULES)
        turn_dark(page)
        found += violations(page, f"{path} in dark", COLORS)
    context.close()

    assert len(paths) > 150
    assert found == []


def test_no_page_scrolls_sideways_on_a_phone(hub: Hub, browser: Browser):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    wide = []
    for kind, path in KINDS.items():
        page.goto(hub.address + path)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(kind)
    context.close()

    assert wide == []


def test_no_page_asks_another_host_for_anything_or_breaks_its_own_content_policy(
    hub: Hub, browser: Browser
):
    context = browser.new_context()
    page = context.new_page()
    foreign, complaints = [], []
    page.on(
        "request",
        lambda request: (
            foreign.append(request.url)
            if not request.url.startswith((hub.address, "data:", "blob:"))
            else None
        ),
    )
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    for path in KINDS.values():
        page.goto(hub.address + path)
    context.close()

    assert foreign == []
    assert complaints == []


def test_the_skip_link_comes_first_and_leads_to_the_words(hub: Hub, page: Page):
    page.goto(hub.address + "/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("Skip to main content")
    expect(focused).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_the_tagline_is_one_heading_of_three_lines(hub: Hub, page: Page):
    page.goto(hub.address + "/")

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Collaboration & Coordination To Achieve Results For Migrant Education"
    )


def test_the_number_stands_with_its_year_its_source_and_what_it_is_not(hub: Hub, page: Page):
    page.goto(hub.address + "/")
    block = page.locator("section", has=page.get_by_role("heading", name="Our Impact")).first

    for words in ("223,763", "2016-17", "316,394", "70.7", "derived", "ED Data Express"):
        expect(block).to_contain_text(words)


def test_three_steps_lead_from_the_update_to_the_connection_details(hub: Hub, page: Page):
    page.goto(hub.address + "/news/mentoring-initiative-family-engagement-pacs/")
    page.get_by_role("link", name="connection details", exact=False).first.click()

    assert page.url.endswith("/calendar/mentoring-initiative-pacs-2019/#connection")
    expect(page.locator("#connection")).to_be_in_viewport()
    expect(page.locator("main")).to_contain_text("Wednesday, January 16, 2019")


def test_three_taps_lead_to_the_sixty_day_rule_on_a_phone(hub: Hub, browser: Browser):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(hub.address + "/")
    page.get_by_role("link", name="Recruiters", exact=True).tap()
    page.get_by_role("link", name="Soon after the move: the 60 days").first.tap()

    expect(page.locator("#sixty-days")).to_be_attached()
    expect(page.locator("main")).to_contain_text("60 days")
    context.close()


def test_everything_can_be_read_and_reached_without_script(hub: Hub, browser: Browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(hub.address + "/")
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("link", name="Calendar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(hub.address + "/impact/?year=2019-20")
    expect(page.locator("main")).to_contain_text("200,732")
    page.goto(hub.address + "/curriculum/determining-eligibility/the-move/")
    page.locator("a[rel=next]").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


def test_a_deck_runs_by_the_keys_of_a_remote_control(hub: Hub, page: Page):
    page.goto(hub.address + "/curriculum/determining-eligibility/welcome/")
    page.keyboard.press("PageDown")
    page.wait_for_url("**/why-accuracy-matters/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/welcome/")


def test_the_reader_can_change_the_language_of_the_same_page(hub: Hub, page: Page):
    page.goto(hub.address + "/families/")
    page.get_by_role("link", name="Español").first.click()

    assert page.url == hub.address + "/es/families/"
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_an_editor_signs_in_with_the_one_time_password_and_changes_the_home_page(
    hub: Hub, browser: Browser
):
    import re

    email = re.search(r"sign in as\s+(\S+)", hub.printed)[1]
    password = re.search(r"one-time password\s+(\S+)", hub.printed)[1]
    context = browser.new_context()
    page = context.new_page()
    page.goto(re.search(r"Edit the home page\s+(\S+)", hub.printed)[1])
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/accounts/password/change/**")
    new = "a-password-of-my-own-1848"
    page.locator("input[name=oldpassword]").fill(password)
    page.locator("input[name=password1]").fill(new)
    page.locator("input[name=password2]").fill(new)
    page.locator("input[name=password2]").press("Enter")
    page.wait_for_load_state("networkidle")
    page.goto(re.search(r"Edit the home page\s+(\S+)", hub.printed)[1])

    expect(page.locator("#panel-child-content-title-content, [name=title]").first).to_be_visible()
    context.close()
