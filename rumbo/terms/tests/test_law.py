from pathlib import Path

import pytest

from rumbo.terms.citations import parse_citation
from rumbo.terms.law import (
    UnknownParagraph,
    UnreadableLaw,
    get_paragraph,
    list_whole_text,
    read_law,
    read_laws,
)

LAW_FOLDER = Path(__file__).resolve().parents[3] / "content" / "law"


@pytest.fixture(scope="module")
def law():
    return read_laws(
        {path.name: path.read_text(encoding="utf-8") for path in sorted(LAW_FOLDER.glob("*.md"))}
    )


def test_every_label_of_our_copies_has_its_key(law):
    sections = [key for key in law if "(" not in key]

    assert len(law) == 408
    assert len(sections) == 9 + 9 + 1 + 7
    assert all(parse_citation(key).key == key for key in law)


@pytest.mark.parametrize(
    ("key", "heading", "words"),
    [
        ("34 CFR 200.81", "Program definitions", "apply to programs and projects"),
        ("34 CFR 200.81(g)", "Migratory child", "in the preceding 36 months"),
        ("34 CFR 200.81(i)(4)", "", "Individuals with Disabilities Education Act"),
        ("34 CFR 200.81(j)", "Move or Moved", "from one residence to another residence"),
        ("34 CFR 200.81(p)", "Temporary employment", "no longer than 12 months"),
        ("34 CFR 200.85(b)(1)", "General", ""),
        ("34 CFR 200.85(b)(1)(i)", "", "(e.g., public"),
        ("34 CFR 200.85(b)(3)(i)(B)(2)", "", "Notify MSIX within 30 calendar days"),
        ("34 CFR 200.85(e)(1)(iii)", "", ""),
        ("34 CFR 200.85(e)(1)(iii)(B)", "", "must respond as if"),
        ("34 CFR 200.89(b)(2)", "Prospective re-interviewing", "must annually validate"),
        ("34 CFR 200.89(b)(2)(iii)", "", "face-to-face"),
        ("34 CFR 200.103(b)(1)", "", "Persons up through age 21"),
        ("34 CFR 206.5(a)", "Definitions in EDGAR", "Minor remodeling"),
        ("20 USC 6393(a)", "State allocations", "equal to the product of"),
        ("20 USC 6393(a)(1)(A)", "", "based on data for the preceding 3 years"),
        ("20 USC 6394(d)", "Priority for services", "within the previous 1-year period"),
        ("20 USC 6394(e)(2)", "", "for 1 additional school year"),
        ("20 USC 6398(b)(2)(A)", "In general", "student record systems"),
        ("20 USC 6399(3)", "Migratory child", "The term “migratory child” means"),
        ("20 USC 6399(5)(B)(ii)", "", "more than 15,000 square miles"),
    ],
)
def test_a_key_gives_the_paragraph_with_its_own_words(law, key, heading, words):
    paragraph = get_paragraph(law, key)

    assert paragraph.key == key
    assert paragraph.heading == heading
    assert words in paragraph.text


def test_the_letter_i_is_not_taken_for_the_roman_one(law):
    letters = [parse_citation(key).paragraphs[-1] for key in law["34 CFR 200.81"].children]

    assert letters == list("abcdefghijklmnop")


def test_other_spellings_of_a_key_find_the_paragraph(law):
    assert get_paragraph(law, "20 U.S.C. 6399 (3)").key == "20 USC 6399(3)"


@pytest.mark.parametrize(
    "key",
    ["34 CFR 200.81(q)", "34 CFR 200.85(f)(2)(i)", "20 USC 6399(9)", "20 USC 1232g", "nonsense"],
)
def test_a_key_that_our_copies_lack_is_an_error(law, key):
    with pytest.raises(UnknownParagraph) as caught:
        get_paragraph(law, key)

    assert caught.value.key == key


def test_a_paragraph_is_printed_with_all_that_stands_inside_it(law):
    lines = list_whole_text(law, "20 USC 6399(5)")

    assert [(depth, label) for depth, label, _ in lines] == [
        (0, "(5)"),
        (1, "(A)"),
        (1, "(B)"),
        (2, "(i)"),
        (2, "(ii)"),
    ]


def test_the_history_of_a_section_is_a_note_and_not_law(law):
    section = law["34 CFR 200.86"]

    assert section.notes == (
        "(Authority: 20 U.S.C. 6396)",
        "[67 FR 71736, Dec. 2, 2002; 68 FR 19152, Apr. 18, 2003]",
    )
    assert "FR" not in section.text.replace("CFR", "")


def test_no_markdown_is_left_in_the_words(law):
    assert not [key for key, paragraph in law.items() if "*" in paragraph.text + paragraph.heading]


A_SECTION = "# 34 CFR 1.1, Example\n\n## § 1.1 Example.\n\n(a) First.\n\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (A_SECTION + "(c) Third.\n", 7, "does not follow"),
        (A_SECTION + "(2) Second.\n", 7, "does not follow"),
        (A_SECTION + "(iv) Fourth.\n", 7, "does not follow"),
        (A_SECTION + "## Example\n", 7, "not the heading of a section"),
        ("# Example\n", 1, "must name a title"),
        ("# 34 CFR 1.1, Example\n", 1, "holds no section"),
        ("", 1, "holds no section"),
    ],
)
def test_a_file_out_of_shape_is_named_by_line(text, line, reason):
    with pytest.raises(UnreadableLaw) as caught:
        read_law(text, source_name="example.md")

    assert str(caught.value).startswith(f"example.md, line {line}: ")
    assert reason in caught.value.reason


def test_a_label_that_fits_two_places_is_not_guessed():
    text = (
        "# 34 CFR 1.1, Example\n\n## § 1.1 Example.\n\n"
        + "\n\n".join(f"({letter}) Words." for letter in "abcdefgh")
        + "\n\n(1) Words.\n\n(i) Words.\n"
    )

    with pytest.raises(UnreadableLaw, match="fits two places"):
        read_law(text)


def test_one_section_in_two_files_is_an_error():
    with pytest.raises(UnreadableLaw, match="34 CFR 1.1"):
        read_laws({"one.md": A_SECTION, "two.md": A_SECTION})
