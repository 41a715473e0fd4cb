"""The end of a training: everybody with enough JP and all results is completed, K or BK; the others are reported."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from audit.moves import Refused, lock
from certification import selectors
from certification.announcements import announce
from certification.transitions.results import settle_overall
from classroom.transitions import lock_sheets
from cohorts.transitions import finish_cohort
from cohorts.workflow import FINISH_COHORT
from enrollment.models import Enrollment
from enrollment.transitions import complete_enrollment
from enrollment.workflow import EnrollmentStatus


@dataclass(slots=True)
class Report:
    """What became of a class: who is completed now, who was skipped and why, and whether the class is over."""

    done: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    finished: bool = False


@transaction.atomic
def complete(enrollment, *, by):
    """Raises Refused with the first blocker's code and every blocker's sentence: see `rules.completion`."""
    lock(enrollment)
    in_the_way = selectors.blockers(enrollment)
    if in_the_way:
        raise Refused(in_the_way[0].code, " ".join(blocker.sentence for blocker in in_the_way))
    if selectors.units_of(enrollment.cohort):
        settle_overall(enrollment, by=by)
    complete_enrollment(enrollment, by=by)
    announce(enrollment, "completed", result=enrollment.overall_result)
    return enrollment


@transaction.atomic
def complete_cohort(cohort, *, by):
    """Complete whoever can be, lock the lists, and finish the class when nobody is left in it.

    Raises Refused: wrong_status (the class is not running). Who is below the threshold is no error but a row of the
    report.
    """
    lock(cohort)
    if not FINISH_COHORT.is_open_for(cohort):
        status = cohort.get_status_display()
        raise Refused("wrong_status", _("Kelas ini berstatus “%(status)s”.") % {"status": status})
    lock_sheets(cohort, by=by)
    report = Report()
    for row in selectors.standings(cohort):
        if row.enrollment.status != EnrollmentStatus.ACTIVE:
            continue
        if row.blockers:
            report.skipped.append((row.enrollment, row.blockers))
        else:
            report.done.append(complete(row.enrollment, by=by))
    if not Enrollment.objects.active().filter(cohort=cohort).exists():
        finish_cohort(cohort, by=by)
        report.finished = True
    return report
