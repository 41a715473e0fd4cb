from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntryQuerySet(models.QuerySet):
    def about(self, obj):
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


class PurgeRecord(models.Model):
    """Why rows of the trail went, written before they go and in the same transaction."""

    at = models.DateTimeField(_("waktu"))
    reason = models.TextField(_("alasan"))
    rule = models.CharField(_("aturan retensi"), max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    rows = models.PositiveIntegerField(_("jumlah baris"), default=0)
    transaction_id = models.CharField(_("nomor transaksi"), max_length=24)

    class Meta:
        verbose_name = _("catatan pemusnahan")
        verbose_name_plural = _("catatan pemusnahan")
        ordering = ["-at"]

    def __str__(self):
        return self.rule
