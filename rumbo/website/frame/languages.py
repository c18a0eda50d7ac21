"""One page of each translation, in the reader's language where it exists."""

from typing import TypeVar

from django.db.models import QuerySet

from rumbo.website.frame.page_base import FramePage, language_of

AnyPage = TypeVar("AnyPage", bound=FramePage)


def in_language(pages: "QuerySet[AnyPage]", language: str) -> list[AnyPage]:
    """Live pages, one of each translation: in `language` if there is one, else in English.

    Args:
        pages: pages of every language, in the order wanted.
        language: 'en' or 'es'.
    """
    chosen: dict[object, AnyPage] = {}
    for page in pages.live():  # type: ignore[attr-defined]
        written_in = language_of(page)
        if written_in not in {language, "en"}:
            continue
        if page.translation_key not in chosen or written_in == language:
            chosen[page.translation_key] = page
    return list(chosen.values())
