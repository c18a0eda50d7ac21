"""Every class on a page is a class of its stylesheets, no class of ours is idle, and all stay light."""

import re
from html.parser import HTMLParser

import brotli

from config.env import ROOT
from tests.conftest import Hub
from tests.test_journeys import KINDS

MOST_BYTES = 16_000
# Classes that are hooks or names and wear nothing, each with its reason.
WORN_NOWHERE = {
    **dict.fromkeys(
        ("usa-in-page-nav__link", "usa-pagination__link-text"),
        "USWDS documents the name and dresses it by its parent",
    ),
    **dict.fromkeys(
        ("r-mark--commonly-said", "r-mark--our-advice", "r-mark--state-choice", "r-mark--read"),
        "the mark says which it is; only two kinds have a ground of their own",
    ),
    **dict.fromkeys(
        ("r-box--note", "r-box--checklist"), "the plain box; other kinds have colours of their own"
    ),
}
CLASS = re.compile(r"\.(-?[_a-zA-Z](?:[\w-]|\\.)*)")


class Page(HTMLParser):
    """The classes and the stylesheets of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.classes: set[str] = set()
        self.sheets: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.classes |= set(given.get("class", "").split())
        if tag == "link" and given.get("rel") == "stylesheet":
            self.sheets.append(given["href"])


def classes_in(css: str) -> set[str]:
    without_values = re.sub(
        r"\{[^{}]*\}", "{}", re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", css, flags=re.S)
    )
    return {re.sub(r"\\(.)", r"\1", name) for name in CLASS.findall(without_values)}


def test_every_class_on_every_kind_of_page_is_in_its_stylesheets(hub: Hub):
    unknown = {}
    for kind, path in KINDS.items():
        page = Page(hub.get(path)[2].decode())
        css = "\n".join(hub.get(sheet)[2].decode() for sheet in page.sheets)
        strange = page.classes - classes_in(css) - set(WORN_NOWHERE)
        if strange:
            unknown[kind] = sorted(strange)

    assert unknown == {}


def test_every_class_that_a_template_writes_out_is_in_some_stylesheet():
    known = {
        name
        for sheet in (ROOT / "rumbo").rglob("static/**/*.css")
        for name in classes_in(sheet.read_text("utf-8"))
    }
    unknown = {}
    for template in (ROOT / "rumbo").rglob("templates/**/*.html"):
        if {"wagtailadmin", "admin"} & set(template.parts):
            continue
        written = re.findall(r'class="([^"]*)"', template.read_text("utf-8"))
        words = re.sub(r"\{%.*?%\}|\S*\{\{.*?\}\}\S*", " ", " ".join(written)).split()
        strange = set(words) - known - set(WORN_NOWHERE)
        if strange:
            unknown[template.name] = sorted(strange)

    assert unknown == {}


def test_the_stylesheets_of_a_page_are_light(hub: Hub):
    heavy = {}
    for kind, path in KINDS.items():
        page = Page(hub.get(path)[2].decode())
        size = sum(len(brotli.compress(hub.get(sheet)[2])) for sheet in page.sheets)
        if size > MOST_BYTES:
            heavy[kind] = size

    assert heavy == {}


def test_no_class_of_our_own_stylesheets_is_idle():
    written = "\n".join(
        path.read_text("utf-8")
        for ending in ("html", "py", "js")
        for path in (ROOT / "rumbo").rglob(f"*.{ending}")
        if "tests" not in path.parts
    )
    idle = {}
    for sheet in (ROOT / "rumbo").rglob("static/**/*.css"):
        if sheet.name == "uswds.css":
            continue
        unused = [
            name
            for name in classes_in(sheet.read_text("utf-8"))
            if name.startswith("r-")
            and not re.search(rf"{re.escape(name)}\b", written)
            # A class whose last part is worked out: `r-status--held`, `r-box--rule`.
            and not re.search(rf"{re.escape(re.sub(r'--[^-].*$', '--', name))}[{{<\"']", written)
        ]
        if unused:
            idle[sheet.name] = sorted(unused)

    assert idle == {}
