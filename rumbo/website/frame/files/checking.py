"""What can be checked in content files without a database: links, citations, marks, pictures."""

from collections.abc import Callable
from pathlib import Path

from rumbo.terms.citations import parse_citation
from rumbo.terms.law import Paragraph, read_laws
from rumbo.website.frame import markdown
from rumbo.website.frame.files.reading import Fault, PageFile

# Addresses that code answers, not pages.
CODE_ADDRESSES = ("/static/", "/media/", "/design/", "/sitemap.xml", "/accounts/", "/admin/")

ExtraCheck = Callable[[list[PageFile], Path], list[Fault]]
_extra_checks: list[ExtraCheck] = []


def register_check(check: ExtraCheck) -> None:
    """Let a room above check what only it knows, such as glossary terms."""
    _extra_checks.append(check)


def texts_of(page: PageFile) -> list[tuple[int, str]]:
    """The Markdown texts of a file with the line each starts on: the body and long front texts."""
    texts = [(page.lines.get("", 1), page.body)]
    for key, value in page.front.items():
        if isinstance(value, str) and key not in {"title", "type", "summary"}:
            texts.append((page.lines.get(key, 1), value))
    return texts


def check_texts(pages: list[PageFile], content_dir: Path) -> list[Fault]:
    """Every fault of the texts: a link to nowhere, a paragraph that is not in the law."""
    law = law_of(content_dir)
    addresses = {page.address for page in pages if page.language == "en"}
    anchors = {page.address: _anchors(page) for page in pages if page.language == "en"}
    faults: list[Fault] = []
    for page in pages:
        for line, text in texts_of(page):
            faults += _check_citations(page, line, text, law)
            faults += _check_links(page, line, text, addresses, anchors)
            faults += _check_boxes(page, line, text)
    for check in _extra_checks:
        faults += check(pages, content_dir)
    return faults


def law_of(content_dir: Path) -> dict[str, Paragraph]:
    """The law that citations may point to, by canonical key."""
    return read_laws(
        {file.name: file.read_text("utf-8") for file in sorted((content_dir / "law").glob("*.md"))}
    )


def _anchors(page: PageFile) -> set[str]:
    return {heading.anchor for heading in markdown.headings(page.body)}


def _line_of(text: str, needle: str, start: int) -> int:
    at = text.find(needle)
    return start + (text.count("\n", 0, at) if at >= 0 else 0)


def _check_citations(
    page: PageFile, line: int, text: str, law: dict[str, Paragraph]
) -> list[Fault]:
    faults = []
    for key in markdown.cited_keys(text):
        if parse_citation(key).key not in law:
            faults.append(
                Fault(page.path, _line_of(text, key, line), f"[[{key}]] is not in content/law")
            )
    return faults


def _check_links(
    page: PageFile, line: int, text: str, addresses: set[str], anchors: dict[str, set[str]]
) -> list[Fault]:
    faults = []
    for link in markdown.links(text):
        path, _mark, anchor = link.partition("#")
        path = path.partition("?")[0]
        where = _line_of(text, link, line)
        if link.startswith("/es/"):
            faults.append(Fault(page.path, where, f"{link}: write it without /es"))
        elif path.startswith("/") and not path.startswith(CODE_ADDRESSES):
            if path not in addresses and not is_answered_by_code(path):
                faults.append(Fault(page.path, where, f"{link}: no such page"))
            elif anchor and path in anchors and anchor not in anchors[path]:
                faults.append(Fault(page.path, where, f"{link}: the page has no such heading"))
        elif link.startswith("#") and anchor not in _anchors(page):
            faults.append(Fault(page.path, where, f"{link}: this page has no such heading"))
        elif link.startswith(f"{markdown.LANGUAGE_SCHEME}:"):
            known = " or ".join(f"lang:{code}" for code in markdown.OTHER_LANGUAGES)
            faults.append(Fault(page.path, where, f"{link}: write {known}"))
    return faults


_code_addresses: list[Callable[[str], bool]] = []


def register_code_addresses(answers: Callable[[str], bool]) -> None:
    """Let a room above say which addresses its code answers, such as feeds."""
    _code_addresses.append(answers)


def is_answered_by_code(path: str) -> bool:
    """Whether a path that is no page is answered by code."""
    return any(answers(path) for answers in _code_addresses)


def _check_boxes(page: PageFile, line: int, text: str) -> list[Fault]:
    known = markdown.known_boxes()
    return [
        Fault(page.path, _line_of(text, f"::: {name}", line), f'"::: {name}" is no known box')
        for name in markdown.box_names(text)
        if name not in known
    ]
