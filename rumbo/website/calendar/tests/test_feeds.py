"""The calendar's feeds and files."""

import re
from datetime import date, time

import pytest
from icalendar import Calendar

from rumbo.website.calendar.models import EventPage
from rumbo.website.calendar.tests.builders import a_series, a_whole_day, an_event
from rumbo.website.frame.freshness import forget_all
from rumbo.website.frame.models import Topic

MENTORING = {
    "title": "Mentoring Initiative: State and local parent advisory councils",
    "slug": "mentoring",
    "starts_on": date(2019, 1, 16),
    "start_time": time(14),
    "end_time": time(15, 30),
    "status": "unknown",
}


def events_in(response) -> dict[str, object]:
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def unfolded(response) -> str:
    return response.content.decode().replace("\r\n ", "")


def test_the_meeting_of_2019_is_a_wednesday_from_two_to_half_past_three_eastern(calendars, client):
    an_event(calendars.en, **MENTORING)

    response = client.get("/calendar/mentoring.ics")

    (event,) = events_in(response).values()
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert f"{start:%A}" == "Wednesday"
    assert start.utctimetuple()[:5] == (2019, 1, 16, 19, 0)
    assert end.utctimetuple()[:5] == (2019, 1, 16, 20, 30)
    assert "DTSTART;TZID=America/New_York:20190116T140000" in unfolded(response)
    assert "BEGIN:VTIMEZONE\r\nTZID:America/New_York" in unfolded(response)
    assert response.headers["X-Rumbo-Cacheable"] == "1"


def test_a_cancelled_conference_says_so(calendars, client):
    a_whole_day(calendars.en, date(2020, 5, 3), ends_on=date(2020, 5, 6), status="cancelled")

    response = client.get("/calendar/orchard-day-2020-05-03.ics")

    (event,) = events_in(response).values()
    assert event["STATUS"] == "CANCELLED"
    assert event["DTEND"].dt == date(2020, 5, 7)


@pytest.mark.parametrize(
    "change", [{"status": "cancelled"}, {"start_time": time(12)}, {"place": "Orchard Hall"}]
)
def test_the_sequence_rises_when_time_place_or_status_change(calendars, change):
    event = an_event(calendars.en)
    for name, value in change.items():
        setattr(event, name, value)

    event.save_revision().publish()

    assert EventPage.objects.get(pk=event.pk).sequence == 1


def test_the_sequence_stays_for_other_words_and_for_drafts(calendars):
    event = an_event(calendars.en)
    event.title = "Orchard County meeting, second title"
    event.save_revision().publish()
    event.status = "cancelled"
    event.save_revision()

    assert EventPage.objects.get(pk=event.pk).sequence == 0


def test_the_sequence_counts_on_from_what_is_public_not_from_an_old_draft(calendars):
    event = an_event(calendars.en)
    draft = event.save_revision()
    event.status = "postponed"
    event.save_revision().publish()

    draft.publish()

    assert EventPage.objects.get(pk=event.pk).sequence == 2


def test_the_spanish_twin_has_the_same_identity(calendars):
    event = an_event(calendars.en)
    twin = an_event(calendars.es, translation_key=event.translation_key)

    assert twin.uid == event.uid


def test_a_series_feed_holds_its_events_only(calendars, client):
    an_event(calendars.en, series=a_series())
    a_whole_day(calendars.en, date(2027, 1, 5))

    response = client.get("/calendar/feed/series/orchard-talks.ics")

    assert list(events_in(response)) == ["Orchard County meeting"]
    assert "X-WR-CALNAME:Rumbo: Orchard talks" in unfolded(response)


def test_topic_and_state_feeds_hold_their_events_only(calendars, client):
    topic = Topic.objects.create(slug="meetings", name_en="Meetings", name_es="Reuniones")
    an_event(calendars.en, topics=[topic], states=("TX",))
    a_whole_day(calendars.en, date(2027, 1, 5))

    assert len(events_in(client.get("/calendar/feed/topic/meetings.ics"))) == 1
    assert len(events_in(client.get("/calendar/feed/state/tx.ics"))) == 1
    assert len(events_in(client.get("/calendar/feed/state/ca.ics"))) == 0


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/feed/state/zz.ics",
        "/calendar/feed/topic/none.ics",
        "/calendar/feed/series/none.ics",
        "/calendar/none.ics",
    ],
)
def test_a_feed_of_nothing_known_is_not_found(calendars, client, address):
    assert client.get(address).status_code == 404


def test_the_programs_year_has_a_feed_with_its_sources(calendars, client):
    a_series(slug="program-year", name_en="The program's year", name_es="El año del programa")

    response = client.get("/calendar/feed/series/program-year.ics")

    events = events_in(response)
    assert events["Reporting period opens"]["DTSTART"].dt.isoformat()[5:] == "09-01"
    assert "34 CFR 200.89(b)(2)" in unfolded(response)
    years = {str(event["UID"]) for event in Calendar.from_ical(response.content).walk("VEVENT")}
    assert "reporting-period-opens-2028-29@program-year.rumbo" in years


def test_the_whole_feed_holds_events_and_the_programs_year(calendars, client):
    an_event(calendars.en)

    found = events_in(client.get("/calendar/feed.ics"))

    assert "Orchard County meeting" in found
    assert "Reporting period closes" in found


def test_a_day_without_its_hour_says_so_in_the_readers_language(calendars, client):
    a_whole_day(calendars.en, date(2027, 1, 5))

    english = client.get("/calendar/orchard-day-2027-01-05.ics")
    spanish = client.get("/es/calendar/orchard-day-2027-01-05.ics")

    assert "The time of day is not known." in unfolded(english)
    assert "No se sabe la hora." in unfolded(spanish)


def test_an_event_of_which_only_the_month_is_known_has_no_file(calendars, client):
    a_whole_day(calendars.en, date(2027, 1, 1), timing="month_only")

    response = client.get("/calendar/orchard-day-2027-01-01.ics")
    page = client.get("/calendar/orchard-day-2027-01-01/")

    assert response.status_code == 404
    assert b"orchard-day-2027-01-01.ics" not in page.content
    assert b"January 2027, day not known" in page.content


def test_an_event_closed_to_the_public_is_in_no_feed(calendars, client):
    from wagtail.models import PageViewRestriction

    event = an_event(calendars.en)
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    forget_all()

    assert b"Orchard County meeting" not in client.get("/calendar/feed.ics").content
    assert client.get("/calendar/orchard-county-meeting.ics").status_code == 404


def test_a_draft_is_in_no_feed(calendars, client):
    an_event(calendars.en, live=False)

    assert b"Orchard County meeting" not in client.get("/calendar/feed.ics").content


def test_a_repeating_event_carries_its_rule(calendars, client):
    an_event(calendars.en, recurrence="FREQ=MONTHLY;BYDAY=1WE;COUNT=4")

    response = client.get("/calendar/orchard-county-meeting.ics")

    (rule,) = re.findall(r"RRULE:(\S+)", unfolded(response))
    assert {"FREQ=MONTHLY", "COUNT=4", "BYDAY=1WE"} <= set(rule.split(";"))


def test_script_and_line_breaks_in_every_field_stay_text(calendars, client):
    hostile = "</script><script>alert(1)</script>\r\nX-EVIL:1"
    an_event(
        calendars.en,
        title=hostile.replace("\r\n", " "),
        summary=hostile,
        place=hostile,
        organizer=hostile,
    )

    response = client.get("/calendar/orchard-county-meeting.ics")

    assert not [line for line in unfolded(response).split("\r\n") if line.startswith("X-EVIL")]


def test_a_feed_refuses_to_be_written_to(calendars, client):
    assert client.post("/calendar/feed.ics").status_code == 405
