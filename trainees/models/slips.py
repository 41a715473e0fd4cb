from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainees.models.people import Trainee


class Slip(models.Model):
    """The code on the paper that somebody took home from the counter, the newest one: a keyed hash. It opens once."""

    trainee = models.OneToOneField(Trainee, on_delete=models.CASCADE, related_name="slip", verbose_name=_("peserta"))
    mark = models.CharField(max_length=64, unique=True, editable=False)
    given_at = models.DateTimeField(_("dicetak"), default=timezone.now, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("dicetak oleh"),
    )
    until = models.DateTimeField(_("berlaku sampai"), editable=False)
    used_at = models.DateTimeField(_("dipakai"), null=True, editable=False)

    class Meta:
        verbose_name = _("slip loket")
        verbose_name_plural = _("slip loket")
        ordering = ["pk"]

    def __str__(self):
        return str(self.trainee)

    @property
    def is_good(self):
        return self.used_at is None and timezone.now() < self.until
