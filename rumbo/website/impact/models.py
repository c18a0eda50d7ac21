"""The page of the figures."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from rumbo.website.frame.fields import markdown_panel
from rumbo.website.frame.freshness import note_boundary
from rumbo.website.frame.page_base import FramePage
from rumbo.website.impact import lookups


class ImpactPage(FramePage):
    """Served and eligible children by program year; the figures come from `rumbo.figures`."""

    template = "impact/impact_page.html"
    subpage_types = ()
    max_count_per_parent = 1
    file_type = "impact"
    file_fields = [*FramePage.file_fields, ("lead", "line")]
    file_body = "body"

    lead = models.CharField(
        _("words over the figures"),
        max_length=200,
        blank=True,
        help_text=_("What is counted, in one line."),
    )
    body = models.TextField(_("what the numbers mean, and what is not known"), blank=True)

    content_panels = [*FramePage.content_panels, FieldPanel("lead"), markdown_panel("body")]

    class Meta:
        verbose_name = _("impact")

    def get_view(self, request: HttpRequest) -> lookups.ImpactBlock | None:
        """The figures of the year that the reader asked for; true until midnight.

        None while no figures are loaded; the template says so.
        """
        note_boundary(request, lookups.next_midnight())
        return lookups.impact_block(request.GET.get("year"), get_language() or "en")
