"""The bare site's addresses: Wagtail's, and nothing else."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import include, path
from django.utils.safestring import SafeString, mark_safe
from wagtail import urls as wagtail_urls

urlpatterns = [path("", include(wagtail_urls))]


def page_text(request: HttpRequest) -> dict[str, SafeString]:
    """The text that the one template sends; it is our own page, fetched a moment ago."""
    return {"page_text": mark_safe(settings.PEER_PAGE)}
