"""The kinds of value that front matter may hold: how each is read, set and written back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.blocks import StructBlock
from wagtail.fields import StreamField

from rumbo.terms.states import find_state
from rumbo.website.frame.files.reading import plain
from rumbo.website.frame.page_base import TRANSLATION_STATES


class BadValue(Exception):
    """A front matter value that cannot be used; says what was found and what is wanted."""


@dataclass(frozen=True)
class Lookups:
    """What the files may refer to by name.

    Args:
        topics: slug to row.
        pictures: name to row.
        others: kind to (name to row), for rooms above.
    """

    topics: dict[str, Any]
    pictures: dict[str, Any]
    others: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of value.

    Args:
        check: given the raw value and the names that may be referred to, raise BadValue or return
            the value to set.
        set: given page, attribute and value, set it.
        get: given page and attribute, the plain value to write back; None leaves the key out.
    """

    check: Callable[[Any, Lookups], Any]
    set: Callable[[Any, str, Any], None]
    get: Callable[[Any, str], Any]


_kinds: dict[str, Kind] = {}


def register_kind(name: str, kind: Kind) -> None:
    """Let a room above add a kind of value."""
    _kinds[name] = kind


def get_kind(name: str) -> Kind:
    """The kind of that name; `choice:a|b` and `stream:block` carry their own details."""
    base, _colon, detail = name.partition(":")
    if base == "choice":
        return _choice_kind(tuple(detail.split("|")))
    if base in {"stream", "struct"}:
        return _stream_kind(detail, single=base == "struct")
    return _kinds[name]


def _set(page: Any, attribute: str, value: Any) -> None:
    setattr(page, attribute, value)


def _get_or_none(page: Any, attribute: str) -> Any:
    value = getattr(page, attribute)
    return None if value in ("", None, ()) else value


def _line(raw: Any, _names: Lookups) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, (str, int, float, date)):
        raise BadValue(f"is {type(raw).__name__}, a text is wanted")
    return " ".join(str(plain(raw)).split())


def _text(raw: Any, _names: Lookups) -> str:
    if raw is not None and not isinstance(raw, str):
        raise BadValue(f"is {type(raw).__name__}, a text is wanted")
    return (raw or "").strip()


def _number(raw: Any, _names: Lookups) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise BadValue(f'"{raw}" is not a whole number from 0')
    return raw


def _flag(raw: Any, _names: Lookups) -> bool:
    if not isinstance(raw, bool):
        raise BadValue(f'"{raw}" is not true or false')
    return raw


def _day(raw: Any, _names: Lookups) -> date | None:
    if raw in (None, ""):
        return None
    try:
        return date.fromisoformat(str(plain(raw)))
    except ValueError as error:
        raise BadValue(f'"{raw}" is not a date like 2019-01-16') from error


def _topics(raw: Any, names: Lookups) -> list[Any]:
    slugs = raw if isinstance(raw, list) else [raw]
    unknown = [slug for slug in slugs if slug not in names.topics]
    if unknown:
        raise BadValue(f'"{unknown[0]}" is not in topics.yaml')
    return [names.topics[slug] for slug in slugs]


def _states(raw: Any, _names: Lookups) -> tuple[str, ...]:
    codes = raw if isinstance(raw, list) else [raw]
    # YAML reads the unquoted code NO (no State) and words like it as false.
    unknown = [code for code in codes if find_state(str(code)) is None]
    if unknown:
        raise BadValue(f'"{unknown[0]}" is not a State\'s two-letter code')
    return tuple(sorted(set(codes)))


def _picture(raw: Any, names: Lookups) -> Any:
    if raw is None:
        return None
    if raw not in names.pictures:
        raise BadValue(f'"{raw}" is not in pictures/pictures.yaml')
    return names.pictures[raw]


def _translation(raw: Any, _names: Lookups) -> str:
    allowed = {value for value, _label in TRANSLATION_STATES}
    if raw not in allowed:
        raise BadValue(f'"{raw}" is not one of {", ".join(sorted(allowed))}')
    return str(raw)


def _choice_kind(allowed: tuple[str, ...]) -> Kind:
    def check(raw: Any, _names: Lookups) -> str:
        value = "" if raw is None else str(raw)
        if value not in allowed:
            raise BadValue(f'"{value}" is not one of {", ".join(filter(None, allowed))}')
        return value

    return Kind(check, _set, _get_or_none)


def _block_of(page: Any, attribute: str, name: str) -> Any:
    field = page._meta.get_field(attribute)
    if not isinstance(field, StreamField):
        raise TypeError(f"{attribute} is not a list of blocks")
    return field.stream_block.child_blocks[name]


def _stream_kind(block_name: str, *, single: bool) -> Kind:
    """A list of equal blocks (or one), written as plain texts or as dictionaries."""

    def check(raw: Any, _names: Lookups) -> list[Any]:
        rows = [] if raw is None else ([raw] if single else raw)
        if not isinstance(rows, list):
            raise BadValue("is not a list")
        return [plain(row) for row in rows]

    def set_rows(page: Any, attribute: str, rows: list[Any]) -> None:
        block = _block_of(page, attribute, block_name)
        made = []
        for row in rows:
            made.append((block_name, _block_value(block, row, attribute)))
        setattr(page, attribute, made)

    def get_rows(page: Any, attribute: str) -> Any:
        rows = [_file_value(child.block, child.value) for child in getattr(page, attribute)]
        if single:
            return rows[0] if rows else None
        return rows or None

    return Kind(check, set_rows, get_rows)


def _block_value(block: Any, row: Any, where: str) -> Any:
    if isinstance(block, StructBlock):
        if not isinstance(row, dict):
            raise BadValue(f'an entry of {where} is "{row}", keys and values are wanted')
        unknown = [key for key in row if key not in block.child_blocks]
        if unknown:
            raise BadValue(
                f'"{unknown[0]}" is not known here; known: {", ".join(block.child_blocks)}'
            )
        missing = [
            name
            for name, child in block.child_blocks.items()
            if getattr(child, "required", False) and row.get(name) in (None, "", [])
        ]
        if missing:
            raise BadValue(f'an entry of {where} has no "{missing[0]}"')
        return block.to_python(
            {
                name: _raw_child(child, row[name], where)
                for name, child in block.child_blocks.items()
                if row.get(name) is not None
            }
        )
    if isinstance(row, (dict, list)):
        raise BadValue(f"an entry of {where} is not a text")
    return block.to_python("" if row is None else str(row))


def _raw_child(child: Any, value: Any, where: str) -> Any:
    from wagtail.blocks import BooleanBlock, IntegerBlock, ListBlock

    if isinstance(child, ListBlock):
        if not isinstance(value, list):
            raise BadValue(f"an entry of {where} wants a list")
        return [
            child.child_block.get_prep_value(_block_value(child.child_block, part, where))
            for part in value
        ]
    if isinstance(child, StructBlock):
        return child.get_prep_value(_block_value(child, value, where))
    if isinstance(child, BooleanBlock):
        return bool(value)
    if isinstance(child, IntegerBlock):
        return value
    return str(value)


def _file_value(block: Any, value: Any) -> Any:
    from wagtail.blocks import ListBlock

    if isinstance(block, StructBlock):
        written = {
            name: _file_value(child, value.get(name)) for name, child in block.child_blocks.items()
        }
        return {key: part for key, part in written.items() if part not in (None, "", [], False)}
    if isinstance(block, ListBlock):
        return [_file_value(block.child_block, part) for part in value or ()]
    return plain(block.get_prep_value(value)) if value is not None else None


_kinds.update(
    {
        "line": Kind(_line, _set, _get_or_none),
        "text": Kind(_text, _set, _get_or_none),
        "number": Kind(_number, _set, lambda page, name: getattr(page, name) or None),
        "flag": Kind(_flag, _set, lambda page, name: getattr(page, name) or None),
        "day": Kind(_day, _set, lambda page, name: plain(getattr(page, name))),
        "topics": Kind(
            _topics,
            _set,
            lambda page, name: sorted(topic.slug for topic in getattr(page, name).all()) or None,
        ),
        "states": Kind(_states, _set, lambda page, name: list(getattr(page, name)) or None),
        "picture": Kind(
            _picture,
            _set,
            lambda page, name: (
                getattr(page, name).seed_name or None if getattr(page, name) else None
            ),
        ),
        "translation": Kind(
            _translation,
            _set,
            lambda page, name: None if getattr(page, name) == "original" else getattr(page, name),
        ),
        "sources": _stream_kind("source", single=False),
        "source": _stream_kind("source", single=True),
    }
)
