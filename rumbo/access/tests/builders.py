"""People and drafts for tests; every name is invented."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Collection, Locale, Page

from rumbo.access.roles import GROUP_NAMES, ensure_roles

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
PASSWORD = "harvest moon over the levee"


def a_person(role: str | None = "author", *, email: str = "", **changes: Any) -> Any:
    """A person with a role (None for no role) and `PASSWORD`."""
    email = email or f"{role or 'nobody'}@example.org"
    is_administrator = role == "administrator"
    person = get_user_model().objects.create_user(
        username=email,
        email=email,
        password=PASSWORD,
        **{
            "first_name": f"Ana {role or 'Nadie'}",
            "is_superuser": is_administrator,
            "is_staff": is_administrator,
        }
        | changes,
    )
    if role in GROUP_NAMES:
        ensure_roles()
        person.groups.add(Group.objects.get(name=GROUP_NAMES[role]))
    return person


def a_page(parent: Page | None = None, **changes: Any) -> Page:
    """A page of Wagtail's plainest kind under the root."""
    parent = parent or Page.get_first_root_node()
    facts = {"title": "A page", "slug": f"page-{Page.objects.count()}"} | changes
    return parent.add_child(instance=Page(**facts))


def ensure_roots() -> None:
    """The first page and the first collection, which a test with real transactions washes away."""
    Locale.objects.get_or_create(language_code="en")
    if Page.get_first_root_node() is None:
        Page.add_root(instance=Page(title="Root", slug="root"))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
