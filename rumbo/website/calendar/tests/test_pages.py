"""The calendar's pages as readers see them."""

import json
import re
from datetime import UTC, date, datetime, time

import pytest
from django.utils.translation import override

from rumbo.website.calendar.lookups import next_events
from rumbo.website.calendar.models import EventPage
from rumbo.website.calendar.tests.builders import a_series, a_whole_day, an_event

MENTORING = {
    "title": "Mentoring meeting",
    "slug": "mentoring",
    "starts_on": date(2019, 1, 16),
    "start_time": time(14),
    "end_time": time(15, 30),
    "status": "unknown",
}


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def view_of(client, address):
    return client.get(address).context["view"]


def test_the_list_opens_on_what_comes_next(calendars, client):
    a_whole_day(calendars.en, date(2026, 12, 5), title="Next one")
    a_whole_day(calendars.en, date(2026, 3, 5), title="Last one")

    text = text_of(client.get("/calendar/"))

    assert text.index("Next one") < text.index("Last one")
    assert view_of(client, "/calendar/").coming[0].lines[0].title == "Next one"


def test_the_list_tells_dates_from_law_apart_from_events(calendars, client):
    view = view_of(client, "/calendar/")

    assert not view.has_events_ahead
    assert all(line.is_computed for group in view.coming for line in group.lines)


def test_with_nothing_announced_the_latest_events_are_still_there(calendars, client):
    a_whole_day(calendars.en, date(2026, 3, 5), title="Last one")

    text = text_of(client.get("/calendar/"))

    assert "No announced event lies ahead" in text
    assert "Last one" in text


def test_with_nothing_at_all_ahead_the_list_opens_on_the_latest(calendars, client):
    a_whole_day(calendars.en, date(2020, 3, 5), title="Last one", series=a_series())

    text = text_of(client.get("/calendar/?series=orchard-talks"))

    assert "The latest; nothing new is announced" in text
    assert "Last one" in text


def test_past_events_come_in_pages_with_counts(calendars, client):
    for day in range(1, 29):
        a_whole_day(calendars.en, date(2026, 1, day))

    first, second = view_of(client, "/calendar/"), view_of(client, "/calendar/?page=2")

    assert (first.past_count, first.page_count) == (28, 2)
    assert len(first.past[0].lines) == 25
    assert len(second.past[0].lines) == 3
    assert second.coming == []
    assert second.newer_address == "/calendar/"


def test_filters_narrow_the_list(calendars, client):
    a_whole_day(calendars.en, date(2026, 1, 5), title="Texan", states=("TX",))
    a_whole_day(calendars.en, date(2025, 1, 5), title="Older")

    assert "Older" not in text_of(client.get("/calendar/?state=TX"))
    assert "Texan" not in text_of(client.get("/calendar/?year=2025"))
    assert "Nothing found" in text_of(client.get("/calendar/?state=CA&year=2025"))


@pytest.mark.parametrize(
    "query",
    [
        "year=abc",
        "year=99999999999999999999",
        "year=²",
        "view=month&month=9999-99",
        "view=month&month=0000-01",
        "view=month&year=abc",
        "topic=%00",
        "state=QQ",
        "series=<script>alert(1)</script>",
    ],
)
def test_nonsense_is_named_and_answered_calmly_and_not_cached(calendars, client, query):
    response = client.get(f"/calendar/?{query}")

    assert "Here is the calendar without that wish." in text_of(response)
    assert "<script>alert" not in text_of(response)
    assert "X-Rumbo-Cacheable" not in response.headers


@pytest.mark.parametrize(
    "query", ["page=-1", "page=99", "page=x", "view=nonsense", "month=2026-13"]
)
def test_nonsense_that_changes_nothing_is_ignored(calendars, client, query):
    assert client.get(f"/calendar/?{query}").status_code == 200


def test_the_month_opens_on_the_month_of_the_next_event(calendars, client):
    a_whole_day(calendars.en, date(2027, 2, 5), title="In February")

    text = text_of(client.get("/calendar/?view=month"))

    assert "February 2027" in text
    assert "In February" in text


def test_the_month_opens_on_the_next_date_from_law_when_no_event_lies_ahead(calendars, client):
    assert view_of(client, "/calendar/?view=month").name == "August 2027"


def test_a_month_links_to_its_nearest_months_with_entries(calendars, client):
    a_whole_day(calendars.en, date(2026, 3, 5))
    a_whole_day(calendars.en, date(2027, 2, 5))

    view = view_of(client, "/calendar/?view=month&month=2026-11")

    assert view.count == 0
    assert (view.before.words, view.after.words) == ("September 2026", "February 2027")


def test_an_event_of_three_days_stands_on_each(calendars, client):
    a_whole_day(calendars.en, date(2027, 2, 5), ends_on=date(2027, 2, 7))

    view = view_of(client, "/calendar/?view=month&month=2027-02")

    assert [day.number for week in view.weeks for day in week if day.lines] == [5, 6, 7]


def test_a_repeating_event_stands_on_each_of_its_days(calendars, client, clock):
    an_event(calendars.en, recurrence="FREQ=WEEKLY;COUNT=3")

    view = view_of(client, "/calendar/?view=month&month=2027-06")
    clock.moment = datetime(2027, 6, 10, 12, tzinfo=UTC)
    (line,) = [one for one in next_events(date(2027, 6, 10), 1)]

    assert [day.number for week in view.weeks for day in week if day.lines] == [2, 9, 16]
    assert line.when.sentence.startswith("Wednesday, June 16, 2027")


def test_a_past_event_that_nobody_confirmed_says_so(calendars, client):
    an_event(calendars.en, **MENTORING)

    text = text_of(client.get("/calendar/mentoring/"))

    assert "Wednesday, January 16, 2019, 2:00 p.m. to 3:30 p.m. Eastern time" in text
    assert "we could not confirm that it took place" in text


def test_the_readers_zone_is_added_when_asked_for(calendars, client):
    an_event(calendars.en, **MENTORING)

    response = client.get("/calendar/mentoring/?tz=America/Chicago")

    assert "Wednesday, January 16, 2019, 1:00 p.m. to 2:30 p.m. Central time" in text_of(response)
    assert "2:00 p.m. to 3:30 p.m. Eastern time" in text_of(response)
    assert response.headers["X-Rumbo-Cacheable"] == "1"


@pytest.mark.parametrize("zone", ["../../etc/passwd", "Luna/Base", "%00", "a" * 3000])
def test_a_wrong_zone_is_named_and_the_events_own_is_shown(calendars, client, zone):
    an_event(calendars.en, **MENTORING)

    response = client.get(f"/calendar/mentoring/?tz={zone}")

    assert "is not a time zone that we know" in text_of(response)
    assert "2:00 p.m. to 3:30 p.m. Eastern time" in text_of(response)
    assert "X-Rumbo-Cacheable" not in response.headers


def test_neighbours_in_the_series_are_linked(calendars, client):
    series = a_series()
    for month in (1, 2, 3):
        a_whole_day(calendars.en, date(2025, month, 1), title=f"Talk {month}", series=series)

    view = view_of(client, "/calendar/orchard-day-2025-02-01/")

    assert (view.before.title, view.after.title) == ("Talk 1", "Talk 3")


def test_presenters_sessions_materials_and_source_are_shown(calendars, client):
    event = an_event(calendars.en)
    event.presenters = [("presenter", {"role": "State director", "state": "TX"})]
    event.sessions = [
        (
            "session",
            {
                "title": "Welcome",
                "starts_at": "2027-06-02T13:15",
                "presenters": [{"organization": "Orchard consortium"}],
            },
        )
    ]
    event.materials = [
        ("material", {"title": "Slides", "url": "https://example.org/slides", "document": None})
    ]
    event.source = [("source", {"title": "Orchard notice", "kind": "first-hand"})]
    event.save()

    text = text_of(client.get("/calendar/orchard-county-meeting/"))

    for words in (
        "State director, Texas",
        "1:15 p.m.",
        "Orchard consortium",
        "Slides",
        "(example.org)",
        "Orchard notice",
        "first-hand",
    ):
        assert words in text


def test_data_for_programs_says_the_same_and_cannot_end_its_element(calendars, client):
    an_event(calendars.en, title="</script><script>alert(1)</script>", status="cancelled")

    text = text_of(client.get("/calendar/orchard-county-meeting/"))

    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    facts = json.loads(found)
    assert facts["name"] == "</script><script>alert(1)</script>"
    assert facts["startDate"] == "2027-06-02T13:00:00-04:00"
    assert facts["eventStatus"] == "https://schema.org/EventCancelled"
    assert facts["location"][0]["url"].endswith("/calendar/orchard-county-meeting/#connection")


def test_script_in_every_text_field_is_shown_as_text(calendars, client):
    bad = "<script>alert(1)</script>"
    event = an_event(
        calendars.en,
        title=bad,
        summary=bad,
        place=bad,
        organizer=bad,
        note=bad,
        body=bad,
        connection={
            "platform": bad,
            "address": bad,
            "phone": bad,
            "passcode": bad,
            "shown": "everyone",
        },
        series=a_series(name_en=bad, description_en=bad),
    )
    event.presenters = [("presenter", {"name": bad})]
    event.sessions = [("session", {"title": bad, "presenters": []})]
    event.save()

    for address in (
        "/calendar/orchard-county-meeting/",
        "/calendar/?series=orchard-talks",
        "/calendar/?view=month",
        "/es/calendar/",
    ):
        assert bad not in text_of(client.get(address)), address


def test_the_spanish_list_marks_english_titles(calendars, client):
    a_whole_day(calendars.en, date(2026, 12, 5), title="Only English")

    text = text_of(client.get("/es/calendar/"))

    assert 'lang="en">Only English</a>' in text
    assert "sábado 5 de diciembre de 2026" in text
    assert "Termina el período de informe" in text


def test_the_spanish_list_takes_the_spanish_twin(calendars, client):
    event = a_whole_day(calendars.en, date(2026, 12, 5), title="In English")
    a_whole_day(
        calendars.es, date(2026, 12, 5), title="En español", translation_key=event.translation_key
    )

    text = text_of(client.get("/es/calendar/"))

    assert "En español" in text
    assert "In English" not in text


def test_an_untranslated_event_keeps_spanish_words_around_english_ones(calendars, client):
    an_event(calendars.en, **MENTORING)

    text = text_of(client.get("/es/calendar/mentoring/"))

    assert '<main id="main" tabindex="-1">' in text
    assert '<h1 class="r-title__words" lang="en">Mentoring meeting</h1>' in text
    assert "miércoles 16 de enero de 2019" in text


@pytest.mark.parametrize("address", ["/calendar/program-year/", "/es/calendar/program-year/"])
def test_the_programs_year_shows_three_years_with_sources(calendars, client, address):
    response = client.get(address)

    text = text_of(response)
    assert [year.name for year in response.context["view"].years] == [
        "2026-27",
        "2027-28",
        "2028-29",
    ]
    assert 'id="reporting-period-opens-2026-27"' in text
    assert "34 CFR 200.89(b)(2)" in text
    assert response.headers["X-Rumbo-Cacheable"] == "1"


def test_the_list_is_fresh_until_the_next_start_or_midnight(calendars, client, clock):
    clock.moment = datetime(2027, 6, 2, 16, 30, tzinfo=UTC)
    an_event(calendars.en)

    response = client.get("/calendar/")

    start = datetime(2027, 6, 2, 17, tzinfo=UTC)
    assert response.headers["X-Rumbo-Fresh-Until"] == str(int(start.timestamp()))


def test_a_quiet_day_is_fresh_until_midnight_at_the_sites_home(calendars, client):
    response = client.get("/calendar/")

    midnight = datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert response.headers["X-Rumbo-Fresh-Until"] == str(int(midnight.timestamp()))


def test_the_next_events_for_other_rooms_mix_events_and_law(calendars):
    an_event(calendars.en)

    lines = next_events(date(2026, 11, 23), 2)

    assert [line.title for line in lines] == ["Orchard County meeting", "Reporting period closes"]
    assert lines[0].address == "/calendar/orchard-county-meeting/"
    with override("es"):
        assert next_events(date(2026, 11, 23), 1)[0].language == "en"


@pytest.mark.parametrize("address", ["/calendar/", "/calendar/?view=month", "/calendar/event-1/"])
def test_the_queries_of_a_page_do_not_grow_with_events(
    calendars, client, address, django_assert_max_num_queries
):
    for number in range(40):
        an_event(calendars.en, slug=f"event-{number}", series=a_series())
    client.get(address)

    with django_assert_max_num_queries(10):
        client.get(address)


def test_the_first_page_of_a_process_needs_no_more_queries_for_more_events(
    calendars, client, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from rumbo.website.frame.freshness import forget_all

    counts = []
    for number in range(6):
        an_event(calendars.en, slug=f"event-{number}", series=a_series())
        client.get("/calendar/")
        forget_all()
        with CaptureQueriesContext(connection) as queries:
            client.get("/calendar/")
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_what_follows_from_the_times_is_stored_at_each_save(calendars):
    event = an_event(calendars.en, ends_on=date(2027, 6, 3))

    assert event.starts_at == datetime(2027, 6, 2, 17, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 6, 3, 18, tzinfo=UTC)
    assert event.last_on == date(2027, 6, 3)
    assert EventPage.objects.filter(last_on__gte=date(2027, 6, 3)).exists()


def test_the_month_of_a_year_opens_where_that_year_has_its_first_entry(calendars, client):
    a_whole_day(calendars.en, date(2019, 5, 7), title="Spring talk")
    a_whole_day(calendars.en, date(2019, 9, 3), title="Autumn talk")

    months = view_of(client, "/calendar/?year=2019&state=TX").month_address
    view = view_of(client, "/calendar/?view=month&year=2019")

    assert months == "/calendar/?year=2019&state=TX&view=month"
    assert view.name == "May 2019"
    assert view.list_address == "/calendar/?year=2019"
    assert [one.value for one in view.filters.years if one.is_chosen] == ["2019"]


def test_the_other_language_keeps_the_wishes_of_the_address(calendars, client):
    text = text_of(client.get("/calendar/?year=2026&topic=%22%3E&mine=1"))

    assert 'href="/es/calendar/?year=2026&amp;topic=%22%3E" lang="es"' in text
    assert "/calendar/?" not in text.split('rel="canonical"')[1].split(">")[0]


def test_filters_stand_before_the_entries_and_lead_to_them(calendars, client):
    a_whole_day(calendars.en, date(2027, 5, 7), title="Spring talk")

    for view in ("", "?view=month"):
        text = text_of(client.get(f"/calendar/{view}"))
        assert text.index('action="/calendar/#results"') < text.index('id="results"')
