"""A calendar in both languages, and a clock that stands still."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from unittest import mock

import pytest

from rumbo.website.calendar.models import CalendarPage
from rumbo.website.calendar.tests.builders import NOON, a_calendar


@dataclass(frozen=True)
class Calendars:
    """The calendar pages of both languages."""

    en: CalendarPage
    es: CalendarPage


@pytest.fixture
def calendars(site) -> Calendars:
    english = a_calendar(site.en)
    spanish = a_calendar(site.es, title="Calendario", translation_key=english.translation_key)
    return Calendars(english, spanish)


class Clock:
    """The moment that the site believes it is."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    """Noon of 23 November 2026 in New York, until a test moves it."""
    standing = Clock(NOON)
    with mock.patch("django.utils.timezone.now", standing.now):
        yield standing
