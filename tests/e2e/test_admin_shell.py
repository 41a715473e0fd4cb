"""Every list, form and object of the admin, looked at by axe at both widths and on the narrowest phone."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.e2e.visitor import Visitor
from tests.role_table import MODELS
from tests.world import World


def pages(world):
    """(name, address) of each page of each registered model, as a superuser sees them."""
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        obj, rights = world.own[model._meta.label_lower], MODELS[model._meta.label_lower]
        yield f"{name}-list", reverse(f"admin:{name}_changelist")
        yield f"{name}-change", reverse(f"admin:{name}_change", args=[obj.pk])
        if rights.add:
            yield f"{name}-add", reverse(f"admin:{name}_add")
        if rights.delete:
            yield f"{name}-delete", reverse(f"admin:{name}_delete", args=[obj.pk])


@pytest.fixture
def superuser(people, live_server, client):
    """A browser that is signed in already: how one signs in is another test's story."""
    world = World()
    client.force_login(world.people["superuser"])
    person = people(Visitor, "Superuser")
    person.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    return person, world


@pytest.mark.timeout(1200)
def test_every_page_of_the_admin_is_good_on_a_phone_and_on_a_desk(superuser):
    person, world = superuser
    for name, address in pages(world):
        person.goes(address).looks(name)
