"""From an address to its page with as few questions to the database as can be.

Wagtail walks down the tree from the site's root, one level after the other, and asks first which site
and which language it is in. Here the roots are remembered until something is published, and a room
whose pages lie deep may find its own at once.
"""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.views import serve as serve_page

from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.page_base import languages

# Given the parts of a path without language: the page and what is left of the path, or None.
Finder = Callable[[Sequence[str]], tuple[Page, list[str]] | None]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Let a room above find its open pages by their whole path at once."""
    _finders.append(finder)


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page at a path, in the reader's language, by Wagtail's own rules of who may see it."""
    if not hasattr(request, "_wagtail_route_for_request"):
        parts = [part for part in path.split("/") if part]
        try:
            found = _find(request, parts)
        except Http404:
            found = None
        else:
            if found is None:
                return serve_page(request, path)
        # Wagtail's own memory of a request: what `serve_page` reads first.
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    return serve_page(request, path)


def _find(request: HttpRequest, parts: list[str]) -> Any:
    for finder in _finders:
        found = finder(parts)
        if found is not None:
            page, rest = found
            return page.route(request, rest)
    root = remembered(f"root:{get_language()}", lambda: _read_root(get_language() or "en"))
    return copy(root).route(request, parts) if root is not None else None


def _read_root(language: str) -> Page | None:
    """The front page in a language, else the English one; None where there are several sites."""
    sites = list(Site.objects.select_related("root_page"))
    if len(sites) != 1:
        return None
    home = sites[0].root_page
    locale = next((key for key, code in languages().items() if code == language), None)
    own = home.specific_class or Page
    twins = own._default_manager.filter(translation_key=home.translation_key)
    by_locale: dict[int | None, Page] = {page.locale_id: page for page in twins}
    return by_locale.get(locale) or by_locale.get(home.locale_id)
