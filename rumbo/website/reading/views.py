"""The chapter's PDF: an address that ends in a file name and so is no page's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page

from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.freshness import mark_public, note_boundary
from rumbo.website.reading.chapter_pdf import find_chapter_pdf
from rumbo.website.reading.models import ChapterPage


def chapter_pdf(request: HttpRequest, chapter_path: str, name: str) -> HttpResponse:
    """A chapter as tagged PDF.

    Args:
        request: the request.
        chapter_path: the chapter's address without language and without slashes at its ends.
        name: the file's name; it is the chapter's slug.
    Raises:
        Http404: there is no such chapter, or readers cannot see it.
    """
    chapter = Page.find_for_request(request, f"/{chapter_path}/")
    if not isinstance(chapter, ChapterPage) or chapter.slug != name:
        raise Http404
    content = find_chapter_pdf(
        f"/{chapter_path}/", language=get_language() or "en", base=base_address()
    )
    if content is None:
        raise Http404
    mark_public(request)
    note_boundary(request, chapter.expire_at)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
