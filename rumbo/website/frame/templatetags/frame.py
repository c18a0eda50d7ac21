"""Template tags of the public pages."""

import logging
from datetime import date

from django import template
from django.db import DatabaseError
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from rumbo.ui.staticfiles import styles_address
from rumbo.website.frame import markdown as markdown_text
from rumbo.website.frame.models import Picture
from rumbo.website.frame.page_base import address_of, language_of
from rumbo.website.frame.pictures import inline_drawing

register = template.Library()
logger = logging.getLogger("rumbo")


@register.simple_tag
def markdown(source: str | None, *, written_in: str = "", shift: int = 0) -> SafeString:
    """Markdown as safe HTML.

    `written_in` is the language of the text (empty: the reader's): the fixed words in it follow it.
    `shift` is added to heading levels.
    """
    return markdown_text.render(str(source or ""), written_in=written_in, heading_shift=shift)


@register.filter
def inline_markdown(source: str | None, written_in: str = "") -> SafeString:
    """One paragraph of Markdown without its `<p>`; `written_in` as in `markdown`."""
    html = markdown_text.render(str(source or ""), written_in=written_in).strip()
    return mark_safe(html.removeprefix("<p>").removesuffix("</p>"))


@register.simple_tag
def address(page: Page) -> str:
    """A page's address in the reader's language."""
    return address_of(page)


@register.simple_tag
def local(path: str) -> str:
    """An internal path in the reader's language."""
    return markdown_text.local_address(path, get_language() or "en")


@register.filter
def lang_mark(page: Page) -> SafeString:
    """` lang="en"` where a page's words are not in the reader's language, else nothing."""
    written_in = language_of(page)
    if written_in == (get_language() or "en"):
        return mark_safe("")
    return format_html(' lang="{}"', written_in)


@register.simple_tag
def styles(*names: str) -> SafeString:
    """One link to several stylesheets: `{% styles "home/home.css" "ui/chart.css" %}`."""
    return format_html('<link rel="stylesheet" href="{}">', styles_address(names))


@register.filter
def long_day(day: date | None) -> str:
    """A day in full: January 16, 2019; 16 de enero de 2019."""
    pattern = r"j \d\e F \d\e Y" if get_language() == "es" else "F j, Y"
    return date_format(day, pattern) if day else ""


@register.filter
def known_day(text: str | None) -> str:
    """A date as exactly as it is known, in words: '2019-01-16', '2019-01' and '2019' are read."""
    year, _hyphen, rest = str(text or "").partition("-")
    try:
        if len(rest) == len("01-16"):
            return long_day(date.fromisoformat(f"{year}-{rest}"))
        if len(rest) == len("01"):
            pattern = r"F \d\e Y" if get_language() == "es" else "F Y"
            return date_format(date(int(year), int(rest), 1), pattern)
    except ValueError:
        pass
    return str(text or "")


@register.filter
def iso_day(day: date | None) -> str:
    """A day as 2019-01-16, for `datetime` attributes."""
    return day.isoformat()[:10] if day else ""


@register.filter
def grouped(number: int | float | None) -> str:
    """A number with commas between thousands, as both U.S. English and U.S. Spanish write it."""
    return "" if number is None else f"{number:,}"


def _size_of(picture: Picture) -> tuple[int, int]:
    return (picture.width or 800, picture.height or 450)


@register.simple_tag
def picture(
    image: Picture | None,
    css: str = "",
    *,
    eager: bool = False,
    decorative: bool = False,
    width: int = 0,
) -> SafeString:
    """An `<img>` with its size and its words; nothing when there is no picture.

    An eager one, of the first screen, is drawn in the page itself where it can be.
    """
    if image is None:
        return mark_safe("")
    drawing = inline_drawing(image) if eager else ""
    if drawing:
        words = "" if decorative else image.alt
        named = format_html('role="img" aria-label="{}"', words) if words else 'aria-hidden="true"'
        return mark_safe(
            drawing.replace("<svg", f'<svg {named} class="{f"r-picture {css}".strip()}"', 1)
        )
    wide, high = _size_of(image)
    source, extra = image.file.url, ""
    if not image.is_svg():
        try:
            small = image.get_rendition(f"width-{width or 800}")
            source, wide, high = small.url, small.width, small.height
        except (OSError, DatabaseError) as error:
            # No room for a smaller one, or its file is lost: readers get the page all the same.
            logger.error("A smaller size of picture %s could not be made: %s", image.pk, error)
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" class="{}"{}{}>',
        source,
        "" if decorative else image.alt,
        wide,
        high,
        f"r-picture {css}".strip(),
        mark_safe(' fetchpriority="high"' if eager else ' loading="lazy" decoding="async"'),
        extra,
    )


_ICONS = {
    "arrow": '<path d="M4 12h14m-6-6 6 6-6 6"/>',
    "back": '<path d="M20 12H6m6-6-6 6 6 6"/>',
    "external": '<path d="M14 4h6v6M20 4l-9 9M18 14v5H5V6h5"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"/>',
    "feed": '<path d="M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14"/><circle cx="6" cy="18" r="1.5"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m16 16 4 4"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "phone": '<path d="M6 3h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.5"/>',
    "check": '<path d="m5 12 5 5 9-10"/>',
}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A small drawn sign, hidden from screen readers: the words beside it say the same."""
    return format_html(
        '<svg class="r-icon {}" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true" focusable="false">{}</svg>',
        css,
        mark_safe(_ICONS[name]),
    )


@register.simple_tag
def brand(name: str) -> str:
    """The address of a brand file."""
    return static(f"ui/brand/{name}")
