"""One timeline for each application: what the trail says happened, what is now, what comes. A few queries for all."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from blk_portal.journey import past
from blk_portal.journey.ahead import what_comes
from blk_portal.journey.meetings import next_meetings
from blk_portal.journey.next_step import NextStep, next_step
from blk_portal.journey.words import ENROLLED, TONES
from cohorts.models import Seat
from enrollment.models import Application, Appointment, Choice, Enrollment
from enrollment.workflow import KEEPS_PLACE, LIVE, EnrollmentStatus, Status

MAY_BE_ENROLLED = frozenset({Status.CONFIRMED, Status.LEFT, Status.CANCELLED})  # the others need not be asked about


@dataclass(slots=True)
class Story:
    application: Application
    enrollment: Enrollment | None
    appointments: list  # those that hold a place, in order of time
    step: NextStep
    events: list = field(default_factory=list)

    @property
    def label(self):
        """Where one stands: in the class once there is one, else the application's status."""
        return ENROLLED[self.enrollment.status] if self.enrollment else self.application.get_status_display()

    @property
    def tone(self):
        return TONES.get(self.enrollment.status if self.enrollment else self.application.status, "neutral")

    @property
    def is_over(self):
        return _finished(self.enrollment) or self.application.status not in LIVE | {Status.DRAFT}


def stories(applications):
    """For applications as `loaded` gives them; the same number of queries for any number."""
    enrollments, appointments = _enrollments(applications), _appointments(applications)
    told = past.events(applications, enrollments, [one for rows in appointments.values() for one in rows])
    meetings = next_meetings({pk for one in applications if (pk := _class_of(one, enrollments.get(one.pk)))})
    return [
        _story(
            one,
            enrollments.get(one.pk),
            appointments.get(one.pk, []),
            told.get(one.pk, []),
            meetings.get(_class_of(one, enrollments.get(one.pk))),
        )
        for one in applications
    ]


def _class_of(application, enrollment):
    """The id of the class they sit in, or will: once its seat is theirs."""
    if enrollment:
        return enrollment.cohort_id if enrollment.status == EnrollmentStatus.ACTIVE else None
    confirmed = application.status == Status.CONFIRMED and application.seat
    return application.seat.cohort_id if confirmed else None


def loaded(applications):
    """With all that a story reads of them: two statements, and one for the seats where somebody has one."""
    chosen = Choice.objects.select_related("offering__program").order_by("order", "pk")
    seats = Seat.objects.select_related("cohort__offering__program")
    rows = applications.select_related("wave__center", "trainee").order_by("-created_at", "-pk")
    return rows.prefetch_related(Prefetch("choices", chosen), Prefetch("seat", seats))


def _enrollments(applications):
    applications = [one for one in applications if one.status in MAY_BE_ENROLLED]
    of_these = Enrollment.objects.filter(application__in=applications).select_related(
        "cohort__offering__program", "overall_result"
    )
    return {enrollment.application_id: enrollment for enrollment in of_these.order_by("pk")}


def _appointments(applications):
    """{application's id: all that were ever given, in order of time}."""
    rows = {}
    for one in Appointment.objects.filter(application__in=applications).with_place():
        rows.setdefault(one.application_id, []).append(one)
    return rows


def _story(application, enrollment, appointments, events, meeting):
    kept = [one for one in appointments if one.status in KEEPS_PLACE]
    step = next_step(application, enrollment, kept, meeting)
    if application.status == Status.DRAFT or (application.status in LIVE and not _finished(enrollment)):
        events = [*events, *what_comes(application, enrollment, kept, step)]
    return Story(application, enrollment, kept, step, events)


def _finished(enrollment):
    return enrollment is not None and enrollment.status != EnrollmentStatus.ACTIVE
