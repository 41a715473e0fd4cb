from calendar import monthrange
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class AuditEntryQuerySet(models.QuerySet):
    def about(self, obj):
        if not isinstance(obj.pk, int):
            return self.none()  # machinery that goes by a name leaves no trail
        return self.filter(subject_type=ContentType.objects.get_for_model(obj), subject_id=obj.pk)

    def oldest_first(self):
        return self.order_by("at", "pk")


class Trace(models.Model):
    """Who, as what, when, in which request. The center's code is a value: the trail outlives the row."""

    at = models.DateTimeField(_("waktu"), editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("oleh")
    )
    role = models.CharField(_("sebagai"), max_length=20, blank=True)
    center_code = models.CharField(_("balai"), max_length=20, blank=True)
    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("jenis objek")
    )
    request_id = models.CharField(_("nomor permintaan"), max_length=40, blank=True)

    class Meta:
        abstract = True


class AuditEntry(Trace):
    """One act, once. The database refuses to change it; deleting needs a purge record in the same transaction."""

    action = models.CharField(_("tindakan"), max_length=60)
    subject_id = models.BigIntegerField(_("nomor objek"), null=True)
    from_status = models.CharField(_("dari"), max_length=20, blank=True)
    to_status = models.CharField(_("menjadi"), max_length=20, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    facts = models.JSONField(_("fakta"), default=dict, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("jejak tindakan")
        verbose_name_plural = _("jejak tindakan")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="audit_about_idx")]

    def __str__(self):
        return self.action


class ViewLog(Trace):
    """Personal data shown, listed or taken out: the processing trail a person may ask for (UU PDP art. 32)."""

    page = models.CharField(_("halaman"), max_length=80)
    subject_ids = ArrayField(models.BigIntegerField(), verbose_name=_("nomor objek"))
    rows = models.PositiveIntegerField(_("jumlah baris"))

    class Meta:
        verbose_name = _("jejak akses")
        verbose_name_plural = _("jejak akses")
        ordering = ["-at", "-pk"]
        indexes = [GinIndex(fields=["subject_ids"], name="audit_viewed_ids_idx")]

    def __str__(self):
        return self.page


class Table(models.TextChoices):
    """The chained tables of the trail."""

    ENTRY = "entry", _("jejak tindakan")
    VIEW = "view", _("jejak akses")
    PURGE = "purge", _("catatan pemusnahan")


class PurgeRecord(models.Model):
    """Why rows went, written before they go and in the same transaction.

    Rows of the trail go by whole seals of one table: `table`, `first_seal` and `last_seal` say which.
    """

    at = models.DateTimeField(_("waktu"))
    reason = models.TextField(_("alasan"))
    rule = models.CharField(_("aturan retensi"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("oleh")
    )
    rows = models.PositiveIntegerField(_("jumlah baris"), default=0)
    transaction_id = models.CharField(_("nomor transaksi"), max_length=24)
    table = models.CharField(_("tabel jejak"), max_length=10, choices=Table, blank=True, default="", db_default="")
    first_seal = models.PositiveBigIntegerField(_("segel pertama"), null=True)
    last_seal = models.PositiveBigIntegerField(_("segel terakhir"), null=True)

    class Meta:
        verbose_name = _("catatan pemusnahan")
        verbose_name_plural = _("catatan pemusnahan")
        ordering = ["-at"]

    def __str__(self):
        return self.rule


class Seal(models.Model):
    """A closed stretch of one table of the trail: the rows after `after` up to `upto`, and what they add up to.

    `digest` is over the header, `rows_digest` and the digest before it, so that one number, written on paper, vouches
    for everything up to here. A seal outlives its rows: purging takes whole seals of rows and leaves their digests.
    """

    number = models.PositiveBigIntegerField(_("nomor segel"), primary_key=True)
    at = models.DateTimeField(_("disegel pada"))
    table = models.CharField(_("tabel jejak"), max_length=10, choices=Table)
    layout = models.PositiveSmallIntegerField(_("susunan kolom"))
    after = models.BigIntegerField(_("sesudah baris"))
    upto = models.BigIntegerField(_("sampai baris"))
    rows = models.PositiveIntegerField(_("jumlah baris"))
    rows_digest = models.CharField(_("sidik baris"), max_length=64)
    previous = models.CharField(_("sidik sebelumnya"), max_length=64, blank=True, unique=True)
    digest = models.CharField(_("sidik segel"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("segel jejak")
        verbose_name_plural = _("segel jejak")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="seal_begins_once", fields=["table", "after"]),
            models.UniqueConstraint(name="seal_ends_once", fields=["table", "upto"]),
            models.CheckConstraint(name="seal_holds_rows", condition=Q(upto__gt=models.F("after"), rows__gt=0)),
            models.CheckConstraint(name="seal_table_is_known", condition=Q(table__in=["entry", "purge", "view"])),
        ]

    def __str__(self):
        return str(self.number)


class RetentionRule(models.Model):
    """How long one kind of data stays. What is done then stands in settings.RETENTION under the same code."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("data"), max_length=160)
    days = models.PositiveSmallIntegerField(_("lama simpan (hari)"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("lama simpan (bulan)"), null=True, blank=True)
    reason = models.TextField(_("alasan"), help_text=_("Dasar dan tujuan lama simpan ini; ikut di setiap catatan."))
    active = models.BooleanField(_("dijalankan"), default=True)
    last_run_at = models.DateTimeField(_("terakhir dijalankan"), null=True, editable=False)

    class Meta:
        verbose_name = _("aturan retensi")
        verbose_name_plural = _("aturan retensi")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="retention_is_told_in_days_or_in_months",
                condition=Q(days__gt=0, days__isnull=False, months=None)
                | Q(months__gt=0, months__isnull=False, days=None),
                violation_error_message=_("Isi lama simpan dalam hari atau dalam bulan, salah satu."),
            ),
            models.CheckConstraint(name="retention_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return self.name

    @property
    def period(self):
        if self.days:
            return ngettext("%(count)d hari", "%(count)d hari", self.days) % {"count": self.days}
        return ngettext("%(count)d bulan", "%(count)d bulan", self.months) % {"count": self.months}

    def ends_before(self, now):
        """What happened before this moment has been kept long enough. Months end on the same day in Jakarta."""
        if self.days:
            return now - timedelta(days=self.days)
        day = timezone.localtime(now)
        year, month = divmod(day.year * 12 + day.month - 1 - self.months, 12)
        return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
