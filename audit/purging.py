"""Destroying what has been kept long enough. Every purge leaves its record, in the same transaction."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from audit.models import PurgeRecord, Seal
from audit.sealing import MODELS


@contextmanager
def purging(rule, reason, rows, *, by, **seals):
    """Write the record, then let the body destroy. Rows of the trail go only inside (migration 0002 asks for it)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        record = PurgeRecord.objects.create(
            at=timezone.now(),
            rule=rule,
            reason=reason,
            user=by.user,
            rows=rows,
            transaction_id=cursor.fetchone()[0],
            **seals,
        )
        cursor.execute("SELECT set_config('portal.purge', %s, true)", [str(record.pk)])
        yield record
        cursor.execute("SELECT set_config('portal.purge', '', true)")


def rows_under(seal):
    return MODELS[seal.table].objects.filter(pk__gt=seal.after, pk__lte=seal.upto)


def sealed_before(table, moment):
    """Seals of the table that are older than that and whose rows have not gone yet, oldest first."""
    oldest = MODELS[table].objects.order_by("pk").values_list("pk", flat=True).first()
    if oldest is None:
        return Seal.objects.none()
    return Seal.objects.filter(table=table, at__lt=moment, upto__gte=oldest).order_by("number")
