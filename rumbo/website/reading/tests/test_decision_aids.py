"""Decision aids: what is refused in a file, what the page and the paper carry, and the real ones."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rumbo.website.frame import decisions, markdown
from rumbo.website.frame.files.checking import check_texts
from rumbo.website.frame.files.reading import read_pages
from rumbo.website.reading.tests.builders import CHAPTER, a_handbook, an_article
from rumbo.website.reading.typst_writer import write_markdown

CONTENT = Path(__file__).resolve().parents[4] / "content"
AID = """\
::: decide Was it a move?
1. Did they leave one home for another?
   - Yes: go to 2
   - No, a visit: The law asks for another home [[20 USC 6399(5)(A)]]. Ask your State. {our advice}
2. Is it another district?
   - Yes: It looks like a move [[20 USC 6399(5)]].
   - Not sure: Ask your State. {our advice}
:::
"""
ENGLISH, SPANISH = (
    sorted(
        file
        for file in (CONTENT / language / "handbook").rglob("*.md")
        if "::: decide" in file.read_text("utf-8")
    )
    for language in ("en", "es")
)


def name_of(file: Path) -> str:
    return file.relative_to(CONTENT).as_posix()


def aids_in(text: str) -> list[decisions.Aid]:
    return list(decisions.aids_of(markdown.parse(text)))


def faults_in(text: str) -> list[tuple[int, str]]:
    return [fault for aid in aids_in(text) for fault in decisions.faults_of(aid)]


def ends_of(aid: decisions.Aid, place: int = 1) -> Iterator[decisions.Answer]:
    """Every answer in which some way through the aid ends."""
    for answer in aid.steps[place - 1].answers:
        if answer.to:
            yield from ends_of(aid, answer.to)
        else:
            yield answer


def test_a_sound_aid_has_no_fault_and_knows_where_each_answer_leads():
    (aid,) = aids_in(AID)

    assert faults_in(AID) == []
    assert aid.title == "Was it a move?"
    assert [[answer.to for answer in step.answers] for step in aid.steps] == [[2, None], [None] * 2]
    assert aid.steps[0].answers[1].words == "No, a visit"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("Yes: go to 2", "Yes: go to 3", 3, 'question 1, answer "Yes" leads to question 3'),
        ("Not sure: Ask your State. {our advice}", "Not sure: go to 1", 7, "a loop: question 1 > 2 > 1"),
        ("Yes: go to 2", "Yes: go to 1", 3, "a loop: question 1 > 1"),
        ("Yes: go to 2", "Yes: Ask. {our advice}", 5, "no answer leads to question 2"),
        ("Not sure: Ask your State. {our advice}", "Not sure:", 7, "has no outcome"),
        ("Not sure: Ask your State. {our advice}", "Not sure", 7, "an answer is words, a colon"),
        ("Ask your State. {our advice}\n:::", "Ask your State.\n:::", 7, "a citation or a mark"),
        ("Yes: go to 2", "Yes: go to 2 and hope {our advice}", 3, "stand alone after the colon"),
        ("2. Is it", "3. Is it", 5, "question 2 is written as 3"),
        ("   - Yes: go to 2\n", "", 2, "question 1 needs two answers or more; it has 1"),
        ("Not sure: Ask", "Yes: Ask", 5, 'question 2 has the answer "yes" twice'),
        (" Was it a move?", "", 1, "needs a title"),
        ("Is it another district?", "", 5, "question 2 has no words"),
        ("Yes: go to 2", "Yes: go to 2\n\n     More.", 3, "is more than one paragraph"),
    ],
)  # fmt: skip
def test_a_faulty_aid_is_named_with_its_line(old, new, line, said):
    assert AID.count(old) == 1

    faults = faults_in(AID.replace(old, new))

    assert any(at + 1 == line and said in words for at, words in faults), faults


def test_an_aid_without_its_list_is_a_fault():
    assert faults_in("::: decide Title\nWords.\n:::") == [
        (0, "a decision aid is one numbered list of questions; here are 0")
    ]


def test_the_check_of_content_names_file_and_line_and_the_only_place_for_an_aid(tmp_path):
    folder = tmp_path / "content"
    chapter = folder / "en" / "handbook" / "one"
    chapter.mkdir(parents=True)
    shutil.copytree(CONTENT / "law", folder / "law")
    (folder / "glossary.yaml").write_text("[]\n", "utf-8")
    bad = AID.replace("go to 2", "go to 9")
    (chapter / "a.md").write_text(f"---\ntype: article\ntitle: A\n---\n\nText.\n\n{bad}", "utf-8")
    (folder / "en/handbook/one.md").write_text(f"---\ntype: chapter\n---\n{AID}", "utf-8")

    found = [str(fault) for fault in check_texts(read_pages(folder), folder)]

    assert any(
        words.startswith("en/handbook/one/a.md:10: question 1, answer") and "question 9" in words
        for words in found
    )
    assert any(
        words.startswith("en/handbook/one.md:4: a decision aid stands in the text of an article")
        for words in found
    )


def test_the_list_reads_as_it_is_and_each_way_on_is_a_link_to_its_question():
    html = markdown.render(AID)

    assert "Decision aid: Was it a move?" in html
    assert "It decides nothing: the State does." in html
    assert '<strong>Yes</strong>: <a href="#decide-was-it-a-move-2">go to 2</a>' in html
    assert 'id="decide-was-it-a-move-2"' in html


def test_two_aids_of_one_title_have_questions_of_their_own():
    identifiers = re.findall(r'id="([^"]+)"', markdown.render(f"{AID}\n{AID}"))

    assert len(identifiers) == len(set(identifiers)) == 4


def test_the_fixed_words_of_an_aid_are_in_the_language_of_its_text():
    html = markdown.render(AID, language="es", written_in="en")

    assert "Start again" in html
    assert "Empezar de nuevo" in markdown.render(AID, language="es", written_in="es")


def test_on_paper_an_aid_is_its_list_and_says_that_it_decides_nothing():
    source = write_markdown(AID, resolve=lambda link: None, box_title=markdown.box_title)

    for words in ("It decides nothing: the State does.", "Did they leave one home", "go to 2"):
        assert words in source


@pytest.mark.django_db
def test_only_an_article_with_an_aid_loads_its_script(site, client):
    chapter = a_handbook(site.en)["chapter"]
    an_article(chapter, "with-an-aid", body=AID)

    assert b"reading/decide.js" in client.get(f"{CHAPTER}with-an-aid/").content
    assert b"reading/decide" not in client.get(f"{CHAPTER}the-move/").content


# --- the real ones -----------------------------------------------------------------------------
def test_the_handbook_has_its_aids_and_the_ones_on_eligibility_in_spanish_too():
    assert len(ENGLISH) >= 6
    assert len([file for file in SPANISH if "determining-eligibility" in str(file)]) == 4


@pytest.mark.parametrize("file", [*ENGLISH, *SPANISH], ids=name_of)
def test_no_way_through_an_aid_says_that_a_child_is_not_eligible(file):
    for aid in aids_in(file.read_text("utf-8")):
        ends = list(ends_of(aid))
        assert ends
        for answer in ends:
            assert not re.search(r"not eligible|no es elegible|does not qualify", answer.outcome)


@pytest.mark.parametrize("file", [*ENGLISH, *SPANISH], ids=name_of)
def test_where_an_aid_says_what_the_law_asks_for_it_says_whom_to_ask(file):
    asks = re.compile(r"\b(?:[Tt]he law asks for|[Ll]a ley pide)\b")
    whom = re.compile(
        r"\b[Aa]sk your State|\bpregunte a su estado|\bask all three|\ba los tres|schools|escuelas"
    )

    for aid in aids_in(file.read_text("utf-8")):
        for answer in ends_of(aid):
            if asks.search(answer.outcome):
                assert whom.search(answer.outcome.replace("Pregunte", "pregunte")), answer.outcome


@pytest.mark.parametrize("file", SPANISH, ids=name_of)
def test_a_spanish_aid_goes_the_same_ways_as_the_english_one_and_rests_on_the_same_law(file):
    twin = CONTENT / "en" / file.relative_to(CONTENT / "es")

    def shape(text: str) -> list[object]:
        aids = [[[a.to for a in step.answers] for step in aid.steps] for aid in aids_in(text)]
        box = text[text.index("::: decide") :]
        box = box[: box.index("\n:::\n")]
        return [aids, markdown.cited_keys(box)]

    assert shape(file.read_text("utf-8")) == shape(twin.read_text("utf-8"))
