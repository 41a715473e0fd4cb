"""Publishing a wave of 620: how long the one transaction takes, how many statements; killed five times on the way."""

import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from enrollment import transitions
from enrollment.models import Application, Ranking, Score
from enrollment.replaying import replay
from enrollment.simulation import basis, compare
from enrollment.workflow import Status
from jobs import leases, queue, runner
from notifications.models import OutboxMessage
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory
from tests.killing import work_until

PEOPLE, CLASSES, KILLS = 620, 13, 5


def a_wave():
    """Everybody verified and scored; every third has a second choice, so that the matching has something to settle."""
    wave = WaveFactory(closed=True)
    cohorts = [CohortFactory(offering=OfferingFactory(wave=wave)) for _ in range(CLASSES)]
    for number in range(PEOPLE):
        application = ApplicationFactory(status=Status.VERIFIED, cohort=cohorts[number % CLASSES])
        if number % 3 == 0:
            application.choices.create(offering=cohorts[(number + 5) % CLASSES].offering, order=2)
        for part in Score.Part:
            ScoreFactory(application=application, part=part, value=Decimal(number * 37 % 101))
    return wave


def timed(work):
    began = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - began


@pytest.mark.django_db
def test_publishing_six_hundred_and_twenty():
    wave = a_wave()
    officer, head = actor_at(wave.center), actor_at(wave.center, "head")

    found, read = timed(lambda: basis(wave))
    _effects, compared = timed(lambda: compare(found, found.terms))
    ranking, proposed = timed(lambda: transitions.propose(wave, by=officer))
    with CaptureQueriesContext(connection) as queries:
        _none, published = timed(lambda: transitions.publish(ranking, by=head))
    again, replayed = timed(lambda: replay(ranking))

    counted = len(queries)
    print(f"\nresults of {PEOPLE}: simulated in {read + compared:.2f} s, proposed in {proposed:.2f} s")
    print(f"  published in {published:.2f} s: {counted} statements, {counted / PEOPLE:.1f} an application")
    print(f"  {len(again.lines)} lines replayed in {replayed:.2f} s")
    assert again.agrees
    assert Application.objects.filter(status=Status.ACCEPTED).count() == CLASSES * 16


@pytest.mark.django_db(transaction=True)
def test_publishing_six_hundred_and_twenty_killed_five_times(monkeypatch):
    monkeypatch.setattr(leases, "LEASE", timedelta(0))
    wave = a_wave()
    ranking = transitions.propose(wave, by=actor_at(wave.center))
    head = actor_at(wave.center, "head")
    job = queue.start("publish_ranking", title="Hasil", params={"ranking": ranking.pk}, by=head)
    expected, statements = _quiet_run()

    died = [not work_until(statements * turn // (KILLS + 1)) for turn in range(1, KILLS + 1)]
    _lived, seconds = timed(work_until)

    job.refresh_from_db()
    print(f"\npublishing {PEOPLE}, killed {sum(died)} times between: then done in {seconds:.2f} s")
    assert (died, job.state, _left()) == ([True] * KILLS, "done", expected)
    assert len(expected[1]) == len(set(expected[1])) == PEOPLE


def _left():
    statuses = [*Application.objects.order_by("pk").values_list("pk", "status", "seat")]
    return statuses, sorted(OutboxMessage.objects.values_list("kind", "subject_id")), Ranking.objects.get().status


def _quiet_run():
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            runner.run_due()
        found = _left(), len(queries)
        transaction.set_rollback(True)
    return found
