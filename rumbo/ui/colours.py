"""Whether a colour chosen by an installation can be read."""

import re

LEAST_CONTRAST = 4.5
_HEX = re.compile(r"^#[0-9a-fA-F]{6}$")


class UnreadableColour(ValueError):
    """A colour that is no colour, or that cannot be read on white."""


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white). Source: WCAG 2.2."""
    parts = []
    for at in (1, 3, 5):
        value = int(colour[at : at + 2], 16) / 255
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21. Source: WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_accent(colour: str) -> None:
    """Refuse what is not `#rrggbb` or has a contrast under 4.5 to 1 on white.

    Raises:
        UnreadableColour: with the value and the contrast found.
    """
    if not _HEX.match(colour):
        raise UnreadableColour(f"“{colour}” is not a colour like #1f6f78.")
    found = contrast(colour, "#ffffff")
    if found < LEAST_CONTRAST:
        raise UnreadableColour(
            f"{colour} has a contrast of {found:.1f} to 1 on white; at least 4.5 is needed."
        )
