"""New pages put into the tree as Wagtail's `add_child` puts them, but many at a time.

`add_child` reads and locks the parent, looks for its last child, counts and checks again for every
single page; here that happens once for each parent.
"""

from collections import Counter, defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, ManyToManyField, Model
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry

from rumbo.website.frame.files.seeds import BATCH


class NewPages:
    """The new pages of one load, which must be one transaction; `finish` completes them."""

    def __init__(self) -> None:
        self._last_child: dict[int, Page | None] = {}
        self._children: Counter[int] = Counter()
        self._links: defaultdict[type[Model], list[Model]] = defaultdict(list)
        self._log: list[PageLogEntry] = []

    def place(self, page: Page, parent: Page) -> None:
        """Give an unsaved page its place after the last child of `parent`, which is saved."""
        if parent.pk not in self._last_child:
            # An editor who adds a page below the same parent waits until this load has ended.
            locked = Page.objects.select_for_update().get(pk=parent.pk)
            self._last_child[parent.pk] = locked.get_last_child()
        last = self._last_child[parent.pk]
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, 1) if last is None else last._inc_path()
        page._cached_parent_obj = parent
        page.set_url_path(parent)
        if parent.depth > 1:
            # Only a page right below the root of the tree can be where a site begins.
            page._is_site_root = False

    def save(self, page: Page) -> None:
        """Save a placed page that was checked."""
        links = _take_links(page)
        # Every new page is in the log; here all are written there together.
        page.save(clean=False, log_action=None)
        for field, others in links:
            through: Any = field.remote_field.through
            here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
            self._links[through] += [through(**{here: page, there: other}) for other in others]
        parent = page._cached_parent_obj
        self._last_child[parent.pk] = page
        self._last_child[page.pk] = None
        self._children[parent.pk] += 1
        self._log.append(
            PageLogEntry(
                page=page,
                content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
                label=page.get_admin_display_title(),
                action="wagtail.create",
                timestamp=timezone.now(),
                uuid=get_active_log_context().uuid,
                content_changed=True,
            )
        )

    def finish(self) -> None:
        """Tell each parent how many children it has; store topics and the log of every page."""
        for key, added in self._children.items():
            Page.objects.filter(pk=key).update(numchild=F("numchild") + added)
        for through, rows in self._links.items():
            through._default_manager.bulk_create(rows, batch_size=BATCH)
        PageLogEntry.objects.bulk_create(self._log, batch_size=BATCH)


def _take_links(page: Page) -> list[tuple[ManyToManyField[Any, Any], list[Model]]]:
    """What a page is filed under, taken out of it so that saving it does not store that alone."""
    waiting = getattr(page, "_cluster_related_objects", {})
    return [
        (field, waiting.pop(field.name))
        for field in get_all_child_m2m_relations(page)
        if field.name in waiting
    ]
