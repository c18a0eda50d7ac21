"""Which address leads where."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from rumbo.ui.views import styles
from rumbo.website.frame import serving, views

handler400 = "rumbo.website.frame.views.misread"
handler404 = "rumbo.website.frame.views.not_found"
handler429 = "rumbo.access.limits.too_many_requests"
handler403 = "rumbo.website.frame.views.refused"
handler500 = "rumbo.website.frame.views.broken"


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", views.media),
    path("sitemap.xml", views.sitemap),
    path("robots.txt", views.robots),
    path("colours.css", views.colours),
    path("static/styles/<path:names>", styles),
    *i18n_patterns(
        path("accounts/", include("rumbo.access.urls")),
        path("accounts/", include("allauth.urls")),
        path("design/", views.components),
        path("calendar/", include("rumbo.website.calendar.urls")),
        path("", include("rumbo.website.impact.urls")),
        path("", include("rumbo.website.reading.urls")),
        # Wagtail's own addresses below `_util/` stay Wagtail's.
        re_path(r"^(?!_util/)((?:[\w\-]+/)*)$", serving.serve),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
