"""Waves with what they offer: offerings, classes with their seats, and the days on which they meet."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from blk_portal.demo.days import DAY, at, end_of
from blk_portal.demo.institution import instructor_of
from centers.models import DocumentKind, Role
from cohorts import workflow
from cohorts.models import Booking, Cohort, Funding, Offering, OfferingDocument, Program, Seat, Session, Wave
from cohorts.rules.calendar import plan_sessions
from cohorts.transitions import period
from enrollment.models import EligibilityRule, SelectionPolicy
from enrollment.rules.ranking import commitment
from enrollment.selectors.policies import TERMS

SEATS = 16
SMAW = "las-smaw"
ASKED = {"kk": True, "ijazah": True, "foto": True, "ktp": False}  # kind: required; minors have no KTP yet
WORKSHOPS = {  # what the large centre teaches: program, its room; twelve programs in thirteen classes
    SMAW: "Bengkel Las 1",
    "las-gmaw": "Bengkel Las 3",
    "instalasi-penerangan": "Bengkel Listrik",
    "menjahit": "Ruang Jahit",
    "kecantikan-kulit": "Ruang Kecantikan",
    "animasi": "Studio Animasi",
    "otomasi-industri": "Bengkel Otomasi",
    "advance-office": "Lab Komputer 1",
    "bubut-frais": "Bengkel Mesin",
    "teknisi-ac": "Bengkel Pendingin",
    "desain-grafis": "Lab Komputer 2",
    "sepeda-motor": "Bengkel Otomotif",
}
BY_AGREEMENT = {"las-gtaw": "Bengkel Las 4", "operator-komputer": "Lab Komputer 3", "kecantikan-rambut": "Salon"}
PUT_OFF = {"desain-grafis": "Lab Komputer 2"}
AT_THE_SMALL_CENTER = {"menjahit": "Ruang Jahit", "teknisi-ac": "Bengkel Pendingin"}
OUTREACH = "make-up-dasar"
RULES = (  # what every program asks beside age, address and schooling
    {"kind": "schooling"},
    {"kind": "pause", "months": 12},
)
MORE_RULES = {  # where a cable of the wrong colour does harm
    code: (
        {
            "kind": "health",
            "fact": "colour_blind",
            "effect": "look",
            "note": "Warna kabel harus dapat dibedakan demi keselamatan.",
        },
    )
    for code in ("instalasi-penerangan", "otomasi-industri")
}


@dataclass
class Offer:
    """An offering with its classes, and the applications that ask for it first."""

    offering: Offering
    cohorts: list
    sessions: dict = field(default_factory=dict)

    @property
    def program(self):
        return self.offering.program

    @property
    def units(self):
        return units_of(self.program)

    @property
    def seats(self):
        return SEATS * len(self.cohorts)

    @property
    def least(self):
        return self.program.education_min.code if self.program.education_min else "none"


def lay_wave(past, institution, label, days, programs, *, funding="apbd-provinsi", **fields):
    """The wave, its offerings opened on the first day, its classes with free seats. Answers (wave, offers)."""
    wave = Wave.objects.create(
        center=institution.center,
        label=f"{label} Tahun {days.starts.year}",
        opens_at=at(days.opens, 8),
        closes_at=end_of(days.closes),
        announce_on=days.announced,
        confirm_by=end_of(days.confirm_by),
        starts_on=days.starts,
        ends_on=days.ends,
        promote_until=days.promote_until,
    )
    officer = institution.actor(Role.OFFICER)
    past.write("wave.added", by=officer, about=wave, at=wave.opens_at - 4 * DAY)
    past.write("wave.opened", by=officer, about=wave, at=wave.opens_at - DAY, facts={"offerings": len(programs)})
    offers = [lay_offer(past, institution, wave, code, room, funding, **fields) for code, room in programs.items()]
    _lock_rules(past, institution, wave, offers)
    return wave, offers


def _lock_rules(past, institution, wave, offers):
    """The rules of selection, locked as the wave opens: nobody can have seen a mark."""
    officer = institution.actor(Role.OFFICER)
    seed = sha256(f"{institution.center} {wave.label}".encode()).hexdigest()
    SelectionPolicy.objects.bulk_create(
        SelectionPolicy(
            offering=offer.offering,
            version=1,
            seed=seed,
            commitment=commitment(seed),
            locked_at=wave.opens_at,
            locked_by=officer.user,
            **{name: getattr(offer.offering, name) for name in TERMS},
        )
        for offer in offers
    )
    facts = {"offerings": len(offers), "commitment": commitment(seed)}
    past.write("wave.policies_locked", by=officer, about=wave, at=wave.opens_at, facts=facts)


def lay_offer(past, institution, wave, code, room, funding, **fields):
    offering = Offering.objects.create(
        wave=wave,
        program=Program.objects.select_related("education_min").get(code=code),
        funding=Funding.objects.get(code=funding),
        **{"age_min": 15, "age_max": 29, "age_on": wave.starts_on, "minimum_score": 60, "place": room} | fields,
    )
    kinds = DocumentKind.objects.filter(code__in=ASKED).order_by("order")
    OfferingDocument.objects.bulk_create(
        OfferingDocument(offering=offering, kind=kind, required=ASKED[kind.code]) for kind in kinds
    )
    rules = RULES + MORE_RULES.get(code, ()) if code != OUTREACH else RULES[:1]
    EligibilityRule.objects.bulk_create(EligibilityRule(offering=offering, **rule) for rule in rules)
    names = [f"{offering.program} A", f"{offering.program} B"] if code == SMAW else [str(offering.program)]
    offer = Offer(offering, [_lay_cohort(past, institution, offering, name, room) for name in names])
    by = institution.actor(Role.OFFICER)
    past.move(offering, workflow.OPEN_OFFERING, by=by, at=wave.opens_at - DAY)
    offering.save()
    return offer


def _lay_cohort(past, institution, offering, name, room):
    wave = offering.wave
    if name.endswith(" B"):
        room = "Bengkel Las 2"
    since = wave.opens_at.date() - 400 * DAY
    cohort = Cohort.objects.create(
        offering=offering,
        name=name,
        starts_on=wave.starts_on,
        ends_on=wave.ends_on,
        room=institution.room(room) if offering.method == Offering.Method.WORKSHOP else None,
    )
    cohort.instructors.add(instructor_of(institution, name, since, institution.actor(Role.OFFICER)))
    Seat.objects.bulk_create(Seat(cohort=cohort, number=number) for number in range(1, SEATS + 1))
    return cohort


def lay_sessions(past, institution, offers, days):
    """A full day on each of the wave's days, with room and instructor booked."""
    resources = _resources(institution, offers)
    sessions, bookings = [], []
    for offer in offers:
        subjects = _subjects(offer.program)
        for cohort in offer.cohorts:
            mine = [_session(cohort, day, subjects[i * len(subjects) // 25]) for i, day in enumerate(days.sessions)]
            offer.sessions[cohort.pk] = mine
            sessions += mine
            bookings += [
                Booking(session=session, resource=resource, period=period(session))
                for session in mine
                for resource in resources[cohort.pk]
            ]
            _note_plan(past, institution, cohort, days)
    Session.objects.bulk_create(sessions)
    Booking.objects.bulk_create(bookings)


def _resources(institution, offers):
    from_user = {user.pk: user.resource for user in institution.instructors.values()}
    return {
        cohort.pk: [*(from_user[user.pk] for user in cohort.instructors.order_by("pk")), cohort.room]
        for offer in offers
        for cohort in offer.cohorts
    }


def _subjects(program):
    topics = [{"topic": topic} for topic in program.topics.order_by("order", "pk")]
    return topics[:1] + [{"unit": unit} for unit in units_of(program)] + topics[1:]


def units_of(program):
    return [row.unit for row in program.program_units.select_related("unit").order_by("order", "pk")]


def _session(cohort, day, subject):
    (planned,) = plan_sessions(8, day, (), weekdays=range(7))
    return Session(
        cohort=cohort, date=day, starts_at=planned.starts_at, ends_at=planned.ends_at, jp=planned.jp, **subject
    )


def _note_plan(past, institution, cohort, days):
    past.write(
        "cohort.sessions_planned",
        by=institution.actor(Role.OFFICER),
        about=cohort,
        at=at(days.announced, 15),
        facts={"sessions": len(days.sessions)},
    )


def start_classes(past, institution, offers, day):
    """The first morning. Who confirmed is enrolled by `results.enroll`."""
    for cohort in (cohort for offer in offers for cohort in offer.cohorts):
        past.move(cohort, workflow.START_COHORT, by=institution.actor(Role.OFFICER), at=at(day, 7, 30))
        cohort.save()


def finish_classes(past, institution, offers, day):
    by = institution.actor(Role.OFFICER)
    for offer in offers:
        for cohort in offer.cohorts:
            past.move(cohort, workflow.TEST_COHORT, by=by, at=at(day - DAY, 8))
            past.move(cohort, workflow.FINISH_COHORT, by=by, at=at(day + 2 * DAY, 16))
            cohort.save()
        past.move(offer.offering, workflow.FINISH_OFFERING, by=by, at=at(day + 2 * DAY, 17))
        offer.offering.save()


def close_offers(past, institution, offers, moment: datetime):
    for offer in offers:
        past.move(offer.offering, workflow.CLOSE_OFFERING, by=institution.actor(Role.OFFICER), at=moment)
        offer.offering.save()
