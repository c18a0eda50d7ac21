"""What the templates of decks and slides are given: room, trainer's desk, participants' outline."""

from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Count

from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.page_base import path_of
from rumbo.website.reading.blanks import BadBlank, Blank, read_blank
from rumbo.website.reading.downloads import Download, downloads_of
from rumbo.website.reading.lookups import EditionMark, Entry, Part, edition_of, part_path_of, shelf
from rumbo.website.reading.models import DeckPage, Question, SlidePage
from rumbo.website.reading.page_views import lines_of, text_language_of, with_intro
from rumbo.website.reading.text_parts import Section


@dataclass(frozen=True)
class DeckView:
    """A deck's front page.

    Args:
        work: the work that it belongs to, if readers can see it.
        edition: its edition.
        chapter: the chapter that it teaches, if readers can see it.
        prerequisites, outcomes, materials: lists of sentences.
        slides: its slides, in order.
        minutes: of the slides together.
        first: the first slide.
        after: the decks to teach before it, as far as readers can see them.
        assessed, practised: how many questions its assessment and its practice have.
        activities: how many of its slides are activities.
        downloads: the participants' outline as a file.
        intro, sections: the deck's own text, before its first heading and from there on.
        text_language: the language of its text where it is not the reader's, else empty.
    """

    work: Entry | None
    edition: EditionMark
    chapter: Entry | None
    prerequisites: tuple[str, ...]
    outcomes: tuple[str, ...]
    materials: tuple[str, ...]
    slides: tuple[Entry, ...]
    minutes: int
    first: Entry | None
    after: tuple[Entry, ...]
    assessed: int
    practised: int
    activities: int
    downloads: tuple[Download, ...]
    intro: tuple[Section, ...]
    sections: tuple[Section, ...]
    text_language: str


@dataclass(frozen=True)
class SlideView:
    """A slide as the room sees it. Notes, talking points and answers of blanks are not here.

    Args:
        deck: its deck, if readers can see it.
        number, count: it is the `number`-th of `count`.
        first, previous, next, last: where keys and links lead.
        read: the article to read, if readers can see it.
        edition: its edition.
        text_language: the language of its text where it is not the reader's, else empty.
    """

    deck: Entry | None
    number: int
    count: int
    first: Entry | None
    previous: Entry | None
    next: Entry | None
    last: Entry | None
    read: Entry | None
    edition: EditionMark
    text_language: str


@dataclass(frozen=True)
class TrainerSlide:
    """One slide on the trainer's desk.

    Args:
        entry: the slide.
        number: its number.
        minutes: how long it takes.
        from_clock, to_clock: when it starts and ends, counted from the start: '1:05'.
        body, notes: Markdown.
        points, materials: lists of sentences.
        blanks: the outline's sentences with their answers.
        read: the article to read, if readers can see it.
        text_language: the language of its text where it is not the reader's, else empty.
    """

    entry: Entry
    number: int
    minutes: int
    from_clock: str
    to_clock: str
    body: str
    notes: str
    points: tuple[str, ...]
    materials: tuple[str, ...]
    blanks: tuple[Blank, ...]
    read: Entry | None
    text_language: str


@dataclass(frozen=True)
class TrainerView:
    """The trainer's view of a deck.

    Args:
        deck: the deck, if readers can see it.
        slides: its slides with their notes.
        minutes: of all slides.
        materials: what to bring.
        edition: its edition.
    """

    deck: Entry | None
    slides: tuple[TrainerSlide, ...]
    minutes: int
    materials: tuple[str, ...]
    edition: EditionMark


@dataclass(frozen=True)
class SlideTrainerView:
    """The trainer's view of one slide.

    Args:
        deck: its deck, if readers can see it.
        slide: the slide with its notes.
        count: how many slides the deck has.
        previous, next: its neighbours.
        edition: its edition.
    """

    deck: Entry | None
    slide: TrainerSlide
    count: int
    previous: Entry | None
    next: Entry | None
    edition: EditionMark


@dataclass(frozen=True)
class HandoutSlide:
    """One slide in the participants' outline. No answer is here: only the words around the gaps.

    Args:
        entry: the slide.
        number: its number.
        sentences: for each sentence the words around its gaps.
        scenario: what the slide shows (Markdown), if it is a case to work on; else empty.
    """

    entry: Entry
    number: int
    sentences: tuple[tuple[str, ...], ...]
    scenario: str


@dataclass(frozen=True)
class HandoutView:
    """The participants' outline.

    Args:
        deck: the deck, if readers can see it.
        slides: the slides that have something to write or to work on.
        outcomes: what a participant will be able to do.
        chapter: the chapter to read at home, if readers can see it.
        edition: its edition.
    """

    deck: Entry | None
    slides: tuple[HandoutSlide, ...]
    outcomes: tuple[str, ...]
    chapter: Entry | None
    edition: EditionMark


def clock(minutes: int) -> str:
    """Minutes from the start as hours and minutes: 65 is '1:05'."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def question_counts() -> dict[str, dict[str, int]]:
    """How many questions each deck has, by use; kept until something is published."""

    def read() -> dict[str, dict[str, int]]:
        rows = Question.objects.order_by().values_list("deck_path", "use").annotate(Count("pk"))
        counts: dict[str, dict[str, int]] = {}
        for deck, use, count in rows:
            counts.setdefault(deck, {})[use] = count
        return counts

    return remembered("reading:question-counts", read)


def deck_view(page: DeckPage) -> DeckView:
    """A deck with its slides."""
    path = path_of(page)
    here = shelf()
    work, part = here.find_work(path), here.find_part(path)
    slides = part.leaves if part is not None else ()
    intro, sections = with_intro(page.body, page.language)
    counts = question_counts().get(path, {})
    return DeckView(
        work=work.entry if work is not None else None,
        edition=edition_of(path),
        chapter=here.find_entry(page.chapter_path) if page.chapter_path else None,
        prerequisites=lines_of(page.prerequisites),
        outcomes=lines_of(page.outcomes),
        materials=lines_of(page.materials),
        slides=slides,
        minutes=sum(slide.minutes for slide in slides) or page.minutes,
        first=slides[0] if slides else None,
        after=tuple(filter(None, (here.find_entry(line) for line in lines_of(page.after)))),
        assessed=counts.get("assessment", 0),
        practised=counts.get("practice", 0),
        activities=sum(slide.is_activity for slide in slides),
        downloads=downloads_of(path),
        intro=intro,
        sections=sections,
        text_language=text_language_of(page),
    )


def slide_view(page: SlidePage) -> SlideView:
    """A slide with the ways on."""
    path = path_of(page)
    here = shelf()
    part = here.find_part(part_path_of(page))
    leaves = part.leaves if part is not None else ()
    previous, following = part.neighbours(path) if part is not None else (None, None)
    return SlideView(
        deck=part.entry if part is not None else None,
        number=part.number_of(path) if part is not None else 0,
        count=len(leaves),
        first=leaves[0] if leaves else None,
        previous=previous,
        next=following,
        last=leaves[-1] if leaves else None,
        read=here.find_entry(page.read_path) if page.read_path else None,
        edition=edition_of(path),
        text_language=text_language_of(page),
    )


def slide_trainer_view(page: SlidePage) -> SlideTrainerView:
    """A slide with its notes, and when its turn comes."""
    path = path_of(page)
    part = shelf().find_part(part_path_of(page))
    leaves = part.leaves if part is not None else ()
    number = part.number_of(path) if part is not None else 0
    before = sum(leaf.minutes for leaf in leaves[: max(number - 1, 0)])
    previous, following = part.neighbours(path) if part is not None else (None, None)
    entry = leaves[number - 1] if number else _entry_of_draft(page)
    return SlideTrainerView(
        deck=part.entry if part is not None else None,
        slide=_trainer_slide(page, entry, number, before),
        count=len(leaves),
        previous=previous,
        next=following,
        edition=edition_of(path),
    )


def trainer_view(page: DeckPage) -> TrainerView:
    """All slides of a deck with their notes and a running clock."""
    path = path_of(page)
    part = shelf().find_part(path)
    rows = pages_of(part)
    starts = accumulate((slide.minutes for _entry, slide in rows), initial=0)
    slides = tuple(
        _trainer_slide(slide, entry, number, before)
        for number, ((entry, slide), before) in enumerate(zip(rows, starts, strict=False), 1)
    )
    return TrainerView(
        deck=part.entry if part is not None else None,
        slides=slides,
        minutes=sum(slide.minutes for slide in slides),
        materials=lines_of(page.materials),
        edition=edition_of(path),
    )


def handout_view(page: DeckPage) -> HandoutView:
    """The outline: sentences with gaps, and the cases; never an answer."""
    path = path_of(page)
    here = shelf()
    part = here.find_part(path)
    slides = tuple(
        HandoutSlide(
            entry=entry,
            number=number,
            sentences=tuple(blank.pieces for blank in _blanks_of(slide)),
            scenario=slide.body if entry.has_answer else "",
        )
        for number, (entry, slide) in enumerate(pages_of(part), 1)
    )
    return HandoutView(
        deck=part.entry if part is not None else None,
        slides=tuple(slide for slide in slides if slide.sentences or slide.scenario),
        outcomes=lines_of(page.outcomes),
        chapter=here.find_entry(page.chapter_path) if page.chapter_path else None,
        edition=edition_of(path),
    )


def pages_of(part: Part | None) -> list[tuple[Entry, SlidePage]]:
    """The slides of a deck with their texts, in order; one query."""
    if part is None:
        return []
    pages = SlidePage.objects.in_bulk([leaf.pk for leaf in part.leaves])
    return [(leaf, pages[leaf.pk]) for leaf in part.leaves if leaf.pk in pages]


def _trainer_slide(page: SlidePage, entry: Entry, number: int, before: int) -> TrainerSlide:
    return TrainerSlide(
        entry=entry,
        number=number,
        minutes=page.minutes,
        from_clock=clock(before),
        to_clock=clock(before + page.minutes),
        body=page.body,
        notes=page.notes,
        points=lines_of(page.points),
        materials=lines_of(page.materials),
        blanks=_blanks_of(page),
        read=shelf().find_entry(page.read_path) if page.read_path else None,
        text_language=text_language_of(page),
    )


def _blanks_of(page: SlidePage) -> tuple[Blank, ...]:
    """The outline's sentences; one that an editor left half written is left out."""
    blanks = []
    for sentence in lines_of(page.blanks):
        try:
            blanks.append(read_blank(sentence))
        except BadBlank:
            continue
    return tuple(blanks)


def _entry_of_draft(page: SlidePage) -> Entry:
    """The entry of a slide that is not public yet, for its preview."""
    return Entry(
        kind="slide",
        pk=page.pk or 0,
        path=path_of(page),
        language=page.language,
        title=page.title,
        list_title=page.title,
        summary=page.summary,
        minutes=page.minutes,
        is_answer=page.is_answer,
        state_rules_differ=page.state_rules_differ,
    )
