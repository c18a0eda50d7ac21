"""A chapter on paper: tagged, complete, fresh."""

import io

import pdfua
import pikepdf
import pytest
from django.utils.translation import override

from rumbo.website.frame.freshness import forget_all
from rumbo.website.reading.chapter_pdf import chapter_source, find_chapter_pdf
from rumbo.website.reading.tests.builders import (
    CHAPTER,
    a_chapter,
    a_handbook,
    a_term,
    a_work,
    an_article,
)

pytestmark = pytest.mark.django_db

ADDRESS = f"{CHAPTER}testing-a-move.pdf"
BODY = """::: rule
A [move](term:qualifying-move) [[20 USC 6399(5)]].
:::

## The home {#home}

See [the child](/handbook/testing-a-move/the-child/#home), [the news](/news/) and [here](#home).

| A | B |
| --- | --- |
| 1 | 2 {derived: why} |

::: checklist Before you sign
- [ ] One
:::
"""


@pytest.fixture
def handbook(site):
    made = a_handbook(site.en)
    a_term()
    an_article(made["chapter"], "whole", order=40, body=BODY)
    forget_all()
    return made


def structure(pdf: pikepdf.Pdf) -> list[str]:
    names: list[str] = []

    def walk(node) -> None:
        if isinstance(node, pikepdf.Array):
            for part in node:
                walk(part)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                names.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.Root.StructTreeRoot)
    return names


def test_the_pdf_is_tagged_and_says_its_title_and_language(handbook, client):
    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        assert "Testing a move" in str(pdf.docinfo["/Title"])
        tags = structure(pdf)
    for tag in ("/H1", "/H2", "/Table", "/TH", "/L", "/Link", "/TOC"):
        assert tag in tags, tag


def test_a_checker_finds_no_fault_in_the_pdf(handbook, client, tmp_path):
    file = tmp_path / "chapter.pdf"
    file.write_bytes(client.get(ADDRESS).content)

    report = pdfua.validate(str(file))

    assert [finding.message for finding in report.findings] == []


def test_the_spanish_pdf_is_in_spanish_with_english_articles_marked(handbook, client, site):
    work = a_work(site.es, title="Un manual", translation_key=handbook["work"].translation_key)
    a_chapter(work, title="Probar una mudanza", translation="not-reviewed")
    forget_all()

    response = client.get(f"/es{ADDRESS}")

    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert str(pdf.Root.Lang) == "es"
        assert "Probar una mudanza" in str(pdf.docinfo["/Title"])


def test_fixed_words_inside_an_english_article_of_the_spanish_pdf_are_english(handbook):
    with override("es"):
        source = chapter_source(CHAPTER, "es", "https://rumbo.example.org")

    assert source is not None
    assert '#r-mark("derived", "why")' in source
    assert '#r-box("rule", "The rule")' in source
    assert "Este artículo aún no está traducido." in source


def test_a_changed_article_changes_the_pdf_and_an_unchanged_chapter_keeps_it(handbook):
    before = find_chapter_pdf(CHAPTER, language="en", base="http://testserver")
    forget_all()
    same = find_chapter_pdf(CHAPTER, language="en", base="http://testserver")
    article = handbook["second"]
    article.body = "Other words."
    article.save()
    forget_all()
    after = find_chapter_pdf(CHAPTER, language="en", base="http://testserver")

    assert before is same
    assert after != before


@pytest.mark.parametrize(
    "address",
    [
        f"{CHAPTER}another-name.pdf",
        "/handbook/no-such-chapter/no-such-chapter.pdf",
        "/handbook/testing-a-move/the-move.pdf",
    ],
)
def test_any_other_name_is_no_pdf(handbook, client, address):
    assert client.get(address).status_code == 404


def test_a_chapter_that_is_not_public_has_no_pdf(handbook, client):
    handbook["chapter"].live = False
    handbook["chapter"].save()
    forget_all()

    assert client.get(ADDRESS).status_code == 404


def test_hostile_words_do_not_break_the_pdf(handbook, client):
    an_article(
        handbook["chapter"],
        "hostile",
        order=60,
        title='"]; #panic("x")',
        body='#read("/etc/passwd") $x$ \\ ` [[20 USC 6399(5)]] *[x](javascript:1)*',
    )
    forget_all()

    assert client.get(ADDRESS).status_code == 200


def test_a_chapter_whose_pdf_cannot_be_made_is_still_read(handbook, client, monkeypatch):
    from rumbo.website.reading import chapter_pdf

    def refuse(source: str) -> bytes:
        raise chapter_pdf.typst.TypstError("refused")

    monkeypatch.setattr(chapter_pdf, "pdf_of", refuse)

    page = client.get(CHAPTER)

    assert page.status_code == 200
    assert ".pdf" not in page.content.decode()
    assert client.get(ADDRESS).status_code == 404
