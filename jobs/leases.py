"""Which worker holds a job: a token and a time in the row. No transaction stays open while the work goes on.

Each chunk locks the row, compares the token, does its items and writes the next deadline, all in one transaction. Who
comes back after the lease was given to another finds another token and has done nothing.
"""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from jobs.models import Job
from jobs.workflow import State

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 8  # claims in a row that brought not one item: this job kills its workers


class LeaseLost(Exception):
    """Another worker took over, or the job has ended."""


@transaction.atomic
def claim():
    """Take the job that waited longest, or None."""
    now = timezone.now()
    due = Job.objects.due(now).in_turn()
    job = due.select_for_update(of=("self",), skip_locked=True, no_key=True).first()
    if job is None:
        return None
    job.state, job.lease_token, job.attempts = State.RUNNING, uuid.uuid4(), job.attempts + 1
    job.started_at = job.started_at or now
    _breathe(job, now)
    job.save(update_fields=["state", "lease_token", "lease_until", "heartbeat", "attempts", "started_at"])
    return job


def hold(job):
    """Lock the row for this chunk and answer its newest state, if it is still ours."""
    mine = Job.objects.select_for_update(of=("self",), no_key=True)
    held = mine.filter(pk=job.pk, lease_token=job.lease_token, state=State.RUNNING).first()
    if held is None:
        raise LeaseLost(job.pk)
    return held


def renew(held, **changes):
    """The chunk's last act: keep the lease for the next one. The caller holds the row."""
    for name, value in changes.items():
        setattr(held, name, value)
    _breathe(held, timezone.now())
    held.save(update_fields=["lease_until", "heartbeat", *changes])


@transaction.atomic
def put_down(job):
    """Time is up and work is left: back into the queue, behind the others."""
    held = hold(job)
    held.state, held.lease_token, held.lease_until = State.QUEUED, None, None
    held.heartbeat = timezone.now()
    held.save(update_fields=["state", "lease_token", "lease_until", "heartbeat"])


def end(held, state, error=""):
    """The caller holds the row."""
    held.state, held.error, held.finished_at = state, error[:300], timezone.now()
    held.lease_token = held.lease_until = None
    held.save(update_fields=["state", "error", "finished_at", "lease_token", "lease_until"])


def _breathe(job, now):
    job.heartbeat, job.lease_until = now, now + LEASE
