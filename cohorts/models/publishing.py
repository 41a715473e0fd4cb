"""What is told to everybody: announcements, and answers to what people ask."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers.models import Center


class Announcement(models.Model):
    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="announcements", verbose_name=_("balai"))
    title = models.CharField(_("judul"), max_length=160)
    body = models.TextField(_("isi"))
    publish_at = models.DateTimeField(_("tampil sejak"))
    hide_at = models.DateTimeField(_("tampil sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("pengumuman")
        verbose_name_plural = _("pengumuman")
        ordering = ["-publish_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("announcement", args=[self.pk])


class Faq(models.Model):
    """One question as people ask it, and its answer. Without a center it holds for all of them."""

    class Group(models.TextChoices):
        APPLYING = "applying", _("Mendaftar")
        PAPERS = "papers", _("Berkas")
        SELECTION = "selection", _("Tes dan hasil")
        TRAINING = "training", _("Pelatihan dan sertifikat")
        ACCOUNT = "account", _("Akun dan data pribadi")

    center = models.ForeignKey(
        Center,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("balai"),
        help_text=_("Kosong: berlaku di semua balai."),
    )
    group = models.CharField(_("kelompok"), max_length=12, choices=Group, default=Group.APPLYING)
    language = models.CharField(_("bahasa"), max_length=2, choices=settings.LANGUAGES, default="id")
    question = models.CharField(_("pertanyaan"), max_length=200)
    answer = models.TextField(_("jawaban"), help_text=_("Kalimat pendek dan sederhana, untuk dibaca di ponsel."))
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    visible = models.BooleanField(_("tampil"), default=True)

    class Meta:
        verbose_name = _("tanya jawab")
        verbose_name_plural = _("tanya jawab")
        ordering = ["group", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="question_once_per_center",
                fields=["center", "language", "question"],
                nulls_distinct=False,
                violation_error_message=_("Pertanyaan ini sudah ada."),
            ),
        ]

    def __str__(self):
        return self.question
