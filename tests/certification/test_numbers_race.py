"""Thirty officers issue at once: the numbers are 1 to 30. The control, without the lock, gives some of them twice."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from audit.moves import Refused
from certification import transitions
from certification.models import Certificate, NumberSeries
from certification.transitions.issuing import SERIES
from enrollment.models import Enrollment
from tests.factories.centers import OfficialFactory, actor_at
from tests.factories.certification import completed
from tests.factories.cohorts import CohortFactory

AT_ONCE = 30
pytestmark = pytest.mark.django_db(transaction=True)


def race(function, items):
    def run(item):
        try:
            return function(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, items))


@pytest.fixture
def cohort():
    cohort = CohortFactory(seats=AT_ONCE, status="finished")
    OfficialFactory(center=cohort.offering.wave.center)
    return cohort


@pytest.fixture
def issuer(cohort):
    return actor_at(cohort.offering.wave.center, "certification")


def test_thirty_at_once_leave_no_gap_and_no_double(cohort, issuer):
    people = [completed(cohort).pk for _number in range(AT_ONCE)]

    numbers = race(lambda pk: transitions.issue(Enrollment.objects.get(pk=pk), by=issuer).sequence, people)

    assert sorted(numbers) == list(range(1, AT_ONCE + 1))
    assert NumberSeries.objects.get().last == AT_ONCE
    assert len(set(Certificate.objects.values_list("pdf_sha256", flat=True).order_by("pk"))) == AT_ONCE


def test_the_control_without_the_lock_gives_numbers_twice(cohort):
    center = cohort.offering.wave.center
    series = NumberSeries.objects.create(center=center, series=SERIES, year=2026)

    @transaction.atomic
    def naive(_item):
        last = NumberSeries.objects.get(pk=series.pk).last
        time.sleep(0.01)
        NumberSeries.objects.filter(pk=series.pk).update(last=last + 1)
        return last + 1

    assert sorted(race(naive, range(AT_ONCE))) != list(range(1, AT_ONCE + 1))


def test_the_same_person_from_thirty_hands_gets_one_paper(cohort, issuer):
    person = completed(cohort).pk

    def issue(_item):
        try:
            return transitions.issue(Enrollment.objects.get(pk=person), by=issuer).number
        except Refused as refusal:
            return refusal.code

    outcomes = race(issue, range(AT_ONCE))

    assert outcomes.count("has_certificate") == AT_ONCE - 1
    assert Certificate.objects.count() == 1
    assert NumberSeries.objects.get().last == 1


def test_who_rolls_back_leaves_no_gap(cohort, issuer):
    first, second = completed(cohort), completed(cohort)

    with transaction.atomic():
        transitions.issue(first, by=issuer)
        transaction.set_rollback(True)

    certificate = transitions.issue(second, by=issuer)
    assert certificate.sequence == 1
    with certificate.pdf.open("rb") as file:
        assert file.read().startswith(b"%PDF")
