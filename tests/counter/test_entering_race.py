"""Two officers, or one who presses twice, enter the same card: one record, one application."""

import threading

import pytest

from enrollment.models import Application
from enrollment.transitions import counter
from tests.counter.conftest import SITI
from tests.enrollment.test_last_seat import at_once
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory
from trainees import identity
from trainees.models import Trainee

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 4


def rush():
    offering = CohortFactory().offering
    officers = [actor_at(offering.wave.center) for _ in range(OFFICERS)]
    return at_once(OFFICERS, lambda number: counter.enter(SITI["nik"], offering, by=officers[number]) and "entered")


def test_one_card_is_one_record_and_one_application():
    assert rush() == ["entered"] * OFFICERS

    assert (Trainee.objects.count(), Application.objects.count()) == (1, 1)


def test_without_the_lock_of_the_number_there_are_several(monkeypatch):
    """The control: all have looked before any of them writes."""
    all_here = threading.Barrier(OFFICERS, timeout=20)

    def looked_only(nik):
        found = identity.holder_of(nik)
        all_here.wait()
        return found

    monkeypatch.setattr(counter.identity, "reserve", looked_only)

    rush()

    assert Trainee.objects.count() > 1
