from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainees.models.people import Trainee


class ToldApart(models.Model):
    """An officer found that two people who look alike are two. A row for each of them, so that each can be told."""

    trainee = models.ForeignKey(
        Trainee, on_delete=models.CASCADE, related_name="told_apart", verbose_name=_("peserta")
    )
    other = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="+", verbose_name=_("orang lain"))
    reason = models.CharField(_("dasar"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ditetapkan oleh")
    )
    decided_at = models.DateTimeField(_("ditetapkan"), default=timezone.now)

    class Meta:
        verbose_name = _("bukan orang yang sama")
        verbose_name_plural = _("bukan orang yang sama")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="two_people_are_told_apart_once", fields=["trainee", "other"]),
            models.CheckConstraint(name="nobody_is_told_apart_from_themselves", condition=~Q(trainee=F("other"))),
            models.CheckConstraint(name="told_apart_for_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return str(_("bukan orang yang sama"))
