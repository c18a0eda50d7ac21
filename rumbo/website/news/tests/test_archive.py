"""The list of news: filters, pages, headings, and what happens with nonsense."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rumbo.website.frame.freshness import forget_all
from rumbo.website.news.archive import ArchiveQuery, read_query, turn_to
from rumbo.website.news.tests.builders import (
    a_feature,
    a_news_index,
    a_topic,
    an_undated_update,
    an_update,
)


@pytest.fixture
def index(site):
    return a_news_index(site.en)


def shown_at(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    return response.context["view"]


def titles(view) -> list[str]:
    return [entry.title for entry in view.entries]


def three_updates(index) -> None:
    funding, meetings = a_topic(), a_topic("meetings", "Meetings", "Reuniones")
    an_update(index, "texas-money", published_on=date(2025, 7, 1), topics=[funding], states=("TX",))
    an_update(index, "national-money", published_on=date(2026, 2, 1), topics=[funding])
    an_update(
        index, "texas-meeting", published_on=date(2025, 9, 1), topics=[meetings], states=("TX",)
    )


def test_updates_stand_newest_first_and_undated_ones_by_their_day_of_posting(index, client):
    an_update(index, "old", published_on=date(2019, 1, 1))
    an_undated_update(index, "undated", posted_on=date(2026, 1, 20))
    an_update(index, "new", published_on=date(2026, 3, 1))

    assert titles(shown_at(client, "/news/")) == ["New", "Undated", "Old"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["National money", "Texas meeting", "Texas money"]),
        ("?year=2025", ["Texas meeting", "Texas money"]),
        ("?topic=funding", ["National money", "Texas money"]),
        ("?state=TX", ["Texas meeting", "Texas money"]),
        ("?state=tx&topic=funding", ["Texas money"]),
        ("?year=2025&topic=meetings&state=TX", ["Texas meeting"]),
        ("?year=&topic=&state=", ["National money", "Texas meeting", "Texas money"]),
    ],
)
def test_the_archive_is_filtered_by_year_topic_and_state_together(index, client, query, expected):
    three_updates(index)

    assert titles(shown_at(client, f"/news/{query}")) == expected


def test_each_choice_says_how_many_entries_it_gives_beside_the_others(index, client: Client):
    three_updates(index)

    view = shown_at(client, "/news/?state=TX")

    by_name = {chosen.name: {o.value: o.count for o in chosen.options} for chosen in view.filters}
    assert by_name == {
        "year": {"2026": 0, "2025": 2},
        "topic": {"funding": 1, "meetings": 1},
        "state": {"TX": 2},
    }


def test_each_filter_in_use_can_be_taken_away_alone(index, client: Client):
    three_updates(index)

    view = shown_at(client, "/news/?year=2025&topic=funding")

    assert [(chip.words, chip.address) for chip in view.chips] == [
        ("2025", "/news/?topic=funding"),
        ("Funding", "/news/?year=2025"),
    ]


def test_the_form_works_without_script_and_remembers_what_was_chosen(index, client: Client):
    three_updates(index)

    text = client.get("/news/?topic=funding").content.decode()

    assert '<form class="usa-form" method="get" action="/news/#list">' in text
    assert '<option value="funding" selected>Funding (2)</option>' in text
    assert '<label class="usa-label" for="filter-topic">Topic</label>' in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?year=2009", "Nothing here is from 2009. Our entries run from 2025 to 2026."),
        ("?year=2026&state=TX", "Take one filter away above"),
    ],
)
def test_an_empty_result_helps(index, client: Client, query, words):
    three_updates(index)

    response = client.get(f"/news/{query}")

    assert words in response.context["view"].empty_words
    assert "Show everything" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?year=99999", "“99999” is not a year"),
        ("?year=-1", "“-1” is not a year"),
        ("?topic=<script>alert(1)</script>", "There is no topic “<script>alert(1)</script>”"),
        ("?state=XX", "“XX” is not the two-letter code"),
        ("?state=%00", "is not the two-letter code"),
        ("?topic=" + "x" * 500, "There is no topic “xxxxx"),
    ],
)
def test_a_filter_that_means_nothing_is_left_out_and_said_so(index, client, query, words):
    three_updates(index)

    response = client.get(f"/news/{query}")

    (notice,) = response.context["view"].notices
    assert words in notice
    assert len(notice) < 160
    assert len(response.context["view"].entries) == 3
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("page", ["abc", "-5", "0", "", "1.5", "9" * 5000, "²", "99999"])
def test_a_page_number_that_means_nothing_gives_a_page_that_is_there(index, client: Client, page):
    three_updates(index)

    assert len(shown_at(client, f"/news/?page={page}").entries) == 3


def test_a_page_holds_twenty_entries_and_the_rest_follow(index, client: Client):
    for number in range(43):
        an_update(index, f"n-{number}", published_on=date(2026, 1, 1) + timedelta(days=number))

    first, last = shown_at(client, "/news/"), shown_at(client, "/news/?page=3")

    assert (len(first.entries), len(last.entries)) == (20, 3)
    assert (first.newer, first.older.address) == (None, "/news/?page=2")
    assert (last.newer.address, last.older) == ("/news/?page=2", None)
    assert last.page_words == "Page 3 of 3"
    assert shown_at(client, "/news/?page=2").newer.address == "/news/"


def test_features_stand_above_the_list_once_and_in_it_when_it_is_filtered(index, client: Client):
    an_update(index, "texas", published_on=date(2026, 1, 1), states=("TX",))
    a_feature(index, "second", feature_order=20)
    a_feature(index, "first", feature_order=10, states=("TX",))
    a_feature(index, "unplaced")

    everything, texas = shown_at(client, "/news/"), shown_at(client, "/news/?state=TX")

    assert [card.entry.title for card in everything.features] == ["First", "Second", "Unplaced"]
    assert titles(everything) == ["Texas"]
    assert texas.features == ()
    assert titles(texas) == ["Texas", "First"]
    assert texas.entries[1].kind_words == "Featured: article"


def test_the_list_says_from_the_archive_once_nothing_is_newer_than_a_year(index, client):
    a_year_ago = timezone.localdate() - timedelta(days=367)
    an_update(index, "old", published_on=a_year_ago)
    an_undated_update(index, posted_on=timezone.localdate())

    assert shown_at(client, "/news/").heading == "From the archive"


def test_the_list_says_latest_updates_while_there_are_any(index, client: Client):
    an_update(index, published_on=timezone.localdate() - timedelta(days=300))

    assert shown_at(client, "/news/").heading == "Latest updates"


def test_an_empty_list_says_so(index, client: Client):
    view = shown_at(client, "/news/")

    assert view.empty_words == "Nothing has been posted here yet."
    assert view.heading == "From the archive"


def test_the_list_is_kept_for_every_reader_until_midnight_at_most(index, rf):
    request = rf.get("/news/")

    index.get_view(request)

    midnight = timezone.localtime(request.rumbo_fresh_until)
    assert (midnight.hour, midnight.minute) == (0, 0)
    assert midnight.date() == timezone.localdate() + timedelta(days=1)


def test_a_page_of_news_asks_no_more_of_the_database_when_there_is_more_news(
    index, client: Client, django_assert_max_num_queries
):
    for number in range(30):
        an_update(index, f"n-{number}", topics=[a_topic()])
        a_feature(index, f"f-{number}")
    client.get("/news/")  # what every first request of a process pays: content types, site

    for address in ("/news/", "/news/?topic=funding&page=2", "/news/n-3/", "/news/f-3/"):
        forget_all()
        with django_assert_max_num_queries(20):
            client.get(address)
        with django_assert_max_num_queries(10):
            client.get(address)


def test_what_was_published_is_listed_at_once(index, client: Client):
    assert titles(shown_at(client, "/news/")) == []
    page = an_update(index, "fresh")

    page.save_revision().publish()
    from rumbo.website.frame.freshness import drop_pages_now

    drop_pages_now()  # in a test nothing is committed, so the signal's own drop never runs

    assert titles(shown_at(client, "/news/")) == ["Fresh"]


def test_drafts_and_closed_pages_are_not_listed(index, client: Client):
    from wagtail.models import PageViewRestriction

    an_update(index, "a-draft", live=False)
    closed = an_update(index, "closed")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    forget_all()

    assert titles(shown_at(client, "/news/")) == []
    assert "closed" not in client.get("/news/feed/").content.decode()


def test_the_address_of_a_query_holds_only_what_was_asked():
    query = read_query({"topic": "FUNDING", "page": "2"}, topics={"funding"}, states={"TX"})

    assert query.address("/news/") == "/news/?topic=funding&page=2"
    assert ArchiveQuery().address("/news/") == "/news/"


def test_a_list_without_entries_has_one_page():
    assert turn_to([], 7).count == 1
