from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering


class QueueStep(models.Model):
    """Somebody left a queue, came to its head, or was moved in it: why others moved. It names nobody.

    `place` is the number that was left, as numbers stood before it. Who comes to the head by an appeal pushes every
    number up by one; `place` is then where they waited before, None if nowhere. Who is moved by hand gets the number
    `to_place` of somebody else, past `passed` people who waited; the numbers between shift by one.
    """

    class Cause(models.TextChoices):
        SEAT = "seat", _("mendapat kursi")
        ELSEWHERE = "elsewhere", _("diterima di program lain")
        WITHDREW = "withdrew", _("mengundurkan diri")
        CANCELLED = "cancelled", _("dibatalkan balai")
        CLOSED = "closed", _("masa cadangan berakhir")
        APPEAL = "appeal", _("sanggahan diterima")
        ORDER = "order", _("urutan diubah petugas")
        CALLED_OFF = "called_off", _("program ditunda atau dibatalkan")

    offering = models.ForeignKey(
        Offering, on_delete=models.CASCADE, related_name="queue_steps", verbose_name=_("program")
    )
    at = models.DateTimeField(_("waktu"), default=timezone.now)
    place = models.PositiveIntegerField(_("nomor cadangan"), null=True)
    cause = models.CharField(_("sebab"), max_length=10, choices=Cause)
    to_place = models.PositiveIntegerField(_("nomor cadangan baru"), null=True)
    passed = models.PositiveIntegerField(_("orang yang dilewati"), default=0, db_default=0)
    reason = models.CharField(_("alasan"), max_length=200, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("perubahan antrean")
        verbose_name_plural = _("perubahan antrean")
        ordering = ["pk"]
        indexes = [models.Index(fields=["offering", "at"], name="queue_step_idx")]
        constraints = [
            models.CheckConstraint(
                name="queue_step_leaves_a_place", condition=Q(cause="appeal") | Q(place__isnull=False)
            ),
            models.CheckConstraint(
                name="queue_step_by_hand_has_a_reason",
                condition=Q(cause="order", to_place__isnull=False, passed__gt=0) & ~Q(reason="")
                | (~Q(cause="order") & Q(to_place=None)),
            ),
        ]

    def __str__(self):
        return f"{self.offering}: {self.get_cause_display()}"
