"""The page that answers whoever has tried too often."""

from allauth.account import app_settings
from allauth.core.internal.ratelimit import parse_rates
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def longest_wait_minutes(action: str) -> int:
    """After how many minutes at most a limited action is possible again; at least 1."""
    rates = parse_rates(app_settings.RATE_LIMITS.get(action))
    seconds = max((rate.duration for rate in rates), default=60)
    return max(1, round(seconds / 60))


def too_many_requests(
    request: HttpRequest, exception: Exception | None = None, *, minutes: int = 1
) -> HttpResponse:
    """429 that says when to try again and that nothing is lost. Also the site's `handler429`."""
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    response.headers["Cache-Control"] = "private, no-store"
    return response
