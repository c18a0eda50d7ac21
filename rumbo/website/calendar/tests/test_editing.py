"""The editors' form of an event."""

import pytest
from django.contrib.auth import get_user_model

from rumbo.website.calendar.models import EventPage
from rumbo.website.calendar.tests.builders import FORM_VALUES, an_event

VALUES = {
    **FORM_VALUES,
    "starts_on": "2027-06-02",
    "connections-0-shown": "everyone",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
}


def form_for(event, user, **changes):
    form_class = EventPage.get_edit_handler().get_form_class()
    return form_class(
        {**VALUES, **changes}, instance=event, parent_page=event.get_parent(), for_user=user
    )


@pytest.fixture
def editor(db):
    return get_user_model().objects.create_superuser("ed", "ed@example.org", "plum-plum-plum")


def test_a_sound_form_is_taken(calendars, editor):
    form = form_for(an_event(calendars.en), editor)

    assert form.is_valid(), (form.errors, form.formsets["connections"].errors)


def test_an_end_before_the_start_is_told_at_its_field_and_nothing_typed_is_lost(calendars, editor):
    form = form_for(an_event(calendars.en), editor, end_time="12:00")

    assert not form.is_valid()
    assert "before it starts" in form.errors["end_time"][0]
    assert form["end_time"].value() == "12:00"


def test_a_wrong_zone_is_named(calendars, editor):
    form = form_for(an_event(calendars.en), editor, time_zone="America/New_Yrok")

    assert not form.is_valid()
    assert "America/New_Yrok" in form.errors["time_zone"][0]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"connections-0-shown": "from"}, "from_on", "Write the day and the time"),
        (
            {
                "connections-0-shown": "from",
                "connections-0-from_on": "2027-06-03",
                "connections-0-from_time": "09:00",
            },
            "from_on",
            "by then the event is over",
        ),
        ({"connections-0-address": "javascript:alert(1)"}, "address", "is not a web address"),
    ],
)
def test_faults_of_the_connection_stand_in_its_own_part(calendars, editor, changes, field, words):
    form = form_for(an_event(calendars.en), editor, **changes)

    assert not form.is_valid()
    (faults,) = form.formsets["connections"].errors
    assert words in faults[field][0]


def test_the_editors_pages_open(calendars, client, editor, clock):
    from django.utils import timezone

    event = an_event(calendars.en)
    clock.moment = timezone.datetime.now(tz=timezone.get_current_timezone())
    client.force_login(editor)

    for address in (
        f"/admin/pages/{event.pk}/edit/",
        f"/admin/pages/add/calendar/eventpage/{calendars.en.pk}/",
        f"/admin/pages/{calendars.en.pk}/edit/",
        "/admin/snippets/calendar/eventseries/add/",
        f"/admin/pages/{event.pk}/edit/preview/?mode=",
    ):
        assert client.get(address).status_code == 200, address
