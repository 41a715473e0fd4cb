import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainees.models import Trainee


class CalendarLink(models.Model):
    """Somebody's days may be read by a phone's calendar without signing in. A new `key` voids the old address."""

    trainee = models.OneToOneField(
        Trainee, on_delete=models.CASCADE, related_name="calendar_link", verbose_name=_("peserta")
    )
    key = models.UUIDField(_("kunci"), default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)

    class Meta:
        verbose_name = _("tautan kalender")
        verbose_name_plural = _("tautan kalender")

    def __str__(self):
        return str(self.trainee)
