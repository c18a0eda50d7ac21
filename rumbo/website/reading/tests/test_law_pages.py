"""The law with all that rests on it: pages, the command, and that no address stands for two paragraphs."""

import pytest

from rumbo.website.frame.freshness import drop_pages_now
from rumbo.website.reading.law import find_key, law_index, law_note
from rumbo.website.reading.tests.builders import a_deck, a_handbook, a_slide, a_term, a_work
from rumbo.website.reading.tests.test_question_pages import a_question

pytestmark = pytest.mark.django_db
PARAGRAPH = "/handbook/law/20-usc-6399-5/"


@pytest.fixture
def works(site):
    a_handbook(site.en)
    deck = a_deck(a_work(site.en, title="A Curriculum", slug="curriculum"))
    a_slide(deck, notes="Say it [[20 USC 6399(5)]].")
    a_question(ask="Does a line decide?")
    a_term(slug="qualifying-move", source="20 USC 6399(5)", term_en="qualifying move", mark="")
    drop_pages_now()


def test_every_paragraph_has_an_address_of_its_own():
    found = {law_note(key).path: key for key in law_index()}

    assert len(found) == len(law_index())
    assert all(find_key(path.split("/")[-2]) == key for path, key in found.items())


def test_a_paragraph_lists_articles_slides_questions_and_terms_that_rest_on_it(works, client):
    text = client.get(PARAGRAPH).content.decode()

    assert "20 U.S.C. 6399(5)" in text
    assert "Testing a move" in text
    assert ">The line<" in text
    assert "/curriculum/testing-a-move/assessment/#testing-01" in text
    assert "Does a line decide?" in text
    assert 'href="/handbook/glossary/#qualifying-move"' in text


def test_an_assessment_s_answer_is_not_told_by_the_law(works, client):
    text = client.get(PARAGRAPH).content.decode()

    assert "The district line decides." not in text


def test_the_list_of_the_law_counts_what_rests_on_each_paragraph(works, client):
    text = client.get("/handbook/law/").content.decode()

    assert f'href="{PARAGRAPH}"' in text
    assert client.get("/es/handbook/law/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/handbook/law/99-cfr-1/",
        "/curriculum/law/",
        "/handbook/law-paragraph/",
        f"{PARAGRAPH}more/",
    ],
)
def test_what_is_no_paragraph_is_not_found(works, client, path):
    assert client.get(path).status_code == 404


def test_a_paragraph_on_which_nothing_rests_says_so(works, client):
    text = client.get("/handbook/law/34-cfr-206-1/").content.decode()

    assert "No article, slide, question or term rests on this paragraph itself." in text
