"""Files made from the pages: made once, kept, fresh, and never in a reader's way."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from rumbo.website.frame.freshness import forget_all
from rumbo.website.reading.file_orders import find_order, make_files
from rumbo.website.reading.made_files import (
    NotMade,
    Order,
    Recipe,
    StillBeingMade,
    find_file,
    find_note,
)
from rumbo.website.reading.tests.builders import CHAPTER, a_chapter, a_handbook, a_work
from rumbo.website.reading.tests.made import made_folder, publish  # noqa: F401 (a fixture)
from rumbo.website.reading.typesetting import NotTypeset

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_folder")]


class Kitchen:
    """An order whose words can be changed, and which counts how often it was written and made."""

    def __init__(self, words: bytes = b"words") -> None:
        self.words = words
        self.written = self.made = 0
        self.until = None
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.order = Order("a file", self.write)

    def write(self) -> Recipe:
        self.written += 1
        return Recipe(self.words, self.make, self.until)

    def make(self) -> bytes:
        assert self.may_go_on.wait(30)
        self.made += 1
        return b"made of " + self.words


def test_a_file_is_made_once_and_its_words_are_not_even_read_again():
    kitchen = Kitchen()

    first, second = find_file(kitchen.order), find_file(kitchen.order)

    assert first == second
    assert (kitchen.written, kitchen.made) == (1, 1)


def test_after_a_publishing_elsewhere_the_words_are_read_and_the_kept_file_is_sent():
    kitchen = Kitchen()
    find_file(kitchen.order)
    publish()

    found = find_file(kitchen.order)

    assert found is not None
    assert found.content == b"made of words"
    assert (kitchen.written, kitchen.made) == (2, 1)


def test_changed_words_are_a_new_file():
    kitchen = Kitchen()
    find_file(kitchen.order)
    kitchen.words = b"other words"
    publish()

    found = find_file(kitchen.order)

    assert found is not None
    assert found.content == b"made of other words"


def test_the_size_is_known_once_the_file_is_made_and_unknown_after_a_publishing():
    kitchen = Kitchen()
    before = find_note(kitchen.order.name)
    find_file(kitchen.order)
    known = find_note(kitchen.order.name)
    publish()

    assert before is None
    assert known is not None
    assert known.size == len(b"made of words")
    assert find_note(kitchen.order.name) is None


def test_a_file_that_holds_a_page_that_ends_is_not_sent_after_that_end():
    kitchen = Kitchen()
    kitchen.until = timezone.now() - timedelta(seconds=1)
    find_file(kitchen.order)

    find_file(kitchen.order)

    assert kitchen.written == 2


def test_what_takes_long_is_made_in_the_background():
    kitchen = Kitchen()
    kitchen.may_go_on.clear()

    with pytest.raises(StillBeingMade):
        find_file(kitchen.order, wait_seconds=0)
    with pytest.raises(StillBeingMade):
        find_file(kitchen.order, wait_seconds=0)
    kitchen.may_go_on.set()
    found = find_file(kitchen.order, wait_seconds=30)

    assert found is not None
    assert kitchen.made == 1


def test_a_file_that_cannot_be_made_is_not_tried_again_until_something_changes(caplog):
    kitchen = Kitchen()

    def refuse() -> bytes:
        kitchen.made += 1
        raise NotTypeset("refused")

    kitchen.make = refuse

    for _again in range(2):
        with pytest.raises(NotMade):
            find_file(kitchen.order)

    assert kitchen.made == 1
    assert "a file was not made" in caplog.text


def test_a_file_is_sent_also_where_nothing_can_be_kept(settings, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder is wanted")
    settings.HOME = blocked

    found = find_file(Kitchen().order)

    assert found is not None
    assert found.content == b"made of words"


def test_old_files_go_once_all_together_take_too_much_room(monkeypatch, made_folder):  # noqa: F811
    from rumbo.website.reading import made_files

    monkeypatch.setattr(made_files, "MOST_BYTES", 400)
    for number in range(12):
        kitchen = Kitchen(b"x" * 100 + str(number).encode())
        find_file(kitchen.order)

    kept = [file for file in made_folder.iterdir() if file.suffix != ".json"]
    assert sum(file.stat().st_size for file in made_folder.iterdir()) < 1200
    assert len([file for file in kept if file.stat().st_size > 100]) < 12


def test_the_timer_makes_works_and_chapters_in_both_languages(site, client):
    made = a_handbook(site.en)
    work = a_work(site.es, title="Un manual", translation_key=made["work"].translation_key)
    a_chapter(work)
    publish()

    ready = make_files()

    page = client.get("/handbook/").content.decode()
    assert ready == 6  # PDF and EPUB of the work and PDF of the chapter, twice
    assert "The whole work (PDF, " in page
    assert "The whole work (EPUB, " in page
    assert " kB)" in client.get(CHAPTER).content.decode()
    assert "La obra completa (PDF, " in client.get("/es/handbook/").content.decode()


def test_the_timer_does_not_make_all_files_again_and_again_where_nothing_can_be_kept(
    site, settings, tmp_path
):
    a_handbook(site.en)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder is wanted")
    settings.HOME = blocked

    assert make_files() == 1


def test_a_page_tells_no_size_that_is_not_known(site, client):
    a_handbook(site.en)
    publish()

    for address in ("/handbook/", CHAPTER, f"{CHAPTER}the-move/"):
        page = client.get(address).content.decode()
        assert "(PDF)</a>" in page
        assert " kB)" not in page


def test_a_reader_is_told_that_a_file_is_being_made_and_where_its_words_are(
    site, client, monkeypatch
):
    a_handbook(site.en)
    publish()
    from rumbo.website.reading import views

    def not_yet(order: Order) -> None:
        raise StillBeingMade(order.name)

    monkeypatch.setattr(views, "find_file", not_yet)
    response = client.get("/handbook/handbook.pdf")

    page = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "X-Rumbo-Cacheable" not in response.headers
    assert "This file is being made" in page
    assert 'href="/handbook/handbook.pdf"' in page
    assert 'href="/handbook/"' in page


def test_a_file_that_cannot_be_made_is_owned_up_to_and_no_longer_offered(site, client, monkeypatch):
    a_handbook(site.en)
    publish()
    from rumbo.website.reading import file_orders

    def refuse(source: str) -> bytes:
        raise NotTypeset("refused")

    monkeypatch.setattr(file_orders, "typeset", refuse)

    response = client.get(f"{CHAPTER}testing-a-move.pdf")
    page = client.get(CHAPTER)

    assert response.status_code == 503
    assert "This file could not be made" in response.content.decode()
    assert page.status_code == 200
    assert ".pdf" not in page.content.decode()


def test_a_kept_file_costs_no_more_than_the_look_for_the_page(
    site, client, django_assert_max_num_queries
):
    a_handbook(site.en)
    publish()
    client.get("/handbook/handbook.pdf")

    with django_assert_max_num_queries(4):
        client.get("/handbook/handbook.pdf")
    forget_all()


def test_an_order_is_found_in_the_language_of_the_reader(site):
    a_handbook(site.en)
    publish()

    order = find_order("/handbook/", "handbook", "epub")

    assert order is not None
    assert order.name.startswith("en ")
