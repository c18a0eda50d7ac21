"""Who sees how to connect, and when; proved on invented events."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rumbo.access.tests.builders import a_person
from rumbo.website.calendar.file_kinds import _get_connection
from rumbo.website.calendar.lookups import connection_for
from rumbo.website.calendar.tests.builders import DETAILS, an_event, secrets_in

PAGE = "/calendar/orchard-county-meeting/"
BEFORE = datetime(2027, 6, 1, 12, tzinfo=UTC)
REVEAL = datetime(2027, 6, 2, 16, tzinfo=UTC)
END = datetime(2027, 6, 2, 18, tzinfo=UTC)
FOR_ALL = {**DETAILS, "shown": "everyone"}
FOR_MEMBERS = {**DETAILS, "shown": "members"}
FROM_NOON = {**DETAILS, "shown": "from", "from_on": date(2027, 6, 2), "from_time": time(12)}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def member(client):
    user = a_person("member")
    client.force_login(user)
    return user


def fresh_until(response) -> datetime | None:
    stamp = response.headers.get("X-Rumbo-Fresh-Until")
    return datetime.fromtimestamp(int(stamp), tz=UTC) if stamp else None


@pytest.mark.parametrize(
    ("connection", "is_member", "now", "state"),
    [
        (FOR_ALL, False, BEFORE, "shown"),
        (FOR_ALL, False, END - MINUTE, "shown"),
        (FOR_ALL, True, END, "withdrawn"),
        (FOR_MEMBERS, False, BEFORE, "members-only"),
        (FOR_MEMBERS, True, BEFORE, "shown"),
        (FOR_MEMBERS, True, END, "withdrawn"),
        (FROM_NOON, False, REVEAL - MINUTE, "later"),
        (FROM_NOON, True, REVEAL - MINUTE, "later"),
        (FROM_NOON, False, REVEAL, "shown"),
        (FROM_NOON, False, END, "withdrawn"),
        ({**FOR_ALL, "withdrawn": True}, True, BEFORE, "withdrawn"),
        ({"shown": "everyone"}, False, BEFORE, "none"),
        ({**DETAILS, "shown": "someone"}, True, BEFORE, "members-only"),
        ({**DETAILS, "shown": "from"}, True, REVEAL, "later"),
    ],
)
def test_each_way_of_showing_details_holds(calendars, connection, is_member, now, state):
    event = an_event(calendars.en, connection=connection)

    seen = connection_for(event, reader_is_member=is_member, now=now)

    assert seen.state == state
    assert (seen.details is not None) == (state == "shown")


def test_details_for_everyone_are_on_the_page_under_their_anchor(calendars, client):
    an_event(calendars.en, connection=FOR_ALL)

    response = client.get(PAGE)

    assert secrets_in(response.content) == list(DETAILS.values())
    assert b'id="connection"' in response.content
    assert response.headers["X-Rumbo-Cacheable"] == "1"


def test_an_anonymous_reader_is_asked_to_sign_in_for_members_details(calendars, client):
    an_event(calendars.en, connection=FOR_MEMBERS)

    response = client.get(PAGE)

    assert secrets_in(response.content) == []
    assert b"/accounts/login/?next=/calendar/orchard-county-meeting/%23connection" in (
        response.content
    )


def test_an_account_without_a_role_is_no_member(calendars, client):
    an_event(calendars.en, connection=FOR_MEMBERS)
    client.force_login(a_person(None))

    assert secrets_in(client.get(PAGE).content) == []


def test_a_member_sees_the_details_and_the_answer_is_never_cacheable(calendars, client, member):
    an_event(calendars.en, connection=FOR_MEMBERS)

    response = client.get(PAGE)

    assert secrets_in(response.content) == list(DETAILS.values())
    assert "X-Rumbo-Cacheable" not in response.headers


def test_details_from_a_set_time_are_fresh_only_until_then(calendars, client, clock):
    clock.moment = BEFORE
    an_event(calendars.en, connection=FROM_NOON)

    before = client.get(PAGE)
    clock.moment = REVEAL
    after = client.get(PAGE)

    assert secrets_in(before.content) == []
    assert "12:00\N{NO-BREAK SPACE}p.m. Eastern time" in before.content.decode()
    assert fresh_until(before) == REVEAL
    assert secrets_in(after.content) == list(DETAILS.values())


def test_details_are_fresh_only_until_the_event_ends_and_are_then_withdrawn(
    calendars, client, clock
):
    clock.moment = END - MINUTE
    an_event(calendars.en, connection=FOR_ALL)

    before = client.get(PAGE)
    clock.moment = END
    after = client.get(PAGE)

    assert fresh_until(before) == END
    assert secrets_in(after.content) == []
    assert b"no longer shown" in after.content


@pytest.mark.parametrize("connection", [FOR_ALL, FOR_MEMBERS, FROM_NOON])
def test_details_are_in_no_feed_no_list_and_no_data_for_programs(calendars, client, connection):
    an_event(calendars.en, connection=connection)

    for address in (
        "/calendar/feed.ics",
        "/calendar/orchard-county-meeting.ics",
        "/calendar/",
        "/calendar/?view=month&month=2027-06",
    ):
        assert secrets_in(client.get(address).content) == [], address
    data = client.get(PAGE).content.split(b"application/ld+json")[1].split(b"</script>")[0]
    assert secrets_in(data) == []


def test_details_are_not_among_the_words_that_search_knows(calendars):
    event = an_event(calendars.en, connection=FOR_MEMBERS)

    searched = {field.field_name for field in event.get_search_fields()}

    assert not searched & {"connection", "connections", "platform", "address", "passcode"}


def test_details_that_are_not_for_everyone_are_never_written_to_files(calendars):
    open_event = an_event(calendars.en, connection=FOR_ALL)
    closed = an_event(calendars.en, slug="closed-meeting", connection=FROM_NOON)

    assert _get_connection(open_event, "connection") == FOR_ALL
    assert _get_connection(closed, "connection") == {
        "shown": "from",
        "from_at": "2027-06-02T12:00",
    }


def test_an_event_without_details_has_no_part_for_them(calendars, client):
    an_event(calendars.en)

    assert b'id="connection"' not in client.get(PAGE).content
