"""The drawn pictures that pages ask for, kept in the process until something is published."""

from collections.abc import Iterable
from xml.etree.ElementTree import register_namespace, tostring

from defusedxml.ElementTree import fromstring

from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.models import Picture
from rumbo.website.frame.svg import SVG, HostileDrawing, check_drawing

# A drawing above this many bytes costs the page more than a further request.
MOST_BYTES_INLINE = 16_000


def seeded_pictures() -> dict[str, Picture]:
    """The pictures that came with the content files, by their names there. One query, then none."""
    return remembered(
        "seeded-pictures",
        lambda: {picture.seed_name: picture for picture in Picture.objects.exclude(seed_name="")},
    )


def pictures_by_key(keys: Iterable[int | None]) -> dict[int, Picture]:
    """The pictures of these keys; a query only for those that no content file brought."""
    seeded = {picture.pk: picture for picture in seeded_pictures().values()}
    wanted = {key for key in keys if key is not None}
    missing = wanted - seeded.keys()
    return seeded | (Picture.objects.in_bulk(missing) if missing else {})


def inline_drawing(picture: Picture) -> str:
    """A drawing as a part of the page, so that the first screen waits for no further request.

    Returns:
        `<svg>` without size and name, cropped to its box as `object-fit: cover` does; empty for
        another kind of picture, a large one, or one with anchors that the page's could meet.
    """
    return remembered(f"inline-drawing:{picture.pk}", lambda: _read_drawing(picture))


def _read_drawing(picture: Picture) -> str:
    if not picture.is_svg():
        return ""
    try:
        with picture.file.open("rb") as file:
            content = file.read(MOST_BYTES_INLINE + 1)
        check_drawing(content)
    except (OSError, HostileDrawing):
        return ""
    root = fromstring(content)
    if len(content) > MOST_BYTES_INLINE or any("id" in part.attrib for part in root.iter()):
        return ""
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("preserveAspectRatio", "xMidYMax slice")
    register_namespace("", SVG.strip("{}"))
    return tostring(root, encoding="unicode")
