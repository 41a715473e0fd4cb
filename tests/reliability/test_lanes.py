"""Real Valkey, beat and a worker: what is urgent leaves at once, whatever else is on its way or stuck."""

import signal
import time

import pytest

from notifications.models import OutboxMessage
from notifications.workflow import Priority, State
from tests.factories.notifications import OutboxMessageFactory
from tests.mailserver import HANG
from tests.reliability.conftest import wait_for

BULK = 500


def seconds_of_codes(post, number):
    """Write codes one after the other, at moments that beat does not know, and time each until it has arrived."""
    took = []
    for turn in range(number):
        time.sleep(0.3 + 0.37 * turn)
        code = OutboxMessageFactory(priority=Priority.URGENT)
        began = time.monotonic()
        wait_for(lambda code=code: code.message_id in post.ids, 15, "the code arrives")
        took.append(round(time.monotonic() - began, 2))
    return took


def bulk(**fields):
    OutboxMessageFactory.create_batch(BULK, priority=Priority.BULK, **fields)


def waiting():
    return OutboxMessage.objects.exclude(state=State.SENT).count()


def test_a_code_leaves_within_three_seconds_beside_five_hundred_notices(portal, post):
    post.delay = 0.04
    bulk()
    portal.start("valkey", "beat", "messages")
    wait_for(lambda: len(post.mails) > 10, 30, "the notices begin to leave")

    took = seconds_of_codes(post, 6)

    assert waiting() > 100, "the notices were over before; this measured nothing"
    assert max(took) <= 3, took


def test_a_code_leaves_within_three_seconds_while_the_mail_server_is_silent_to_others(portal, post):
    bulk(to_address="silent@example.test")
    post.answers = {"silent@example.test": [HANG] * BULK}
    portal.start("valkey", "beat", "messages")
    wait_for(lambda: post.connections, 30, "the first notice is being tried")

    took = seconds_of_codes(post, 4)

    assert waiting() == BULK, "nobody hung; this measured nothing"
    assert max(took) <= 3, took


@pytest.mark.parametrize("number", [signal.SIGTERM])
def test_a_worker_told_to_end_sends_the_letter_in_its_hand_and_puts_the_others_back(portal, post, number):
    post.delay = 0.1
    bulk()
    portal.start("valkey", "beat", "messages")
    wait_for(lambda: len(post.mails) > 5, 30, "the notices begin to leave")
    worker = portal.processes.pop("messages")

    began = time.monotonic()
    worker.send_signal(number)
    worker.wait(10)

    assert time.monotonic() - began < 5
    rows = OutboxMessage.objects.order_by().values_list("state", "attempts").distinct()
    assert set(rows) == {(State.SENT, 1), (State.WAITING, 0)}
    assert OutboxMessage.objects.filter(state=State.SENT).count() == len(post.mails) == len(set(post.ids))
