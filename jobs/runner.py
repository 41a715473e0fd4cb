"""Carrying jobs out: claim, do the items without a row, chunk by chunk, finish. See `handlers` for the promises.

A turn lasts twenty seconds. What is not finished then goes back into the queue, so that a short job, the deadlines and
the beat's own heartbeat never wait for the end of a long one.
"""

import logging
import time
import uuid
from functools import partial
from itertools import islice

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from audit.moves import Refused
from jobs import handlers, leases, undoing
from jobs.handlers import Skipped
from jobs.models import JobResult
from jobs.workflow import Outcome, State

logger = logging.getLogger(__name__)
TRIES = 3  # for an item that met a lock or a deadlock


def run_due(seconds=20):
    """Carry out whatever is due until the time is up. Any number of workers may do so at once."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if (job := leases.claim()) is None:
            handlers.forget()
            return
        run(job, until)


def run(job, until):
    """One worker's turn with one job. It ends: done, failed, cancelled, put down, or with the lease lost."""
    try:
        _take_turn(job, until)
    except leases.LeaseLost:
        logger.info("job %s: another worker has it", job.pk)
    except Refused as refusal:
        _give_up(job, refusal.message)
    except Exception as error:
        if not went_away(error):
            return _give_up(job, _masked(f"job {job.pk}"))
        logger.exception("job %s: the database went away; the lease will lapse and the job go on", job.pk)
        connection.close()


def went_away(error):
    """psycopg says a plain DatabaseError when PostgreSQL hangs up in the middle of an answer."""
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def _take_turn(job, until):
    if job.attempts > leases.MAX_ATTEMPTS:
        return _give_up(job, _("Pekerjaan ini berulang kali terhenti mendadak. Hubungi pengelola."))
    handler = undoing.handler_of(job)
    items = iter(_plan(job, handler))
    while chunk := list(islice(items, handler.chunk_size)):
        if time.monotonic() >= until:
            return leases.put_down(job)
        if not _do(job, handler, chunk):
            return None
    return _finish(job, handler)


@transaction.atomic
def _plan(job, handler):
    """What is left, and how much it is in all. After a break `items` may know fewer: what was done still counts."""
    held = leases.hold(job)
    reported = set(job.results.values_list("key", flat=True))
    left = {key: label for key, label in handler.items() if key not in reported}
    leases.renew(held, total=len(reported) + len(left))
    return left.items()


@transaction.atomic
def _do(job, handler, chunk):
    """The items, their rows, the counts and the lease: one transaction. False: somebody cancelled."""
    held = leases.hold(job)
    if held.cancel_asked_at:
        leases.end(held, State.CANCELLED)
        return False
    results = [_perform(job, handler, key, label) for key, label in chunk]
    JobResult.objects.bulk_create(results)
    outcomes = [result.outcome for result in results]
    leases.renew(held, attempts=0, **{o.value: getattr(held, o.value) + outcomes.count(o) for o in Outcome})
    return True


@transaction.atomic
def _finish(job, handler):
    held = leases.hold(job)
    handler.finish()
    leases.end(held, State.DONE)
    undoing.hold_on(held, handler)


def _perform(job, handler, key, label):
    """Do one item in a savepoint: what it refuses or breaks is undone, and its row says why."""
    try:
        answer = _patiently(partial(undoing.act, job, handler), key)
    except Refused as refusal:
        answer = Skipped(refusal.code, refusal.message)
    except (DatabaseError, InterfaceError) as error:
        if went_away(error) and not connection.is_usable():
            raise
        if not isinstance(error, OperationalError):
            return _unexpected(job, key, label)
        return _row(job, key, label, Outcome.FAILED, "busy", _("Datanya sedang dipakai orang lain. Coba lagi nanti."))
    except Exception:
        return _unexpected(job, key, label)
    if isinstance(answer, Skipped):
        return _row(job, key, label, Outcome.SKIPPED, answer.code, answer.reason)
    return _row(job, key, label, Outcome.DONE, "", getattr(answer, "reason", ""))


def _unexpected(job, key, label):
    return _row(job, key, label, Outcome.FAILED, "unexpected", _masked(f"job {job.pk}, item {key}"))


def _patiently(perform, key):
    """A deadlock or a lock that did not come is tried again; a connection that broke is not."""
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return perform(key)
        except OperationalError:
            if not left or not connection.is_usable():
                raise
    raise AssertionError("the last try either answers or raises")


def _row(job, key, label, outcome, code, reason):
    return JobResult(job=job, key=key, label=str(label)[:200], outcome=outcome, code=code, reason=str(reason)[:500])


@transaction.atomic
def _give_up(job, sentence):
    try:
        leases.end(leases.hold(job), State.FAILED, sentence)
    except leases.LeaseLost:
        logger.warning("job %s: gave up on a job that another worker holds", job.pk)


def _masked(where):
    """People get a reference, the log gets the traceback: an exception's text may hold somebody's data."""
    reference = uuid.uuid4().hex[:8]
    logger.exception("%s failed, reference %s", where, reference)
    return _("Terjadi kesalahan tak terduga. Sebutkan kode %(code)s kepada pengelola.") % {"code": reference}
