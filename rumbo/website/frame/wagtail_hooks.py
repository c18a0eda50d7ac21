"""What editors see around Wagtail's own pages: first steps, a shorter menu, notices, our colours."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateformat import format as format_moment
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, Site

_NOT_NEEDED = frozenset({"forms", "help"})
_LEADS_OUTSIDE = ("whats-new-in-wagtail", "editor-guide")
_OVERTAKEN = "rumbo_overtaken_revision"


@dataclass(frozen=True)
class FirstStep:
    """One thing to begin with: its address, name and a sentence about it."""

    address: str
    name: str
    about: str


class FirstStepsPanel(Component):
    """A short welcome on the editors' first page, with what this person may do."""

    name = "first_steps"
    template_name = "frame/editors/first_steps.html"
    order = 10

    def render_html(self, parent_context: Any = None) -> SafeString:
        """The panel for the signed-in person."""
        request = parent_context["request"]
        context = {"steps": first_steps(request), "name": request.user.first_name}
        return render_to_string(self.template_name, context, request=request)


def first_steps(request: HttpRequest) -> list[FirstStep]:
    """What this person may begin with. Steps that they may not do are left out."""
    site = Site.find_for_request(request)
    steps = []
    if site is not None:
        home = site.root_page
        if home.permissions_for_user(request.user).can_edit():
            steps.append(
                FirstStep(
                    reverse("wagtailadmin_pages:edit", args=[home.pk]),
                    _("Edit the home page"),
                    _("Its words, featured articles and publications."),
                )
            )
        steps += _steps_below(home, request.user)
    if request.user.has_perm("access.add_invitation"):
        steps.append(
            FirstStep(
                _address("access_invite"),
                _("Invite a person"),
                _("Authors write, editors review, publishers publish."),
            )
        )
    return [step for step in steps if step.address]


def _steps_below(home: Page, user: Any) -> list[FirstStep]:
    wanted = {
        "news": (_("Add an update"), _("News with its source and date, or a featured article.")),
        "calendar": (_("Add an event"), _("With time zone, place and connection details.")),
    }
    steps = []
    for child in home.get_children().filter(slug__in=wanted).order_by("-slug"):
        if child.permissions_for_user(user).can_add_subpage():
            name, about = wanted[child.slug]
            address = reverse("wagtailadmin_pages:add_subpage", args=[child.pk])
            steps.append(FirstStep(address, name, about))
    return steps


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@hooks.register("construct_homepage_panels")
def welcome_first(request: HttpRequest, panels: list[Any]) -> None:
    """Put the first steps on top; leave out what speaks of Wagtail's own releases."""
    panels[:] = [
        panel
        for panel in panels
        if type(panel).__name__ not in {"UpgradeNotificationPanel", "WhatsNewInWagtailVersionPanel"}
    ]
    panels.append(FirstStepsPanel())


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, items: list[Any]) -> None:
    """Numbers of pages and pictures help nobody to begin."""
    items.clear()


@hooks.register("construct_main_menu")
def shorter_menu(request: HttpRequest, items: list[Any]) -> None:
    """Leave out what this site does not use."""
    items[:] = [item for item in items if item.name not in _NOT_NEEDED]


@hooks.register("construct_help_menu")
def help_stays_here(request: HttpRequest, items: list[Any]) -> None:
    """Leave out links that lead to other people's sites."""
    items[:] = [item for item in items if not item.name.startswith(_LEADS_OUTSIDE)]


@hooks.register("insert_global_admin_css")
def our_colours() -> SafeString:
    """Our colours on the editors' pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("access/editors.css"))


# --- two editors on one page --------------------------------------------------------------------
@hooks.register("before_edit_page")
def note_overtaking(request: HttpRequest, page: Page) -> None:
    """Remember the version that somebody else saved while this form was open.

    Wagtail's script warns before the button is pressed; without script, or in the seconds between,
    this is what tells the editor.
    """
    if request.method != "POST" or not page.latest_revision_id:
        return
    mine = request.POST.get("overwrite_revision_id") or request.POST.get("loaded_revision_id")
    if mine and mine != str(page.latest_revision_id):
        setattr(request, _OVERTAKEN, page.latest_revision)


@hooks.register("after_edit_page")
@hooks.register("after_publish_page")
def tell_of_overtaking(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say whose version this one took the place of, and where both can be compared."""
    theirs: Revision | None = getattr(request, _OVERTAKEN, None)
    if theirs is None:
        return None
    delattr(request, _OVERTAKEN)
    who = (
        theirs.user.get_full_name() or theirs.user.get_username() if theirs.user else _("somebody")
    )
    moment = format_moment(timezone.localtime(theirs.created_at), "H:i")
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, theirs.pk, "latest"])
    messages.warning(
        request,
        _(
            "While you were editing, %(who)s saved this page at %(moment)s. Your version is now the "
            "newer one. Nothing is lost: both are kept under History. Compare the two and take "
            "over what is missing."
        )
        % {"who": who, "moment": moment},
        buttons=[messages.button(compare, _("Compare the two"))],
    )
    return None
