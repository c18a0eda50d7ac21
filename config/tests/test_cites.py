"""`rumbo content cites KEY` lists what rests on a paragraph of the law."""

import pytest

from config.command import DONE, REFUSED, main
from rumbo.website.frame.freshness import drop_pages_now
from rumbo.website.reading.tests.builders import a_deck, a_handbook, a_slide, a_term, a_work
from rumbo.website.reading.tests.test_question_pages import a_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(site):
    a_handbook(site.en)
    deck = a_deck(a_work(site.en, title="A Curriculum", slug="curriculum"))
    a_slide(deck, notes="Say it [[20 USC 6399(5)]].")
    a_question(ask="Does a line decide?")
    a_term(slug="qualifying-move", source="20 USC 6399(5)", term_en="qualifying move", mark="")
    drop_pages_now()


def test_the_command_lists_the_same_places(works, capsys):
    assert main(["content", "cites", "20 USC 6399(5)"]) == DONE

    told = capsys.readouterr().out
    assert "/handbook/testing-a-move/" in told
    assert "slide    /curriculum/testing-a-move/the-line/" in told
    assert "question /curriculum/testing-a-move/assessment/#testing-01  Does a line decide?" in told
    assert "term     /handbook/glossary/#qualifying-move" in told


@pytest.mark.parametrize("key", ["nonsense", "34 CFR 999.9"])
def test_the_command_refuses_what_is_no_paragraph_of_ours_and_names_it(works, capsys, key):
    assert main(["content", "cites", *key.split()]) == REFUSED

    assert key in capsys.readouterr().err
