"""Stylesheets of a page as one file."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from rumbo.ui.staticfiles import joined_styles, styles_address


def styles(request: HttpRequest, names: str) -> HttpResponse:
    """Several stylesheets as one file; kept for long under the address that pages name.

    Args:
        request: the request.
        names: the stylesheets, with commas between them: `ui/uswds.css,ui/site.css`.
    Raises:
        Http404: one of them does not exist.
    """
    wanted = names.split(",")
    try:
        content = joined_styles(wanted)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type='text/css; charset="utf-8"')
    is_named = request.get_full_path() == styles_address(wanted)
    response.headers["Cache-Control"] = (
        f"max-age={settings.WHITENOISE_MAX_AGE}, public" if is_named else "no-store"
    )
    return response
