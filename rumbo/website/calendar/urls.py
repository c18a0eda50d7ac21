"""Addresses of the calendar that are files, not pages: included below `/calendar/`."""

from django.urls import path, re_path

from rumbo.website.calendar import views

app_name = "calendar"

urlpatterns = [
    path("feed.ics", views.whole_feed, name="feed"),
    path("feed/series/<slug:slug>.ics", views.series_feed, name="series_feed"),
    path("feed/topic/<slug:slug>.ics", views.topic_feed, name="topic_feed"),
    path("feed/state/<slug:code>.ics", views.state_feed, name="state_feed"),
    re_path(r"^(?P<slug>[a-z0-9-]+)\.ics$", views.event_file, name="event_file"),
]
