"""What readers see of works, chapters, articles and the glossary."""

import pytest
from django.test import TestCase

from rumbo.website.frame.freshness import forget_all
from rumbo.website.reading.citing import citations_of, find_citing
from rumbo.website.reading.lookups import shelf
from rumbo.website.reading.models import ArticlePage
from rumbo.website.reading.tests.builders import (
    CHAPTER,
    a_chapter,
    a_curriculum,
    a_handbook,
    a_term,
    a_work,
    an_article,
)

pytestmark = pytest.mark.django_db


def html(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_an_article_names_the_one_before_and_the_one_after_in_order(site, client):
    a_handbook(site.en)

    page = html(client, f"{CHAPTER}the-move/")

    assert f'rel="prev" href="{CHAPTER}the-child/"' in page
    assert f'rel="next" href="{CHAPTER}the-work/"' in page


def test_the_first_article_has_nothing_before_it_and_the_last_leads_back_to_the_chapter(
    site, client
):
    a_handbook(site.en)

    assert 'rel="prev"' not in html(client, f"{CHAPTER}the-child/")
    assert "Back to the chapter" in html(client, f"{CHAPTER}the-work/")


def test_the_order_counts_not_the_day_of_writing(site, client):
    made = a_handbook(site.en)
    an_article(made["chapter"], "start-here", order=1)
    forget_all()

    leaves = [leaf.slug for leaf in shelf("en").find_part(CHAPTER).leaves]

    assert leaves == ["start-here", "the-child", "the-move", "the-work"]


def test_an_article_shows_its_edition_and_that_it_is_not_the_federal_manual(site, client):
    a_handbook(site.en)

    page = html(client, f"{CHAPTER}the-move/")

    assert "First edition, November 23, 2026." in page
    assert "this is not the federal manual" in page


def test_each_heading_has_a_permanent_link_to_itself(site, client):
    a_handbook(site.en)

    page = html(client, f"{CHAPTER}the-move/")

    assert '<h2 id="home">' in page
    assert page.count('href="#home"') == 2  # contents of the page, and beside the heading


def test_the_sentence_to_cite_names_title_chapter_work_edition_and_address(site, client):
    a_handbook(site.en)

    page = html(client, f"{CHAPTER}the-move/")

    assert (
        '“<span lang="en">The move</span>”, in: Testing a move, A Handbook. '
        "First edition, November 23, 2026." in page
    )
    assert f"http://testserver{CHAPTER}the-move/" in page


def test_the_margin_shows_the_words_of_the_paragraph_once(site, client):
    made = a_handbook(site.en)
    an_article(
        made["chapter"],
        "twice",
        order=5,
        body="Once [[20 USC 6399(5)(A)]].\n\n## Again {#again}\n\nTwice [[20 USC 6399(5)(A)]].",
    )

    page = html(client, f"{CHAPTER}twice/")

    assert page.count('id="law-20-usc-6399-5-a"') == 1
    assert 'href="#law-20-usc-6399-5-a"' in page
    assert "from one residence to another" in page


def test_a_spanish_address_without_a_translation_shows_the_english_article_and_says_so(
    site, client
):
    a_handbook(site.en)
    a_work(site.es, title="Un manual")

    page = html(client, f"/es{CHAPTER}the-move/")

    assert '<html lang="es"' in page
    assert '<h1 class="r-title__words" lang="en">The move</h1>' in page
    assert 'class="r-section__text usa-prose" lang="en"' in page
    assert "usa-site-alert" in page
    assert f'href="/es{CHAPTER}the-work/"' in page


def test_a_translated_article_stands_among_the_english_ones_in_spanish(site, client):
    made = a_handbook(site.en)
    work = a_work(site.es, title="Un manual", translation_key=made["work"].translation_key)
    chapter = a_chapter(work, title="Probar una mudanza")
    an_article(chapter, "the-move", order=20, title="La mudanza", translation="not-reviewed")

    page = html(client, f"/es{CHAPTER}the-move/")

    assert ">La mudanza</h1>" in page
    assert 'lang="en">The child</span>' in page
    assert f'href="/es{CHAPTER}the-child/"' in page


def test_a_checklist_has_boxes_to_tick_and_tools_that_wait_for_script(site, client):
    made = a_handbook(site.en)
    an_article(
        made["chapter"],
        "checklist",
        order=40,
        body="::: checklist Before you sign\n- [ ] One **thing** {our advice}\n- [ ] Two\n:::",
    )

    page = html(client, f"{CHAPTER}checklist/")

    assert page.count("data-tick>") == 2
    assert "data-tick-tools hidden" in page
    assert "on this device only" in page


def test_a_chapter_lists_articles_law_sources_checklists_and_its_pdf(site, client):
    made = a_handbook(site.en)
    a_curriculum(site.en)
    an_article(made["chapter"], "list", order=40, body="::: checklist List\n- [ ] One\n:::")

    page = html(client, CHAPTER)

    assert page.index("the-child/") < page.index("the-move/") < page.index("the-work/")
    assert "Test one move." in page
    assert "20 U.S.C. 6399(5)(A)" in page
    assert "An invented source" in page
    assert f'href="{CHAPTER}testing-a-move.pdf"' in page
    assert 'class="usa-tag">checklist' in page
    assert "/curriculum/testing-a-move/" in page


def test_a_draft_is_on_no_list_and_at_no_address(site, client):
    made = a_handbook(site.en)
    an_article(made["chapter"], "secret", order=15, live=False)

    assert "secret" not in html(client, CHAPTER)
    assert "secret" not in html(client, f"{CHAPTER}the-child/")
    assert client.get(f"{CHAPTER}secret/").status_code == 404


def test_script_in_an_article_is_shown_never_run(site, client):
    made = a_handbook(site.en)
    hostile = '<script>alert("x")</script>'
    an_article(
        made["chapter"],
        "hostile",
        order=50,
        title=hostile,
        summary=hostile,
        body=f"{hostile}\n\n## {hostile} {{#bad}}\n\n[x](javascript:alert(1))",
    )

    for address in (f"{CHAPTER}hostile/", CHAPTER, "/handbook/"):
        page = html(client, address)
        assert "<script>alert" not in page
        assert 'href="javascript:' not in page


def test_the_glossary_stands_in_both_languages_under_its_anchors(site, client):
    a_handbook(site.en)
    a_term()
    a_term("ahead", term_es="antes", source="", mark="commonly said", why_en="Only taught.")

    english = html(client, "/handbook/glossary/")
    spanish = html(client, "/es/handbook/glossary/")

    assert english.index('id="ahead"') < english.index('id="qualifying-move"')
    assert 'lang="es"' in english
    assert "mudanza que califica" in english
    assert "Only taught." in english
    assert spanish.index('id="ahead"') < spanish.index('id="qualifying-move"')


def test_only_the_handbook_has_the_glossary(site, client):
    a_handbook(site.en)
    a_curriculum(site.en)

    assert client.get("/curriculum/glossary/").status_code == 404


def test_a_term_leads_to_the_glossary_and_its_words_are_on_the_page(site, client):
    made = a_handbook(site.en)
    a_term()
    an_article(made["chapter"], "terms", order=5, body="A [move](term:qualifying-move).")
    forget_all()

    page = html(client, f"{CHAPTER}terms/")

    assert 'href="/handbook/glossary/#qualifying-move" data-term="qualifying-move"' in page
    assert 'data-term-note="qualifying-move"' in page
    assert "A change of home and district." in page


def test_who_rests_on_a_paragraph_is_known(site):
    made = a_handbook(site.en)
    a_term("a-move", source="20 USC 6399(5)(A)")

    found = find_citing("20 U.S.C. 6399(5)(A)", "en")

    assert [page.slug for page in found.pages] == ["the-child", "the-move", "the-work"]
    assert [term.slug for term in found.terms] == ["a-move"]
    assert citations_of(made["chapter"]) == ["20 USC 6399(5)"]


def test_words_and_checklists_are_counted_when_an_article_is_saved(site):
    made = a_handbook(site.en)

    article = an_article(
        made["chapter"], "counted", body="::: checklist\n- [ ] One two [[20 USC 6399]]\n:::"
    )

    article = ArticlePage.objects.get(pk=article.pk)
    assert (article.words, article.has_checklist) == (5, True)


@pytest.mark.parametrize("language", ["", "/es"])
def test_an_article_costs_at_most_ten_queries_however_many_there_are(
    site, client, language, django_assert_max_num_queries
):
    made = a_handbook(site.en)
    a_work(site.es, title="Un manual")
    for number in range(12):
        an_article(made["chapter"], f"more-{number}", order=100 + number)
    forget_all()
    html(client, f"{language}{CHAPTER}the-child/")

    with django_assert_max_num_queries(10):
        html(client, f"{language}{CHAPTER}the-move/")


def test_publishing_changes_the_list_at_once(site, client):
    made = a_handbook(site.en)
    html(client, CHAPTER)
    page = an_article(made["chapter"], "newest", order=60, live=False)

    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()

    assert "newest/" in html(client, CHAPTER)
