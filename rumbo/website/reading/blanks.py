"""Sentences with a gap for the participants' outline: `The 20 miles belong to large ____. = districts`."""

from dataclasses import dataclass

GAP = "____"
_ANSWER = " = "


class BadBlank(ValueError):
    """A sentence that cannot stand in an outline.

    Args:
        sentence: the sentence as written.
        reason: what it lacks, in English, for whoever writes content files.
    """

    code = "bad_blank"

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(f'"{sentence}" {reason}')
        self.sentence = sentence
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Blank:
    """One sentence with gaps.

    Args:
        pieces: the words around the gaps; one more than there are gaps.
        answer: the missing words; in brackets when each person has their own.
    """

    pieces: tuple[str, ...]
    answer: str

    @property
    def is_own(self) -> bool:
        """Whether the answer is the reader's own, not one that a key could give."""
        return self.answer.startswith("(")


def read_blank(sentence: str) -> Blank:
    """The sentence and its answer.

    Raises:
        BadBlank: it has no gap, or no answer after ` = `.
    """
    words, found, answer = sentence.rpartition(_ANSWER)
    if not found or not answer.strip():
        raise BadBlank(sentence, 'has no answer after " = "')
    if GAP not in words:
        raise BadBlank(sentence, f"has no gap ({GAP})")
    return Blank(tuple(words.strip().split(GAP)), answer.strip())
