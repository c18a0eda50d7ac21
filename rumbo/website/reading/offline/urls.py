"""Addresses of the offline copy; included below the language."""

from django.urls import path, re_path

from rumbo.website.reading.offline import views

urlpatterns = [
    path("offline/", views.offline, name="offline"),
    path("offline/copy.json", views.listed),
    re_path(
        r"^offline/copy/(?P<fingerprint>[0-9a-f]{16})/(?P<name>[a-z]+)\.json$", views.copy_file
    ),
    path("offline/manifest.webmanifest", views.manifest),
    path("offline-worker.js", views.worker),
]
