"""Publishing a wave of 620: how long the one transaction takes, and how many statements an application costs."""

import time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment import transitions
from enrollment.models import Application, Score
from enrollment.workflow import Status
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory

pytestmark = pytest.mark.django_db
PEOPLE, CLASSES = 620, 13


def test_publishing_six_hundred_and_twenty():
    wave = WaveFactory(closed=True)
    cohorts = [CohortFactory(offering=OfferingFactory(wave=wave)) for _ in range(CLASSES)]
    for number in range(PEOPLE):
        application = ApplicationFactory(status=Status.VERIFIED, cohort=cohorts[number % CLASSES])
        for part in Score.Part:
            ScoreFactory(application=application, part=part, value=Decimal(number * 37 % 101))
    officer, head = actor_at(wave.center), actor_at(wave.center, "head")

    began = time.perf_counter()
    ranking = transitions.propose(wave, by=officer)
    proposed = time.perf_counter()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        transitions.publish(ranking, by=head)
    published = time.perf_counter()

    counted = len(queries.captured_queries)
    print(f"\nresults of {PEOPLE}: proposed in {proposed - began:.2f} s, published in {published - proposed:.2f} s")
    print(f"  {counted} statements, {counted / PEOPLE:.1f} an application")
    assert Application.objects.filter(status=Status.ACCEPTED).count() == CLASSES * 16
