"""Content files as text: a YAML block, then Markdown; every fault with its file and line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("en", "es")
# The same safe loader, read in C where it was built: ten times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of one content file.

    Args:
        file: path below the content folder.
        line: the line, counted from 1; 0 when the whole file is meant.
        message: what is wrong, with the value found, and what is wanted.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.message}"
            if self.line
            else (f"{self.file}: {self.message}")
        )


class ContentFaults(Exception):
    """Content files that cannot be loaded. Nothing was changed.

    Args:
        faults: every fault found, in file order.
    """

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True)
class PageFile:
    """One page as its file tells it.

    Args:
        path: path below the content folder, such as `en/news/some-slug.md`.
        front: front matter, as YAML gives it.
        body: Markdown after the front matter.
        lines: line of each front matter key, and of the body under the key ''.
    """

    path: str
    front: dict[str, Any]
    body: str
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """'en' or 'es'."""
        return self.path.split("/", 1)[0]

    @property
    def parts(self) -> tuple[str, ...]:
        """The slugs of the address: ('news', 'some-slug'); empty for the home page."""
        parts = tuple(self.path.removesuffix(".md").split("/")[1:])
        return () if parts == ("home",) else parts

    @property
    def address(self) -> str:
        """The page's address without language, such as `/news/some-slug/`."""
        return "/" + "".join(f"{part}/" for part in self.parts)

    def fault(self, key: str, message: str) -> Fault:
        """A fault of the value of `key`."""
        return Fault(self.path, self.lines.get(key, 1), message)


def _compose(text: str) -> yaml.Node | None:
    """The parts of a YAML text with their lines."""
    try:
        return yaml.compose(text, Loader=_LOADER)  # type: ignore[no-any-return]
    except yaml.YAMLError:
        # The slow reader names the line of a fault more exactly.
        return yaml.compose(text, Loader=yaml.SafeLoader)  # type: ignore[no-any-return]


def _value_of(node: yaml.Node | None) -> Any:
    return None if node is None else yaml.SafeLoader("").construct_document(node)


def read_yaml(file: Path, path: str) -> tuple[Any, list[Fault]]:
    """The value of a YAML file and its faults (never both)."""
    try:
        return _value_of(_compose(file.read_text("utf-8"))), []
    except UnicodeDecodeError as error:
        return None, [Fault(path, 0, f"is not UTF-8 (byte {error.start})")]
    except yaml.YAMLError as error:
        return None, [_yaml_fault(path, error, 0)]


def located(content_dir: Path, fault: Fault) -> Fault:
    """A fault of one row of a YAML file, `topics.yaml#funding`, with the line of that row.

    Of a mapping the row's key is looked for; of a list the entry with that `slug`.
    """
    path, mark, name = fault.file.partition("#")
    if not mark:
        return fault
    try:
        node = _compose((content_dir / path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return fault
    line = next((line for key, line in _row_lines(node) if key == name), fault.line)
    return Fault(path, line, f"{name}: {fault.message}")


def _row_lines(node: Any) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, _value in node.value:
            yield str(key.value), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for row in node.value:
            if isinstance(row, yaml.MappingNode):
                slugs = [value.value for key, value in row.value if key.value == "slug"]
                yield str(slugs[0] if slugs else ""), row.start_mark.line + 1


def _yaml_fault(path: str, error: yaml.YAMLError, offset: int) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "is not readable YAML"
    return Fault(path, (mark.line + 1 + offset) if mark else 1, f"YAML: {problem}")


def read_page_file(file: Path, path: str) -> PageFile:
    """One page file.

    Raises:
        ContentFaults: the file is not UTF-8, has no front matter or unreadable front matter.
    """
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ContentFaults([Fault(path, 0, f"is not UTF-8 (byte {error.start})")]) from error
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise ContentFaults([Fault(path, 1, "starts without '---' and front matter")])
    try:
        end = next(at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    except StopIteration:
        raise ContentFaults([Fault(path, 1, "front matter has no closing '---'")]) from None
    block = "\n".join(lines[1:end])
    try:
        node = _compose(block)
        front = _value_of(node)
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, yaml.YAMLError):
            raise ContentFaults([_yaml_fault(path, error, 1)]) from error
        raise ContentFaults([Fault(path, 1, f"front matter: {error}")]) from error
    if not isinstance(front, dict):
        raise ContentFaults([Fault(path, 1, "front matter is not a list of keys and values")])
    blank = next((at for at, line in enumerate(lines[end + 1 :]) if line.strip()), 0)
    where = {"": end + 2 + blank}
    for key, _value in getattr(node, "value", []):
        where[str(key.value)] = key.start_mark.line + 2
    return PageFile(path, front, "\n".join(lines[end + 1 :]).strip() + "\n", where)


def read_pages(content_dir: Path) -> list[PageFile]:
    """Every page file, parents before children.

    Raises:
        ContentFaults: with the faults of every file.
    """
    pages: list[PageFile] = []
    faults: list[Fault] = []
    for language in LANGUAGES:
        for file in sorted((content_dir / language).rglob("*.md")):
            path = file.relative_to(content_dir).as_posix()
            try:
                page = read_page_file(file, path)
            except ContentFaults as error:
                faults.extend(error.faults)
                continue
            bad = [part for part in page.parts if not _SLUG.match(part)]
            if bad:
                faults.append(Fault(path, 0, f'"{bad[0]}" is not a slug (a-z, 0-9, hyphens)'))
            pages.append(page)
    if faults:
        raise ContentFaults(faults)
    return sorted(pages, key=lambda page: (page.language, len(page.parts), page.path))


def plain(value: Any) -> Any:
    """A YAML value with its dates and moments as ISO text, so that nothing depends on quoting."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def write_text(front: dict[str, Any], body: str) -> str:
    """A page file's text: front matter in the order given, then the body."""
    block = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=100)
    text = body.strip()
    return f"---\n{block}---\n" + (f"\n{text}\n" if text else "")
