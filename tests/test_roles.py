"""Every address, asked as every role, with own, same-center and other-center objects. See role_table.py."""

import uuid

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from jobs.models import Heartbeat
from tests.addresses import ARGUMENTS, MORE, OBJECT_OF, WITHOUT_NAME, WITHOUT_OBJECT
from tests.guards import PortalClient
from tests.role_pages import PAGES
from tests.role_table import EVERYWHERE, LETTERS, MODELS
from tests.world import ROLES, World

MODEL_OF = {name: model for model, names in OBJECT_OF.items() for name in names}
ADMIN_PAGES = ("changelist", "add", "change", "history", "delete")
ROWS = [line.split() for line in PAGES.strip().splitlines() if not line.startswith("#")]


def page_rows():
    """(method, name, which, statuses by role letter)"""
    for row in ROWS:
        method, row = ("POST", row[1:]) if row[0] == "POST" else ("GET", row)
        yield method, row[0], row[1], dict(zip(LETTERS, row[2:], strict=True))


def admin_name(model, page):
    return f"admin:{model.replace('.', '_')}_{page}"


# --- nothing without a row, no row without an address ---


def addresses(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield prefix + (pattern.name or str(pattern.pattern)).replace(" ", "")


def test_every_address_has_a_row_and_every_row_an_address():
    rows = {name for _method, name, _which, _statuses in page_rows()}
    for model, rights in MODELS.items():
        pages = [*ADMIN_PAGES, *(["move"] if rights.moves else [])]
        rows |= {admin_name(model, page) for page in pages}

    assert set(addresses(get_resolver())) == rows


def test_every_move_of_the_admin_has_a_row():
    there = {
        model._meta.label_lower: {move.name for move in page.moves} for model, page in admin.site._registry.items()
    }

    assert there == {model: set(rights.moves) for model, rights in MODELS.items()}


def test_an_object_has_a_row_for_each_of_the_four_kinds():
    kinds = {name: [] for name in MODEL_OF}
    for _method, name, which, _statuses in page_rows():
        if which != "-":
            kinds[name].append(which)

    assert kinds == {name: ["own", "same", "other", "unknown"] for name in MODEL_OF}


# --- what they answer ---


def arguments_of(name, which, world):
    if which == "-":
        return WITHOUT_OBJECT.get(name, [])
    model = MODEL_OF[name]
    make = ARGUMENTS[model]
    if which != "unknown":
        return [*make(getattr(world, which)[model]), *MORE.get(name, [])]
    nobodys = {uuid.UUID: uuid.uuid4(), str: "TIDAKADA", int: 99_999_999}
    return [*(nobodys[type(one)] for one in make(world.own[model])), *MORE.get(name, [])]


def asked_of_pages(letter, world):
    for method, name, which, statuses in page_rows():
        url = WITHOUT_NAME.get(name) or reverse(name, args=arguments_of(name, which, world))
        yield method, url, int(statuses[letter]), f"{name} {which}"


def status(letter, who):
    """What somebody who is signed in gets where `who` may go."""
    if letter == "a":
        return 302
    return 200 if letter in who else 403


def asked_of_models(letter, world):
    for model, rights in MODELS.items():
        foreign = [] if rights.shared else [("other", world.other[model])]
        unknown = [("unknown", None)]
        for page, who in [("changelist", rights.see), ("add", rights.add)]:
            yield "GET", reverse(admin_name(model, page)), status(letter, who), f"{model} {page}"
        pages = [("change", rights.see, []), ("history", rights.see, []), ("delete", rights.delete, [])]
        moves = [("move", who, [move]) for move, who in rights.moves.items()]
        for which, one in [("own", world.own[model]), *foreign, *unknown]:
            for page, who, more in pages + moves:
                pk = one.pk if one else 99_999_999
                expected = status(letter, who)
                if expected == 200 and (one is None or (which == "other" and letter not in EVERYWHERE)):
                    expected = 404
                yield (
                    "GET",
                    reverse(admin_name(model, page), args=[pk, *more]),
                    expected,
                    f"{model} {page} {more} {which}",
                )


@pytest.mark.django_db
@pytest.mark.timeout(300)
@pytest.mark.parametrize("role", ROLES)
def test_what_every_address_answers_to(role):
    world, client = World(), PortalClient()
    Heartbeat.beat("beat")
    letter = next(letter for letter, name in LETTERS.items() if name == role)
    wrong = []
    for method, url, expected, row in [*asked_of_pages(letter, world), *asked_of_models(letter, world)]:
        if role != "anonymous" and "_auth_user_id" not in client.session:  # signing out has a row, too
            client.force_login(world.people[role])
        response = client.generic(method, url)
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end it closes its file, and the connection stays
        if response.status_code != expected:
            wrong.append(f"{row}: {response.status_code}, not {expected}")

    assert wrong == []


@pytest.mark.django_db
def test_a_visitor_is_led_to_the_one_sign_in(client):
    response = client.get(reverse("admin:cohorts_wave_changelist"))

    assert response.url == f"{reverse('account_login')}?next=/admin/cohorts/wave/"


@pytest.mark.django_db
def test_nobody_finds_django_s_own_doors(client):
    world = World()
    client.force_login(world.people["superuser"])
    doors = ["password_change/", "r/1/1/", "auth/group/", "mfa/authenticator/", "account/emailaddress/"]

    assert [client.get(f"/admin/{door}").status_code for door in doors] == [404] * len(doors)
