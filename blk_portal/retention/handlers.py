"""One class a rule, named in settings.RETENTION. Each answers what is due and destroys a batch of it.

A purge runs inside the transaction that writes its record. Files go after the commit; if the machine stops in between,
the file has no row any more, and the next run finds it (`files.sweep`).
"""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.db.models import Case, CharField, Exists, OuterRef, Q, Sum, Value, When
from django.utils import timezone

from accounts.models import Rate
from audit.models import Table
from audit.purging import rows_under, sealed_before
from blk_portal.importing import storage
from blk_portal.retention import accounts, files
from enrollment.models import Application, Enrollment, Reminder
from enrollment.workflow import LIVE, Status
from jobs.models import JobResult
from notifications.models import OutboxMessage
from notifications.workflow import WITH_ERROR, State
from trainees.models import Consent, Document, HealthAnswer

MANY = 10_000
A_YEAR = timedelta(days=365)
GONE = "dihapus"  # stands where an address, a subject or an error was: none of them may be empty


class Handler:
    """`due(before)` asks for what is older than that moment, oldest first; the rest is the same for most rules."""

    batch = 500

    def due(self, before):
        raise NotImplementedError

    def take(self, before):
        """The next batch, locked: what somebody touches at this moment is left for another day."""
        return list(self.due(before).select_for_update(skip_locked=True, of=("self",))[: self.batch])

    def purge(self, rows):
        self.all_of(rows).delete()

    def all_of(self, rows):
        """The batch as a query set: one statement, not a row at a time."""
        return rows[0]._meta.model._base_manager.filter(pk__in=[row.pk for row in rows])

    def record(self, rows):
        """What the purge record says beside rule and reason."""
        return {"rows": len(rows)}

    def waiting(self, before):
        """How much would go now; beyond MANY nobody counts."""
        return self.due(before).order_by()[: MANY + 1].count()

    def afterwards(self):
        """Once a day, when nothing is due any more."""


class Drafts(Handler):
    """Applications never sent that nobody has touched. A draft leaves no trail, so nothing tells of it afterwards."""

    def due(self, before):
        return Application.objects.filter(status=Status.DRAFT, saved_at__lt=before).order_by("saved_at", "pk")


class ApplicantDocuments(Handler):
    """Photos of papers of people who never sat in a class, once the last wave they applied in is long over.

    The consent stays, and says who gave it, when and how; only the photo of the letter goes.
    """

    batch = 100

    def due(self, before):
        of_them = Application.objects.filter(trainee=OuterRef("trainee"))
        day = timezone.localdate(before)
        still_needed = of_them.filter(Q(wave__ends_on__gte=day) | Q(status__in=sorted(LIVE)))
        enrolled = Enrollment.objects.filter(trainee=OuterRef("trainee"))
        applied = Exists(of_them) | Q(uploaded_at__lt=before)  # whoever never applied: a year after the photo
        return Document.objects.filter(applied, ~Exists(still_needed), ~Exists(enrolled)).order_by("pk")

    def purge(self, rows):
        Consent.objects.filter(document__in=rows).update(document=None)
        HealthAnswer.objects.filter(trainee__in=[row.trainee_id for row in rows]).delete()  # kept as long as papers
        files.delete_after_commit(rows)
        self.all_of(rows).delete()

    def afterwards(self):
        files.sweep()


class DormantAccounts(Handler):
    """Accounts that never led to an application and that nobody has used: what they say of a person goes."""

    batch = 100

    def due(self, before):
        return accounts.dormant(before)

    def purge(self, rows):
        accounts.forget(rows)


class Messages(Handler):
    """The row of a message stays, as proof that it was sent; what it said, to which address, does not."""

    def due(self, before):
        over = OutboxMessage.objects.exclude(state__in=[State.WAITING, State.SENDING, State.FAILED])
        return over.filter(created_at__lt=before).exclude(to_address=GONE, body="").order_by("created_at", "pk")

    def purge(self, rows):
        self.all_of(rows).update(
            to_address=GONE,
            subject=GONE,
            body="",
            values={},
            routes=[],
            provider_id=None,  # WhatsApp's holds the phone's number
            last_error=Case(
                When(state__in=sorted(WITH_ERROR), then=Value(GONE)), default=Value(""), output_field=CharField()
            ),
        )


class JobResults(Handler):
    """What became of each line of a long job. The job itself stays, with its counts."""

    def due(self, before):
        return JobResult.objects.filter(job__finished_at__lt=before).order_by("pk")

    def afterwards(self):
        storage.sweep()  # sheets of imports that ended badly, with every NIK in them


class Stretches(Handler):
    """Rows of the trail go by whole seals, so that the chain still verifies (audit.verification)."""

    batch = 1
    table = ""

    def due(self, before):
        return sealed_before(self.table, before)

    def purge(self, rows):
        for seal in rows:
            rows_under(seal).delete()

    def record(self, rows):
        seals = {"first_seal": rows[0].number, "last_seal": rows[-1].number}
        return {"rows": sum(seal.rows for seal in rows), "table": self.table, **seals}

    def waiting(self, before):
        return self.due(before).aggregate(rows=Sum("rows"))["rows"] or 0


class ViewLogs(Stretches):
    table = Table.VIEW


class Trail(Stretches):
    table = Table.ENTRY


class Sessions(Handler):
    """Nobody can come back with an expired session."""

    batch = 5000

    def due(self, before):
        return Session.objects.filter(expire_date__lt=before).order_by("expire_date")


class Reminders(Handler):
    """Those that were sent, and those whose moment can't come any more."""

    def due(self, before):
        over = Q(sent_at__lt=before) | Q(offering__wave__closes_at__lt=before)
        never = Q(sent_at=None, confirmed_at__lt=before - A_YEAR)
        return Reminder.objects.filter(over | never).order_by("pk")


class UnconfirmedReminders(Handler):
    """Nobody used the link: perhaps it was somebody else's address."""

    def due(self, before):
        return Reminder.objects.filter(confirmed_at=None, created_at__lt=before).order_by("pk")


class Counters(Handler):
    """Limits on attempts that are over, and what else expired in the cache's table, which has no model."""

    batch = 5000

    def due(self, before):
        return self._keys(before, MANY + 1)

    def take(self, before):
        return self._keys(before, self.batch)

    def purge(self, rows):
        Rate.objects.filter(mark__in=rows, ends_at__lt=timezone.now()).delete()
        if self._table():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {self._table()} WHERE cache_key = ANY(%s)", [rows])

    def waiting(self, before):
        return len(self.due(before))

    def _keys(self, before, limit):
        marks = list(Rate.objects.filter(ends_at__lt=before).order_by("ends_at").values_list("pk", flat=True)[:limit])
        return marks or self._cached(before, limit)

    def _cached(self, before, limit):
        if not self._table():
            return []
        with connection.cursor() as cursor:
            sql = f"SELECT cache_key FROM {self._table()} WHERE expires < %s ORDER BY expires LIMIT %s"
            cursor.execute(sql, [before, limit])
            return [row[0] for row in cursor.fetchall()]

    def _table(self):
        """Quoted; empty where the cache is not in the database."""
        table = getattr(caches["default"], "_table", "")
        return connection.ops.quote_name(table) if table else ""
