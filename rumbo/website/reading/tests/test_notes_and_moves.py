"""States' notes stand beside an article; an article that moved is found at its earlier addresses."""

import pytest
import yaml

from rumbo.website.frame.files.loading import LoadReport
from rumbo.website.frame.freshness import drop_pages_now
from rumbo.website.frame.models import Installation
from rumbo.website.reading.models import StateNote
from rumbo.website.reading.state_notes import check_notes, export_notes, load_notes
from rumbo.website.reading.tests.builders import CHAPTER, a_chapter, a_work, an_article, lines

pytestmark = pytest.mark.django_db
ARTICLE = f"{CHAPTER}the-move/"


@pytest.fixture
def article(site):
    return an_article(a_chapter(a_work(site.en)))


def a_note(state, slug="", **values):
    given = {
        "slug": slug or f"note-{state.lower()}",
        "state": state,
        "article": ARTICLE,
        "text_en": f"What {state} adds. {{state choice}}",
        "source_title": "An invented page",
        "source_url": "https://example.org/page",
    }
    note = StateNote(**given | values)
    note.full_clean()
    note.save()
    drop_pages_now()
    return note


def shown(client, path=ARTICLE):
    return client.get(path).content.decode()


# --- notes ----------------------------------------------------------------------------------------
def test_a_note_stands_folded_beside_the_national_text(article, client):
    a_note("TN")

    text = shown(client)

    assert "What TN adds." in text
    assert '<details class="r-statenote"><summary class="r-statenote__state">Tennessee' in text
    assert "A move" in text


def test_an_installation_opens_the_note_of_its_own_state_first(article, client):
    a_note("AK")
    a_note("TN")
    Installation.objects.update_or_create(defaults={"state": "TN"})
    drop_pages_now()

    text = shown(client)

    assert text.index("Tennessee") < text.index("Alaska")
    assert '<details class="r-statenote" open><summary class="r-statenote__state">Tennessee' in text


def test_a_spanish_reader_sees_the_spanish_note_or_the_english_one_marked(article, client):
    a_note("TN", text_es="Lo que agrega Tennessee.")
    a_note("AK")

    text = shown(client, f"/es{ARTICLE}")

    assert "Lo que agrega Tennessee." in text
    assert '<div class="usa-prose" lang="en"><p>What AK adds.' in text


def test_script_in_a_note_is_shown_and_never_obeyed(article, client):
    a_note("TN", text_en="<script>alert(1)</script>", source_title="<b>x</b>")

    text = shown(client)

    assert "<script>alert(1)" not in text
    assert "<b>x</b>" not in text


def test_an_article_without_notes_says_nothing_of_states(article, client):
    assert "What States add" not in shown(client)


ROW = {
    "slug": "tennessee-move",
    "state": "TN",
    "article": ARTICLE,
    "text_en": "So it is there.",
    "source_title": "A page",
    "source_url": "https://example.org/a",
}


def test_notes_load_from_their_file_and_go_back_only_when_changed(article, tmp_path):
    (tmp_path / "state-notes.yaml").write_text(yaml.safe_dump([ROW]), "utf-8")
    load_notes(tmp_path, LoadReport())
    assert export_notes(tmp_path) == []

    StateNote.objects.update(text_en="So it was.")
    assert export_notes(tmp_path) == ["state-notes.yaml"]
    assert "So it was." in (tmp_path / "state-notes.yaml").read_text("utf-8")


def test_faults_of_notes_name_the_note(tmp_path):
    rows = [ROW | {"state": "XX", "colour": "red"}, {"slug": "bare"}]
    (tmp_path / "state-notes.yaml").write_text(yaml.safe_dump(rows), "utf-8")

    found = " ".join(str(fault) for fault in check_notes([], tmp_path))

    for words in ("'XX' is no State's code", "colour: no such key", f"{ARTICLE}: no such article"):
        assert words in found
    assert 'state-notes.yaml#bare: has no "source_url"' in found


# --- moves ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_an_earlier_address_leads_on_for_good(article, client, prefix):
    article.moved_from = lines("/handbook/an-old-chapter/the-move/")
    article.save()

    answer = client.get(f"{prefix}/handbook/an-old-chapter/the-move/")

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{prefix}{ARTICLE}"


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_an_article_that_an_editor_moves_leaves_its_address_behind(site, article, client, prefix):
    other = a_chapter(article.get_parent().get_parent().specific, title="Other", slug="other")
    client.get(ARTICLE)

    article.move(other, pos="last-child")
    drop_pages_now()

    answer = client.get(f"{prefix}{ARTICLE}", follow=True)
    assert answer.redirect_chain == [(f"{prefix}/handbook/other/the-move/", 301)]
    assert answer.status_code == 200


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_chapter_with_a_new_slug_leads_on_with_all_its_articles(
    article, client, prefix, django_capture_on_commit_callbacks
):
    chapter = article.get_parent().specific
    with django_capture_on_commit_callbacks(execute=True):
        chapter.slug = "judging-a-move"
        chapter.save_revision().publish()
    drop_pages_now()

    answer = client.get(f"{prefix}{ARTICLE}", follow=True)

    assert answer.redirect_chain == [(f"{prefix}/handbook/judging-a-move/the-move/", 301)]
    assert answer.status_code == 200
