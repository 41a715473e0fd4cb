"""A guard that never fails guards nothing: each is tripped here once."""

import logging
import socket
import sys
from types import SimpleNamespace

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse
from django.template import Context, engines
from django.urls import path

from accounts.models import User
from blk_portal.celery import app
from blk_portal.logs import formatter
from jobs.models import Job
from tests.canaries import canaries, refuse_leaks
from tests.factories.jobs import JobFactory, JobResultFactory
from tests.factories.notifications import OutboxMessageFactory
from tests.factories.trainees import TraineeFactory
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


@login_not_required
def leading_on(request):
    return HttpResponse(status=302, headers={"Location": request.POST["to"]})


urlpatterns = [
    path("leading-on", leading_on),
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


# --- canaries ------------------------------------------------------------------------------------------------------


@pytest.fixture
def siti():
    """Born on 12 May 2004."""
    return TraineeFactory()


@pytest.mark.parametrize("born", ["2004-05-12", "12/05/2004", "12-5-2004", "12 Mei 2004", "12 May 2004"])
def test_a_birth_date_in_a_message_is_seen_however_it_is_written(siti, leaks, born):
    OutboxMessageFactory(body=f"Siti, lahir {born}, diterima.")

    assert len(leaks()) == 1


def test_a_nik_is_seen_in_every_part_of_a_message(siti, leaks):
    broken = " ".join([siti.nik[:6], siti.nik[6:12], siti.nik[12:]])

    OutboxMessageFactory(subject=siti.nik, body=broken, values={"nik": siti.nik}, routes=[["email", siti.nik]])

    assert leaks() == [f"OutboxMessage.{part} shows {siti.nik}" for part in ("subject", "body", "values", "routes")]


def test_what_jobs_are_told_and_say_is_looked_at(siti, leaks):
    JobResultFactory(job=JobFactory(params={"of": siti.nik}, title=siti.nik), reason="Lahir 12 Mei 2004.")
    Job.objects.bulk_create([JobFactory.build(title=siti.nik)])

    told = [f"Job.{part} shows {siti.nik}" for part in ("title", "params", "title")]
    assert sorted(leaks()) == sorted([*told, "JobResult.reason shows 12-mei-2004"])


def test_what_a_task_is_told_is_looked_at(siti, leaks):
    app.send_task("jobs.tasks.tick", args=[siti.nik])

    assert f"a task shows {siti.nik}" in leaks()


def test_where_one_goes_is_looked_at(client, pages, siti, leaks):
    client.post("/writing?born=12%2F05%2F2004")
    client.post(f"/writing?q={siti.nik}")
    client.post("/leading-on", {"to": f"/peserta/{siti.nik}/"})

    assert leaks() == [f"the address of a page shows {one}" for one in ("12-05-2004", siti.nik, siti.nik)]


def test_files_caches_and_sessions_are_looked_at(client, siti, leaks):
    default_storage.save(f"{siti.nik}.jpg", ContentFile(b""))
    cache.set(f"born-{siti.birth_date}", 1)
    client.session.encode({"born": "12 Mei 2004"})

    assert leaks() == [
        f"the name of a file shows {siti.nik}",
        "the key of a cache shows 2004-05-12",
        "a session shows 12-mei-2004",
    ]


def test_a_log_line_with_a_birth_date_fails_its_test(siti):
    """The last gate masks every NIK; a date it cannot tell from another."""
    record = logging.makeLogRecord({"msg": "refused: %s, born on %s", "args": (siti.nik, siti.birth_date)})
    report = SimpleNamespace(passed=True, outcome="passed", capstderr=formatter().format(record))

    assert refuse_leaks(report).outcome == "failed"
    assert report.longrepr == "stderr shows ['2004-05-12']"


def test_other_numbers_and_dates_are_nobody(siti):
    assert canaries.found_in("Mulai 12 Mei 2026, kelas 2004/05, 3674021205040099, 05-12-2004") == []
