"""Loading content files: all are read and checked first, then all or none are loaded.

The rule (see `LAYOUT.md`): files seed; once an editor has changed a page the database leads for
that page, and a file that changed meanwhile is reported as a conflict with the difference.
"""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from rumbo.website.frame.files.indexing import index_at_the_end, with_parts
from rumbo.website.frame.files.placing import NewPages
from rumbo.website.frame.files.reading import (
    LANGUAGES,
    ContentFaults,
    Fault,
    PageFile,
    plain,
    read_pages,
)
from rumbo.website.frame.files.seeds import BATCH, SeedBook, Writing
from rumbo.website.frame.files.shared import load_shared
from rumbo.website.frame.files.values import BadValue, Lookups, get_kind
from rumbo.website.frame.freshness import drop_pages
from rumbo.website.frame.page_base import FramePage

Say = Callable[[str], None]


@dataclass(frozen=True)
class Conflict:
    """A file and a page that both changed since they last agreed.

    Args:
        path: the file.
        difference: unified difference, from the page as it is to the file as it is.
    """

    path: str
    difference: str


@dataclass
class LoadReport:
    """What a load did: paths added, changed, left as they were, kept for their editors."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    deleted_here: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    seeds: SeedBook = field(default_factory=SeedBook, repr=False, compare=False)

    def sentence(self) -> str:
        """The counts in one line."""
        return (
            f"{len(self.added)} added, {len(self.changed)} changed, "
            f"{len(self.unchanged)} as they were, {len(self.kept)} kept as edited here, "
            f"{len(self.deleted_here)} deleted here and left so, {len(self.conflicts)} conflicts"
        )


def page_types() -> dict[str, type[FramePage]]:
    """The kinds of page by the word that files use for them."""
    return {
        model.file_type: model
        for model in apps.get_models()
        if issubclass(model, FramePage) and model.file_type
    }


# --- one page ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class PlannedPage:
    """A page file whose values were checked and can be set."""

    file: PageFile
    model: type[FramePage]
    values: tuple[tuple[str, str, Any], ...]
    body: str

    @cached_property
    def writing(self) -> Writing:
        """The file with its keys in alphabetical order: not their order is what it says."""
        front = {key: plain(self.file.front[key]) for key in sorted(self.file.front)}
        return Writing(front, self.file.body)


def _attribute(entry: tuple[str, ...]) -> tuple[str, str, str]:
    key, kind = entry[0], entry[1]
    return key, kind, entry[2] if len(entry) > 2 else key


def plan_page(file: PageFile, names: Lookups) -> PlannedPage:
    """Check one file's values.

    Raises:
        ContentFaults: with each value that cannot be used.
    """
    types = page_types()
    kind = file.front.get("type")
    model = types.get(str(kind))
    if model is None:
        raise ContentFaults(
            [file.fault("type", f'type "{kind}" is not one of {", ".join(sorted(types))}')]
        )
    known = {"type"} | {entry[0] for entry in model.file_fields}
    faults = [
        file.fault(key, f'"{key}" is not known for type {kind}; known: {", ".join(sorted(known))}')
        for key in file.front
        if key not in known
    ]
    if not str(file.front.get("title") or "").strip():
        faults.append(file.fault("title", "has no title"))
    values = []
    for entry in model.file_fields:
        key, kind_name, attribute = _attribute(entry)
        if key not in file.front:
            continue
        try:
            values.append((kind_name, attribute, get_kind(kind_name).check(file.front[key], names)))
        except BadValue as error:
            faults.append(file.fault(key, f"{key}: {error}"))
    if file.body.strip() and not model.file_body:
        faults.append(file.fault("", f"type {kind} has no text below its front matter"))
    if faults:
        raise ContentFaults(faults)
    return PlannedPage(file, model, tuple(values), file.body.strip())


def fill(page: FramePage, plan: PlannedPage) -> None:
    """Set a page's values from its file; what the file leaves out gets its default.

    Raises:
        ContentFaults: a value that the page itself refuses.
    """
    given = {attribute for _kind, attribute, _value in plan.values}
    for entry in plan.model.file_fields:
        _key, kind_name, attribute = _attribute(entry)
        if attribute in given or attribute in {"title", "translation", "order"}:
            continue
        if kind_name.partition(":")[0] in {"stream", "struct", "sources", "source", "topics"}:
            setattr(page, attribute, [])
        elif kind_name in {"line", "text"} or kind_name.startswith("choice"):
            default = page._meta.get_field(attribute).get_default()
            setattr(page, attribute, default or "")
        elif kind_name in {"picture", "day"}:
            setattr(page, attribute, None)
        elif any(field.attname == attribute for field in page._meta.concrete_fields):
            # Numbers, flags, States and the kinds of rooms above.
            setattr(page, attribute, page._meta.get_field(attribute).get_default())
    page.translation = "not-reviewed" if plan.file.language != "en" else "original"
    for kind_name, attribute, value in plan.values:
        try:
            get_kind(kind_name).set(page, attribute, value)
        except (BadValue, ValidationError) as error:
            raise ContentFaults([plan.file.fault(attribute, f"{attribute}: {error}")]) from error
    if plan.model.file_body:
        setattr(page, plan.model.file_body, plan.body)


def page_writing(page: FramePage) -> Writing:
    """A page as its file would be written today."""
    front: dict[str, Any] = {"type": page.file_type}
    for entry in page.file_fields:
        key, kind_name, attribute = _attribute(entry)
        value = get_kind(kind_name).get(page, attribute)
        if value not in (None, "", [], ()):
            front[key] = value
    return Writing(front, getattr(page, page.file_body) if page.file_body else "")


def page_text(page: FramePage) -> str:
    """The text of a page's file as it would be written today."""
    return page_writing(page).text


# What the loader itself sets, from rows that it has just read.
_SET_HERE = ("path", "depth", "numchild", "url_path", "locale", "content_type")


def _clean(page: FramePage, file: PageFile) -> None:
    try:
        page.full_clean(exclude=_SET_HERE)
    except ValidationError as error:
        raise ContentFaults(
            [
                file.fault(name, f"{name}: {' '.join(messages)}")
                for name, messages in error.message_dict.items()
            ]
        ) from error


# --- all pages ---------------------------------------------------------------------------------
class _PageLoader:
    """Loads planned pages into the two language trees; one for one load."""

    def __init__(self, report: LoadReport, plans: list[PlannedPage]) -> None:
        self.report = report
        self.plans = plans
        self.seeds = report.seeds
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES
        }
        self.new_pages = NewPages()
        self.placed: dict[tuple[str, tuple[str, ...]], Page] = {}
        self.translations = set(Page.objects.values_list("translation_key", "locale_id"))
        self.present = self._present()
        self.written: list[tuple[PlannedPage, FramePage]] = []

    def _present(self) -> dict[int, FramePage]:
        """The pages that these files seeded earlier, by key."""
        keys: dict[int, None] = {}
        for plan in self.plans:
            seed = self.seeds.find(plan.file.path)
            if seed is not None and seed.page_id is not None:
                keys[seed.page_id] = None
        return _pages_by_key(keys)

    def load(self, plan: PlannedPage) -> None:
        """Load one page, unless an editor deleted it or changed it."""
        file = plan.file
        seed = self.seeds.find(file.path)
        if seed is None:
            self._create(plan)
            self.report.added.append(file.path)
            return
        page = self.present.get(seed.page_id or 0)
        if page is None:
            self.report.deleted_here.append(file.path)
            return
        self.placed[(file.language, file.parts)] = page
        writing = page_writing(page)
        was_edited = not writing.is_as(seed.page_hash)
        if plan.writing.is_as(seed.file_hash):
            (self.report.kept if was_edited else self.report.unchanged).append(file.path)
            if not was_edited and writing.fingerprint != seed.page_hash:
                self.seeds.note(file.path, plan.writing.fingerprint, writing.fingerprint, page)
        elif was_edited:
            self.report.conflicts.append(self._conflict(page, plan))
        else:
            self._update(page, plan)
            self.report.changed.append(file.path)

    def finish(self) -> None:
        """Store what belongs to all pages together, and how each page reads now."""
        self.new_pages.finish()
        stored = _pages_by_key({page.pk: None for _plan, page in self.written})
        for plan, page in self.written:
            writing = page_writing(stored[page.pk])
            path, file_hash = plan.file.path, plan.writing.fingerprint
            self.seeds.note(path, file_hash, writing.fingerprint, page)

    def _create(self, plan: PlannedPage) -> None:
        file = plan.file
        slug = file.parts[-1] if file.parts else ("home" if file.language == "en" else "es-home")
        page = plan.model(slug=slug, live=True, locale=self.locales[file.language])
        page.has_unpublished_changes = False
        twin = self.placed.get(("en", file.parts)) if file.language != "en" else None
        # The same key on every installation, so that what is made from it (the UID of an event)
        # stays the same when a database is seeded afresh.
        page.translation_key = (
            twin.translation_key
            if twin is not None
            else uuid5(NAMESPACE_URL, f"rumbo:/{'/'.join(file.parts)}")
        )
        fill(page, plan)
        page.draft_title = page.title
        page.first_published_at = page.last_published_at = timezone.now()
        translation = (page.translation_key, page.locale_id)
        if translation in self.translations:
            raise ContentFaults([Fault(file.path, 0, "another page is this page in its language")])
        self.translations.add(translation)
        self.new_pages.place(page, self._parent(file))
        _clean(page, file)
        self.new_pages.save(page)
        self.placed[(file.language, file.parts)] = page
        self.written.append((plan, page))

    def _update(self, page: FramePage, plan: PlannedPage) -> None:
        fill(page, plan)
        _clean(page, plan.file)
        if page.latest_revision_id:
            page.save_revision().publish()
        else:
            page.draft_title = page.title
            page.last_published_at = timezone.now()
            page.save(clean=False)
        self.written.append((plan, page))

    def _parent(self, file: PageFile) -> Page:
        if not file.parts:
            return Page.get_first_root_node()
        parent = self.placed.get((file.language, file.parts[:-1]))
        if parent is None:
            missing = f"{file.language}/{'/'.join(file.parts[:-1]) or 'home'}.md"
            raise ContentFaults([Fault(file.path, 0, f"has no page above it ({missing})")])
        return parent

    def _conflict(self, page: FramePage, plan: PlannedPage) -> Conflict:
        wanted = plan.model(slug=page.slug)
        fill(wanted, plan)
        lines = difflib.unified_diff(
            page_text(page).splitlines(),
            _text_of_plan(plan).splitlines(),
            "here, as edited",
            f"file {plan.file.path}",
            lineterm="",
        )
        return Conflict(plan.file.path, "\n".join(lines))


def _pages_by_key(keys: Iterable[int]) -> dict[int, FramePage]:
    """The pages of these keys, each as its own kind and with its parts, a few queries per kind."""
    found: dict[int, FramePage] = {}
    wanted = list(keys)
    for model in page_types().values():
        for start in range(0, len(wanted), BATCH):
            pages = model._default_manager.filter(pk__in=wanted[start : start + BATCH])
            found.update((page.pk, page) for page in with_parts(pages))
    return found


def _text_of_plan(plan: PlannedPage) -> str:
    """A file as it would be written back, for a difference that shows only what differs."""
    front: dict[str, Any] = {"type": plan.model.file_type}
    for entry in plan.model.file_fields:
        key = entry[0]
        value = plain(plan.file.front.get(key))
        if value not in (None, "", [], ()):
            front[key] = value
    return Writing(front, plan.body).text


def check_files(content_dir: Path) -> list[PageFile]:
    """Read every page file and check what needs no database. Raises ContentFaults."""
    from rumbo.website.frame.files.checking import check_texts

    pages = read_pages(content_dir)
    faults = check_texts(pages, content_dir)
    if faults:
        raise ContentFaults(faults)
    return pages


def load_content(
    content_dir: Path, *, say: Say = lambda line: None, first: Callable[[], None] | None = None
) -> LoadReport:
    """Load every content file, or none.

    Args:
        content_dir: the folder of content files.
        say: told of each step, for long loads.
        first: loads, before the pages and in the same transaction, what is not for this room.
    Raises:
        ContentFaults: with every fault; nothing was changed.
    """
    files = check_files(content_dir)
    report = LoadReport()
    with transaction.atomic():
        if first is not None:
            first()
        _make_room_for_home()
        with index_at_the_end():
            names = load_shared(content_dir, report)
            loader = _PageLoader(report, _plan_all(files, names))
            for at, plan in enumerate(loader.plans, 1):
                loader.load(plan)
                if at % 50 == 0:
                    say(f"{at} of {len(loader.plans)} pages")
            loader.finish()
            report.seeds.write()
            _show_home(loader)
        drop_pages()
    return report


def _plan_all(files: Iterable[PageFile], names: Lookups) -> list[PlannedPage]:
    plans: list[PlannedPage] = []
    faults: list[Fault] = []
    for file in files:
        try:
            plans.append(plan_page(file, names))
        except ContentFaults as error:
            faults.extend(error.faults)
    if faults:
        raise ContentFaults(faults)
    return plans


def _make_room_for_home() -> None:
    """Remove Wagtail's own welcome page, once."""
    for page in Page.objects.filter(depth=2, slug="home"):
        if page.specific_class is Page:
            page.delete()
    Page.fix_tree()


def _show_home(loader: _PageLoader) -> None:
    home = loader.placed.get(("en", ()))
    if home is None:
        return
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", port=80, root_page=home, is_default_site=True, site_name="Rumbo"
        )
    elif site.root_page_id != home.pk:
        site.root_page = home
        site.save()
