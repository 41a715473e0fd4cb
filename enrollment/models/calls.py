from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enrollment.models.applications import Application


class Call(models.Model):
    """An officer rang somebody whose deadline comes near. `deadline` is the one they spoke of; a later one is news."""

    class Result(models.TextChoices):
        REACHED = "reached", _("Tersambung")
        NO_ANSWER = "no_answer", _("Tidak diangkat")
        WRONG_NUMBER = "wrong_number", _("Nomor salah")
        WILL_ACT = "will_act", _("Akan diurus")

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="calls", verbose_name=_("pendaftaran")
    )
    deadline = models.DateTimeField(_("batas waktunya"))
    result = models.CharField(_("hasil"), max_length=12, choices=Result)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ditelepon oleh")
    )
    called_at = models.DateTimeField(_("ditelepon pada"), default=timezone.now)

    class Meta:
        verbose_name = _("catatan telepon")
        verbose_name_plural = _("catatan telepon")
        ordering = ["-called_at", "-pk"]
        indexes = [models.Index(fields=["application", "-called_at"], name="call_latest_idx")]
        constraints = [
            models.CheckConstraint(
                name="call_result_is_known",
                condition=Q(result__in=["reached", "no_answer", "wrong_number", "will_act"]),
            ),
        ]

    def __str__(self):
        return self.get_result_display()
