"""Works, chapters, articles and outlines on paper: tagged, complete, fresh."""

from datetime import date, timedelta

import pdfua
import pytest
from django.utils import timezone

from rumbo.website.frame.freshness import drop_pages_now
from rumbo.website.reading.printed_documents import article_source, chapter_source, work_source
from rumbo.website.reading.tests.builders import (
    CHAPTER,
    DECK,
    a_chapter,
    a_curriculum,
    a_handbook,
    a_term,
    a_work,
    an_article,
)
from rumbo.website.reading.tests.made import (
    bookmarks_of,
    languages_of,
    made_folder,  # noqa: F401 (a fixture)
    opened,
    publish,
    tags_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_folder")]

WORK_PDF = "/handbook/handbook.pdf"
CHAPTER_PDF = f"{CHAPTER}testing-a-move.pdf"
ARTICLE_PDF = f"{CHAPTER}whole.pdf"
OUTLINE_PDF = f"{DECK}handout.pdf"
BASE = "https://rumbo.example.org"
BODY = """::: rule
A [move](term:qualifying-move) [[20 USC 6399(5)]], said as [buenas tardes](lang:es).
:::

## The home {#home}

See [the child](/handbook/testing-a-move/the-child/#home), [the news](/news/) and [here](#home).

| English | Español |
| --- | --- |
| one | uno {derived: why} |

## Another {#another}

::: checklist Before you sign
- [ ] One
:::

## A third {#third}

Words.
"""


@pytest.fixture
def handbook(site):
    made = a_handbook(site.en)
    a_term()
    made["whole"] = an_article(made["chapter"], "whole", order=40, body=BODY)
    publish()
    return made


@pytest.fixture
def old_edition(handbook):
    old = a_work(
        handbook["work"],
        title="The old rules",
        slug="before-july-2017",
        edition="Superseded edition",
        edition_on=None,
        superseded_by="/handbook/",
        in_force_until=date(2017, 6, 30),
    )
    chapter = a_chapter(old)
    an_article(chapter, "the-move")
    publish()
    return old


@pytest.mark.parametrize("address", [WORK_PDF, CHAPTER_PDF, ARTICLE_PDF])
def test_the_pdf_is_tagged_and_says_its_title_and_language(handbook, client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    with opened(response.content) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        assert "A Handbook" in str(pdf.docinfo["/Title"])
        tags = tags_of(pdf)
    for tag in ("/H1", "/H2", "/Table", "/TH", "/L", "/Link", "/TOC"):
        if (tag, address) != ("/H2", ARTICLE_PDF):
            assert tag in tags, tag


@pytest.mark.parametrize("address", [WORK_PDF, CHAPTER_PDF, ARTICLE_PDF])
def test_a_checker_finds_no_fault_in_the_pdf(handbook, client, tmp_path, address):
    file = tmp_path / "checked.pdf"
    file.write_bytes(client.get(address).content)

    report = pdfua.validate(str(file))

    assert [finding.message for finding in report.findings] == []


@pytest.mark.parametrize("address", [WORK_PDF, CHAPTER_PDF, ARTICLE_PDF])
def test_words_in_another_language_say_so_in_the_pdf(handbook, client, address):
    with opened(client.get(address).content) as pdf:
        assert "es" in languages_of(pdf)


def test_the_whole_work_has_bookmarks_for_chapters_articles_glossary_and_law(handbook, client):
    with opened(client.get(WORK_PDF).content) as pdf:
        bookmarks = bookmarks_of(pdf)

    for title in ("Testing a move", "The child", "Whole", "Glossary", "Law cited, with the pages"):
        assert title in bookmarks, title


def test_the_title_page_names_edition_independence_and_licence(handbook):
    document = work_source("/handbook/", language="en", base=BASE)

    assert document is not None
    front = document.source.partition("#outline(")[0]
    assert "First edition, November 23, 2026" in front
    assert "No government office wrote it" in front
    assert "CC BY 4.0" in front
    assert f"{BASE}/handbook/" in front


def test_a_link_from_article_to_article_stays_inside_the_document(handbook):
    document = work_source("/handbook/", language="en", base=BASE)

    assert document is not None
    assert '#link(label("/handbook/testing-a-move/the-child/#home"))' in document.source
    assert f'#r-link("{BASE}/news/")' in document.source


def test_an_article_alone_links_to_the_others_on_the_web(handbook):
    document = article_source(f"{CHAPTER}whole/", language="en", base=BASE)

    assert document is not None
    assert f'#r-link("{BASE}/handbook/testing-a-move/the-child/#home")' in document.source
    assert '#link(label("/handbook/testing-a-move/whole/#home"))' in document.source


def test_an_article_alone_that_names_its_chapter_and_itself_can_still_be_set(site):
    chapter = a_chapter(a_work(site.en))
    body = f"Back to the [chapter]({CHAPTER}), or to [this page]({CHAPTER}alone/)."
    an_article(chapter, "alone", body=body)
    drop_pages_now()

    document = article_source(f"{CHAPTER}alone/", language="en", base=BASE)

    assert document is not None
    assert f'#r-link("{BASE}{CHAPTER}")[' in document.source
    assert f'#r-link("{BASE}{CHAPTER}alone/")[' in document.source


def test_the_present_edition_carries_no_mark_of_an_older_one(handbook):
    document = work_source("/handbook/", language="en", base=BASE)

    assert document is not None
    assert '#let superseded = ""' in document.source


@pytest.mark.parametrize(
    "make",
    [
        lambda: work_source("/handbook/before-july-2017/", language="en", base=BASE),
        lambda: chapter_source(
            "/handbook/before-july-2017/testing-a-move/", language="en", base=BASE
        ),
        lambda: article_source(
            "/handbook/before-july-2017/testing-a-move/the-move/", language="en", base=BASE
        ),
    ],
)
def test_an_older_edition_carries_its_mark_on_every_page(old_edition, make):
    document = make()

    mark = "Superseded. These rules were in force until June 30, 2017. They decide nothing today."
    assert f'#let superseded = "{mark}"' in document.source
    assert '#r-box("warning", "Superseded")' in document.source


def test_an_older_edition_is_a_pdf_of_its_own_and_not_in_the_present_one(old_edition, client):
    own = client.get("/handbook/before-july-2017/before-july-2017.pdf")
    present = work_source("/handbook/", language="en", base=BASE)

    assert own.content.startswith(b"%PDF-")
    assert present is not None
    assert "The old rules" not in present.source


def test_the_spanish_pdf_is_in_spanish_with_english_articles_marked(handbook, client, site):
    work = a_work(site.es, title="Un manual", translation_key=handbook["work"].translation_key)
    a_chapter(work, title="Probar una mudanza", translation="not-reviewed")
    publish()

    chapter = client.get(f"/es{CHAPTER_PDF}")
    whole = work_source("/handbook/", language="es", base=BASE)

    with opened(chapter.content) as pdf:
        assert str(pdf.Root.Lang) == "es"
        assert "Probar una mudanza" in str(pdf.docinfo["/Title"])
        assert "en" in languages_of(pdf)
    assert 'filename="testing-a-move-es.pdf"' in chapter.headers["Content-Disposition"]
    assert whole is not None
    assert "Traducido, aún sin revisar." in whole.source
    assert "Este artículo aún no está traducido." in whole.source


def test_fixed_words_inside_an_english_article_of_the_spanish_pdf_are_english(handbook):
    document = chapter_source(CHAPTER, language="es", base=BASE)

    assert document is not None
    assert '#r-mark("derived", "why")' in document.source
    assert '#r-box("rule", "The rule")' in document.source
    assert "Este artículo aún no está traducido." in document.source


def test_a_changed_article_changes_every_pdf_that_holds_it(handbook, client):
    addresses = (WORK_PDF, CHAPTER_PDF, ARTICLE_PDF)
    before = [client.get(address).content for address in addresses]
    handbook["whole"].body = "Other words [[20 USC 6399(5)]]."
    handbook["whole"].save()
    publish()

    after = [client.get(address).content for address in addresses]

    assert all(old != new for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize(
    "address",
    [
        f"{CHAPTER}another-name.pdf",
        f"{CHAPTER}testing-a-move.epub",
        f"{CHAPTER}the-move.epub",
        "/handbook/no-such-chapter/no-such-chapter.pdf",
        "/handbook/testing-a-move.pdf",
        "/handbook/testing-a-move/the-move/the-move.pdf",
        "/handbook/other.pdf",
        "/nothing/nothing.pdf",
    ],
)
def test_any_other_name_is_no_file(handbook, client, address):
    assert client.get(address).status_code == 404


def test_what_is_not_public_is_in_no_pdf(handbook, client):
    handbook["whole"].live = False
    handbook["whole"].save()
    publish()

    whole = work_source("/handbook/", language="en", base=BASE)

    assert client.get(ARTICLE_PDF).status_code == 404
    assert whole is not None
    assert "Before you sign" not in whole.source


def test_a_page_whose_end_has_come_is_in_no_pdf_though_the_timer_is_late(handbook):
    handbook["whole"].expire_at = timezone.now() - timedelta(minutes=1)
    handbook["whole"].save()
    handbook["first"].expire_at = timezone.now() + timedelta(hours=1)
    handbook["first"].save()
    publish()

    whole = work_source("/handbook/", language="en", base=BASE)

    assert whole is not None
    assert "Before you sign" not in whole.source
    assert whole.until == handbook["first"].expire_at


def test_hostile_words_do_not_break_the_pdf(handbook, client):
    an_article(
        handbook["chapter"],
        "hostile",
        order=60,
        title='"]; #panic("x")',
        body='#read("/etc/passwd") $x$ \\ ` [[20 USC 6399(5)]] *[x](javascript:1)*',
    )
    publish()

    for address in (WORK_PDF, CHAPTER_PDF, f"{CHAPTER}hostile.pdf"):
        assert client.get(address).status_code == 200


def test_the_outline_of_a_deck_has_its_gaps_and_no_answer(site, client, tmp_path):
    a_curriculum(site.en)
    publish()

    response = client.get(OUTLINE_PDF)

    from rumbo.website.reading.outline_pdf import outline_source

    document = outline_source(DECK, language="en", base=BASE)
    assert document is not None
    assert "A move crosses a " in document.source
    assert "#r-gap(" in document.source
    assert "boundary" not in document.source
    assert "qualifies" not in document.source
    file = tmp_path / "outline.pdf"
    file.write_bytes(response.content)
    assert [finding.message for finding in pdfua.validate(str(file)).findings] == []


def test_a_work_without_chapters_has_no_file_of_the_whole(site, client):
    a_curriculum(site.en)
    publish()

    assert client.get("/curriculum/curriculum.pdf").status_code == 404
    assert ".epub" not in client.get("/curriculum/").content.decode()
