"""What a form does not offer cannot be posted: read-only fields, other centers' rows, actions of another role."""

import itertools

import pytest
from django import forms
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from audit.moves import Actor
from centers import locking
from tests.admin.pages import change_url
from tests.filled import filled
from tests.role_table import LETTERS, MODELS
from tests.world import ROLES, World

MAY_CHANGE = [(label, letter) for label, rights in sorted(MODELS.items()) for letter in rights.change]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def stands(obj, apart=("last_login",)):
    """What the database says of it; signing in writes `last_login`."""
    row = type(obj)._base_manager.filter(pk=obj.pk).first()
    return row and locking.stored(row, apart)


def something_else(field, obj, world):
    """Another value of this column, whether or not a form would offer it."""
    if field.related_model:
        others = field.related_model._base_manager.exclude(pk=getattr(obj, field.attname)).order_by("-pk")
        return next(iter(others.values_list("pk", flat=True)[:1]), None)
    if field.choices:
        return next((value for value, _label in field.flatchoices if value != getattr(obj, field.name)), None)
    kind = field.get_internal_type()
    return {"BooleanField": "on", "DateField": "2032-02-02", "DateTimeField": "2032-02-02T10:00"}.get(kind, "77")


@pytest.mark.django_db
def test_what_a_page_shows_but_does_not_offer_cannot_be_posted():
    """For each model and each role that may change it: every column outside the form, posted all the same."""
    world, changed = World(), []
    for label, letter in MAY_CHANGE:
        obj, client = world.own[label], signed_in(world.people[LETTERS[letter]])
        page = client.get(change_url(obj))
        offered = {name for name, field in page.context["adminform"].form.fields.items() if not field.disabled}
        outside = [one for one in obj._meta.concrete_fields if one.name not in offered and not one.generated]
        forged = {one.name: something_else(one, obj, world) for one in outside if not one.primary_key}
        apart = {*offered, "last_login"}
        before = stands(obj, apart)

        answer = client.post(change_url(obj), filled(page) | {name: new for name, new in forged.items() if new})

        if stands(obj, apart) != before:
            changed.append((label, letter))
        assert answer.status_code == 302, (label, letter, answer.context["errors"])

    assert changed == []


@pytest.mark.django_db
def test_another_center_s_row_is_not_taken_even_if_posted():
    """Every choice of a row: one that this role cannot see is refused, and nothing is saved."""
    world, tried = World(), 0
    for label, letter in MAY_CHANGE:
        if letter == "s":
            continue
        obj, client = world.own[label], signed_in(world.people[LETTERS[letter]])
        page = client.get(change_url(obj))
        for name, field in page.context["adminform"].form.fields.items():
            if not isinstance(field, forms.ModelChoiceField) or field.disabled:
                continue
            hidden = field.queryset.model._base_manager.exclude(pk__in=field.queryset.values("pk")).first()
            if hidden is None:
                continue
            before, tried = stands(obj), tried + 1
            answer = client.post(change_url(obj), filled(page) | {name: hidden.pk})
            assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, [name]), (label, name)
            assert stands(obj) == before

    assert tried >= 3


@pytest.mark.django_db
def test_who_may_not_change_gets_nowhere_by_posting():
    world, wrong = World(), []
    for (label, rights), role in itertools.product(sorted(MODELS.items()), ROLES[2:]):
        letter = next(letter for letter, name in LETTERS.items() if name == role)
        if letter in rights.change:
            continue
        obj = world.own[label]
        before = stands(obj)
        answer = signed_in(world.people[role]).post(change_url(obj), {"name": "Diubah", "full_name": "Diubah"})
        if answer.status_code != 403 or stands(obj) != before:
            wrong.append((label, role, answer.status_code))

    assert wrong == []


# --- actions and autocomplete ---

ACTIONS = {  # what may be done to a selection in the list, by role letter; nothing else is there
    "cohorts.holiday": {"delete_selected": "os"},
    "enrollment.eligibilityrule": {"delete_selected": "os"},
    "enrollment.paperreason": {"delete_selected": "os"},
    "enrollment.application": {
        "assign_chosen": "hos",
        "miss_test_chosen": "os",
        "refuse_chosen": "os",
        "return_chosen": "os",
        "verify_chosen": "os",
    },
}


def actions_for(page, actor):
    request = RequestFactory().get("/")
    request.actor = actor
    return set(page.get_actions(request))


def test_every_action_of_every_list_is_for_the_roles_written_here():
    found = {}
    for model, page in admin.site._registry.items():
        for letter, role in LETTERS.items():
            for name in actions_for(page, Actor(role="" if letter in "at" else role, center_code="blk-a")):
                found.setdefault(model._meta.label_lower, {}).setdefault(name, set()).add(letter)

    assert found == {
        label: {name: set(letters) for name, letters in actions.items()} for label, actions in ACTIONS.items()
    }


@pytest.mark.django_db
def test_an_action_posted_by_another_role_does_nothing():
    world, wrong = World(), []
    names = {(label, name) for label, actions in ACTIONS.items() for name in actions}
    for (label, name), role in itertools.product(sorted(names), ROLES[1:]):
        letter = next(letter for letter, known in LETTERS.items() if known == role)
        if letter in ACTIONS[label][name]:
            continue
        obj = world.own[label]
        url = reverse(f"admin:{label.replace('.', '_')}_changelist")
        before = stands(obj)
        signed_in(world.people[role]).post(url, {"action": name, "_selected_action": [obj.pk], "post": "yes"})
        if stands(obj) != before:
            wrong.append((label, name, role))

    assert wrong == []


@pytest.mark.django_db
def test_autocomplete_offers_only_what_a_role_may_see():
    """Each field that is completed while typing, asked as each role: 200 with rows of its center, or 403."""
    world, wrong = World(), []
    fields = [(model, name) for model, page in admin.site._registry.items() for name in page.autocomplete_fields]
    for (model, name), role in itertools.product(fields, ROLES[1:]):
        letter = next(letter for letter, known in LETTERS.items() if known == role)
        target = model._meta.get_field(name).related_model
        question = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": name}
        answer = signed_in(world.people[role]).get(reverse("admin:autocomplete"), {**question, "term": ""})
        expected = 200 if letter in MODELS[target._meta.label_lower].see else 403
        foreign = str(world.other[target._meta.label_lower].pk)
        seen = [row["id"] for row in answer.json()["results"]] if answer.status_code == 200 else []
        if answer.status_code != expected or (foreign in seen and letter not in "vs"):
            wrong.append((name, role, answer.status_code))

    assert len(fields) > 0
    assert wrong == []


def test_every_page_lists_its_fields():
    """Nothing is editable because somebody forgot to say what is."""
    open_ended = [
        model._meta.label_lower
        for model, page in admin.site._registry.items()
        if MODELS[model._meta.label_lower].change and not (page.fields or page.fieldsets)
    ]

    assert open_ended == []
