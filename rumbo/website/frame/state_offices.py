"""The list of State offices that a page of text can hold as `::: state-offices`."""

from django.template.loader import render_to_string

from rumbo.places.lookups import state_offices
from rumbo.website.frame.freshness import remembered


def state_offices_block(language: str) -> str:
    """Every State with its office, source and year, as HTML; kept until something is published."""
    return remembered(
        f"state-offices-{language}",
        lambda: render_to_string(
            "frame/state_offices.html", {"offices": state_offices(language), "language": language}
        ),
    )
