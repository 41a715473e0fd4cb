from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from cohorts.models import Booking, Offering, Program, Resource, Wave
from enrollment.models.applications import Application, Score
from enrollment.workflow import AWAITED, KEEPS_PLACE, AppointmentStatus, SittingStatus


class SittingQuerySet(models.QuerySet):
    def with_place(self):
        return self.select_related("wave__center", "room", "offering__program")

    def in_order(self):
        return self.order_by("starts_at", "pk")


class Sitting(models.Model):
    """One test or interview at one time and place, for so many people. Its room is never a class's room as well.

    With an `offering` it is for those who chose that one first; with `is_open` people may take a place themselves.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="sittings", verbose_name=_("gelombang"))
    part = models.CharField(_("bagian"), max_length=10, choices=Score.Part)
    offering = models.ForeignKey(
        Offering,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sittings",
        verbose_name=_("hanya untuk pilihan pertama"),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=SittingStatus, default=SittingStatus.PLANNED, editable=False
    )
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    room = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="sittings", verbose_name=_("ruang")
    )
    place = models.CharField(
        _("tempat lain"), max_length=200, blank=True, help_text=_("Bila tidak di ruang balai: tulis alamatnya.")
    )
    capacity = models.PositiveSmallIntegerField(_("jumlah tempat"))
    bring = models.CharField(
        _("yang dibawa"), max_length=300, blank=True, help_text=_("Dibaca peserta. Misalnya: KTP atau KK, pensil 2B.")
    )
    is_open = models.BooleanField(_("peserta boleh memilih sendiri"), default=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesi tes dan wawancara")
        verbose_name_plural = _("sesi tes dan wawancara")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["wave", "part", "starts_at"], name="sitting_of_wave_idx")]
        constraints = [
            models.CheckConstraint(
                name="sitting_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Selesainya harus sesudah mulainya."),
            ),
            models.CheckConstraint(name="sitting_has_places", condition=Q(capacity__gte=1)),
            models.CheckConstraint(
                name="sitting_is_somewhere",
                condition=Q(room__isnull=False, place="") | (Q(room=None) & ~Q(place="")),
                violation_error_message=_("Pilih satu ruang, atau tulis tempat lain."),
            ),
            models.CheckConstraint(
                name="sitting_in_a_room_holds_it",
                condition=Q(room=None, booking=None)
                | Q(room__isnull=False, status="cancelled", booking=None)
                | (Q(room__isnull=False, booking__isnull=False) & ~Q(status="cancelled")),
            ),
            models.UniqueConstraint(name="sitting_part_to_point_at", fields=["id", "part"]),
        ]

    def __str__(self):
        day = date_format(timezone.localtime(self.starts_at), "j F Y, H.i")
        return f"{self.get_part_display()} {day}"

    @property
    def free(self):
        """Of one that was asked for `with_places`."""
        return self.capacity - self.taken

    @property
    def where(self):
        return str(self.room) if self.room else self.place


class AppointmentQuerySet(models.QuerySet):
    def kept(self):
        """Those that hold a place: to come, came, or did not come."""
        return self.filter(status__in=KEEPS_PLACE)

    def awaited(self):
        return self.filter(status__in=AWAITED)

    def with_place(self):
        along = ("sitting__wave__center", "sitting__room", "sitting__offering__program")
        return self.select_related(*along).order_by("sitting__starts_at", "pk")


class Appointment(models.Model):
    """A person's place at a sitting. Two never have the same `place_number`, so none is given twice."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("pendaftaran")
    )
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("sesi"))
    part = models.CharField(_("bagian"), max_length=10, choices=Score.Part, editable=False)  # of the sitting: by a key
    status = models.CharField(
        _("status"), max_length=10, choices=AppointmentStatus, default=AppointmentStatus.BOOKED, editable=False
    )
    place_number = models.PositiveSmallIntegerField(_("nomor tempat"), null=True, editable=False)
    changes = models.PositiveSmallIntegerField(_("berapa kali diubah sendiri"), default=0, editable=False)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("dibuat oleh")
    )
    booked_at = models.DateTimeField(_("dibuat"), default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(_("menyatakan akan datang"), null=True, editable=False)
    came_at = models.DateTimeField(_("hadir pada"), null=True, editable=False)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("dicatat oleh")
    )
    reason = models.CharField(_("alasan"), max_length=300, blank=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("jadwal tes peserta")
        verbose_name_plural = _("jadwal tes peserta")
        ordering = ["sitting", "place_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="appointment_one_per_application_and_part",
                fields=["application", "part"],
                condition=Q(status__in=sorted(KEEPS_PLACE)),
                violation_error_message=_("Pendaftaran ini sudah punya jadwal untuk bagian itu."),
            ),
            models.UniqueConstraint(name="appointment_place_given_once", fields=["sitting", "place_number"]),
            models.CheckConstraint(
                name="appointment_has_a_place_while_it_keeps_one",
                condition=Q(status__in=sorted(KEEPS_PLACE), place_number__isnull=False, place_number__gte=1)
                | (~Q(status__in=sorted(KEEPS_PLACE)) & Q(place_number=None)),
            ),
            models.CheckConstraint(
                name="appointment_came_at_a_moment",
                condition=Q(status="came", came_at__isnull=False) | (~Q(status="came") & Q(came_at=None)),
            ),
        ]

    def __str__(self):
        return f"{self.application}: {self.sitting}"


class Criterion(models.Model):
    """What a part of the selection looks at in one program, how many points it has, and what it weighs.

    Without criteria the part is one mark from 0 to 100. Once somebody was judged by it, it stays as it is; it may be
    retired for those to come.
    """

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="criteria", verbose_name=_("balai"))
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="criteria", verbose_name=_("program"))
    part = models.CharField(_("bagian"), max_length=10, choices=Score.Part)
    name = models.CharField(_("kriteria"), max_length=80)
    maximum = models.DecimalField(_("nilai tertinggi"), max_digits=5, decimal_places=2, default=100)
    weight = models.DecimalField(_("bobot"), max_digits=5, decimal_places=2, default=1)
    order = models.PositiveSmallIntegerField(_("urutan"), default=1)
    retired_at = models.DateTimeField(_("tidak dipakai sejak"), null=True, editable=False)

    class Meta:
        verbose_name = _("kriteria penilaian")
        verbose_name_plural = _("kriteria penilaian")
        ordering = ["program", "part", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="criterion_once_per_program_and_part",
                fields=["center", "program", "part", "name"],
                condition=Q(retired_at=None),
                violation_error_message=_("Kriteria ini sudah ada pada program dan bagian itu."),
            ),
            models.CheckConstraint(
                name="criterion_has_points",
                condition=Q(maximum__gt=0),
                violation_error_message=_("Nilai tertinggi harus lebih dari 0."),
            ),
            models.CheckConstraint(
                name="criterion_weighs_something",
                condition=Q(weight__gt=0),
                violation_error_message=_("Bobot harus lebih dari 0."),
            ),
        ]

    def __str__(self):
        return self.name


class CriterionScore(models.Model):
    """The points of one criterion, out of which the part's mark is worked out."""

    score = models.ForeignKey(Score, on_delete=models.CASCADE, related_name="points")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="points", verbose_name=_("kriteria")
    )
    value = models.DecimalField(_("nilai"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("nilai kriteria")
        verbose_name_plural = _("nilai kriteria")
        ordering = ["criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(name="criterion_scored_once", fields=["score", "criterion"]),
            models.CheckConstraint(name="criterion_score_not_below_0", condition=Q(value__gte=0)),
        ]

    def __str__(self):
        return f"{self.criterion} {self.value}"
