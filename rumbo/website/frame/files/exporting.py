"""Writing pages back to files, so that an editor's words can be kept beside the code."""

from pathlib import Path

from rumbo.website.frame.files.loading import page_types, page_writing
from rumbo.website.frame.files.shared import row_exporters
from rumbo.website.frame.models import ContentSeed
from rumbo.website.frame.page_base import language_of, path_of


def export_content(target: Path, *, everything: bool = False) -> list[str]:
    """Write pages that differ from their files (or all) below `target`; the paths written.

    Args:
        target: a content folder; files there are replaced one by one, each whole.
        everything: write every live page, also those that nobody changed.
    """
    seeds = {seed.page_id: seed for seed in ContentSeed.objects.exclude(page=None)}
    written = []
    for model in page_types().values():
        for page in model._default_manager.live().select_related("picture"):
            writing = page_writing(page)
            seed = seeds.get(page.pk)
            if not everything and seed is not None and writing.is_as(seed.page_hash):
                continue
            path = seed.path if seed else _path_for(page)
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(".md.new")
            draft.write_text(writing.text, "utf-8")
            draft.replace(file)
            written.append(path)
    for export in row_exporters().values():
        written += export(target)
    return sorted(written)


def _path_for(page: object) -> str:
    path = path_of(page).strip("/") or "home"  # type: ignore[arg-type]
    return f"{language_of(page)}/{path}.md"  # type: ignore[arg-type]
