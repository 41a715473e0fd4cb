"""The waves of the large centre as they went: one is over, one is taught now. And how people came to apply."""

from datetime import timedelta

from blk_portal.demo import offers as laid
from blk_portal.demo.certificates import Register, record_bnsp
from blk_portal.demo.classes import Teaching
from blk_portal.demo.days import DAY, at, end_of
from blk_portal.demo.logins import GRADUATE, IN_CLASS
from blk_portal.demo.results import Results
from centers.models import Role

MINORS = 0.08
SMAW_A = "Juru Las SMAW A"


def finished_wave(world):
    """Thirteen classes of sixteen: taught, assessed, completed; certificates of all but the last class issued."""
    days = world.days.finished
    wave, offers, results = _decided_wave(world, "Gelombang 1", days, GRADUATE, lapsing=0)
    enrollments = results.enroll(days.starts)
    truants = [one for one in enrollments if one.cohort.name in {"Menjahit Pakaian", "Animasi"} and _is_last(one)]
    teaching = Teaching(world.past, world.large, world.random, offers, enrollments, truants, days.ends - 7 * DAY)
    teaching.mark(until=world.today, locked_until=world.today)
    teaching.complete(days.ends)
    laid.finish_classes(world.past, world.large, offers, days.ends)
    cohorts = [cohort for offer in offers for cohort in offer.cohorts]
    register = Register(world.past, world.large, days.ends + 5 * DAY)
    certificates = register.issue(cohorts[:-1])
    register.revoke(certificates[-1])
    record_bnsp(world.past, world.large.actor(Role.CERTIFICATION), cohorts[0], days.ends + 3 * DAY)
    return wave


def _is_last(enrollment):
    return enrollment.application.seat.number == laid.SEATS


def wave_under_way(world):
    """208 people in thirteen classes, the two of SMAW among them; today they meet, and nothing of today is noted."""
    days = world.days.under_way
    wave, offers, results = _decided_wave(world, "Gelombang 2", days, IN_CLASS, lapsing=3)
    enrollments = results.enroll(days.starts)
    teaching = Teaching(world.past, world.large, world.random, offers, enrollments)
    teaching.mark(until=world.today, locked_until=world.today - 4 * DAY)
    teaching.assess(units_seen=1)
    return wave


def _decided_wave(world, label, days, login, lapsing):
    """From the first application to the first morning. `login` gets a seat in the first class of all."""
    wave, offers = laid.lay_wave(world.past, world.large, label, days, laid.WORKSHOPS)
    laid.lay_sessions(world.past, world.large, offers, days)
    applicants = candidates(world, world.intake, wave, offers, days, extra=4, best=login)
    laid.close_offers(world.past, world.large, offers, at(days.closes + DAY, 8))
    results = Results(world.past, world.large, wave, offers, applicants, salt=f"{world.random.getrandbits(256):064x}")
    results.publish(at(days.announced - DAY, 14), at(days.announced, 9))
    results.answer(world.random, lapsing)
    results.close_queues()
    results.store()
    laid.start_classes(world.past, world.large, offers, days.starts)
    return wave, offers, results


def candidates(world, intake, wave, offers, days, extra, best=None, last=None):
    """Verified and scored: as many strong ones as an offering has seats, and `extra` weaker ones; stored.

    `best` is the login of the best candidate of the first offering, `last` that of its first reserve.
    """
    for offer in offers:
        for place in range(offer.seats + extra):
            login = None
            if offer is offers[0]:
                login = {0: best, offer.seats: last}.get(place)
            _candidate(world, intake, wave, offers, offer, days, place, login)
    return intake.store()


def _candidate(world, intake, wave, offers, offer, days, place, login):
    random = world.random
    when = moment_between(random, days.opens, days.closes)
    person = login.person if login else {"minor": random.random() < MINORS}
    if offer.least == "sma":
        person["minor"] = False
    one = intake.begin(
        wave, wishes(random, offer, offers), when, least=offer.least, regency=world.domicile(wave), **person
    )
    one.is_printed = login is not None
    intake.submit(one, when)
    checked = min(when + timedelta(hours=random.uniform(3, 50)), at(days.closes + DAY, 12))
    intake.verify(one, checked)
    intake.score(one, at(days.closes + DAY, 15, random.randint(0, 59)), *_marks(random, offer, place, login))


def wishes(random, offer, offers):
    """The offering itself, and for some a second one that asks for no more schooling."""
    others = [other for other in offers if other is not offer and other.least in {"sd", "smp"}]
    return [offer, random.choice(others)] if others and offer.least != "sd" and random.random() < 0.35 else [offer]


def _marks(random, offer, place, login):
    """Strong for a seat, weaker for the queue, the very last below the minimum."""
    if place == 0 and login:
        return 97, 96
    if place < offer.seats:
        return random.randint(74, 95), random.randint(74, 95)
    if place == offer.seats:
        return 72, 72
    if place == offer.seats + 3:
        return random.randint(40, 55), random.randint(45, 58)
    return random.randint(61, 70), random.randint(61, 70)


def moment_between(random, first, last):
    """Between eight in the morning of the first day and the end of the last; rarely at night."""
    day = first + random.randint(0, (last - first).days) * DAY
    return min(at(day, random.randint(8, 21), random.randint(0, 59), random.randint(0, 59)), end_of(last))
