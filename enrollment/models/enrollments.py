from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort
from enrollment.models.applications import Application
from enrollment.workflow import EnrollmentStatus
from trainees.models import Trainee


class EnrollmentQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=EnrollmentStatus.ACTIVE)

    def on_the_roster(self):
        """Everybody who sat in the class to the end or still does, in the order of a class list."""
        shown = [EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED]
        return self.filter(status__in=shown).select_related("trainee").order_by("trainee__full_name", "pk")


class Enrollment(models.Model):
    """A person in a running class. Made by starting the class, by confirming after its start, or by import."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="enrollment", verbose_name=_("pendaftaran")
    )
    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="enrollments", verbose_name=_("peserta")
    )
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrollments", verbose_name=_("kelas"))
    status = models.CharField(
        _("status"), max_length=10, choices=EnrollmentStatus, default=EnrollmentStatus.ACTIVE, editable=False
    )
    started_on = models.DateField(_("mulai"), default=timezone.localdate)
    ended_on = models.DateField(_("berakhir"), null=True, editable=False)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("peserta kelas")
        verbose_name_plural = _("peserta kelas")
        ordering = ["cohort", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="enrollment_one_active_per_trainee",
                fields=["trainee"],
                condition=Q(status="active"),
                violation_error_message=_("Orang ini sedang mengikuti kelas lain."),
            ),
            models.CheckConstraint(
                name="enrollment_ended_unless_active",
                condition=Q(status="active", ended_on=None) | (~Q(status="active") & Q(ended_on__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.trainee} – {self.cohort}"
