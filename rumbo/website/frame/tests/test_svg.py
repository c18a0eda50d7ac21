"""Which drawings are shown."""

from pathlib import Path

import pytest

from rumbo.website.frame.svg import HostileDrawing, check_drawing

ROOT = Path(__file__).resolve().parents[4]

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)" width="8" height="8"/>',
        '<image href="https://example.org/x.png"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<use href="https://example.org/x.svg#a"/>',
        '<rect fill="url(https://example.org/x)"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        "<style>rect{fill:red}</style>",
        '<rect style="fill:url(//example.org)"/>',
    ],
)
def test_a_drawing_that_holds_more_than_shapes_is_refused(inside):
    with pytest.raises(HostileDrawing):
        check_drawing(f"{HEAD}{inside}</svg>".encode())


def test_entities_and_other_files_are_refused():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'

    for content in (bomb, b"<html></html>", b"\x89PNG\r\n", b""):
        with pytest.raises(HostileDrawing):
            check_drawing(content)


def test_every_picture_of_our_own_is_shapes_only():
    files = sorted((ROOT / "content" / "pictures").glob("*.svg"))

    assert len(files) >= 12
    for file in files:
        check_drawing(file.read_bytes())
