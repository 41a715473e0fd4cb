from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enrollment.models.applications import Application, Choice
from enrollment.models.rankings import RankingRow
from enrollment.workflow import AppealStatus


class Appeal(models.Model):
    """One person asks that their published result be looked at again, once; the head answers with a reason."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="appeal", verbose_name=_("pendaftaran")
    )
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="+", verbose_name=_("pilihan"))
    status = models.CharField(
        _("status"), max_length=8, choices=AppealStatus, default=AppealStatus.FILED, editable=False
    )
    reason = models.TextField(_("alasan sanggahan"), max_length=2000)
    filed_at = models.DateTimeField(_("diajukan"), default=timezone.now, editable=False)
    answer_by = models.DateTimeField(_("dijawab paling lambat"), editable=False)
    answer = models.TextField(_("jawaban"), blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("dijawab oleh"),
    )
    answered_at = models.DateTimeField(_("dijawab"), null=True, editable=False)

    class Meta:
        verbose_name = _("sanggahan")
        verbose_name_plural = _("sanggahan")
        ordering = ["filed_at", "pk"]
        indexes = [models.Index(fields=["status", "filed_at"], name="appeal_waiting_idx")]
        constraints = [
            models.CheckConstraint(
                name="appeal_is_answered_with_a_reason",
                condition=Q(status__in=["filed", "closed"], answered_at=None, answer="")
                | (Q(status__in=["granted", "declined"], answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(name="appeal_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.application}"


class Decision(models.Model):
    """What was decided after the results were out, beside the published row, which stays. Frozen by a trigger."""

    appeal = models.OneToOneField(
        Appeal, on_delete=models.PROTECT, related_name="decision", verbose_name=_("sanggahan")
    )
    row = models.ForeignKey(
        RankingRow, on_delete=models.PROTECT, null=True, related_name="decisions", verbose_name=_("hasil diumumkan")
    )
    outcome = models.CharField(_("hasil"), max_length=12, choices=RankingRow.Outcome)
    reason = models.TextField(_("alasan"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("oleh")
    )
    decided_at = models.DateTimeField(_("diputuskan"), default=timezone.now)

    class Meta:
        verbose_name = _("keputusan sesudah pengumuman")
        verbose_name_plural = _("keputusan sesudah pengumuman")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="decision_gives_a_place", condition=Q(outcome__in=["accepted", "reserve"])),
            models.CheckConstraint(name="decision_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.appeal}: {self.get_outcome_display()}"
