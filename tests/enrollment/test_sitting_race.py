"""A sitting's places go once each, however many ask at the same time."""

import time
from collections import Counter

import pytest
from django.db import IntegrityError

from audit.moves import Actor
from enrollment.models import Appointment
from enrollment.rules.sittings import free_places
from enrollment.transitions import appointments, places
from tests.enrollment.harness import plain_read
from tests.enrollment.test_last_seat import at_once
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, SittingFactory

pytestmark = pytest.mark.django_db(transaction=True)
TRAINEE = Actor(role="trainee")
PEOPLE, PLACES = 12, 5


def rush():
    """Twelve people choose the same sitting of five places at once: how it ended for each."""
    cohort = CohortFactory()
    sitting = SittingFactory(wave=cohort.offering.wave, capacity=PLACES, is_open=True)
    people = [ApplicationFactory(cohort=cohort, status="verified") for _ in range(PEOPLE)]

    def choose(number):
        try:
            appointments.choose(people[number], type(sitting).objects.get(pk=sitting.pk), by=TRAINEE)
        except IntegrityError:
            return "broken"
        return "place"

    outcomes = Counter(at_once(PEOPLE, choose))
    taken = Appointment.objects.filter(sitting=sitting).order_by("place_number")
    return outcomes, list(taken.values_list("place_number", flat=True))


def test_five_places_go_to_five_people():
    """frappe/lms PR#706: two people got one slot."""
    outcomes, taken = rush()

    assert outcomes == {"place": PLACES, "full": PEOPLE - PLACES}
    assert taken == [1, 2, 3, 4, 5]


def test_without_the_lock_people_meet_at_one_place(monkeypatch):
    """The control: were this one as clean, the test above would prove nothing. The unique number still holds."""

    def slowly(taken, capacity):
        time.sleep(0.05)
        return free_places(taken, capacity)

    for module in (appointments, places):
        monkeypatch.setattr(module, "lock", plain_read)
    monkeypatch.setattr(places, "free_places", slowly)

    outcomes, taken = rush()

    assert outcomes["broken"] > 0
    assert len(taken) == len(set(taken)) <= PLACES


def test_one_person_who_chooses_in_four_tabs_has_one_place():
    cohort = CohortFactory()
    times = [SittingFactory(wave=cohort.offering.wave, is_open=True) for _ in range(4)]
    person = ApplicationFactory(cohort=cohort, status="verified")

    outcomes = at_once(
        4, lambda number: appointments.choose(type(person).objects.get(pk=person.pk), times[number], by=TRAINEE) and ""
    )

    assert Counter(outcomes) == {"": 3, "no_changes_left": 1}
    assert person.appointments.kept().count() == 1
