"""Practice, assessment, key and pack: what stands on which page, and for whom."""

import pytest

from rumbo.access.tests.builders import a_person
from rumbo.website.frame.freshness import drop_pages_now
from rumbo.website.reading.models import Misunderstanding, Question
from rumbo.website.reading.tests.builders import DECK, a_deck, a_slide, a_work

pytestmark = pytest.mark.django_db
RIGHT_REASON = "The district line decides."
WRONG_REASON = "No mile is in the law."


def a_question(slug="testing-01", **values):
    """A question with one right option of three."""
    given = {
        "slug": slug,
        "deck_path": DECK,
        "kind": "single",
        "use": "assessment",
        "level": 1,
        "rules": ["20 USC 6399(5)"],
        "read_path": "/handbook/",
        "ask": "What decides on a move?",
    }
    parts = values.pop("parts", None) or [
        {"kind": "option", "text": "The line", "right": True, "why": RIGHT_REASON},
        {"kind": "option", "text": "The miles", "why": WRONG_REASON, "error": "distance"},
        {"kind": "option", "text": "The week", "why": "No week is either.", "error": "distance"},
    ]
    question = Question(**given | values)
    question.plain_parts = parts
    question.full_clean()
    question.save()
    return question


@pytest.fixture
def deck(site):
    work = a_work(site.en, title="A Curriculum", slug="curriculum")
    deck = a_deck(work, module=6, module_title="Determining eligibility")
    a_slide(deck, "cards", activity="Sort the cards", copies="one per table", sheet="Card A")
    a_slide(deck, "talk", activity="Talk it over")
    Misunderstanding.objects.create(
        slug="distance", deck_path=DECK, words="Takes miles for a test."
    )
    a_question()
    a_question("testing-02", use="practice", ask="Which line?")
    drop_pages_now()
    return deck


def page(client, name):
    return client.get(f"{DECK}{name}/").content.decode()


def test_an_assessment_shows_its_questions_and_nothing_of_its_key(deck, client):
    text = page(client, "assessment")

    assert "What decides on a move?" in text
    assert "The line" in text
    assert "The miles" in text
    for secret in (RIGHT_REASON, WRONG_REASON, "Takes miles", "data-key", "Which line?"):
        assert secret not in text


def test_practice_holds_the_reason_of_every_option_and_no_question_of_the_assessment(deck, client):
    text = page(client, "practice")

    assert "Which line?" in text
    assert RIGHT_REASON in text
    assert WRONG_REASON in text
    assert "What decides on a move?" not in text


def test_the_key_asks_a_visitor_to_sign_in(deck, client):
    answer = client.get(f"{DECK}key/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


def test_the_key_is_refused_to_an_account_without_a_role(deck, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("stranger", password=None))

    answer = client.get(f"{DECK}key/")

    assert answer.status_code == 403
    assert RIGHT_REASON not in answer.content.decode()


def test_a_member_sees_the_key_with_reasons_and_it_is_kept_nowhere(deck, client):
    client.force_login(a_person("member"))

    answer = client.get(f"{DECK}key/")
    text = answer.content.decode()

    assert answer.status_code == 200
    assert RIGHT_REASON in text
    assert "Takes miles for a test." in text
    assert (
        "no-store" in answer.headers["Cache-Control"]
        or "private" in answer.headers["Cache-Control"]
    )
    assert 'content="noindex"' in text


def test_letters_of_the_key_are_those_of_the_assessment(deck, client):
    client.force_login(a_person("member"))
    assessment = page(client, "assessment")
    letter = assessment.split("</b> <span>The line")[0][-1]

    assert f"<li><b>{letter}</b></li>" in page(client, "key")


def test_the_key_of_order_and_match_is_given_in_letters_and_places(deck, client):
    a_question(
        "testing-03",
        kind="order",
        parts=[{"kind": "step", "text": f"Step {n}", "why": "So."} for n in "abcd"],
    )
    a_question(
        "testing-04",
        kind="match",
        parts=[
            {"kind": "pair", "left": f"Left {n}", "right": f"Right {n}", "why": "So."}
            for n in "abcd"
        ],
    )
    drop_pages_now()
    client.force_login(a_person("member"))

    text = page(client, "key")

    keys = text.split('class="r-keys">')[1].split("</ol>")[0]
    _single, order, match = (one.split("</b>")[0] for one in keys.split("<b>")[1:])
    assert sorted(order.split()) == ["A", "B", "C", "D"]
    assert [pair[0] for pair in match.split()] == ["1", "2", "3", "4"]
    assert sorted(pair[1] for pair in match.split()) == ["A", "B", "C", "D"]


def test_the_pack_lists_every_activity_and_prints_only_sheets_that_exist(deck, client):
    text = page(client, "pack")

    assert '<a href="#sheet-cards">Sort the cards</a>' in text
    assert "one per table" in text
    assert "Card A" in text
    assert "Talk it over" in text
    assert 'id="sheet-talk"' not in text


def test_the_curriculum_lists_its_decks_by_module(deck, client):
    text = client.get("/curriculum/").content.decode()

    assert "Module 6: <span>Determining eligibility</span>" in text


def test_a_deck_without_questions_offers_none(site, client):
    a_deck(a_work(site.en, title="A Curriculum", slug="curriculum"))
    drop_pages_now()

    text = client.get(DECK).content.decode()

    assert "practice/" not in text
    assert "assessment/" not in text
