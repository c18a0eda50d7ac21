"""The base of every public page: languages, topics, pictures, files, cache marks."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, PageViewRestriction

from rumbo.website.frame.blocks import SourceBlock
from rumbo.website.frame.fields import StatesField
from rumbo.website.frame.freshness import (
    kept,
    mark_private,
    mark_public,
    note_boundary,
    remembered,
)

TRANSLATION_STATES = [
    ("original", _("original")),
    ("not-reviewed", _("translated, not yet reviewed")),
    ("reviewed", _("translated and reviewed")),
]

# (key in the file's front matter, kind of value); the attribute has the key's name unless a third
# part says otherwise. The kinds are in `files/values.py`.
FileField = tuple[str, str] | tuple[str, str, str]


def path_of(page: Page) -> str:
    """The address of a page without its language: `/news/some-slug/`.

    Spanish pages live in a tree of their own with the same slugs, so the two share this path.
    """
    return path_below_language(page.url_path)


def path_below_language(url_path: str) -> str:
    """An address without its language from Wagtail's `url_path`, which names the root first."""
    return "/" + "/".join(url_path.split("/")[2:])


def address_of(page: Page, language: str | None = None) -> str:
    """The address of a page in a language (the reader's by default). Costs no query."""
    from rumbo.website.frame.markdown import local_address

    return local_address(path_of(page), language or get_language() or "en")


def language_of(page: Page) -> str:
    """The language a page is written in: 'en' or 'es'."""
    return languages().get(page.locale_id, "en")


def languages() -> dict[int, str]:
    """The code of every language that pages are written in, by its locale's key.

    Kept for good once all are there: nothing that is published changes them.
    """
    return kept(
        "locales",
        lambda: dict(Locale.objects.values_list("pk", "language_code")),
        is_final=lambda found: set(found.values()) >= {code for code, _ in settings.LANGUAGES},
    )


def closed_trees() -> tuple[str, ...]:
    """Where pages lie that not everyone may read: their places in the tree, all below included."""
    return remembered(
        "closed-trees",
        lambda: tuple(PageViewRestriction.objects.values_list("page__path", flat=True)),
    )


def open_pages[Rows: QuerySet[Any, Any]](pages: Rows) -> Rows:
    """The live ones among these pages that everyone may read."""
    wanted = pages.filter(live=True)
    for tree in closed_trees():
        wanted = wanted.exclude(path__startswith=tree)
    return wanted


class FramePage(Page):
    """What every public page has.

    A Spanish address without a Spanish page answers with the English one: the two trees have the
    same slugs, so the English twin can route what is left of the path.
    """

    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two plain sentences: for lists, feeds and search engines."),
    )
    topics = ParentalManyToManyField("frame.Topic", blank=True, verbose_name=_("topics"))
    states = StatesField()
    picture = models.ForeignKey(
        "frame.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    translation = models.CharField(
        _("translation"), max_length=14, choices=TRANSLATION_STATES, default="original"
    )
    order = models.PositiveIntegerField(_("order among brothers and sisters"), default=0)

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title")], heading=_("Address and search engines")
        ),
        MultiFieldPanel(
            [
                FieldPanel("topics"),
                FieldPanel("states"),
                FieldPanel("picture"),
                FieldPanel("translation"),
                FieldPanel("order"),
            ],
            heading=_("Filed under"),
        ),
    ]

    show_in_menus_default = False
    # Whole pages are public or drafts. What is for members is a part of its own, such as the
    # connection details of an event, so no page can be closed by mistake and none needs a password.
    private_page_options: ClassVar[list[str]] = []
    file_type: ClassVar[str] = ""
    file_body: ClassVar[str] = ""
    file_fields: ClassVar[list[FileField]] = [
        ("title", "line"),
        ("summary", "line"),
        ("order", "number"),
        ("picture", "picture"),
        ("topics", "topics"),
        ("states", "states"),
        ("translation", "translation"),
    ]

    class Meta:
        abstract = True

    # --- languages -----------------------------------------------------------------------------
    def english_twin(self) -> Page | None:
        """The English page of the same translation, if this one is not English itself."""
        if language_of(self) == "en":
            return None
        return (
            Page.objects.filter(
                translation_key=self.translation_key, locale__language_code="en", live=True
            )
            .specific()
            .first()
        )

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page for the rest of a path; in Spanish, fall back to the English tree."""
        try:
            return super().route(request, path_components)
        except Http404:
            twin = self.english_twin() if path_components else None
            if twin is None:
                raise
            return twin.route(request, path_components)

    @property
    def language(self) -> str:
        """The language the page's own words are in."""
        return language_of(self)

    @property
    def is_shown_untranslated(self) -> bool:
        """Whether a reader in the other language sees this page as it is."""
        return self.language != (get_language() or "en")

    @property
    def address(self) -> str:
        """The page's address in the reader's language."""
        return address_of(self)

    def get_view_restrictions(self) -> Any:
        """What closes this page; without a query where the whole site is open, as it mostly is."""
        if not closed_trees():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    # --- serving -------------------------------------------------------------------------------
    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page and tell the cache that every anonymous reader gets the same.

        A page whose end has come is gone at that moment, also while the timer is late.
        """
        if self.expire_at and self.expire_at <= timezone.now() and not _is_preview(request):
            raise Http404
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            mark_private(request)
        if not _is_preview(request):
            mark_public(request)
            note_boundary(request, self.expire_at)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context with this page's described view as `view`."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["view"] = self.get_view(request)
        return context

    def get_view(self, request: HttpRequest) -> object | None:
        """A described dataclass for the template; each kind of page gives its own."""
        return None

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """This page in the sitemap: its address, last change and twins."""
        return [{"location": path_of(self), "lastmod": self.last_published_at}]


def _is_preview(request: HttpRequest) -> bool:
    return bool(getattr(request, "is_preview", False))


class SourcesPage(models.Model):
    """Part of pages that name their sources."""

    sources = StreamField(
        [("source", SourceBlock())], blank=True, verbose_name=_("sources"), default=list
    )

    class Meta:
        abstract = True


def today() -> date:
    """The day at the site's home; the one place of the public pages that asks the clock."""
    return timezone.localdate()
