"""The portal the requests fall on: real reference data, an open wave, strangers nobody may touch, and people to be."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from blk_portal import reference
from centers.models import DocumentKind
from cohorts.models import OfferingDocument
from enrollment.models import Application
from jobs.models import Heartbeat
from tests.enrollment.harness import INVARIANTS
from tests.factories.accounts import UserFactory
from tests.factories.centers import JELUPANG, SERPONG_UTARA, TANGSEL, CenterFactory, EducationLevelFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import DocumentFactory, GuardianFactory, TraineeFactory, guardian_consent
from tests.fuzz.grammar import PASSWORD
from tests.guards import PortalClient
from tests.world import World
from trainees import guardian_link
from trainees.models import Trainee

APPLICATION = "enrollment.application"
ONE_EACH = """SELECT count(*) FROM (SELECT 1 FROM enrollment_application WHERE status NOT IN ('withdrawn', 'cancelled')
    GROUP BY trainee_id, wave_id HAVING count(*) > 1) s"""
ONE_TRAINEE_EACH = """SELECT count(*) FROM (SELECT 1 FROM trainees_trainee WHERE account_id IS NOT NULL
    GROUP BY account_id HAVING count(*) > 1) s"""
BROKEN_DRAFTS = """SELECT count(*) FROM enrollment_application a WHERE status = 'draft' AND (
    seat_id IS NOT NULL OR submitted_at IS NOT NULL OR number IS NOT NULL
    OR (SELECT count(*) FROM enrollment_choice c WHERE c.application_id = a.id) NOT BETWEEN 1 AND 3
    OR (SELECT max(c.order) <> count(*) FROM enrollment_choice c WHERE c.application_id = a.id))"""
MIXED_WAVES = """SELECT count(*) FROM enrollment_choice c JOIN enrollment_application a ON a.id = c.application_id
    JOIN cohorts_offering o ON o.id = c.offering_id WHERE o.wave_id <> a.wave_id"""
PROMISES = INVARIANTS | {
    "two applications in one wave": ONE_EACH,
    "two trainees of one account": ONE_TRAINEE_EACH,
    "a draft in pieces": BROKEN_DRAFTS,
    "choices of several waves": MIXED_WAVES,
}


class AnyClient(PortalClient):
    """As strict as a browser's server: the token is wanted, and what breaks inside is an answer of 500."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=True, raise_request_exception=False)


@dataclass
class Person:
    """Who asks, from which address, and what is theirs: {label of role_table: object}."""

    story: str
    ip: str
    starts: list
    account: object = None
    born: date = date(2004, 5, 12)
    sex: str = "F"
    email: str = ""
    own: dict = field(default_factory=dict)
    password: str = PASSWORD
    homes: tuple = (TANGSEL, SERPONG_UTARA, JELUPANG)
    page: object = None

    def __post_init__(self):
        self.client = AnyClient()
        self.email = self.email or (self.account.email if self.account else "")
        if self.account:
            self.client.force_login(self.account)


class Land:
    """One open wave in which people come and go, and a world of others that must look the same afterwards."""

    def __init__(self):
        self.world = World()
        Heartbeat.beat("beat")
        reference.load_regions()
        reference.load_document_kinds()
        reference.load_consent_texts()
        for code in ("sd", "smp", "sma"):
            EducationLevelFactory(code=code)
        self.wave = WaveFactory(center=CenterFactory(code="blk-c", name="BLK C"))
        self.asking = [
            self._offering(jp, papers) for jp, papers in ((40, ["ktp", "ijazah"]), (80, []), (200, ["foto"]))
        ]
        self.village = self._offering(24, [], mode="first_come", seats=3)
        self.people = 0
        self.strangers = self._strangers()
        self.before = self.snapshot()

    def _offering(self, jp, papers, seats=16, **more):
        offering = OfferingFactory(wave=self.wave, program__jp=jp, **more)
        kinds = DocumentKind.objects.filter(code__in=papers)
        OfferingDocument.objects.bulk_create(OfferingDocument(offering=offering, kind=kind) for kind in kinds)
        return CohortFactory(offering=offering, seats=seats)

    def _strangers(self):
        """Everybody of the world whose letters nobody has, and two with a draft in the open wave."""
        drafts = [ApplicationFactory(cohort=self.asking[1], status="draft") for _ in range(2)]
        linked = {getattr(one, "trainee_id", None) for one in self._opened_by_links()}
        known = Trainee.objects.exclude(pk__in=linked - {None}).order_by("pk")
        return [trainee.pk for trainee in known] + [one.trainee_id for one in drafts]

    def _opened_by_links(self):
        """Whoever holds a link may act for its person: that is what it is for."""
        objects = [*self.world.same.items(), *self.world.other.items()]
        return [one for label, one in objects if label.startswith("link ")]

    def snapshot(self):
        """Every column of what belongs to the strangers."""
        related = ("applications", "documents", "consents", "contacts")
        return {
            trainee.pk: [
                Trainee.objects.filter(pk=trainee.pk).values().get(),
                *(list(getattr(trainee, name).order_by("pk").values()) for name in related),
                list(
                    Application.objects.filter(trainee=trainee).order_by("choices__order").values("choices__offering")
                ),
            ]
            for trainee in Trainee.objects.filter(pk__in=self.strangers).order_by("pk")
        }

    def broken(self):
        """Every promise that does not hold now, with its count."""
        found = Counter()
        with connection.cursor() as cursor:
            for name, sql in PROMISES.items():
                cursor.execute(sql)
                found[name] = cursor.fetchone()[0]
        now = self.snapshot()
        found["strangers touched"] = sum(now.get(pk) != rows for pk, rows in self.before.items())
        return {name: count for name, count in found.items() if count}

    def foreign(self, label, dice):
        return dice.choice([self.world.same, self.world.other]).get(label)

    # --- people ---

    def person(self, dice):
        Heartbeat.beat("beat")  # a long walk, and the clock is not dead
        person = dice.choice(STORIES)(self, dice, self._next_ip())
        person.own = {
            "cohorts.offering": dice.choice([*self.asking, self.village]).offering,
            "centers.center": self.wave.center,
        } | person.own
        return person

    def _next_ip(self):
        """An address of their own for everybody: limits count by it."""
        self.people += 1
        return f"10.{self.people >> 16}.{self.people >> 8 & 255}.{self.people & 255}"

    def somebody_at(self, start, dice):
        return Person("somebody", self._next_ip(), [start], UserFactory())

    def visitor(self, dice, ip):
        offering = dice.choice([*self.asking, self.village]).offering
        starts = ["/", offering.get_absolute_url(), reverse("verify"), reverse("help"), reverse("contact")]
        return Person("visitor", ip, starts, email=f"tamu{self.people}@contoh.example")

    def at_the_door(self, dice, ip):
        """Somebody signing up, in, or for a new password; half have an account."""
        known = UserFactory() if dice.random() < 0.5 else None
        if known:
            known.set_password(PASSWORD)
            known.save()
        starts = [reverse(f"account_{name}") for name in ("signup", "login", "reset_password")]
        email = known.email if known else f"baru{self.people}@contoh.example"
        return Person("at the door", ip, starts, email=email)

    def newcomer(self, dice, ip):
        """An account and nothing else; one in three is a minor."""
        born = date(timezone.localdate().year - dice.choice([16, 17, 19, 22, 25, 28]), dice.randint(1, 12), 12)
        cohort = dice.choice([*self.asking, self.village])
        person = Person("newcomer", ip, [], UserFactory(), born, dice.choice("FM"))
        person.starts = [reverse("apply", args=[cohort.offering_id])]
        return person

    def drafting(self, dice, ip):
        """A draft with everything in it."""
        return self._with(dice, ip, "draft", ["application_check", "application", "application_discard"])

    def guardian(self, dice, ip):
        """A parent with the link from the letter, and no account."""
        born = date(timezone.localdate().year - 16, dice.randint(1, 12), 12)
        trainee = TraineeFactory(birth_date=born, nik__indexed=False)
        ApplicationFactory(trainee=trainee, cohort=self.asking[1], status="draft")
        asked = GuardianFactory(trainee=trainee, asked_at=timezone.now())
        starts = [reverse("guardian_consent", args=[guardian_link.token_of(asked)])]
        return Person("guardian", ip, starts, email=f"wali{self.people}@contoh.example")

    def returned(self, dice, ip):
        return self._with(dice, ip, "returned", ["application_check", "journey:application"])

    def placed(self, dice, ip):
        status = dice.choice(["accepted", "accepted", "reserve", "submitted", "confirmed"])
        return self._with(dice, ip, status, ["journey:confirm", "journey:withdraw", "journey:application"])

    def _with(self, dice, ip, status, pages):
        born = date(timezone.localdate().year - dice.choice([17, 20, 24]), dice.randint(1, 12), 12)
        trainee = TraineeFactory(birth_date=born, nik__indexed=status != "draft")
        for kind in DocumentKind.objects.filter(code__in=["ktp", "ijazah", "foto"]):
            paper = DocumentFactory(trainee=trainee, kind=kind)
        minor = trainee.is_minor(timezone.localdate())
        agreed = guardian_consent(trainee).given_at if minor else None
        cohort = dice.choice(self.asking) if status in {"draft", "returned", "submitted"} else self._full_after(status)
        application = ApplicationFactory(
            trainee=trainee, cohort=cohort, status=status, consented_at=agreed if status != "draft" else None
        )
        starts = [reverse(name, args=[application.pk]) for name in pages]
        own = {APPLICATION: application, "trainees.document": paper}
        return Person(status, ip, starts, trainee.account, born, trainee.sex, own=own)

    def _full_after(self, status):
        """A class of its own for a seat given by hand, so that nobody waits beside a free one."""
        cohort = CohortFactory(offering=OfferingFactory(wave=self.wave), seats=1)
        if status == "reserve":
            ApplicationFactory(cohort=cohort, status="accepted")
        return cohort


STORIES = [
    Land.visitor,
    Land.at_the_door,
    Land.newcomer,
    Land.newcomer,
    Land.newcomer,
    Land.drafting,
    Land.drafting,
    Land.guardian,
    Land.returned,
    Land.placed,
]
