"""Two officers and 200 waiting files: no file twice, none lost, also when one of them is killed in the middle."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import Refused
from enrollment.models import Application
from enrollment.selectors import files
from enrollment.transitions import reviewing
from enrollment.transitions.reviewing import VALID, Answer
from notifications.models import OutboxMessage
from tests.factories.centers import DocumentKindFactory, actor_at
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import DocumentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
FILES, KILLED_AFTER = 200, 30


class Killed(Exception):
    """The officer's process is gone: whatever was not committed is undone, what they hold stays held."""


def a_full_queue(number=FILES):
    """One paper each; two officers of the center."""
    cohort, kind = CohortFactory(), DocumentKindFactory(code="ktp")
    for one in ApplicationFactory.create_batch(number, cohort=cohort):
        DocumentFactory(trainee=one.trainee, kind=kind, pages=0)
    center = cohort.offering.wave.center
    return [actor_at(center), actor_at(center)]


def waiting():
    return files.to_check(Application.objects.all(), timezone.now())


def papers_of(application):
    return {paper.pk: Answer(VALID) for paper in application.trainee.documents.current()}


def works(officer, *, decide=reviewing.decide, killed_after=None):
    """Takes and decides until nothing is left: [number of each file that was decided]."""
    done = []
    while taken := reviewing.take(waiting(), by=officer):
        application = taken.get()
        if killed_after == len(done):
            with transaction.atomic():
                decide(Application.objects.filter(pk=application.pk), papers_of(application), by=officer)
                raise Killed
        decide(Application.objects.filter(pk=application.pk), papers_of(application), by=officer)
        done.append(application.number)
    return done


def side_by_side(officers, **second):
    """Both begin at the same moment, each on a connection of their own."""
    start = Barrier(len(officers))

    def begin(officer, options):
        start.wait()
        try:
            return works(officer, **options)
        except Killed:
            return "killed"
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(officers)) as pool:
        return list(pool.map(begin, officers, [{}, second]))


def numbers():
    return sorted(Application.objects.values_list("number", flat=True))


def test_two_officers_decide_every_file_once():
    officers = a_full_queue()

    first, second = side_by_side(officers)

    assert sorted(first + second) == numbers()
    assert min(len(first), len(second)) > FILES // 10, "both had work"
    assert Counter(Application.objects.values_list("status", "held_by")) == {("verified", None): FILES}
    assert AuditEntry.objects.filter(action="application.verify").count() == FILES
    assert OutboxMessage.objects.filter(kind="enrollment/verified").count() == FILES


def test_what_a_killed_officer_held_comes_back_and_nothing_is_lost(time_machine):
    officers = a_full_queue()

    survivor, end = side_by_side(officers, killed_after=KILLED_AFTER)

    assert (end, len(survivor)) == ("killed", FILES - KILLED_AFTER - 1)
    left = Application.objects.get(status="submitted")
    assert (left.held_by, reviewing.take(waiting(), by=officers[0])) == (officers[1].user, None)
    time_machine.move_to(timezone.now() + reviewing.LEASE + timedelta(seconds=1), tick=True)
    assert works(officers[0]) == [left.number]
    assert Counter(Application.objects.values_list("status", flat=True)) == {"verified": FILES}
    assert AuditEntry.objects.filter(action="application.verify").count() == FILES


def look_then_take(rows, *, by):
    """The control: the next one is read, and only then written down as taken."""
    found = files.next_for(rows, by.user, timezone.now()).first()
    if found is None:
        return None
    time.sleep(0.005)
    mine = Application.objects.filter(pk=found.pk)
    mine.update(held_by=by.user, held_until=timezone.now() + reviewing.LEASE)
    return mine


def test_without_the_lock_officers_get_the_same_file(monkeypatch):
    """The control: were this one as clean, the tests above would prove nothing."""
    monkeypatch.setattr(reviewing, "take", look_then_take)
    officers = a_full_queue(40)
    taken, start = [], Barrier(2)

    def take_all(officer):
        start.wait()
        try:
            for _time in range(20):
                taken.append(reviewing.take(waiting(), by=officer).get().pk)
                Application.objects.filter(pk=taken[-1]).update(status="verified", verified_at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take_all, officers))

    assert len(taken) > len(set(taken)), "the same file was handed to both"


def test_one_file_decided_by_both_at_once_is_decided_once():
    officers = a_full_queue(1)
    application = Application.objects.get()
    answers, start = papers_of(application), Barrier(2)

    def decide(officer):
        start.wait()
        try:
            return reviewing.decide(Application.objects.filter(pk=application.pk), answers, by=officer).status
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = Counter(pool.map(decide, officers))

    assert outcomes == {"verified": 1, "already_decided": 1}
    assert OutboxMessage.objects.count() == 1
