"""Content files of this room: the real ones load; a fault is named by file and line."""

import shutil
from pathlib import Path

import pytest

from rumbo.website.frame.files.exporting import export_content
from rumbo.website.frame.files.loading import load_content
from rumbo.website.frame.files.reading import ContentFaults
from rumbo.website.frame.freshness import forget_all
from rumbo.website.reading.glossary import export_terms, read_rows
from rumbo.website.reading.lookups import shelf
from rumbo.website.reading.models import GlossaryTerm, SlidePage, ToolsPage

ROOT = Path(__file__).resolve().parents[4]
HOME = "---\ntype: home\ntitle: Rumbo\ntagline: [One, Two, Three]\n---\n"
OURS = ("tools.md", "handbook.md", "curriculum.md", "handbook", "curriculum")
# Pages of other rooms that the Handbook leads to, with the anchors it names.
OTHERS = {
    "families.md": ("whom-to-call",),
    "where-the-program-stands.md": ("who-runs-it",),
    "impact.md": (),
}

pytestmark = pytest.mark.django_db


def copy_ours(folder: Path) -> None:
    """The reading part of the real content, with an empty home page above it."""
    source = ROOT / "content"
    for name in ("law", "pictures"):
        shutil.copytree(source / name, folder / name)
    for name in ("topics.yaml", "glossary.yaml", "site.yaml"):
        shutil.copy(source / name, folder / name)
    for language in ("en", "es"):
        (folder / language).mkdir()
        (folder / language / "home.md").write_text(HOME, "utf-8")
        for name, anchors in OTHERS.items():
            headings = "".join(f"\n## Here {{#{anchor}}}\n" for anchor in anchors)
            text = f"---\ntype: page\ntitle: Another page\n---\n{headings}"
            (folder / language / name).write_text(text, "utf-8")
        for name in OURS:
            if (source / language / name).is_dir():
                shutil.copytree(source / language / name, folder / language / name)
            elif (source / language / name).exists():
                shutil.copy(source / language / name, folder / language / name)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A handbook of one chapter and one article, with a glossary of one term."""
    folder = tmp_path / "content"
    chapter = folder / "en" / "handbook" / "one"
    chapter.mkdir(parents=True)
    (folder / "es").mkdir()
    shutil.copytree(ROOT / "content" / "law", folder / "law")
    (folder / "en" / "home.md").write_text(HOME, "utf-8")
    (folder / "es" / "home.md").write_text(HOME, "utf-8")
    (folder / "en" / "handbook.md").write_text("---\ntype: work\ntitle: H\n---\n", "utf-8")
    (folder / "en/handbook/one.md").write_text("---\ntype: chapter\ntitle: C\n---\n", "utf-8")
    (chapter / "a.md").write_text("---\ntype: article\ntitle: A\n---\n\nText.\n", "utf-8")
    (folder / "glossary.yaml").write_text(
        "- slug: move\n  term_en: move\n  term_es: mudanza\n  definition_en: A change.\n"
        "  definition_es: Un cambio.\n  source: 34 CFR 200.81(j)\n",
        "utf-8",
    )
    return folder


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ContentFaults) as caught:
        load_content(folder)
    return [str(fault) for fault in caught.value.faults]


def test_the_real_handbook_and_curriculum_load_and_come_back_the_same(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    copy_ours(folder)

    first = load_content(folder)
    second = load_content(folder)
    forget_all()

    assert not first.conflicts
    assert second.added == second.changed == second.kept == []
    works = {work.entry.path: work for work in shelf("en").works}
    chapters = works["/handbook/"].parts
    assert [chapter.entry.is_appendix for chapter in chapters] == [False] * 11 + [True] * 4
    assert all(len(chapter.leaves) >= 4 for chapter in chapters)
    assert len(works["/handbook/before-july-2017/"].parts[0].leaves) >= 9
    assert works["/handbook/before-july-2017/"].edition.superseded_by == "/handbook/"
    slides = [len(deck.leaves) for deck in works["/curriculum/"].parts]
    assert sum(slides) == SlidePage.objects.count()
    assert GlossaryTerm.objects.count() >= 150
    assert len(ToolsPage.objects.get(locale__language_code="en").cards) == 2
    assert export_content(folder) == []


def test_an_unknown_term_is_a_fault_with_its_file_and_line(small):
    file = small / "en/handbook/one/a.md"
    file.write_text("---\ntype: article\ntitle: A\n---\n\nText.\n\nA [b](term:mvoe).\n", "utf-8")

    assert faults_of(small) == ['en/handbook/one/a.md:8: "term:mvoe" is not in glossary.yaml']


def test_a_term_without_source_or_mark_is_a_fault_with_its_line(small):
    text = (small / "glossary.yaml").read_text("utf-8")
    (small / "glossary.yaml").write_text(
        text
        + "- slug: other\n  term_en: o\n  term_es: o\n  definition_en: o\n  definition_es: o\n",
        "utf-8",
    )

    assert faults_of(small) == ["glossary.yaml:7: other has neither source nor mark"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("34 CFR 200.81(j)", "34 CFR 200.81(zz)", "is not in content/law"),
        ("34 CFR 200.81(j)", "the law", "is not a citation"),
        ("term_es: mudanza", "short_es: x", 'has no "term_es"'),
        ("slug: move", "slug: A move", "is not a slug"),
    ],
)
def test_a_bad_term_is_named(small, old, new, said):
    file = small / "glossary.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    assert said in " ".join(faults_of(small))


def test_an_address_in_front_matter_must_lead_somewhere_and_a_blank_needs_its_answer(small):
    deck = small / "en/curriculum/one"
    deck.mkdir(parents=True)
    (small / "en/curriculum.md").write_text("---\ntype: work\ntitle: C\n---\n", "utf-8")
    (small / "en/curriculum/one.md").write_text(
        "---\ntype: deck\ntitle: D\nchapter: /handbook/two/\n---\n", "utf-8"
    )
    (deck / "s.md").write_text(
        "---\ntype: slide\ntitle: S\nread: /handbook/one/b/\nblanks:\n  - No gap.\n---\n", "utf-8"
    )

    assert faults_of(small) == [
        "en/curriculum/one.md:4: chapter: /handbook/two/: no such page",
        "en/curriculum/one/s.md:4: read: /handbook/one/b/: no such page",
        'en/curriculum/one/s.md:5: blanks: "No gap." has no answer after " = "',
    ]


def test_a_link_to_the_glossary_or_the_pdf_is_no_dead_link(small):
    file = small / "en/handbook/one/a.md"
    file.write_text(
        "---\ntype: article\ntitle: A\n---\n\n[words](/handbook/glossary/) and "
        "[paper](/handbook/one/one.pdf), a [move](term:move).\n",
        "utf-8",
    )

    assert "en/handbook/one/a.md" in load_content(small).added


def test_an_editors_word_in_the_glossary_wins_and_is_written_back(small):
    load_content(small)
    term = GlossaryTerm.objects.get(slug="move")
    term.definition_en = "An editor's words."
    term.save()

    report = load_content(small)
    written = export_terms(small)

    assert "glossary.yaml#move" in report.kept
    assert written == ["glossary.yaml"]
    assert read_rows(small)[0]["definition_en"] == "An editor's words."


def test_an_unchanged_glossary_is_not_written_back(small):
    load_content(small)
    rows = (small / "glossary.yaml").read_text("utf-8")

    export_terms(small)
    export_terms(small)

    assert export_terms(small) == []
    assert "34 CFR 200.81(j)" in rows
