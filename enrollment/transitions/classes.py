"""From a seat to a class: enrollments begin when it starts and end one by one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from cohorts.workflow import START_COHORT, CohortStatus
from enrollment import selectors, workflow
from enrollment.announcements import announce
from enrollment.models import Application, Choice, Enrollment
from enrollment.workflow import ChoiceState, EnrollmentStatus, Status

END_MOVES = {move.target: move for move in workflow.ENROLLMENT_MOVES}


@transaction.atomic
def start_class(cohort, *, by):
    """Enroll everybody who has confirmed. Refused("nobody_confirmed"), or ("training_elsewhere") with the names."""
    lock(cohort.offering.wave)
    with moving(cohort, START_COHORT, by=by):
        confirmed = list(selectors.cohort_list(cohort).filter(status=Status.CONFIRMED))
        if not confirmed:
            raise Refused("nobody_confirmed", _("Belum ada peserta yang daftar ulang di kelas ini."))
        _refuse_if_elsewhere(confirmed)
    for application in confirmed:
        enroll(application, by=by)


def _refuse_if_elsewhere(applications):
    trainees = [application.trainee_id for application in applications]
    elsewhere = Enrollment.objects.active().filter(trainee__in=trainees).select_related("trainee").order_by("pk")
    if elsewhere:
        names = ", ".join(enrollment.trainee.full_name for enrollment in elsewhere)
        raise Refused("training_elsewhere", _("Sedang mengikuti kelas lain: %(names)s.") % {"names": names})


def enroll(application, *, by):
    """The caller holds the wave's lock."""
    _refuse_if_elsewhere([application])
    enrollment = Enrollment.objects.create(
        application=application, trainee=application.trainee, cohort=application.seat.cohort
    )
    trail.write("enrollment.begin", by=by, about=enrollment, to_status=enrollment.status)
    announce(application, "enrolled", cohort=enrollment.cohort)
    return enrollment


@transaction.atomic
def complete_enrollment(enrollment, *, by):
    """Called by certification once everything is there; checks nothing itself but the status."""
    end_enrollment(enrollment, EnrollmentStatus.COMPLETED, by=by)


@transaction.atomic
def dismiss(enrollment, *, by, note):
    """The head ends somebody's training. The seat stays taken: it was paid for."""
    end_enrollment(enrollment, EnrollmentStatus.DISMISSED, by=by, note=note)
    announce(enrollment.application, "dismissed", reason=note)


def end_enrollment(enrollment, status, *, by, note=""):
    with moving(enrollment, END_MOVES[status], by=by, note=note):
        enrollment.ended_on = timezone.localdate()


@transaction.atomic
def import_history(trainee, cohort, *, status, started_on, ended_on, by):
    """Somebody of an earlier wave: a seat, a confirmed application of origin imported, and how their training ended.

    Nothing is announced. Raises Refused: cohort_full, already_applied, cohort_cancelled.
    """
    wave = lock(cohort.offering.wave)
    if cohort.status == CohortStatus.CANCELLED:
        raise Refused("cohort_cancelled", _("Kelas ini dibatalkan."))
    if Application.objects.filter(trainee=trainee, wave=wave).exclude(status__in=["withdrawn", "cancelled"]).exists():
        raise Refused("already_applied", _("Orang ini sudah tercatat pada gelombang ini."))
    seat = cohort.seats.filter(application=None).order_by("number").first()
    if seat is None:
        raise Refused("cohort_full", _("%(cohort)s sudah penuh.") % {"cohort": cohort})
    application = _imported(trainee, wave, seat)
    Choice.objects.create(application=application, offering=cohort.offering, order=1, state=ChoiceState.TAKEN)
    trail.write("application.import_history", by=by, about=application, to_status=application.status)
    enrollment = Enrollment.objects.create(
        application=application,
        trainee=trainee,
        cohort=cohort,
        status=status,
        started_on=started_on,
        ended_on=None if status == EnrollmentStatus.ACTIVE else ended_on,
    )
    trail.write("enrollment.import_history", by=by, about=enrollment, to_status=status)
    return enrollment


def _imported(trainee, wave, seat):
    now = timezone.now()
    application = Application.objects.create(trainee=trainee, wave=wave, origin=Application.Origin.IMPORTED)
    application.status, application.seat = Status.CONFIRMED, seat
    application.number = f"{now:%y}{application.pk:07d}"
    application.adult_on = trainee.adult_on
    application.submitted_at = application.confirmed_at = now
    application.save()
    return application
