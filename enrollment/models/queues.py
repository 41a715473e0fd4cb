from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering


class QueueStep(models.Model):
    """Somebody left a queue, or came to its head: why everybody behind moved. It names nobody.

    `place` is the number that was left, as numbers stood before it. Who comes to the head by an appeal pushes every
    number up by one; `place` is then where they waited before, None if nowhere.
    """

    class Cause(models.TextChoices):
        SEAT = "seat", _("mendapat kursi")
        ELSEWHERE = "elsewhere", _("diterima di program lain")
        WITHDREW = "withdrew", _("mengundurkan diri")
        CANCELLED = "cancelled", _("dibatalkan balai")
        CLOSED = "closed", _("masa cadangan berakhir")
        APPEAL = "appeal", _("sanggahan diterima")

    offering = models.ForeignKey(
        Offering, on_delete=models.CASCADE, related_name="queue_steps", verbose_name=_("program")
    )
    at = models.DateTimeField(_("waktu"), default=timezone.now)
    place = models.PositiveIntegerField(_("nomor cadangan"), null=True)
    cause = models.CharField(_("sebab"), max_length=10, choices=Cause)

    class Meta:
        verbose_name = _("perubahan antrean")
        verbose_name_plural = _("perubahan antrean")
        ordering = ["pk"]
        indexes = [models.Index(fields=["offering", "at"], name="queue_step_idx")]
        constraints = [
            models.CheckConstraint(
                name="queue_step_leaves_a_place", condition=Q(cause="appeal") | Q(place__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.offering}: {self.get_cause_display()}"
