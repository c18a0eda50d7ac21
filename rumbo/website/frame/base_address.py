"""The public address of the whole site."""

from django.conf import settings


def base_address() -> str:
    """Scheme and host for addresses that leave the page: 'https://example.org'.

    It is a setting (`RUMBO_ADDRESS`), never what a request says: a visitor who asks for another port
    or letter case must not plant that address in feeds, canonical links or the memory of a process.
    """
    return str(settings.SITE_ADDRESS).rstrip("/")
