"""The five roles and what each may do. Run `ensure_roles` after every migration; it is repeatable.

Each role holds what the one before it holds. An administrator is a superuser and needs no group.
An installation may add groups of its own; the groups of these roles are always put back to what
this module says.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.snippets.models import get_snippet_models

from rumbo.access.faults import UnknownRole
from rumbo.access.models import ReviewByAnother

ROLES = ("member", "author", "editor", "publisher", "administrator")
"""From least to most."""

GROUP_NAMES = {
    "member": "Members",
    "author": "Authors",
    "editor": "Editors",
    "publisher": "Publishers",
}

_AUTHOR_PAGES = ("add_page",)
_EDITOR_PAGES = (*_AUTHOR_PAGES, "change_page", "lock_page", "unlock_page")
_PUBLISHER_PAGES = (*_EDITOR_PAGES, "publish_page", "bulk_delete_page")
PAGE_PERMISSIONS = {
    "member": (),
    "author": _AUTHOR_PAGES,
    "editor": _EDITOR_PAGES,
    "publisher": _PUBLISHER_PAGES,
}

# With "add" a person also changes and deletes what they added; "change" is everybody's files.
_OWN_FILES = ("add_image", "choose_image", "add_document", "choose_document")
FILE_PERMISSIONS = {
    "member": (),
    "author": _OWN_FILES,
    "editor": _OWN_FILES,
    "publisher": (*_OWN_FILES, "change_image", "change_document"),
}

_AUTHOR_RIGHTS = ("wagtailadmin.access_admin",)
_EDITOR_RIGHTS = (*_AUTHOR_RIGHTS, "simple_translation.submit_translation")
_PUBLISHER_RIGHTS = (
    *_EDITOR_RIGHTS,
    "access.add_invitation",
    "access.change_invitation",
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
)
RIGHTS = {
    "member": (),
    "author": _AUTHOR_RIGHTS,
    "editor": _EDITOR_RIGHTS,
    "publisher": _PUBLISHER_RIGHTS,
}

# What each role may do with the rows that rooms offer to editors (topics, series, terms).
ROW_VERBS = {
    "member": (),
    "author": (),
    "editor": ("add", "change"),
    "publisher": ("add", "change", "delete"),
}

WORKFLOW_NAME = "Review by an editor"
_FIRST_WORKFLOW = "Moderators approval"
_FIRST_GROUP = "Moderators"


def check_role(role: str) -> None:
    """Return when `role` is a role.

    Raises:
        UnknownRole: it is not.
    """
    if role not in ROLES:
        raise UnknownRole(role)


def roles_up_to(role: str | None) -> tuple[str, ...]:
    """The roles that a person of this role may give to others: their own and those below it."""
    return () if role is None else ROLES[: ROLES.index(role) + 1]


@transaction.atomic
def ensure_roles() -> None:
    """Make groups, permissions and the review workflow what this module says."""
    root = Page.get_first_root_node()
    files = Collection.get_first_root_node()
    groups = {}
    for role, name in GROUP_NAMES.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        groups[role] = group
        group.permissions.set(_rights_of(role))
        _set_page_permissions(group, root, PAGE_PERMISSIONS[role])
        _set_file_permissions(group, files, FILE_PERMISSIONS[role])
    _ensure_workflow(root, [groups["editor"], groups["publisher"]])
    _retire_first_workflow()


def _rights_of(role: str) -> list[Permission]:
    rights = [permission for name in RIGHTS[role] for permission in _find_permissions(name)]
    for model in get_snippet_models():
        rights += _model_permissions(model, ROW_VERBS[role])
    if role == "publisher":
        for model in settings_registry:
            rights += _model_permissions(model, ("change",))
    return rights


def _find_permissions(name: str) -> Iterable[Permission]:
    label, codename = name.split(".")
    return Permission.objects.filter(content_type__app_label=label, codename=codename)


def _model_permissions(model: type[models.Model], verbs: Iterable[str]) -> list[Permission]:
    codenames = [f"{verb}_{model._meta.model_name}" for verb in verbs]
    kind = ContentType.objects.get_for_model(model)
    return list(Permission.objects.filter(content_type=kind, codename__in=codenames))


def _set_page_permissions(group: Group, root: Page, codenames: Iterable[str]) -> None:
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=list(codenames),
    )
    GroupPagePermission.objects.filter(group=group).exclude(
        page=root, permission__in=wanted
    ).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _set_file_permissions(group: Group, root: Collection, codenames: Iterable[str]) -> None:
    wanted = [permission for codename in codenames for permission in _file_permissions(codename)]
    GroupCollectionPermission.objects.filter(group=group).exclude(
        collection=root, permission__in=wanted
    ).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _file_permissions(codename: str) -> Iterable[Permission]:
    # Wagtail asks for the rights of its own two models, also where a site has a model of its own.
    return Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename=codename
    )


def _ensure_workflow(root: Page, reviewers: list[Group]) -> None:
    task = ReviewByAnother.objects.order_by("pk").first()
    if task is None:
        task = ReviewByAnother.objects.create(name=WORKFLOW_NAME)
    task.groups.set(reviewers)
    workflow, _is_new = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    WorkflowTask.objects.get_or_create(
        workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0}
    )
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def _retire_first_workflow() -> None:
    """Take away what Wagtail's first migration made and nobody here has used."""
    for workflow in Workflow.objects.filter(name=_FIRST_WORKFLOW):
        if not workflow.workflow_states.exists():
            for step in workflow.workflow_tasks.all():
                if not step.task.task_states.exists():
                    step.task.specific.delete()
            workflow.delete()
    Group.objects.filter(name=_FIRST_GROUP, user__isnull=True).delete()
