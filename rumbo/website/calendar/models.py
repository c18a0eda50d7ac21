"""Tables of the calendar: series, the calendar page, events and their connection details."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from rumbo.formats.time_zones import zone_names
from rumbo.website.calendar.blocks import MaterialBlock, PresenterBlock, SessionBlock
from rumbo.website.calendar.checks import (
    Reveal,
    faults_of_reveal,
    faults_of_times,
    slug_fault,
    zone_fault,
)
from rumbo.website.calendar.fields import AudienceField
from rumbo.website.calendar.forms import EventPageForm
from rumbo.website.calendar.times import EventTimes, moment
from rumbo.website.frame.blocks import SourceBlock
from rumbo.website.frame.fields import markdown_panel
from rumbo.website.frame.page_base import FramePage

TIMINGS = [
    ("at_a_time", _("at a time")),
    ("all_day", _("whole days")),
    ("time_not_known", _("the time is not known")),
    ("month_only", _("only the month is known")),
    ("year_only", _("only the year is known")),
]
MODES = [
    ("in-person", _("in person")),
    ("virtual", _("online")),
    ("hybrid", _("in person and online")),
    ("unknown", _("not known")),
]
STATUSES = [
    ("scheduled", _("scheduled")),
    ("cancelled", _("cancelled")),
    ("postponed", _("postponed")),
    ("held", _("held")),
    ("unknown", _("not confirmed")),
]
SHOWN_TO = [
    ("everyone", _("everyone")),
    ("members", _("signed-in members")),
    ("from", _("everyone, from a set time")),
]


def _zone_choices() -> list[tuple[str, str]]:
    return [("", "—"), *((name, name.replace("_", " ")) for name in zone_names())]


class ZoneSelect(forms.Select):
    """The list of time zones, made when it is shown."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=_zone_choices())


@register_snippet
class EventSeries(models.Model):
    """Events that belong together. Its slug is part of a feed's address: never change it."""

    slug = models.SlugField(_("slug"), unique=True, max_length=60)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120)
    description_en = models.TextField(_("description in English"), blank=True)
    description_es = models.TextField(_("description in Spanish"), blank=True)

    panels = [
        FieldPanel("slug"),
        FieldPanel("name_en"),
        FieldPanel("name_es"),
        FieldPanel("description_en"),
        FieldPanel("description_es"),
    ]

    class Meta:
        ordering = ("name_en",)
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")

    def __str__(self) -> str:
        return self.name_en


class CalendarPage(RoutablePageMixin, FramePage):
    """The calendar of one language: what comes next, the months, the program's year."""

    template = "calendar/calendar_page.html"
    file_type = "calendar-index"
    file_body = "body"
    subpage_types: ClassVar[list[str]] = ["calendar.EventPage"]
    max_count_per_parent = 1

    body = models.TextField(_("text"), blank=True)
    content_panels = [*FramePage.content_panels, markdown_panel("body", rows=8)]

    class Meta:
        verbose_name = _("calendar")

    @path("")
    def index_route(self, request: HttpRequest) -> HttpResponse:
        """The list, or one month of it."""
        return FramePage.serve(self, request)

    @path("program-year/")
    def program_year(self, request: HttpRequest) -> HttpResponse:
        """The dates of this and the next two program years, each with its source."""
        return FramePage.serve(self, request, part="program-year")

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """The template of the part that was asked for."""
        if kwargs.get("part") == "program-year":
            return "calendar/program_year.html"
        if request.GET.get("view") == "month":
            return "calendar/month.html"
        return str(self.template)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page's view: the list, a month or the program's year."""
        from rumbo.website.calendar.listing import list_view
        from rumbo.website.calendar.month import month_view
        from rumbo.website.calendar.program_year import program_year_view

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if kwargs.get("part") == "program-year":
            context["view"] = program_year_view(request)
        elif request.GET.get("view") == "month":
            context["view"] = month_view(request)
        else:
            context["view"] = list_view(request)
        return context


class EventPage(FramePage):
    """One event: when, where, who, how to connect, and where we read it.

    `starts_on`, `start_time`, `ends_on`, `end_time` are what an editor wrote, local at the event;
    `starts_at`, `ends_at` (UTC) and `last_on` follow from them at each save. The weekday is never
    written, always worked out.
    """

    template = "calendar/event_page.html"
    file_type = "event"
    file_body = "body"
    parent_page_types: ClassVar[list[str]] = ["calendar.CalendarPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = EventPageForm

    timing = models.CharField(
        _("what is known of the time"), max_length=14, choices=TIMINGS, default="at_a_time"
    )
    starts_on = models.DateField(
        _("starts on"), help_text=_("The first day of the month or year where only that is known.")
    )
    start_time = models.TimeField(
        _("at what time"), null=True, blank=True, help_text=_("Local time at the event.")
    )
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Leave empty if it is the same day.")
    )
    end_time = models.TimeField(_("until what time"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    starts_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    last_on = models.DateField(editable=False)
    recurrence = models.CharField(
        _("repeats"),
        max_length=200,
        blank=True,
        help_text=_(
            "A rule of RFC 5545, weekly or monthly, with an end: FREQ=MONTHLY;BYDAY=2TU;COUNT=6 is "
            "the second Tuesday of six months. Leave empty for an event that takes place once."
        ),
    )
    series = models.ForeignKey(
        EventSeries,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    organizer = models.CharField(_("organizer"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=250, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=MODES, default="unknown")
    status = models.CharField(_("status"), max_length=10, choices=STATUSES, default="scheduled")
    audience = AudienceField()
    presenters = StreamField(
        [("presenter", PresenterBlock())], verbose_name=_("presenters"), blank=True, default=list
    )
    sessions = StreamField(
        [("session", SessionBlock())], verbose_name=_("sessions"), blank=True, default=list
    )
    materials = StreamField(
        [("material", MaterialBlock())],
        verbose_name=_("materials afterwards"),
        blank=True,
        default=list,
    )
    source = StreamField(
        [("source", SourceBlock())], verbose_name=_("source"), blank=True, default=list, max_num=1
    )
    note = models.TextField(_("note"), blank=True)
    body = models.TextField(_("text"), blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # Time, place and status as subscribers last saw them; `sequence` counts its changes.
    announced = models.CharField(max_length=600, blank=True, editable=False)

    # Only while a file is loaded: the details that no file holds, from before the load.
    hidden_connection: "ConnectionDetails | None" = None

    search_fields = [
        *FramePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("organizer"),
        index.SearchField("place"),
    ]
    content_panels = [
        *FramePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("timing"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("start_time")]),
                FieldRowPanel([FieldPanel("ends_on"), FieldPanel("end_time")]),
                FieldPanel("time_zone", widget=ZoneSelect),
                FieldPanel("recurrence"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldPanel("mode"),
                FieldPanel("place"),
                FieldPanel("organizer"),
            ],
            heading=_("Where and by whom"),
        ),
        FieldPanel("series"),
        FieldPanel("audience"),
        InlinePanel("connections", heading=_("Connection details"), max_num=1),
        markdown_panel("body", rows=10),
        FieldPanel("presenters"),
        FieldPanel("sessions"),
        FieldPanel("materials"),
        FieldPanel("source"),
        markdown_panel("note", rows=3),
    ]
    # `precision` comes first: it decides how `start` and `end` are read.
    file_fields = [
        *FramePage.file_fields,
        ("precision", "event-precision"),
        ("all_day", "event-all-day"),
        ("time_zone", "event-zone"),
        ("start", "event-start"),
        ("end", "event-end"),
        ("recurrence", "line"),
        ("series", "event-series"),
        ("organizer", "line"),
        ("place", "line"),
        ("mode", "choice:in-person|virtual|hybrid|unknown"),
        ("status", "choice:scheduled|cancelled|postponed|held|unknown"),
        ("audience", "event-audience"),
        ("presenters", "event-presenters"),
        ("sessions", "event-sessions"),
        ("connection", "event-connection"),
        ("materials", "event-materials"),
        ("source", "source"),
        ("note", "text"),
    ]

    class Meta:
        verbose_name = _("event")
        indexes = [models.Index(fields=["starts_on"], name="event_starts_on")]

    @property
    def times(self) -> EventTimes:
        """What is known of when it takes place."""
        return EventTimes(
            timing=self.timing,
            starts_on=self.starts_on,
            start_time=self.start_time,
            ends_on=self.ends_on,
            end_time=self.end_time,
            time_zone=self.time_zone,
            recurrence=self.recurrence,
        )

    @property
    def uid(self) -> str:
        """Its lasting identity in calendar files; the Spanish twin has the same."""
        return f"{self.translation_key}@events.rumbo"

    @property
    def connection(self) -> "ConnectionDetails | None":
        """The connection details, if there are any."""
        return self.connections.first()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Work out what follows from the times, then check."""
        self._follow_times()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Refuse times, rules and connection details that make no sense."""
        super().clean()
        faults: dict[str, list[str]] = {}
        for field, sentence in self._faults():
            faults.setdefault(field, []).append(sentence)
        if faults:
            raise ValidationError(faults)

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.starts_on is None:
            return
        wrong_slug = slug_fault(self.slug or "")
        if wrong_slug:
            yield "slug", wrong_slug
        yield from faults_of_times(self.times)

    def _follow_times(self) -> None:
        """Set the stored values that follow from the times; leave them where these are wrong."""
        if self.starts_on is None or any(faults_of_times(self.times)):
            self.last_on = self.last_on or self.ends_on or self.starts_on
            return
        times = self.times
        self.starts_at, self.ends_at, self.last_on = times.starts_at, times.ends_at, times.last_on

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with what follows from the times and, for a live event, its sequence number."""
        if kwargs.get("update_fields") is None:
            self._follow_times()
            self._count_change()
        super().save(*args, **kwargs)

    def _count_change(self) -> None:
        """Raise `sequence` when time, place or status differ from what was last made public.

        The stored row is asked, since a revision carries the number of the day it was written.
        """
        stored = (
            EventPage.objects.filter(pk=self.pk).values_list("sequence", "announced").first()
            if self.pk
            else None
        )
        self.sequence, self.announced = stored or (0, "")
        if not self.live:
            return
        present = self._subscribers_see()
        if self.announced and present != self.announced:
            self.sequence += 1
        self.announced = present

    def _subscribers_see(self) -> str:
        seen = (self.timing, self.starts_on, self.start_time, self.ends_on, self.end_time)
        words = (self.time_zone, self.recurrence, self.place, self.mode, self.status)
        return "|".join(str(value or "") for value in (*seen, *words))[:600]

    def get_view(self, request: HttpRequest) -> object:
        """Everything that the event's page shows."""
        from rumbo.website.calendar.event_view import event_view

        return event_view(self, request)


class ConnectionDetails(models.Model):
    """How to join an event online: a part of its own, so that it can be shown later or to few.

    Never in a feed, in search, in data for search engines, and in exported files only if it is
    shown to everyone.
    """

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="connections")
    platform = models.CharField(_("platform"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True)
    phone = models.CharField(_("phone"), max_length=120, blank=True)
    passcode = models.CharField(_("passcode"), max_length=120, blank=True)
    shown = models.CharField(_("shown to"), max_length=8, choices=SHOWN_TO, default="members")
    from_on = models.DateField(_("shown from"), null=True, blank=True)
    from_time = models.TimeField(
        _("at what time"), null=True, blank=True, help_text=_("In the time zone of the event.")
    )
    withdrawn = models.BooleanField(
        _("withdrawn"),
        default=False,
        help_text=_("Hides the details now. After the event they are hidden without this."),
    )

    panels = [
        FieldPanel("platform"),
        FieldPanel("address"),
        FieldPanel("phone"),
        FieldPanel("passcode"),
        FieldPanel("shown"),
        FieldRowPanel([FieldPanel("from_on"), FieldPanel("from_time")]),
        FieldPanel("withdrawn"),
    ]

    class Meta:
        verbose_name = _("connection details")

    def __str__(self) -> str:
        return f"{self.platform} ({self.shown})"

    @property
    def reveal(self) -> Reveal:
        """When they are shown, as it was written."""
        return Reveal(
            shown=self.shown,
            from_on=self.from_on,
            from_time=self.from_time,
            address=self.address,
        )

    def opens_at(self, zone: str) -> datetime | None:
        """The moment from which they are shown, in UTC; None where none is set."""
        if self.shown != "from" or self.from_on is None or self.from_time is None:
            return None
        return moment(self.from_on, self.from_time, zone)

    def faults(self, times: EventTimes) -> list[tuple[str, str]]:
        """(field, sentence) of each thing that makes no sense beside the event's times."""
        if zone_fault(times.time_zone) or any(faults_of_times(times)):
            return []
        return list(faults_of_reveal(self.reveal, times))


def series_name(series: EventSeries | None) -> str:
    """A series' name in the reader's language; empty for none."""
    if series is None:
        return ""
    return series.name_es if get_language() == "es" else series.name_en
