"""The page of the figures, and the real figures, for tests."""

from typing import Any

from rumbo.figures.actions import load_figures
from rumbo.figures.tests.builders import REAL_FILE
from rumbo.terms.actors import OPERATOR
from rumbo.website.impact.models import ImpactPage


def real_figures() -> None:
    """The figures that the site ships with."""
    load_figures(REAL_FILE, actor=OPERATOR)


def an_impact_page(home: Any, **values: Any) -> ImpactPage:
    """The page of the figures below a home page."""
    values = {"title": "Our Impact", "slug": "impact", "locale": home.locale} | values
    return home.add_child(instance=ImpactPage(**values))
