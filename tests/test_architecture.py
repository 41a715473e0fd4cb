"""What import-linter cannot see: relations named by strings, and templates that reach for one another."""

import re
import tomllib

from django.apps import apps
from django.conf import settings

FLOOR = {name: number for number, name in enumerate(settings.FLOORS)}
SHARED = {"components", "base.html"}  # below every app
REACHES = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""")


def test_foreign_keys_point_down():
    upward = [
        str(field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if FLOOR.get(field.related_model._meta.app_label, -1) > FLOOR.get(model._meta.app_label, len(FLOOR))
    ]

    assert upward == []


def test_trainees_and_cohorts_do_not_know_each_other():
    between = [
        str(field)
        for label, other in (("trainees", "cohorts"), ("cohorts", "trainees"))
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model._meta.app_label == other
    ]

    assert between == []


def test_templates_take_only_from_below():
    """A page may extend or include its own app's templates, those of a lower app, and the shared ones."""
    folder = settings.BASE_DIR / "templates"
    upward = [
        f"{path.relative_to(folder)} takes {name}"
        for path in sorted(folder.rglob("*.html"))
        for name in REACHES.findall(path.read_text())
        if reaches_up(path.relative_to(folder).parts[0], name.split("/")[0])
    ]

    assert upward == []


def reaches_up(app, other):
    if app in SHARED:
        return other in FLOOR
    return other in FLOOR and app in FLOOR and FLOOR[other] > FLOOR[app]


def test_the_linter_knows_the_same_floors():
    contracts = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors = [line.strip("()").split(" | ") for line in contracts["contracts"][0]["layers"]]
    known = [name for line in reversed(floors) for name in sorted(line) if name in FLOOR]

    assert known == settings.FLOORS
    assert set(contracts["root_packages"]) == set(settings.FLOORS)
    assert set(contracts["contracts"][1]["containers"]) == set(settings.FLOORS) - {"blk_portal"}


def test_only_one_file_listens_to_signals():
    listening = re.compile(r"^\s*@receiver\(|\b(?:post|pre)_\w+\.connect\(", re.MULTILINE)
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for app in settings.FLOORS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if listening.search(path.read_text())
    ]

    assert set(found) <= {"audit/receivers.py"}
