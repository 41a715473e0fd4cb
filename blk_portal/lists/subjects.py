"""A batch of rows of a list with all that their columns may ask for: a few queries, however many rows."""

from dataclasses import dataclass

from django.db.models import Prefetch

from blk_portal.lists.asking import label_of
from certification.models import Certificate
from classroom.selectors import Attendance, attendance_of
from cohorts.models import Offering
from enrollment.models import Application, Choice, Enrollment
from enrollment.workflow import ChoiceState
from trainees.models import Trainee

HERSELF = ""


@dataclass(frozen=True, slots=True)
class Paths:
    """The way from a row to the person, to what they sent and to their place in a class; None: it has no such way."""

    person: str | None = None
    application: str | None = None
    enrollment: str | None = None


OF_ENROLLMENT = Paths("enrollment__trainee", "enrollment__application", "enrollment")
PATHS = {
    "trainees.trainee": Paths(HERSELF),
    "trainees.consent": Paths("trainee"),
    "trainees.consentgap": Paths("trainee"),
    "trainees.datarequest": Paths("trainee"),
    "enrollment.application": Paths("trainee", HERSELF, "enrollment"),
    "enrollment.enrollment": Paths("trainee", "application", HERSELF),
    "enrollment.appointment": Paths("application__trainee", "application"),
    "enrollment.rankingrow": Paths("choice__application__trainee", "choice__application"),
    "classroom.mark": OF_ENROLLMENT,
    "certification.assessment": OF_ENROLLMENT,
    "certification.overallresult": OF_ENROLLMENT,
    "certification.certificate": OF_ENROLLMENT,
    "certification.bnsprecord": OF_ENROLLMENT,
}
NONE = Paths()
OF_PERSON = ("region__parent__parent", "education", "guardian")
OF_APPLICATION = ("wave", "officer", "seat__cohort__offering__program__track", "seat__cohort__offering__funding")
OF_CLASS = ("cohort__offering__program__track", "cohort__offering__funding", "cohort__offering__wave")


@dataclass(frozen=True, slots=True)
class Subject:
    row: object
    person: Trainee | None = None
    application: Application | None = None
    enrollment: Enrollment | None = None
    attendance: Attendance | None = None
    certificate: Certificate | None = None

    @property
    def cohort(self):
        """The class they sit in, or where their seat is."""
        if self.enrollment:
            return self.enrollment.cohort
        return self.application.seat.cohort if self.application and self.application.seat else None

    @property
    def offering(self) -> Offering | None:
        """Of the class; before there is one, of the choice that holds or is wanted first."""
        if self.cohort:
            return self.cohort.offering
        choices = self.application.choices.all() if self.application else []
        taken = [one for one in choices if one.state == ChoiceState.TAKEN]
        return next((one.offering for one in [*taken, *choices]), None)

    @property
    def wave(self):
        return self.application.wave if self.application else None


def paths_of(page):
    return PATHS.get(label_of(page), NONE)


def subjects(page, request, pks):
    """A Subject for each of `pks` that is still there, in their order."""
    paths = paths_of(page)
    rows = _ready(page.get_queryset(request).filter(pk__in=pks), page, paths)
    by_pk = {row.pk: row for row in rows.distinct()}
    found = [by_pk[pk] for pk in pks if pk in by_pk]
    enrollments = {row.pk: _at(row, paths.enrollment) for row in found}
    ids = [one.pk for one in enrollments.values() if one]
    attended, certificates = _attended(ids), _certificates(ids)
    return [_subject(row, paths, enrollments[row.pk], attended, certificates) for row in found]


def _subject(row, paths, enrollment, attended, certificates):
    key = enrollment.pk if enrollment else None
    person, application = _at(row, paths.person), _at(row, paths.application)
    return Subject(row, person, application, enrollment, attended.get(key), certificates.get(key))


def _at(row, path):
    """What stands at the end of the way, or None."""
    if path is None:
        return None
    for name in path.split("__") if path else []:
        row = getattr(row, name, None)
    return row


def _ready(rows, page, paths):
    related = list(page.list_select_related or [])
    for path, wanted in ((paths.person, OF_PERSON), (paths.application, OF_APPLICATION)):
        related += [] if path is None else [_join(path, one) for one in wanted]
    if paths.enrollment is not None:
        related += [_join(paths.enrollment, one) for one in (*OF_CLASS, "overall_result")]
    if related:
        rows = rows.select_related(*related)
    if paths.application:
        chosen = Choice.objects.select_related("offering__program__track", "offering__funding").order_by("order")
        rows = rows.prefetch_related(Prefetch(f"{paths.application}__choices", chosen))
    return rows if paths.application is None else rows.prefetch_related(_join(paths.application, "scores"))


def _join(path, name):
    return f"{path}__{name}" if path else name


def _attended(ids):
    return attendance_of(Enrollment.objects.filter(pk__in=ids)) if ids else {}


def _certificates(ids):
    """The one that is valid, of each enrollment."""
    valid = Certificate.objects.filter(enrollment__in=ids, status="valid").order_by("pk") if ids else []
    return {one.enrollment_id: one for one in valid}
