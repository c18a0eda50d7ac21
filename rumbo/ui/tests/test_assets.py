"""What we keep of others: pinned, listed, unchanged, and in our colours."""

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ASSETS = ROOT / "assets"
UI = ROOT / "rumbo" / "ui"
VENDORED = (UI / "static" / "ui" / "fonts", UI / "fonts", ROOT / "tests" / "vendor")
OURS = {"README.md"}


def locked() -> dict[str, tuple[str, str, str]]:
    lines = (ROOT / "assets.lock").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {file: (name, version, digest) for name, version, digest, file in rows}


def test_every_file_of_others_is_what_the_lock_says():
    found = {file: hashlib.sha256((ROOT / file).read_bytes()).hexdigest() for file in locked()}

    assert found == {file: digest for file, (_, _, digest) in locked().items()}


def test_no_file_of_others_is_missing_from_the_lock():
    kept = {
        str(path.relative_to(ROOT))
        for folder in VENDORED
        for path in folder.iterdir()
        if path.name not in OURS
    }

    assert kept <= set(locked())
    assert "rumbo/ui/static/ui/uswds.css" in locked()
    assert "rumbo/ui/static/ui/uswds-LICENSE.md" in locked()


def test_the_lock_names_the_versions_that_are_pinned():
    package = json.loads((ASSETS / "package.json").read_text("utf-8"))
    pinned = package["dependencies"] | package["devDependencies"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    for name, version, _ in locked().values():
        assert pinned.get(name, version) == version


def test_the_lock_of_packages_says_no_download_address():
    lock = json.loads((ASSETS / "package-lock.json").read_text("utf-8"))

    packages = [one for path, one in lock["packages"].items() if path]
    assert packages
    assert all(one.get("integrity") and "resolved" not in one for one in packages)


def test_the_parts_of_uswds_take_every_colour_from_our_tokens():
    css = (UI / "static" / "ui" / "uswds.css").read_text("utf-8")
    rules = re.sub(r"url\(\"data:[^\"]*\"\)", "", css)
    tokens = set(
        re.findall(r"(--r-[\w-]+):", (UI / "static" / "ui" / "site.css").read_text("utf-8"))
    )

    assert re.findall(r"#[0-9a-f]{3,8}\b|(?<![\w-])(?:white|black)(?![\w-])", rules) == []
    used = set(re.findall(r"var\((--r-[\w-]+)\)", rules)) - set(
        re.findall(r"(--r-sign-[\w-]+):", css)
    )
    assert used <= tokens


def test_the_parts_of_uswds_ask_for_no_file():
    css = (UI / "static" / "ui" / "uswds.css").read_text("utf-8")

    assert [address for address in re.findall(r"url\(\"?([^)\"]{1,40})", css)
            if not address.startswith("data:image/svg+xml,")] == []  # fmt: skip
