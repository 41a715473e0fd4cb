"""The project as a whole keeps its own habits."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist

OURS = [model for label in settings.FLOORS for model in apps.get_app_config(label).get_models()]
OUR_ADMINS = [
    found for found in admin.site._registry.values() if type(found).__module__.split(".")[0] in settings.FLOORS
]
TEMPLATES = settings.BASE_DIR / "templates"
FOUND_BY_OTHERS = {"admin", "account", "mfa", "allauth", "django", "bootstrap5", "registration", "usersessions"}
STANDARD = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
SOURCES = [
    path
    for folder in (*settings.FLOORS, "templates", "tests")
    for path in (settings.BASE_DIR / folder).rglob("*")
    if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts
]


def test_no_template_is_unused():
    """Named in full somewhere, or by the stem a message is enqueued with."""
    text = "\n".join(path.read_text() for path in SOURCES)
    unused = [
        name
        for name in (str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*"))
        if name.split("/")[0] not in FOUND_BY_OTHERS and name not in STANDARD and not named(name, text)
    ]

    assert unused == []


def named(template, text):
    stem = re.sub(r"_(?:subject|body|sms|whatsapp)\.(?:txt|html)$|\.(?:txt|html)$", "", template)
    event = re.sub("/messages/(?:id/|en/)?", "/", stem)  # as notifications.outbox.enqueue is told
    quoted = (f'"{template}"', f"'{template}'", f'"{stem}"', f'"{event}"', f'"{stem.rsplit("/", 1)[-1]}"')
    return any(form in text for form in quoted)


def test_every_constraint_has_a_name_that_is_a_sentence():
    """Three words at least, in plain lower case; the database shows it to whoever trips it."""
    unclear = [
        constraint.name
        for model in OURS
        for constraint in model._meta.constraints
        if not re.fullmatch(r"[a-z0-9]+(?:_[a-z0-9]+){2,}", constraint.name)
    ]

    assert unclear == []


def test_every_model_is_named_in_indonesian_lower_case():
    """`verbose_name` stands in the middle of Django's sentences; abbreviations keep their capitals."""
    unnamed = [
        f"{model.__name__}: {model._meta.verbose_name}"
        for model in OURS
        if not model._meta.auto_created
        and ("verbose_name" not in model._meta.original_attrs or starts_high(str(model._meta.verbose_name)))
    ]

    assert unnamed == []


def test_every_field_label_begins_in_lower_case():
    """Labels that are Django's own default are English: a field of ours always brings its own."""
    wrong = [
        f"{model.__name__}.{field.name}: {field.verbose_name}"
        for model in OURS
        for field in model._meta.local_fields
        if not field.auto_created and field.name not in {"password", "last_login", "is_superuser"}
        if starts_high(str(field.verbose_name))
    ]

    assert wrong == []


def starts_high(words):
    first = words.split()[0]
    return first[0].isupper() and first[1:].islower()


@pytest.mark.parametrize("model_admin", OUR_ADMINS, ids=lambda found: found.opts.label)
def test_no_list_page_asks_once_per_row(model_admin):
    """A relation in list_display needs list_select_related (or a query set that brings it)."""
    relations = [name for name in model_admin.list_display if isinstance(name, str) and is_relation(model_admin, name)]

    assert not relations or model_admin.list_select_related, f"{model_admin}: {relations}"


def is_relation(model_admin, name):
    try:
        field = model_admin.opts.get_field(name)
    except FieldDoesNotExist:
        return False
    return field.is_relation and field.many_to_one


@pytest.mark.parametrize("group", ["run", "test", "e2e", "quality"])
def test_locks_hold_hashes_and_no_host(group):
    lock = (settings.BASE_DIR / f"requirements/{group}.txt").read_text()
    pins = re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)

    assert len(pins) > 20
    assert "://" not in lock
    assert lock.count("--hash=sha256:") >= len(pins)
    assert ("playwright" in pins) is (group == "e2e")


@pytest.mark.parametrize(("larger", "smaller"), [("test", "run"), ("e2e", "test"), ("quality", "test")])
def test_a_larger_lock_holds_the_smaller_one_whole(larger, smaller):
    """They are installed into one environment; who pins another version would take the smaller one's away."""
    pins = {
        name: set(
            re.findall(r"^(\S+==\S+)", (settings.BASE_DIR / f"requirements/{name}.txt").read_text(), re.MULTILINE)
        )
        for name in (larger, smaller)
    }

    assert pins[smaller] - pins[larger] == set()
