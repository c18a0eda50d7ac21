"""The Handbook as a book for reading devices: epubcheck passes, and nothing is fetched from outside."""

import io
import re
import zipfile
from datetime import date

import pytest
from defusedxml.ElementTree import fromstring

from rumbo.website.reading.ebook.book import book_recipe
from rumbo.website.reading.ebook.xhtml import write_xhtml
from rumbo.website.reading.tests.builders import (
    CHAPTER,
    a_chapter,
    a_handbook,
    a_term,
    a_work,
    an_article,
)
from rumbo.website.reading.tests.epubcheck import faults_of_book
from rumbo.website.reading.tests.made import made_folder, publish  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_folder")]

EPUB = "/handbook/handbook.epub"
BODY = """::: rule A *rule* & more
A [move](term:qualifying-move) [[20 USC 6399(5)]] {unverified: not <read>}, said as
[buenas tardes](lang:es).
:::

## The home {#home}

#### Left out

See [the child](/handbook/testing-a-move/the-child/#home), [the news](/news/), [here](#home),
[nowhere](javascript:1), [a term](term:none) and <b>no HTML</b>. \\
`code <x>` ![a picture](x.png)

| English | Español |
| --- | --- |
| one | uno |

3. three
4. four

> quoted

---

```
fence <&>
```

::: checklist
- [ ] One
- [ ] Two
:::
"""


@pytest.fixture
def handbook(site):
    made = a_handbook(site.en)
    a_term()
    an_article(made["chapter"], "whole", order=40, title='Whole & "quoted" <x>', body=BODY)
    publish()
    return made


def book_of(client, address: str = EPUB) -> zipfile.ZipFile:
    response = client.get(address)
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(response.content))


def text_of(book: zipfile.ZipFile, name: str) -> str:
    return book.read(f"EPUB/{name}").decode()


@pytest.mark.parametrize(
    "address",
    [
        f"/es{EPUB}",
        pytest.param(EPUB, marks=pytest.mark.slow),
        pytest.param("/handbook/before-july-2017/before-july-2017.epub", marks=pytest.mark.slow),
    ],
)
def test_epubcheck_finds_nothing(handbook, site, client, tmp_path, address):
    spanish = a_work(site.es, title="Un manual", translation_key=handbook["work"].translation_key)
    a_chapter(spanish, title="Probar una mudanza", translation="not-reviewed")
    old = a_work(
        handbook["work"],
        slug="before-july-2017",
        superseded_by="/handbook/",
        in_force_until=date(2017, 6, 30),
    )
    an_article(a_chapter(old), "the-move")
    publish()
    file = tmp_path / "book.epub"
    file.write_bytes(client.get(address).content)

    assert faults_of_book(file) == []


def test_the_book_says_what_it_is_in_which_language_and_how_accessible(handbook, client):
    package = text_of(book_of(client), "package.opf")

    assert "<dc:language>en</dc:language>" in package
    assert "CC BY 4.0" in package
    assert "No government office wrote it" in package
    for name in ("accessMode", "accessModeSufficient", "accessibilityFeature"):
        assert f'property="schema:{name}"' in package
    assert 'property="schema:accessibilityHazard">none<' in package
    assert 'properties="cover-image"' in package
    assert 'properties="nav"' in package


def test_the_book_has_contents_cover_glossary_and_law(handbook, client):
    book = book_of(client)

    assert book.namelist()[0] == "mimetype"
    assert book.read("EPUB/cover.png").startswith(b"\x89PNG")
    assert 'alt="Cover: A Handbook.' in text_of(book, "cover.xhtml")
    contents = text_of(book, "nav.xhtml")
    assert 'href="chapter-testing-a-move.xhtml"' in contents
    assert 'href="chapter-testing-a-move.xhtml#article-the-child"' in contents
    assert 'id="term-qualifying-move"' in text_of(book, "glossary.xhtml")
    assert "20 U.S.C. 6399(5)" in text_of(book, "law.xhtml")


def test_links_inside_the_work_stay_inside_the_book(handbook, client):
    chapter = text_of(book_of(client), "chapter-testing-a-move.xhtml")

    assert 'href="chapter-testing-a-move.xhtml#article-the-child--home"' in chapter
    assert 'href="chapter-testing-a-move.xhtml#article-whole--home"' in chapter
    assert 'href="glossary.xhtml#term-qualifying-move"' in chapter
    assert 'href="http://testserver/news/"' in chapter


def test_the_book_holds_no_script_no_form_and_no_file_of_another_site(handbook, client):
    book = book_of(client)

    for name in book.namelist():
        if name.endswith((".xhtml", ".opf", ".xml")):
            text = book.read(name).decode()
            fromstring(text)
            assert not re.search(r"<(script|input|form|iframe|object|style)\b", text), name
            assert not re.search(r'(?:src|<link[^>]* href)="(?:https?:)?//', text), name


def test_words_in_another_language_say_so_in_the_book(handbook, client):
    chapter = text_of(book_of(client), "chapter-testing-a-move.xhtml")

    assert '<span lang="es" xml:lang="es">buenas tardes</span>' in chapter
    assert '<th scope="col" lang="es" xml:lang="es">Español</th>' in chapter
    assert '<td lang="es" xml:lang="es">uno</td>' in chapter


def test_the_spanish_book_marks_what_is_english_and_what_is_not_reviewed(handbook, site, client):
    work = a_work(site.es, title="Un manual", translation_key=handbook["work"].translation_key)
    a_chapter(work, title="Probar una mudanza", translation="not-reviewed")
    publish()

    response = client.get(f"/es{EPUB}")
    chapter = text_of(zipfile.ZipFile(io.BytesIO(response.content)), "chapter-testing-a-move.xhtml")

    assert '<html xmlns="http://www.w3.org/1999/xhtml"' in chapter
    assert 'lang="es" xml:lang="es">\n<head><title>Probar una mudanza' in chapter
    assert "Este artículo aún no está traducido." in chapter
    assert 'aria-labelledby="article-the-child-title" lang="en" xml:lang="en"' in chapter
    assert 'filename="handbook-es.epub"' in response.headers["Content-Disposition"]


def test_an_older_edition_says_so_in_each_chapter_of_its_book(handbook, client):
    old = a_work(
        handbook["work"],
        slug="before-july-2017",
        superseded_by="/handbook/",
        in_force_until=date(2017, 6, 30),
    )
    a_chapter(old)
    publish()

    book = book_of(client, "/handbook/before-july-2017/before-july-2017.epub")

    for name in ("title.xhtml", "chapter-testing-a-move.xhtml"):
        assert "These rules were in force until June 30, 2017." in text_of(book, name)


def test_the_same_words_make_the_same_book(handbook):
    recipes = [
        book_recipe("/handbook/", language="en", base="https://rumbo.example.org")
        for _again in range(2)
    ]

    first, second = [recipe.make() for recipe in recipes if recipe is not None]

    assert first == second


def test_a_work_that_readers_cannot_see_has_no_book(handbook, client):
    handbook["work"].live = False
    handbook["work"].save()
    publish()

    assert client.get(EPUB).status_code == 404
    assert client.get(f"{CHAPTER}testing-a-move.epub").status_code == 404


def test_an_answer_of_a_decision_aid_leads_to_its_question(handbook, client):
    an_article(
        handbook["chapter"],
        "aid",
        order=70,
        body="::: decide Was it a move?\n1. A new home?\n   - Yes: go to 2\n"
        "   - No: Ask on. {our advice}\n2. A new district?\n   - Yes: Write it. {our advice}\n:::",
    )
    publish()

    chapter = text_of(book_of(client), "chapter-testing-a-move.xhtml")

    places = re.findall(r'<a href="#(article-aid--[^"]+)">go to 2</a>', chapter)
    assert len(places) == 1
    assert f'<li id="{places[0]}">A new district?' in chapter
    assert "It decides nothing" in chapter


def test_html_in_a_text_is_words_in_the_book():
    html = write_xhtml(
        "<script>x</script> & 1 < 2",
        resolve=lambda link: None,
        written_in="en",
        level=2,
        anchor_start="a--",
    )

    assert "&lt;script&gt;x&lt;/script&gt; &amp; 1 &lt; 2" in html
