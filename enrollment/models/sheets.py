from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from cohorts.models import Wave
from jobs.models import Job


class ParticipantSheet(models.Model):
    """A sheet of participants on its way into a wave. The file lies under `file`; the row goes when the file does.

    `layout` says where the table is: the sheet in the book, the line of the headings, and {column: its place}.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+", verbose_name=_("gelombang"))
    file = models.CharField(max_length=50, unique=True, editable=False)
    name = models.CharField(_("nama berkas"), max_length=120)
    layout = models.JSONField(_("letak kolom"), default=dict, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diunggah oleh")
    )
    uploaded_at = models.DateTimeField(_("diunggah pada"), default=timezone.now)
    rehearsal = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("uji coba")
    )
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("pekerjaan impor")
    )

    class Meta:
        verbose_name = _("lembar peserta")
        verbose_name_plural = _("lembar peserta")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("admin:import_sheet", args=[self.pk])


class SheetHeading(models.Model):
    """A heading in the sheets of this center and the column it stands for, as an officer once told it."""

    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="+", verbose_name=_("balai"))
    heading = models.CharField(_("judul kolom"), max_length=120)
    column = models.CharField(_("kolom"), max_length=30)

    class Meta:
        verbose_name = _("judul kolom lembar")
        verbose_name_plural = _("judul kolom lembar")
        ordering = ["center", "heading"]
        constraints = [models.UniqueConstraint(name="sheet_heading_once_per_center", fields=["center", "heading"])]

    def __str__(self):
        return self.heading
