import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry
from audit.moves import Actor, Refused
from jobs import leases, queue, runner, selectors
from jobs.models import Job, JobResult
from jobs.workflow import Outcome, State
from tests.factories.jobs import JobFactory, JobResultFactory

CLOCK = Actor(role="clock")


@pytest.mark.django_db
def test_a_job_remembers_who_wanted_it_and_as_what():
    user = User.objects.create_user(email="rina@example.test", is_staff=True)

    job = queue.start("count", title="Hitung", params={"upto": 1}, by=Actor(user, "officer", "pusat"))

    job = Job.objects.get(pk=job.pk)
    assert job.actor == Actor(user, "officer", "pusat")
    assert (job.state, job.title, job.params) == (State.QUEUED, "Hitung", {"upto": 1})


@pytest.mark.django_db(transaction=True)
def test_a_job_vanishes_with_the_transaction_that_wanted_it():
    with transaction.atomic():
        queue.start("count", title="Hitung", params={}, by=CLOCK)
        transaction.set_rollback(True)

    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_kind_nobody_can_do_is_refused_at_once():
    with pytest.raises(LookupError, match="JOB_HANDLERS"):
        queue.start("unheard_of", title="?", params={}, by=CLOCK)


@pytest.mark.django_db
@pytest.mark.parametrize("params", [{"nik": "3604014101050001"}, {"rows": [3604014101050001]}])
def test_a_nik_never_becomes_a_parameter(params):
    with pytest.raises(ValueError, match="look like a NIK"):
        queue.start("count", title="Hitung", params=params, by=CLOCK)


@pytest.mark.django_db
def test_a_key_belongs_to_one_live_job():
    first = queue.start("count", title="Satu", params={"upto": 0}, by=CLOCK, dedupe_key="wave:1")

    assert queue.start("count", title="Dua", params={"upto": 0}, by=CLOCK, dedupe_key="wave:1") == first

    assert selectors.live("wave:1") == first
    runner.run_due()
    assert selectors.live("wave:1") is None
    assert queue.start("count", title="Tiga", params={"upto": 0}, by=CLOCK, dedupe_key="wave:1") != first
    assert [*Job.objects.order_by("pk").values_list("title", flat=True)] == ["Satu", "Tiga"]


@pytest.mark.django_db(transaction=True)
def test_two_officers_pressing_at_once_start_one_job():
    barrier, jobs = threading.Barrier(2), []

    def press():
        barrier.wait()
        jobs.append(queue.start("count", title="Hitung", params={}, by=CLOCK, dedupe_key="wave:1"))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert jobs[0] == jobs[1] == Job.objects.get()


@pytest.mark.django_db
def test_a_waiting_job_is_cancelled_at_once():
    job = JobFactory()

    queue.cancel(job, by=CLOCK)

    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert AuditEntry.objects.about(job).get().action == "job.cancel"
    assert leases.claim() is None


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.CANCELLED])
def test_a_job_that_is_over_is_not_cancelled(state):
    job = JobFactory(state=state)

    with pytest.raises(Refused, match="job_is_over"):
        queue.cancel(job, by=CLOCK)

    assert not AuditEntry.objects.about(job).exists()


JOB_REFUSED = {
    "job_finished_at_means_over": {"finished_at": timezone.now()},
    "job_lease_means_running": {"lease_until": timezone.now()},
    "job_failed_says_why": {"state": State.FAILED, "finished_at": timezone.now()},
    "job_counts_fit_the_total": {"done": 1},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", JOB_REFUSED)
def test_the_database_refuses_an_impossible_job(name):
    job = JobFactory()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**JOB_REFUSED[name])


@pytest.mark.django_db
def test_the_database_refuses_a_second_live_job_with_the_key():
    JobFactory(dedupe_key="wave:1")

    with pytest.raises(IntegrityError, match="job_once_per_key_while_live"), transaction.atomic():
        JobFactory(dedupe_key="wave:1", state=State.RUNNING)

    JobFactory(dedupe_key="wave:1", state=State.DONE)


@pytest.mark.django_db
def test_the_database_refuses_a_second_report_on_an_item():
    row = JobResultFactory()

    with pytest.raises(IntegrityError, match="job_result_once_per_item"), transaction.atomic():
        JobResultFactory(job=row.job, key=row.key)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("job_result_outcome_known", {"outcome": "perhaps", "code": "x", "reason": "x"}),
        ("job_result_not_done_says_why", {"outcome": Outcome.SKIPPED, "reason": "x"}),
        ("job_result_not_done_says_why", {"outcome": Outcome.FAILED, "code": "x"}),
    ],
)
def test_the_database_refuses_a_report_without_a_reason(name, values):
    row = JobResultFactory()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        JobResult.objects.filter(pk=row.pk).update(**values)
