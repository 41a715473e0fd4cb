"""Real Valkey, beat and workers, killed without mercy. The promises still hold, and a control shows that it counts."""

import time

from audit.moves import Actor
from jobs import queue, selectors
from jobs.models import Heartbeat, Job
from jobs.workflow import State as JobState
from notifications.models import OutboxMessage
from notifications.workflow import State
from tests.factories.notifications import OutboxMessageFactory
from tests.reliability.conftest import wait_for

MESSAGES = 60


def torment(portal, post, *, lose_valkey):
    """Sixty messages on their way; the worker dies three times in the middle of sending, Valkey once."""
    post.delay = 0.03
    OutboxMessageFactory.create_batch(MESSAGES)
    portal.start("valkey", "beat", "messages")
    for number in range(3):
        goal = len(post.mails) + 5
        wait_for(lambda goal=goal: len(post.mails) >= goal or nothing_left(), 30, "five more mails")
        portal.kill("messages")
        if number == 1 and lose_valkey:
            portal.kill("valkey")
            portal.start("valkey")
        portal.start("messages")
    wait_for(nothing_left, 60, "an empty outbox")
    return {message.message_id for message in OutboxMessage.objects.all()}


def nothing_left():
    return not OutboxMessage.objects.exclude(state=State.SENT).exists()


def test_no_message_is_lost_when_workers_and_valkey_die(portal, post):
    written = torment(portal, post, lose_valkey=True)

    assert set(post.ids) == written
    assert len(post.ids) - MESSAGES <= 3, "a death may repeat the one message in the worker's hand, no more"


def test_control_marking_before_sending_and_early_acknowledgement_lose_some(portal, post):
    portal.environment["DJANGO_SETTINGS_MODULE"] = "tests.reliability.naive_settings"

    written = torment(portal, post, lose_valkey=False)

    assert len(written - set(post.ids)) >= 5, "nothing was lost; then the test above proves nothing"


def test_a_message_leaves_while_a_long_job_runs_and_the_job_survives_its_worker(portal, post, settings):
    settings.JOB_HANDLERS = {"slow": "tests.reliability.work.Slow"}
    portal.start("valkey", "beat", "messages", "jobs")
    job = queue.start("slow", title="Lama", params={"upto": 60}, by=Actor(role="clock"))
    wait_for(lambda: job.results.count() >= 3, 30, "the job begins")

    message = OutboxMessageFactory()
    began = time.monotonic()
    wait_for(lambda: message.message_id in post.ids, 5, "the message leaves")
    took = time.monotonic() - began
    job.refresh_from_db()
    assert (job.state, job.handled < job.total) == (JobState.RUNNING, True), f"the job was over before ({took:.1f} s)"

    for _ in range(2):
        goal = job.results.count() + 5
        wait_for(lambda goal=goal: job.results.count() >= goal, 20, "the job goes on")
        portal.kill("jobs")
        portal.start("jobs")

    wait_for(lambda: Job.objects.get(pk=job.pk).is_over, 40, "the job ends")
    job.refresh_from_db()
    assert (job.state, job.total, job.done, job.failed) == (JobState.DONE, 60, 60, 0)
    assert job.results.count() == 60
    assert Heartbeat.objects.filter(name__startswith=f"{job.pk}:").count() == 60
    assert selectors.last_beat() is not None
