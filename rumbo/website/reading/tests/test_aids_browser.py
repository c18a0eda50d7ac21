"""In a real browser: a decision aid one question at a time, and the reader's place in a work.

The pages are made beforehand by Django's test client, the static files come from their folders: no
server, no network.
"""

from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from rumbo.ui.staticfiles import joined_styles
from rumbo.website.frame.freshness import forget_all
from rumbo.website.reading.tests.builders import CHAPTER, a_handbook, an_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOST = "http://localhost"
AXE = (Path(__file__).resolve().parents[4] / "tests" / "vendor" / "axe.min.js").read_text("utf-8")
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"
AID_PAGE = f"{CHAPTER}with-an-aid/"
WORK = "/handbook/"
AID = """\
Words before.

::: decide Was it a move?
1. Did they leave one home for another?
   - Yes: go to 2
   - No, it was a visit: The law asks for another home [[20 USC 6399(5)(A)]]. Ask your State. {our advice}
2. Is it in another district than the old one?
   - Yes: It looks like a move [[20 USC 6399(5)]].
   - Not sure: Ask your State. {our advice}
:::
"""
PAGES = (AID_PAGE, f"/es{AID_PAGE}", f"{CHAPTER}the-work/", WORK, f"/es{WORK}")


@pytest.fixture
def answered(site, client):
    """What answers every request of a browser context, and what it was asked for."""
    made = a_handbook(site.en)
    an_article(made["chapter"], "with-an-aid", title="With an aid", order=40, body=AID)
    spanish = made["work"].copy_for_translation(site.es.locale, copy_parents=True)
    spanish.title = "Un manual"
    spanish.save_revision().publish()
    forget_all()
    pages = {address: client.get(address, headers={"host": "localhost"}) for address in PAGES}
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(f"{route.request.method} {route.request.url}")
        path = urlsplit(route.request.url).path
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if path.startswith("/static/styles/"):
            names = path.removeprefix("/static/styles/").split(",")
            route.fulfill(body=joined_styles(names), content_type="text/css")
        elif isinstance(found, str):
            kind = guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        elif path in pages:
            route.fulfill(headers=dict(pages[path].headers), body=pages[path].content)
        else:
            route.fulfill(status=404)

    def wire(context: BrowserContext) -> Page:
        context.route("**/*", answer)
        return context.new_page()

    wire.asked = asked
    wire.pages = pages
    return wire


@pytest.fixture
def reader(answered, context: BrowserContext) -> Page:
    """A reader with script."""
    return answered(context)


def words_of_focus(page: Page) -> str:
    return " ".join(page.evaluate("document.activeElement.innerText").split())


def press(page: Page, name: str) -> None:
    """Press a button by the keyboard."""
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def test_an_aid_asks_one_question_at_a_time_and_the_focus_follows(reader):
    reader.goto(HOST + AID_PAGE)
    expect(reader.get_by_role("group", name="Decision aid: Was it a move?")).to_be_visible()
    expect(reader.locator("[data-answer]").first).to_be_hidden()
    expect(reader.get_by_text("Is it in another district")).to_be_hidden()

    press(reader, "Yes")

    assert words_of_focus(reader) == "Question 2 Is it in another district than the old one?"
    expect(reader.get_by_role("button", name="Not sure", exact=True)).to_be_visible()

    press(reader, "Yes")

    assert words_of_focus(reader) == "Where this leads It looks like a move 20 USC 6399(5)."
    expect(reader.get_by_role("button", name="Not sure", exact=True)).to_have_count(0)


def test_an_aid_shows_the_trail_goes_back_one_step_and_starts_again(reader):
    reader.goto(HOST + AID_PAGE)
    trail = reader.get_by_role("list", name="Your answers so far")
    expect(trail).to_have_count(0)
    press(reader, "Yes")
    press(reader, "Not sure")
    expect(trail.get_by_role("listitem")).to_have_text(
        [
            "Did they leave one home for another? Yes",
            "Is it in another district than the old one? Not sure",
        ]
    )

    press(reader, "Back one step")

    assert words_of_focus(reader).startswith("Question 2")
    expect(trail.get_by_role("listitem")).to_have_count(1)

    press(reader, "Start again")

    assert words_of_focus(reader).startswith("Question 1")
    expect(trail).to_have_count(0)


def test_an_outcome_comes_with_the_paragraph_that_it_rests_on(reader):
    reader.goto(HOST + AID_PAGE)
    press(reader, "No, it was a visit")
    law = reader.locator(".r-decide__law details")
    expect(law).to_have_count(1)

    law.locator("summary").press("Enter")

    expect(law.get_by_text("from one residence to another residence")).to_be_visible()


def test_an_aid_says_that_it_decides_nothing_keeps_nothing_and_sends_nothing(reader, answered):
    reader.goto(HOST + AID_PAGE)
    box = reader.locator("[data-decide]")
    expect(box).to_contain_text("It decides nothing: the State does.")
    expect(box).to_contain_text("What you choose here is not kept and not sent.")
    before = reader.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    answered.asked.clear()

    press(reader, "Yes")
    press(reader, "Yes")

    assert answered.asked == []
    assert reader.evaluate("JSON.stringify({...localStorage, ...sessionStorage})") == before
    assert reader.url == HOST + AID_PAGE


def test_all_questions_can_be_shown_and_a_link_to_one_of_them_shows_them(reader):
    reader.goto(HOST + AID_PAGE)
    every = reader.get_by_role("button", name="Show all questions")
    expect(every).to_have_attribute("aria-expanded", "false")

    press(reader, "Show all questions")

    expect(every).to_have_attribute("aria-expanded", "true")
    expect(reader.get_by_role("link", name="go to 2")).to_be_visible()

    reader.goto("about:blank")
    reader.goto(f"{HOST}{AID_PAGE}#decide-was-it-a-move-2")

    expect(reader.locator("#decide-was-it-a-move-2")).to_be_in_viewport()


def test_on_paper_stands_the_whole_list_whatever_was_answered(reader):
    reader.goto(HOST + AID_PAGE)
    press(reader, "Yes")

    reader.emulate_media(media="print")

    expect(reader.locator("[data-answer]").first).to_be_visible()
    expect(reader.get_by_role("button", name="Start again")).to_be_hidden()


def test_without_script_an_aid_is_a_list_with_links_and_no_button(browser: Browser, answered):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = answered(context)
    page.goto(HOST + AID_PAGE)

    expect(page.get_by_text("Did they leave one home for another?")).to_be_visible()
    expect(page.get_by_text("It decides nothing: the State does.")).to_be_visible()
    expect(page.locator("[data-decide] button")).to_have_count(0)
    page.get_by_role("link", name="go to 2").click()
    expect(page.locator("#decide-was-it-a-move-2")).to_be_in_viewport()
    page.goto(HOST + WORK)
    expect(page.locator("[data-go-on]")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_aid_or_at_the_readers_place_and_nothing_is_too_wide(
    browser: Browser, answered, scheme
):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740})
    page = answered(context)
    found: list[str] = []

    def look(state: str) -> None:
        page.evaluate(AXE)
        result = page.evaluate(f"axe.run({RULES})")
        found.extend(f"{state}: {one['id']}" for one in result["violations"])
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{state}: too wide")

    page.goto(HOST + AID_PAGE)
    look("question")
    press(page, "No, it was a visit")
    page.locator(".r-decide__law summary").press("Enter")
    press(page, "Show all questions")
    look("outcome")
    page.goto(f"{HOST}/es{WORK}")
    expect(page.locator("[data-go-on]")).to_be_visible()
    look("place")
    context.close()

    assert found == []


def test_the_front_page_offers_to_go_on_where_the_reader_was_last_until_it_is_told_to_forget(
    reader,
):
    reader.goto(HOST + WORK)
    place = reader.locator("[data-go-on]")
    expect(place).to_be_hidden()
    reader.goto(HOST + AID_PAGE)
    reader.goto(f"{HOST}{CHAPTER}the-work/")
    reader.goto(HOST + WORK)
    expect(place.get_by_text("Go on reading:")).to_have_text("Go on reading: The work")
    expect(place.get_by_role("link")).to_have_attribute("href", f"{HOST}{CHAPTER}the-work/")

    press(reader, "Forget")

    assert words_of_focus(reader).startswith("Forgotten.")
    assert reader.evaluate("localStorage.length") == 0
    reader.reload()
    expect(place).to_be_hidden()


def test_the_place_is_offered_in_the_language_of_the_page_and_an_english_title_says_so(reader):
    reader.goto(HOST + AID_PAGE)

    reader.goto(f"{HOST}/es{WORK}")

    link = reader.locator("[data-go-on] a")
    expect(link).to_have_text("With an aid")
    expect(link).to_have_attribute("lang", "en")
    expect(link).to_have_attribute("href", f"{HOST}/es{AID_PAGE}")


def test_an_article_that_the_contents_no_longer_list_is_not_offered(reader):
    reader.goto(HOST + WORK)
    reader.evaluate("localStorage.setItem('rumbo:place:/handbook/', '/handbook/gone/away/')")

    reader.reload()

    expect(reader.locator("[data-go-on]")).to_be_hidden()


def test_a_reader_without_a_place_sees_nothing_move(reader):
    reader.goto(HOST + WORK)

    shift = reader.evaluate(
        """() => new Promise((done) => {
          let sum = 0;
          new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
            .observe({type: "layout-shift", buffered: true});
          requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
        })"""
    )

    assert shift == 0
