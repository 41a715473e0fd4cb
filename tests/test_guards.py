"""A guard that never fails guards nothing: each is tripped here once."""

import socket
import sys

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.template import Context, engines
from django.urls import path

from accounts.models import User
from blk_portal.celery import app
from tests.guards import inspect_page

pytestmark = pytest.mark.django_db


@login_not_required
def writing(request):
    User.objects.filter(pk=0).update(full_name="Siti")
    return HttpResponse("ok")


@login_not_required
def publishing(request):
    app.send_task("jobs.tasks.tick")
    return HttpResponse("ok")


@login_not_required
def leaving_something_for_after(request):
    transaction.on_commit(lambda: User.objects.create(email="sesudah@blk.example"))
    return HttpResponse("ok")


urlpatterns = [
    path("writing", writing),
    path("publishing", publishing),
    path("after", leaving_something_for_after),
]


@pytest.fixture
def pages(settings):
    settings.ROOT_URLCONF = sys.modules[__name__]


def test_a_get_that_writes_is_caught(client, pages):
    with pytest.raises(AssertionError, match="a GET wrote: UPDATE"):
        client.get("/writing")


def test_a_post_may_write(client, pages):
    assert client.post("/writing").status_code == 200


def test_a_request_that_publishes_is_caught(client, pages):
    with pytest.raises(AssertionError, match="published to Celery"):
        client.post("/publishing")


def test_what_a_request_leaves_for_after_commit_is_done(client, pages):
    client.post("/after")

    assert User.objects.get().email == "sesudah@blk.example"


@pytest.mark.parametrize(
    "markup",
    ['<p style="color: red">', '<a onclick="go()">', "<script>go()</script>", "<style>p {}</style>", "{{ name }}"],
)
def test_what_the_policy_would_drop_is_caught(markup):
    with pytest.raises(AssertionError, match=r"policy forbids|unrendered"):
        inspect_page(HttpResponse(f"<!doctype html><title>x</title>{markup}"))


def test_an_undefined_variable_is_caught_in_our_own_templates_only(tmp_path, settings):
    ours = engines["django"].engine.from_string("{{ nobody }}")
    assert ours.render(Context()) == ""  # a string from nowhere is nobody's template

    settings.BASE_DIR = tmp_path
    ours.origin.name = str(tmp_path / "page.html")
    for node in ours.nodelist:
        node.origin = ours.origin
    with pytest.raises(AssertionError, match=r"page\.html uses an undefined variable: nobody"):
        ours.render(Context())


def test_a_template_may_ask_for_what_is_not_there():
    asks = engines["django"].engine.from_string("{% if nobody %}x{% endif %}{{ nobody|default:'–' }}")

    assert asks.render(Context()) == "–"


def test_unordered_rows_come_in_any_order():
    User.objects.bulk_create(User(email=f"orang{n}@blk.example") for n in range(30))

    assert len({tuple(User.objects.order_by().values_list("pk", flat=True)) for _ in range(5)}) > 1
    assert "RANDOM()" not in str(User.objects.order_by("pk").query)


def test_a_lock_over_a_join_must_name_its_table():
    with transaction.atomic():
        list(User.objects.select_for_update().order_by("pk"))
        with pytest.raises(AssertionError, match="without of="):
            list(User.objects.select_for_update().filter(emailaddress__email="x"))


def test_nobody_calls_out():
    with socket.socket() as wire, pytest.raises(AssertionError, match="tried to speak"):
        wire.connect(("192.0.2.1", 80))
