"""What the offline copy holds, how it is shared out over files, and how a change shows."""

import hashlib
import json

import pytest

from rumbo.website.frame.freshness import drop_pages_now, forget_all
from rumbo.website.reading.offline.index import index_of
from rumbo.website.reading.offline.making import present_copy
from rumbo.website.reading.offline.pages import kept_pages
from rumbo.website.reading.offline.parts import MARK, share, whole
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


@pytest.fixture
def handbook(site):
    """A handbook with one translated article and one term."""
    made = a_handbook(site.en)
    work = a_work(site.es, title="Un manual", translation_key=made["work"].translation_key)
    chapter = a_chapter(
        work, title="Probar una mudanza", translation_key=made["chapter"].translation_key
    )
    made["spanish"] = an_article(
        chapter,
        "the-move",
        order=20,
        title="La mudanza",
        body="## El hogar {#home}\n\nPalabras.",
        translation="not-reviewed",
        translation_key=made["second"].translation_key,
    )
    a_term()
    forget_all()
    return made


def change(page, **values):
    """Change a page as publishing does."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save()
    drop_pages_now()


def test_the_copy_has_each_page_in_the_languages_it_is_written_in(handbook):
    assert list(present_copy().pages) == [
        "/handbook/",
        "/handbook/glossary/",
        CHAPTER,
        f"{CHAPTER}the-child/",
        f"{CHAPTER}the-move/",
        f"{CHAPTER}the-work/",
        "/es/handbook/",
        "/es/handbook/glossary/",
        f"/es{CHAPTER}",
        f"/es{CHAPTER}the-move/",
    ]


def test_neither_the_curriculum_nor_an_older_edition_is_in_the_copy(handbook, site):
    a_curriculum(site.en)
    a_work(
        handbook["work"],
        title="The older one",
        slug="before-july-2017",
        superseded_by="/handbook/",
        in_force_until="2017-06-30",
    )
    forget_all()

    assert not [path for path in present_copy().pages if "curriculum" in path or "2017" in path]


def test_a_draft_is_not_in_the_copy(handbook):
    change(handbook["third"], live=False)

    assert f"{CHAPTER}the-work/" not in present_copy().pages


def test_a_kept_article_shows_the_law_that_it_cites_the_edition_and_its_neighbours(handbook):
    page = next(one for one in kept_pages("en") if one.path == f"{CHAPTER}the-move/")

    assert '<details class="r-law" id="law-20-usc-6399-5-a"' in page.html
    assert "First edition, November 23, 2026" in page.html
    assert f'rel="prev" href="{CHAPTER}the-child/"' in page.html
    assert f'rel="next" href="{CHAPTER}the-work/"' in page.html


def test_an_unreviewed_translation_says_so_in_the_copy_too(handbook):
    page = next(one for one in kept_pages("es") if one.path == f"{CHAPTER}the-move/")

    assert "Traducido, aún sin revisar." in page.html


def test_only_the_page_whose_words_changed_counts_as_changed(handbook):
    before = present_copy().pages

    change(handbook["second"], title="The move, told better")
    after = present_copy().pages

    changed = [path for path in after if before[path][0] != after[path][0]]
    assert changed == [f"{CHAPTER}the-move/"]


def test_a_copy_of_the_same_words_has_the_same_fingerprint(handbook):
    before = present_copy()

    drop_pages_now()

    assert present_copy() is not before
    assert present_copy().fingerprint == before.fingerprint


def test_pieces_that_stand_often_are_kept_once_and_come_back_whole():
    note = (
        '<details class="r-law" id="a"><summary>20 U.S.C. 6399(5)</summary><p>Words.</p></details>'
    )
    pages = {"one": f"<p>A {note}</p>{MARK}", "two": f"<p>B {note}</p>"}

    shared, pieces = share(pages)

    assert note in pieces
    assert len(shared["one"]) < len(pages["one"]) / 2
    assert whole(shared["one"], pieces) == pages["one"].replace(MARK, "")
    assert whole(shared["two"], pieces) == pages["two"]


def test_a_word_is_in_the_index_by_its_stem_and_under_its_place(handbook):
    change(
        handbook["first"],
        body="## Sixty days {#days}\n\nWritten on the 60th day, 34 CFR 200.81(g).",
    )

    found = index_of(kept_pages("en"), "en")
    number = [path for path, _title in found["pages"]].index(f"{CHAPTER}the-child/")
    place = [(page, anchor) for page, anchor, *_ in found["places"]].index((number, "days"))

    assert {"60", "day", "200.81(g)", "200.81"} <= set(found["stems"])
    assert places_of(found["stems"]["60"]) == [place]


def places_of(written: str) -> list[int]:
    """The places of a stem, read as the device reads them."""
    places, step, at = [], "", 0
    for letter in written:
        if letter.isupper():
            at += int(step or "0", 36)
            places.append(at)
            step = ""
        else:
            step += letter
    return places


def test_the_list_names_each_file_with_its_digest(handbook, client):
    listed = client.get("/offline/copy.json").json()

    for file in listed["files"]:
        content = client.get(file["address"]).content
        assert hashlib.sha256(content).hexdigest() == file["digest"]
    assert {file["name"] for file in listed["files"]} == {"en", "es", "search"}


def test_each_thing_that_the_copy_needs_is_there_for_the_asking(handbook, client):
    for address in client.get("/offline/copy.json").json()["assets"]:
        answer = client.get(address)

        assert answer.status_code == 200, address


def test_a_file_of_an_older_copy_is_gone(handbook, client):
    old = client.get("/offline/copy.json").json()["files"][0]["address"]

    change(handbook["first"], body="Other words.")

    assert client.get(old).status_code == 404


def test_the_page_says_the_size_beforehand_and_what_to_do_without_script(handbook, client):
    text = client.get("/offline/").content.decode()

    assert "MB on this device" in text
    assert "<noscript>" in text
    assert "each chapter has its PDF" in text
    assert f'href="{CHAPTER}the-move/"' in text


def test_without_a_handbook_there_is_no_page_to_keep_it(site, client):
    assert client.get("/offline/").status_code == 404
    assert client.get("/offline/copy.json").status_code == 404


@pytest.mark.parametrize(("prefix", "word"), [("", "Handbook"), ("/es", "Manual")])
def test_the_manifest_has_what_a_browser_asks_for_to_install(handbook, client, prefix, word):
    answer = client.get(f"{prefix}/offline/manifest.webmanifest")
    found = json.loads(answer.content)

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert found["start_url"] == f"{prefix}/offline/"
    assert (found["display"], found["scope"], found["short_name"]) == ("standalone", "/", word)
    assert {icon["sizes"] for icon in found["icons"]} == {"192x192", "512x512"}
    assert ("unofficial" if not prefix else "no oficial") in found["description"]


def test_the_worker_stands_at_the_root_and_is_asked_for_anew_each_time(client, db):
    answer = client.get("/offline-worker.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
