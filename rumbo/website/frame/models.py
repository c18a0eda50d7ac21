"""Tables that every kind of page shares: topics, pictures, this installation, content seeds."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from rumbo.terms.states import ALL_STATES
from rumbo.website.frame.fields import markdown_panel
from rumbo.website.frame.page_base import FramePage, SourcesPage


@register_snippet
class Topic(models.Model):
    """A subject that pages are filed under. Its slug is part of feed addresses: never change it."""

    slug = models.SlugField(_("slug"), unique=True, max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_es = models.CharField(_("name in Spanish"), max_length=80)

    panels = [FieldPanel("slug"), FieldPanel("name_en"), FieldPanel("name_es")]

    class Meta:
        ordering = ("name_en",)
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name_en

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_es if get_language() == "es" else self.name_en


class Picture(AbstractImage):
    """A picture with its words: what it shows, in both languages, and any words it carries."""

    alt_en = models.CharField(
        _("what the picture shows, in English"),
        max_length=250,
        help_text=_("Read aloud in place of the picture. Write what is seen and why it is here."),
    )
    alt_es = models.CharField(_("what the picture shows, in Spanish"), max_length=250, blank=True)
    carries_words = models.BooleanField(
        _("does it carry words?"),
        null=True,
        choices=[(None, _("— choose —")), (False, _("No")), (True, _("Yes"))],
        help_text=_("A picture with words in it cannot be read aloud or translated."),
    )
    words = models.TextField(
        _("the words it carries"),
        blank=True,
        help_text=_("Every word, in reading order. Needed if the picture carries words."),
    )
    seed_name = models.CharField(max_length=80, blank=True, db_index=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "alt_en",
        "alt_es",
        "carries_words",
        "words",
        "collection",
        "tags",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_image", "Can choose image")]

    def clean(self) -> None:
        """Ask for the answer about words, and for the words."""
        super().clean()
        faults: dict[str, Any] = {}
        if self.carries_words is None:
            faults["carries_words"] = _("Choose yes or no.")
        if self.carries_words and not self.words.strip():
            faults["words"] = _("You said that the picture carries words. Write them here.")
        if faults:
            raise ValidationError(faults)

    @property
    def alt(self) -> str:
        """What the picture shows, in the reader's language."""
        return (self.alt_es if get_language() == "es" else "") or self.alt_en

    @property
    def default_alt_text(self) -> str:
        """Wagtail's name for the same."""
        return self.alt


class Rendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


@register_setting(icon="site")
class Installation(BaseGenericSetting):
    """What makes this installation its own: name, logo, colours, State, banner, contact."""

    name = models.CharField(_("name of the site"), max_length=60, default="Rumbo")
    strapline_en = models.CharField(_("strapline in English"), max_length=120, blank=True)
    strapline_es = models.CharField(_("strapline in Spanish"), max_length=120, blank=True)
    logo = models.ForeignKey(
        "frame.Picture",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        help_text=_("Like #1f6f78. Must be readable on white; empty keeps our own."),
    )
    state = models.CharField(
        _("State of this installation"),
        max_length=2,
        blank=True,
        choices=[(state.code, state.name_en) for state in ALL_STATES],
    )
    banner_en = models.CharField(_("banner in English"), max_length=240, blank=True)
    banner_es = models.CharField(_("banner in Spanish"), max_length=240, blank=True)
    foot_en = models.TextField(_("foot of every page in English"), blank=True)
    foot_es = models.TextField(_("foot of every page in Spanish"), blank=True)
    contact = models.CharField(
        _("contact of whoever runs this installation"),
        max_length=200,
        blank=True,
        help_text=_("An e-mail address or a page address, shown on the About page."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("strapline_en"),
                FieldPanel("strapline_es"),
                FieldPanel("logo"),
                FieldPanel("accent"),
                FieldPanel("state"),
            ],
            heading=_("Name and looks"),
        ),
        MultiFieldPanel(
            [FieldPanel("banner_en"), FieldPanel("banner_es")], heading=_("Banner at the top")
        ),
        MultiFieldPanel(
            [FieldPanel("foot_en"), FieldPanel("foot_es"), FieldPanel("contact")],
            heading=_("Foot of every page"),
        ),
    ]

    class Meta:
        verbose_name = _("this installation")

    def clean(self) -> None:
        """Refuse a colour that cannot be read on white."""
        super().clean()
        if self.accent:
            from rumbo.ui.colours import UnreadableColour, check_accent

            try:
                check_accent(self.accent)
            except UnreadableColour as error:
                raise ValidationError({"accent": str(error)}) from error

    def words(self, name: str) -> str:
        """A text of this installation in the reader's language; English where none is written."""
        language = get_language() or "en"
        return str(getattr(self, f"{name}_{language}", "") or getattr(self, f"{name}_en"))


class ContentSeed(models.Model):
    """Which file seeded which page or row, and what both looked like then.

    `file_hash` is of the file when it was last loaded; `page_hash` is of what the page would have
    been written back as at that moment. A page whose present hash differs was changed by an
    editor: from then on the database leads.
    """

    path = models.CharField(max_length=250, unique=True)
    file_hash = models.CharField(max_length=64)
    page_hash = models.CharField(max_length=64)
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.path


class StandardPage(SourcesPage, FramePage):
    """A page of text: about, privacy, families, where the program stands."""

    template = "frame/standard_page.html"
    file_type = "page"

    body = models.TextField(_("text"), blank=True)
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("The day up to which the page was checked.")
    )

    content_panels = [
        *FramePage.content_panels,
        FieldPanel("as_of"),
        markdown_panel("body"),
        FieldPanel("sources"),
    ]
    file_fields = [*FramePage.file_fields, ("as_of", "day"), ("sources", "sources")]
    file_body = "body"

    class Meta:
        verbose_name = _("page of text")
