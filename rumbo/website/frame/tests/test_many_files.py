"""Loading many files at once: as sound as one page after the other, in far fewer queries."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.backends import get_search_backend
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail.search.models import IndexEntry
from wagtail.tasks import delete_file_from_storage_task

from rumbo.website.frame.files.indexing import index_at_the_end
from rumbo.website.frame.files.loading import LoadReport, load_content, page_writing
from rumbo.website.frame.files.reading import ContentFaults, read_page_file
from rumbo.website.frame.files.seeds import Writing, digest
from rumbo.website.frame.models import ContentSeed, Picture, StandardPage

pytestmark = pytest.mark.django_db

HOME = "---\ntype: home\ntitle: Rumbo\ntagline: [One, Two, Three]\n---\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8"/></svg>'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("en", "es", "law", "pictures"):
        (folder / name).mkdir(parents=True)
    for language in ("en", "es"):
        (folder / language / "home.md").write_text(HOME, "utf-8")
    (folder / "topics.yaml").write_text("policy: {en: Policy, es: Normas}\n", "utf-8")
    (folder / "pictures" / "field.svg").write_text(PICTURE, "utf-8")
    (folder / "pictures" / "pictures.yaml").write_text(
        "field: {title: A field, alt_en: A field, alt_es: Un campo}\n", "utf-8"
    )
    return folder


def write(content: Path, path: str, body: str = "Text.", **front: str) -> None:
    file = content / f"{path}.md"
    file.parent.mkdir(exist_ok=True)
    told = "".join(f"{key}: {value}\n" for key, value in front.items())
    file.write_text(f"---\ntype: page\ntitle: {file.stem}\n{told}---\n\n{body}\n", "utf-8")


def write_many(content: Path, names: range) -> None:
    for name in names:
        write(content, f"en/page-{name}", topics="[policy]")


def queries_of(content: Path) -> tuple[LoadReport, int]:
    with CaptureQueriesContext(connection) as asked:
        report = load_content(content)
    return report, len(asked)


def found(words: str) -> list[str]:
    return [page.slug for page in get_search_backend().search(words, Page)]


def test_a_new_page_costs_few_queries_and_an_unchanged_one_none(content):
    write_many(content, range(10))
    load_content(content)
    _report, unchanged_ten = queries_of(content)
    write_many(content, range(10, 60))

    report, with_fifty_new = queries_of(content)
    again, unchanged_sixty = queries_of(content)

    assert len(report.added) == 50
    assert with_fifty_new - unchanged_ten < 50 * 7
    assert again.added == again.changed == []
    assert unchanged_sixty == unchanged_ten


def test_new_pages_are_found_by_their_words_as_soon_as_they_are_loaded(content):
    write(content, "en/one", body="A word like quinoa.")
    write(content, "en/one/two", body="Another word.")

    load_content(content)

    assert found("two") == ["two"]
    write(content, "en/one/two", title="Sorghum")
    load_content(content)
    assert found("sorghum") == ["two"]
    assert found("two") == []
    assert IndexEntry.objects.count() == Page.objects.filter(depth__gt=1).count() + 1  # a picture


def test_a_picture_knows_the_pages_that_show_it(content):
    write(content, "en/one", picture="field")
    write(content, "en/two")

    load_content(content)

    picture = Picture.objects.get(seed_name="field")
    shown_on = {row[0].slug for row in ReferenceIndex.get_grouped_references_to(picture)}
    assert shown_on == {"one"}


def test_the_tree_is_sound_also_beside_a_page_that_an_editor_added(content):
    write_many(content, range(3))
    load_content(content)
    home = Page.objects.get(slug="home")
    home.add_child(instance=StandardPage(title="By an editor", slug="by-an-editor"))
    write_many(content, range(3, 6))
    write(content, "en/page-1/below")
    write(content, "en/page-5/deep")

    load_content(content)

    assert all(not wrong for wrong in Page.find_problems())
    home.refresh_from_db()
    assert [page.slug for page in home.get_children()] == [
        "page-0", "page-1", "page-2", "by-an-editor", "page-3", "page-4", "page-5",
    ]  # fmt: skip
    assert Page.objects.get(slug="deep").url_path == "/home/page-5/deep/"


def test_each_new_page_has_its_topics_and_its_line_in_the_log(content):
    write_many(content, range(2))

    load_content(content)

    page = StandardPage.objects.get(slug="page-1")
    assert [topic.slug for topic in page.topics.all()] == ["policy"]
    lines = PageLogEntry.objects.filter(page_id=page.pk)
    assert [(line.action, line.label, line.content_changed) for line in lines] == [
        ("wagtail.create", "page-1", True)
    ]
    assert page.first_published_at is not None


def test_a_file_whose_address_an_editor_gave_to_a_page_is_a_fault_of_that_file(content):
    load_content(content)
    Page.objects.get(slug="home").add_child(instance=StandardPage(title="Taken", slug="taken"))
    write(content, "en/taken")

    with pytest.raises(ContentFaults) as caught:
        load_content(content)

    assert str(caught.value).startswith("en/taken.md:1: slug: ")


def test_a_second_translation_of_the_same_page_is_a_fault_of_its_file(content):
    write(content, "en/one")
    load_content(content)
    english = Page.objects.get(slug="one")
    spanish = StandardPage(
        title="Uno", slug="uno", locale=Page.objects.get(slug="es-home").locale,
        translation_key=english.translation_key,
    )  # fmt: skip
    Page.objects.get(slug="es-home").add_child(instance=spanish)
    write(content, "es/one")

    with pytest.raises(ContentFaults, match=r"es/one\.md: another page is this page"):
        load_content(content)


def test_a_fault_in_the_last_page_leaves_nothing_in_search(content):
    write_many(content, range(5))
    write(content, "es/page-0/page-1")
    before = IndexEntry.objects.count()

    with pytest.raises(ContentFaults):
        load_content(content)

    assert IndexEntry.objects.count() == before
    assert not Page.objects.filter(slug="page-0").exists()


def test_fingerprints_of_an_earlier_release_still_tell_what_was_edited(content):
    write_many(content, range(3))
    load_content(content)
    for seed in ContentSeed.objects.exclude(page=None):
        file = read_page_file(content / seed.path, seed.path)
        front = {key: file.front[key] for key in sorted(file.front)}
        seed.file_hash = digest(Writing(front, file.body).text)
        seed.page_hash = digest(page_writing(seed.page.specific).text)
        seed.save()
    edited = StandardPage.objects.get(slug="page-1")
    edited.title = "Edited here"
    edited.save_revision().publish()

    report = load_content(content)

    assert report.kept == ["en/page-1.md"]
    assert report.changed == []
    assert not report.conflicts
    renewed = ContentSeed.objects.get(path="en/page-0.md")
    assert renewed.page_hash == page_writing(StandardPage.objects.get(slug="page-0")).fingerprint


def test_a_task_that_is_not_about_an_index_is_not_put_off():
    name = default_storage.save("off.txt", ContentFile(b"x"))
    storage = default_storage.deconstruct()

    with index_at_the_end():
        delete_file_from_storage_task.enqueue(storage, name)

        assert not default_storage.exists(name)
