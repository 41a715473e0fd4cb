import threading
import time
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.utils import timezone

from jobs import handlers, leases, queue, runner
from jobs.models import Heartbeat, Job
from jobs.tasks import tick
from jobs.workflow import State
from tests.factories.jobs import JobFactory
from tests.jobs.work import do, done


def soon():
    return time.monotonic() + 20


def report(job):
    return [*job.results.order_by("pk").values_list("key", "outcome", "code")]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["count", "chunks"])
def test_a_job_does_each_item_and_finishes(started, kind):
    job = started(kind, upto=10)

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.total, job.done, job.skipped, job.failed) == (State.DONE, 10, 10, 0, 0)
    assert done(job) == [*map(str, range(1, 11)), "finished"]
    assert report(job) == [(str(n), "done", "") for n in range(1, 11)]
    assert job.results.first().label == "Butir 1"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["count", "chunks"])
def test_what_is_refused_or_breaks_is_undone_and_says_why(started, kind, caplog):
    job = started(kind, upto=6, **{"2": "skip", "3": "refuse", "4": "break", "5": "spoil"})

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.total, job.done, job.skipped, job.failed) == (State.DONE, 6, 2, 2, 2)
    assert done(job) == ["1", "6", "finished"]
    assert report(job) == [
        ("1", "done", ""),
        ("2", "skipped", "already"),
        ("3", "skipped", "not_ready"),
        ("4", "failed", "unexpected"),
        ("5", "failed", "unexpected"),
        ("6", "done", ""),
    ]
    assert job.results.get(key="3").reason == "Belum lengkap."
    reason = job.results.get(key="4").reason
    assert "Siti" not in reason
    reference = reason.split("kode ")[1].split()[0]
    assert f"job {job.pk}, item 4 failed, reference {reference}" in caplog.text


@pytest.mark.django_db
def test_an_item_in_somebodys_way_is_tried_three_times_then_reported(started):
    job = started(upto=2, **{"1": "deadlock"})

    runner.run_due()

    assert report(job) == [("1", "failed", "busy"), ("2", "done", "")]
    assert done(job) == ["2", "finished"]


@pytest.mark.django_db
def test_a_job_that_cannot_begin_says_why(started):
    job = started("unplannable")

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "Daftarnya belum ada.")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["nowhere", "unfinishable"])
def test_a_broken_handler_ends_the_job_and_hides_the_details(started, kind):
    job = started(kind, upto=1)

    runner.run_due()

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.error.startswith("Terjadi kesalahan tak terduga. Sebutkan kode ")


@pytest.mark.django_db
def test_after_a_break_only_the_rest_is_done(started):
    job = started(upto=5)
    with time_machine.travel(timezone.now() - timedelta(seconds=31)):
        crashed = leases.claim()
        handler = handlers.named("count")(crashed)
        left = [*runner._plan(crashed, handler)]
        runner._do(crashed, handler, left[:2])  # the worker is killed here
        assert leases.claim() is None

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.total, job.done) == (State.DONE, 5, 5)
    assert done(job) == ["1", "2", "3", "4", "5", "finished"]


@pytest.mark.django_db
def test_items_that_vanish_from_the_list_when_done_still_count(started):
    job = started(upto=3)
    claimed = leases.claim()
    handler = handlers.named("count")(claimed)
    runner._plan(claimed, handler)
    runner._do(claimed, handler, [("1", "Butir 1")])
    handler.items = lambda: [("2", "Butir 2"), ("3", "Butir 3")]

    left = runner._plan(claimed, handler)

    job.refresh_from_db()
    assert (job.total, [*left]) == (3, [("2", "Butir 2"), ("3", "Butir 3")])


@pytest.mark.django_db
def test_who_comes_back_after_the_lease_was_given_away_does_nothing(started):
    job = started(upto=2)
    with time_machine.travel(timezone.now() - timedelta(seconds=31)):
        late = leases.claim()
    owner = leases.claim()

    runner.run(late, soon())

    assert (done(job), report(job)) == ([], [])
    runner.run(owner, soon())
    assert done(job) == ["1", "2", "finished"]


@pytest.mark.django_db
def test_a_job_stops_between_two_items_when_asked(started):
    job = started(upto=3)
    claimed = leases.claim()
    handler = handlers.named("count")(claimed)
    items = [*runner._plan(claimed, handler)]
    assert runner._do(claimed, handler, items[:1])

    queue.cancel(job, by=claimed.actor)
    assert job.state == State.RUNNING
    assert not runner._do(claimed, handler, items[1:2])

    job.refresh_from_db()
    assert (job.state, job.done, done(job)) == (State.CANCELLED, 1, ["1"])


@pytest.mark.django_db
def test_a_long_job_lets_a_short_one_through(started):
    long, short = started(upto=50), started(upto=1)

    runner.run(leases.claim(), until=0)  # its time is up before the first item
    assert leases.claim() == short
    Job.objects.filter(pk=short.pk).delete()

    runner.run_due()
    long.refresh_from_db()
    assert (long.state, long.done) == (State.DONE, 50)


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_stopped(started):
    job = started()
    for _ in range(leases.MAX_ATTEMPTS):
        leases.claim()
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, done(job)) == (State.FAILED, [])
    assert "berulang kali" in job.error


@pytest.mark.django_db
def test_progress_forgives_earlier_crashes(started):
    job = started(upto=1)
    Job.objects.filter(pk=job.pk).update(attempts=leases.MAX_ATTEMPTS - 1)

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 0)


@pytest.mark.django_db
def test_a_tick_leaves_a_sign_of_life_and_does_what_is_due(started):
    job = started(upto=1)

    with time_machine.travel("2026-01-05 08:00+07:00", tick=False):
        tick()
        tick()

        assert Heartbeat.objects.get(name="beat").at == timezone.now()
    job.refresh_from_db()
    assert job.state == State.DONE


# --- two at once -----------------------------------------------------------------------------------------------------


def together(work, workers=2):
    barrier, failures = threading.Barrier(workers), []

    def run():
        barrier.wait()
        try:
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_four_workers_do_every_item_of_every_job_once(started):
    jobs = [started(upto=5) for _ in range(8)]

    assert together(runner.run_due, 4) == []

    assert [done(job) for job in jobs] == [["1", "2", "3", "4", "5", "finished"]] * 8
    assert set(Job.objects.values_list("state", "done", "failed")) == {(State.DONE, 5, 0)}


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_job_cannot_both_do_an_item():
    """Even if both believed they held the lease: the row lock lets one in, the unique row keeps the other out."""
    token = uuid.uuid4()
    job = JobFactory(state=State.RUNNING, lease_token=token, params={"upto": 20}, total=20)
    twin = Job.objects.get(pk=job.pk)
    handler = handlers.named("count")
    attempts = iter([job, twin])

    def believe():
        mine = next(attempts)
        for item in handler(mine).items():
            runner._do(mine, handler(mine), [item])

    failures = together(believe)

    assert [type(failure).__name__ for failure in failures] == ["IntegrityError"]
    assert [*job.results.values_list("key", flat=True)] == done(job)


@pytest.mark.django_db
def test_control_an_effect_that_happens_twice_would_show():
    job = JobFactory()
    do(job, "1")

    with pytest.raises(IntegrityError, match="duplicate key"):
        do(job, "1")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_hangs_up_in_the_middle_gives_no_job_up(started):
    job = started("adrift", upto=3)

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.error, job.lease_until > timezone.now()) == (State.RUNNING, "", True)
