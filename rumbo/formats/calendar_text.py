"""Text made safe for a calendar file, and escaped as RFC 5545 section 3.3.11 says."""

import re
import unicodedata

from icalendar import vText

LINE_BREAKS = re.compile(r"\r\n|\r")
RUNS_OF_BREAKS = re.compile(r"[\t\n\u2028\u2029]+")
KEPT_CONTROLS = frozenset("\n\t")
# Control characters and lone surrogates; the byte order mark is invisible, and readers drop it.
STRIPPED_CATEGORIES = frozenset({"Cc", "Cs"})
BYTE_ORDER_MARK = "\ufeff"


def _is_kept(character: str) -> bool:
    if character in KEPT_CONTROLS:
        return True
    return (
        character != BYTE_ORDER_MARK and unicodedata.category(character) not in STRIPPED_CATEGORIES
    )


def plain_text(text: str) -> str:
    """The text with line breaks as LF and without control characters; tabs stay."""
    return "".join(filter(_is_kept, LINE_BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """The text on a single line: each run of line breaks and tabs is one space."""
    return RUNS_OF_BREAKS.sub(" ", plain_text(text))


def address(text: str) -> str:
    """A web address without any white space or control character."""
    return "".join(plain_text(text).split())


class EscapedText(vText):
    r"""A text value whose every character comes back as it was.

    The library's own escaping takes a backslash before a capital N for a line break, so `C:\New`
    would be read back in two lines. Here the four escapes of the standard are all there is.
    """

    __slots__ = ()

    def to_ical(self) -> bytes:
        """The escaped value in UTF-8."""
        escaped = self.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
        return escaped.replace("\n", r"\n").encode("utf-8")
