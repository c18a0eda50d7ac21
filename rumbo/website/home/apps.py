"""The home room: the front page."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The front page."""

    name = "rumbo.website.home"
    label = "home"
