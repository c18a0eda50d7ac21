"""Questions: what is refused, what is worked out, how they load, and that the bank cannot be guessed."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError

from rumbo.website.frame.files.loading import LoadReport
from rumbo.website.reading.models import Misunderstanding, Question
from rumbo.website.reading.question_files import (
    _read,
    check_questions,
    export_questions,
    load_questions,
)
from rumbo.website.reading.questions import Uncomputable, compute, faults_of, read_part, shuffled

BANK = [_read(file) for file in sorted((Path(settings.CONTENT_DIR) / "questions").glob("*.yaml"))]
ITEMS = [item for content in BANK for item in content["items"]]


def options(*rights, **more):
    """Options of which some are right; every wrong one names a misunderstanding."""
    return [
        read_part(
            "option",
            {"text": f"Words {at}", "right": right, "why": "Because."}
            | ({} if right else {"error": "an-error"})
            | {key: values[at] for key, values in more.items()},
        )
        for at, right in enumerate(rights)
    ]


# --- what is refused ------------------------------------------------------------------------------
def test_a_sound_question_has_no_faults():
    assert list(faults_of("single", options(True, False, False), {})) == []
    assert list(faults_of("multiple", options(True, True, False, False), {})) == []


@pytest.mark.parametrize(
    ("kind", "rights", "words"),
    [
        ("single", (True, True, False), "2 right options"),
        ("single", (False, False, False), "0 right options"),
        ("single", (True, False), "2 answers"),
        ("multiple", (True, True, True, True), "4 right options"),
        ("multiple", (True, False, False, False), "1 right options"),
        ("order", (True, False, False), "has no option"),
    ],
)
def test_a_key_that_cannot_be_one_is_refused(kind, rights, words):
    assert words in " ".join(faults_of(kind, options(*rights), {}))


def test_an_answer_without_reason_or_misunderstanding_is_refused():
    bare = [
        read_part("option", {"text": "Right", "right": True}),
        read_part("option", {"text": "Wrong", "why": "No."}),
        read_part("option", {"text": "Also wrong", "why": "No.", "error": "an-error"}),
    ]

    found = " ".join(faults_of("single", bare, {}))

    assert "“Right” has no explanation" in found
    assert "“Wrong” is wrong and names no misunderstanding" in found
    assert "Also" not in found


def test_a_case_with_a_wrong_key_is_refused_with_what_was_worked_out():
    asked = {"what": "arrival-date", "child": "2026-03-02", "worker": "2026-04-11"}
    days = ["2026-03-02", "2026-04-11"]

    found = list(faults_of("case", options(True, False, value=days), asked))

    assert found == [
        "“Words 0” stands for 2026-03-02; worked out was 2026-04-11",
        "“Words 1” stands for 2026-04-11; worked out was 2026-04-11",
    ]
    assert list(faults_of("case", options(False, True, value=days), asked)) == []


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"what": "months-after", "from": "2023-05-10", "months": 36}, "2026-05-10"),
        ({"what": "days-between", "from": "2026-05-03", "to": "2026-08-03"}, "92"),
        ({"what": "days-after", "from": "2026-05-03", "days": 60}, "2026-07-02"),
        ({"what": "working-days-after", "from": "2026-04-01", "days": 10}, "2026-04-15"),
        ({"what": "age-on", "birth": "2004-02-11", "on": "2026-02-10"}, "21"),
        ({"what": "program-year", "day": "2026-09-01"}, "2026-27"),
        ({"what": "in-window", "move": "2023-11-23", "on": "2026-11-24"}, "no"),
    ],
)
def test_a_key_is_worked_out_from_the_days_of_the_case(given, key):
    assert compute(given) == key


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"what": "guess"}, "'guess' is not one of"),
        ({"what": "arrival-date", "child": "2026-02-30", "worker": "2026-01-01"}, "'2026-02-30'"),
        ({"what": "days-after", "from": "2026-01-01", "days": "ten"}, "'ten'"),
        ({"what": "days-after", "from": "2026-01-01", "days": 10**9}, "days|range|large"),
        ({"what": "age-on", "birth": "2026-02-01", "on": "2026-01-01"}, "before the birth"),
        ({"what": "program-year", "day": "2010-01-01"}, "only 2020"),
        ({"what": "age-on", "birth": "2026-02-01", "on": "2026-03-01", "x": 1}, "not x"),
    ],
)
def test_what_cannot_be_worked_out_says_why(given, words):
    with pytest.raises(Uncomputable, match=words):
        compute(given)


# --- the rows -------------------------------------------------------------------------------------
FILE = {
    "deck": "/curriculum/testing-a-move/",
    "errors": {"an-error": "Takes one thing for another."},
    "items": [
        {
            "id": "testing-01",
            "kind": "case",
            "use": "practice",
            "level": 2,
            "rules": ["20 USC 6399(3)"],
            "read": "/handbook/",
            "ask": "How old?",
            "compute": {"what": "age-on", "birth": "2004-02-11", "on": "2026-02-10"},
            "options": [
                {"text": "21", "value": 21, "right": True, "why": "The birthday is tomorrow."},
                {"text": "22", "value": 22, "why": "Not yet.", "error": "an-error"},
            ],
        }
    ],
}


def load(folder):
    """Load the bank as a content load does; what it reports."""
    report = LoadReport()
    load_questions(folder, report)
    report.seeds.write()
    return report


def a_bank(folder, **changes):
    (folder / "questions").mkdir(exist_ok=True)
    content = FILE | changes
    (folder / "questions" / "testing-a-move.yaml").write_text(yaml.safe_dump(content), "utf-8")
    return folder


@pytest.mark.django_db
def test_a_file_loads_once_and_an_editor_s_words_stay(tmp_path):
    folder = a_bank(tmp_path)
    load(folder)
    question = Question.objects.get(slug="testing-01")
    assert [part.value for part in question.answers] == ["21", "22"]
    assert Misunderstanding.objects.get().words == "Takes one thing for another."

    again = load(folder)
    assert not again.changed and not again.added

    question.ask = "How old is Ana on that day?"
    question.save()
    kept = load(folder)
    assert Question.objects.get().ask == "How old is Ana on that day?"
    assert kept.kept == ["questions/testing-a-move.yaml#testing-01"]


@pytest.mark.django_db
def test_what_was_loaded_is_written_back_only_when_it_says_something_else(tmp_path):
    folder = a_bank(tmp_path)
    load(folder)
    assert export_questions(folder) == []

    Question.objects.update(ask="Another question?")
    assert export_questions(folder) == ["questions/testing-a-move.yaml"]
    written = _read(folder / "questions" / "testing-a-move.yaml")
    assert written["items"][0]["ask"] == "Another question?"
    assert written["items"][0]["options"][0] == {
        "text": "21", "right": True, "why": "The birthday is tomorrow.", "value": "21",
    }  # fmt: skip
    assert export_questions(folder) == []


def test_faults_of_a_file_name_file_line_and_question(tmp_path):
    item = FILE["items"][0] | {"rules": ["34 CFR 999.1"], "read": "/handbook/none/", "level": 9}

    found = [str(fault) for fault in check_questions([], a_bank(tmp_path, items=[item]))]

    assert any("deck: /curriculum/testing-a-move/: no such deck" in fault for fault in found)
    for words in ("34 CFR 999.1 is not in content/law", "read: /handbook/none/", "level: 9"):
        assert any("testing-a-move.yaml:" in f and "testing-01" in f and words in f for f in found)


@pytest.mark.django_db
def test_an_editor_is_told_what_is_wrong_with_a_question(tmp_path):
    load(a_bank(tmp_path))
    question = Question.objects.get()
    question.compute = {"what": "age-on", "birth": "2004-02-11", "on": "2026-02-11"}
    question.rules = []

    with pytest.raises(ValidationError) as refused:
        question.full_clean()

    assert "worked out was 22" in str(refused.value.message_dict["parts"])
    assert "rules" in refused.value.message_dict


# --- the real bank --------------------------------------------------------------------------------
def with_options():
    return [item for item in ITEMS if item["kind"] in {"single", "case"}]


def test_the_bank_is_large_and_of_every_kind():
    assert len(ITEMS) >= 200
    assert len({item["id"] for item in ITEMS}) == len(ITEMS)
    assert {item["kind"] for item in ITEMS} == {"single", "multiple", "order", "match", "case"}
    assert {item["level"] for item in ITEMS} == {1, 2, 3}


def hits_of_guessing(longest_or_shortest):
    """How often a guess at the longest or the shortest option is right; a tie is guessed among."""
    hits = 0.0
    for item in with_options():
        lengths = [(len(option["text"]), bool(option.get("right"))) for option in item["options"]]
        wanted = longest_or_shortest(length for length, _right in lengths)
        guesses = [right for length, right in lengths if length == wanted]
        hits += sum(guesses) / len(guesses)
    return hits


@pytest.mark.parametrize("guess", [max, min])
def test_length_does_not_give_the_key_away(guess):
    chances = [1 / len(item["options"]) for item in with_options()]
    room = 2.33 * sum(chance * (1 - chance) for chance in chances) ** 0.5  # one in a hundred

    assert hits_of_guessing(guess) <= sum(chances) + room


def test_no_place_gives_the_key_away():
    """The places of right options, as readers see them, are spread as chance would spread them."""
    places: Counter[int] = Counter()
    tries = [item for item in with_options() if len(item["options"]) == 4]
    for item in tries:
        shown = shuffled(item["id"], item["options"], lambda option: option["text"])
        places[next(at for at, option in enumerate(shown) if option.get("right"))] += 1

    expected = len(tries) / 4
    spread = sum((places[at] - expected) ** 2 / expected for at in range(4))
    assert spread < 11.34  # chi-squared, three degrees of freedom, one in a hundred


def test_every_wrong_option_names_a_real_misunderstanding_of_its_deck():
    for content in BANK:
        for item in content["items"]:
            for option in item.get("options", []):
                if not option.get("right"):
                    assert option["error"] in content["errors"], item["id"]


def test_no_two_questions_ask_the_same():
    asked = Counter(" ".join(item["ask"].lower().split()) for item in ITEMS)

    assert [words for words, count in asked.items() if count > 1] == []
