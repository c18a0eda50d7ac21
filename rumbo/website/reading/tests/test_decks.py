"""Slides for the room, notes for the trainer, gaps for the participants."""

import pytest

from rumbo.website.reading.lookups import shelf
from rumbo.website.reading.tests.builders import (
    CHAPTER,
    DECK,
    a_curriculum,
    a_handbook,
    a_slide,
    a_work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(site):
    a_handbook(site.en)
    return a_curriculum(site.en)


def html(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_every_address_of_a_deck_answers(client, deck, site):
    a_work(site.es, title="Un currículo", slug="curriculum")
    slides = [leaf.path for leaf in shelf("en").find_part(DECK).leaves]
    addresses = [DECK, f"{DECK}trainer/", f"{DECK}handout/"]
    addresses += [one for path in slides for one in (path, f"{path}trainer/")]

    for address in addresses:
        assert client.get(address).status_code == 200, address
        assert client.get(f"/es{address}").status_code == 200, f"/es{address}"


def test_a_slide_says_where_it_stands_and_leads_on_without_script(client, deck):
    page = html(client, f"{DECK}a-case/")

    assert "Slide 2 of 3" in page
    assert f'rel="prev" href="{DECK}the-line/"' in page
    assert f'rel="next" href="{DECK}a-case-answer/"' in page


def test_a_slide_shows_no_note_no_talking_point_and_no_answer(client, deck):
    page = html(client, f"{DECK}a-case/")

    assert "They moved on May 3, 2026." in page
    assert "Only the trainer reads this." not in page
    assert "Write both names." not in page
    assert "seventeen" not in page
    assert "The Invented family qualifies" not in page


def test_the_title_of_an_answer_is_on_no_list(client, deck):
    for address in (DECK, "/curriculum/", f"{DECK}handout/", f"{DECK}the-line/"):
        assert "The Invented family qualifies" not in html(client, address), address
    assert "Answer: The case of the Invented family" in html(client, DECK)


def test_the_answer_stands_on_its_own_slide(client, deck):
    assert "The Invented family qualifies" in html(client, f"{DECK}a-case-answer/")


def test_the_handout_hides_the_missing_words_and_shows_the_case(client, deck):
    page = html(client, f"{DECK}handout/")

    assert "A move crosses a <span" in page
    assert page.count('class="r-gap"') == 3
    assert "boundary" not in page
    assert "seventeen" not in page
    assert "They moved on May 3, 2026." in page
    assert "Seventeen days." not in page
    assert "Only the trainer reads this." not in page


def test_the_trainer_sees_notes_answers_and_a_running_clock(client, deck):
    page = html(client, f"{DECK}trainer/")

    assert page.index("0:00–0:04") < page.index("0:04–0:10") < page.index("0:10–0:12")
    assert "Only the trainer reads this." in page
    assert '<b class="r-filled">boundary</b>' in page
    assert f'href="{CHAPTER}the-move/"' in page
    assert 'content="noindex"' in page


def test_the_trainers_view_of_one_slide_has_the_same_clock(client, deck):
    page = html(client, f"{DECK}a-case/trainer/")

    assert "0:04–0:10" in page
    assert f'href="{DECK}a-case-answer/trainer/"' in page


def test_a_slide_on_which_states_differ_says_so_to_room_and_trainer(client, deck):
    sign = "State rules differ"

    assert sign in html(client, f"{DECK}a-case/")
    assert sign in html(client, f"{DECK}a-case/trainer/")
    assert sign not in html(client, f"{DECK}the-line/")


def test_an_untranslated_deck_is_shown_in_english_under_its_spanish_address(client, deck, site):
    a_work(site.es, title="Un currículo", slug="curriculum")

    page = html(client, f"/es{DECK}a-case/")

    assert 'data-slide-title lang="en">The case of the Invented family' in page
    assert f'href="/es{DECK}a-case-answer/"' in page


def test_script_in_a_slide_is_shown_never_run(client, deck):
    hostile = "<script>alert(1)</script>"
    a_slide(
        deck["deck"],
        "hostile",
        order=40,
        title=hostile,
        body=hostile,
        notes=hostile,
        blanks=[("line", f"{hostile} ____. = {hostile}")],
    )

    for address in (
        DECK,
        f"{DECK}hostile/",
        f"{DECK}hostile/trainer/",
        f"{DECK}trainer/",
        f"{DECK}handout/",
    ):
        assert "<script>alert" not in html(client, address)


def test_a_slide_costs_at_most_ten_queries(client, deck, django_assert_max_num_queries):
    html(client, f"{DECK}the-line/")

    with django_assert_max_num_queries(10):
        html(client, f"{DECK}a-case/")


def test_the_trainers_view_costs_no_more_with_more_slides(
    client, deck, django_assert_max_num_queries
):
    for number in range(10):
        a_slide(deck["deck"], f"more-{number}", order=50 + number)
    html(client, f"{DECK}trainer/")

    with django_assert_max_num_queries(10):
        html(client, f"{DECK}trainer/")
