"""Pages that are code: faults, components, sitemap, colours of an installation."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.static import serve
from wagtail.models import Page

from rumbo.website.frame.chrome import installation
from rumbo.website.frame.freshness import mark_public
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.page_base import path_of


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with the address that was asked for and the ways on."""
    return render(request, "frame/404.html", {"asked_for": request.path[:200]}, status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 in plain words."""
    return render(request, "frame/403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: what happened, what to do, what is safe."""
    return render(request, "frame/form_expired.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500 that needs neither database nor chrome."""
    language = get_language() or "en"
    return render(request, "frame/500.html", {"language": language}, status=500)


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture. Its address changes when it changes, so a browser may keep it.

    Documents are served by their own view, which asks who may see them.
    """
    if posixpath.normpath(path).lstrip("/").split("/")[0] == "documents":
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Cache-Control"] = "public, max-age=2592000"
    return response


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every live public page, with its twin in the other language."""
    mark_public(request)
    base = f"{request.scheme}://{request.get_host()}"
    pages = (
        Page.objects.live()
        .public()
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
    base = f"{request.scheme}://{request.get_host()}"
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
