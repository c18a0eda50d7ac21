"""The access room: people, roles, invitations, the action log."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People, roles, invitations, the action log."""

    name = "rumbo.access"
    label = "access"
    verbose_name = "Access"
