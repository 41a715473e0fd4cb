from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from certification.workflow import CertificateStatus
from cohorts.models import Unit
from enrollment.models import Enrollment


class Result(models.TextChoices):
    """The words of the field. Never "gagal": BK means not yet."""

    COMPETENT = "K", _("Kompeten")
    NOT_YET = "BK", _("Belum Kompeten")


class AssessmentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(superseded_at=None)


class Assessment(models.Model):
    """What an instructor saw in one unit, once. A correction is a new row; this one stays, superseded."""

    class Outcome(models.TextChoices):
        COMPETENT = "K", _("Kompeten")
        NOT_YET = "BK", _("Belum Kompeten")
        ABSENT = "absent", _("Tidak hadir")

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("peserta")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    outcome = models.CharField(_("hasil"), max_length=6, choices=Outcome)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dinilai oleh")
    )
    assessed_at = models.DateTimeField(_("dinilai"), default=timezone.now)
    superseded_at = models.DateTimeField(_("digantikan"), null=True, editable=False)
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by", verbose_name=_("menggantikan")
    )
    reason = models.CharField(_("alasan perubahan"), max_length=200, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penilaian unit")
        verbose_name_plural = _("penilaian unit")
        ordering = ["unit", "-assessed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_current_per_unit",
                fields=["enrollment", "unit"],
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.enrollment}: {self.unit.code} {self.get_outcome_display()}"


class OverallResult(models.Model):
    """K or BK for the whole training. Imported ones come without units, and nothing is made up for them."""

    class Source(models.TextChoices):
        UNITS = "units", _("Dari penilaian unit")
        DECIDED = "decided", _("Ditetapkan instruktur")
        IMPORTED = "imported", _("Impor")

    enrollment = models.OneToOneField(
        Enrollment, on_delete=models.PROTECT, related_name="overall_result", verbose_name=_("peserta")
    )
    result = models.CharField(_("hasil"), max_length=2, choices=Result)
    source = models.CharField(_("sumber"), max_length=8, choices=Source)
    decided_at = models.DateTimeField(_("ditetapkan"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("ditetapkan oleh"),
    )

    class Meta:
        verbose_name = _("hasil akhir")
        verbose_name_plural = _("hasil akhir")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.enrollment}: {self.get_result_display()}"


class NumberSeries(models.Model):
    """The last number given, per center, series and year. Its row is locked by whoever takes the next one."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="+", verbose_name=_("balai"))
    series = models.CharField(_("seri"), max_length=12)
    year = models.PositiveSmallIntegerField(_("tahun"))
    last = models.PositiveIntegerField(_("nomor terakhir"), default=0)

    class Meta:
        verbose_name = _("seri nomor")
        verbose_name_plural = _("seri nomor")
        ordering = ["center", "series", "-year"]
        constraints = [models.UniqueConstraint(name="number_series_once", fields=["center", "series", "year"])]

    def __str__(self):
        return f"{self.series}/{self.year}: {self.last}"


class Certificate(models.Model):
    """What was issued, word for word. `snapshot` is printed and never changes; only the status may (by trigger)."""

    class Kind(models.TextChoices):
        COMPETENCE = "training", _("Sertifikat pelatihan")
        PARTICIPATION = "attended", _("Surat keterangan telah mengikuti pelatihan")

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("peserta")
    )
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    status = models.CharField(
        _("status"), max_length=8, choices=CertificateStatus, default=CertificateStatus.VALID, editable=False
    )
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="certificates", editable=False)
    sequence = models.PositiveIntegerField(_("urutan"), editable=False)
    number = models.CharField(_("nomor"), max_length=80, unique=True, editable=False)
    code = models.CharField(_("kode verifikasi"), max_length=32, unique=True, editable=False)
    snapshot = models.JSONField(_("isi"), editable=False)
    issued_at = models.DateTimeField(_("diterbitkan"), default=timezone.now, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("diterbitkan oleh"),
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="replaced_by",
        editable=False,
        verbose_name=_("menggantikan"),
    )
    ended_at = models.DateTimeField(_("dicabut/diganti"), null=True, editable=False)
    end_reason = models.CharField(_("alasan"), max_length=200, blank=True, editable=False)
    pdf = models.FileField(_("PDF"), upload_to="certificates/", blank=True, editable=False)
    pdf_sha256 = models.CharField(_("sidik PDF (SHA-256)"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("sertifikat")
        verbose_name_plural = _("sertifikat")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="certificate_sequence_once", fields=["series", "sequence"]),
            models.UniqueConstraint(
                name="certificate_one_valid_per_enrollment", fields=["enrollment"], condition=Q(status="valid")
            ),
            models.CheckConstraint(
                name="certificate_ended_with_a_reason",
                condition=Q(status="valid", ended_at=None)
                | (~Q(status="valid") & Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("verify", args=[self.code])

    def get_pdf_url(self):
        return reverse("certification:pdf", args=[self.code])


class BnspRecord(models.Model):
    """A competence certificate of an LSP, as its paper says. The three numbers are typed, never made here."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("Terdaftar uji")
        WAITING = "waiting", _("Kompeten, menunggu sertifikat")
        ISSUED = "issued", _("Terbit")
        NOT_YET = "not_yet", _("Belum Kompeten")
        ABSENT = "absent", _("Tidak hadir")

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.PROTECT, related_name="bnsp_records", verbose_name=_("peserta")
    )
    lsp = models.CharField(_("LSP"), max_length=160)
    scheme = models.CharField(_("skema"), max_length=200)
    tested_on = models.DateField(_("tanggal uji"))
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.REGISTERED)
    certificate_number = models.CharField(_("nomor sertifikat"), max_length=60, blank=True)
    registration_number = models.CharField(_("nomor registrasi"), max_length=60, blank=True)
    blank_number = models.CharField(_("nomor blanko"), max_length=60, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("dicatat"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("catatan BNSP")
        verbose_name_plural = _("catatan BNSP")
        ordering = ["-tested_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="bnsp_issued_has_its_three_numbers_and_end",
                condition=~Q(state="issued")
                | (
                    ~Q(certificate_number="")
                    & ~Q(registration_number="")
                    & ~Q(blank_number="")
                    & Q(valid_until__isnull=False)
                ),
                violation_error_message=_("Isi ketiga nomor dan tanggal berlaku persis seperti pada kertasnya."),
            ),
            models.UniqueConstraint(name="bnsp_scheme_once_per_test", fields=["enrollment", "scheme", "tested_on"]),
        ]

    def __str__(self):
        return f"{self.scheme}: {self.get_state_display()}"
