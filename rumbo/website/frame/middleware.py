"""Middleware: content policy of the editors' pages, whole changes, cache marks, old addresses."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.csp import CSP

from rumbo.website.frame.old_addresses import find_new_address

Answer = Callable[[HttpRequest], HttpResponse]

EDITORS_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.SELF],
    "object-src": [CSP.NONE],
}


class AdminContentPolicy:
    """Wagtail's own pages carry inline scripts; give them, and only them, a looser policy."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_config = EDITORS_CSP  # type: ignore[attr-defined]
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        elif request.path.startswith("/media/"):
            response._csp_config = {"default-src": [CSP.NONE], "sandbox": True}  # type: ignore[attr-defined]
        return response


class CacheMark:
    """Tell the page cache which answers it may keep, and until when.

    An answer is kept only if its view said `mark_public`, nothing was set in a cookie, no form
    token was made and nobody is signed in.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "rumbo_private", False) and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        if not getattr(request, "rumbo_public", False) or not self._is_same_for_all(
            request, response
        ):
            return response
        response.headers["X-Rumbo-Cacheable"] = "1"
        fresh_until = getattr(request, "rumbo_fresh_until", None)
        if fresh_until is not None:
            response.headers["X-Rumbo-Fresh-Until"] = str(int(fresh_until.timestamp()))
        return response

    @staticmethod
    def _is_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
        if request.method not in {"GET", "HEAD"} or response.status_code != 200:
            return False
        if getattr(request, "rumbo_private", False) or getattr(request, "is_preview", False):
            return False
        if response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            return False
        session = getattr(request, "session", None)
        if session is not None and (session.modified or session.session_key):
            return False
        return not response.streaming


class OldAddresses:
    """Lead the addresses of the old site to their new homes, in any letter case."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = find_new_address(request.path)
        if found is not None:
            return HttpResponsePermanentRedirect(found)
        return self.get_response(request)


class WholeChange:
    """What an editor sends is kept whole or not at all.

    Wagtail saves a version, publishes it and writes its log one after the other. A full disk or a
    killed process between two of them would leave half of it; in one transaction it cannot. The
    pages that readers see are dropped once the transaction is safe.

    Stands last, so that every other guard has had its say before a change begins.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer in the view's place, inside a transaction, where something may be changed."""
        if request.method != "POST" or not request.path.startswith("/admin/"):
            return None
        with transaction.atomic():
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer
