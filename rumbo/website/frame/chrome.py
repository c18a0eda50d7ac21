"""What stands around every page: name, navigation, the other language, banner and foot."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.freshness import CACHED_QUERY_NAMES, remembered
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.models import Installation
from rumbo.website.frame.page_base import language_of, path_of


@dataclass(frozen=True)
class Link:
    """A link of the navigation: words, address, whether the reader is there now."""

    words: str
    address: str
    is_here: bool = False


@dataclass(frozen=True)
class Chrome:
    """What stands around a page.

    Args:
        name, strapline, banner, foot, contact: this installation's words in the reader's language.
        logo_address: address of its logo, or empty for ours.
        has_colours: whether a stylesheet of its own colours must be loaded.
        navigation: the main links.
        foot_links: the links at the foot.
        language: 'en' or 'es'.
        other_language: the other one.
        other_address: this page in the other language, with the wishes of the query.
        canonical: this page's whole address without its query.
        other_canonical: the same of this page in the other language.
    """

    name: str
    strapline: str
    banner: str
    foot: str
    contact: str
    logo_address: str
    has_colours: bool
    navigation: tuple[Link, ...]
    foot_links: tuple[Link, ...]
    language: str
    other_language: str
    other_address: str
    canonical: str
    other_canonical: str


def installation() -> Installation:
    """This installation's settings, kept in the process until something is published."""
    return remembered(
        "installation",
        lambda: Installation.objects.select_related("logo").first() or Installation(),
    )


def _live_paths() -> frozenset[str]:
    return remembered(
        "live-paths",
        lambda: frozenset(
            path_of(page)
            for page in Page.objects.filter(depth__lte=3, live=True).only("url_path", "depth")
        ),
    )


def _navigation(path: str, language: str) -> tuple[Link, ...]:
    wanted = (
        (_("News"), "/news/", ("/news/",)),
        (_("Calendar"), "/calendar/", ("/calendar/",)),
        (_("Tools & Curriculum"), "/tools/", ("/tools/", "/handbook/", "/curriculum/")),
        (_("Our Impact"), "/impact/", ("/impact/",)),
        (_("Families"), "/families/", ("/families/",)),
        (_("About"), "/about/", ("/about/",)),
    )
    live = _live_paths()
    return tuple(
        Link(words, local_address(address, language), path.startswith(below))
        for words, address, below in wanted
        if address in live
    )


def _foot_links(language: str) -> tuple[Link, ...]:
    wanted = (
        (_("About Rumbo"), "/about/"),
        (_("Where the program stands"), "/where-the-program-stands/"),
        (_("Accessibility"), "/accessibility/"),
        (_("Privacy"), "/privacy/"),
    )
    live = _live_paths()
    return tuple(
        Link(words, local_address(address, language))
        for words, address in wanted
        if address in live
    )


def bare_path(path: str) -> str:
    """A request's path without its language: `/es/news/` gives `/news/`."""
    return path[3:] if path.startswith("/es/") else path


def _known_query(request: HttpRequest) -> str:
    """The wishes of a request whose names we know, as the query of an address."""
    try:
        given = request.GET.items()
    except SuspiciousOperation:
        return ""  # too many names: the page that says so stands here as well
    # A page that is cached for nobody may know further names, such as the words of a search.
    known = CACHED_QUERY_NAMES | getattr(request, "rumbo_own_wishes", set())
    kept = [(name, value) for name, value in given if name in known and value]
    return f"?{urlencode(kept)}" if kept else ""


def chrome_for(request: HttpRequest) -> Chrome:
    """The chrome of one request in the active language."""
    path = request.path
    language = get_language() or "en"
    here = bare_path(path)
    other = "es" if language == "en" else "en"
    mine = installation()
    base = base_address()
    return Chrome(
        name=mine.name,
        strapline=mine.words("strapline"),
        banner=mine.words("banner")
        or _("Rumbo is an independent project. It is not a government site."),
        foot=mine.words("foot")
        or _("Rumbo is an independent project. It is not a government site."),
        contact=mine.contact,
        logo_address=mine.logo.file.url if mine.logo else "",
        has_colours=bool(mine.accent),
        navigation=_navigation(here, language),
        foot_links=_foot_links(language),
        language=language,
        other_language=other,
        other_address=local_address(here, other) + _known_query(request),
        canonical=base + quote(path),
        other_canonical=base + quote(local_address(here, other)),
    )


def chrome_of_request(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `chrome` for every template, worked out when first used."""
    return {"chrome": SimpleLazyObject(lambda: chrome_for(request))}


__all__ = ["Chrome", "Link", "chrome_for", "chrome_of_request", "installation", "language_of"]
