"""What the Markdown of this site becomes, and what it refuses to become."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumbo.website.frame import markdown


def test_script_in_a_text_is_shown_and_never_obeyed():
    html = markdown.render("Hello <script>alert(1)</script> <img src=x onerror=alert(1)>")

    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example/x"]
)
def test_a_link_that_is_no_page_is_no_link(address):
    html = markdown.render(f"[press]({address})")

    assert "href" not in html


def test_a_citation_becomes_a_link_to_its_paragraph():
    html = markdown.render("So says the law [[34 CFR 200.81(g)]].")

    assert 'href="https://www.ecfr.gov/current/title-34/section-200.81#p-200.81(g)"' in html
    assert markdown.cited_keys("[[34 CFR 200.81(g)]]") == ["34 CFR 200.81(g)"]


def test_what_is_no_citation_stays_text():
    assert "[[the law]]" in markdown.render("see [[the law]]")


def test_a_mark_says_its_word_and_its_reason_in_the_readers_language():
    assert "<b>unverified</b>: not read" in markdown.render(
        "x {unverified: not read}", language="en"
    )
    assert "<b>sin verificar</b>" in markdown.render("x {unverified}", language="es")


def test_fixed_words_in_an_untranslated_text_are_in_the_language_of_the_text():
    source = "x {unverified}\n\n::: note\ny\n:::\n\n::: rule\n[z](/news/)\n:::"

    html = markdown.render(source, language="es", written_in="en")

    assert "<b>unverified</b>" in html
    assert ">Note</" in html
    assert ">The rule</" in html
    assert 'href="/es/news/"' in html


def test_an_internal_link_keeps_the_readers_language():
    assert 'href="/es/news/"' in markdown.render("[n](/news/)", language="es")
    assert 'href="/news/"' in markdown.render("[n](/news/)", language="en")


def test_headings_have_the_anchor_that_was_given_and_never_the_same_twice():
    source = "## One {#first}\n\ntext\n\n## Año nuevo\n\n## Año nuevo\n"

    assert [heading.anchor for heading in markdown.headings(source)] == [
        "first",
        "ano-nuevo",
        "ano-nuevo-2",
    ]
    assert "{#first}" not in markdown.render(source)


def test_a_checklist_has_one_box_for_each_line_with_its_words_as_label():
    html = markdown.render("::: checklist Before you sign\n- [ ] Birth date\n- [ ] Move\n:::")

    assert html.count('type="checkbox"') == 2
    assert html.count("<label>") == html.count("</label>") == 2


def test_each_cell_of_a_table_knows_its_column():
    html = markdown.render("| Work | Counts |\n| --- | --- |\n| Picking | yes |")

    assert '<th scope="col">Work</th>' in html.replace("\n", "")
    assert 'data-label="Counts"' in html


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_whatever_makes_a_tag_of_its_own(text):
    html = markdown.render(text)

    for tag in ("<script", "<iframe", "<object", "<style", "<img", "<svg", 'onerror="'):
        assert tag not in html.lower()


def test_no_blank_stands_between_a_strong_word_and_the_full_stop():
    assert "<strong>57 days</strong>. Soon" in markdown.render("**57 days**. Soon")


def test_words_in_another_language_say_which_one():
    html = markdown.render("Say: [buenas tardes](lang:es).")

    assert '<span lang="es">buenas tardes</span>' in html
    assert "href" not in html
    assert markdown.links("[buenas tardes](lang:es)") == []
    assert markdown.links("[bonjour](lang:fr)") == ["lang:fr"]


def test_a_table_column_headed_with_a_language_is_in_that_language():
    html = markdown.render("| English | Español |\n| --- | --- |\n| Where? | ¿Dónde? |")

    assert '<th scope="col">English</th><th scope="col" lang="es">Español</th>' in html.replace(
        "\n", ""
    )
    assert '<td data-label="Español" lang="es">¿Dónde?' in html
    spanish = markdown.render("| English |\n| --- |\n| Where? |", written_in="es")
    assert '<td data-label="English" lang="en">Where?' in spanish
