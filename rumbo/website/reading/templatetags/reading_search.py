"""The search form of a work, for every page of it."""

from typing import Any

from django import template
from wagtail.models import Page

from rumbo.website.frame.page_base import path_of
from rumbo.website.reading.finding.asking import MOST_LETTERS
from rumbo.website.reading.lookups import shelf

register = template.Library()


@register.inclusion_tag("reading/part_search.html")
def search_form(page: Page, words: str = "", *, is_main: bool = False) -> dict[str, Any]:
    """The form that searches the work that a page is, or lies in; nothing elsewhere.

    `words` is what was asked already; `is_main` says that this is the search page itself.
    """
    work = shelf().find_work(path_of(page)) if page else None
    return {
        "work": work.entry if work is not None else None,
        "words": words,
        "is_main": is_main,
        "most_letters": MOST_LETTERS,
    }
