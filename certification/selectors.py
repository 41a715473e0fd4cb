"""Questions about results and certificates: where everybody stands, who lacks a certificate, who may see which."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from centers import roles
from centers import selectors as institution
from certification.models import Assessment, Certificate
from certification.rules import completion
from certification.workflow import CertificateStatus
from classroom import selectors as attended
from classroom.selectors import Attendance
from cohorts.models import Cohort
from enrollment.models import Enrollment
from enrollment.workflow import EnrollmentStatus

CENTER = "offering__wave__center"
NOTHING = Attendance(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One trainee of a class: attendance, results by unit, the overall result, and what is still in the way."""

    enrollment: Enrollment
    attendance: Attendance
    outcomes: dict
    overall: object
    blockers: list


def units_of(cohort):
    rows = cohort.offering.program.program_units.select_related("unit")
    return [row.unit for row in rows.order_by("order", "pk")]


def in_force():
    """For prefetch_related: every enrollment gets `in_force`, its results that were not superseded."""
    return Prefetch("assessments", queryset=Assessment.objects.current().order_by("pk"), to_attr="in_force")


def roster(cohort):
    """The class list with the results in force and the overall result, in as few queries for 1 as for 16."""
    return cohort.enrollments.on_the_roster().select_related("overall_result").prefetch_related(in_force())


def outcomes_of(enrollment):
    return {assessment.unit_id: assessment for assessment in enrollment.in_force}


def standings(cohort, only=None):
    """The rows of a class, by name. `only` is an enrollment's id."""
    people = roster(cohort).filter(pk=only) if only else roster(cohort)
    units, attendance = units_of(cohort), attended.attendance(cohort)
    threshold = cohort.offering.wave.center.attendance_threshold
    return [_row(one, units, attendance.get(one.pk, NOTHING), threshold) for one in people]


def _row(enrollment, units, attendance, threshold):
    outcomes, overall = outcomes_of(enrollment), getattr(enrollment, "overall_result", None)
    standing = completion.Standing(
        active=enrollment.status == EnrollmentStatus.ACTIVE,
        percent=attendance.percent,
        threshold=threshold,
        missing_units=tuple(unit.code for unit in units if unit.pk not in outcomes),
        has_units=bool(units),
        decided=overall is not None,
    )
    return Row(enrollment, attendance, outcomes, overall, completion.blockers(standing))


def blockers(enrollment):
    """Everything that stands between this trainee and completion, as reasons. Empty: nothing does."""
    rows = standings(enrollment.cohort, only=enrollment.pk)
    return rows[0].blockers if rows else completion.blockers(completion.Standing(False, 0, 0))


def without_certificate(cohort):
    """Completed, and never had one. Whose certificate was revoked is nobody's next number by mistake."""
    had = Certificate.objects.filter(enrollment=OuterRef("pk"))
    done = cohort.enrollments.filter(~Exists(had), status=EnrollmentStatus.COMPLETED)
    return done.select_related("trainee").order_by("trainee__full_name", "pk")


def official_for(cohort):
    """Who would sign today, or None."""
    return institution.official_of(cohort.offering.wave.center)


def with_progress(cohorts):
    """Classes with `active`, `completed` and `uncertified`: what waits for the officer, what for the issuer."""
    done = Q(enrollments__status=EnrollmentStatus.COMPLETED)
    never = Q(enrollments__certificates=None)
    return cohorts.annotate(
        active=Count("enrollments", filter=Q(enrollments__status=EnrollmentStatus.ACTIVE), distinct=True),
        completed=Count("enrollments", filter=done, distinct=True),
        uncertified=Count("enrollments", filter=done & never, distinct=True),
    )


def cohorts_of(actor):
    """Classes of the actor's center, for roles that may look at classes at all."""
    if not roles.may(actor, "cohorts.cohort", "view"):
        return Cohort.objects.none()
    found = Cohort.objects.select_related("offering__program", "offering__wave__center")
    return institution.scoped(found, actor, CENTER)


def waiting_cohorts(actor):
    """(whose turn it is for this actor, the others): classes under way and those where somebody lacks a certificate.

    Whoever issues is waited for by people without a certificate, whoever completes by classes that are over; who does
    neither looks on at both.
    """
    found = with_progress(cohorts_of(actor)).filter(Q(active__gt=0) | Q(uncertified__gt=0))
    found = list(found.exclude(status="planned").order_by("ends_on", "name", "pk"))
    completes = roles.may(actor, "cohorts.cohort", "complete")
    issues = roles.may(actor, "certification.certificate", "issue")
    due = [
        one
        for one in found
        if (one.uncertified and (issues or not completes))
        or (one.active and one.ends_on <= timezone.localdate() and (completes or not issues))
    ]
    return due, [one for one in found if one not in due]


def certificates_of(user):
    """What this trainee can fetch."""
    mine = Certificate.objects.filter(enrollment__trainee__account=user, status=CertificateStatus.VALID)
    return mine.order_by("-issued_at", "-pk")


def downloadable_by(actor):
    """The person's own valid ones; for staff with the right, all of their center, revoked ones too."""
    if roles.may(actor, "certification.certificate", "download"):
        found = Certificate.objects.select_related("enrollment__trainee")
        return institution.scoped(found, actor, f"enrollment__cohort__{CENTER}")
    return certificates_of(actor.user) if actor.user else Certificate.objects.none()


def plain_code(typed):
    """Case, spaces and dashes do not matter."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def by_code(code):
    """The certificate behind a typed or scanned code, or None."""
    plain = plain_code(code)
    return Certificate.objects.select_related("replaced_by").filter(code=plain).first() if plain else None
