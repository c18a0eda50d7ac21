"""Colours that can be read: the tokens themselves, and what an installation may choose."""

import re
from pathlib import Path

import pytest

from rumbo.ui.colours import UnreadableColour, check_accent, contrast

ROOT = Path(__file__).resolve().parents[3]

CSS = (ROOT / "rumbo" / "ui" / "static" / "ui" / "site.css").read_text("utf-8")


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--r-([\w-]+):(#[0-9a-f]{3,6})", block))


LIGHT = tokens(CSS.split("prefers-color-scheme:dark")[0])
DARK = LIGHT | tokens(CSS.split("prefers-color-scheme:dark")[1].split("}}")[0])


def long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * part for part in colour[1:])


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [(ink, paper)
     for ink in ("ink", "ink-soft", "link", "link-hover", "accent-2", "problem", "warn", "ok")
     for paper in ("surface", "surface-2", "accent-soft", "warm-soft")]
    + [("deep-ink", "deep"), ("accent-ink", "accent"), ("ink", "surface-3")],
)  # fmt: skip
def test_text_has_a_contrast_of_at_least_four_and_a_half(scheme, ink, paper):
    assert contrast(long(scheme[ink]), long(scheme[paper])) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_that_carry_meaning_have_a_contrast_of_at_least_three(scheme):
    for edge in ("line-strong", "focus"):
        assert contrast(long(scheme[edge]), long(scheme["surface"])) >= 3


def test_black_on_white_is_twenty_one_to_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colour", ["red", "#12", "#ffff00", "#1f6f78;}"])
def test_a_colour_that_cannot_be_read_is_refused(colour):
    with pytest.raises(UnreadableColour):
        check_accent(colour)
