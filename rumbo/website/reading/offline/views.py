"""The offline copy on the web: its page, its files, its worker, its manifest."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumbo.website.frame.chrome import installation
from rumbo.website.frame.freshness import mark_public
from rumbo.website.frame.markdown import local_address
from rumbo.website.reading.lookups import EditionMark, Part
from rumbo.website.reading.offline.making import OFFLINE_PATH, present_copy
from rumbo.website.reading.offline.pages import find_handbook

MEGABYTE = 1_000_000
WORKER = "reading/offline/worker.js"


@dataclass(frozen=True)
class OfflineView:
    """The page of the copy.

    Args:
        edition: the Handbook's edition.
        parts: its chapters and appendices.
        handbook_address: where it stands.
        megabytes_kept, megabytes_sent: what the copy takes on the device and on the way, in words.
        pages: how many pages it has.
    """

    edition: EditionMark
    parts: tuple[Part, ...]
    handbook_address: str
    megabytes_kept: str
    megabytes_sent: str
    pages: int


def offline(request: HttpRequest) -> HttpResponse:
    """Where a reader keeps the Handbook on the device, and opens it without a connection."""
    work = find_handbook(get_language() or "en")
    if work is None:
        raise Http404
    mark_public(request)
    copy = present_copy()
    view = OfflineView(
        edition=work.edition,
        parts=tuple(part for part in work.parts if part.entry.kind == "chapter"),
        handbook_address=work.entry.address,
        megabytes_kept=f"{copy.bytes_kept / MEGABYTE:.1f}",
        megabytes_sent=f"{copy.bytes_sent / MEGABYTE:.1f}",
        pages=len(copy.pages),
    )
    return render(request, "reading/offline/offline.html", {"view": view})


def listed(request: HttpRequest) -> HttpResponse:
    """What is in the present copy."""
    if find_handbook("en") is None:
        raise Http404
    mark_public(request)
    return HttpResponse(present_copy().listed(), content_type="application/json")


def copy_file(request: HttpRequest, fingerprint: str, name: str) -> HttpResponse:
    """A file of the present copy.

    Raises:
        Http404: that copy is not the present one any more; its list must be read again.
    """
    copy = present_copy()
    file = copy.find_file(name)
    if file is None or copy.fingerprint != fingerprint:
        raise Http404
    mark_public(request)
    return HttpResponse(file.content, content_type="application/json")


def manifest(request: HttpRequest) -> HttpResponse:
    """What a browser needs to install the Handbook as an app."""
    mark_public(request)
    language = get_language() or "en"
    address = local_address(OFFLINE_PATH, language)
    mine = installation()
    return JsonResponse(
        {
            "id": address,
            "start_url": address,
            "scope": "/",
            "lang": language,
            "name": _("%(name)s Handbook") % {"name": mine.name},
            "short_name": _("Handbook"),
            "description": _(
                "The independent, unofficial handbook for identification and recruitment in "
                "migrant education. Not a government publication."
            ),
            "display": "standalone",
            "background_color": "#14424a",
            "theme_color": "#14424a",
            "icons": [
                *(
                    {
                        "src": static(f"reading/offline/icon-{size}.png"),
                        "sizes": f"{size}x{size}",
                        "type": "image/png",
                    }
                    for size in (192, 512)
                ),
                {
                    "src": static("ui/brand/maskable-icon-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands at the root, for it answers for every page."""
    found = finders.find(WORKER)
    if not isinstance(found, str):
        raise Http404
    answer = HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
