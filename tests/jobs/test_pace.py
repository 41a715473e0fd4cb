"""How fast and how long: measured, and as coarse as the guess is."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jobs import pace, standing
from jobs.models import Heartbeat, Job
from jobs.workflow import State
from tests.factories.jobs import JobFactory, JobResultFactory

NOW = timezone.now()


def ago(*seconds):
    return [NOW - timedelta(seconds=one) for one in seconds]


@pytest.mark.parametrize(
    ("moments", "left", "per_minute", "seconds_left"),
    [
        (ago(0, 1, 2, 3, 4), 60, 60, 60),
        (ago(1, 1, 2, 2, 10, 10), 100, 24, 250),  # two chunks in ten seconds; the third only begins the time
        (ago(40, 41, 42, 43, 60), 4, 4, 60),  # it has stood still for forty seconds, and that counts
        (ago(*range(0, 600, 2)), 30, 30, 60),  # ten minutes at the same pace: the last one is enough
        (ago(*range(0, 600, 2), *[3600] * 50), 30, 30, 60),  # what it did an hour ago is past
        (ago(*range(0, 6000, 60)), 10, 1, 600),  # slow work: the last twenty
    ],
)
def test_the_pace_is_measured_over_the_last_items_until_now(moments, left, per_minute, seconds_left):
    measured = pace.measure(moments, left, NOW)

    assert (round(measured.per_minute), round(measured.seconds_left)) == (per_minute, seconds_left)


@pytest.mark.parametrize("moments", [[], ago(5), ago(5, 5, 5), ago(0, 1)])
def test_too_early_to_tell(moments):
    assert pace.measure(moments, 10, NOW) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "kurang dari satu menit lagi"),
        (49, "kurang dari satu menit lagi"),
        (60, "kira-kira 1 menit lagi"),
        (119, "kira-kira 2 menit lagi"),
        (200, "kira-kira 4 menit lagi"),
        (3500, "kira-kira 1 jam lagi"),
        (9000, "kira-kira 2 jam lagi"),
        (200_000, "lebih dari sehari lagi"),
    ],
)
def test_the_time_left_in_words(seconds, words):
    assert pace.remaining(seconds) == words


@pytest.mark.parametrize(
    ("per_minute", "words"),
    [
        (0.5, "kurang dari satu butir per menit"),
        (25.4, "sekitar 25 butir per menit"),
        (600, "sekitar 10 butir per detik"),
    ],
)
def test_the_rate_in_words(per_minute, words):
    assert pace.rate(per_minute) == words


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 14:32+07:00", tick=False) as clock:
        yield clock


def said(job):
    where = standing.of(job)
    return where.sentence, where.alarm


@pytest.mark.django_db
def test_a_job_at_work_says_how_long_it_may_take(clock):
    job = JobFactory(state=State.RUNNING, total=130, done=10)
    assert said(job) == ("Sisa waktunya bisa dikira setelah beberapa butir.", False)
    for seconds in range(9, -1, -1):
        JobResultFactory(job=job, at=timezone.now() - timedelta(seconds=seconds))

    assert said(job) == ("Kira-kira 2 menit lagi, sekitar 60 butir per menit.", False)


@pytest.mark.django_db
def test_a_job_whose_worker_is_silent_says_since_when(clock):
    job = JobFactory(state=State.RUNNING, heartbeat=timezone.now())
    clock.shift(timedelta(seconds=31))

    assert said(job) == ("Tidak ada tanda hidup sejak 14.32. Pekerjaan ini dilanjutkan sendiri.", True)

    clock.shift(timedelta(days=1))
    assert said(job)[0].startswith("Tidak ada tanda hidup sejak 2 Mar 14.32.")


@pytest.mark.django_db
def test_a_job_in_the_queue_says_whether_anybody_is_there(clock):
    job = JobFactory()
    kept = "Pekerjaan ini tersimpan dan dikerjakan begitu pekerjanya kembali."
    assert said(job) == (f"Belum ada tanda hidup dari pekerja. {kept}", True)

    Heartbeat.beat("beat")
    assert said(job) == ("Dikerjakan dalam beberapa detik.", False)

    JobFactory.create_batch(2)
    assert said(job) == ("Bergiliran dengan 2 pekerjaan lain.", False)

    clock.shift(timedelta(seconds=61))
    assert said(job) == (f"Tidak ada tanda hidup sejak 14.32. {kept}", True)


@pytest.mark.django_db
def test_a_job_that_is_being_stopped_says_so(clock):
    job = JobFactory(state=State.RUNNING, cancel_asked_at=timezone.now())

    assert said(job) == ("Berhenti sesudah butir yang sedang dikerjakan.", False)


def test_a_screen_reader_hears_of_quarters_and_of_states():
    told = [standing.milestone(Job(state=State.RUNNING, total=100, done=done)) for done in [0, 10, 25, 49, 50, 99]]

    assert told == ["running-0", "running-0", "running-1", "running-1", "running-2", "running-3"]
    assert standing.milestone(Job()) == "queued-0"
