"""Addresses never break: an article that moved is found at each of its earlier addresses.

An editor who moves a page leaves a redirect behind by itself (Wagtail's own); ours leads on the Spanish
address under which an English page is shown too. A page that comes from a file names its earlier
addresses in `moved_from`, and they lead on in both languages.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from rumbo.website.frame.files.reading import LANGUAGES, Fault, PageFile
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.page_base import language_of, path_below_language

_PATH = re.compile(r"^/(?!es/)(?:[a-z0-9-]+/)+$")


def keep_addresses(path: str, earlier: Iterable[str]) -> None:
    """Lead the earlier addresses of a page to its present one, in every language.

    Args:
        path: the present address, without language.
        earlier: the earlier ones, without language.
    """
    for old in earlier:
        for language in LANGUAGES:
            _lead_on(old, path, language)


def _lead_on(old: str, path: str, language: str) -> None:
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(local_address(old, language)),
        site=None,
        defaults={
            "redirect_page": None,
            "redirect_link": local_address(path, language),
            "is_permanent": True,
        },
    )


def keep_spanish_addresses(page: Page, before: str, after: str) -> None:
    """Lead on the Spanish addresses of an English page and of all below it after a move.

    Args:
        page: the page that was moved or renamed.
        before, after: its `url_path` before and after.
    """
    if before == after or language_of(page) != "en":
        return
    for url_path in Page.objects.filter(path__startswith=page.path).values_list(
        "url_path", flat=True
    ):
        if url_path.startswith(after):
            old = path_below_language(before + url_path.removeprefix(after))
            _lead_on(old, path_below_language(url_path), "es")


def _after_move(instance: Page, url_path_before: str, url_path_after: str, **_more: object) -> None:
    keep_spanish_addresses(instance, url_path_before, url_path_after)


def _after_renaming(instance: Page, instance_before: Page, **_more: object) -> None:
    keep_spanish_addresses(instance, instance_before.url_path, instance.url_path)


def watch_moves() -> None:
    """Follow every move and every change of a slug from now on."""
    post_page_move.connect(_after_move, dispatch_uid="reading-after-move")
    page_slug_changed.connect(_after_renaming, dispatch_uid="reading-after-renaming")


def check_moves(pages: list[PageFile], content_dir: Path) -> list[Fault]:
    """Every earlier address that is none, is still a page, or is claimed twice."""
    present = {page.address for page in pages if page.language == "en"}
    claimed: dict[str, str] = {}
    faults = []
    for page in pages:
        given = page.front.get("moved_from")
        for old in given if isinstance(given, list) else []:
            here = page.address
            if not isinstance(old, str) or not _PATH.match(old):
                faults.append(page.fault("moved_from", f"moved_from: {old!r} is no address"))
            elif old in present:
                faults.append(page.fault("moved_from", f"moved_from: {old} is still a page"))
            elif claimed.setdefault(old, here) != here:
                faults.append(page.fault("moved_from", f"moved_from: {old} led to {claimed[old]}"))
    return faults
