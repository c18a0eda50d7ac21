"""The address of the whole site, as a reader reached it."""

from django.http import HttpRequest


def base_of(request: HttpRequest) -> str:
    """Scheme and host that a reader asked, for addresses that leave the page: 'https://example.org'."""
    return f"{request.scheme}://{request.get_host()}"
