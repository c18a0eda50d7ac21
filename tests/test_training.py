"""A trainer runs a deck by keyboard and prints its pack; a learner practices and keeps the answers."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Hub

pytestmark = pytest.mark.browser
DECK = "/curriculum/determining-eligibility/"
PRACTICE = f"{DECK}practice/"


@pytest.fixture
def page(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_a_learner_answers_by_keyboard_and_finds_the_answer_again(hub: Hub, page: Page):
    page.goto(hub.address + PRACTICE)
    first = page.locator("[data-question][data-kind=single]").first
    key = first.locator("[data-key]").get_attribute("data-key")
    wrong = "B" if key == "A" else "A"

    first.locator(f"input[value={wrong}]").focus()
    page.keyboard.press("Space")
    first.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(first.locator("[data-verdict]")).to_have_text("Not right. Read why below.")
    expect(first.locator("details")).to_have_attribute("open", "")

    first.locator(f"input[value={key}]").focus()
    page.keyboard.press("Space")
    first.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(first.locator("[data-verdict]")).to_have_text("Right.")
    expect(page.locator("[data-count]")).to_have_text(re.compile(r"^1 of \d+ answered, 1 right$"))

    page.reload()
    expect(first.locator(f"input[value={key}]")).to_be_checked()

    page.get_by_role("button", name="Forget my answers").click()
    expect(page.locator("[data-count]")).to_have_text(re.compile("^Forgotten"))
    page.reload()
    expect(first.locator("input:checked")).to_have_count(0)


def test_order_and_match_are_compared_place_by_place(hub: Hub, page: Page):
    page.goto(hub.address + PRACTICE)
    for kind in ("order", "match"):
        question = page.locator(f"[data-question][data-kind={kind}]").first
        key = question.locator("[data-key]").get_attribute("data-key").split()
        wanted = (
            {letter: str(at) for at, letter in enumerate(key, 1)}
            if kind == "order"
            else {pair[0]: pair[1:] for pair in key}
        )
        for name, value in wanted.items():
            question.locator(f"select[name='{name}']").select_option(value)
        question.get_by_role("button", name="Check").click()
        expect(question.locator("[data-verdict]")).to_have_text("Right.")

        first, second = list(wanted)[:2]
        question.locator(f"select[name='{first}']").select_option(wanted[second])
        question.get_by_role("button", name="Check").click()
        expect(question.locator("[data-verdict]")).to_have_text(re.compile("^Not yet: "))


def test_an_unanswered_question_is_told_so_and_shows_nothing(hub: Hub, page: Page):
    page.goto(hub.address + PRACTICE)
    first = page.locator("[data-question]").first

    first.get_by_role("button", name="Check").click()

    expect(first.locator("[data-verdict]")).to_have_text("Choose an answer first.")
    expect(first.locator("details")).not_to_have_attribute("open", "")


def test_without_script_the_answers_open_and_nothing_is_promised(hub: Hub, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(hub.address + PRACTICE)
    first = page.locator("[data-question]").first

    expect(first.get_by_role("button", name="Check")).to_be_hidden()
    expect(page.get_by_role("button", name="Forget my answers")).to_be_hidden()
    first.locator("summary").click()
    expect(first.locator(".r-question__answer")).to_be_visible()
    context.close()


def test_nothing_is_sent_while_a_learner_answers(hub: Hub, page: Page):
    page.goto(hub.address + PRACTICE)
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    for question in page.locator("[data-question][data-kind=single]").all()[:4]:
        question.locator("label").first.click()
        question.get_by_role("button", name="Check").click()

    assert sent == []


def test_a_trainer_runs_module_six_by_keyboard_and_prints_its_packs(hub: Hub, browser: Browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(hub.address + DECK)
    page.get_by_role("link", name="Start the slides").press("Enter")
    titles = [page.locator("h1").inner_text()]
    for number in range(2, 6):
        page.keyboard.press("PageDown")
        expect(page.locator(".r-slidebar__count")).to_contain_text(f"Slide {number} of")
        titles.append(page.locator("h1").inner_text())
    assert len(set(titles)) == 5

    for name in ("handout", "pack", "assessment"):
        page.goto(f"{hub.address}{DECK}{name}/")
        page.emulate_media(media="print")
        paper = page.pdf(format="Letter")
        assert paper.startswith(b"%PDF") and len(paper) > 20_000
        expect(page.locator("nav.usa-nav")).to_be_hidden()
        page.emulate_media(media="screen")
    context.close()


def test_each_sheet_of_the_pack_starts_a_page_of_its_own(hub: Hub, browser: Browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{hub.address}{DECK}pack/")
    page.emulate_media(media="print")

    breaks = page.locator(".r-sheet").evaluate_all(
        "all => all.map(one => getComputedStyle(one).breakBefore)"
    )

    assert len(breaks) >= 5
    assert set(breaks) == {"page"}
    context.close()
