"""The hash chain of the trail. A duty closes stretches of rows with a seal; `verification` recomputes them.

Ids are taken before commit, so a row with a small id may appear after one with a larger id. A stretch is closed only
when nobody can still add to it. Whoever holds an id of the table has taken it inside an INSERT, and an INSERT locks
its table (ROW EXCLUSIVE) before it asks for the id and until its transaction ends. So: read the largest id in sight,
see who holds that lock, wait until all of those have ended, and only then read the rows. Whoever starts later gets a
larger id. CREATE INDEX CONCURRENTLY waits in the same way. An unrelated long transaction delays nothing; a long one
that writes to this table delays its next seal until the tick after its end.
"""

import hashlib
import json
import time
from datetime import UTC, timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from audit.models import AuditEntry, PurgeRecord, Seal, Table, ViewLog

MODELS = {Table.ENTRY: AuditEntry, Table.VIEW: ViewLog, Table.PURGE: PurgeRecord}
TRACE = ("pk", "at", "user_id", "role", "center_code", "subject_type_id", "request_id")
PURGE = ("pk", "at", "reason", "rule", "user_id", "rows", "transaction_id", "table", "first_seal", "last_seal")
LAYOUTS = {  # which columns a seal vouches for; a column that is added later makes a new layout, old seals keep theirs
    1: {
        Table.ENTRY: (*TRACE, "action", "subject_id", "from_status", "to_status", "note", "facts"),
        Table.VIEW: (*TRACE, "page", "subject_ids", "rows"),
        Table.PURGE: PURGE,
    }
}
LAYOUT = 1
MOST = 5_000  # rows under one seal: so many are asked about when one of them was changed
PAUSE = timedelta(minutes=10)  # a quiet portal is not sealed row by row
PATIENCE = 100  # looks at the open writers, 50 ms apart
TURN = 20  # seconds of one tick
ALONE = 4_153_001  # the advisory lock of whoever seals
WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND relation = %s::regclass AND pid IS DISTINCT FROM pg_backend_pid()
"""
log = structlog.get_logger(__name__)


def seal_due():
    """The duty: close what waits in each table, a stretch at a time. The digest goes to the log, out of our reach."""
    until = time.monotonic() + TURN
    for table in MODELS:
        while time.monotonic() < until and (seal := seal_next(table)):
            log.info("trail_sealed", number=seal.number, table=seal.table, rows=seal.rows, digest=seal.digest)


@transaction.atomic
def seal_next(table):
    """One stretch of one table; None if nothing is due, somebody else seals, or a writer keeps it open."""
    if not _alone():
        return None
    newest = Seal.objects.filter(table=table).order_by("-upto").first()
    upto = _end_of_stretch(table, newest)
    if upto is None or not _settled(MODELS[table]):
        return None
    last = Seal.objects.order_by("-number").first()
    after = newest.upto if newest else 0
    rows, rows_digest = digest_of_rows(table, LAYOUT, after, upto)
    seal = Seal(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        table=table,
        layout=LAYOUT,
        after=after,
        upto=upto,
        rows=rows,
        rows_digest=rows_digest,
        previous=last.digest if last else "",
    )
    seal.digest = digest_of_seal(seal)
    seal.save(force_insert=True)
    return seal


def digest_of_rows(table, layout, after, upto):
    """(how many rows, SHA-256 over them in the order of their ids), read as a stream."""
    stretch = MODELS[table].objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    count, digest = 0, hashlib.sha256()
    for values in stretch.values_list(*LAYOUTS[layout][table]).iterator(chunk_size=MOST):
        digest.update(canonical(values))
        count += 1
    return count, digest.hexdigest()


def digest_of_seal(seal):
    header = (seal.number, seal.at, seal.table, seal.layout, seal.after, seal.upto, seal.rows)
    return hashlib.sha256(canonical((seal.previous, *header, seal.rows_digest))).hexdigest()


def canonical(values):
    """One line of JSON that is the same on every machine: sorted keys, UTC with microseconds, UTF-8."""
    line = json.dumps(values, default=_moment, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return line.encode() + b"\n"


def _moment(value):
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _alone():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ALONE])
        return cursor.fetchone()[0]


def _end_of_stretch(table, newest):
    """The id the seal after `newest` would end with; None while there is nothing, or too little too soon."""
    waiting = MODELS[table].objects.filter(pk__gt=newest.upto if newest else 0).order_by("pk")
    pks = list(waiting.values_list("pk", flat=True)[:MOST])
    too_soon = newest and len(pks) < MOST and timezone.now() - newest.at < PAUSE
    return None if too_soon or not pks else pks[-1]


def _settled(model):
    """Wait until all who write to this table now have ended. False: one takes long, and the next tick tries again."""
    open_now = _writers(model)
    for _look in range(PATIENCE):
        if not open_now:
            return True
        time.sleep(0.05)
        open_now &= _writers(model)
    return False


def _writers(model):
    with connection.cursor() as cursor:
        cursor.execute(WRITERS, [model._meta.db_table])
        return {row[0] for row in cursor.fetchall()}
