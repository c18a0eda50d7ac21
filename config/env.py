"""The one module that reads the environment, with types.

Every setting that an installation may change is named here once, with its type and its default.
A value that cannot be read stops the start with the name of the setting, the value found and
what would be accepted.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


class UnreadableSetting(Exception):
    """An environment setting that is missing or cannot be read.

    Args:
        name: the setting, as it is written in the environment.
        value: what was found; None when it is missing.
        wanted: what would be accepted, as a plain phrase.
    """

    def __init__(self, name: str, value: str | None, wanted: str) -> None:
        self.name, self.value, self.wanted = name, value, wanted
        found = "is not set" if value is None else f'is "{value}"'
        super().__init__(f"{name} {found}. Set it to {wanted}.")


@dataclass(frozen=True)
class Environment:
    """Typed access to the settings an installation gives us.

    Args:
        values: names and texts, as the operating system holds them.
    """

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def text(self, name: str, *, default: str | None = None) -> str:
        """The text of a setting, without surrounding blanks."""
        value = self.values.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise UnreadableSetting(name, None, "a text")
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        """True or False; accepts yes/no, true/false, on/off and 1/0 in any case."""
        value = self.values.get(name, "").strip().lower()
        if not value:
            return default
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        raise UnreadableSetting(name, value, "yes or no")

    def whole_number(self, name: str, *, default: int) -> int:
        """A whole number."""
        value = self.values.get(name, "").strip()
        if not value:
            return default
        try:
            return int(value)
        except ValueError as error:
            raise UnreadableSetting(name, value, "a whole number") from error

    def words(self, name: str, *, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list written with commas between its parts."""
        value = self.values.get(name, "").strip()
        if not value:
            return default
        return tuple(part.strip() for part in value.split(",") if part.strip())

    def folder(self, name: str, *, default: Path) -> Path:
        """A folder's path."""
        value = self.values.get(name, "").strip()
        return Path(value).expanduser().resolve() if value else default

    def database(self, name: str, *, default_file: Path) -> dict[str, object]:
        """Django's description of the database.

        Empty: SQLite in WAL mode in `default_file`. Otherwise a `postgresql://` or `sqlite:///`
        address; `sqlite:////srv/rumbo.sqlite3?max_page_count=50000` lets the file grow no larger
        than so many pages of 4 kB.
        """
        address = self.values.get(name, "").strip()
        if not address:
            return sqlite_database(default_file)
        parts = urlsplit(address)
        if parts.scheme == "sqlite":
            return sqlite_database(
                Path("/" + unquote(parts.path).lstrip("/")),
                most_pages=_most_pages(name, parts.query),
            )
        if parts.scheme not in {"postgres", "postgresql"}:
            raise UnreadableSetting(name, parts.scheme + "://...", "a postgresql:// address")
        options: dict[str, object] = {}
        for pair in filter(None, parts.query.split("&")):
            key, _, value = pair.partition("=")
            options[key] = unquote(value)
        host = options.pop("host", None) or unquote(parts.hostname or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")) or "postgres",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }


def _most_pages(name: str, query: str) -> int:
    given = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
    text = given.pop("max_page_count", "0")
    if given or not text.isdecimal():
        raise UnreadableSetting(name, f"sqlite:///...?{query}", "a path and max_page_count at most")
    return int(text)


def sqlite_database(file: Path, *, most_pages: int = 0) -> dict[str, object]:
    """Django's description of a SQLite file: WAL, short waits, immediate write locks.

    Args:
        file: the database file.
        most_pages: how many pages it may grow to; 0 for as many as there is room for.
    """
    limit = f" PRAGMA max_page_count={most_pages};" if most_pages else ""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;"
                + limit
            ),
        },
    }
