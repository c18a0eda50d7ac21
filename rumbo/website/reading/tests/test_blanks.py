"""Sentences with gaps."""

import pytest

from rumbo.website.reading.blanks import BadBlank, read_blank
from rumbo.website.reading.reading_time import reading_minutes


def test_a_sentence_is_cut_at_its_gap_and_its_answer_taken_off():
    blank = read_blank("Beyond it I write down the ____ for the delay. = reason")

    assert blank.pieces == ("Beyond it I write down the ", " for the delay.")
    assert blank.answer == "reason"
    assert not blank.is_own


def test_a_sentence_may_have_two_gaps():
    assert len(read_blank("From ____ to ____. = May 3, August 3").pieces) == 3


def test_an_answer_in_brackets_is_each_persons_own():
    assert read_blank("I will change: ____. = (your own)").is_own


@pytest.mark.parametrize(
    "sentence", ["No gap here. = reason", "A ____ without answer.", "A ____. = "]
)
def test_a_half_written_sentence_is_refused(sentence):
    with pytest.raises(BadBlank):
        read_blank(sentence)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (199, 1), (200, 1), (201, 2), (870, 5)])
def test_reading_time_is_rounded_up(words, minutes):
    assert reading_minutes(words) == minutes
