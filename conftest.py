"""Fixtures of all tests: the browser, a site with its two home pages, a fresh process memory."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# The tests that hold a browser open also touch the database from the same thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

QUIET_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, kept off the network."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("RUMBO_CHROMIUM") or shutil.which("chromium"),
        "args": QUIET_FLAGS,
    }


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite a migrated database lies ready, in a folder of this run's own."""
    from django.conf import settings

    from scripts.migrated import put_migrated_database

    database: dict[str, Any] = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        return False
    put_migrated_database(Path(database["TEST"]["NAME"]))
    return True


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """No test sees what another one left in the process's memory."""
    from django.core.cache import cache
    from django.utils import translation

    from rumbo.website.frame.freshness import forget_all

    forget_all()
    cache.clear()
    translation.activate("en")
    yield
    forget_all()
    translation.activate("en")


@pytest.fixture(autouse=True)
def _roots(request: pytest.FixtureRequest) -> None:
    """Every test with a database has the root page and collection, also after a flushed one."""
    wanted = {"db", "transactional_db", "site"} & set(request.fixturenames)
    if wanted or request.node.get_closest_marker("django_db"):
        from rumbo.access.tests.builders import ensure_roots

        request.getfixturevalue("_django_db_helper")
        ensure_roots()


@dataclass(frozen=True)
class HomePages:
    """The two home pages of a fresh site."""

    en: Any
    es: Any


@pytest.fixture
def site(db: None) -> HomePages:
    """A database with both languages and a home page of each, and nothing else."""
    from wagtail.models import Locale, Page, Site

    from rumbo.website.home.models import HomePage

    Page.objects.filter(depth__gte=2).delete()
    Page.fix_tree()
    english = Locale.objects.get_or_create(language_code="en")[0]
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    root = Page.get_first_root_node()
    en = root.add_child(instance=HomePage(title="Rumbo", slug="home", locale=english))
    es = Page.get_first_root_node().add_child(
        instance=HomePage(
            title="Rumbo", slug="es-home", locale=spanish, translation_key=en.translation_key
        )
    )
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": en, "site_name": "Rumbo"},
    )
    return HomePages(HomePage.objects.get(pk=en.pk), HomePage.objects.get(pk=es.pk))
