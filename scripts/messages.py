"""Fixed words in Spanish: `rumbo/locale/parts/<room>.yaml` made into one message catalogue.

Each part maps an English sentence to its Spanish one; plurals stand under `_plurals`. The catalogue
is compiled when checks or tests or the site start, so that no compiled file is committed.
"""

import ast
import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PARTS = ROOT / "rumbo" / "locale" / "parts"
_TEMPLATE = re.compile(
    r"""\{%\s*(?:trans|translate)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""", re.DOTALL
)
_BLOCK = re.compile(
    r"\{%\s*blocktrans(?:late)?\b(?P<options>[^%]*)%\}(?P<one>.*?)"
    r"(?:\{%\s*plural\s*%\}(?P<many>.*?))?\{%\s*endblocktrans(?:late)?\s*%\}",
    re.DOTALL,
)
_VARIABLE = re.compile(r"\{\{\s*([\w.]+)(?:\|[^}]*)?\s*\}\}")
_CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}


def spanish() -> dict[str, str]:
    """Every Spanish sentence by its English one; plurals keyed by their singular."""
    found: dict[str, str] = {}
    for file in sorted(PARTS.glob("*.yaml")):
        for key, value in (yaml.safe_load(file.read_text("utf-8")) or {}).items():
            if key == "_plurals":
                for entry in value:
                    found[entry["msgid"]] = entry["es"][0]
            else:
                found[str(key)] = str(value)
    return found


def wanted() -> dict[str, str]:
    """Every sentence that templates and code want translated, with the file that wants it."""
    found: dict[str, str] = {}
    templates = (ROOT / "rumbo").rglob("templates/**/*.*")
    for file in sorted(file for file in templates if file.suffix in {".html", ".xhtml", ".opf"}):
        text = file.read_text("utf-8")
        name = file.relative_to(ROOT).as_posix()
        for first, second in _TEMPLATE.findall(text):
            found.setdefault((first or second).replace('\\"', '"').replace("\\'", "'"), name)
        for block in _BLOCK.finditer(text):
            for part in filter(None, (block["one"],)):
                words = _VARIABLE.sub(r"%(\1)s", part.replace("%", "%%"))
                if "trimmed" in block["options"]:
                    words = " ".join(line.strip() for line in words.strip().splitlines())
                found.setdefault(words, name)
    for file in sorted((ROOT / "rumbo").rglob("*.py")):
        if "/tests/" in file.as_posix() or "/migrations/" in file.as_posix():
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first_argument = node.args[0]
                if name in _CALLS and isinstance(first_argument, ast.Constant):
                    if isinstance(first_argument.value, str):
                        found.setdefault(first_argument.value, file.relative_to(ROOT).as_posix())
    return {key: value for key, value in found.items() if key.strip()}


def missing() -> list[str]:
    """Each sentence that has no Spanish yet, with its file."""
    known = spanish()
    return sorted(f"{file}: {words}" for words, file in wanted().items() if words not in known)


def write_catalogue(target: Path | None = None) -> Path:
    """Write the compiled catalogue; the file written."""
    target = target or ROOT / "rumbo" / "locale" / "es" / "LC_MESSAGES" / "django.mo"
    entries: dict[bytes, bytes] = {
        b"": b"Content-Type: text/plain; charset=UTF-8\nLanguage: es\n"
        b"Plural-Forms: nplurals=2; plural=(n != 1);\n"
    }
    for file in sorted(PARTS.glob("*.yaml")):
        for key, value in (yaml.safe_load(file.read_text("utf-8")) or {}).items():
            if key == "_plurals":
                for entry in value:
                    msgid = f"{entry['msgid']}\0{entry['msgid_plural']}"
                    entries[msgid.encode()] = "\0".join(entry["es"]).encode()
            else:
                entries[str(key).encode()] = str(value).encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    content = _compile(entries)
    if not target.exists() or target.read_bytes() != content:
        draft = target.with_suffix(".mo.new")
        draft.write_bytes(content)
        draft.replace(target)
    return target


def _compile(entries: dict[bytes, bytes]) -> bytes:
    """A GNU .mo file. Layout: gettext manual, 'The Format of GNU MO Files'."""
    import struct

    keys = sorted(entries)
    ids = b"".join(key + b"\0" for key in keys)
    words = b"".join(entries[key] + b"\0" for key in keys)
    start = 28 + 16 * len(keys)
    id_table, word_table = b"", b""
    id_at, word_at = start, start + len(ids)
    for key in keys:
        id_table += struct.pack("<II", len(key), id_at)
        word_table += struct.pack("<II", len(entries[key]), word_at)
        id_at += len(key) + 1
        word_at += len(entries[key]) + 1
    head = struct.pack(
        "<IIIIIII", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 16 * len(keys)
    )
    return head + id_table + word_table + ids + words


if __name__ == "__main__":
    write_catalogue()
    lacking = missing()
    for line in lacking:
        print(line)
    print(f"{len(spanish())} sentences in Spanish, {len(lacking)} lacking.")
    sys.exit(1 if lacking else 0)
