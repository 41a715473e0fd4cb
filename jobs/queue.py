"""Starting and stopping long work. A job is a row in the transaction that wants it; the tick finds it."""

import re

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from jobs import undoing
from jobs.models import Job
from jobs.workflow import State

NIK = re.compile(r"(?<![0-9A-Za-z])[0-9]{16}(?![0-9A-Za-z])")


@transaction.atomic
def start(kind, *, title, params, by, dedupe_key="", once=False):
    """Queue the work named in settings.JOB_HANDLERS. With a `dedupe_key` that a live job has, that job is answered.

    `once`: also one that is over; the key names one press of one button.
    """
    if kind not in settings.JOB_HANDLERS:
        raise LookupError(f"No handler for {kind!r} in settings.JOB_HANDLERS.")
    _refuse_personal_data(params)
    job = Job(
        kind=kind,
        title=title,
        params=params,
        center_code=by.center_code,
        created_by=by.user,
        actor_role=by.role,
        dedupe_key=dedupe_key or "",
    )
    if not job.dedupe_key:
        job.save(force_insert=True)
        return job
    over = Job.objects.filter(dedupe_key=job.dedupe_key).order_by("pk").last() if once else None
    return over or _insert_once(job)


@transaction.atomic
def cancel(job, *, by):
    """Ask the job to stop. It does so before its next item; what is done stays done."""
    lock(job)
    if job.is_over:
        raise Refused("job_is_over", _("Pekerjaan ini sudah berakhir."))
    job.cancel_asked_at = job.cancel_asked_at or timezone.now()
    if job.state == State.QUEUED:
        job.state, job.finished_at = State.CANCELLED, timezone.now()
    job.save(update_fields=["cancel_asked_at", "state", "finished_at"])
    trail.write("job.cancel", by=by, about=job)


@transaction.atomic
def undo(job, *, by):
    """Start the job that takes this one back, item by item. The row's lock lets two presses start one."""
    lock(job)
    undoing.check(job, by)
    back = Job(
        kind=job.kind,
        title=(_("Pembatalan: %(title)s") % {"title": job.title})[:200],
        params=job.params,
        center_code=job.center_code,
        created_by=by.user,
        actor_role=by.role,
        undoes=job,
    )
    back.save(force_insert=True)
    trail.write("job.undo", by=by, about=job)
    return back


def _insert_once(job):
    """ON CONFLICT waits for a twin in another transaction; if that one has ended meanwhile, ours goes in."""
    while True:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        if twin := Job.objects.live().filter(dedupe_key=job.dedupe_key).first():
            return twin


def _refuse_personal_data(params):
    """Ids only: whatever stands here can be read in the admin and in a log."""
    if NIK.search(str(params)):
        raise ValueError("Sixteen digits in a job's params look like a NIK; give the id of the row instead.")
