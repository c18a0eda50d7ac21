"""How each file is made: from an address to its order, and what is made before anybody asks."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import get_language, override

from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.page_base import languages
from rumbo.website.reading.downloads import chapters_of, files_of, name_of
from rumbo.website.reading.ebook.book import book_recipe
from rumbo.website.reading.lookups import Entry, shelf
from rumbo.website.reading.made_files import (
    NotMade,
    Order,
    Recipe,
    StillBeingMade,
    find_file,
    find_note,
)
from rumbo.website.reading.outline_pdf import outline_source
from rumbo.website.reading.printed_documents import article_source, chapter_source, work_source
from rumbo.website.reading.typesetting import LONGEST_SECONDS, typeset

_SOURCES = {
    "work": work_source,
    "chapter": chapter_source,
    "article": article_source,
    "deck": outline_source,
}


def find_order(folder: str, name: str, kind: str) -> Order | None:
    """The file at an address, in the reader's language; None if there is none.

    Args:
        folder: the address of its folder without language: '/handbook/'.
        name: the file's name without its ending.
        kind: its ending.
    """
    here = shelf()
    for path in (folder, f"{folder}{name}/"):
        entry = here.find_entry(path)
        if entry is not None and (f"{folder}{name}.{kind}", kind) in files_of(entry):
            return _order(entry, kind, get_language() or "en", base_address())
    return None


def _order(entry: Entry, kind: str, language: str, base: str) -> Order:
    file = next(path for path, one in files_of(entry) if one == kind)
    if kind == "epub":
        write = partial(book_recipe, entry.path, language=language, base=base)
    else:
        write = partial(_pdf_recipe, entry, language, base)
    return Order(name_of(file, language, base), write)


def _pdf_recipe(entry: Entry, language: str, base: str) -> Recipe | None:
    document = _SOURCES[entry.kind](entry.path, language=language, base=base)
    if document is None:
        return None
    return Recipe(document.source.encode(), partial(typeset, document.source), document.until)


# --- beforehand --------------------------------------------------------------------------------
def make_files() -> int:
    """Make what is large before anybody asks: works first, then chapters; how many are ready.

    What is known to be ready at the present state of the site costs a look at its note. Where no
    note can be written (a full disk), the rest is left to the readers who ask, not tried each time.
    """
    ready = 0
    for order in _orders_beforehand(base_address()):
        ready += _is_ready(order)
        if find_note(order.name) is None:
            break
    return ready


def _orders_beforehand(base: str) -> Iterator[Order]:
    codes = sorted(set(languages().values()))
    for language in codes:
        with override(language):
            works = [work for work in shelf(language).works if chapters_of(work)]
            for work in works:
                for _file, kind in files_of(work.entry):
                    yield _order(work.entry, kind, language, base)
    for language in codes:
        with override(language):
            for work in shelf(language).works:
                for part in chapters_of(work):
                    yield _order(part.entry, "pdf", language, base)


def _is_ready(order: Order) -> bool:
    note = find_note(order.name)
    if note is not None:
        return bool(note.size)
    try:
        return find_file(order, wait_seconds=LONGEST_SECONDS) is not None
    except (StillBeingMade, NotMade):
        return False
