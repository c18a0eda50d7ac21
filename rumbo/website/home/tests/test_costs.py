"""What the front page asks of the database, also right after something was published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rumbo.website.calendar.tests.builders import a_calendar, an_event
from rumbo.website.frame.freshness import drop_pages_now
from rumbo.website.news.tests.builders import a_feature, a_news_index, an_update

MOST_QUERIES = 12


def queries_of(client, path):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200
    return len(captured)


@pytest.fixture
def grown_site(site):
    """A front page with news and events behind it; call it to add more of each."""
    index, calendar = a_news_index(site.en), a_calendar(site.en)
    a_feature(index)

    def grow(numbers):
        for number in numbers:
            an_update(index, f"update-{number}")
            an_event(calendar, slug=f"event-{number}")

    grow(range(3))
    return grow


def test_the_front_page_asks_few_questions_and_as_many_with_more_content(grown_site, client):
    def queries_after_publishing():
        client.get("/")
        drop_pages_now()
        return queries_of(client, "/")

    few = queries_after_publishing()
    grown_site(range(3, 30))

    assert queries_after_publishing() == few <= MOST_QUERIES


@pytest.mark.parametrize("path", ["/", "/es/"])
def test_the_front_page_asks_only_for_itself_while_nothing_is_published(grown_site, client, path):
    client.get(path)

    assert queries_of(client, path) <= 4
