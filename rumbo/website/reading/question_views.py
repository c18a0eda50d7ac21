"""What the templates of practice, assessment, the trainer's key and the trainer's pack are given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from django.utils.translation import get_language

from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.page_base import path_of
from rumbo.website.reading.deck_views import pages_of
from rumbo.website.reading.law import LawNote, in_order, law_note
from rumbo.website.reading.lookups import EditionMark, Entry, edition_of, shelf
from rumbo.website.reading.models import DeckPage, Misunderstanding, Question
from rumbo.website.reading.page_views import lines_of
from rumbo.website.reading.questions import Part as AnswerPart
from rumbo.website.reading.questions import shuffled

# The questions are written in English only.
QUESTION_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as readers see it.

    Args:
        letter: its letter in the order in which it is shown.
        part: its words, its reason and whether it is right.
        misunderstanding: of a wrong one, what it shows; else empty.
        place: of a step, its right place from 1; else 0.
        right_letter: of a pair, the letter of the right-hand words that belong to it; else empty.
    """

    letter: str
    part: AnswerPart
    misunderstanding: str = ""
    place: int = 0
    right_letter: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as readers see it.

    Args:
        slug: its permanent name; the anchor on its page.
        number: its number on the page.
        kind, level, use: as in the bank.
        ask: the question.
        answers: options, steps or pairs in the order in which they are shown.
        choices: of a matching question the right-hand words with their letters, in shown order.
        law: the paragraphs that it rests on.
        mark, mark_why: its evidence mark with the reason, where no paragraph decides.
        read: the article to read, if readers can see it; its address with the anchor.
        key: the answer in letters, for the trainer's list.
    """

    slug: str
    number: int
    kind: str
    level: int
    use: str
    ask: str
    answers: tuple[AnswerView, ...]
    choices: tuple[AnswerView, ...]
    law: tuple[LawNote, ...]
    mark: str
    mark_why: str
    read: Entry | None
    read_address: str
    key: str

    @property
    def places(self) -> range:
        """The places that a step can have."""
        return range(1, len(self.answers) + 1)


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """The practice or the assessment of a deck, or the key to the latter.

    Args:
        deck: the deck, if readers can see it.
        edition: its edition.
        questions: its questions of this use.
        deck_path: where the deck stands, to keep answers on the device by.
        own_language: the language of the questions where it is not the reader's, else empty.
    """

    deck: Entry | None
    edition: EditionMark
    questions: tuple[QuestionView, ...]
    deck_path: str
    own_language: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of an activity.

    Args:
        entry: its slide.
        number: the slide's number.
        activity: what the activity is called.
        copies: how many copies, and what to do with them.
        text: Markdown; empty where the activity needs no sheet.
    """

    entry: Entry
    number: int
    activity: str
    copies: str
    text: str


@dataclass(frozen=True, slots=True)
class PackView:
    """What a trainer prints before the day.

    Args:
        deck: the deck, if readers can see it.
        edition: its edition.
        sheets: the activities in the order of the slides; those without text need no print.
        materials: what to bring.
        assessed, practised: how many questions the assessment and the practice have.
        own_language: the language of the sheets where it is not the reader's, else empty.
    """

    deck: Entry | None
    edition: EditionMark
    sheets: tuple[Sheet, ...]
    materials: tuple[str, ...]
    assessed: int
    practised: int
    own_language: str


def questions_of(deck_path: str, use: str) -> tuple[QuestionView, ...]:
    """The questions of a deck for one use, numbered from 1, in the reader's language around them."""
    found = bank().get((deck_path, use), ())
    return tuple(_question_view(question, at) for at, question in enumerate(found, 1))


def bank() -> dict[tuple[str, str], tuple[Question, ...]]:
    """Every question, by deck and use, in order; kept until something is published."""

    def read() -> dict[tuple[str, str], tuple[Question, ...]]:
        rows: dict[tuple[str, str], list[Question]] = {}
        for question in Question.objects.all():
            rows.setdefault((question.deck_path, question.use), []).append(question)
        return {key: tuple(questions) for key, questions in rows.items()}

    return remembered("reading:questions", read)


def _misunderstandings() -> dict[tuple[str, str], str]:
    return remembered(
        "reading:misunderstandings",
        lambda: {(one.deck_path, one.slug): one.words for one in Misunderstanding.objects.all()},
    )


def practice_view(page: DeckPage) -> QuestionsView:
    """The questions to try oneself on, each with its reasons."""
    return _questions_view(page, "practice")


def assessment_view(page: DeckPage) -> QuestionsView:
    """The questions of the assessment. The template shows nothing of their key."""
    return _questions_view(page, "assessment")


def _questions_view(page: DeckPage, use: str) -> QuestionsView:
    path = path_of(page)
    part = shelf().find_part(path)
    return QuestionsView(
        deck=part.entry if part is not None else None,
        edition=edition_of(path),
        questions=questions_of(path, use),
        deck_path=path,
        own_language="" if get_language() == QUESTION_LANGUAGE else QUESTION_LANGUAGE,
    )


def pack_view(page: DeckPage) -> PackView:
    """The activities of a deck with their sheets."""
    path = path_of(page)
    part = shelf().find_part(path)
    sheets = [
        Sheet(entry, number, slide.activity, slide.copies, slide.sheet)
        for number, (entry, slide) in enumerate(pages_of(part), 1)
        if slide.activity
    ]
    return PackView(
        deck=part.entry if part is not None else None,
        edition=edition_of(path),
        sheets=tuple(sheets),
        materials=lines_of(page.materials),
        assessed=len(bank().get((path, "assessment"), ())),
        practised=len(bank().get((path, "practice"), ())),
        own_language=page.language if page.is_shown_untranslated else "",
    )


# --- one question ----------------------------------------------------------------------------------
def _question_view(question: Question, number: int) -> QuestionView:
    answers, choices = _shown(question)
    path, _mark, _anchor = question.read_path.partition("#")
    return QuestionView(
        slug=question.slug,
        number=number,
        kind=question.kind,
        level=question.level,
        use=question.use,
        ask=question.ask,
        answers=answers,
        choices=choices,
        law=tuple(law_note(citation.key) for citation in in_order(question.rules)),
        mark=question.mark,
        mark_why=question.mark_why,
        read=shelf().find_entry(path),
        read_address=local_address(question.read_path, get_language() or "en"),
        key=_key_of(question.kind, answers),
    )


def _shown(question: Question) -> tuple[tuple[AnswerView, ...], tuple[AnswerView, ...]]:
    parts = question.answers
    if question.kind == "match":
        return _shown_pairs(question, parts)
    shown = shuffled(question.slug, parts, lambda part: part.text)
    named = _misunderstandings()
    return (
        tuple(
            AnswerView(
                letter=letter,
                part=part,
                misunderstanding=named.get((question.deck_path, part.error), ""),
                place=parts.index(part) + 1 if part.kind == "step" else 0,
            )
            for letter, part in zip(ascii_uppercase, shown, strict=False)
        ),
        (),
    )


def _shown_pairs(
    question: Question, parts: Sequence[AnswerPart]
) -> tuple[tuple[AnswerView, ...], tuple[AnswerView, ...]]:
    right_side = shuffled(question.slug, parts, lambda part: part.answer or part.text)
    choices = tuple(
        AnswerView(letter, part) for letter, part in zip(ascii_uppercase, right_side, strict=False)
    )
    letters = {choice.part: choice.letter for choice in choices}
    named = _misunderstandings()
    pairs = tuple(
        AnswerView("", part, right_letter=letters[part]) for part in parts if part.kind == "pair"
    )
    extras = tuple(
        AnswerView(
            letters[part], part, misunderstanding=named.get((question.deck_path, part.error), "")
        )
        for part in parts
        if part.kind == "extra"
    )
    return pairs + extras, choices


def _key_of(kind: str, answers: Iterable[AnswerView]) -> str:
    shown = [answer for answer in answers if answer.part.kind != "extra"]
    if kind == "order":
        return " ".join(answer.letter for answer in sorted(shown, key=lambda one: one.place))
    if kind == "match":
        return " ".join(f"{at}{answer.right_letter}" for at, answer in enumerate(shown, 1))
    return " ".join(answer.letter for answer in shown if answer.part.is_right)
