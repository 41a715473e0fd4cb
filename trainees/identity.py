"""Who holds a NIK, also while the index is moving from one key to another.

The unique column keeps a NIK to one row while there is one index key. With two, one NIK has two indexes, which the
column can't compare; so whoever is about to write one first takes a lock that is the same under both, then looks for
both.
"""

from django.db import connection, transaction

from trainees import sealing
from trainees.models import Trainee


def holder_of(nik):
    return Trainee.objects.filter(nik_index__in=sealing.blind_indexes(nik)).order_by("pk").first()


def holder_claimed_by(trainee):
    """Who holds the NIK that this row claims; the claim may be older than the key that the holder stands under."""
    if trainee.claimed_index is None:
        return None
    indexes = sealing.blind_indexes(trainee.nik) if trainee.nik_sealed else []
    wanted = indexes if trainee.claimed_index in indexes else [trainee.claimed_index]
    return Trainee.objects.filter(nik_index__in=wanted).select_related("account").order_by("pk").first()


def reserve(nik):
    """Until commit nobody else takes this NIK; gives whoever holds it already.

    Locks are taken in one order under every index key in use, so two processes whose keys overlap wait for each other,
    whichever key is first in each. The look comes after the lock and so sees what the one before has committed.
    """
    _lock(sealing.blind_indexes(nik))
    return holder_of(nik)


TAKE = """
UPDATE trainees_trainee AS own
SET nik_index = CASE WHEN another.holds_it THEN NULL ELSE %(index)s END,
    claimed_index = CASE WHEN another.holds_it THEN %(index)s END
FROM (SELECT EXISTS (SELECT 1 FROM trainees_trainee
                     WHERE nik_index = ANY(%(indexes)s) AND id <> %(own)s) AS holds_it) AS another
WHERE own.id = %(own)s
RETURNING own.nik_index, own.claimed_index
"""


def take(trainee):
    """Set the index of the sealed NIK; False if another row holds it: then it is kept as a claim.

    The same statements either way, so that how long it takes tells nobody whether a NIK is known.
    """
    indexes = sealing.blind_indexes(trainee.nik)
    if trainee.nik_index in indexes:
        return True
    _lock(indexes)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"index": indexes[0], "indexes": indexes, "own": trainee.pk})
        trainee.nik_index, trainee.claimed_index = cursor.fetchone()
    return trainee.nik_index is not None


def _lock(indexes):
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A NIK is reserved inside the transaction that takes it.")
    with connection.cursor() as cursor:
        for index in sorted(indexes):
            number = int.from_bytes(bytes.fromhex(index[:16]), signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
