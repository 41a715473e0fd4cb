import uuid
from datetime import timedelta

import factory
from django.utils import timezone

from jobs.models import Job, JobResult
from jobs.workflow import OVER, Outcome, State


class JobFactory(factory.django.DjangoModelFactory):
    """Any `state` gives a row the database accepts. The user and the center are the test's choice."""

    class Meta:
        model = Job

    kind = "count"
    title = "Menghitung"
    state = State.QUEUED
    error = factory.LazyAttribute(lambda job: "Terhenti." if job.state == State.FAILED else "")
    started_at = factory.LazyAttribute(lambda job: None if job.state == State.QUEUED else timezone.now())
    finished_at = factory.LazyAttribute(lambda job: timezone.now() if job.state in OVER else None)
    lease_token = factory.LazyAttribute(lambda job: uuid.uuid4() if job.state == State.RUNNING else None)
    lease_until = factory.LazyAttribute(
        lambda job: timezone.now() + timedelta(seconds=30) if job.state == State.RUNNING else None
    )


class JobResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobResult

    job = factory.SubFactory(JobFactory)
    key = factory.Sequence(str)
    label = factory.Sequence("Peserta {}".format)
    outcome = Outcome.DONE
    code = factory.LazyAttribute(lambda row: "" if row.outcome == Outcome.DONE else "not_ready")
    reason = factory.LazyAttribute(lambda row: "" if row.outcome == Outcome.DONE else "Belum lengkap.")
