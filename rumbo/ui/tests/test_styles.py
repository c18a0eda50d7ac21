"""Stylesheets sent as one file: the same bytes, kept for long only under the address that pages name."""

import re
from pathlib import Path

import pytest
from django.test import Client

from rumbo.ui.staticfiles import styles_address

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db
SHEETS = ("ui/uswds.css", "ui/chart.css")


def test_two_stylesheets_are_one_file_in_their_order():
    answer = Client().get(styles_address(SHEETS))

    parts = [(ROOT / "rumbo/ui/static" / name).read_bytes() for name in SHEETS]
    assert answer.content == b"\n".join(parts)
    assert answer.headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert re.fullmatch(r"max-age=\d+, public", answer.headers["Cache-Control"])


def test_another_mark_than_the_content_s_is_answered_and_not_kept():
    answer = Client().get("/static/styles/ui/uswds.css,ui/chart.css?v=0000000000")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "names",
    [
        "ui/none.css",
        "ui/chart.css,ui/chart.css",
        "../../config/settings/base.py",
        "ui/site.js",
        "ui/fonts/PublicSans-OFL.txt",
        ",".join(f"ui/a{number}.css" for number in range(20)),
    ],
)
def test_what_is_no_list_of_stylesheets_is_not_found(names):
    assert Client().get(f"/static/styles/{names}").status_code == 404


def test_no_stylesheet_refers_to_a_place_relative_to_itself():
    relative = {
        sheet.name: found
        for sheet in (ROOT / "rumbo").rglob("static/**/*.css")
        if (found := re.findall(r"url\(\s*[\"']?+(?!data:|/|#)", sheet.read_text("utf-8")))
    }

    assert relative == {}
