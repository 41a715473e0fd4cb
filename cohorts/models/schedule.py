from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from cohorts.models.catalogue import ProgramTopic, Unit
from cohorts.models.offerings import Cohort
from cohorts.workflow import SessionStatus


class Resource(models.Model):
    """What only one session at a time can have: a room, or a person who teaches."""

    class Kind(models.TextChoices):
        ROOM = "room", _("Ruang")
        PERSON = "person", _("Instruktur")

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="resources", verbose_name=_("balai"))
    kind = models.CharField(_("jenis"), max_length=6, choices=Kind)
    name = models.CharField(_("nama"), max_length=120)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resource",
        verbose_name=_("akun instruktur"),
    )

    class Meta:
        verbose_name = _("ruang dan instruktur")
        verbose_name_plural = _("ruang dan instruktur")
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                name="resource_person_has_an_account",
                condition=Q(kind="room", user=None) | Q(kind="person", user__isnull=False),
                violation_error_message=_("Instruktur memerlukan akun; ruang tidak."),
            ),
        ]

    def __str__(self):
        return self.name


class Session(models.Model):
    """A meeting of a class on one day, worth so many JP. A cancelled one is never an absence."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("kelas"))
    status = models.CharField(
        _("status"), max_length=10, choices=SessionStatus, default=SessionStatus.PLANNED, editable=False
    )
    date = models.DateField(_("tanggal"))
    starts_at = models.TimeField(_("mulai"), help_text=_("WIB"))
    ends_at = models.TimeField(_("selesai"), help_text=_("WIB"))
    jp = models.PositiveSmallIntegerField(_("JP"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    topic = models.ForeignKey(
        ProgramTopic, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("materi")
    )

    class Meta:
        verbose_name = _("pertemuan")
        verbose_name_plural = _("pertemuan")
        ordering = ["date", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="session_once_per_start", fields=["cohort", "date", "starts_at"]),
            models.CheckConstraint(name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="session_is_worth_something", condition=Q(jp__gt=0)),
            models.CheckConstraint(
                name="session_has_a_unit_or_a_topic_not_both", condition=Q(unit=None) | Q(topic=None)
            ),
        ]

    def __str__(self):
        return f"{self.cohort} {self.date:%d-%m-%Y}"


class Booking(models.Model):
    """A session, or something else that says its `purpose`, holds a resource for a period.

    The exclusion constraint is what keeps two from overlapping, a class and a test in the same room too.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="bookings")
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("ruang/instruktur")
    )
    period = DateTimeRangeField(_("waktu"))
    purpose = models.CharField(_("untuk"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pemakaian")
        verbose_name_plural = _("pemakaian")
        ordering = ["pk"]
        constraints = [
            ExclusionConstraint(
                name="resource_in_one_session_at_a_time",
                expressions=[("resource", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("Ruang atau instruktur itu sudah dipakai pada waktu yang sama."),
            ),
            models.CheckConstraint(name="booking_says_what_for", condition=Q(session__isnull=False) | ~Q(purpose="")),
        ]

    def __str__(self):
        return f"{self.resource}: {self.whose}"

    @property
    def whose(self):
        return str(self.session.cohort) if self.session else self.purpose


class Holiday(models.Model):
    """A day without training: public holidays and what an office adds by itself."""

    date = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("nama"), max_length=120)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["date"]

    def __str__(self):
        return f"{self.date:%d-%m-%Y} {self.name}"
