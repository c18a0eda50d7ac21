"""Addresses of this room that are no pages; included below the language."""

from django.urls import re_path

from rumbo.website.reading.views import chapter_pdf

urlpatterns = [
    re_path(
        r"^(?P<chapter_path>[a-z0-9-]+(?:/[a-z0-9-]+){1,2})/(?P<name>[a-z0-9-]+)\.pdf$",
        chapter_pdf,
        name="chapter-pdf",
    )
]
