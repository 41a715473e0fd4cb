"""Questions about attendance, answered in JP.

The rule: a trainee's percentage is the JP they were there for, out of the JP of every meeting of the class that the
centre did not cancel, also of those still to come. So a class can't be complete after its first week, and a meeting
cancelled by the centre is nobody's absence.
"""

from dataclasses import dataclass

from django.db.models import Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from classroom.models import Mark
from cohorts.models import Session
from cohorts.workflow import SessionStatus
from enrollment.models import Enrollment


@dataclass(frozen=True, slots=True)
class Attendance:
    jp_attended: int
    jp_held: int
    jp_due: int

    @property
    def percent(self):
        """Rounded down: 79.9 % is not 80 %."""
        return self.jp_attended * 100 // self.jp_due if self.jp_due else 0

    @property
    def percent_so_far(self):
        return self.jp_attended * 100 // self.jp_held if self.jp_held else 0


def attendance(cohort):
    """{enrollment id: Attendance} of the whole class, in one query."""
    return attendance_of(Enrollment.objects.filter(cohort=cohort))


def attendance_of(enrollments):
    """{enrollment id: Attendance} of these, of whichever classes, in one query."""
    rows = (
        enrollments.order_by("pk")
        .annotate(
            attended=Coalesce(Subquery(_jp_attended()), 0),
            held=Coalesce(Subquery(_jp_of_sessions([SessionStatus.HELD])), 0),
            due=Coalesce(Subquery(_jp_of_sessions([SessionStatus.HELD, SessionStatus.PLANNED])), 0),
        )
        .values_list("pk", "attended", "held", "due")
    )
    return {pk: Attendance(attended, held, due) for pk, attended, held, due in rows}


def _jp_attended():
    """Of one enrollment. Joined to the meetings' sums it would ask for those sums once a mark."""
    marked = Mark.objects.current().filter(enrollment=OuterRef("pk"))
    return marked.order_by().values("enrollment").annotate(jp=Sum("jp")).values("jp")


def _jp_of_sessions(statuses):
    taught = Session.objects.filter(cohort=OuterRef("cohort"), status__in=statuses)
    return taught.order_by().values("cohort").annotate(jp=Sum("jp")).values("jp")


def jp_by_unit(cohort):
    """{unit id: JP} of the meetings that were held."""
    held = cohort.sessions.filter(status=SessionStatus.HELD, unit__isnull=False)
    return dict(held.order_by("unit").values_list("unit").annotate(jp=Sum("jp")))


def roster(session):
    """Who belongs on the list of that day, by name: not who had left before it, nor who joined after it.

    The day on which the first of the class was enrolled counts for everybody: a class is sometimes entered late.
    """
    first = session.cohort.enrollments.aggregate(first=Min("started_on"))["first"]
    there = Q(ended_on=None) | Q(ended_on__gte=session.date) | Q(status="completed")
    on_the_list = session.cohort.enrollments.filter(there, started_on__lte=max(session.date, first or session.date))
    return on_the_list.select_related("trainee").order_by("trainee__full_name", "pk")


def marks(sheet):
    """{enrollment id: the mark in force}."""
    return {mark.enrollment_id: mark for mark in sheet.marks.current().order_by("pk")}


def sessions_of(cohorts):
    """Meetings with their class, program, sheet and subject, for lists of an instructor."""
    found = Session.objects.filter(cohort__in=cohorts)
    return found.select_related("cohort__offering__program", "sheet", "unit", "topic")


def on_day(cohorts, day):
    return sessions_of(cohorts).filter(date=day).order_by("starts_at", "pk")


def unmarked_before(cohorts, day):
    """Meetings of running classes that were to be held and have no list yet, the oldest first."""
    waiting = sessions_of(cohorts).filter(status=SessionStatus.PLANNED, date__lt=day)
    return waiting.filter(cohort__status__in=["running", "testing"]).order_by("date", "starts_at", "pk")


def past(cohort):
    """What has been: everything up to today, the latest first."""
    return sessions_of([cohort]).filter(date__lte=timezone.localdate()).order_by("-date", "-starts_at", "pk")


def correctable(cohorts):
    """Marks in force on locked lists."""
    found = Mark.objects.current().filter(sheet__session__cohort__in=cohorts, sheet__locked_at__isnull=False)
    return found.select_related("sheet__session__cohort", "enrollment__trainee")
