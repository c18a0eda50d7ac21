"""Which drawings (SVG) may be shown to readers."""

import re
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import parse

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED_PARTS = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "use",
        "symbol",
        "title",
        "desc",
        "text",
        "tspan",
    ]
)
_LOCAL_REFERENCE = re.compile(r"^#[\w-]+$")
_URL = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)


class HostileDrawing(Exception):
    """A drawing that holds something other than shapes.

    Args:
        found: what was found, in the file's own words.
    """

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(found)


def check_drawing(content: bytes) -> None:
    """Raise unless the SVG holds shapes only: no script, no event, no reference outwards.

    Raises:
        HostileDrawing: with the part or attribute that is not allowed.
    """
    try:
        root = parse(BytesIO(content), forbid_dtd=True).getroot()
    except (ParseError, DefusedXmlException, ValueError, UnicodeError) as error:
        raise HostileDrawing(f"unreadable: {type(error).__name__}") from error
    if root is None or root.tag != f"{SVG}svg":
        raise HostileDrawing("its first part is not <svg>")
    for part in root.iter():
        _check_part(part)


def _check_part(part: Element) -> None:
    if not isinstance(part.tag, str):
        return
    name = part.tag.removeprefix(SVG)
    if not part.tag.startswith(SVG) or name not in ALLOWED_PARTS:
        raise HostileDrawing(f"<{name.split('}')[-1]}>")
    for attribute, value in part.attrib.items():
        bare = attribute.split("}")[-1].lower()
        if bare.startswith("on") or bare == "style":
            raise HostileDrawing(f'{bare}="…"')
        if bare == "href" and not _LOCAL_REFERENCE.match(value.strip()):
            raise HostileDrawing(f'href="{value[:40]}"')
        if _URL.search(value) or "javascript:" in value.lower():
            raise HostileDrawing(f'{bare}="{value[:40]}"')
