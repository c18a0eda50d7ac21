"""Works, chapters and articles with their texts, as readers see them, for PDF and EPUB.

Whatever a reader cannot see on the web (a draft, a closed page, a page whose end has come) is in no
file either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rumbo.website.frame.markdown import cited_keys
from rumbo.website.frame.models import Picture
from rumbo.website.frame.pictures import seeded_pictures
from rumbo.website.reading.glossary import TermNote, is_glossary_home, term_notes, terms_in
from rumbo.website.reading.law import LawNote, in_order, law_note
from rumbo.website.reading.lookups import Entry, Part, Work, shelf
from rumbo.website.reading.models import ArticlePage, ChapterPage, WorkPage


@dataclass(frozen=True, slots=True)
class Text:
    """One page with its words.

    Args:
        entry: the page.
        body: Markdown.
        translation: 'original', 'not-reviewed' or 'reviewed'.
        until: the moment at which the page ends; None if it does not.
    """

    entry: Entry
    body: str
    translation: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Source:
    """A source that a chapter names.

    Args:
        title, url: what it is and where; the address may be empty.
        more: publisher and day, as far as they are known.
    """

    title: str
    url: str
    more: str


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter with its words and those of its articles.

    Args:
        text: the chapter's own.
        objectives: what the reader will be able to do.
        sources: what the chapter rests on.
        articles: its articles, in order.
    """

    text: Text
    objectives: tuple[str, ...]
    sources: tuple[Source, ...]
    articles: tuple[Text, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """Its own words, then the articles'."""
        return (self.text, *self.articles)


@dataclass(frozen=True, slots=True)
class WorkText:
    """A work, or the part of it that goes into one file.

    Args:
        work: the work, with its edition.
        text: its own words; None in the file of a chapter or an article.
        chapters: the chapters that go in.
        terms: the glossary's terms that go in, in the alphabet of the language.
        has_glossary: whether these are all terms, not only those that the texts link to.
        picture: the work's drawing, if it has one.
        language: 'en' or 'es'.
        base: scheme and host for the addresses in it.
    """

    work: Work
    text: Text | None
    chapters: tuple[ChapterText, ...]
    terms: tuple[TermNote, ...]
    has_glossary: bool
    picture: Picture | None
    language: str
    base: str

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every page's words, in reading order."""
        own = (self.text,) if self.text is not None else ()
        return (*own, *(text for chapter in self.chapters for text in chapter.texts))

    @property
    def glossary_title(self) -> str:
        """What the list of terms is called."""
        return _("Glossary") if self.has_glossary else _("Words explained")

    @property
    def law(self) -> tuple[LawNote, ...]:
        """The law that it cites, in the order of the law."""
        keys = {key for text in self.texts for key in cited_keys(text.body)}
        keys |= {note.law.key for note in self.terms if note.law is not None}
        return tuple(law_note(citation.key) for citation in in_order(keys))

    @property
    def until(self) -> datetime | None:
        """The moment at which the first of its pages ends; None if none does."""
        return min((text.until for text in self.texts if text.until is not None), default=None)


def read_work(path: str, *, language: str, base: str) -> WorkText | None:
    """A whole work with its chapters; None if readers cannot see it or if it has no chapter."""
    work = shelf(language).find_work(path)
    if work is None or work.entry.path != path:
        return None
    page = _still_open(WorkPage.objects.in_bulk([work.entry.pk])).get(work.entry.pk)
    chapters = _read_chapters(part for part in work.parts if part.entry.kind == "chapter")
    if page is None or not chapters:
        return None
    bodies = [page.body, *(text.body for chapter in chapters for text in chapter.texts)]
    has_glossary = is_glossary_home(page)
    return WorkText(
        work=work,
        text=_text_of(work.entry, page),
        chapters=chapters,
        terms=(
            tuple(term_notes(language).values())
            if has_glossary
            else terms_in(*bodies, language=language)
        ),
        has_glossary=has_glossary,
        picture=_picture_of(page),
        language=language,
        base=base,
    )


def read_chapter(path: str, *, language: str, base: str) -> WorkText | None:
    """One chapter of a work; None if readers cannot see it."""
    work, part = shelf(language).find_work(path), shelf(language).find_part(path)
    if work is None or part is None or part.entry.path != path:
        return None
    return _of_one_chapter(work, _read_chapters([part]), language, base)


def read_article(path: str, *, language: str, base: str) -> WorkText | None:
    """One article with nothing of its chapter but the title; None if readers cannot see it."""
    work, part = shelf(language).find_work(path), shelf(language).find_part(path)
    leaf = next((leaf for leaf in part.leaves if leaf.path == path), None) if part else None
    if work is None or part is None or leaf is None or leaf.kind != "article":
        return None
    page = _still_open(ArticlePage.objects.in_bulk([leaf.pk])).get(leaf.pk)
    if page is None:
        return None
    bare = Text(part.entry, "", "original", None)
    chapter = ChapterText(bare, (), (), (_text_of(leaf, page),))
    return _of_one_chapter(work, (chapter,), language, base)


def _of_one_chapter(
    work: Work, chapters: tuple[ChapterText, ...], language: str, base: str
) -> WorkText | None:
    if not chapters:
        return None
    bodies = [text.body for chapter in chapters for text in chapter.texts]
    terms = terms_in(*bodies, language=language)
    return WorkText(work, None, chapters, terms, False, None, language, base)


def _read_chapters(parts: Iterable[Part]) -> tuple[ChapterText, ...]:
    """Chapters with their words; two queries."""
    wanted = [part for part in parts if part.entry.kind == "chapter"]
    chapters = _still_open(ChapterPage.objects.in_bulk([part.entry.pk for part in wanted]))
    keys = [leaf.pk for part in wanted for leaf in part.leaves]
    articles = _still_open(ArticlePage.objects.in_bulk(keys))
    return tuple(
        ChapterText(
            text=_text_of(part.entry, chapters[part.entry.pk]),
            objectives=tuple(str(child.value) for child in chapters[part.entry.pk].objectives),
            sources=tuple(_source(child.value) for child in chapters[part.entry.pk].sources),
            articles=tuple(
                _text_of(leaf, articles[leaf.pk]) for leaf in part.leaves if leaf.pk in articles
            ),
        )
        for part in wanted
        if part.entry.pk in chapters
    )


def _still_open(pages: dict[int, Any]) -> dict[int, Any]:
    """The pages whose end has not come; the timer that closes them may be late."""
    now = timezone.now()
    return {
        key: page for key, page in pages.items() if page.expire_at is None or page.expire_at > now
    }


def _text_of(entry: Entry, page: Any) -> Text:
    return Text(entry, page.body, page.translation, page.expire_at)


def _source(value: Any) -> Source:
    more = ", ".join(str(value[key]) for key in ("publisher", "published_on") if value[key])
    return Source(str(value["title"]), str(value["url"] or ""), more)


def _picture_of(page: WorkPage) -> Picture | None:
    return page.picture or seeded_pictures().get(page.slug)
