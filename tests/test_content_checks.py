"""The checks of the texts: reading grade, words of the glossary, rules beside the law."""

from pathlib import Path

import pytest

from rumbo.website.frame.files.checking import law_of
from rumbo.website.frame.files.reading import read_page_file
from scripts import reading_grade, sentences, term_use
from scripts.prose import CONTENT, Prose, blocks_of, prose_of, sentences_of
from scripts.term_forms import Term, is_form_of, pattern_of, read_terms

GLOSSARY = """\
- slug: migratory-agricultural-worker
  term_en: migratory agricultural worker
  term_es: trabajador agrícola migratorio
  definition_en: A worker.
  definition_es: Un trabajador.
  mark: derived
- slug: pass
  term_en: Portable Assisted Study Sequence
  short_en: PASS
  term_es: Secuencia Portátil de Estudio Asistido
  short_es: PASS
  definition_en: A course.
  definition_es: Un curso.
  mark: derived
"""
CHOICES = """\
not_ours:
  - say: migratory child
    not: [migrant child]
    language: en
    because: the law's word
    may_stand_in: [{file: en/handbook/a/quoting.md, because: quotes}]
ordinary: []
let_through: []
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with a small glossary and no text."""
    (tmp_path / "glossary.yaml").write_text(GLOSSARY, "utf-8")
    (tmp_path / "word-choices.yaml").write_text(CHOICES, "utf-8")
    for path in ("en/handbook/a", "es/handbook/a", "questions"):
        (tmp_path / path).mkdir(parents=True)
    write(tmp_path, "en/handbook/a/quoting.md", "A migrant child.")
    return tmp_path


def write(content: Path, path: str, body: str) -> None:
    (content / path).write_text(f"---\ntype: article\ntitle: A title\n---\n\n{body}\n", "utf-8")


def faults(content: Path) -> list[str]:
    return [str(fault) for fault in term_use.find_faults(content)]


def prose(body: str, language: str = "en") -> Prose:
    return Prose(f"{language}/handbook/a/b.md", language, tuple(blocks_of(body, 1)))


def terms(content: Path, language: str = "en"):
    return pattern_of(
        term for (spoken, _), term in read_terms(content).items() if spoken == language
    )


@pytest.fixture(scope="module")
def every() -> list[sentences.Sentence]:
    """Every sentence of the real Handbook that states a rule."""
    return sentences.normative_sentences()


@pytest.fixture(scope="module")
def glossary() -> dict[tuple[str, str], Term]:
    """The real terms, by language and slug."""
    return read_terms()


LONG = (
    "Notwithstanding considerable administrative complications, educational organizations "
    "individually determine appropriate institutional responsibilities, necessitating extraordinary "
    "interdepartmental coordination, documentation and communication throughout implementation."
)


def test_a_text_that_is_too_hard_is_named_with_its_grade_and_its_three_hardest_sentences(content):
    easy = "The family came in May. They work on a farm."
    body = "\n\n".join([LONG, f"{LONG[:-1]} everywhere.", easy, f"{LONG[:-1]} nationally."])

    grade = reading_grade.grade_of(prose(body), terms(content))

    assert grade is not None
    assert not grade.is_within
    [fault] = reading_grade.too_hard([grade])
    assert fault.startswith("en/handbook/a/b.md: grade ")
    assert len(grade.hardest) == 3
    assert easy.split(".")[0] not in fault


def test_a_hard_spanish_text_falls_under_its_points(content):
    hard = (
        "La responsabilidad interinstitucional correspondiente a la administración educativa "
        "implica extraordinarias complicaciones organizativas, documentales y comunicativas "
        "durante toda la implementación de los procedimientos administrativos correspondientes."
    )

    grade = reading_grade.grade_of(prose(hard, "es"), terms(content, "es"))

    assert grade is not None
    assert grade.value < reading_grade.LOWEST_POINTS
    assert not grade.is_within


def test_a_glossary_term_counts_as_one_short_word_in_each_of_its_forms(content):
    said = "Two migratory agricultural workers asked for PASS."

    counted = reading_grade.counted_words(said, "en", terms(content))

    assert counted == "Two term asked for term."


def test_citations_marks_tables_headings_code_and_foreign_words_do_not_count(content):
    plain = "The family came in May. They work on a farm."
    dressed = (
        "## Interdepartmental administrative responsibilities\n\n"
        "The family came in May [[20 USC 6399(3)]]. They work on a farm. {unverified: nobody read it}\n\n"
        "| Extraordinary | Complications |\n| --- | --- |\n| institutional | responsibilities |\n\n"
        "```\ninterdepartmental_communication\n```\n\n"
        "[responsabilidad interinstitucional extraordinaria](lang:es)\n"
    )

    grades = [reading_grade.grade_of(prose(body), terms(content)) for body in (plain, dressed)]

    assert grades[0] is not None
    assert grades[1] is not None
    assert grades[0].value == pytest.approx(grades[1].value)


def test_a_list_item_is_a_sentence_of_its_own(content):
    body = "\n".join(f"- a bag of red apples and pears, number {number}" for number in range(9))

    grade = reading_grade.grade_of(prose(body), terms(content))

    assert grade is not None
    assert grade.value < 6


@pytest.mark.parametrize(
    "text, count",
    [
        ("The U.S. Department wrote it. We read it.", 2),
        ("Llame a las 2:00 p. m. el martes. Después anote.", 2),
        ("It must [[20 USC 6399(3)]]. {our advice} Then go.", 2),
        ("He asked: 'Why?' She told him.", 2),
        ("It costs 3.5 dollars.", 1),
    ],
)
def test_a_text_is_cut_into_the_sentences_that_a_reader_hears(text, count):
    assert len(sentences_of(text)) == count


def test_a_mark_after_the_stop_stays_with_its_sentence():
    assert sentences_of("Go in. {our advice} Then ask [[20 USC 6399(3)]]. Wait.") == [
        "Go in. {our advice}",
        "Then ask [[20 USC 6399(3)]].",
        "Wait.",
    ]


@pytest.mark.parametrize(
    "said, language, slug, is_it",
    [
        ("migratory children", "en", "migratory-child", True),
        ("Certificates of Eligibility", "en", "certificate-of-eligibility", True),
        ("a COE", "en", "certificate-of-eligibility", True),
        ("certificate", "en", "certificate-of-eligibility", False),
        ("priority", "en", "priority-for-services", False),
        ("the local operating agencies", "en", "local-operating-agency", True),
        ("niñas migratorias", "es", "migratory-child", True),
        ("trabajadores agrícolas migratorios", "es", "migratory-agricultural-worker", True),
        ("los jóvenes fuera de la escuela", "es", "out-of-school-youth", True),
        ("mudanzas que califican", "es", "qualifying-move", True),
        ("fecha de llegada", "es", "qualifying-arrival-date", False),
        ("buscaron activamente", "es", "actively-sought", True),
    ],
)
def test_a_link_says_the_term_its_short_form_or_a_form_of_one_of_them(
    said, language, slug, is_it, glossary
):
    assert is_form_of(said, glossary[language, slug]) is is_it


def test_a_short_form_in_capitals_is_not_found_in_an_everyday_word():
    term = Term("pass", "en", ("Portable Assisted Study Sequence", "PASS"))

    assert pattern_of([term]).search("Ask before you pass on a name.") is None
    assert pattern_of([term]).search("PASS courses travel.") is not None


def test_a_link_with_other_words_is_named_by_file_and_line(content):
    write(content, "en/handbook/a/b.md", "One.\n\nAsk for a [study pack](term:pass).")

    assert faults(content) == [
        'en/handbook/a/b.md:8: "study pack" links to the term "Portable Assisted Study Sequence" or '
        '"PASS"; say that'
    ]


def test_a_spanish_text_that_links_other_terms_than_its_twin_is_named(content):
    write(content, "en/handbook/a/b.md", "Ask for [PASS](term:pass).")
    write(content, "es/handbook/a/b.md", "Pida PASS.")

    assert faults(content) == [
        "es/handbook/a/b.md: term:pass is linked in the English text and not in the Spanish"
    ]


def test_a_spanish_text_that_never_says_the_spanish_term_is_named(content):
    write(content, "en/handbook/a/b.md", "A migratory agricultural worker came.")
    write(content, "es/handbook/a/b.md", "Llegó un peón.")

    [fault] = faults(content)

    assert "trabajador agrícola migratorio" in fault


def test_a_term_that_is_half_of_a_pair_asks_for_nothing_in_the_twin(content):
    write(content, "en/handbook/a/b.md", "Farm or migratory agricultural worker.")
    write(content, "es/handbook/a/b.md", "Llegó alguien.")

    assert faults(content) == []


def test_an_exception_is_let_through_and_must_have_its_reason_and_its_file(content):
    choices = (content / "word-choices.yaml").read_text("utf-8")
    row = "let_through:\n  - {file: es/handbook/a/b.md, term: pass, because: a reason}\n"
    (content / "word-choices.yaml").write_text(choices.replace("let_through: []\n", row), "utf-8")
    write(content, "en/handbook/a/b.md", "Ask for [PASS](term:pass).")
    write(content, "es/handbook/a/b.md", "Pida el curso.")

    assert faults(content) == []

    (content / "word-choices.yaml").write_text(
        choices.replace("let_through: []\n", row.replace("a reason", '""')), "utf-8"
    )
    (content / "en/handbook/a/quoting.md").unlink()

    assert ["has no reason" in fault or "no such file" in fault for fault in faults(content)] == [
        True,
        True,
    ]


def test_a_word_that_is_not_ours_is_named_with_ours_but_not_in_an_address_or_a_listed_file(content):
    write(content, "en/handbook/a/b.md", "A migrant\nchild.\n\n[page](https://x.org/migrant child)")

    [fault] = faults(content)

    assert fault.startswith('en/handbook/a/b.md:6: "migrant child": our word is "migratory child"')


def test_the_same_seed_draws_the_same_sentences_and_another_seed_draws_others(every):
    drawn = sentences.draw(every, seed=1, count=50)

    assert len(drawn) == 50
    assert drawn == sentences.draw(list(reversed(every)), seed=1, count=50)
    assert drawn != sentences.draw(every, seed=2, count=50)


@pytest.mark.parametrize("seed", range(5))
def test_every_chapter_gives_at_least_one_sentence(seed, every):
    drawn = sentences.draw(every, seed=seed, count=50)

    assert {one.chapter for one in drawn} == {one.chapter for one in every}


def test_every_chapter_of_the_handbook_states_rules_to_draw_from(every):
    chapters = {
        "/".join(read_page_file(file, file.relative_to(CONTENT).as_posix()).parts[1:])
        for file in (CONTENT / "en" / "handbook").rglob("*.md")
        if "\ntype: chapter\n" in file.read_text("utf-8")
    }

    assert {one.chapter for one in every} == chapters


def test_a_drawn_sentence_states_a_rule_cites_the_law_and_prints_beside_the_paragraph(
    every, capsys
):
    law = law_of(CONTENT)

    printed = sentences.printed(1, every[0], law)

    assert all(sentences.NORMATIVE.search(one.words) and one.keys for one in every)
    assert f"[{every[0].keys[0]}]" in printed
    assert sentences.main(["--seed", "3", "--count", "2"]) == 0
    assert capsys.readouterr().out.count("en/handbook/") == 2


def test_a_paragraph_prints_under_the_opening_words_of_what_it_stands_in():
    lines = sentences.law_beside("20 USC 6394(e)(1)", law_of(CONTENT))

    assert any("Notwithstanding any other provision" in line for line in lines[:-1])
    assert lines[-1].startswith("(1) a child who ceases")


def test_the_line_of_a_block_is_its_line_in_the_file(content):
    write(content, "en/handbook/a/b.md", "One.\n\nTwo.")

    page = read_page_file(content / "en/handbook/a/b.md", "en/handbook/a/b.md")

    assert [block.line for block in prose_of(page).blocks] == [6, 8]
