"""The head publishes and the worker is killed five times in the middle: the wave is published once, whole."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from enrollment import transitions
from enrollment.models import Application, Choice, Ranking
from enrollment.transitions import results
from jobs import leases, queue, runner
from notifications.models import OutboxMessage
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory
from tests.killing import work_until

KILLS = 5


def a_job():
    """Two programs with two seats each, ten people, some of whom chose both."""
    wave = WaveFactory(closed=True)
    cohorts = [CohortFactory(offering=OfferingFactory(wave=wave, minimum_score=20), seats=2) for _turn in range(2)]
    for number in range(10):
        application = ApplicationFactory(status="verified", cohort=cohorts[number % 2])
        if number % 3 == 0:
            application.choices.create(offering=cohorts[(number + 1) % 2].offering, order=2)
        for part in ("test", "interview"):
            ScoreFactory(application=application, part=part, value=number * 10)
    ranking = transitions.propose(wave, by=actor_at(wave.center))
    head = actor_at(wave.center, "head")
    return queue.start("publish_ranking", title="Hasil", params={"ranking": ranking.pk}, by=head)


def left():
    """Where everybody stands, sits and waits, and what was written to whom; the seal apart, which is salted."""
    return (
        [*Application.objects.order_by("pk").values_list("pk", "status", "seat")],
        [*Choice.objects.order_by("pk").values_list("pk", "state", "queue_place", "reason")],
        sorted(OutboxMessage.objects.values_list("kind", "subject_id")),
        [*Ranking.objects.values_list("status")],
    )


def quiet_run():
    """(what an undisturbed run leaves, how many statements it takes); then it is as if it had never been."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            runner.run_due()
        found = left(), len(queries)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db(transaction=True)
def test_killed_five_times_in_the_middle_the_wave_is_published_once_and_whole(monkeypatch):
    monkeypatch.setattr(leases, "LEASE", timedelta(0))
    job = a_job()
    before = left()
    expected, statements = quiet_run()

    for turn in range(1, KILLS + 1):
        assert work_until(statements * turn // (KILLS + 1)) is False
        assert left() == before, "a crash left something half done"
    assert work_until() is True

    job.refresh_from_db()
    assert (job.state, job.done, left()) == ("done", 1, expected)
    assert len(expected[2]) == len(set(expected[2])) == 10


@pytest.mark.django_db(transaction=True)
def test_without_the_one_transaction_a_kill_leaves_half_a_wave():
    """The control: each application in a transaction of its own, as the bulk acts go."""
    job = a_job()
    ranking = Ranking.objects.get(pk=job.params["ranking"])

    def carelessly():
        for application, rows in results._rows_by_application(ranking):
            with transaction.atomic():
                results._publish_one(application, rows, by=job.actor)

    assert work_until(40, carelessly) is False

    decided = Application.objects.exclude(status="verified").count()
    assert 0 < decided < 10
