"""Two centres with one of everything, and somebody in every role of the first. The role table walks through it."""

from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from audit import trail
from audit.models import PurgeRecord, RetentionRule, Seal
from centers.models import (
    ColumnSet,
    DocumentKind,
    EducationLevel,
    Membership,
    PrivacyNotice,
    Region,
    Role,
    SavedFilter,
)
from certification.models import NumberSeries
from cohorts.models import Announcement, Faq, Holiday, Resource
from enrollment.models import ParticipantSheet, Ranking, RankingRow
from enrollment.workflow import Status
from jobs.models import DutyRun
from notifications.models import WhatsAppTemplate
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory
from tests.factories.centers import CenterFactory, InvitationFactory, MembershipFactory, OfficialFactory, actor_at
from tests.factories.certification import AssessmentFactory, BnspRecordFactory, certificate_of, completed
from tests.factories.classroom import MarkFactory, SheetFactory, locked
from tests.factories.cohorts import CohortFactory, OfferingFactory, ProgramFactory, SessionFactory, WaveFactory
from tests.factories.enrollment import (
    AppealFactory,
    ApplicationFactory,
    AppointmentFactory,
    CriterionFactory,
    EligibilityRuleFactory,
    EnrollmentFactory,
    EnteredFactory,
    PaperReasonFactory,
    SittingFactory,
)
from tests.factories.jobs import JobFactory, JobResultFactory
from tests.factories.notifications import MessageTextFactory, OutboxMessageFactory
from tests.factories.trainees import (
    ConsentFactory,
    ConsentTextFactory,
    DataRequestFactory,
    DocumentFactory,
    GuardianFactory,
    TraineeFactory,
)
from trainees.models import ConsentGap, ConsentText

LAYOUT = {"sheet": 0, "line": 1, "depth": 1, "places": {}}
STAFF = {
    "instructor": Role.INSTRUCTOR,
    "officer": Role.OFFICER,
    "head": Role.HEAD,
    "certification": Role.CERTIFICATION,
    "placement": Role.PLACEMENT,
    "warden": Role.WARDEN,
    "treasurer": Role.TREASURER,
    "protection": Role.PROTECTION,
}
ROLES = (
    "anonymous",
    "trainee",
    "instructor",
    "officer",
    "head",
    "certification",
    "placement",
    "warden",
    "treasurer",
    "province",
    "protection",
    "superuser",
)


class World:
    """`own`, `same` and `other` hold the objects of one person or class each: of the trainee and the instructor
    who are asked for, of a colleague at their center, and of another center. Keys are model labels."""

    def __init__(self):
        center = CenterFactory(code="blk-a", name="BLK A", logo=ContentFile(b"x", "a.png"))
        elsewhere = CenterFactory(code="blk-b", name="BLK B", logo=ContentFile(b"x", "b.png"))
        self.trainee = UserFactory(email="peserta@contoh.example")
        self.people = {name: MembershipFactory(center=center, role=role).user for name, role in STAFF.items()}
        self.people["province"] = MembershipFactory(center=None, role=Role.PROVINCE).user
        self.people["superuser"] = SuperuserFactory()
        self.people["trainee"] = self.trainee
        shared = self._shared()
        wave = WaveFactory(center=center, closed=True)
        self.own = shared | _objects(center, wave, self.people["instructor"], self.trainee)
        self.same = shared | _objects(center, wave, StaffFactory(), UserFactory())
        self.other = shared | _objects(
            elsewhere, WaveFactory(center=elsewhere, closed=True), StaffFactory(), UserFactory()
        )
        self.own |= _kept_by(self.people["officer"], center)
        self.same |= _kept_by(StaffFactory(), center)
        self.other |= _kept_by(StaffFactory(), elsewhere)

    def _shared(self):
        program = ProgramFactory(units=1)
        return {
            "centers.region": Region.objects.get_or_create(code="36", defaults={"name": "Banten", "level": 1})[0],
            "centers.educationlevel": EducationLevel.objects.create(code="d4", name="D4", rank=40),
            "centers.documentkind": DocumentKind.objects.create(code="lain", name="Lainnya"),
            "centers.privacynotice": PrivacyNotice.objects.create(version=7, text="Data Anda aman."),
            "cohorts.track": program.track,
            "cohorts.program": program,
            "cohorts.unit": program.units.get(),
            "cohorts.holiday": Holiday.objects.create(date=date(2026, 8, 17), name="Kemerdekaan"),
            "trainees.consenttext": ConsentText.objects.create(purpose="tracer", version=7, text="Boleh."),
            "notifications.whatsapptemplate": WhatsAppTemplate.objects.create(
                kind="enrollment/accepted", name="blk_accepted", parameters=["nama"]
            ),
            "jobs.dutyrun": DutyRun.objects.create(name="enrollment.duties.lapse_and_offer"),
            "audit.purgerecord": PurgeRecord.objects.create(
                at=timezone.now(), reason="x", rule="x", transaction_id="1", rows=0
            ),
            "audit.seal": Seal.objects.create(
                number=1, at=timezone.now(), table="entry", layout=1, after=0, upto=1, rows=1, digest="x"
            ),
            "audit.retentionrule": RetentionRule.objects.get_or_create(
                code="drafts", defaults={"name": "Contoh aturan", "days": 90, "reason": "x"}
            )[0],
        }


def _kept_by(owner, center):
    """How somebody likes to look at the list of applications."""
    kept = {"owner": owner, "center": center, "list": "enrollment.application", "name": "Kesukaan", "shared": True}
    return {
        "centers.savedfilter": SavedFilter.objects.create(query="status__exact=returned", **kept),
        "centers.columnset": ColumnSet.objects.create(columns=["nomor", "nama"], **kept),
    }


def _objects(center, wave, instructor, account):
    """One of everything a centre has, under the label of its model."""
    by = actor_at(center)
    trainee = TraineeFactory(account=account)
    return {
        **_institution(center, wave, by, trainee),
        **_work(center, wave, instructor),
        **_people(center, trainee),
        **_class(wave, instructor, trainee, by),
    }


def _institution(center, wave, by, trainee):
    invitation = InvitationFactory(membership__center=center)
    return {
        "centers.center": center,
        "centers.invitation": invitation,
        "link of an invitation": invitation,
        "centers.official": OfficialFactory(center=center),
        "centers.membership": Membership.objects.get(user=by.user),
        "accounts.user": by.user,
        "audit.auditentry": trail.write("wave.open", by=by, about=wave),
        "audit.viewlog": trail.viewed("x", by=by, subjects=[trainee]),
        "cohorts.wave": wave,
        "cohorts.resource": Resource.objects.create(center=center, kind="room", name="Bengkel"),
        "cohorts.faq": Faq.objects.create(
            center=center, question=f"Apa {trainee.pk}?", answer="Begini.", group="papers"
        ),
        "cohorts.announcement": Announcement.objects.create(
            center=center, title="Kabar", body="Isi", publish_at=timezone.now()
        ),
    }


def _work(center, wave, instructor):
    job = JobFactory(center_code=center.code, total=1, done=1, created_by=instructor)
    return {
        "notifications.outboxmessage": OutboxMessageFactory(center_code=center.code),
        "notifications.messagetext": MessageTextFactory(center=center, kind=f"letter-{instructor.pk}"),
        "jobs.job": job,
        "jobs.jobresult": JobResultFactory(job=job),
        "enrollment.participantsheet": ParticipantSheet.objects.create(
            wave=wave,
            file=f"{wave.pk}-{instructor.pk}.xlsx",
            name="peserta.xlsx",
            uploaded_by=instructor,
            layout=LAYOUT,
        ),
    }


def _people(center, trainee):
    document = DocumentFactory(trainee=trainee, original=ContentFile(b"%PDF-1.7", "asli.pdf"))
    return {
        "trainees.trainee": trainee,
        "trainees.document": document,
        "trainees.documentpage": document.pages.get(),
        "trainees.consent": ConsentFactory(trainee=trainee),
        "link of a guardian": _asked_guardian(center),
        "trainees.datarequest": DataRequestFactory(trainee=trainee, center=center),
        "trainees.consentgap": ConsentGap.objects.create(trainee=trainee, center=center),
    }


def _asked_guardian(center):
    """Of a minor with a draft: the link lies in their phone, unanswered."""
    ConsentTextFactory(purpose="guardian", text="Saya mengizinkan.")
    minor = TraineeFactory(birth_date=date(timezone.localdate().year - 16, 1, 1))
    ApplicationFactory(
        cohort=CohortFactory(offering=OfferingFactory(wave=WaveFactory(center=center))), trainee=minor, status="draft"
    )
    return GuardianFactory(trainee=minor, asked_at=timezone.now())


def _class(wave, instructor, trainee, by):
    """A running class with somebody waiting to be checked, and a past one with a graduate."""
    offering = OfferingFactory(wave=wave)
    cohort = CohortFactory(offering=offering, status="running")
    cohort.instructors.add(instructor)
    application = ApplicationFactory(cohort=cohort, trainee=trainee, status=Status.SUBMITTED)
    enrolled = EnrollmentFactory(cohort=cohort)
    sheet = SheetFactory(session=SessionFactory(cohort=cohort, status="held"))
    mark = MarkFactory(sheet=sheet, enrollment=enrolled)
    locked(sheet)
    ranking = Ranking.objects.filter(wave=wave).first() or _published(wave)
    return {
        "cohorts.offering": offering,
        "cohorts.funding": offering.funding,
        "enrollment.eligibilityrule": EligibilityRuleFactory(offering=offering, kind="work", effect="look"),
        "cohorts.cohort": cohort,
        "cohorts.session": SessionFactory(cohort=cohort, date=date(2026, 1, 5)),
        "enrollment.application": application,
        "entry of the counter": _entered(wave, by),
        "enrollment.choice": application.choices.get(),
        "enrollment.appeal": AppealFactory(application__cohort__offering=OfferingFactory(wave=wave)),
        **_sitting(wave, cohort),
        "enrollment.criterion": CriterionFactory(center=wave.center, program=offering.program),
        "enrollment.paperreason": PaperReasonFactory(center=wave.center, kind=None),
        "enrollment.ranking": ranking,
        "enrollment.rankingrow": RankingRow.objects.filter(ranking=ranking).first(),
        "enrollment.enrollment": enrolled,
        "two people": (trainee, enrolled.trainee),
        "classroom.sheet": sheet,
        "classroom.mark": mark,
        "certification.assessment": AssessmentFactory(enrollment=enrolled, unit=ProgramFactory(units=1).units.get()),
        **_graduate(wave.center, trainee),
    }


def _entered(wave, by):
    """A draft that an officer types for a minor who stands before them."""
    minor = TraineeFactory(account=None, birth_date=date(timezone.localdate().year - 16, 1, 1))
    return EnteredFactory(cohort__offering__wave=WaveFactory(center=wave.center), trainee=minor, entered_by=by.user)


def _sitting(wave, cohort):
    """A test of this wave, with somebody else of the class's applicants in it."""
    sitting = SittingFactory(wave=wave)
    appointment = AppointmentFactory(application=ApplicationFactory(cohort=cohort, status="verified"), sitting=sitting)
    return {
        "enrollment.sitting": sitting,
        "enrollment.appointment": appointment,
        "pass of an appointment": appointment,
    }


def _graduate(center, trainee):
    past = CohortFactory(offering=OfferingFactory(wave=WaveFactory(center=center, past=True)))
    graduate = completed(past, application__trainee=trainee)
    return {
        "certification.certificate": certificate_of(graduate),
        "certification.overallresult": graduate.overall_result,
        "certification.numberseries": NumberSeries.objects.filter(center=center).first(),
        "certification.bnsprecord": BnspRecordFactory(enrollment=graduate),
    }


def _published(wave):
    """The wave's results, out already; made in the order in which the database lets them be made."""
    ranking = Ranking.objects.create(wave=wave)
    choice = ApplicationFactory(
        cohort=CohortFactory(offering=OfferingFactory(wave=wave)), status=Status.NOT_SELECTED
    ).choices.get()
    RankingRow.objects.create(ranking=ranking, choice=choice, rank=1, total=50, outcome="not_selected", reason="x")
    ranking.status, ranking.published_at = "published", timezone.now()
    ranking.save()
    return ranking
