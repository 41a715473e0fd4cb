from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from jobs.models import DutyRun, Heartbeat

pytestmark = pytest.mark.django_db
WELL = {"database": "ok", "migrations": "ok", "beat": "ok", "duties": "ok"}


def beat(seconds_ago=0):
    Heartbeat.objects.create(name="beat", at=timezone.now() - timedelta(seconds=seconds_ago))


def test_healthz_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_ready_when_all_is_well(client):
    beat()

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, WELL)
    assert "no-store" in response["Cache-Control"]


def test_not_ready_when_beat_fell_silent(client):
    beat(seconds_ago=90)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, WELL | {"beat": "beat silent for 90 s"})


def test_not_ready_when_a_duty_failed_three_times(client):
    beat()
    name, failed = "enrollment.duties.lapse_and_offer", {"failed_at": timezone.now(), "error": "KeyError (a1b2)"}
    run = DutyRun.objects.create(name=name, failures=2, **failed)
    DutyRun.objects.create(name="of.last.year", failures=99, **failed)
    assert client.get("/readyz").json() == WELL

    DutyRun.objects.filter(pk=run.pk).update(failures=3)
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, WELL | {"duties": f"{name} failed 3 times"})


def test_not_ready_before_beat_was_ever_heard(client):
    assert client.get("/readyz").json() == WELL | {"beat": "never heard"}


def test_not_ready_while_a_migration_waits(client):
    beat()
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    response = client.get("/readyz")

    waiting = {"migrations": "1 unapplied", "duties": "not asked"}
    assert (response.status_code, response.json()) == (503, WELL | waiting)


def test_not_ready_without_a_database(client, monkeypatch):
    monkeypatch.setattr("blk_portal.health.migrations", lambda: connection.cursor().execute("SELECT 1 FROM nowhere"))

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"database": "unreachable"})
