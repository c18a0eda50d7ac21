"""What happens when something is saved: cached pages are dropped, an editor's picture loses its notes."""

from typing import Any

from django.core.files.base import ContentFile
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail.users.models import UserProfile

from rumbo.website.frame.freshness import drop_pages
from rumbo.website.frame.models import Installation, Picture, Topic
from rumbo.website.frame.uploads import UploadRefused, clean_picture


def _drop(**_facts: Any) -> None:
    drop_pages()


page_published.connect(_drop, dispatch_uid="drop-published")
page_unpublished.connect(_drop, dispatch_uid="drop-unpublished")
post_page_move.connect(_drop, dispatch_uid="drop-moved")


def drop_when_saved(model: type) -> None:
    """Drop the cached pages whenever a row of `model` is saved or deleted."""
    post_save.connect(_drop, sender=model, dispatch_uid=f"drop-saved-{model.__name__}")
    post_delete.connect(_drop, sender=model, dispatch_uid=f"drop-deleted-{model.__name__}")


# A page that is closed to the public must leave every list and feed at once.
for each in (Topic, Picture, Installation, Site, Locale, PageViewRestriction):
    drop_when_saved(each)
# A deleted page must vanish as fast as an unpublished one.
post_delete.connect(
    lambda sender, **facts: drop_pages() if issubclass(sender, Page) else None,
    weak=False,
    dispatch_uid="drop-deleted-page",
)


def _clean_avatar(instance: UserProfile, **_facts: Any) -> None:
    """Write an editor's own picture anew from its pixels: Wagtail's form keeps place and time in it."""
    file = instance.avatar
    if not file or getattr(file, "_committed", True):
        return
    try:
        content = clean_picture(file.name, file.read())
    except UploadRefused:
        instance.avatar = None
        return
    instance.avatar.save(file.name, ContentFile(content), save=False)


pre_save.connect(_clean_avatar, sender=UserProfile, dispatch_uid="clean-avatar")
