"""Files made from the pages: addresses that end in a file name and so are no page's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from rumbo.website.frame.freshness import mark_private, mark_public, note_boundary
from rumbo.website.reading.downloads import MEDIA_TYPES
from rumbo.website.reading.file_orders import find_order
from rumbo.website.reading.lookups import shelf
from rumbo.website.reading.made_files import NotMade, StillBeingMade, find_file

# After so many seconds a file that was being made is ready.
AGAIN_SECONDS = 10


def made_file(request: HttpRequest, folder: str, name: str, kind: str) -> HttpResponse:
    """A work, chapter, article or outline as PDF, or a work as EPUB.

    Args:
        request: the request.
        folder: the address of the file's folder without language and without slashes at its ends.
        name: the file's name without its ending.
        kind: its ending.
    Raises:
        Http404: there is no such file, or readers cannot see what is in it.
    """
    order = find_order(f"/{folder}/", name, kind)
    if order is None:
        raise Http404
    try:
        made = find_file(order)
    except StillBeingMade:
        return _not_ready(request, folder, is_coming=True)
    except NotMade:
        return _not_ready(request, folder, is_coming=False)
    if made is None:
        raise Http404
    mark_public(request)
    note_boundary(request, made.until)
    language = get_language() or "en"
    file_name = f"{name}.{kind}" if language == "en" else f"{name}-{language}.{kind}"
    how = "inline" if kind == "pdf" else "attachment"
    response = HttpResponse(made.content, content_type=MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = f'{how}; filename="{file_name}"'
    return response


def _not_ready(request: HttpRequest, folder: str, *, is_coming: bool) -> HttpResponse:
    """What is the matter with a file, and the same words as pages."""
    mark_private(request)
    facts = {"is_coming": is_coming, "entry": shelf().find_entry(f"/{folder}/")}
    response = render(request, "reading/file_not_ready.html", facts, status=503)
    if is_coming:
        response.headers["Retry-After"] = str(AGAIN_SECONDS)
    return response
