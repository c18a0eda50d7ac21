"""Our Markdown as Typst: every word is a literal."""

import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumbo.website.frame.markdown import box_title
from rumbo.website.reading.printed_parts import look
from rumbo.website.reading.typesetting import FONTS, compile_document
from rumbo.website.reading.typst_writer import Target, literal, write_markdown


def written(source: str, **values) -> str:
    return write_markdown(
        source,
        resolve=values.pop("resolve", lambda link: Target("address", link)),
        box_title=box_title,
        **values,
    )


def document(source: str) -> str:
    return (
        '#set document(title: "T", author: "A", date: none)\n#let document-language = "en"\n'
        '#let running-head = []\n#let running-foot = "Foot"\n#let has-cover = true\n'
        '#let superseded = ""\n#let page-of(number, count) = [#number of #count]\n'
        f"{look()}\n#heading(level: 1)[A]\n{source}"
    )


def pdf_of(source: str) -> bytes:
    with tempfile.TemporaryDirectory() as empty:
        return compile_document(source.encode(), "pdf", str(FONTS), empty)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('say "x"', '"say \\"x\\""'),
        ("a\\b", '"a\\\\b"'),
        ("#read(1) $x$ *b* @c <d>", '"#read(1) $x$ *b* @c <d>"'),
        ("two\nlines\x00", '"two lines"'),
        ("Nguye\u0302\u0303n ñ 🙂", '"Nguyễn ñ □"'),
    ],
)
def test_words_become_a_string_that_means_nothing_to_typst(words, expected):
    assert literal(words) == expected


def test_a_list_of_boxes_becomes_a_list_of_ticks():
    assert "#r-ticks([" in written("::: checklist\n- [ ] One\n- [ ] Two\n:::")


def test_a_table_has_its_header():
    out = written("| A | B |\n| --- | --- |\n| 1 | |")

    assert '#r-table(2, table.header([#"A";], [#"B";], ), [#"1";], [], );' in out


def test_a_column_headed_by_the_name_of_a_language_is_in_that_language():
    out = written("| English | Español |\n| --- | --- |\n| Good day | Buenos días |")

    assert 'text(lang: "es")[#"Buenos días";]' in out
    assert 'text(lang: "en")[#"Good day";]' in out


def test_a_level_left_out_in_the_text_is_not_left_out_in_print():
    out = written("## One\n\n#### Three")

    assert "heading(level: 2)" in out
    assert "heading(level: 3)" in out


def test_a_link_that_leads_nowhere_prints_its_words():
    assert written("[words](other:thing)", resolve=lambda link: None) == '#[#"words";];\n\n'


def test_everything_that_the_dialect_can_say_compiles_as_tagged_pdf():
    source = (
        "Text with **bold**, *italic*, `code`, \\\na break, [[34 CFR 200.81(g)]] {unverified: why}\n\n"
        "1. one\n2. two\n   - inner\n\n> quoted\n\n---\n\n```\ncode #here\n```\n\n"
        "| A | B |\n| --- | --- |\n| 1 | [x](https://example.org) |\n\n"
        "::: mistake A *title*\nWords.\n\n## Inside {#inside}\n:::\n\n![alt](x.svg)\n\n"
        "::: checklist\n- [ ] One\n:::\n\n"
        "::: decide Q\n1. Home?\n   - Yes: go to 2\n   - No: Ask. {our advice}\n2. Far?\n   - Yes: [[34 CFR 200.81(j)]]\n   - No: Ask. {our advice}\n:::\n"
    )

    assert pdf_of(document(written(source))).startswith(b"%PDF")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_document(text):
    # Typst refuses what is not marked up; hostile words are words.
    assert pdf_of(document(written(f"## H\n\n{text}\n\nend"))).startswith(b"%PDF")


@pytest.mark.parametrize(
    "hostile",
    ['#read("/etc/passwd")', '"]; #panic("x") #[', "`#raw`", "$ x $", "\\u{41}", "]", ")", "*/ /*"],
)
def test_hostile_words_are_printed_as_words(hostile):
    assert pdf_of(document(written(f"{hostile}\n\n- [ ] {hostile}\n"))).startswith(b"%PDF")
