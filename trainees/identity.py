"""Who holds a NIK, also while the index is moving from one key to another.

With one index key the unique column alone keeps a NIK to one row. With two, one NIK has two indexes, which the column
can't compare; so whoever is about to write one first takes a lock that is the same under both, then looks for both.
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
    indexes = sealing.blind_indexes(nik)
    if len(indexes) > 1:
        _lock(sorted(indexes))
    return holder_of(nik)


def _lock(indexes):
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A NIK is reserved inside the transaction that takes it.")
    with connection.cursor() as cursor:
        for index in indexes:
            number = int.from_bytes(bytes.fromhex(index[:16]), signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
