"""What beat does every minute: the functions of settings.DUTIES. Each asks "what is due now?".

So a day without beat is made up for by one run, and running twice does no harm. Each is a task of its own with its own
time, so that one that breaks or takes too long is no business of the others; its row in DutyRun says how it fares.
"""

import logging
import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from jobs.models import DutyRun

logger = logging.getLogger(__name__)
LIMIT = 45  # seconds a duty may take; the rest is due in the next minute, too
BUSY = timedelta(seconds=LIMIT + 15)  # a worker that died gives it free after this


def do(name):
    """Do this duty unless another worker is at it. Answers "done", "busy", "failed" or "unknown"."""
    if name not in settings.DUTIES:  # a tick from before the last deployment
        return "unknown"
    if not _take(name):
        return "busy"
    began = time.monotonic()
    try:
        import_string(name)()
    except Exception as error:
        _failed(name, error)
        return "failed"
    now, took = timezone.now(), round(1000 * (time.monotonic() - began))
    _free(name, ok_at=now, took_ms=took, failures=0)
    return "done"


@transaction.atomic
def _take(name):
    """One UPDATE: of two at once the second waits for the first, looks again and finds it taken."""
    now = timezone.now()
    DutyRun.objects.bulk_create([DutyRun(name=name)], ignore_conflicts=True)
    free = DutyRun.objects.filter(Q(busy_until=None) | Q(busy_until__lte=now), name=name)
    return bool(free.update(busy_until=now + BUSY, started_at=now))


def _failed(name, error):
    """People get the kind of error and a reference, the log gets the rest: a text may hold somebody's data."""
    reference = uuid.uuid4().hex[:8]
    logger.exception("duty %s failed, reference %s", name, reference)
    if not connection.in_atomic_block and not connection.is_usable():
        connection.close()
    words = f"{type(error).__name__} ({reference})"
    _free(name, failed_at=timezone.now(), error=words, failures=F("failures") + 1)


def _free(name, **changes):
    DutyRun.objects.filter(name=name).update(busy_until=None, **changes)
