"""The portal and the plain model of it, side by side: the same acts to both, then every row compared.

`LifeMachine` draws the acts; what is promised of the database is asked in SQL after each of them.
"""

from datetime import timedelta

import time_machine
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from audit.moves import Actor, Refused
from centers.models import OfferStep
from cohorts.models import Cohort, Offering
from enrollment import duties, transitions
from enrollment.models import Application, Choice
from enrollment.transitions import calling_off
from notifications.models import OutboxMessage
from tests.enrollment.life.model import LADDER, MINIMUM, Life, Program
from tests.factories.centers import JELUPANG, CenterFactory, EducationLevelFactory, RegionFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.trainees import TraineeFactory

TRAINEE = Actor(role="trainee")
WHY = "Alasan yang cukup panjang untuk dibaca."
MOST = 9  # people in one sequence
NAMES = st.integers(0, MOST - 1)
WISHES = ["tes", "wawancara", "tes wawancara", "wawancara tes", "cepat", "cepat", "cepat"]
PROGRAMS = st.sampled_from(["tes", "wawancara", "cepat"])
BROKEN = {
    "two people on a seat": """SELECT 1 FROM enrollment_application WHERE seat_id IS NOT NULL
        GROUP BY seat_id HAVING count(*) > 1""",
    "seat and status disagree": """SELECT 1 FROM enrollment_application
        WHERE (status IN ('provisional', 'accepted', 'confirmed')) <> (seat_id IS NOT NULL)""",
    "somebody waits who has a seat or has gone": """SELECT 1 FROM enrollment_choice c
        JOIN enrollment_application a ON a.id = c.application_id
        WHERE c.queue_place IS NOT NULL AND (a.status <> 'reserve' OR c.state <> 'waiting')""",
    "two at one place of a queue": """SELECT 1 FROM enrollment_choice WHERE queue_place IS NOT NULL
        GROUP BY offering_id, queue_place HAVING count(*) > 1""",
    "a reserve who waits nowhere": """SELECT 1 FROM enrollment_application a WHERE status = 'reserve'
        AND NOT EXISTS (SELECT 1 FROM enrollment_choice c
                        WHERE c.application_id = a.id AND c.queue_place IS NOT NULL)""",
    "a taken choice beside the seat of another": """SELECT 1 FROM enrollment_application a
        JOIN cohorts_seat s ON s.id = a.seat_id JOIN cohorts_cohort k ON k.id = s.cohort_id
        WHERE NOT EXISTS (SELECT 1 FROM enrollment_choice c WHERE c.application_id = a.id
                          AND c.state = 'taken' AND c.offering_id = k.offering_id)""",
    "waiting beside a free seat": """SELECT 1 FROM enrollment_choice c
        JOIN enrollment_application a ON a.id = c.application_id JOIN cohorts_wave w ON w.id = a.wave_id
        JOIN cohorts_cohort k ON k.offering_id = c.offering_id AND k.status IN ('planned', 'running', 'testing')
        JOIN cohorts_seat s ON s.cohort_id = k.id
        WHERE c.queue_place IS NOT NULL AND w.promote_until >= %(today)s
          AND NOT EXISTS (SELECT 1 FROM enrollment_application o WHERE o.seat_id = s.id)""",
    "confirmed in a running class, and not enrolled": """SELECT 1 FROM enrollment_application a
        JOIN cohorts_seat s ON s.id = a.seat_id JOIN cohorts_cohort k ON k.id = s.cohort_id
        WHERE a.status = 'confirmed' AND k.status = 'running'
          AND NOT EXISTS (SELECT 1 FROM enrollment_enrollment e
                          WHERE e.application_id = a.id AND e.status = 'active')""",
    "offered a seat and not told": """SELECT 1 FROM audit_auditentry e
        WHERE e.action IN ('application.offer', 'application.offer_seat')
        GROUP BY e.subject_id HAVING count(*) <> (SELECT count(*) FROM notifications_outboxmessage m
            WHERE m.subject_type = 'enrollment.application' AND m.subject_id = e.subject_id
              AND m.kind LIKE 'enrollment/promoted%%')""",
    "granted and no decision beside the published row": """SELECT 1 FROM enrollment_appeal a
        WHERE a.status = 'granted'
          AND NOT EXISTS (SELECT 1 FROM enrollment_decision d WHERE d.appeal_id = a.id)""",
    "a wish for what was called off": """SELECT 1 FROM enrollment_choice c
        JOIN enrollment_application a ON a.id = c.application_id JOIN cohorts_offering o ON o.id = c.offering_id
        WHERE o.status IN ('postponed', 'cancelled') AND c.state IN ('waiting', 'taken')
          AND a.status IN ('submitted', 'returned', 'verified', 'provisional', 'accepted', 'reserve', 'confirmed')""",
}


class LifeMachine(RuleBasedStateMachine):
    """One wave: two programs by selection that weigh the marks differently, one by first come."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        morning = timezone.now().replace(hour=3, minute=0, second=0, microsecond=0)
        self.travel = time_machine.travel(morning, tick=False)
        self.clock = self.travel.start()
        self.applications, self.acts = {}, []
        self.center = CenterFactory(region=RegionFactory(code="36.74"))
        RegionFactory(code=JELUPANG)
        EducationLevelFactory()
        OfferStep.objects.bulk_create(OfferStep(center=self.center, days=days, hours=hours) for days, hours in LADDER)
        self.officer = actor_at(self.center)
        self.head = actor_at(self.center, "head")
        self._open_wave()

    def _open_wave(self):
        now = timezone.now()
        wave = WaveFactory(
            center=self.center,
            closes_at=now + timedelta(days=2),
            confirm_by=now + timedelta(days=5),
            starts_on=timezone.localdate() + timedelta(days=11),
            promote_until=timezone.localdate() + timedelta(days=13),
        )
        terms = {"tes": (False, 2, 100), "wawancara": (False, 1, 0), "cepat": (True, 2, 100)}
        self.offerings = {}
        for name, (first_come, seats, weight) in terms.items():
            self.offerings[name] = OfferingFactory(
                wave=wave,
                mode="first_come" if first_come else "selection",
                minimum_score=0 if first_come else MINIMUM,
                test_weight=weight,
                interview_weight=100 - weight,
            )
            CohortFactory(offering=self.offerings[name], seats=seats)
        dates = {"closes": wave.closes_at, "confirm_by": wave.confirm_by}
        dates |= {"starts": wave.starts_on, "stop": wave.promote_until}
        programs = {name: Program(first_come, seats, weight) for name, (first_come, seats, weight) in terms.items()}
        self.wave, self.model = wave, Life(now, dates, programs)

    def teardown(self):
        self.travel.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- both sides ---

    def both(self, expected, act):
        """The portal answers what the model answered."""
        try:
            with transaction.atomic():
                act()
                self._check_deferred()
            answered = ""
        except Refused as refusal:
            answered = refusal.code
        assert answered == expected, f"portal: {answered!r}, model: {expected!r}"

    def _check_deferred(self):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    def of(self, number):
        """(name, a fresh row) of somebody there is."""
        name = sorted(self.model.people)[number % len(self.model.people)]
        return name, Application.objects.get(pk=self.applications[name])

    def offering(self, name):
        return Offering.objects.select_related("wave__center").get(pk=self.offerings[name].pk)

    somebody = precondition(lambda self: self.model.people)

    # --- people ---

    @initialize(
        wishes=st.lists(st.sampled_from(WISHES), min_size=5, max_size=7),
        marks=st.lists(st.tuples(st.integers(3, 9), st.integers(5, 9)), min_size=7, max_size=7),
        results=st.booleans(),
    )
    def people_come(self, wishes, marks, results):
        """More than there are seats, and in every second wave the results are out."""
        for wish, mark in zip(wishes, marks, strict=False):
            self.apply(wish, mark)
        if results:
            self.time_passes(50)
            self.decide_the_rest()

    @precondition(lambda self: len(self.model.people) < MOST)
    @rule(
        wishes=st.sampled_from(WISHES),
        marks=st.tuples(st.integers(3, 9), st.integers(3, 9)),
    )
    def apply(self, wishes, marks):
        name = f"{len(self.model.people):02d}"
        test, interview = (mark * 10 + len(self.model.people) for mark in marks)  # no two are alike
        expected = self.model.apply(name, wishes.split(), test, interview)
        self.both(expected, lambda: self._apply(name, wishes.split()))

    def _apply(self, name, wishes):
        trainee = TraineeFactory(nik__indexed=False)
        offerings = [self.offering(wish) for wish in wishes]
        application = transitions.begin(trainee, offerings[0], by=TRAINEE)
        transitions.choose(application, offerings, by=TRAINEE)
        transitions.submit(application, by=TRAINEE)
        self.applications[name] = application.pk

    @somebody
    @rule(who=NAMES)
    def verify(self, who):
        name, row = self.of(who)
        self.both(self.model.verify(name), lambda: transitions.verify(row, by=self.officer))
        if row.status == "verified":
            person = self.model.people[name]
            for part, value in (("test", person.test), ("interview", person.interview)):
                transitions.give_score(row, part, value, by=self.officer)

    @somebody
    @rule(who=NAMES)
    def send_back(self, who):
        name, row = self.of(who)
        self.both(self.model.send_back(name), lambda: transitions.return_for_fixing(row, by=self.officer, reason=WHY))

    @somebody
    @rule(who=NAMES)
    def resubmit(self, who):
        name, row = self.of(who)
        self.both(self.model.resubmit(name), lambda: transitions.resubmit(row, by=TRAINEE))

    @somebody
    @rule(who=NAMES)
    def refuse(self, who):
        name, row = self.of(who)
        self.both(self.model.refuse(name), lambda: transitions.refuse(row, by=self.officer, reason=WHY))

    @somebody
    @rule(who=NAMES)
    def miss_test(self, who):
        name, row = self.of(who)
        self.both(self.model.miss_test(name), lambda: transitions.miss_test(row, by=self.officer))

    @somebody
    @rule(who=NAMES)
    def confirm(self, who):
        name, row = self.of(who)
        self.both(self.model.confirm(name), lambda: transitions.confirm(row, by=TRAINEE))

    @somebody
    @rule(who=NAMES)
    def withdraw(self, who):
        name, row = self.of(who)
        self.both(self.model.withdraw(name), lambda: transitions.withdraw(row, by=TRAINEE))

    @somebody
    @rule(who=NAMES)
    def leave(self, who):
        name, row = self.of(who)
        self.both(self.model.leave(name), lambda: transitions.leave(row, by=self.officer, note=WHY))

    @somebody
    @rule(who=NAMES)
    def cancel(self, who):
        name, row = self.of(who)
        self.both(self.model.cancel(name), lambda: transitions.cancel_by_centre(row, by=self.officer, reason=WHY))

    # --- appeals ---

    @somebody
    @rule(who=NAMES, about=PROGRAMS)
    def file_appeal(self, who, about):
        name, row = self.of(who)
        offering = self.offering(about)
        self.both(self.model.file(name, about), lambda: transitions.file_appeal(row, offering, by=TRAINEE, reason=WHY))

    @precondition(lambda self: any(one.appeal for one in self.model.people.values()))
    @rule(who=NAMES, grant=st.booleans())
    def answer_appeal(self, who, grant):
        appealed = sorted(name for name, one in self.model.people.items() if one.appeal)
        name = appealed[who % len(appealed)]
        appeal = Application.objects.get(pk=self.applications[name]).appeal
        act = transitions.grant_appeal if grant else transitions.decline_appeal
        expected = (self.model.grant if grant else self.model.decline)(name)
        self.both(expected, lambda: act(appeal, by=self.head, reason=WHY))

    # --- the centre ---

    @precondition(lambda self: self.model.now > self.model.wave["closes"] and not self.model.published_on)
    @rule()
    def decide_the_rest(self):
        """Whoever is undecided is decided, so that there can be results."""
        for number, name in enumerate(sorted(self.model.people)):
            if self.model.people[name].status == "returned":
                self.resubmit(number)
            if self.model.people[name].status == "submitted":
                self.verify(number)
        self.publish()

    @rule()
    def publish(self):
        self.both(self.model.publish(), self._publish)

    def _publish(self):
        transitions.publish(transitions.propose(self.wave, by=self.officer), by=self.head)

    @rule(name=PROGRAMS, size=st.integers(1, 4))
    def resize(self, name, size):
        cohort = Cohort.objects.get(offering=self.offerings[name])
        self.both(self.model.resize(name, size), lambda: transitions.resize(cohort, size, by=self.officer))

    @rule(name=PROGRAMS)
    def start(self, name):
        cohort = Cohort.objects.get(offering=self.offerings[name])
        self.both(self.model.start(name), lambda: transitions.start_class(cohort, by=self.officer))

    @precondition(lambda self: any(one.status == "reserve" for one in self.model.people.values()))
    @rule(name=PROGRAMS, index=st.integers(0, MOST), position=st.integers(1, 4))
    def reorder(self, name, index, position):
        waiting = self.model.queue(name)
        if not waiting:
            return
        chosen = waiting[index % len(waiting)].name
        choice = Choice.objects.get(application=self.applications[chosen], offering=self.offerings[name])
        expected = self.model.reorder(name, index, position)
        self.both(expected, lambda: transitions.reorder(choice, position, by=self.head, reason=WHY))

    @precondition(lambda self: len(self.model.people) > 3)
    @rule(name=PROGRAMS, postponed=st.booleans(), really=st.integers(0, 2))
    def call_off(self, name, postponed, really):
        if really:  # a wave in which all is called off has little more to tell
            return
        expected = self.model.call_off(name, "postponed" if postponed else "cancelled")
        act = calling_off.postpone if postponed else calling_off.cancel
        self.both(expected, lambda: act([self.offering(name)], by=self.head, reason=WHY))

    @rule(hours=st.sampled_from([1, 5, 13, 26, 50]))
    def time_passes(self, hours):
        self.clock.shift(timedelta(hours=hours))
        self.model.now += timedelta(hours=hours)

    @rule()
    def tick(self):
        self.model.tick()
        self.both("", duties.lapse_and_offer)

    # --- compared ---

    @invariant()
    def both_tell_the_same(self):
        portal, model = self._portal(), self._told_by_the_model()
        apart = {key: (portal.get(key), told) for key, told in model.items() if portal.get(key) != told}
        assert not apart, f"portal, model: {apart}"

    def _portal(self):
        places = {}
        waiting = Choice.objects.filter(queue_place__isnull=False).select_related("offering").order_by("pk")
        names = {offering.pk: name for name, offering in self.offerings.items()}
        for one in waiting:
            places.setdefault(one.application_id, {})[names[one.offering_id]] = one.queue_place
        rows = Application.objects.select_related("seat__cohort", "appeal").in_bulk(list(self.applications.values()))
        people = {}
        for name, pk in self.applications.items():
            row = rows[pk]
            seat = names[row.seat.cohort.offering_id] if row.seat else ""
            appeal = row.appeal.status if hasattr(row, "appeal") else ""
            until = row.answer_by if row.status in {"accepted", "provisional"} else None
            people[name] = (row.status, seat, places.get(pk, {}), appeal, until)
        promoted = OutboxMessage.objects.filter(kind__startswith="enrollment/promoted").count()
        rows = Offering.objects.filter(pk__in=names).annotate(size=Count("cohorts__seats")).order_by("pk")
        programs = {names[row.pk]: row for row in rows}
        seats = {f"seats of {name}": row.size for name, row in programs.items()}
        statuses = {name: row.status for name, row in programs.items()}
        return people | seats | statuses | {"promoted": promoted}

    def _told_by_the_model(self):
        model = self.model
        people = {
            one.name: (
                one.status,
                one.seat,
                {name: place for name, place in one.alive.items() if place},
                one.appeal,
                one.until if one.status in {"accepted", "provisional"} else None,
            )
            for one in model.people.values()
        }
        promoted = sum(one.promoted for one in model.people.values())
        seats = {f"seats of {name}": program.seats for name, program in model.programs.items()}
        statuses = {name: program.status for name, program in model.programs.items()}
        return people | seats | statuses | {"promoted": promoted}

    @invariant()
    def the_database_keeps_its_promises(self):
        asked = " UNION ALL ".join(f"SELECT '{what}' WHERE EXISTS ({sql})" for what, sql in BROKEN.items())
        with connection.cursor() as cursor:
            cursor.execute(asked, {"today": timezone.localdate()})
            assert cursor.fetchall() == []
