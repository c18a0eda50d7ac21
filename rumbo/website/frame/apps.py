"""The frame room: what every page has."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """What every page has: page base, pictures, topics, settings, content files."""

    name = "rumbo.website.frame"
    label = "frame"
    verbose_name = "Frame"

    def ready(self) -> None:
        """Connect the publish signals to the page cache; they drop caches and nothing else."""
        from rumbo.website.frame import signals  # noqa: F401
        from rumbo.website.frame.markdown import register_block
        from rumbo.website.frame.state_offices import state_offices_block

        register_block("state-offices", state_offices_block)
