"""The pages of the news room: its index, featured articles, updates."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from rumbo.website.frame.blocks import SourceBlock
from rumbo.website.frame.fields import markdown_panel
from rumbo.website.frame.freshness import note_boundary
from rumbo.website.frame.page_base import FramePage, today
from rumbo.website.news import entries, feeds, views
from rumbo.website.news.blocks import CitationBlock, citation_of, words_of
from rumbo.website.news.citation import faults_of

MEDIA = [
    ("article", _("article")),
    ("audio", _("audio")),
    ("video", _("video")),
    ("study", _("study")),
]
PRECISIONS = [
    ("day", _("the day is known")),
    ("month", _("only the month is known")),
    ("unknown", _("the date is not known")),
]


class NewsIndexPage(RoutablePageMixin, FramePage):
    """All news: features, updates newest first, archive by year, topic and State, feeds."""

    template = "news/news_index_page.html"
    subpage_types = ("news.FeaturePage", "news.UpdatePage")
    max_count_per_parent = 1
    file_type = "news-index"
    file_body = "body"

    body = models.TextField(_("about these entries"), blank=True)

    content_panels = [*FramePage.content_panels, markdown_panel("body", rows=8)]

    class Meta:
        verbose_name = _("news: index")

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        """The list itself, as any other page is served."""
        return FramePage.serve(self, request)

    @path("feed/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """All news as an Atom feed."""
        return feeds.feed_response(self, request)

    @path("feed/<slug:topic>/")
    def topic_feed(self, request: HttpRequest, topic: str) -> HttpResponse:
        """The news of one topic as an Atom feed; 404 for a word that is no topic."""
        return feeds.feed_response(self, request, topic_slug=topic)

    def get_view(self, request: HttpRequest) -> views.NewsIndexView:
        """What the list shows; true until midnight, when a heading or an age may change."""
        day = today()
        note_boundary(request, views.midnight_after(day))
        return views.news_index_view(self, request.GET, day)


class FeaturePage(FramePage):
    """A piece published elsewhere, told in our own words and cited."""

    template = "news/feature_page.html"
    parent_page_types = ("news.NewsIndexPage",)
    subpage_types = ()
    file_type = "feature"
    file_fields = [
        *FramePage.file_fields,
        ("published_on", "day"),
        ("feature_order", "number"),
        ("media", "choice:article|audio|video|study"),
        ("citation", "struct:citation"),
    ]
    file_body = "body"

    published_on = models.DateField(
        _("day in the order of news"),
        null=True,
        blank=True,
        help_text=_("Where it stands among other news. Left empty, the citation's date is taken."),
    )
    feature_order = models.PositiveIntegerField(
        _("place among the featured articles"),
        default=0,
        help_text=_("1 comes first. 0 means no place of its own: after the others, newest first."),
    )
    media = models.CharField(_("kind of piece"), max_length=10, choices=MEDIA, default="article")
    citation = StreamField(
        [("citation", CitationBlock())], min_num=1, max_num=1, verbose_name=_("citation")
    )
    body = models.TextField(
        _("summary in our own words"),
        blank=True,
        help_text=_("Never name a child, not even one whom the piece names."),
    )

    content_panels = [
        *FramePage.content_panels,
        FieldPanel("citation"),
        FieldPanel("media"),
        markdown_panel("body"),
        MultiFieldPanel(
            [FieldPanel("published_on"), FieldPanel("feature_order")], heading=_("Order")
        ),
    ]

    class Meta:
        verbose_name = _("news: featured article")

    def clean(self) -> None:
        """Refuse a feature whose citation is missing or not sound."""
        super().clean()
        blocks = list(self.citation)
        if not blocks:
            raise ValidationError({"citation": _("A featured article needs its citation.")})
        faults = faults_of(citation_of(blocks[0].value), today=today())
        if faults:
            raise ValidationError(
                {"citation": [f"{fault.part}: {words_of(fault)}" for fault in faults]}
            )

    def get_view(self, request: HttpRequest) -> views.FeatureView:
        """What the page of a featured article shows."""
        return views.feature_view(self)


class UpdateForm(WagtailAdminPageForm):
    """The editor's form of an update."""

    def clean(self) -> dict[str, Any]:
        """Refuse an event that is not in the calendar."""
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("event")
        if slug and not entries.event_is_there(slug):
            self.add_error(
                "event",
                _("The calendar has no published event at /calendar/%(slug)s/.") % {"slug": slug},
            )
        return cleaned


class UpdatePage(FramePage):
    """Something that happened: dated as exactly as is known, with its source."""

    template = "news/update_page.html"
    base_form_class = UpdateForm
    parent_page_types = ("news.NewsIndexPage",)
    subpage_types = ()
    file_type = "update"
    file_fields = [
        *FramePage.file_fields,
        ("published_on", "day-or-month"),
        ("precision", "choice:day|month|unknown"),
        ("posted_on", "day"),
        ("event", "line"),
        ("source", "source"),
    ]
    file_body = "body"

    published_on = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("When it happened or was published. For a month, any day of it."),
    )
    precision = models.CharField(
        _("how exactly the date is known"), max_length=7, choices=PRECISIONS, default="day"
    )
    posted_on = models.DateField(
        _("posted here on"),
        default=today,
        help_text=_("The day on which we put it up. Orders the update when its date is not known."),
    )
    source = StreamField(
        [("source", SourceBlock())], min_num=1, max_num=1, verbose_name=_("source")
    )
    event = models.SlugField(
        _("event in the calendar"),
        max_length=120,
        blank=True,
        help_text=_(
            "The last part of the event's address: the update then links to its connection details."
        ),
    )
    body = models.TextField(_("text"), blank=True)

    content_panels = [
        *FramePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("published_on"), FieldPanel("precision"), FieldPanel("posted_on")],
            heading=_("Date"),
        ),
        markdown_panel("body"),
        FieldPanel("source"),
        FieldPanel("event"),
    ]

    class Meta:
        verbose_name = _("news: update")

    def clean(self) -> None:
        """Refuse a date that says more or less than its precision, and a missing source."""
        super().clean()
        faults: dict[str, Any] = {}
        if self.precision == "unknown" and self.published_on:
            faults["published_on"] = _(
                "You said that the date is not known. Leave it empty, or say how exactly it is "
                "known."
            )
        elif self.precision != "unknown" and not self.published_on:
            faults["published_on"] = _("Give the date, or say that it is not known.")
        if not len(self.source):
            faults["source"] = _("An update needs its source.")
        if faults:
            raise ValidationError(faults)
        if self.precision == "month" and self.published_on:
            self.published_on = self.published_on.replace(day=1)

    def get_view(self, request: HttpRequest) -> views.UpdateView:
        """What the page of an update shows."""
        return views.update_view(self)
