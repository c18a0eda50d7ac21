"""On every Spanish address, the words of each element are in the language that it says it is in."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from scripts.messages import spanish
from tests.conftest import Hub
from tests.test_journeys import KINDS

pytestmark = pytest.mark.browser

# Words that hold sentences together and stand in hardly any name of an office or a place.
ENGLISH = frozenset(
    "the is was were are this that with which what when how who you your not must has have been "
    "can will would does did its their they there these after before only".split()
)
SPANISH = frozenset(
    "el la los las del que y un una para por con su sus se es son lo como más este esta "
    "cuando donde hay desde hasta sin sobre entre".split()
)
SHOWN_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-label", "data-done")
FIXED = {" ".join(key.split()): " ".join(words.split()) for key, words in spanish().items()}
# A month's short name may be a person's.
SHORTEST = 4
ENGLISH_ONLY = {key for key, words in FIXED.items() if key != words and len(key) >= SHORTEST} - set(
    FIXED.values()
)
SPANISH_ONLY = {
    words for key, words in FIXED.items() if key != words and len(words) >= SHORTEST
} - set(FIXED)


def language_of(element: Tag) -> str:
    """The language that an element says it is in, its own or the nearest around it."""
    for one in (element, *element.parents):
        if one.get("lang"):
            return str(one["lang"])
    return ""


def words_of(html: bytes) -> Iterator[tuple[str, str]]:
    """Each text and each shown attribute of a page, with its language."""
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        if element.name in {"script", "style"}:
            continue
        language = language_of(element)
        for child in element.children:
            if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                yield language, " ".join(child.split())
        for name in SHOWN_ATTRIBUTES:
            yield language, " ".join(str(element.get(name, "")).split())
        if element.name == "meta" and element.get("name") == "description":
            yield language, str(element["content"])


def is_in_the_other_language(words: str, language: str) -> bool:
    """Whether words are a fixed sentence, or read like a sentence, of the other language."""
    without_addresses = re.sub(r"https?://\S+", "", words.lower())
    found = re.findall(r"[a-záéíóúñü]+", without_addresses)
    english = sum(word in ENGLISH for word in found)
    spanish_words = sum(word in SPANISH for word in found)
    if language == "en":
        return words in SPANISH_ONLY or spanish_words > max(1, english)
    return words in ENGLISH_ONLY or english > max(1, spanish_words)


def strangers(hub: Hub, paths: list[str]) -> list[str]:
    """Each text on these pages that is not in the language of its element."""
    found = {}
    for path in paths:
        _status, _headers, body = hub.get(path)
        for language, words in words_of(body):
            if words and is_in_the_other_language(words, language):
                found.setdefault(f"[{language}] {words}", path)
    return [f"{path}: {words}" for words, path in found.items()]


def test_words_on_every_kind_of_spanish_page_are_in_the_language_that_their_element_names(hub: Hub):
    paths = [f"/es{path}" for path in KINDS.values() if not path.startswith("/accounts")]

    assert strangers(hub, paths) == []


@pytest.mark.slow
def test_words_on_every_spanish_page_are_in_the_language_that_their_element_names(hub: Hub):
    text = hub.get("/sitemap.xml")[2].decode()
    found = [re.sub(r"^https?://[^/]+", "", loc) for loc in re.findall("<loc>(.*?)</loc>", text)]
    pages = [path for path in found if path.startswith("/es/")]
    slides = [f"{path}trainer/" for path in pages if re.match(r"/es/curriculum/[^/]+/", path)]

    assert len(pages) > 150
    assert strangers(hub, [*pages, *slides]) == []
