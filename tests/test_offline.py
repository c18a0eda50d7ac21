"""The real Handbook carried on a phone: kept, the server stopped, the browser opened anew."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from tests.conftest import Hub, start_hub

pytestmark = pytest.mark.browser

MOST_BYTES = 3_000_000
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
RULE = "/handbook/determining-eligibility/soon-after-the-move/"
BYTES_KEPT = """async () => {
  let bytes = 0;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      bytes += (await (await cache.match(request)).arrayBuffer()).byteLength;
    }
  }
  return bytes;
}"""


@pytest.fixture(scope="module")
def carried(
    hub: Hub,
    browser_type: BrowserType,
    browser_type_launch_args: dict,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[BrowserContext, str]]:
    """A phone that keeps the Handbook of a server that has stopped; its browser was closed."""
    folder = tmp_path_factory.mktemp("phone")
    server = start_hub(hub.home, workers=1)
    try:
        first = browser_type.launch_persistent_context(folder, **browser_type_launch_args, **PHONE)
        page = first.pages[0]
        page.goto(server.address + "/offline/", timeout=60_000)
        page.get_by_role("button", name="Keep the Handbook on this device").tap()
        expect(page.get_by_role("heading", name="Your copy")).to_be_visible(timeout=60_000)
        first.close()
    finally:
        server.stop()
    again = browser_type.launch_persistent_context(folder, **browser_type_launch_args, **PHONE)
    yield again, server.address
    again.close()


@pytest.fixture
def phone(carried: tuple[BrowserContext, str]) -> Iterator[Page]:
    page = carried[0].new_page()
    yield page
    page.close()


@pytest.fixture
def address(carried: tuple[BrowserContext, str]) -> str:
    return carried[1]


def test_three_taps_and_a_search_lead_to_the_sixty_day_rule_with_the_server_stopped(
    phone: Page, address: str
):
    phone.goto(address + "/offline/")
    phone.get_by_label("Words to look for").tap()
    phone.keyboard.type("60 days")
    phone.get_by_role("button", name="Search").tap()
    phone.locator("[data-found] a").first.tap()

    phone.wait_for_url(f"{address}{RULE}#sixty-days")
    expect(phone.locator("#sixty-days")).to_be_in_viewport()
    expect(phone.locator("main")).to_contain_text("60 days")


def test_two_taps_in_the_contents_lead_to_the_sixty_day_rule_with_the_server_stopped(
    phone: Page, address: str
):
    phone.goto(address + "/offline/")
    phone.locator("summary", has_text="Determining eligibility").tap()
    phone.get_by_role("link", name="Soon after the move: the 60 days").tap()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Soon after the move: the 60 days")
    expect(phone.locator("#sixty-days")).to_be_attached()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("start", "asked", "expected"),
    [
        ("", "sixty days", f"{RULE}#sixty-days"),
        ("", "60-day rule", RULE),
        ("", "eligibility checklist", "/handbook/determining-eligibility/eligibility-checklist/"),
        ("/es", "sesenta dias", f"/es{RULE}#sixty-days"),
        ("/es", "mudanzas", "/es/handbook/determining-eligibility/"),
    ],
)
def test_the_search_with_the_server_stopped_finds_what_is_meant_first(
    phone: Page, address: str, start: str, asked: str, expected: str
):
    phone.goto(f"{address}{start}/offline/#q={asked.replace(' ', '+')}")

    first = phone.locator("[data-found] a").first
    expect(first).to_be_visible()
    assert first.get_attribute("href").startswith(expected)


def test_pages_from_all_over_the_copy_open_with_the_server_stopped(phone: Page, address: str):
    phone.goto(address + "/offline/")
    asked = """async () => {
      const state = await (await caches.open("rumbo-offline")).match("/offline/state.json");
      return (await state.json()).pages;
    }"""
    pages = phone.evaluate(asked)
    empty = []
    for path, (_mark, title) in list(pages.items())[::9]:
        phone.goto(address + path)
        if phone.get_by_role("heading", level=1).inner_text() != title:
            empty.append(path)

    assert len(pages) > 150
    assert empty == []


def test_the_copy_takes_less_than_three_megabytes_on_the_device(phone: Page, address: str):
    phone.goto(address + "/offline/")

    assert 1_000_000 < phone.evaluate(BYTES_KEPT) < MOST_BYTES
