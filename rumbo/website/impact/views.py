"""The figures as a file to download."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumbo.figures.lookups import impact_years
from rumbo.website.frame.freshness import mark_public, remembered
from rumbo.website.impact.tables import figures_table


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Every program year as CSV, with the mark that spreadsheets need to read it as UTF-8."""
    mark_public(request)
    language = get_language() or "en"
    years = remembered("impact-years", impact_years)
    text = figures_table(years, language=language, not_recorded=_("not recorded"))
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    name = f"rumbo-served-and-eligible-{language}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
