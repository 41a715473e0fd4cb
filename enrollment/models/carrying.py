from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering
from enrollment.models.applications import Application
from enrollment.workflow import CarryStatus, Status


class Carry(models.Model):
    """The program was postponed: may this person's place be kept for the next wave? Only they say so.

    `was` and `place` are how they stood when it was postponed; `placed` is the application that came of it.
    """

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="carry", verbose_name=_("pendaftaran")
    )
    offering = models.ForeignKey(
        Offering, on_delete=models.PROTECT, related_name="carries", verbose_name=_("program yang ditunda")
    )
    was = models.CharField(_("keadaan saat ditunda"), max_length=12, choices=Status)
    place = models.PositiveIntegerField(_("nomor cadangan saat ditunda"), null=True)
    status = models.CharField(
        _("status"), max_length=10, choices=CarryStatus, default=CarryStatus.OFFERED, editable=False
    )
    offered_at = models.DateTimeField(_("ditawarkan"), default=timezone.now)
    until = models.DateTimeField(_("dijawab paling lambat"))
    answered_at = models.DateTimeField(_("dijawab"), null=True)
    placed = models.OneToOneField(
        Application,
        on_delete=models.PROTECT,
        null=True,
        related_name="carried_from",
        verbose_name=_("pendaftaran baru"),
    )
    reason = models.TextField(_("alasan tidak bisa"), blank=True)

    class Meta:
        verbose_name = _("pindahan ke gelombang berikutnya")
        verbose_name_plural = _("pindahan ke gelombang berikutnya")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["offering"], name="carry_agreed_idx", condition=Q(status="agreed")),
        ]
        constraints = [
            models.CheckConstraint(
                name="carry_placed_leads_to_an_application",
                condition=Q(status="placed", placed__isnull=False) | (~Q(status="placed") & Q(placed=None)),
            ),
            models.CheckConstraint(
                name="carry_impossible_says_why", condition=~Q(status="impossible") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="carry_is_by_consent", condition=Q(status="offered") | Q(answered_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.application}: {self.get_status_display()}"
