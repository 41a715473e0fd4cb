from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from trainees.models.papers import Document
from trainees.models.people import Trainee


class ConsentText(models.Model):
    """The words somebody agreed to. A change of words is a new version; old ones stay readable."""

    class Purpose(models.TextChoices):
        PROCESSING = "processing", _("Pemrosesan data pendaftaran")
        GUARDIAN = "guardian", _("Persetujuan orang tua/wali")
        TRUTH = "truth", _("Pernyataan kebenaran data")
        PUBLICATION = "publication", _("Publikasi nama dan foto")
        TRACER = "tracer", _("Dihubungi sesudah pelatihan")

    purpose = models.CharField(_("tujuan"), max_length=12, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("versi"))
    text = models.TextField(_("teks"))
    required = models.BooleanField(_("wajib"), default=False)
    valid_from = models.DateTimeField(_("berlaku sejak"), default=timezone.now)

    class Meta:
        verbose_name = _("teks persetujuan")
        verbose_name_plural = _("teks persetujuan")
        ordering = ["purpose", "-version"]
        constraints = [models.UniqueConstraint(name="consent_text_version_once", fields=["purpose", "version"])]

    def __str__(self):
        return f"{self.get_purpose_display()} v{self.version}"


class Consent(models.Model):
    """Who agreed to which words, when, how, and for whom (UU PDP art. 20-25: the controller must prove it)."""

    class Channel(models.TextChoices):
        PORTAL = "portal", _("Formulir daring")
        LETTER = "letter", _("Surat bertanda tangan")
        COUNTER = "counter", _("Loket")

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+", verbose_name=_("teks"))
    given_by = models.CharField(_("diberikan oleh"), max_length=120)
    channel = models.CharField(_("cara"), max_length=8, choices=Channel, default=Channel.PORTAL)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("surat")
    )
    witnessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("disaksikan petugas"),
    )
    given_at = models.DateTimeField(_("diberikan"), default=timezone.now)
    ip = models.GenericIPAddressField(_("alamat IP"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ditarik"), null=True, blank=True)

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_withdrawn_after_it_was_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
            ),
            models.CheckConstraint(
                name="consent_is_witnessed_where_people_meet",
                condition=Q(witnessed_by=None) | Q(channel__in=["counter", "letter"]),
            ),
        ]

    def __str__(self):
        return str(self.text)


class ConsentGap(models.Model):
    """An imported minor without a guardian's consent on record: an officer has to ask the family for it."""

    trainee = models.OneToOneField(Trainee, on_delete=models.CASCADE, related_name="consent_gap")
    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="+", verbose_name=_("balai"))
    found_at = models.DateTimeField(_("ditemukan"), default=timezone.now)
    closed_at = models.DateTimeField(_("selesai"), null=True, blank=True)

    class Meta:
        verbose_name = _("persetujuan wali yang belum ada")
        verbose_name_plural = _("persetujuan wali yang belum ada")
        ordering = ["found_at", "pk"]

    def __str__(self):
        return str(self.trainee)
