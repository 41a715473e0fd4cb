from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enrollment.models.applications import Application


class Note(models.Model):
    """What one officer tells the others about a file. Never changed; the applicant reads it only under *Data saya*."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="notes", verbose_name=_("pendaftaran")
    )
    text = models.TextField(_("catatan"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ditulis oleh")
    )
    written_at = models.DateTimeField(_("ditulis"), default=timezone.now)

    class Meta:
        verbose_name = _("catatan petugas")
        verbose_name_plural = _("catatan petugas")
        ordering = ["-written_at", "-pk"]
        constraints = [models.CheckConstraint(name="note_has_some_words", condition=~models.Q(text=""))]

    def __str__(self):
        return self.text
