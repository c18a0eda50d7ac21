"""Events and series as content files."""

from pathlib import Path

import pytest

from rumbo.website.calendar.models import EventPage, EventSeries
from rumbo.website.frame.files.checking import is_answered_by_code
from rumbo.website.frame.files.exporting import export_content
from rumbo.website.frame.files.loading import load_content
from rumbo.website.frame.files.reading import ContentFaults

SERIES = """orchard-talks:
  en: Orchard talks
  es: Charlas del huerto
  description_en: Invented.
  description_es: Inventado.
"""
EVENT = """---
type: event
title: Orchard meeting
summary: A meeting of an invented county.
start: 2027-06-02T13:00
end: 2027-06-02T14:00
precision: minute
time_zone: America/New_York
series: orchard-talks
organizer: Orchard County
place: Orchard Hall
mode: hybrid
status: scheduled
audience: [directors, data]
presenters:
  - {name: Ines Vega, state: TX}
sessions:
  - {title: Welcome, starts_at: 2027-06-02T13:15, presenters: [{role: host}]}
materials:
  - {title: Slides, url: 'https://example.org/slides'}
connection:
  platform: Plum Meet
  passcode: plum-4711
  shown: from
  from_at: 2027-06-02T12:00
source:
  title: Orchard notice
  url: https://example.org/notice
  kind: first-hand
note: Invented.
---

Words of the meeting.
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with a home page, a calendar and one event."""
    for path, text in {
        "series.yaml": SERIES,
        "en/home.md": "---\ntype: home\ntitle: Rumbo\n---\n",
        "en/calendar.md": "---\ntype: calendar-index\ntitle: Calendar\n---\n",
        "en/calendar/orchard.md": EVENT,
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def write_event(content: Path, *changes: tuple[str, str]) -> None:
    text = EVENT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (content / "en/calendar/orchard.md").write_text(text, "utf-8")


@pytest.mark.django_db
def test_every_key_of_an_event_is_read(content):
    load_content(content)

    event = EventPage.objects.get()
    assert event.times.precision == "minute"
    assert (event.series.slug, event.audience) == ("orchard-talks", ("data", "directors"))
    assert event.connection.passcode == "plum-4711"
    assert event.sessions[0].value["presenters"][0]["role"] == "host"
    assert event.materials[0].value["url"] == "https://example.org/slides"


@pytest.mark.django_db
def test_a_second_load_changes_nothing(content):
    load_content(content)

    report = load_content(content)

    assert (report.added, report.changed, report.conflicts) == ([], [], [])


@pytest.mark.django_db
def test_what_a_changed_file_leaves_out_is_gone(content):
    load_content(content)
    write_event(
        content,
        (
            "start: 2027-06-02T13:00\nend: 2027-06-02T14:00\nprecision: minute\n",
            "start: 2027-06-02\nprecision: day\nall_day: true\n",
        ),
        ("time_zone: America/New_York\nseries: orchard-talks\n", ""),
        (
            "connection:\n  platform: Plum Meet\n  passcode: plum-4711\n  shown: from\n"
            "  from_at: 2027-06-02T12:00\n",
            "",
        ),
        ("audience: [directors, data]\n", ""),
        ("materials:\n  - {title: Slides, url: 'https://example.org/slides'}\n", ""),
    )

    load_content(content)

    event = EventPage.objects.get()
    assert (event.timing, event.start_time, event.end_time, event.time_zone) == (
        "all_day",
        None,
        None,
        "",
    )
    assert (event.series, event.connection, event.audience, list(event.materials)) == (
        None,
        None,
        (),
        [],
    )
    assert event.sequence == 1


@pytest.mark.django_db
def test_an_exported_event_loads_again_and_holds_no_hidden_details(content, tmp_path):
    load_content(content)
    target = tmp_path / "out"

    export_content(target, everything=True)

    text = (target / "en/calendar/orchard.md").read_text("utf-8")
    assert "plum-4711" not in text
    assert "from_at: 2027-06-02T12:00" in text
    assert "start: 2027-06-02T13:00" in text
    assert (target / "series.yaml").exists()


@pytest.mark.django_db
def test_hidden_details_of_an_editor_survive_a_file_that_does_not_name_them(content):
    load_content(content)
    write_event(
        content,
        ("  platform: Plum Meet\n  passcode: plum-4711\n", ""),
        ("Words of the meeting.", "Other words."),
    )

    load_content(content)

    assert EventPage.objects.get().connection.passcode == "plum-4711"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("end: 2027-06-02T14:00", "end: 2027-06-02T12:00", 6, "before the start"),
        ("America/New_York", "America/New_Yrok", 8, "America/New_Yrok"),
        ("series: orchard-talks", "series: plum-talks", 9, "series.yaml"),
        ("start: 2027-06-02T13:00", "start: 2027-06-31T13:00", 5, "not in the calendar"),
        ("start: 2027-06-02T13:00", "start: 2027-06-02", 5, "does not fit precision"),
        ("precision: minute", "precision: hour", 7, "not one of"),
        ("[directors, data]", "[directors, growers]", 14, "growers"),
        ("shown: from", "shown: nobody", 21, "nobody"),
        ("  from_at: 2027-06-02T12:00\n", "", 21, "no from_at"),
        ("from_at: 2027-06-02T12:00", "from_at: 2027-06-03T12:00", 21, "by then the event is over"),
        ("state: TX", "state: QQ", 15, "QQ"),
    ],
)
def test_a_fault_is_named_by_file_and_line_and_nothing_is_loaded(content, old, new, line, words):
    write_event(content, (old, new))

    with pytest.raises(ContentFaults) as caught:
        load_content(content)

    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == ("en/calendar/orchard.md", line)
    assert words in fault.message
    assert not EventPage.objects.exists()
    assert not EventSeries.objects.exists()


@pytest.mark.parametrize(
    ("path", "is_ours"),
    [
        ("/calendar/feed.ics", True),
        ("/calendar/feed/series/program-year.ics", True),
        ("/calendar/feed/state/ca.ics", True),
        ("/calendar/program-year/", True),
        ("/calendar/orchard.ics", True),
        ("/calendar/feed/colour/red.ics", False),
        ("/calendar/none/", False),
    ],
)
def test_links_to_feeds_are_known_to_the_check_of_content(path, is_ours):
    assert is_answered_by_code(path) is is_ours


@pytest.mark.django_db
def test_series_that_say_what_their_file_says_are_not_written_again(content):
    load_content(content)

    written = export_content(content)

    assert "series.yaml" not in written
    assert (content / "series.yaml").read_text("utf-8") == SERIES
