"""What the import contract cannot see: foreign keys that point upward, templates across doors."""

import re

from django.apps import apps

from config.env import ROOT

FLOORS = ["places", "access", "figures", "frame", "reading", "news", "calendar", "impact", "home"]
SIDE_BY_SIDE = {"news", "calendar", "impact"}


def test_no_foreign_key_points_to_a_room_above_or_beside():
    wrong = []
    for label in FLOORS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if target is None or field.auto_created or isinstance(target, str):
                    continue
                other = target._meta.app_label
                if other == label or other not in FLOORS:
                    continue
                beside = {label, other} <= SIDE_BY_SIDE
                if beside or FLOORS.index(other) > FLOORS.index(label):
                    wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")

    assert wrong == []


def test_no_template_of_a_room_includes_one_of_a_room_beside_or_above():
    wrong = []
    for room in ("frame", "reading", "news", "calendar", "impact"):
        for file in (ROOT / "rumbo" / "website" / room / "templates").rglob("*.html"):
            for name in re.findall(
                r'\{%\s*(?:include|extends)\s+"([\w-]+)/', file.read_text("utf-8")
            ):
                if name not in {room, "frame", "ui", "reading", "wagtailadmin"}:
                    wrong.append(f"{file.relative_to(ROOT)}: {name}")

    assert wrong == []


def test_every_message_and_fixed_word_has_its_spanish():
    from scripts.messages import missing

    assert missing() == []


def test_no_committed_file_names_a_registry_or_a_folder_of_one_machine():
    import subprocess

    hosts = ["pypi" + ".org", "python" + "hosted.", "registry" + ".npm", "deb" + ".debian."]
    done = subprocess.run(
        ["git", "grep", "-InF", *[part for host in hosts for part in ("-e", host)], "--", "."],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip

    assert done.stdout == ""
