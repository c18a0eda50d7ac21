"""Search and references of everything that a load saves, brought up to date at once at its end.

Wagtail asks for both after every save, by tasks: one object at a time, each read anew and each
followed by sums over the whole index. A load of hundreds of pages would spend most of its time
there. While `index_at_the_end` is open, this thread's tasks of these two kinds are gathered; any
other task goes its usual way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django_tasks
from django import tasks
from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS
from django.tasks.backends.base import BaseTaskBackend
from modelcluster.fields import ParentalKey
from modelcluster.models import (
    ClusterableModel,
    get_all_child_m2m_relations,
    get_all_child_relations,
)
from modelsearch.backends import get_search_backends
from modelsearch.index import class_is_indexed
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page, ReferenceIndex
from wagtail.tasks import update_reference_index_task

from rumbo.website.frame.files.seeds import BATCH

# Keys of rows by model, as `app.model`; a dictionary keeps their order.
Keys = dict[str, dict[str, None]]


class _Gathering(BaseTaskBackend):
    """Keeps index tasks for later and hands every other one on."""

    supports_async_task = True
    supports_priority = True
    supports_defer = True

    def __init__(self, usual: BaseTaskBackend) -> None:
        super().__init__(usual.alias, {"QUEUES": usual.queues, "OPTIONS": usual.options})
        self.usual = usual
        self.to_search: Keys = {}
        self.to_reference: Keys = {}

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Keep an index task (its callers do not look at the answer) or hand the task on."""
        kept = {
            insert_or_update_object_task.func: self.to_search,
            update_reference_index_task.func: self.to_reference,
        }.get(task.func)
        if kept is None:
            return self.usual.enqueue(task, args, kwargs)
        app, model, key = args
        kept.setdefault(f"{app}.{model}", {})[key] = None
        return None

    def work_off(self) -> None:
        """Do what was gathered."""
        for label in self.to_search | self.to_reference:
            model = apps.get_model(label)
            keys = self.to_search.get(label, {}) | self.to_reference.get(label, {})
            if _is_part(model):
                for key in keys:
                    update_reference_index_task.call(*label.split("."), key)
                continue
            for rows in _in_batches(model, list(keys)):
                if label in self.to_search:
                    _add_to_search(model, rows)
                if label in self.to_reference:
                    _refer(rows)


@contextmanager
def index_at_the_end() -> Iterator[None]:
    """Gather this thread's index tasks and do them together when the block ends well.

    Belongs inside the transaction of the load: if it fails, nothing is indexed either.
    """
    # Wagtail's tasks come from the older package; which one runs them is for the settings to say.
    handlers: tuple[Any, ...] = (tasks.task_backends, django_tasks.task_backends)
    usual = [handler[DEFAULT_TASK_BACKEND_ALIAS] for handler in handlers]
    gathering = _Gathering(usual[0])
    for handler in handlers:
        handler[DEFAULT_TASK_BACKEND_ALIAS] = gathering
    try:
        yield
    finally:
        for handler, backend in zip(handlers, usual, strict=True):
            handler[DEFAULT_TASK_BACKEND_ALIAS] = backend
    gathering.work_off()


def _is_part(model: type[Model]) -> bool:
    """Whether rows of this model are parts of another row, which then is what refers."""
    return any(isinstance(field, ParentalKey) for field in model._meta.get_fields())


def with_parts[Rows: QuerySet[Any, Any]](rows: Rows) -> Rows:
    """Rows with all that is theirs (of a page not what Wagtail adds, such as revisions), in a fixed
    number of queries."""
    model = rows.model
    direct = [
        field.name
        for field in model._meta.fields
        if field.is_relation and field.model is not Page and not field.remote_field.parent_link
    ]
    rows = rows.select_related(*direct) if direct else rows
    if not issubclass(model, ClusterableModel):
        return rows
    parts = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    parts += [field.name for field in get_all_child_m2m_relations(model)]
    return rows.prefetch_related(*parts)


def _in_batches(model: type[Model], keys: list[str]) -> Iterator[list[Model]]:
    for start in range(0, len(keys), BATCH):
        found = model._default_manager.filter(pk__in=keys[start : start + BATCH])
        yield list(with_parts(found))


def _add_to_search(model: type[Model], rows: list[Model]) -> None:
    if not class_is_indexed(model):
        return
    wanted = set(
        model.get_indexed_objects()  # type: ignore[attr-defined]
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(model, [row for row in rows if row.pk in wanted])


def _refer(rows: list[Model]) -> None:
    rows = [row for row in rows if ReferenceIndex.is_indexed(type(row))]
    known = set(
        ReferenceIndex.objects.filter(object_id__in=[str(row.pk) for row in rows]).values_list(
            "object_id", flat=True
        )
    )
    with transaction.atomic():
        for row in rows:
            # Most pages refer to nothing, so nothing need be looked up for them.
            if str(row.pk) in known or any(ReferenceIndex._extract_references_from_object(row)):
                ReferenceIndex.create_or_update_for_object(row)
