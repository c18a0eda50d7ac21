"""The ui room: design tokens, components, base page; no tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Design tokens, components and the base page."""

    name = "rumbo.ui"
    label = "ui"
