"""The front page: the old page's order, each part editable."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField

from rumbo.website.frame.fields import markdown_panel
from rumbo.website.frame.freshness import note_boundary, remembered
from rumbo.website.frame.models import Picture
from rumbo.website.frame.page_base import FramePage, today
from rumbo.website.frame.pictures import seeded_pictures
from rumbo.website.home.blocks import DoorBlock, PublicationBlock

TAGLINE_LINES = 3
DOOR_PICTURES = {
    "families": "families",
    "recruiters": "recruiter-at-the-door",
    "directors": "directors",
    "data": "figures",
}


@dataclass(frozen=True)
class Door:
    """A door for one kind of reader, with its picture."""

    title: str
    text: str
    link: str
    picture: Picture | None


@dataclass(frozen=True)
class Publication:
    """A publication named at the end, with its picture."""

    title: str
    text: str
    link: str
    link_text: str
    picture: Picture | None


@dataclass(frozen=True)
class HomeView:
    """What the front page shows besides its own words.

    Args:
        hero: the drawn picture beside the tagline, if it was loaded.
        doors: the four doors.
        impact: the figures' block (`rumbo.website.impact`) as safe HTML; the same all day.
        features: cards of the featured articles, at most two.
        updates: cards of the latest updates.
        is_archive: whether nothing is newer than a year, which the heading then says.
        events: what comes next in the calendar.
        publications: the two publications.
    """

    hero: Picture | None
    doors: tuple[Door, ...]
    impact: SafeString
    features: Any
    updates: Any
    is_archive: bool
    events: Any
    publications: tuple[Publication, ...]


class HomePage(FramePage):
    """The front page of one language."""

    template = "home/home_page.html"
    file_type = "home"
    max_count_per_parent = 2
    parent_page_types = ["wagtailcore.Page"]

    tagline = StreamField(
        [("line", CharBlock(max_length=60))],
        verbose_name=_("tagline"),
        blank=True,
        default=list,
        help_text=_("Three lines that read as one heading."),
    )
    what_this_is = models.TextField(_("what this is and is not"), max_length=400, blank=True)
    mission_heading = models.CharField(_("heading of the mission"), max_length=100, blank=True)
    mission = models.TextField(_("mission"), blank=True)
    mission_source = models.TextField(_("legal source of the mission"), blank=True)
    doors = StreamField([("door", DoorBlock())], verbose_name=_("doors"), blank=True, default=list)
    features_heading = models.CharField(_("heading of the articles"), max_length=80, blank=True)
    updates_heading = models.CharField(_("heading of the updates"), max_length=80, blank=True)
    publications_heading = models.CharField(
        _("heading of the publications"), max_length=80, blank=True
    )
    publications = StreamField(
        [("publication", PublicationBlock())],
        verbose_name=_("publications"),
        blank=True,
        default=list,
    )

    content_panels = [
        *FramePage.content_panels,
        MultiFieldPanel([FieldPanel("tagline"), FieldPanel("what_this_is")], heading=_("Top")),
        FieldPanel("doors"),
        MultiFieldPanel(
            [
                FieldPanel("mission_heading"),
                markdown_panel("mission", rows=8),
                markdown_panel("mission_source", rows=3),
            ],
            heading=_("Mission"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("features_heading"),
                FieldPanel("updates_heading"),
                FieldPanel("publications_heading"),
                FieldPanel("publications"),
            ],
            heading=_("Articles, updates, publications"),
        ),
    ]
    file_fields = [
        *FramePage.file_fields,
        ("tagline", "stream:line"),
        ("what_this_is", "line"),
        ("mission_heading", "line"),
        ("mission", "text"),
        ("mission_source", "line"),
        ("doors", "stream:door"),
        ("features_heading", "line"),
        ("updates_heading", "line"),
        ("publications_heading", "line"),
        ("publications", "stream:publication"),
    ]

    class Meta:
        verbose_name = _("front page")

    def clean(self) -> None:
        """Three lines make the tagline; no more, no fewer."""
        super().clean()
        if self.tagline and len(self.tagline) != TAGLINE_LINES:
            raise ValidationError(
                {
                    "tagline": _("The tagline has %(count)s lines; it needs three.")
                    % {"count": len(self.tagline)}
                }
            )

    def get_view(self, request: HttpRequest) -> HomeView:
        """What the front page shows today."""
        from rumbo.website.calendar.lookups import next_events
        from rumbo.website.impact.lookups import impact_block
        from rumbo.website.news.lookups import featured, latest_updates

        language = get_language() or "en"
        day = today()
        pictures = seeded_pictures()
        latest = latest_updates(language, day)
        note_boundary(request, _next_midnight())
        return HomeView(
            hero=pictures.get("hero"),
            doors=tuple(
                Door(
                    door.value["title"],
                    door.value["text"],
                    door.value["link"],
                    pictures.get(DOOR_PICTURES[door.value["audience"]]),
                )
                for door in self.doors
            ),
            impact=remembered(
                f"home-impact-{language}-{day}",
                lambda: render_to_string(
                    "impact/block.html", {"impact": impact_block(None, language, today=day)}
                ),
            ),
            features=featured(language),
            updates=latest.updates,
            is_archive=latest.heading_kind == "archive",
            events=remembered(f"home-events-{language}-{day}", lambda: next_events(day, 4)),
            publications=tuple(
                Publication(
                    each.value["title"],
                    each.value["text"],
                    each.value["link"],
                    each.value["link_text"],
                    pictures.get(each.value["link"].strip("/")),
                )
                for each in self.publications
            ),
        )


def _next_midnight() -> Any:
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.localtime()
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
