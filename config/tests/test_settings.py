"""Settings: what is refused, and with which words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import ROOT, Environment, UnreadableSetting

GOOD = {
    "RUMBO_SECRET_KEY": "k" * 50,
    "RUMBO_HOSTS": "hub.example.org",
    "RUMBO_ADDRESS": "https://hub.example.org",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    values = {
        **os.environ,
        **GOOD,
        **changes,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }
    return subprocess.run(
        [sys.executable, "-c", "import config.settings.production as s; print(s.DEBUG)"],
        cwd=ROOT, env=values, capture_output=True, text=True,
    )  # fmt: skip


def test_production_starts_with_a_secret_and_exact_hosts():
    assert start().stdout.strip() == "False"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"RUMBO_SECRET_KEY": ""}, "RUMBO_SECRET_KEY is not set"),
        ({"RUMBO_SECRET_KEY": "short"}, "5 characters long"),
        ({"RUMBO_DEBUG": "yes"}, "RUMBO_DEBUG"),
        ({"RUMBO_HOSTS": ""}, "RUMBO_HOSTS is not set"),
        ({"RUMBO_HOSTS": "*"}, "RUMBO_HOSTS"),
        ({"RUMBO_HOSTS": ".example.org"}, "RUMBO_HOSTS"),
    ],
)
def test_production_refuses_to_start_and_says_which_setting(changes, named):
    done = start(**changes)

    assert done.returncode != 0
    assert named in done.stderr


@pytest.mark.parametrize("text", ["False", "no", "0", "off"])
def test_a_flag_that_says_no_is_not_yes(text):
    assert Environment({"X": text}).flag("X", default=True) is False


def test_a_value_that_cannot_be_read_is_named_with_what_is_wanted():
    with pytest.raises(UnreadableSetting, match='X is "many".*whole number'):
        Environment({"X": "many"}).whole_number("X", default=1)


def test_a_postgres_address_is_taken_apart():
    found = Environment({"D": "postgresql://u:p%40ss@db.local:5433/hub"}).database(
        "D", default_file=ROOT
    )

    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "u", "p@ss", "db.local", "5433", "hub",
    )  # fmt: skip


def test_a_sqlite_address_may_limit_the_size_of_its_file():
    address = {"DATABASE_URL": "sqlite:////srv/rumbo.sqlite3?max_page_count=50000"}
    found = Environment(address).database("DATABASE_URL", default_file=Path("x"))

    assert found["NAME"] == "/srv/rumbo.sqlite3"
    assert "PRAGMA max_page_count=50000;" in found["OPTIONS"]["init_command"]


@pytest.mark.parametrize("query", ["max_page_count=many", "cache=shared"])
def test_a_sqlite_address_with_something_else_in_it_is_refused(query):
    with pytest.raises(UnreadableSetting, match="max_page_count"):
        Environment({"DATABASE_URL": f"sqlite:////srv/x?{query}"}).database(
            "DATABASE_URL", default_file=Path("x")
        )
