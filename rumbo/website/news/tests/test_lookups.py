"""What the home page asks of the news."""

from datetime import date

import pytest

from rumbo.website.frame.freshness import forget_all
from rumbo.website.news.entries import heading_kind
from rumbo.website.news.lookups import featured, latest_updates
from rumbo.website.news.tests.builders import (
    a_feature,
    a_news_index,
    a_topic,
    an_undated_update,
    an_update,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("newest", "today", "expected"),
    [
        (date(2026, 2, 27), date(2026, 11, 23), ("latest", date(2027, 2, 28))),
        (date(2026, 2, 27), date(2027, 2, 27), ("latest", date(2027, 2, 28))),
        (date(2026, 2, 27), date(2027, 2, 28), ("archive", None)),
        (None, date(2026, 11, 23), ("archive", None)),
    ],
)
def test_updates_are_latest_for_a_year_and_then_from_the_archive(newest, today, expected):
    assert heading_kind(newest, today) == expected


def test_the_home_page_gets_the_newest_updates_with_their_heading(site):
    index = a_news_index(site.en)
    for year in (2019, 2024, 2026):
        an_update(index, f"of-{year}", published_on=date(year, 2, 1))

    latest = latest_updates("en", TODAY, count=2)

    assert latest.heading == "Latest updates"
    assert [update.title for update in latest.updates] == ["Of 2026", "Of 2024"]


def test_an_old_notice_posted_today_is_no_news(site):
    index = a_news_index(site.en)
    an_update(index, "old", published_on=date(2019, 1, 1))
    an_undated_update(index, posted_on=TODAY)

    latest = latest_updates("es", TODAY)

    assert latest.heading_kind == "archive"
    assert latest.updates[0].title == "Undated"


def test_a_month_counts_as_news_until_a_year_after_its_last_day(site):
    index = a_news_index(site.en)
    an_update(index, published_on=date(2025, 11, 1), precision="month")

    assert latest_updates("en", date(2026, 11, 30)).heading_kind == "latest"
    assert latest_updates("en", date(2026, 12, 1)).heading_kind == "archive"


def test_featured_articles_come_by_their_place_then_newest_first(site):
    index = a_news_index(site.en)
    a_feature(index, "older", published_on=date(2018, 1, 1))
    a_feature(index, "newer", published_on=date(2020, 1, 1))
    a_feature(index, "placed", feature_order=7)

    titles = [card.entry.title for card in featured("en", count=3)]

    assert titles == ["Placed", "Newer", "Older"]


def test_a_spanish_reader_gets_the_spanish_words_where_there_are_any(site):
    index = a_news_index(site.en)
    spanish = a_news_index(site.es, translation_key=index.translation_key)
    first = a_feature(index, "first", feature_order=1)
    a_feature(index, "second", feature_order=2)
    a_feature(
        spanish, "first", title="Primero", feature_order=1, translation_key=first.translation_key
    )

    cards = featured("es")

    assert [(card.entry.title, card.entry.is_foreign) for card in cards] == [
        ("Primero", False),
        ("Second", True),
    ]
    assert [card.entry.title for card in featured("en")] == ["First", "Second"]


def test_the_home_pages_news_costs_as_much_with_a_hundred_updates_as_with_five(
    site, django_assert_num_queries
):
    index = a_news_index(site.en)

    def costs() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        forget_all()
        with CaptureQueriesContext(connection) as captured:
            featured("en")
            latest_updates("en", TODAY)
        return len(captured)

    for number in range(5):
        an_update(index, f"n-{number}", topics=[a_topic()])
    a_feature(index)
    few = costs()
    for number in range(5, 60):
        an_update(index, f"n-{number}", topics=[a_topic()])

    assert costs() == few <= 6
    with django_assert_num_queries(0):
        featured("en")
        latest_updates("en", TODAY)
