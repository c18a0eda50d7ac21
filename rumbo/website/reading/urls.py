"""Addresses of this room that are no pages; included below the language."""

from django.urls import include, path, re_path

from rumbo.website.reading.views import made_file

urlpatterns = [
    path("", include("rumbo.website.reading.offline.urls")),
    re_path(
        r"^(?P<folder>[a-z0-9-]+(?:/[a-z0-9-]+){0,2})/(?P<name>[a-z0-9-]+)\.(?P<kind>pdf|epub)$",
        made_file,
        name="made-file",
    ),
]
