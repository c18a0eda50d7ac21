"""Content files: all or nothing, faults by file and line, editors' words win."""

import shutil
from pathlib import Path

import pytest

from rumbo.website.frame.files.exporting import export_content
from rumbo.website.frame.files.loading import load_content, page_types
from rumbo.website.frame.files.reading import ContentFaults
from rumbo.website.frame.models import ContentSeed, Installation, Picture, StandardPage, Topic

ROOT = Path(__file__).resolve().parents[4]

pytestmark = pytest.mark.django_db

PAGE = "---\ntype: page\ntitle: {title}\nsummary: Short.\n---\n\n{body}\n"
HOME = "---\ntype: home\ntitle: Rumbo\ntagline: [One, Two, Three]\n---\n"


@pytest.fixture
def content(tmp_path: Path, db: None) -> Path:
    folder = tmp_path / "content"
    (folder / "en").mkdir(parents=True)
    (folder / "es").mkdir()
    shutil.copytree(ROOT / "content" / "law", folder / "law")
    (folder / "topics.yaml").write_text("policy: {en: Policy, es: Normas}\n", "utf-8")
    (folder / "en" / "home.md").write_text(HOME, "utf-8")
    (folder / "es" / "home.md").write_text(HOME, "utf-8")
    write(folder, "about", "About us", "Text [[34 CFR 200.81(g)]].")
    return folder


def write(folder: Path, slug: str, title: str, body: str, language: str = "en") -> Path:
    file = folder / language / f"{slug}.md"
    file.write_text(PAGE.format(title=title, body=body), "utf-8")
    return file


def about() -> StandardPage:
    return StandardPage.objects.get(slug="about", locale__language_code="en")


def test_loading_twice_changes_nothing_the_second_time(content):
    first = load_content(content)
    second = load_content(content)

    assert "en/about.md" in first.added
    assert second.added == second.changed == []
    assert about().title == "About us"


def test_a_changed_file_changes_the_page(content):
    load_content(content)
    write(content, "about", "About Rumbo", "Other text.")

    report = load_content(content)

    assert report.changed == ["en/about.md"]
    assert about().body == "Other text."


def test_an_editors_change_survives_a_load(content):
    load_content(content)
    page = about()
    page.title = "Edited here"
    page.save_revision().publish()

    report = load_content(content)

    assert report.kept == ["en/about.md"]
    assert about().title == "Edited here"


def test_a_file_and_a_page_that_both_changed_are_a_conflict_with_its_difference(content):
    load_content(content)
    page = about()
    page.title = "Edited here"
    page.save_revision().publish()
    write(content, "about", "Changed in the file", "Text [[34 CFR 200.81(g)]].")

    report = load_content(content)

    assert [conflict.path for conflict in report.conflicts] == ["en/about.md"]
    assert "-title: Edited here" in report.conflicts[0].difference
    assert "+title: Changed in the file" in report.conflicts[0].difference
    assert about().title == "Edited here"


def test_a_page_that_an_editor_deleted_stays_deleted(content):
    load_content(content)
    about().delete()

    report = load_content(content)

    assert report.deleted_here == ["en/about.md"]
    assert not StandardPage.objects.filter(slug="about").exists()


def test_export_writes_back_what_was_edited_and_a_load_then_agrees(content):
    load_content(content)
    page = about()
    page.title = "Edited here"
    page.body = "New words with ¡acentos!"
    page.save_revision().publish()

    written = export_content(content)

    assert written == ["en/about.md"]
    text = (content / "en" / "about.md").read_text("utf-8")
    assert "title: Edited here" in text
    assert "¡acentos!" in text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("no front matter\n", 1, "front matter"),
        ("---\ntype: page\ntitle: X\n", 1, "closing"),
        ("---\ntype: page\ntitle: [X\n---\n", 3, "YAML"),
        ("---\ntype: poem\ntitle: X\n---\n", 2, '"poem" is not one of'),
        ("---\ntype: page\ntitle: X\ncolour: red\n---\n", 4, '"colour" is not known'),
        ("---\ntype: page\ntitle: X\ntopics: [nonsense]\n---\n", 4, '"nonsense" is not in topics'),
        ("---\ntype: page\ntitle: X\nstates: [ZZ]\n---\n", 4, '"ZZ" is not a State'),
        ("---\ntype: page\ntitle: X\nas_of: 31/02/2026\n---\n", 4, "31/02/2026"),
        ("---\ntype: page\ntitle: X\n---\n\nOne\n\n[x](/nowhere/)\n", 8, "no such page"),
        ("---\ntype: page\ntitle: X\n---\n\n[[34 CFR 200.81(zz)]]\n", 6, "not in content/law"),
        ("---\ntype: page\ntitle: X\n---\n\n::: poem\nx\n:::\n", 6, "no known box"),
    ],
)
def test_a_malformed_file_is_named_by_file_and_line_and_nothing_is_loaded(
    content, text, line, words
):
    (content / "en" / "broken.md").write_text(text, "utf-8")
    write(content, "fine", "Fine", "Sound text.")

    with pytest.raises(ContentFaults) as caught:
        load_content(content)

    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == ("en/broken.md", line)
    assert words in fault.message
    assert ContentSeed.objects.count() == 0
    assert not StandardPage.objects.exists()


def test_a_file_that_is_not_text_is_named(content):
    (content / "en" / "broken.md").write_bytes(b"---\ntitle: \xff\xfe\n---\n")

    with pytest.raises(ContentFaults, match="not UTF-8"):
        load_content(content)


def test_a_hostile_drawing_stops_the_load(content):
    folder = content / "pictures"
    folder.mkdir()
    (folder / "pictures.yaml").write_text(
        "bad: {title: B, alt_en: A, alt_es: A, carries_words: false}\n", "utf-8"
    )
    (folder / "bad.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "utf-8"
    )

    with pytest.raises(ContentFaults, match="script"):
        load_content(content)

    assert not Picture.objects.exists()


def test_a_fault_in_the_last_page_leaves_everything_as_it_was(content, monkeypatch):
    load_content(content)
    write(content, "about", "Changed", "Changed.")
    write(content, "zebra", "Zebra", "Last.")
    from rumbo.website.frame.files import loading

    before = loading._PageLoader._create

    def break_at_zebra(self, plan):
        if plan.file.path.endswith("zebra.md"):
            raise RuntimeError("the machine stopped here")
        return before(self, plan)

    monkeypatch.setattr(loading._PageLoader, "_create", break_at_zebra)
    with pytest.raises(RuntimeError):
        load_content(content)

    assert about().title == "About us"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("topics.yaml", "policy: {en: Policy, es: N}\nlong:\n  en: {long}\n  es: L\n",
         "topics.yaml:2: long: name_en: "),
        ("topics.yaml", "policy: {en: Policy, es: N}\nBad Slug: {en: B, es: M}\n",
         "topics.yaml:2: Bad Slug: slug: "),
        ("topics.yaml", "# first\npolicy: {en: Policy}\n", 'topics.yaml:2: policy: has no "es"'),
        ("topics.yaml", "policy: {en: P, es: N, fr: R}\n", 'topics.yaml:1: policy: "fr" is not'),
        ("series.yaml", "a:\n  en: A\n  es: A\nb:\n  en: {long}\n  es: B\n",
         "series.yaml:4: b: name_en: "),
        ("glossary.yaml", "- slug: ok\n  term_en: A\n- slug: bad\n  term_en: {long}\n",
         "glossary.yaml:"),
        ("site.yaml", "name: R\nlicences: {code: MIT}\n", "site.yaml:2: licences: is not known"),
        ("site.yaml", "name: R\nbanner: {en: B}\nstrapline: {en: S, es: S}\n",
         'site.yaml:2: banner: has no "es"'),
    ],
)  # fmt: skip
def test_a_faulty_row_is_named_by_file_and_line_and_nothing_is_loaded(content, name, text, words):
    (content / name).write_text(text.replace("{long}", "x" * 400), "utf-8")

    with pytest.raises(ContentFaults) as refused:
        load_content(content)

    assert words in str(refused.value)
    assert not StandardPage.objects.filter(slug="about").exists()


def test_the_file_of_the_installation_gives_it_its_logo_state_and_colour(content):
    (content / "pictures").mkdir()
    shutil.copy(ROOT / "content" / "pictures" / "hero.svg", content / "pictures" / "mark.svg")
    (content / "pictures" / "pictures.yaml").write_text(
        "mark: {title: Our mark, alt_en: A mark., alt_es: Una marca., carries_words: false}\n",
        "utf-8",
    )
    texts = "".join(f"{key}: {{en: E, es: S}}\n" for key in ("strapline", "banner", "foot"))
    file = content / "site.yaml"
    file.write_text(f"name: Plum State\nlogo: mark\nstate: TX\naccent: '#1f6f78'\n{texts}", "utf-8")

    load_content(content)

    mine = Installation.objects.get()
    assert (mine.name, mine.logo.seed_name, mine.state, mine.accent) == (
        "Plum State", "mark", "TX", "#1f6f78",
    )  # fmt: skip
    file.write_text(f"name: Plum State\naccent: '#ffee00'\n{texts}", "utf-8")
    with pytest.raises(ContentFaults, match="accent: .*contrast"):
        load_content(content)


def test_a_row_that_an_editor_and_its_file_changed_alike_is_no_conflict(content):
    load_content(content)
    Topic.objects.filter(slug="policy").update(name_en="Rules")
    (content / "topics.yaml").write_text("policy: {en: Rules, es: Normas}\n", "utf-8")

    report = load_content(content)

    assert report.conflicts == []


def test_what_is_loaded_beside_the_pages_is_loaded_with_them_or_not_at_all(content):
    write(content, "wrong", "Wrong", "", "es")
    (content / "es" / "wrong.md").write_text("---\ntype: page\n---\n", "utf-8")

    with pytest.raises(ContentFaults):
        load_content(content, first=lambda: Topic.objects.create(slug="beside"))

    assert not Topic.objects.filter(slug="beside").exists()


def test_the_format_of_content_files_is_written_down_key_by_key():
    told = (ROOT / "docs" / "content-format.md").read_text("utf-8")
    keys = {entry[0] for model in page_types().values() for entry in model.file_fields}

    assert [key for key in sorted(keys) if f"`{key}`" not in told and f"`{key}:" not in told] == []
    assert [name for name in sorted(page_types()) if f"`{name}`" not in told] == []
