"""The duty: each active rule once a day, a batch in a transaction, until nothing is left or the time is up.

Whatever is left is due in the next minute, too; so weeks without beat are caught up. Two workers never meet: the row
of the rule is locked for the batch.
"""

import time

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.models import RetentionRule
from audit.moves import CLOCK
from audit.purging import purging

TURN = 20  # seconds
log = structlog.get_logger(__name__)


def handler_of(code):
    return import_string(settings.RETENTION[code])()


def run_due():
    """Every rule is tried, whatever the others did; then it is said loudly which ones failed."""
    until = time.monotonic() + TURN
    failures = [error for rule in _rules_due() if (error := _run(rule, until))]
    if failures:
        raise ExceptionGroup("retention rules failed", failures)


def run_batch(code):
    """One batch of one rule. Answers how many rows went; None: nothing is left, or another worker is at it."""
    handler = handler_of(code)
    with transaction.atomic():
        rule = RetentionRule.objects.select_for_update(skip_locked=True).filter(code=code, active=True).first()
        if rule is None:
            return None
        now = timezone.now()
        rows = handler.take(rule.ends_before(now))
        if rows:
            return _purge(rule, handler, rows)
        rule.last_run_at = now
        rule.save(update_fields=["last_run_at"])
    handler.afterwards()
    return None


def _rules_due():
    today = timezone.localdate()
    rules = RetentionRule.objects.filter(active=True, code__in=settings.RETENTION).order_by("pk")
    return [rule for rule in rules if not rule.last_run_at or timezone.localdate(rule.last_run_at) < today]


def _run(rule, until):
    try:
        while time.monotonic() < until and run_batch(rule.code) is not None:
            pass
    except Exception as error:
        log.exception("retention_failed", rule=rule.code)
        return error


def _purge(rule, handler, rows):
    says = handler.record(rows)
    with purging(rule.code, f"{rule.reason} ({rule.period})", by=CLOCK, **says):
        handler.purge(rows)
    log.info("retention_purged", rule=rule.code, rows=says["rows"])
    return says["rows"]
