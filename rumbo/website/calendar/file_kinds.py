"""How an event is written in a content file: its times, its series, its connection details."""

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import yaml

from rumbo.terms.states import find_state
from rumbo.website.calendar.blocks import LOCAL_MOMENT
from rumbo.website.calendar.checks import zone_fault
from rumbo.website.calendar.fields import AUDIENCES
from rumbo.website.calendar.models import ConnectionDetails, EventPage, EventSeries
from rumbo.website.calendar.times import (
    ALL_DAY,
    AT_A_TIME,
    MONTH_ONLY,
    PRECISIONS,
    TIME_NOT_KNOWN,
    YEAR_ONLY,
)
from rumbo.website.frame.files.checking import register_code_addresses
from rumbo.website.frame.files.reading import ContentFaults, Fault, plain
from rumbo.website.frame.files.shared import Report, need, register_rows, seed_row, yaml_rows
from rumbo.website.frame.files.values import BadValue, Kind, Lookups, get_kind, register_kind

TIMING_OF_PRECISION = {
    "minute": AT_A_TIME,
    "day": TIME_NOT_KNOWN,
    "month": MONTH_ONLY,
    "year": YEAR_ONLY,
}
SHAPES = {
    AT_A_TIME: (LOCAL_MOMENT, "2019-01-16T14:00"),
    ALL_DAY: (re.compile(r"\d{4}-\d{2}-\d{2}"), "2019-01-16"),
    TIME_NOT_KNOWN: (re.compile(r"\d{4}-\d{2}-\d{2}"), "2019-01-16"),
    MONTH_ONLY: (re.compile(r"\d{4}-\d{2}"), "2019-01"),
    YEAR_ONLY: (re.compile(r"\d{4}"), "2019"),
}
CONNECTION_WORDS = ("platform", "address", "phone", "passcode")
CONNECTION_KEYS = frozenset({*CONNECTION_WORDS, "shown", "from_at", "withdrawn"})
CODE_ADDRESS = re.compile(
    r"/calendar/(?:program-year/|feed\.ics|feed/(?:topic|series|state)/[a-z0-9-]+\.ics|[a-z0-9-]+\.ics)"
)


def register() -> None:
    """Tell the frame the kinds, rows and addresses of this room."""
    register_kind("event-precision", Kind(_check_precision, _set_precision, _get_precision))
    register_kind("event-all-day", Kind(_check_flag, _set_all_day, _get_all_day))
    register_kind("event-zone", Kind(_check_zone, setattr, _get_text))
    register_kind("event-start", Kind(_check_moment, _set_start, _get_start))
    register_kind("event-end", Kind(_check_moment, _set_end, _get_end))
    register_kind("event-series", Kind(_check_series, setattr, _get_series))
    register_kind("event-audience", Kind(_check_audience, setattr, _get_list))
    register_kind("event-presenters", _checked_stream("stream:presenter", _check_presenters))
    register_kind("event-sessions", _checked_stream("stream:session", _check_sessions))
    register_kind("event-materials", Kind(_check_materials, _set_materials, _get_materials))
    register_kind("event-connection", Kind(_check_connection, _set_connection, _get_connection))
    register_rows("series", load_series, export_series)
    register_code_addresses(lambda path: CODE_ADDRESS.fullmatch(path) is not None)


# --- times -------------------------------------------------------------------------------------
def _check_precision(raw: Any, _names: Lookups) -> str:
    if raw not in TIMING_OF_PRECISION:
        raise BadValue(f'"{raw}" is not one of {", ".join(TIMING_OF_PRECISION)}')
    return TIMING_OF_PRECISION[raw]


def _set_precision(page: EventPage, _name: str, timing: str) -> None:
    """Also forgets all that an earlier file said of the times, which a new one may leave out."""
    page.timing = timing
    page.time_zone = ""
    page.start_time = page.ends_on = page.end_time = None
    page.audience = ()  # type: ignore[assignment]
    page.series = None
    page.presenters = page.sessions = page.materials = []
    # What is not for everyone is in no file, so `_set_connection` looks here for it.
    page.hidden_connection = next(filter(_is_hidden, page.connections.all()), None)
    page.connections = []


def _get_precision(page: EventPage, _name: str) -> str:
    return PRECISIONS[page.timing]


def _check_flag(raw: Any, _names: Lookups) -> bool:
    if not isinstance(raw, bool):
        raise BadValue(f'"{raw}" is not true or false')
    return raw


def _set_all_day(page: EventPage, _name: str, is_all_day: bool) -> None:
    if is_all_day and page.timing != TIME_NOT_KNOWN:
        raise BadValue(f'is true, but precision is "{PRECISIONS[page.timing]}"; wanted is "day"')
    if is_all_day:
        page.timing = ALL_DAY


def _get_all_day(page: EventPage, _name: str) -> bool | None:
    return True if page.timing == ALL_DAY else None


def _check_zone(raw: Any, _names: Lookups) -> str:
    zone = "" if raw is None else str(raw)
    if zone_fault(zone):
        raise BadValue(f'"{zone}" is not a time zone of the IANA list, such as America/New_York')
    return zone


def _check_moment(raw: Any, _names: Lookups) -> str:
    text = str(plain(raw))
    if not any(shape.fullmatch(text) for shape, _example in SHAPES.values()):
        raise BadValue(f'"{text}" is not like 2019-01-16T14:00, 2019-01-16, 2019-01 or 2019')
    try:
        _day_and_time(text)
    except ValueError as error:
        raise BadValue(f'"{text}" is not in the calendar') from error
    return text


def _day_and_time(text: str) -> tuple[date, time | None]:
    day, _t, clock = text.partition("T")
    day += "-01" * (2 - day.count("-"))
    return date.fromisoformat(day), time.fromisoformat(clock) if clock else None


def _parse(page: EventPage, text: str) -> tuple[date, time | None]:
    shape, example = SHAPES[page.timing]
    if not shape.fullmatch(text):
        precision = PRECISIONS[page.timing]
        raise BadValue(f'"{text}" does not fit precision "{precision}"; wanted is {example}')
    return _day_and_time(text)


def _set_start(page: EventPage, _name: str, text: str) -> None:
    page.starts_on, page.start_time = _parse(page, text)


def _set_end(page: EventPage, _name: str, text: str) -> None:
    day, page.end_time = _parse(page, text)
    if page.starts_on is not None:
        start = (page.starts_on, page.start_time or time())
        if (day, page.end_time or time()) < start:
            raise BadValue(f'"{text}" is before the start, {_written(page, *start)}')
    page.ends_on = None if day == page.starts_on else day


def _written(page: EventPage, day: date | None, clock: time | None) -> str | None:
    if day is None:
        return None
    if page.timing == AT_A_TIME and clock is not None:
        return f"{day.isoformat()}T{clock:%H:%M}"
    return day.isoformat()[: {MONTH_ONLY: 7, YEAR_ONLY: 4}.get(page.timing, 10)]


def _get_start(page: EventPage, _name: str) -> str | None:
    return _written(page, page.starts_on, page.start_time)


def _get_end(page: EventPage, _name: str) -> str | None:
    if page.end_time is not None:
        return _written(page, page.ends_on or page.starts_on, page.end_time)
    return _written(page, page.ends_on, None)


# --- small values ------------------------------------------------------------------------------
def _get_text(page: EventPage, name: str) -> str | None:
    return getattr(page, name) or None


def _get_list(page: EventPage, name: str) -> list[str] | None:
    return list(getattr(page, name)) or None


def _check_series(raw: Any, names: Lookups) -> EventSeries:
    series = names.others.get("series", {}).get(str(raw))
    if not isinstance(series, EventSeries):
        raise BadValue(f'"{raw}" is not in series.yaml')
    return series


def _get_series(page: EventPage, _name: str) -> str | None:
    return page.series.slug if page.series else None


def _check_audience(raw: Any, _names: Lookups) -> tuple[str, ...]:
    words = raw if isinstance(raw, list) else [raw]
    known = [word for word, _label in AUDIENCES]
    unknown = [word for word in words if word not in known]
    if unknown:
        raise BadValue(f'"{unknown[0]}" is not one of {", ".join(known)}')
    return tuple(sorted(set(words)))


def _checked_stream(kind_name: str, look_at: Any) -> Kind:
    """A list of blocks whose entries are looked at before any is set."""
    kind = get_kind(kind_name)

    def check(raw: Any, names: Lookups) -> Any:
        rows = kind.check(raw, names)
        look_at([row for row in rows if isinstance(row, dict)])
        return rows

    return Kind(check, kind.set, kind.get)


def _check_presenters(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        state = row.get("state")
        if state is not None and find_state(str(state)) is None:
            raise BadValue(f'"{state}" is not a State\'s two-letter code')
        if not any(row.values()):
            raise BadValue("a presenter has no name, role, state or organization")


def _check_sessions(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        starts_at = row.get("starts_at")
        if starts_at is not None and not LOCAL_MOMENT.fullmatch(str(starts_at)):
            raise BadValue(f'a session starts at "{starts_at}"; wanted is 2019-01-16T14:00')
        _check_presenters([one for one in row.get("presenters") or () if isinstance(one, dict)])


# --- materials ---------------------------------------------------------------------------------
def _check_materials(raw: Any, _names: Lookups) -> list[dict[str, Any]]:
    rows = [] if raw is None else raw
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadValue("is not a list of {title:, url:}")
    for row in rows:
        if not row.get("title") or bool(row.get("url")) == bool(row.get("document")):
            raise BadValue("a material needs a title and either url or document (a file's name)")
    return [plain(row) for row in rows]


def _set_materials(page: EventPage, name: str, rows: list[dict[str, Any]]) -> None:
    setattr(page, name, [("material", _material(row)) for row in rows])


def _material(row: dict[str, Any]) -> dict[str, Any]:
    from wagtail.documents import get_document_model

    if not row.get("document"):
        return {"title": row["title"], "url": row["url"], "document": None}
    document = get_document_model().objects.filter(file__endswith=f"/{row['document']}").first()
    if document is None:
        raise BadValue(f'no document of this site has the file "{row["document"]}"')
    return {"title": row["title"], "url": "", "document": document}


def _get_materials(page: EventPage, name: str) -> list[dict[str, str]] | None:
    rows = []
    for child in getattr(page, name):
        value = child.value
        target = (
            {"document": Path(value["document"].file.name).name}
            if value.get("document")
            else {"url": str(value.get("url") or "")}
        )
        rows.append({"title": str(value["title"]), **target})
    return rows or None


# --- connection details ------------------------------------------------------------------------
def _check_connection(raw: Any, _names: Lookups) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise BadValue("is not of the form {platform:, address:, ...}")
    unknown = [key for key in raw if key not in CONNECTION_KEYS]
    if unknown:
        raise BadValue(f'"{unknown[0]}" is not known; known: {", ".join(sorted(CONNECTION_KEYS))}')
    row: dict[str, Any] = plain(raw)
    if row.get("shown") not in ("everyone", "members", "from"):
        raise BadValue(f'shown is "{row.get("shown")}", not everyone, members or from')
    from_at = row.get("from_at")
    if from_at is not None and not LOCAL_MOMENT.fullmatch(str(from_at)):
        raise BadValue(f'from_at is "{from_at}"; wanted is 2019-01-16T14:00')
    if row["shown"] == "from" and from_at is None:
        raise BadValue("is shown from a set time, but has no from_at")
    if not isinstance(row.get("withdrawn", False), bool):
        raise BadValue("withdrawn is not true or false")
    return row


def _is_hidden(row: ConnectionDetails) -> bool:
    return row.shown != "everyone"


def _set_connection(page: EventPage, _name: str, row: dict[str, Any]) -> None:
    """Set the details; hidden ones that the file does not repeat stay as they are here."""
    kept = page.hidden_connection
    words = {key: str(row.get(key) or "") for key in CONNECTION_WORDS}
    if kept is not None and kept.shown == row["shown"] and not any(words.values()):
        words = {key: getattr(kept, key) for key in CONNECTION_WORDS}
    day, clock = _day_and_time(row["from_at"]) if row.get("from_at") else (None, None)
    details = ConnectionDetails(
        **words,
        shown=row["shown"],
        from_on=day,
        from_time=clock,
        withdrawn=row.get("withdrawn", False),
    )
    for _field, sentence in details.faults(page.times):
        raise BadValue(sentence)
    page.connections = [details]


def _get_connection(page: EventPage, _name: str) -> dict[str, Any] | None:
    """The details as a file may hold them: without words that are not for everyone."""
    row = page.connection
    if row is None:
        return None
    words = {} if _is_hidden(row) else {key: getattr(row, key) for key in CONNECTION_WORDS}
    written = {key: value for key, value in words.items() if value}
    written["shown"] = row.shown
    if row.from_on is not None and row.from_time is not None:
        written["from_at"] = f"{row.from_on.isoformat()}T{row.from_time:%H:%M}"
    return {**written, "withdrawn": True} if row.withdrawn else written


# --- series ------------------------------------------------------------------------------------
SERIES_FILE = "series.yaml"


def load_series(content_dir: Path, report: Report) -> dict[str, Any]:
    """The series of `series.yaml` by slug.

    Raises:
        ContentFaults: a series without a name in both languages, or with an unknown key.
    """
    found: dict[str, Any] = {}
    known = {"en", "es", "description_en", "description_es"}
    for slug, row in yaml_rows(content_dir, SERIES_FILE).items():
        place = f"{SERIES_FILE}#{slug}"
        unknown = sorted(set(row) - known)
        if unknown:
            raise ContentFaults([Fault(place, 0, f'"{unknown[0]}" is not known')])
        wanted = {
            "name_en": need(row, "en", place),
            "name_es": need(row, "es", place),
            "description_en": " ".join(str(row.get("description_en") or "").split()),
            "description_es": " ".join(str(row.get("description_es") or "").split()),
        }
        series = seed_row(
            place,
            wanted,
            find=lambda slug=slug: EventSeries.objects.filter(slug=slug).first(),
            make=lambda slug=slug: EventSeries(slug=slug),
            report=report,
        )
        if series is not None:
            found[slug] = series
    return found


def export_series(target: Path) -> list[str]:
    """Write the series to `series.yaml` if it says anything else; the paths written."""
    rows = {
        series.slug: {
            "en": series.name_en,
            "es": series.name_es,
            **{
                key: text
                for key, text in (
                    ("description_en", series.description_en),
                    ("description_es", series.description_es),
                )
                if text
            },
        }
        for series in EventSeries.objects.order_by("slug")
    }
    file = target / SERIES_FILE
    present = yaml.safe_load(file.read_text("utf-8")) if file.exists() else None
    if not rows or rows == present:
        return []
    draft = target / f"{SERIES_FILE}.new"
    target.mkdir(parents=True, exist_ok=True)
    words = yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=100)
    draft.write_text(words, "utf-8")
    draft.replace(file)
    return [SERIES_FILE]
