from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from trainees.models.people import Trainee


class DataRequest(models.Model):
    """What a person asks of the office about their data. The law gives three times 24 hours (UU 27/2022 art. 30)."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Perbaikan data")
        DELETION = "deletion", _("Penghapusan data")
        OTHER = "other", _("Pertanyaan atau keberatan")

    class State(models.TextChoices):
        OPEN = "open", _("Menunggu jawaban")
        DONE = "done", _("Sudah dikerjakan")
        REFUSED = "refused", _("Tidak dapat dipenuhi")

    trainee = models.ForeignKey(
        Trainee, on_delete=models.CASCADE, related_name="data_requests", verbose_name=_("peserta")
    )
    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("balai")
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    words = models.TextField(_("permintaan"))
    state = models.CharField(_("keadaan"), max_length=8, choices=State, default=State.OPEN, editable=False)
    asked_at = models.DateTimeField(_("diminta"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("dijawab paling lambat"), editable=False)
    answer = models.TextField(_("jawaban"), blank=True, editable=False)
    answered_at = models.DateTimeField(_("dijawab"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("dijawab oleh"),
    )

    class Meta:
        verbose_name = _("permintaan tentang data")
        verbose_name_plural = _("permintaan tentang data")
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="data_request_due_idx")]
        constraints = [
            models.CheckConstraint(
                name="data_request_ends_with_an_answer",
                condition=Q(state="open", answered_at=None, answer="")
                | (~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(name="data_request_has_words", condition=~Q(words="")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.trainee}"
