from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Session
from enrollment.models import Enrollment


class Sheet(models.Model):
    """The attendance list of one session. Locked, its marks never change: transport money is paid by them."""

    session = models.OneToOneField(
        Session, on_delete=models.PROTECT, related_name="sheet", verbose_name=_("pertemuan")
    )
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dicatat oleh")
    )
    marked_at = models.DateTimeField(_("dicatat"), default=timezone.now)
    locked_at = models.DateTimeField(_("dikunci"), null=True, blank=True)

    class Meta:
        verbose_name = _("daftar hadir")
        verbose_name_plural = _("daftar hadir")
        ordering = ["-session__date", "pk"]

    def __str__(self):
        return str(self.session)


class MarkQuerySet(models.QuerySet):
    def current(self):
        return self.filter(corrected_by=None)


class Mark(models.Model):
    """Who was there, in JP. After the lock a correction is a new row with a reason; the old one stays."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("Hadir")
        LATE = "late", _("Terlambat")
        EXCUSED = "excused", _("Izin")
        SICK = "sick", _("Sakit")
        ABSENT = "absent", _("Tanpa keterangan")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="marks", verbose_name=_("daftar hadir"))
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.PROTECT, related_name="marks", verbose_name=_("peserta")
    )
    presence = models.CharField(_("kehadiran"), max_length=8, choices=Presence, default=Presence.PRESENT)
    jp = models.PositiveSmallIntegerField(_("JP hadir"))
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by", verbose_name=_("mengoreksi")
    )
    reason = models.CharField(_("alasan koreksi"), max_length=200, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dicatat oleh")
    )
    marked_at = models.DateTimeField(_("dicatat"), default=timezone.now)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("kehadiran")
        verbose_name_plural = _("kehadiran")
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="mark_once_per_sheet", fields=["sheet", "enrollment"], condition=Q(corrects=None)
            ),
            models.CheckConstraint(name="mark_corrected_with_a_reason", condition=Q(corrects=None) | ~Q(reason="")),
            models.CheckConstraint(
                name="mark_absent_earns_no_jp", condition=Q(presence__in=["present", "late"]) | Q(jp=0)
            ),
        ]

    def __str__(self):
        return f"{self.enrollment}: {self.get_presence_display()}"
