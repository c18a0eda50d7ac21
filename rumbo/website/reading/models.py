"""The kinds of page to read and to teach from, and the glossary's rows.

A work holds chapters or decks; a chapter holds articles; a deck holds slides. An older edition of a
work is a work below it that says what superseded it (`superseded_by`) and until when its rules were
in force, so that every edition keeps its addresses for good. Readers of these facts go through
`lookups.EditionMark`.
"""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.snippets.models import register_snippet
from wagtail.url_routing import RouteResult

from rumbo.access.lookups import is_member
from rumbo.terms.citations import UnreadableCitation, parse_citation
from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.fields import markdown_panel
from rumbo.website.frame.freshness import mark_private
from rumbo.website.frame.markdown import box_names
from rumbo.website.frame.page_base import FramePage, SourcesPage, path_of
from rumbo.website.reading.blocks import BlankBlock, CardBlock, lines_field
from rumbo.website.reading.evidence import EVIDENCE_MARKS as EVIDENCE_MARKS
from rumbo.website.reading.finding.rows import SearchSection as SearchSection
from rumbo.website.reading.moves import keep_addresses
from rumbo.website.reading.question_models import Misunderstanding as Misunderstanding
from rumbo.website.reading.question_models import Question as Question
from rumbo.website.reading.reading_time import count_words
from rumbo.website.reading.state_notes import StateNote as StateNote
from rumbo.website.reading.sub_addresses import SubAddressPage

TERM_REVIEWS = [
    ("not-reviewed", _("translated, not yet reviewed")),
    ("reviewed", _("translated and reviewed")),
]

inner_path = RegexValidator(
    r"^/(?!es/)(?:[a-z0-9-]+/)*$",
    _("Write an address of this site without its language, such as /handbook/."),
)


class ToolsPage(FramePage):
    """The landing page of the publications, each beside the federal one."""

    template = "reading/tools_page.html"
    file_type = "tools"
    file_fields = [*FramePage.file_fields, ("cards", "stream:card")]
    file_body = "body"
    subpage_types: ClassVar[list[str]] = []

    body = models.TextField(_("text"), blank=True)
    cards = StreamField(
        [("card", CardBlock())], blank=True, default=list, verbose_name=_("publications")
    )

    content_panels = [*FramePage.content_panels, markdown_panel("body"), FieldPanel("cards")]

    class Meta:
        verbose_name = _("tools page")

    def get_view(self, request: HttpRequest) -> object:
        """The cards, each with its picture."""
        from rumbo.website.reading.page_views import tools_view

        return tools_view(self)


class WorkPage(SubAddressPage):
    """A handbook or a curriculum."""

    template = "reading/work_page.html"
    sub_addresses = {
        "glossary": "reading/glossary.html",
        "search": "reading/search.html",
        "law": "reading/law_index.html",
        "law-paragraph": "reading/law_paragraph.html",
    }
    file_type = "work"
    file_fields = [
        *FramePage.file_fields,
        ("edition", "line"),
        ("edition_on", "day"),
        ("superseded_by", "line"),
        ("in_force_until", "day"),
    ]
    file_body = "body"
    subpage_types = ["reading.ChapterPage", "reading.DeckPage", "reading.WorkPage"]

    edition = models.CharField(_("edition"), max_length=120, blank=True)
    edition_on = models.DateField(_("day of the edition"), null=True, blank=True)
    superseded_by = models.CharField(
        _("work that superseded it"),
        max_length=200,
        blank=True,
        validators=[inner_path],
        help_text=_("For an older edition: the address of the present one, such as /handbook/."),
    )
    in_force_until = models.DateField(
        _("last day on which its rules were in force"), null=True, blank=True
    )
    body = models.TextField(_("text"), blank=True)

    content_panels = [
        *FramePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("edition"),
                FieldPanel("edition_on"),
                FieldPanel("superseded_by"),
                FieldPanel("in_force_until"),
            ],
            heading=_("Edition"),
        ),
        markdown_panel("body"),
    ]
    search_fields = [*FramePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("handbook or curriculum")

    def clean(self) -> None:
        """A superseded edition says until when its rules were in force, and the other way round."""
        super().clean()
        if bool(self.superseded_by) != bool(self.in_force_until):
            empty = "in_force_until" if self.superseded_by else "superseded_by"
            raise ValidationError(
                {empty: _("A superseded edition needs the present work and its own last day.")}
            )

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """The glossary and the law are asked of the work that has them."""
        from rumbo.website.reading.glossary import is_glossary_home
        from rumbo.website.reading.law import find_key

        match path_components:
            case ["glossary" | "law", *_] if not is_glossary_home(self):
                raise Http404
            case ["law-paragraph"]:
                raise Http404
            case ["law", slug] if self.live:
                if find_key(slug) is None:
                    raise Http404
                request.rumbo_law_slug = slug  # type: ignore[attr-defined]
                return RouteResult(self, kwargs={"sub_address": "law-paragraph"})
        return super().route(request, path_components)

    def get_view(self, request: HttpRequest) -> object:
        """Contents of the work."""
        from rumbo.website.reading.page_views import work_view

        return work_view(self)

    def get_sub_view(self, request: HttpRequest, sub_address: str) -> object:
        """The glossary, the law, or what was searched for."""
        from rumbo.website.reading import law_views
        from rumbo.website.reading.finding.view import search_view
        from rumbo.website.reading.page_views import glossary_view

        if sub_address == "search":
            return search_view(self, request)
        if sub_address == "law":
            return law_views.index_view(self)
        if sub_address == "law-paragraph":
            return law_views.paragraph_view(self, request.rumbo_law_slug)  # type: ignore[attr-defined]
        return glossary_view(self)


class ChapterPage(SourcesPage, FramePage):
    """A chapter: what it teaches, its articles, its law, its sources."""

    template = "reading/chapter_page.html"
    file_type = "chapter"
    file_fields = [
        *FramePage.file_fields,
        ("appendix", "flag", "is_appendix"),
        ("objectives", "stream:line"),
        ("sources", "sources"),
    ]
    file_body = "body"
    parent_page_types = ["reading.WorkPage"]
    subpage_types = ["reading.ArticlePage"]

    is_appendix = models.BooleanField(
        _("an appendix"), default=False, help_text=_("Listed after the chapters.")
    )
    objectives = lines_field(_("what the reader will be able to do"))
    body = models.TextField(_("text"), blank=True)

    content_panels = [
        *FramePage.content_panels,
        FieldPanel("is_appendix"),
        FieldPanel("objectives"),
        markdown_panel("body"),
        FieldPanel("sources"),
    ]
    search_fields = [*FramePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("chapter")

    def get_view(self, request: HttpRequest) -> object:
        """Objectives, contents, law, sources, the chapter on paper."""
        from rumbo.website.reading.page_views import chapter_view

        return chapter_view(self)


class ArticlePage(SubAddressPage):
    """One article with its permanent address."""

    template = "reading/article_page.html"
    sub_addresses = {"changes": "reading/article_changes.html"}
    file_type = "article"
    file_fields = [*FramePage.file_fields, ("moved_from", "stream:line")]
    file_body = "body"
    parent_page_types = ["reading.ChapterPage"]
    subpage_types: ClassVar[list[str]] = []

    body = models.TextField(_("text"), blank=True)
    moved_from = lines_field(_("earlier addresses, without language"))
    words = models.PositiveIntegerField(default=0, editable=False)
    has_checklist = models.BooleanField(default=False, editable=False)

    content_panels = [
        *FramePage.content_panels,
        markdown_panel("body", rows=36),
        FieldPanel("moved_from"),
    ]
    search_fields = [*FramePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("article")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the counts that lists show, so that lists need not read the text."""
        self.words = count_words(self.body)
        self.has_checklist = "checklist" in box_names(self.body)
        super().save(*args, **kwargs)
        if self.live and self.moved_from:
            keep_addresses(path_of(self), [str(line.value) for line in self.moved_from])

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """What changed is asked of a superseded article that has a present one."""
        from rumbo.website.reading.lookups import present_twin

        if path_components == ["changes"] and present_twin(path_of(self)) is None:
            raise Http404
        return super().route(request, path_components)

    def get_sub_view(self, request: HttpRequest, sub_address: str) -> object:
        """What changed between this superseded article and the present one."""
        from rumbo.website.reading.page_views import changes_view

        return changes_view(self)

    def get_view(self, request: HttpRequest) -> object:
        """The article with its neighbours, terms and law."""
        from rumbo.website.reading.page_views import article_view

        return article_view(self, base=base_address())


class DeckPage(SubAddressPage):
    """A deck that teaches a chapter."""

    template = "reading/deck_page.html"
    sub_addresses = {
        "trainer": "reading/deck_trainer.html",
        "handout": "reading/deck_handout.html",
        "pack": "reading/deck_pack.html",
        "practice": "reading/deck_practice.html",
        "assessment": "reading/deck_assessment.html",
        "key": "reading/deck_key.html",
    }
    file_type = "deck"
    file_fields = [
        *FramePage.file_fields,
        ("module", "number"),
        ("module_title", "line"),
        ("level", "line"),
        ("after", "stream:line"),
        ("audience", "line"),
        ("minutes", "number"),
        ("prerequisites", "stream:line"),
        ("chapter", "line", "chapter_path"),
        ("materials", "stream:line"),
        ("outcomes", "stream:line"),
    ]
    file_body = "body"
    parent_page_types = ["reading.WorkPage"]
    subpage_types = ["reading.SlidePage"]

    module = models.PositiveSmallIntegerField(_("number of its module"), default=0)
    module_title = models.CharField(_("title of its module"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=200, blank=True)
    after = lines_field(_("decks to teach before, by address"))
    audience = models.CharField(_("audience"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    prerequisites = lines_field(_("prerequisites"))
    chapter_path = models.CharField(
        _("chapter that it teaches"), max_length=200, blank=True, validators=[inner_path]
    )
    materials = lines_field(_("materials"))
    outcomes = lines_field(_("outcomes"))
    body = models.TextField(_("text"), blank=True)

    content_panels = [
        *FramePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("module"),
                FieldPanel("module_title"),
                FieldPanel("level"),
                FieldPanel("after"),
                FieldPanel("audience"),
                FieldPanel("minutes"),
                FieldPanel("chapter_path"),
            ],
            heading=_("The session"),
        ),
        FieldPanel("prerequisites"),
        FieldPanel("outcomes"),
        FieldPanel("materials"),
        markdown_panel("body"),
    ]
    search_fields = [*FramePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("deck")

    def get_view(self, request: HttpRequest) -> object:
        """What a trainer must know before the day, and the slides."""
        from rumbo.website.reading.deck_views import deck_view

        return deck_view(self)

    def get_sub_view(self, request: HttpRequest, sub_address: str) -> object:
        """What a trainer or a participant takes from the deck."""
        from rumbo.website.reading import deck_views, question_views

        makers = {
            "trainer": deck_views.trainer_view,
            "handout": deck_views.handout_view,
            "pack": question_views.pack_view,
            "practice": question_views.practice_view,
            "assessment": question_views.assessment_view,
            "key": question_views.assessment_view,
        }
        return makers[sub_address](self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; the key to the assessment only for signed-in members, and kept nowhere."""
        if kwargs.get("sub_address") == "key":
            mark_private(request)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not is_member(request.user):
                raise PermissionDenied
        return super().serve(request, *args, **kwargs)


class SlidePage(SubAddressPage):
    """One slide with its trainer's notes."""

    template = "reading/slide_page.html"
    sub_addresses = {"trainer": "reading/slide_trainer.html"}
    file_type = "slide"
    file_fields = [
        *FramePage.file_fields,
        ("minutes", "number"),
        ("notes", "text"),
        ("points", "stream:line"),
        ("materials", "stream:line"),
        ("read", "line", "read_path"),
        ("state_rules_differ", "flag"),
        ("blanks", "stream:line"),
        ("answer", "flag", "is_answer"),
        ("activity", "line"),
        ("copies", "line"),
        ("sheet", "text"),
    ]
    file_body = "body"
    parent_page_types = ["reading.DeckPage"]
    subpage_types: ClassVar[list[str]] = []

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    body = models.TextField(_("what the slide shows"), blank=True)
    notes = models.TextField(_("trainer's notes"), blank=True)
    points = lines_field(_("talking points"))
    materials = lines_field(_("materials"))
    read_path = models.CharField(
        _("article to read"), max_length=200, blank=True, validators=[inner_path]
    )
    state_rules_differ = models.BooleanField(_("a State may have its own rule"), default=False)
    blanks = lines_field(
        _("sentences of the participants' outline"), block=BlankBlock(max_length=400)
    )
    is_answer = models.BooleanField(
        _("this slide answers the one before"),
        default=False,
        help_text=_("Its words stay off lists and handouts."),
    )
    activity = models.CharField(_("name of the activity"), max_length=120, blank=True)
    copies = models.CharField(_("copies to make, and how"), max_length=200, blank=True)
    sheet = models.TextField(
        _("sheet for participants"),
        blank=True,
        help_text=_("Printed on its own page; never the answers."),
    )

    content_panels = [
        *FramePage.content_panels,
        markdown_panel("body", rows=12),
        markdown_panel("notes"),
        MultiFieldPanel(
            [
                FieldPanel("minutes"),
                FieldPanel("read_path"),
                FieldPanel("state_rules_differ"),
                FieldPanel("is_answer"),
            ],
            heading=_("The slide in the session"),
        ),
        FieldPanel("points"),
        FieldPanel("materials"),
        FieldPanel("blanks"),
        MultiFieldPanel(
            [FieldPanel("activity"), FieldPanel("copies"), markdown_panel("sheet", rows=12)],
            heading=_("The activity"),
        ),
    ]
    search_fields = [*FramePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("slide of a deck")

    def get_view(self, request: HttpRequest) -> object:
        """The slide as the room sees it."""
        from rumbo.website.reading.deck_views import slide_view

        return slide_view(self)

    def get_sub_view(self, request: HttpRequest, sub_address: str) -> object:
        """The slide with its notes."""
        from rumbo.website.reading.deck_views import slide_trainer_view

        return slide_trainer_view(self)


@register_snippet
class GlossaryTerm(models.Model):
    """One term in both languages. Articles link to its slug: never change it."""

    slug = models.SlugField(_("slug"), unique=True, max_length=80)
    term_en = models.CharField(_("term in English"), max_length=120)
    short_en = models.CharField(_("short form in English"), max_length=40, blank=True)
    definition_en = models.TextField(_("definition in English"))
    term_es = models.CharField(_("term in Spanish"), max_length=120)
    short_es = models.CharField(_("short form in Spanish"), max_length=40, blank=True)
    definition_es = models.TextField(_("definition in Spanish"))
    source = models.CharField(
        _("paragraph of the law"), max_length=60, blank=True, help_text="34 CFR 200.81(g)"
    )
    mark = models.CharField(_("evidence mark"), max_length=20, blank=True, choices=EVIDENCE_MARKS)
    why_en = models.CharField(_("why, in English"), max_length=400, blank=True)
    why_es = models.CharField(_("why, in Spanish"), max_length=400, blank=True)
    review_es = models.CharField(
        _("review of the Spanish"), max_length=14, choices=TERM_REVIEWS, default="not-reviewed"
    )

    panels = [
        FieldPanel("slug"),
        MultiFieldPanel(
            [FieldPanel("term_en"), FieldPanel("short_en"), FieldPanel("definition_en")],
            heading=_("English"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("term_es"),
                FieldPanel("short_es"),
                FieldPanel("definition_es"),
                FieldPanel("review_es"),
            ],
            heading=_("Spanish"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("source"),
                FieldPanel("mark"),
                FieldPanel("why_en"),
                FieldPanel("why_es"),
            ],
            heading=_("What it rests on"),
        ),
    ]

    class Meta:
        ordering = ("term_en",)
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self) -> str:
        return self.term_en

    def clean(self) -> None:
        """Ask for a paragraph or a mark, and for a paragraph that can be read."""
        super().clean()
        if not self.source and not self.mark:
            raise ValidationError({"source": _("Name a paragraph of the law, or choose a mark.")})
        if self.source:
            try:
                self.source = parse_citation(self.source).key
            except UnreadableCitation as error:
                raise ValidationError(
                    {
                        "source": _("“%(key)s” is not a citation like 34 CFR 200.81(g).")
                        % {"key": self.source}
                    }
                ) from error

    def words(self, name: str, language: str | None = None) -> str:
        """A text of this term in a language (the reader's by default)."""
        return str(getattr(self, f"{name}_{language or get_language() or 'en'}"))
