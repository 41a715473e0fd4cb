"""Real Valkey, beat and a worker: what is urgent leaves at once, whatever else is on its way or stuck."""

import signal
import time

import pytest

from notifications.models import OutboxMessage, WhatsAppTemplate
from notifications.workflow import Priority, State
from tests import whatsapp
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


def test_a_worker_told_to_end_sends_the_letter_in_its_hand_and_puts_the_others_back(portal, post):
    post.delay = 0.1
    bulk()
    portal.start("valkey", "beat", "messages")
    wait_for(lambda: len(post.mails) > 5, 30, "the notices begin to leave")
    worker = portal.processes.pop("messages")

    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    worker.wait(10)

    assert time.monotonic() - began < 5
    rows = OutboxMessage.objects.order_by().values_list("state", "attempts").distinct()
    assert set(rows) == {(State.SENT, 1), (State.WAITING, 0)}
    assert OutboxMessage.objects.filter(state=State.SENT).count() == len(post.mails) == len(set(post.ids))


# --- two channels ----------------------------------------------------------------------------------------------------


@pytest.fixture
def meta(portal):
    with whatsapp.running() as meta:
        portal.environment |= whatsapp.settings_for(meta)
        meta.approve("blk_hello", 1)
        WhatsAppTemplate.objects.create(
            kind="tests/hello", name="blk_hello", parameters=["nama"], approval=WhatsAppTemplate.Approval.APPROVED
        )
        yield meta


def told(number):
    phones = [f"+62812{place:08}" for place in range(number)]
    return [OutboxMessageFactory(channel="whatsapp", to_address=phone, values={"nama": "Siti"}) for phone in phones]


def test_letters_do_not_wait_for_a_slow_whatsapp(portal, post, meta):
    meta.delay = 1
    told(60)
    portal.start("valkey", "beat", "messages")
    wait_for(lambda: meta.requests, 30, "WhatsApp is being tried")

    OutboxMessageFactory.create_batch(50)
    began = time.monotonic()
    wait_for(lambda: len(post.mails) == 50, 10, "fifty letters leave")

    assert time.monotonic() - began < 6
    assert len(meta.requests) < 10


def test_killed_workers_lose_no_whatsapp_message_and_say_few_twice(portal, meta):
    meta.delay = 0.05
    written = {message.message_id for message in told(60)}
    portal.start("valkey", "beat", "messages")
    for _ in range(3):
        goal = len(meta.sent) + 5
        wait_for(lambda goal=goal: len(meta.sent) >= goal or not waiting(), 30, "five more messages")
        portal.kill("messages")
        portal.start("messages")
    wait_for(lambda: not waiting(), 60, "an empty outbox")

    heard = [sent["biz_opaque_callback_data"] for sent in meta.sent]
    assert set(heard) == written
    assert len(heard) - len(written) <= 3
    assert OutboxMessage.objects.exclude(provider_id=None).count() == len(written)
