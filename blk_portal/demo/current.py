"""The waves to be decided or answered: one open for applications, one published today, one to be proposed."""

from datetime import timedelta

from django.utils import timezone

from blk_portal.demo import afterwards, sittings
from blk_portal.demo import offers as laid
from blk_portal.demo.afterwards import applicant
from blk_portal.demo.days import DAY, at
from blk_portal.demo.logins import ACCEPTED, MINOR, RESERVE, RETURNED
from blk_portal.demo.waves import MINORS, candidates, moment_between, wishes
from centers.models import Role
from cohorts.models import Offering, Seat
from enrollment import transitions
from enrollment.models import Application
from enrollment.workflow import Status

RETURNED_FOR = [
    ("kk", "Foto Kartu Keluarga terlalu gelap. Foto ulang di tempat terang sampai semua huruf terbaca."),
    ("ijazah", "Foto ijazah terpotong. Keempat sudutnya harus terlihat."),
    ("foto", "Pas foto belum menampakkan wajah dengan jelas. Foto ulang menghadap kamera."),
]
REFUSED_FOR = "Alamat pada Kartu Keluarga berada di luar Banten, sedangkan program ini untuk warga Banten."
CROWDS = {"draft": 58, "submitted": 258, "returned": 44, "lapsed": 8, "refused": 18, "withdrawn": 20, "missed": 6}
VERIFIED, SCORED = 60, 122
SEATED, WAITING = 16, 6  # at the outreach course: sixteen seats, and six who came too late


# --- results are out, people answer ---


def published_wave(world):
    """Published today by the portal itself, so that letters went out; some have answered, one gave the seat back."""
    days = world.days.announced
    programs = laid.BY_AGREEMENT | laid.PUT_OFF
    lay = [world.past, world.large, "Gelombang Kerja Sama", days, programs]
    wave, (*offers, put_off) = laid.lay_wave(*lay, funding="csr")
    candidates(world, world.intake, wave, offers, days, extra=10, best=ACCEPTED, last=RESERVE)
    afterwards.two_apply(world, wave, put_off, days)
    laid.close_offers(world.past, world.large, [*offers, put_off], at(days.closes + DAY, 8))
    afterwards.put_off(world, put_off)
    head = world.large.actor(Role.HEAD)
    ranking = transitions.propose(wave, by=world.large.actor(Role.OFFICER))
    transitions.publish(ranking, by=head)
    _some_answer(world, wave)
    afterwards.two_appeal(wave, head)
    return wave


def _some_answer(world, wave):
    """Fourteen confirm; a fifteenth gives the seat back, and the first reserve of that program is offered it."""
    accepted = Application.objects.filter(wave=wave, status=Status.ACCEPTED).exclude(trainee__email=ACCEPTED.email)
    people = list(accepted.select_related("trainee__account").order_by("pk"))
    left = next(one for one in people if one.seat.cohort.offering.program.code == "kecantikan-rambut")
    transitions.withdraw(left, by=applicant(left))
    people.remove(left)
    for application in world.random.sample(people, 14):
        transitions.confirm(application, by=applicant(application))


# --- open for applications ---


def open_wave(world):
    """About 620 applications in every state that an open wave knows, and a course in a village without selection."""
    days = world.days.open
    wave, offers = laid.lay_wave(world.past, world.large, "Gelombang 3", days, laid.WORKSHOPS)
    outreach = laid.lay_offer(
        world.past,
        world.large,
        wave,
        laid.OUTREACH,
        "Aula Desa Contoh, Kecamatan Rekaan",
        "apbd-provinsi",
        mode=Offering.Mode.FIRST_COME,
        method=Offering.Method.VILLAGE,
        age_min=17,
        age_max=45,
    )
    Crowded(world, wave, offers, days).come()
    _outreach(world, wave, outreach)
    _claimed_identity(world, wave, offers)
    return wave


class Crowded:
    """The applicants of the open wave, by what has become of them so far."""

    def __init__(self, world, wave, offers, days):
        self.world, self.random, self.intake = world, world.random, world.intake
        self.wave, self.offers, self.days = wave, offers, days
        self.tested, self.away, self.waiting = [], [], []
        self.popularity = [self.random.uniform(0.6, 1.6) for _ in offers]

    def come(self):
        for what, count in CROWDS.items():
            for number in range(count):
                getattr(self, f"_{what}")(self._someone(what, number))
        for number in range(VERIFIED + SCORED):
            one = self._someone("verified", number)
            self._verified(one, scored=number < SCORED)
            (self.tested if number < SCORED else self.waiting).append(one)
        returned = self._begin(self.offers[0], 3, **RETURNED.person)
        self.intake.submit(returned, returned.application.created_at)
        minor = self._begin(self.offers[0], 2, minor=True, **MINOR.person)
        self.intake.submit(minor, minor.application.created_at)
        self.intake.store()
        self._return_today(returned)
        sittings.held_yesterday(self.world, self.wave, self.tested, self.away)
        sittings.judge_by_criteria(self.world, self.wave, self.offers[0])
        sittings.still_to_come(self.world, self.wave, self.waiting)

    def _return_today(self, one):
        code, reason = RETURNED_FOR[0]
        kinds = [paper.kind for paper in one.papers if paper.kind.code == code]
        transitions.return_for_fixing(one.application, by=self.intake.officer, reason=reason, kinds=kinds)

    def _someone(self, what, number):
        """Somebody who began long enough ago for what became of them."""
        oldest, youngest = {"returned": (2, 1), "lapsed": (12, 8), "submitted": (9, 0), "draft": (11, 0)}.get(
            what, (12, 3)
        )
        offer = self.random.choices(self.offers, self.popularity)[0]
        ago = self.random.randint(youngest, oldest)
        minor = offer.least != "sma" and self.random.random() < MINORS * 2
        return self._begin(offer, ago, minor=minor)

    def _begin(self, offer, ago, **person):
        day = self.world.today - ago * DAY
        when = min(moment_between(self.random, day, day), timezone.now() - timedelta(minutes=5))
        return self.intake.begin(self.wave, wishes(self.random, offer, self.offers), when, least=offer.least, **person)

    def _draft(self, one):
        pass

    def _submitted(self, one):
        self.intake.submit(one, one.application.created_at)

    def _returned(self, one):
        self._submitted(one)
        code, reason = self.random.choice(RETURNED_FOR)
        self.intake.send_back(one, self._later(one, 3, 20), reason, code)

    def _lapsed(self, one):
        self._returned(one)
        self.intake.lapse_returned(one)

    def _refused(self, one):
        self._submitted(one)
        self.intake.refuse(one, self._later(one, 3, 48), REFUSED_FOR)

    def _withdrawn(self, one):
        self._submitted(one)
        self.intake.withdraw(one, self._later(one, 3, 60))

    def _verified(self, one, scored):
        self._submitted(one)
        self.intake.verify(one, self._later(one, 2, 30))
        if scored:
            when = sittings.moment_of_marks(self.world, len(self.tested))
            self.intake.score(one, when, self.random.randint(45, 96), self.random.randint(50, 96))

    def _missed(self, one):
        self._verified(one, scored=False)
        self.intake.miss_test(one, at(self.world.today - DAY, 16))
        self.away.append(one)

    def _later(self, one, least, most):
        return min(
            one.application.created_at + timedelta(hours=self.random.uniform(least, most)),
            timezone.now() - timedelta(minutes=2),
        )


def _outreach(world, wave, offer):
    """First come, first served: seats in the order of sending, four already verified, the rest within three days."""
    intake, random = world.intake, world.random
    seats = iter(Seat.objects.filter(cohort__in=offer.cohorts).order_by("number"))
    last = timezone.now() - timedelta(minutes=30)
    moments = sorted(last - timedelta(minutes=random.randint(0, 2400)) for _ in range(SEATED + WAITING))
    for number, when in enumerate(moments):
        one = intake.begin(wave, [offer], when, least=offer.least)
        intake.submit_first_come(one, when, next(seats, None), place=number - SEATED + 1)
        if number < 4:
            intake.verify_seat(one, when + timedelta(minutes=20))
    intake.store()


def _claimed_identity(world, wave, offers):
    """Somebody the counter knows from the finished wave applies on their own, with the NIK of that record."""
    intake = world.intake
    when = timezone.now() - timedelta(hours=5)
    one = intake.begin(wave, [offers[0]], when, least=offers[0].least)
    known = intake.crowd.copy_without_account(one.trainee, when - 200 * DAY)
    intake.submit(one, when)
    known.nik_index, one.trainee.claimed_index = one.trainee.nik_index, one.trainee.nik_index
    one.trainee.nik_index = None
    one.application.identity_claim = True
    intake.store()


# --- the small centre ---


def small_wave(world):
    """Closed two days ago, everybody verified and scored: its officer may propose, its head publish."""
    days = world.days.closed
    wave, offers = laid.lay_wave(
        world.past, world.small, "Gelombang 1", days, laid.AT_THE_SMALL_CENTER, funding="apbd-kabkota"
    )
    candidates(world, world.small_intake, wave, offers, days, extra=5)
    laid.close_offers(world.past, world.small, offers, at(days.closes + DAY, 0, 5))
    return wave
