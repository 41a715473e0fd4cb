"""Tests and interviews of the open wave: one was held yesterday, others are to come, some people choose themselves."""

from datetime import time, timedelta
from decimal import Decimal

from django.utils import timezone

from blk_portal.demo.days import DAY, at
from centers.models import Role
from enrollment.models import Appointment, Criterion, CriterionScore, Score, Sitting
from enrollment.rules.marks import Points, mark_of
from enrollment.transitions import appointments, sittings
from enrollment.workflow import AppointmentStatus, SittingStatus

RUBRIC = (("Motivasi", 100, 2), ("Kesiapan hadir", 10, 1), ("Pengetahuan dasar", 100, 1))
GIVEN, SLOTS = 36, 3  # who have a time already; the others choose one


def judge_by_criteria(world, wave, offer):
    """Interviews of the wave's first program have a rubric, and each mark that is there its points."""
    shared = {"center": wave.center, "program": offer.offering.program, "part": Score.Part.INTERVIEW}
    criteria = [
        Criterion.objects.create(name=name, maximum=most, weight=weight, order=order, **shared)
        for order, (name, most, weight) in enumerate(RUBRIC, start=1)
    ]
    of_first = {"application__choices__order": 1, "application__choices__offering": offer.offering}
    for score in Score.objects.filter(part=Score.Part.INTERVIEW, **of_first).order_by("pk"):
        _break_down(world.random, score, criteria)


def _break_down(random, score, criteria):
    given = [(one, Decimal(round(one.maximum * random.randint(50, 97) / 100))) for one in criteria]
    score.value = mark_of(Points(value, one.maximum, one.weight) for one, value in given)
    score.save(update_fields=["value"])
    CriterionScore.objects.bulk_create(CriterionScore(score=score, criterion=one, value=v) for one, v in given)


def held_yesterday(world, wave, came, away):
    """The written test: who came has marks since the afternoon, who did not is out."""
    day, officer = world.today - DAY, world.large.actor(Role.OFFICER)
    sitting = Sitting.objects.create(
        wave=wave,
        part=Score.Part.TEST,
        status=SittingStatus.CLOSED,
        starts_at=at(day, 8),
        ends_at=at(day, 10),
        place="Aula BLK Contoh, Jl. Contoh No. 1",
        capacity=len(came) + len(away) + 8,
        bring="KTP atau KK, pensil 2B",
    )
    rows = [
        _attended(world, one, sitting, number, officer, is_here=number <= len(came))
        for number, one in enumerate([*came, *away], start=1)
    ]
    Appointment.objects.bulk_create(rows)


def _attended(world, one, sitting, number, officer, is_here):
    at_the_door = sitting.starts_at - timedelta(minutes=number % 25)
    appointment = Appointment(
        application=one.application,
        sitting=sitting,
        part=sitting.part,
        status=AppointmentStatus.CAME if is_here else AppointmentStatus.ABSENT,
        place_number=number,
        booked_by=officer.user,
        booked_at=sitting.starts_at - timedelta(hours=18),
        came_at=at_the_door if is_here else None,
        checked_in_by=officer.user if is_here else None,
    )
    told = ("appointment.check_in", at_the_door) if is_here else ("appointment.mark_absent", at(world.today - DAY, 16))
    action, when = told
    world.past.write(
        action,
        by=officer,
        about=appointment,
        at=when,
        from_status=AppointmentStatus.BOOKED,
        to_status=appointment.status,
    )
    return appointment


def still_to_come(world, wave, waiting):
    """Three tests in four days that people may choose from, most given out by the portal itself; interviews after."""
    officer, day = world.large.actor(Role.OFFICER), world.today + 4 * DAY
    terms = {"by": officer, "capacity": 20, "is_open": True, "bring": "KTP atau KK, pensil 2B"}
    room = world.large.room("Aula")
    hours = {"begin": time(8), "end": time(11), "minutes": 60}
    tests = sittings.plan_day(wave, day=day, room=room, part=Score.Part.TEST, **hours, **terms)
    sittings.plan_day(wave, day=day + DAY, room=room, part=Score.Part.INTERVIEW, **hours, **terms)
    for number, one in enumerate(waiting[:GIVEN]):
        appointments.book(one.application, tests[number % SLOTS], by=officer)


def moment_of_marks(world, number):
    """In the afternoon of the test, one after the other."""
    return min(at(world.today - DAY, 13) + timedelta(minutes=number), timezone.now() - timedelta(minutes=2))
