"""The offline copy in a real browser, on a small invented handbook that the test can change."""

import json
import re
from pathlib import Path

import pytest
from django.test.testcases import LiveServerThread
from django.utils.translation import override
from playwright.sync_api import expect

from rumbo.website.frame.freshness import drop_pages_now
from rumbo.website.reading.finding.words import tables, tidy, tokens
from rumbo.website.reading.tests.builders import (
    CHAPTER,
    a_chapter,
    a_handbook,
    a_term,
    a_work,
    an_article,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[4]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text("utf-8")
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"
MOVE = f"{CHAPTER}the-move/"
TELLS_LITTLE_ROOM = """
  navigator.storage.estimate = async () => ({ quota: 1100000, usage: 1000000 });
"""
HAS_NO_WORKERS = "delete Navigator.prototype.serviceWorker;"


@pytest.fixture
def handbook(site):
    """A handbook with one translated article and one term."""
    made = a_handbook(site.en)
    work = a_work(site.es, title="Un manual", translation_key=made["work"].translation_key)
    chapter = a_chapter(
        work, title="Probar una mudanza", translation_key=made["chapter"].translation_key
    )
    an_article(
        chapter,
        "the-move",
        order=20,
        title="La mudanza",
        body="## El hogar {#home}\n\nNiños con educación y sesenta días.",
        translation="not-reviewed",
        translation_key=made["second"].translation_key,
    )
    a_term()
    return made


@pytest.fixture
def start(handbook, transactional_db):
    """The address of a server under a name for which browsers allow workers.

    Django's test server would answer for the static files itself and so refuse joined stylesheets.
    """
    server = LiveServerThread("localhost", lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def kept(start, page):
    """A browser that keeps the Handbook, on the copy's page."""
    page.goto(f"{start}/offline/")
    page.get_by_role("button", name="Keep the Handbook on this device").click()
    expect(page.get_by_role("heading", name="Your copy")).to_be_focused()
    return page


def change(page, **values):
    """Change a page as publishing does."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save()
    drop_pages_now()


def copies(page) -> list[str]:
    """The names of the copies that the browser holds."""
    return page.evaluate("caches.keys().then((all) => all.filter((one) => /copy/.test(one)))")


def test_keeping_needs_only_the_keyboard_and_says_when_it_is_done(start, page):
    page.goto(f"{start}/offline/")
    keep = page.get_by_role("button", name="Keep the Handbook on this device")
    expect(keep).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if keep.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Your copy")).to_be_focused()
    expect(page.locator("[data-status]")).to_contain_text("The Handbook is kept on this device.")
    expect(page.locator("[data-kept]")).to_contain_text("10 pages")


def test_nothing_is_kept_before_the_reader_asks(start, page):
    page.goto(f"{start}/offline/")
    expect(page.get_by_role("button", name="Keep the Handbook on this device")).to_be_visible()
    page.goto(start + MOVE)

    assert page.evaluate("caches.keys()") in ([], ["rumbo-offline"])
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_a_kept_page_opens_without_a_connection_at_its_own_address_with_the_day_of_the_copy(
    kept, start
):
    kept.context.set_offline(True)
    kept.goto(start + MOVE)

    expect(kept.get_by_role("heading", level=1)).to_have_text("The move")
    expect(kept.locator("main")).to_contain_text("First edition, November 23, 2026")
    expect(kept.get_by_role("navigation", name="Copy on this device")).to_contain_text(
        re.compile(r"from your copy of \w+ \d+, \d{4}")
    )
    expect(kept.locator(f"a[href='http://testserver{MOVE}']")).to_be_visible()
    kept.get_by_role("link", name="Next The work").click()
    expect(kept.get_by_role("heading", level=1)).to_have_text("The work")


def test_a_kept_page_has_the_same_strict_content_policy_as_online(kept, start):
    kept.context.set_offline(True)
    answer = kept.goto(start + MOVE)

    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_a_page_that_is_not_in_the_copy_says_so_and_what_is(kept, start):
    kept.context.set_offline(True)
    kept.goto(f"{start}/news/<b>none/")

    expect(kept.get_by_role("heading", level=1)).to_have_text("This page is not in your copy")
    expect(kept.locator("main")).to_contain_text("/news/")
    kept.get_by_role("link", name="Contents of your copy, and search").click()
    expect(kept.get_by_role("heading", name="Your copy")).to_be_visible()


def test_an_untranslated_page_is_shown_in_english_under_its_spanish_address_and_says_so(
    kept, start
):
    kept.context.set_offline(True)
    kept.goto(f"{start}/es{CHAPTER}the-work/")

    expect(kept.locator("main")).to_contain_text("Esta página aún no está traducida")
    expect(kept.get_by_role("heading", level=1)).to_have_text("The work")
    assert (
        kept.get_by_role("heading", level=1).evaluate("one => one.closest('[lang]').lang") == "en"
    )
    assert kept.locator("a[rel=prev]").get_attribute("href") == f"/es{MOVE}"


def test_with_a_connection_a_reader_who_keeps_a_copy_still_sees_the_newest_page(
    kept, start, handbook
):
    change(handbook["second"], title="The move, told better")
    kept.goto(start + MOVE)

    expect(kept.get_by_role("heading", level=1)).to_have_text("The move, told better")


def test_an_update_names_the_pages_that_changed_and_waits_for_the_reader(kept, start, handbook):
    change(handbook["second"], title="The move, told better")
    change(handbook["third"], live=False)
    an_article(handbook["chapter"], "the-child-again", order=50)
    drop_pages_now()
    kept.goto(f"{start}/offline/")

    box = kept.locator("[data-panel=update]")
    expect(box).to_contain_text(re.compile(r"2 pages changed since your copy of \w+ \d+, \d{4}"))
    expect(box.get_by_role("listitem")).to_have_text(
        ["The move, told better", "The child again (new)"]
    )
    expect(box).to_contain_text("No longer in the Handbook: The work")
    assert kept.evaluate(words_of_kept("The move, told better")) is False

    before = copies(kept)
    box.get_by_role("button", name="Take the new copy").click()
    expect(kept.locator("[data-fresh]")).to_contain_text("This is the newest copy")
    assert kept.evaluate(words_of_kept("The move, told better")) is True
    assert len(copies(kept)) == 1
    assert copies(kept) != before


def words_of_kept(title: str) -> str:
    """A script that tells whether the copy in force holds a page of that title."""
    return f"""caches.open("rumbo-offline").then((cache) => cache.match("/offline/state.json"))
        .then((state) => state.text()).then((text) => text.includes({json.dumps(title)}))"""


@pytest.mark.parametrize(
    "breaks", [lambda route: route.abort(), lambda route: route.fulfill(status=200, body="{")]
)
def test_a_download_that_breaks_leaves_the_old_copy_in_force_and_whole(
    kept, start, handbook, breaks
):
    change(handbook["second"], title="The move, told better")
    before = copies(kept)
    kept.goto(f"{start}/offline/")
    kept.route("**/es.json", breaks)
    kept.get_by_role("button", name="Take the new copy").click()

    fault = kept.get_by_role("heading", name="The copy was not kept")
    expect(fault).to_be_focused()
    expect(kept.locator("[data-fault]")).to_contain_text("The connection ended")
    expect(kept.locator("[data-fault]")).to_contain_text("is still here and whole")
    assert copies(kept) == before
    kept.unroute("**/es.json")
    kept.context.set_offline(True)
    kept.goto(start + MOVE)
    expect(kept.get_by_role("heading", level=1)).to_have_text("The move")


def test_a_first_download_that_breaks_leaves_nothing_and_can_be_begun_again(start, page):
    page.goto(f"{start}/offline/")
    page.route("**/search.json", lambda route: route.abort())
    page.get_by_role("button", name="Keep the Handbook on this device").click()
    expect(page.locator("[data-fault]")).to_contain_text("Nothing was left on this device.")
    assert copies(page) == []

    page.unroute("**/search.json")
    page.get_by_role("button", name="Keep the Handbook on this device").click()
    expect(page.get_by_role("heading", name="Your copy")).to_be_focused()


def test_too_little_room_is_said_with_both_numbers(start, page):
    page.add_init_script(TELLS_LITTLE_ROOM)
    page.goto(f"{start}/offline/")
    page.get_by_role("button", name="Keep the Handbook on this device").click()

    expect(page.locator("[data-fault]")).to_contain_text("has 0.1 MB left for this site")
    assert copies(page) == []


def test_a_browser_that_cannot_keep_pages_is_told_so_and_given_the_pdf(start, page):
    page.add_init_script(HAS_NO_WORKERS)
    page.goto(f"{start}/offline/")

    expect(page.get_by_role("heading", name="This browser cannot keep the copy")).to_be_visible()
    expect(page.get_by_role("button", name="Keep the Handbook on this device")).to_be_hidden()
    expect(page.get_by_role("link", name="Open the Handbook")).to_be_visible()


def test_removing_the_copy_leaves_nothing_on_the_device(kept, start):
    kept.get_by_role("button", name="Remove the copy from this device").click()

    expect(kept.locator("[data-status]")).to_contain_text("The copy is removed from this device.")
    expect(kept.get_by_role("heading", name="Keep the Handbook on this device")).to_be_focused()
    assert kept.evaluate("caches.keys()") == []
    assert (
        kept.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_the_search_without_a_connection_finds_stems_and_folded_accents_in_spanish(kept, start):
    kept.context.set_offline(True)
    for asked in ("educacion", "ninos", "60 dias"):
        kept.goto(f"{start}/es/offline/")
        kept.get_by_label("Palabras que busca").fill(asked)
        kept.keyboard.press("Enter")

        first = kept.locator("[data-found] a").first
        expect(first).to_have_text("El hogar – La mudanza")
        expect(first).to_have_attribute("href", f"/es{MOVE}#home")
        expect(kept.locator("[data-count]")).to_contain_text(f"1 lugar encontrado para «{asked}»")


def test_a_search_without_result_says_so_and_what_to_try(kept, start):
    kept.goto(f"{start}/offline/#q=zebra+constructor")

    expect(kept.locator("[data-count]")).to_have_text(
        "Nothing found for “zebra constructor”. Try another word or fewer words."
    )


def test_the_search_on_a_kept_page_leads_to_the_results_and_sends_the_words_nowhere(kept, start):
    kept.context.set_offline(True)
    kept.goto(start + MOVE)
    asked = []
    kept.context.on("request", lambda request: asked.append(request.url))
    kept.get_by_label("Search the copy").fill("home and district")
    kept.keyboard.press("Enter")

    expect(kept.locator("[data-found] a").first).to_be_visible()
    assert kept.url == f"{start}/offline/#q=home+and+district"
    assert not [url for url in asked if "district" in url.partition("#")[0]]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_device_reads_the_words_of_the_whole_handbook_as_the_server_does(start, page, language):
    folder = ROOT / "content" / language / "handbook"
    text = tidy("\n".join(file.read_text("utf-8") for file in sorted(folder.rglob("*.md"))))
    text += (
        "\n15,000 acres, thirty-six months, treinta y seis meses, U.S.C., ID&R, 34 CFR 200.81(g)(1)"
    )
    with override(language):
        expected = [[token.stem, *token.more] for token in tokens(text, language)]
    page.goto(f"{start}/offline/")

    found = page.evaluate(
        """async ([text, language, tables]) => {
          const { words, stemmers } = document.querySelector("[data-offline]").dataset;
          const [{ wordReader }, stemming] = await Promise.all([import(words), import(stemmers)]);
          return wordReader(tables, stemming)(text, language).map((one) => [one.stem, ...one.more]);
        }""",
        [text, language, tables()],
    )

    assert len(found) > 10_000
    assert [pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_the_copy_nor_on_kept_pages(kept, start, handbook, scheme):
    kept.emulate_media(color_scheme=scheme)
    kept.set_viewport_size({"width": 360, "height": 740})
    change(handbook["second"], title="The move, told better")
    found = []
    for path in ("/offline/#q=home", "/es/offline/", MOVE, f"/es{MOVE}", CHAPTER, "/news/"):
        kept.context.set_offline(path not in ("/offline/#q=home",))
        kept.goto("about:blank")
        kept.goto(start + path)
        if "#q" in path:
            expect(kept.locator("[data-found] a").first).to_be_visible()
            expect(kept.locator("[data-panel=update]")).to_be_visible()
        kept.evaluate(AXE)
        result = kept.evaluate(f"axe.run({RULES})")
        found += [
            f"{path}: {one['id']} {one['nodes'][0]['target']}" for one in result["violations"]
        ]
        assert kept.evaluate("document.documentElement.scrollWidth") <= 360, path

    assert found == []
