"""Many people at once at a few seats: random acts from several threads, then questions to the database.

Used by the test of the last seat (1,000 acts) and by the bench (20,000). The control runs the same acts on copies of
the tables without the unique index and the CHECK, with plain reads instead of locks and a short sleep between
looking for a seat and taking it: it has to come out red, or the harness proves nothing.
"""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from audit.moves import CLOCK, Actor, Refused
from cohorts.models import Cohort, Offering
from cohorts.transitions import open_offering
from enrollment import selectors, transitions
from enrollment.models import Appeal, Application, Choice
from enrollment.transitions import calling_off
from enrollment.workflow import Status
from tests.factories.centers import JELUPANG, EducationLevelFactory, RegionFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.trainees import TraineeFactory

BROKEN = (DatabaseError, ProtectedError, ObjectDoesNotExist, AttributeError)  # what the control runs into
TRAINEE = Actor(role="trainee")
OVERSOLD = """SELECT count(*) FROM (SELECT seat_id FROM enrollment_application WHERE seat_id IS NOT NULL
    GROUP BY 1 HAVING count(*) > 1) s"""
SEAT_WITHOUT_STATUS = """SELECT count(*) FROM enrollment_application
    WHERE (status IN ('provisional', 'accepted', 'confirmed')) <> (seat_id IS NOT NULL)"""
IN_TWO_SEATS = """SELECT count(*) FROM (SELECT trainee_id FROM enrollment_application WHERE seat_id IS NOT NULL
    GROUP BY trainee_id HAVING count(*) > 1) s"""
WAITING_BESIDE_A_FREE_SEAT = """SELECT count(*) FROM cohorts_offering o
    WHERE EXISTS (SELECT 1 FROM enrollment_choice c JOIN enrollment_application a ON a.id = c.application_id
                  WHERE c.offering_id = o.id AND c.queue_place IS NOT NULL AND c.state = 'waiting'
                    AND a.status = 'reserve')
      AND EXISTS (SELECT 1 FROM cohorts_seat s JOIN cohorts_cohort k ON k.id = s.cohort_id
                  WHERE k.offering_id = o.id AND k.status IN ('planned', 'running', 'testing')
                    AND NOT EXISTS (SELECT 1 FROM enrollment_application a WHERE a.seat_id = s.id))"""
INVARIANTS = {
    "oversold seats": OVERSOLD,
    "seat and status disagree": SEAT_WITHOUT_STATUS,
    "somebody in two seats": IN_TWO_SEATS,
    "waiting beside a free seat": WAITING_BESIDE_A_FREE_SEAT,
}


def a_small_rush(seats=4):
    """Two first-come offerings with three classes of four seats; people come as long as the rush lasts."""
    wave = WaveFactory(promote_until=timezone.localdate() + timedelta(days=30))
    offerings = [OfferingFactory(wave=wave, mode="first_come") for _ in range(2)]
    for offering in (offerings[0], offerings[0], offerings[1]):
        CohortFactory(offering=offering, seats=seats)
    EducationLevelFactory()
    RegionFactory(code=JELUPANG)
    return [offering.pk for offering in offerings]


class Rush:
    """`run` answers how often each act was done and how often it was refused, errors of the database beside."""

    def __init__(self, offerings, *, prepare="SELECT 1"):
        self.offerings, self.prepare = offerings, prepare
        coming_and_going = [self.apply] * 3 + [self.withdraw] * 2
        self.acts = [*coming_and_going, *coming_and_going, self.verify, self.verify, self.confirm, self.confirm]
        self.acts += [self.lapse, self.offer, self.resize, self.refuse, self.cancel, self.reorder, self.appeal]
        self.acts += [self.begin_class, self.leave, self.call_off]
        self.seed = 0

    def run(self, operations, *, threads=8):
        share = operations // threads
        with ThreadPoolExecutor(threads) as pool:
            seeds = range(self.seed * threads, (self.seed + 1) * threads)
            return sum(pool.map(lambda seed: self.work(seed, share), seeds), Counter())

    def work(self, seed, operations):
        """One clerk's random acts; a refusal is an answer like another."""
        chance, outcomes = random.Random(seed), Counter()
        try:
            with connection.cursor() as cursor:
                cursor.execute(self.prepare)
            while outcomes.total() < operations:
                outcomes[self.outcome(chance.choice(self.acts), chance)] += 1
        finally:
            connection.close()
        return outcomes

    def outcome(self, act, chance):
        try:
            act(chance)
        except Refused as refusal:
            return refusal.code
        except BROKEN as error:
            return f"error: {type(error).__name__} {str(error).partition(chr(10))[0]}".strip()
        return act.__name__

    def rounds(self, operations, each):
        """Run in rounds and ask the database after every one: what was broken for a moment counts too."""
        for _round in range(operations // each):
            outcomes = self.run(each)
            self.settle()
            self.seed += 1
            yield outcomes, broken_invariants()

    def settle(self):
        """What the clock does when all is quiet."""
        with connection.cursor() as cursor:
            cursor.execute(self.prepare)
        for pk in self.offerings:
            self.outcome(self.offer, type("Fixed", (), {"choice": lambda self, _all, pk=pk: pk})())

    def one(self, chance, *statuses):
        found = list(Application.objects.filter(status__in=statuses).order_by("pk"))
        if not found:
            raise Refused("nobody", "")
        return chance.choice(found)

    def apply(self, chance):
        born = date(chance.randint(1999, 2007), chance.randint(1, 12), chance.randint(1, 28))
        trainee = TraineeFactory(account=None, birth_date=born, nik__indexed=False)
        offering = Offering.objects.get(pk=chance.choice(self.offerings))
        transitions.submit(transitions.begin(trainee, offering, by=TRAINEE), by=TRAINEE)

    def withdraw(self, chance):
        held = self.one(chance, Status.PROVISIONAL, Status.ACCEPTED, Status.CONFIRMED, Status.RESERVE)
        transitions.withdraw(held, by=TRAINEE)

    def verify(self, chance):
        transitions.verify(self.one(chance, Status.PROVISIONAL), by=CLOCK)

    def confirm(self, chance):
        transitions.confirm(self.one(chance, Status.ACCEPTED), by=TRAINEE)

    def lapse(self, chance):
        application = self.one(chance, Status.ACCEPTED, Status.PROVISIONAL)
        past = timezone.now() - timedelta(seconds=1)
        Application.objects.filter(pk=application.pk, answer_by__isnull=False).update(answer_by=past)
        transitions.lapse(application, by=CLOCK)

    def offer(self, chance):
        offering = Offering.objects.get(pk=chance.choice(self.offerings))
        transitions.fill_free_seats(offering, by=CLOCK)

    def refuse(self, chance):
        transitions.refuse(self.one(chance, Status.PROVISIONAL), by=CLOCK, reason="Berkas tidak sesuai.")

    def cancel(self, chance):
        held = self.one(chance, Status.PROVISIONAL, Status.ACCEPTED, Status.RESERVE)
        transitions.cancel_by_centre(held, by=CLOCK, reason="Salah gelombang.")

    def reorder(self, chance):
        waiting = list(Choice.objects.filter(queue_place__isnull=False).order_by("pk"))
        if len(waiting) < 2:
            raise Refused("nobody", "")
        transitions.reorder(chance.choice(waiting), chance.randint(1, 3), by=CLOCK, reason="Salah catat.")

    def appeal(self, chance):
        """As if the head had just been asked: what is tried here is the seat, not the form."""
        application = self.one(chance, Status.RESERVE)
        choice = application.choices.get()
        filed = {"choice": choice, "reason": "Keliru.", "answer_by": timezone.now()}
        with transaction.atomic():  # there is one appeal for each application, also where two file it at once
            appeal, _is_new = Appeal.objects.get_or_create(application=application, defaults=filed)
            transitions.grant_appeal(appeal, by=CLOCK, reason="Benar keliru.")

    def begin_class(self, chance):
        """Seldom, or soon nobody could withdraw any more."""
        cohort = chance.choice(list(Cohort.objects.filter(offering__in=self.offerings).order_by("pk")))
        if chance.random() < 0.8:
            raise Refused("not_yet", "")
        transitions.start_class(cohort, by=CLOCK)

    def leave(self, chance):
        seated = self.one(chance, Status.CONFIRMED)
        transitions.leave(seated, by=CLOCK, note="Pindah kota.")

    def call_off(self, chance):
        """Postponed, and opened again: everybody goes at once, and others come."""
        offering = Offering.objects.get(pk=chance.choice(self.offerings))
        if chance.random() < 0.7:
            raise Refused("not_yet", "")
        calling_off.postpone([offering], by=CLOCK, reason="Ruang dipakai.")
        open_offering(offering, by=CLOCK)

    def resize(self, chance):
        cohort = chance.choice(list(Cohort.objects.filter(offering__in=self.offerings).order_by("pk")))
        transitions.resize(cohort, chance.randint(1, 5), by=CLOCK)


def broken_invariants():
    """Name and count of each promise the database finds broken. Empty: all hold."""
    found = {}
    with connection.cursor() as cursor:
        for name, sql in INVARIANTS.items():
            cursor.execute(sql)
            found[name] = cursor.fetchone()[0]
    return {name: count for name, count in found.items() if count}


# --- the control ---------------------------------------------------------------------------------------------------

SCRATCH = """
CREATE SCHEMA scratch;
CREATE TABLE scratch.enrollment_application (LIKE public.enrollment_application INCLUDING ALL);
CREATE TABLE scratch.enrollment_choice (LIKE public.enrollment_choice INCLUDING ALL);
INSERT INTO scratch.enrollment_application SELECT * FROM public.enrollment_application;
INSERT INTO scratch.enrollment_choice SELECT * FROM public.enrollment_choice;
"""
USE_SCRATCH = "SET search_path TO scratch, public"
UNGUARDED = ("enrollment_application_seat_id_key", "application_holds_a_seat_exactly_when_its_status_says_so")


def make_scratch_schema():
    with connection.cursor() as cursor:
        cursor.execute(SCRATCH)
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'scratch.enrollment_application'::regclass "
            "AND (conname = %s OR (contype = 'u' AND conkey = (SELECT array_agg(attnum) FROM pg_attribute "
            "WHERE attrelid = 'scratch.enrollment_application'::regclass AND attname = 'seat_id')))",
            [UNGUARDED[1]],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE scratch.enrollment_application DROP CONSTRAINT "{name}"')


def drop_scratch_schema():
    with connection.cursor() as cursor:
        cursor.execute("SET search_path TO public; DROP SCHEMA IF EXISTS scratch CASCADE")


def plain_read(obj, *_along):
    obj.refresh_from_db()
    return obj


def look_then_take(offering):
    """What count-then-insert does: see a free seat, think for a moment, take it."""
    seat = selectors.free_seats(offering).first()
    time.sleep(0.02)
    return seat
