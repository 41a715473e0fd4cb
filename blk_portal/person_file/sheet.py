"""All that is on record of one person, as far as the role may see it: for whoever sits at the counter with them.

What another center has stays there. A part that the role may not see is None, one with nothing in it is empty.
"""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import capfirst

from audit.models import ViewLog
from blk_portal.correspondence.people import written_to
from blk_portal.history import belongings
from centers import roles, telling
from centers.selectors import scoped
from certification.models import BnspRecord, Certificate
from classroom.selectors import Attendance, attendance_of
from enrollment import selectors
from enrollment.models import Application, Choice, Enrollment, Note
from notifications import letters
from trainees.models import DataRequest, Trainee

COHORT_CENTER = "cohort__offering__wave__center"
MESSAGES, VIEWS = 8, 8


@dataclass(frozen=True, slots=True)
class Training:
    """A class they sat or sit in: how often they were there, how it ended."""

    enrollment: Enrollment
    attendance: Attendance

    @property
    def result(self):
        return getattr(self.enrollment, "overall_result", None)


def sheet_of(trainee, actor):
    """{part: what stands in it}, in the order of PARTS; a few queries a part, however much there is."""
    return {
        name: gather(trainee, actor) if roles.may(actor, what, action) else None
        for name, (what, action), gather in PARTS
    }


def is_minor_without_consent(trainee):
    """A minor today whose guardian has not agreed: the one thing to ask for while the family is here."""
    return trainee.is_minor(timezone.localdate()) and selectors.guardian_consent(trainee) is None


# --- the parts ---


def _applications(trainee, actor):
    chosen = Choice.objects.select_related("offering__program").order_by("order")
    sent = scoped(Application.objects.sent().filter(trainee=trainee), actor, "wave__center")
    with_seat = sent.select_related("wave__center", "seat__cohort__offering__program", "officer")
    return list(with_seat.prefetch_related(Prefetch("choices", chosen)).order_by("-submitted_at", "-pk"))


def _trainings(trainee, actor):
    rows = scoped(Enrollment.objects.filter(trainee=trainee), actor, COHORT_CENTER)
    found = rows.select_related("cohort__offering__program", "overall_result").order_by("-started_on", "-pk")
    attended = attendance_of(rows)
    return [Training(one, attended[one.pk]) for one in found]


def _certificates(trainee, actor):
    rows = Certificate.objects.filter(enrollment__trainee=trainee)
    return list(scoped(rows, actor, f"enrollment__{COHORT_CENTER}").order_by("-issued_at", "-pk"))


def _bnsp(trainee, actor):
    rows = BnspRecord.objects.filter(enrollment__trainee=trainee)
    return list(scoped(rows, actor, f"enrollment__{COHORT_CENTER}").order_by("-pk"))


def _documents(trainee, actor):
    return list(trainee.documents.current().select_related("kind").prefetch_related("pages").order_by("kind__order"))


def _letters(trainee, actor):
    return letters.chains(written_to(trainee, actor))[:MESSAGES]


def _guardian(trainee, actor):
    return getattr(trainee, "guardian", None)


def _contacts(trainee, actor):
    return list(trainee.contacts.order_by("pk"))


def _consents(trainee, actor):
    return list(trainee.consents.select_related("text").order_by("-given_at", "-pk"))


def _requests(trainee, actor):
    rows = DataRequest.objects.filter(trainee=trainee)
    return list(scoped(rows, actor, "center").order_by("-asked_at", "-pk"))


def _notes(trainee, actor):
    rows = scoped(Note.objects.filter(application__trainee=trainee), actor, "application__wave__center")
    return list(rows.select_related("written_by", "application").order_by("-written_at", "-pk"))


def _views(trainee, actor):
    """(moment, who, as what, on which page), of the person and of what they sent."""
    sent = Application.objects.filter(trainee=trainee).order_by("pk")
    things = {Trainee: [trainee.pk], Application: [*sent.values_list("pk", flat=True)]}
    rows = belongings.of_center(belongings.views_of({kind: pks for kind, pks in things.items() if pks}), actor)
    newest = rows.select_related("user").order_by("-at", "-pk")[:VIEWS]
    return [_view_line(one) for one in newest]


def _view_line(one: ViewLog):
    return one.at, str(one.user or ""), telling.role_words(one.role), capfirst(telling.page_words(one.page))


PARTS = (  # name in the page, row of the role table, who gathers it
    ("applications", ("enrollment.application", "view"), _applications),
    ("trainings", ("enrollment.enrollment", "view"), _trainings),
    ("certificates", ("certification.certificate", "view"), _certificates),
    ("bnsp", ("certification.bnsprecord", "view"), _bnsp),
    ("documents", ("trainees.document", "view"), _documents),
    ("letters", ("notifications.outboxmessage", "view"), _letters),
    ("guardian", ("trainees.guardian", "view"), _guardian),
    ("contacts", ("trainees.contact", "view"), _contacts),
    ("consents", ("trainees.consent", "view"), _consents),
    ("requests", ("trainees.datarequest", "view"), _requests),
    ("notes", ("enrollment.note", "view"), _notes),
    ("views", ("page", "person_history"), _views),
)
