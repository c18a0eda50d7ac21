"""What an editor is told when an event makes no sense."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from rumbo.website.calendar.checks import zone_fault
from rumbo.website.calendar.models import ConnectionDetails
from rumbo.website.calendar.tests.builders import unsaved_event

pytestmark = pytest.mark.django_db


def faults_of(**changes) -> dict[str, list[str]]:
    event = unsaved_event(**changes)
    try:
        event.clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_a_sound_event_has_no_faults():
    assert faults_of() == {}


def test_an_end_before_the_start_names_both():
    (sentence,) = faults_of(end_time=time(12))["end_time"]

    assert "June 2, 2027, 12:00" in sentence
    assert "June 2, 2027, 1:00" in sentence
    assert "still in the form" in sentence


def test_a_last_day_before_the_first_is_told_at_its_field():
    faults = faults_of(timing="all_day", start_time=None, end_time=None, ends_on=date(2027, 6, 1))

    assert list(faults) == ["ends_on"]


def test_a_wrong_time_zone_is_named_with_a_close_one():
    (sentence,) = faults_of(time_zone="America/New_Yrok")["time_zone"]

    assert "America/New_Yrok" in sentence
    assert "America/New_York" in sentence


def test_a_long_nonsense_zone_is_cut():
    assert len(zone_fault("x" * 5000)) < 300


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_time": None}, "start_time"),
        ({"time_zone": ""}, "time_zone"),
        ({"ends_on": date(2027, 6, 3), "end_time": None}, "end_time"),
        ({"timing": "all_day", "end_time": None}, "start_time"),
        ({"slug": "feed"}, "slug"),
        ({"starts_on": date(1492, 10, 12)}, "starts_on"),
        ({"recurrence": "FREQ=DAILY;COUNT=3"}, "recurrence"),
        ({"recurrence": "FREQ=WEEKLY"}, "recurrence"),
        ({"recurrence": "FREQ=WEEKLY;COUNT=9999"}, "recurrence"),
        ({"recurrence": "FREQ=WEEKLY;UNTIL=21991231"}, "recurrence"),
        ({"recurrence": "FREQ=WEEKLY;COUNT=3;UNTIL=20270801"}, "recurrence"),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=FR;COUNT=3"}, "recurrence"),
        ({"recurrence": "FREQ=WEEKLY;UNTIL=20260101"}, "recurrence"),
        ({"recurrence": "every second Tuesday"}, "recurrence"),
        ({"recurrence": "FREQ=WEEKLY;COUNT=abc"}, "recurrence"),
        ({"recurrence": "FREQ=WEEKLY;COUNT=3;BYSECOND=1"}, "recurrence"),
    ],
)
def test_each_fault_is_told_at_its_field(changes, field):
    assert list(faults_of(**changes)) == [field]


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;BYDAY=WE;COUNT=6", "RRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=20271231"]
)
def test_weekly_and_monthly_rules_with_an_end_are_taken(rule):
    assert faults_of(recurrence=rule) == {}


@pytest.mark.parametrize(
    ("connection", "field"),
    [
        ({"shown": "from"}, "from_on"),
        ({"shown": "from", "from_on": date(2027, 6, 2)}, "from_time"),
        ({"shown": "from", "from_on": date(2027, 6, 3), "from_time": time(9)}, "from_on"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "ftp://meet.example.org"}, "address"),
    ],
)
def test_each_fault_of_the_connection_is_told_at_its_field(connection, field):
    faults = ConnectionDetails(**connection).faults(unsaved_event().times)

    assert [name for name, _sentence in faults] == [field]


def test_a_reveal_after_the_end_names_both_moments():
    late = ConnectionDetails(shown="from", from_on=date(2027, 6, 3), from_time=time(9))

    ((_field, sentence),) = late.faults(unsaved_event().times)

    assert "June 3, 2027, 9:00" in sentence
    assert "June 2, 2027, 2:00" in sentence


def test_a_reveal_needs_the_zone_of_the_event():
    event = unsaved_event(timing="all_day", start_time=None, end_time=None, time_zone="")
    early = ConnectionDetails(shown="from", from_on=date(2027, 6, 1), from_time=time(9))

    assert [field for field, _sentence in early.faults(event.times)] == ["shown"]


def test_spanish_sentences_keep_the_editors_values():
    with override("es"):
        (sentence,) = faults_of(time_zone="Luna/Base")["time_zone"]

    assert "Luna/Base" in sentence
