from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers.models import Center, DocumentKind, Region
from cohorts.models.catalogue import Funding, Program
from cohorts.workflow import CohortStatus, OfferingStatus


class Wave(models.Model):
    """One intake of a center. Its label is a label: (year, number) is used twice in real life."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="waves", verbose_name=_("balai"))
    label = models.CharField(_("nama gelombang"), max_length=80, help_text=_("Misalnya Gelombang 2 Tahun 2025."))
    opens_at = models.DateTimeField(_("pendaftaran dibuka"))
    closes_at = models.DateTimeField(_("pendaftaran ditutup"), help_text=_("Sampai menit ini, WIB."))
    announce_on = models.DateField(_("tanggal pengumuman"))
    confirm_by = models.DateTimeField(_("batas daftar ulang"))
    starts_on = models.DateField(_("pelatihan mulai"))
    ends_on = models.DateField(_("pelatihan selesai"))
    promote_until = models.DateField(
        _("pengganti dipanggil sampai"), help_text=_("Sesudah tanggal ini kursi kosong tidak ditawarkan lagi.")
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("jam untuk menjawab tawaran cadangan"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, _("Paling sedikit 1."))],
        help_text=_("Kosong: menurut pengaturan balai, makin dekat kelas mulai makin singkat."),
    )

    class Meta:
        verbose_name = _("gelombang")
        verbose_name_plural = _("gelombang")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="wave_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Pendaftaran harus ditutup sesudah dibuka."),
            ),
            models.CheckConstraint(
                name="wave_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Pelatihan tidak bisa selesai sebelum mulai."),
            ),
        ]

    def __str__(self):
        return self.label


class Offering(models.Model):
    """A program in a wave: whose money, for whom, how many, selected how."""

    class Mode(models.TextChoices):
        SELECTION = "selection", _("Seleksi (tes dan wawancara)")
        FIRST_COME = "first_come", _("Siapa cepat (kursi saat mendaftar)")

    class Method(models.TextChoices):
        WORKSHOP = "workshop", _("Di balai")
        VILLAGE = "village", _("Di desa (PBUK)")
        MOBILE = "mobile", _("Unit keliling (MTU)")

    class TieBreak(models.TextChoices):
        """What decides between equal totals, in this order. The draw by lot is always last: it leaves no tie."""

        TEST_FIRST = (
            "test,interview,earlier,lot",
            _("Nilai tes, lalu wawancara, lalu pendaftar lebih awal, lalu undian"),
        )
        INTERVIEW_FIRST = (
            "interview,test,earlier,lot",
            _("Nilai wawancara, lalu tes, lalu pendaftar lebih awal, lalu undian"),
        )
        TEST_THEN_LOT = "test,interview,lot", _("Nilai tes, lalu wawancara, lalu undian")
        INTERVIEW_THEN_LOT = "interview,test,lot", _("Nilai wawancara, lalu tes, lalu undian")
        EARLIER_THEN_LOT = "earlier,lot", _("Pendaftar lebih awal, lalu undian")
        LOT = "lot", _("Undian saja")

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="offerings", verbose_name=_("gelombang"))
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="offerings", verbose_name=_("program"))
    status = models.CharField(
        _("status"), max_length=12, choices=OfferingStatus, default=OfferingStatus.PLANNED, editable=False
    )
    funding = models.ForeignKey(Funding, on_delete=models.PROTECT, related_name="+", verbose_name=_("sumber dana"))
    mode = models.CharField(_("cara seleksi"), max_length=12, choices=Mode, default=Mode.SELECTION)
    age_min = models.PositiveSmallIntegerField(_("usia paling muda"))
    age_max = models.PositiveSmallIntegerField(_("usia paling tua"))
    age_on = models.DateField(_("usia dihitung pada"))
    test_weight = models.PositiveSmallIntegerField(_("bobot tes (%)"), default=50)
    interview_weight = models.PositiveSmallIntegerField(_("bobot wawancara (%)"), default=50)
    minimum_score = models.DecimalField(_("nilai minimal"), max_digits=5, decimal_places=2, default=0)
    tie_break = models.CharField(
        _("bila nilai akhir sama"), max_length=30, choices=TieBreak, default=TieBreak.TEST_FIRST
    )
    reserves = models.PositiveSmallIntegerField(
        _("jumlah cadangan"), null=True, blank=True, help_text=_("Kosong: semua yang mencapai nilai minimal.")
    )
    minimum_people = models.PositiveSmallIntegerField(
        _("peserta paling sedikit"),
        null=True,
        blank=True,
        help_text=_("Kosong: menurut balai, sekian per kelas. Kurang dari ini program bisa ditunda atau dibatalkan."),
    )
    applicant_cap = models.PositiveIntegerField(_("batas pendaftar"), null=True, blank=True)
    method = models.CharField(_("metode"), max_length=10, choices=Method, default=Method.WORKSHOP)
    place = models.CharField(_("tempat"), max_length=160)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"level": Region.Level.REGENCY},
        verbose_name=_("kabupaten/kota tempat pelatihan"),
        help_text=_("Kosong: sama dengan balai."),
    )
    boarding = models.BooleanField(_("disediakan asrama"), default=False)
    documents = models.ManyToManyField(
        DocumentKind, through="OfferingDocument", related_name="+", verbose_name=_("berkas")
    )

    class Meta:
        verbose_name = _("program dalam gelombang")
        verbose_name_plural = _("program dalam gelombang")
        ordering = ["wave", "program__name", "pk"]
        constraints = [
            models.UniqueConstraint(name="program_once_per_wave", fields=["wave", "program", "funding"]),
            models.CheckConstraint(
                name="offering_ages_in_order",
                condition=Q(age_max__gte=F("age_min")),
                violation_error_message=_("Usia paling tua tidak boleh di bawah usia paling muda."),
            ),
            models.CheckConstraint(
                name="offering_weights_make_a_hundred",
                condition=Q(test_weight=100 - F("interview_weight")),
                violation_error_message=_("Bobot tes dan wawancara harus berjumlah 100."),
            ),
        ]

    def __str__(self):
        return f"{self.program} – {self.wave}"

    def get_absolute_url(self):
        return reverse("offering", args=[self.pk])


class OfferingDocument(models.Model):
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="asked_documents")
    kind = models.ForeignKey(DocumentKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("jenis dokumen"))
    required = models.BooleanField(_("wajib"), default=True)

    class Meta:
        verbose_name = _("berkas yang diminta")
        verbose_name_plural = _("berkas yang diminta")
        ordering = ["kind__order", "pk"]
        constraints = [models.UniqueConstraint(name="document_kind_once_per_offering", fields=["offering", "kind"])]

    def __str__(self):
        return str(self.kind)


class CohortQuerySet(models.QuerySet):
    def taught_by(self, user):
        return self.filter(instructors=user)


class Cohort(models.Model):
    """A class (paket) of an offering. How full it is, is asked of `enrollment.selectors`."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("program"))
    name = models.CharField(_("nama kelas"), max_length=80, help_text=_("Misalnya Juru Las SMAW A."))
    status = models.CharField(
        _("status"), max_length=12, choices=CohortStatus, default=CohortStatus.PLANNED, editable=False
    )
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    room = models.ForeignKey(
        "cohorts.Resource",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "room"},
        verbose_name=_("ruang"),
    )
    instructors = models.ManyToManyField(
        "accounts.User", blank=True, related_name="taught_cohorts", verbose_name=_("instruktur")
    )

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("kelas")
        verbose_name_plural = _("kelas")
        ordering = ["offering", "name", "pk"]
        constraints = [
            models.UniqueConstraint(name="cohort_name_once_per_offering", fields=["offering", "name"]),
            models.CheckConstraint(name="cohort_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
        ]

    def __str__(self):
        return self.name


class Seat(models.Model):
    """One chair. There is no counter of seats, so none can drift; who sits on it says `Application.seat`."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="seats", verbose_name=_("kelas"))
    number = models.PositiveSmallIntegerField(_("nomor"))

    class Meta:
        verbose_name = _("kursi")
        verbose_name_plural = _("kursi")
        ordering = ["cohort", "number"]
        constraints = [
            models.UniqueConstraint(name="seat_number_once_per_cohort", fields=["cohort", "number"]),
            models.CheckConstraint(name="seat_numbers_start_at_one", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"{self.cohort} {self.number}"
