"""The impact room: how many children and youth the program served, with all that belongs to it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactConfig(AppConfig):
    """How many children and youth the program served, with all that belongs to it."""

    name = "rumbo.website.impact"
    label = "impact"
    verbose_name = _("Impact")

    def ready(self) -> None:
        """Tell the content files which address is answered by code."""
        from rumbo.website.frame.files.checking import register_code_addresses

        register_code_addresses(lambda path: path == "/impact/figures.csv")
