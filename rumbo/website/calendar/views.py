"""The calendar's feeds and files over the web."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumbo.terms.states import find_state
from rumbo.website.calendar.feed_addresses import FEED
from rumbo.website.calendar.feeds import (
    feed_file,
    find_series,
    is_program_year,
    one_event_file,
    series_feed_words,
    state_feed_words,
    topic_feed_words,
    whole_feed_words,
)
from rumbo.website.calendar.freshening import next_midnight
from rumbo.website.calendar.rows import EventRow, event_rows, topic_rows
from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.freshness import mark_public, note_boundary
from rumbo.website.frame.page_base import today as the_day

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@require_safe
def whole_feed(request: HttpRequest) -> HttpResponse:
    """Every event and the program's year."""
    rows = list(event_rows(get_language() or "en"))
    return _feed(request, rows, whole_feed_words(), FEED, with_program_year=True)


@require_safe
def series_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The events of one series; for the program's year, its dates."""
    series = find_series(slug)
    if series is None:
        raise Http404
    rows = [row for row in event_rows(get_language() or "en") if row.series == slug]
    return _feed(
        request,
        rows,
        series_feed_words(series),
        f"/calendar/feed/series/{slug}.ics",
        with_program_year=is_program_year(slug),
    )


@require_safe
def topic_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The events of one topic."""
    topic = topic_rows().get(slug)
    if topic is None:
        raise Http404
    rows = [row for row in event_rows(get_language() or "en") if slug in row.topics]
    return _feed(request, rows, topic_feed_words(topic), f"/calendar/feed/topic/{slug}.ics")


@require_safe
def state_feed(request: HttpRequest, code: str) -> HttpResponse:
    """The events of one State."""
    state = find_state(code)
    if state is None:
        raise Http404
    rows = [row for row in event_rows(get_language() or "en") if state.code in row.states]
    path = f"/calendar/feed/state/{state.code.lower()}.ics"
    return _feed(request, rows, state_feed_words(state), path)


@require_safe
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One event to add to a calendar; only if its day is known."""
    rows = event_rows(get_language() or "en")
    row = next((row for row in rows if row.slug == slug), None)
    if row is None:
        raise Http404
    content = one_event_file(row, base=base_address())
    if content is None:
        return HttpResponse(
            _("The day of this event is not known, so there is nothing to add to a calendar."),
            content_type="text/plain; charset=utf-8",
            status=HTTPStatus.NOT_FOUND,
        )
    return _answer(request, content, f"{slug}.ics")


def _feed(
    request: HttpRequest,
    rows: list[EventRow],
    words: tuple[str, str],
    path: str,
    *,
    with_program_year: bool = False,
) -> HttpResponse:
    today = the_day()
    if with_program_year:
        note_boundary(request, next_midnight(today))
    name, description = words
    content = feed_file(
        rows,
        name=name,
        description=description,
        base=base_address(),
        path=path,
        today=today,
        with_program_year=with_program_year,
    )
    return _answer(request, content, path.rsplit("/", 1)[1])


def _answer(request: HttpRequest, content: bytes, file_name: str) -> HttpResponse:
    mark_public(request)
    response = HttpResponse(content, content_type=CALENDAR_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response
