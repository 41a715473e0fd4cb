"""Taking a job back: once, in time, by who may; its messages with it, and no others."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import Actor, Refused
from centers.models import Role
from jobs import queue, runner, undoing
from jobs.models import Job
from jobs.workflow import Outcome, State
from notifications.models import OutboxMessage
from notifications.workflow import State as Letter
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at
from tests.factories.jobs import JobFactory
from tests.jobs.work import done

pytestmark = pytest.mark.django_db
WITHIN = timedelta(minutes=10)


@pytest.fixture
def center():
    return CenterFactory(code="pusat")


@pytest.fixture
def officer(center):
    return actor_at(center)


@pytest.fixture
def ended(started, officer):
    """A job that is over."""

    def end(kind="told", upto=3, by=officer, **params):
        job = started(kind, upto=upto, by=by, **params)
        runner.run_due()
        job.refresh_from_db()
        return job

    return end


def code_of(job, by):
    with pytest.raises(Refused) as refusal:
        queue.undo(job, by=by)
    return refusal.value.code


def letters():
    return dict(OutboxMessage.objects.order_by("pk").values_list("subject", "state"))


def test_every_item_is_taken_back_the_last_one_first_and_nobody_hears_of_it(ended, officer):
    job = ended()

    back = queue.undo(job, by=officer)
    runner.run_due()

    back.refresh_from_db()
    assert (back.state, back.undoes, back.title, back.actor) == (State.DONE, job, "Pembatalan: Menghitung", officer)
    assert [*back.results.order_by("pk").values_list("key", "outcome", "reason")] == [
        (key, "done", "") for key in ["3", "2", "1"]
    ]
    assert done(job) == ["finished"]
    assert letters() == dict.fromkeys(["Kabar 1", "Kabar 2", "Kabar 3"], Letter.WITHDRAWN)
    assert [entry.action for entry in AuditEntry.objects.about(job)] == ["job.undo"]


def test_messages_wait_until_nobody_can_take_the_job_back(started, officer):
    with time_machine.travel("2026-03-02 08:00+07:00", tick=False) as clock:
        job = started("told", upto=2, by=officer)
        claimed = runner.leases.claim()
        handler = undoing.handler_of(claimed)
        [first, second] = runner._plan(claimed, handler)
        runner._do(claimed, handler, [first])
        clock.shift(timedelta(minutes=3))  # the second item takes its time
        runner._do(claimed, handler, [second])
        runner._finish(claimed, handler)

        job.refresh_from_db()
        assert undoing.until(job) == timezone.now() + WITHIN
        assert {*OutboxMessage.objects.values_list("not_before", flat=True)} == {undoing.until(job)}


def test_an_item_that_cannot_be_taken_back_keeps_its_message(ended, officer):
    job = ended(stuck="2")

    back = queue.undo(job, by=officer)
    runner.run_due()

    assert [*back.results.order_by("pk").values_list("key", "outcome", "code")] == [
        ("3", "done", ""),
        ("2", "skipped", "moved_on"),
        ("1", "done", ""),
    ]
    assert letters() == {"Kabar 1": Letter.WITHDRAWN, "Kabar 2": Letter.WAITING, "Kabar 3": Letter.WITHDRAWN}


def test_what_had_left_already_is_said(ended, officer, client):
    job = ended()
    OutboxMessage.objects.filter(subject="Kabar 2").update(state=Letter.SENT, sent_at=timezone.now())
    client.force_login(officer.user)
    asked = client.get(reverse("jobs:undo", args=[job.pk])).content.decode()
    assert "2 pesan belum terkirim" in asked
    assert "1 pesan sudah telanjur terkirim" in asked

    back = queue.undo(job, by=officer)
    runner.run_due()

    assert back.results.get(key="2").reason == "Pesannya sudah telanjur terkirim."
    assert "1 pesan sudah telanjur terkirim" in client.get(back.get_absolute_url()).content.decode()


def test_only_what_was_done_is_taken_back(ended, officer):
    job = ended(upto=4, **{"1": "skip", "2": "refuse"})

    back = queue.undo(job, by=officer)
    runner.run_due()

    assert [*back.results.order_by("pk").values_list("key", flat=True)] == ["4", "3"]


def test_a_job_stopped_half_way_can_be_taken_back(started, officer):
    job = started("told", by=officer)
    claimed = runner.leases.claim()
    handler = undoing.handler_of(claimed)
    [first, second, _third] = runner._plan(claimed, handler)
    runner._do(claimed, handler, [first])
    queue.cancel(job, by=officer)
    runner._do(claimed, handler, [second])

    back = queue.undo(job, by=officer)
    runner.run_due()

    assert (done(job), back.results.get().key) == ([], "1")


def test_why_not(ended, officer):
    over, plain = ended(), ended("count")
    nothing = ended(upto=1, **{"1": "refuse"})
    late = ended()
    Job.objects.filter(pk=late.pk).update(finished_at=timezone.now() - WITHIN - timedelta(seconds=1))
    back = queue.undo(over, by=officer)

    assert {
        "again": code_of(over, officer),
        "an undoing": code_of(back, officer),
        "no way back": code_of(plain, officer),
        "not over": code_of(JobFactory(kind="told", center_code="pusat"), officer),
        "nothing done": code_of(nothing, officer),
        "too late": code_of(late, officer),
    } == {
        "again": "undone_already",
        "an undoing": "undo_impossible",
        "no way back": "undo_impossible",
        "not over": "undo_impossible",
        "nothing done": "nothing_done",
        "too late": "undo_too_late",
    }


def test_who_may(ended, officer, center):
    right, own = ended(), ended("own")
    elsewhere = MembershipFactory(user=officer.user, center=CenterFactory(code="lain"))
    who = {
        "starter": officer,
        "another officer": actor_at(center),
        "head": actor_at(center, Role.HEAD),
        "starter, now elsewhere": Actor(elsewhere.user, Role.OFFICER, "lain"),
    }

    assert {name: undoing.may_undo(right, actor) for name, actor in who.items()} == {
        "starter": True,
        "another officer": True,
        "head": False,
        "starter, now elsewhere": False,
    }
    assert {name: undoing.may_undo(own, actor) for name, actor in who.items()} == {
        "starter": True,
        "another officer": False,
        "head": False,
        "starter, now elsewhere": False,
    }
    assert code_of(right, who["head"]) == "undo_not_yours"


@pytest.mark.django_db(transaction=True)
def test_two_officers_take_it_back_once(ended, officer, center):
    job, barrier, answers = ended(), threading.Barrier(2), []

    def press(by):
        barrier.wait()
        try:
            queue.undo(Job.objects.get(pk=job.pk), by=by)
            answers.append("started")
        except Refused as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[by]) for by in [officer, actor_at(center)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["started", "undone_already"]
    assert Job.objects.filter(undoes=job).count() == 1


def test_an_undoing_goes_on_after_a_break_and_takes_back_each_item_once(ended, officer):
    job = ended(upto=5)
    back = queue.undo(job, by=officer)
    with time_machine.travel(timezone.now() - timedelta(seconds=31)):
        crashed = runner.leases.claim()
        handler = undoing.handler_of(crashed)
        runner._do(crashed, handler, [*runner._plan(crashed, handler)][:2])  # the worker is killed here

    runner.run_due()

    back.refresh_from_db()
    assert (back.state, back.done, done(job)) == (State.DONE, 5, ["finished"])
    assert {*letters().values()} == {Letter.WITHDRAWN}


def test_a_long_key_has_a_batch_of_its_own():
    first, second = undoing.batch_of(10**9, "x" * 99 + "1"), undoing.batch_of(10**9, "x" * 99 + "2")

    assert first != second
    assert max(len(first), len(second)) <= 60


# --- on the page -----------------------------------------------------------------------------------------------------


def page(client, job):
    return " ".join(client.get(job.get_absolute_url()).content.decode().split())


def test_the_button_says_until_when_and_goes_when_it_is_too_late(ended, officer, client):
    with time_machine.travel("2030-03-04 14:22+07:00", tick=False) as clock:
        client.force_login(officer.user)
        job = ended()
        assert "Batalkan tindakan ini (sampai 14.32)" in page(client, job)
        clock.shift(WITHIN + timedelta(seconds=1))
        assert "Batalkan tindakan ini" not in page(client, job)
        response = client.get(reverse("jobs:undo", args=[job.pk]), follow=True)
        assert "Waktu untuk membatalkan tindakan ini sudah lewat." in response.content.decode()


def test_the_question_changes_nothing_and_yes_starts_the_job(ended, officer, client):
    client.force_login(officer.user)
    job = ended()
    url = reverse("jobs:undo", args=[job.pk])

    asked = " ".join(client.get(url).content.decode().split())
    assert "3 butir yang berhasil dikembalikan" in asked
    assert not Job.objects.filter(undoes=job).exists()

    response = client.post(url)
    back = Job.objects.get(undoes=job)
    assert response.url == back.get_absolute_url()
    runner.run_due()
    assert "Dikembalikan" in page(client, back)
    assert "Tidak ada pesan yang telanjur terkirim." in page(client, back)
    assert f'href="{back.get_absolute_url()}"' in page(client, job)
    assert "Batalkan tindakan ini" not in page(client, job)
    assert client.post(url, follow=True).redirect_chain[-1][0] == job.get_absolute_url()


def test_who_has_not_the_right_has_no_button_and_may_not(ended, center, client):
    job = ended()
    client.force_login(actor_at(center, Role.HEAD).user)

    assert "Batalkan tindakan ini" not in page(client, job)
    assert client.get(reverse("jobs:undo", args=[job.pk])).status_code == 403
    client.force_login(actor_at(CenterFactory()).user)
    assert client.get(reverse("jobs:undo", args=[job.pk])).status_code == 404


def test_rows_of_an_undoing_have_reasons_like_all(ended, officer):
    back = queue.undo(ended(stuck="1"), by=officer)
    runner.run_due()

    assert back.results.get(outcome=Outcome.SKIPPED).reason == "Sudah berubah lagi."
