"""Pages that are code: faults, components, sitemap, colours of an installation."""

import logging
import posixpath
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.static import serve
from wagtail.models import Page

from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.chrome import installation
from rumbo.website.frame.freshness import mark_private, mark_public
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.page_base import open_pages, path_of
from rumbo.website.frame.storage_faults import Why, why_not_stored

logger = logging.getLogger("rumbo")

SHORT_TEXT = 60
BUSY_SECONDS = 10


@dataclass(frozen=True)
class TypedPart:
    """One field of a form that could not be stored: its name, its text, whether to show it."""

    name: str
    text: str
    is_shown: bool


@dataclass(frozen=True)
class NotSavedView:
    """A form that could not be stored, ready to be sent again.

    Args:
        why: 'full' or 'busy'.
        language: 'en' or 'es'.
        address: where to send it again.
        parts: what was typed; empty where it is not ours to repeat, as with passwords.
        has_files: whether files were sent, which a page cannot repeat.
    """

    why: Why
    language: str
    address: str
    parts: tuple[TypedPart, ...]
    has_files: bool


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with the address that was asked for and the ways on."""
    return render(request, "frame/404.html", {"asked_for": request.path[:200]}, status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 in plain words."""
    return render(request, "frame/403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: what happened, what to do, what is safe."""
    return render(request, "frame/form_expired.html", status=403)


def misread(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 without chrome: an address, a host name or a form that cannot be read."""
    return render(request, "frame/400.html", {"language": get_language() or "en"}, status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """500 that needs neither database nor chrome; 507 or 503 where something could not be stored."""
    why = why_not_stored(sys.exception())
    if why is not None and request.method not in {"GET", "HEAD"}:
        return not_saved(request, why)
    language = get_language() or "en"
    return render(request, "frame/500.html", {"language": language}, status=500)


def not_saved(request: HttpRequest, why: Why) -> HttpResponse:
    """What happened, what is safe, and the form again with all that was typed."""
    status = 507 if why == "full" else 503
    logger.error(
        "A change at %s was not saved: %s. Nothing of it is kept; readers are still served.",
        request.path[:200],
        "the disk or the database is full" if why == "full" else "the database was busy",
    )
    language = get_language() or "en"
    parts, has_files = _typed(request)
    view = NotSavedView(why, language, request.get_full_path(), parts, has_files)
    if not request.accepts("text/html"):
        # Wagtail's script, which saves drafts by itself, shows the words of this code beside the
        # form and tries again; of a code of our own it would say only 'A server error occurred'.
        words = render_to_string("frame/not_saved.txt", {"view": view}).strip()
        facts = {"success": False, "error_code": "validation_error", "error_message": words}
        return JsonResponse(facts, status=status)
    response = render(request, "frame/not_saved.html", {"view": view}, status=status)
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _typed(request: HttpRequest) -> tuple[tuple[TypedPart, ...], bool]:
    """What was typed and whether files came with it. Secrets are never written into a page."""
    try:
        posted, has_files = request.POST, bool(request.FILES)
    except (OSError, ValueError):
        # The form itself could not be read: a large file in it found no room.
        return (), True
    if not request.path.startswith("/admin/") or any("password" in name for name in posted):
        return (), has_files
    return tuple(_parts_of(posted.lists())), has_files


def _parts_of(fields: Iterable[tuple[str, list[str]]]) -> Iterator[TypedPart]:
    for name, texts in fields:
        for text in map(str, texts):
            is_long = "\n" in text or len(text) > SHORT_TEXT
            yield TypedPart(name, text, is_long and name != "csrfmiddlewaretoken")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture. Its address changes when it changes, so a browser may keep it.

    Documents are served by their own view, which asks who may see them.
    """
    first = posixpath.normpath(path).lstrip("/").split("/")[0]
    if first == "documents" or first.startswith("."):
        raise Http404
    if first == "avatar_images":
        # An editor's own picture is for the editors' pages only.
        mark_private(request)
        if not request.user.is_authenticated:
            raise Http404
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        is_inside = (root / path).resolve().is_relative_to(root)
    except (OSError, ValueError):
        is_inside = False
    if not is_inside:
        raise Http404
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # a name that no disk can hold
        raise Http404 from error
    if isinstance(response, FileResponse) and path.endswith(".svg"):
        # Drawings shrink to a third, so the page cache may keep them in all codings.
        drawing = HttpResponse(response.getvalue(), headers=dict(response.headers))
        response.close()
        mark_public(request)
        response = drawing
    response.headers["Cache-Control"] = "public, max-age=2592000"
    return response


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every live public page, with its twin in the other language."""
    mark_public(request)
    base = base_address()
    pages = (
        open_pages(Page.objects.all())
        .filter(depth__gte=2, locale__language_code="en")
        .only("url_path", "last_published_at", "depth")
        .order_by("path")
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for page in pages:
        path = path_of(page)
        for language in ("en", "es"):
            twins = "".join(
                f'<xhtml:link rel="alternate" hreflang="{other}" '
                f'href="{base}{local_address(path, other)}"/>'
                for other in ("en", "es")
            )
            changed = (
                f"<lastmod>{page.last_published_at:%Y-%m-%d}</lastmod>"
                if page.last_published_at
                else ""
            )
            lines.append(
                f"<url><loc>{base}{local_address(path, language)}</loc>{changed}{twins}</url>"
            )
    lines.append("</urlset>")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read, and where the sitemap is."""
    mark_public(request)
    base = base_address()
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /es/accounts/",
        "",
    ]
    return HttpResponse("\n".join([*lines, f"Sitemap: {base}/sitemap.xml", ""]), "text/plain")


def colours(request: HttpRequest) -> HttpResponse:
    """The stylesheet with this installation's accent colour."""
    mark_public(request)
    accent = installation().accent
    rule = f":root{{--r-accent:{accent};--r-link:{accent}}}" if accent else ""
    text = f"@media (prefers-color-scheme:light),print{{{rule}}}" if rule else ""
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response.headers["Expires"] = http_date(0)
    return response


def components(request: HttpRequest) -> HttpResponse:
    """The parts that pages are made of, each shown once."""
    mark_public(request)
    return render(request, "frame/design.html", {})
