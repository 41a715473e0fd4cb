import logging
import threading
from datetime import timedelta

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings as portal
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jobs import duties, tasks
from jobs.models import DutyRun

DUTIES = [*portal.DUTIES]
CALLS = []
INSIDE = threading.Barrier(2, timeout=10)
pytestmark = pytest.mark.django_db


def one():
    CALLS.append("one")


def broken():
    raise KeyError("Siti Aminah")


def endless():
    raise SoftTimeLimitExceeded


def slow():
    CALLS.append("slow")
    INSIDE.wait()
    INSIDE.wait()


def path(function):
    return f"{__name__}.{function.__name__}"


@pytest.fixture(autouse=True)
def listed(settings):
    CALLS.clear()
    settings.DUTIES = [path(one), path(broken), path(endless), path(slow), "jobs.nowhere.to_be_found"]


def test_beat_sends_every_duty_as_a_task_of_its_own():
    sent = {at: one["args"] for at, one in portal.CELERY_BEAT_SCHEDULE.items() if one["task"] == "jobs.tasks.duty"}

    assert sent == {name: [name] for name in DUTIES}
    assert tasks.duty.soft_time_limit == duties.LIMIT


def test_a_duty_that_goes_well_leaves_when():
    with time_machine.travel("2026-03-02 08:00+07:00", tick=False):
        tasks.duty(path(one))
        now = timezone.now()

    run = DutyRun.objects.get(name=path(one))
    assert (run.started_at, run.ok_at, run.busy_until, run.failures, run.error) == (now, now, None, 0, "")
    assert CALLS == ["one"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (path(broken), "KeyError"),
        (path(endless), "SoftTimeLimitExceeded"),
        ("jobs.nowhere.to_be_found", "ModuleNotFoundError"),
    ],
)
def test_a_duty_that_fails_says_so_without_anybodys_name(name, kind, caplog):
    assert [duties.do(name), duties.do(name)] == ["failed", "failed"]

    run = DutyRun.objects.get(name=name)
    assert (run.failures, run.ok_at, run.busy_until) == (2, None, None)
    said, reference = run.error.rstrip(")").split(" (")
    assert said == kind
    assert "Siti" not in run.error
    assert f"duty {name} failed, reference {reference}" in caplog.text


def test_a_duty_that_goes_well_again_is_forgiven(monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL)
    name = path(broken)
    duties.do(name)
    monkeypatch.setattr(name, one)

    assert duties.do(name) == "done"

    run = DutyRun.objects.get(name=name)
    assert (run.failures, bool(run.failed_at), bool(run.ok_at)) == (0, True, True)


def test_a_tick_for_a_duty_that_is_no_more_does_nothing():
    assert duties.do("enrollment.duties.of_last_year") == "unknown"
    assert not DutyRun.objects.exists()


def test_a_worker_that_died_in_a_duty_holds_it_a_minute():
    DutyRun.objects.create(name=path(one), busy_until=timezone.now() + duties.BUSY)

    assert duties.do(path(one)) == "busy"
    with time_machine.travel(timezone.now() + duties.BUSY + timedelta(seconds=1)):
        assert duties.do(path(one)) == "done"


@pytest.mark.django_db(transaction=True)
def test_two_beats_do_a_duty_once():
    answers = []

    def first():
        answers.append(duties.do(path(slow)))
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    INSIDE.wait()
    second = duties.do(path(slow))
    INSIDE.wait()
    thread.join()

    assert (second, answers, CALLS) == ("busy", ["done"], ["slow"])


def test_the_database_refuses_a_failure_without_a_reason():
    DutyRun.objects.create(name="x")

    with pytest.raises(IntegrityError, match="duty_failure_says_why"), transaction.atomic():
        DutyRun.objects.filter(name="x").update(failures=1)
