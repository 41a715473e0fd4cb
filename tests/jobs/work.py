"""Kinds of long work for tests. Their effect is a row of the Heartbeat table, named after the job and the item.

Doing the same twice is an IntegrityError, so a test of "exactly once" can't pass by luck.
"""

from datetime import timedelta

from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from audit.moves import Refused
from jobs.handlers import Done, Handler, Skipped
from jobs.models import Heartbeat
from notifications.outbox import Recipient, enqueue_rendered


def do(job, what):
    Heartbeat.objects.create(name=f"{job.pk}:{what}", at=timezone.now())


def done(job):
    """What was done to the job's items, in order; the last word is "finished"."""
    effects = Heartbeat.objects.filter(name__startswith=f"{job.pk}:").order_by("at")
    return [name.split(":")[1] for name in effects.values_list("name", flat=True)]


class Count(Handler):
    """params: {"upto": n}, and what goes wrong with which item."""

    def items(self):
        return [(str(n), f"Butir {n}") for n in range(1, self.job.params["upto"] + 1)]

    def perform(self, key):
        do(self.job, key)
        trouble = self.job.params.get(key)
        return getattr(self, f"_{trouble}")(key) if trouble else Done()

    def finish(self):
        do(self.job, "finished")

    def _skip(self, key):
        Heartbeat.objects.filter(name=f"{self.job.pk}:{key}").delete()
        return Skipped("already", "Sudah ada.")

    def _refuse(self, key):
        raise Refused("not_ready", "Belum lengkap.")

    def _break(self, key):
        raise KeyError("Siti Aminah, 3604014101050001")

    def _spoil(self, key):
        connection.cursor().execute("SELECT 1 / 0")

    def _deadlock(self, key):
        raise OperationalError("deadlock detected")


class CountInChunks(Count):
    chunk_size = 4


class Unplannable(Count):
    def items(self):
        raise Refused("no_list", "Daftarnya belum ada.")


class Adrift(Count):
    """PostgreSQL restarts while it is asked what there is to do; psycopg then says a plain DatabaseError."""

    def items(self):
        connection.connection.close()
        raise DatabaseError("server closed the connection unexpectedly, before or while processing the request")


class Unfinishable(Count):
    def finish(self):
        raise KeyError("Siti Aminah")


class Told(Count):
    """Can be taken back for ten minutes; each item writes to somebody. params["stuck"]: an item that can't."""

    undo_within = timedelta(minutes=10)
    undo_right = ("enrollment.application", "reopen")

    def perform(self, key):
        answer = super().perform(key)
        to = Recipient(email=f"orang{key}@contoh.example")
        enqueue_rendered("tests/told", to=to, subject=f"Kabar {key}", body="Sudah.")
        return answer

    def undo(self, key):
        if key == self.job.params.get("stuck"):
            raise Refused("moved_on", "Sudah berubah lagi.")
        Heartbeat.objects.get(name=f"{self.job.undoes_id}:{key}").delete()


class TakenBackByItsStarter(Told):
    undo_right = None
