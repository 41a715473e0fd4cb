"""The line to the mail server: one for all, encrypted or not at all, and given up before it holds everybody up."""

import contextlib
import socket
import threading
from contextlib import contextmanager

import pytest
from django.conf import settings as django_settings

from notifications import delivery, tasks
from notifications.claims import Lane
from notifications.models import OutboxMessage
from notifications.workflow import Priority, State
from tests.factories.notifications import OutboxMessageFactory

pytestmark = pytest.mark.django_db


def rows():
    return set(OutboxMessage.objects.order_by().values_list("state", "attempts"))


@contextmanager
def deceiver():
    """Offers STARTTLS, and then speaks anything but TLS; keeps what it was told."""
    heard, door = [], socket.create_server(("127.0.0.1", 0))

    def serve():
        line, _address = door.accept()
        with line:
            line.sendall(b"220 here\r\n")
            heard.append(line.recv(1000))
            line.sendall(b"250-here\r\n250 STARTTLS\r\n")
            heard.append(line.recv(1000))
            line.sendall(b"220 go on\r\n")
            heard.append(line.recv(1000))
            line.sendall(b"this is no TLS\r\n" * 3)
            with contextlib.suppress(ConnectionResetError):
                while more := line.recv(1000):
                    heard.append(more)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield door.getsockname(), heard
    finally:
        thread.join(5)
        door.close()


def test_a_server_without_encryption_is_told_nothing_when_encryption_is_asked_for(post, settings):
    settings.EMAIL_USE_TLS = True
    OutboxMessageFactory.create_batch(3)

    assert delivery.deliver_due() == 0

    assert (rows(), post.mails, post.connections) == ({(State.FAILED, 0)}, [], 1)
    assert OutboxMessage.objects.first().last_error.startswith("channel_down: SMTPNotSupportedError")


def test_a_broken_handshake_sends_nothing_in_clear(post, settings):
    settings.EMAIL_USE_TLS = True
    OutboxMessageFactory(body="rahasia")
    with deceiver() as (address, heard):
        settings.EMAIL_HOST, settings.EMAIL_PORT = address

        assert delivery.deliver_due() == 0

    assert rows() == {(State.FAILED, 0)}
    assert b"STARTTLS" in heard[1]
    assert b"MAIL FROM" not in b"".join(heard)


def test_a_hundred_letters_use_one_connection(post):
    OutboxMessageFactory.create_batch(100)

    assert delivery.deliver_due() == 100
    assert post.connections == 1


def test_a_server_that_cuts_every_line_is_left_alone_after_three(post):
    OutboxMessageFactory.create_batch(30, to_address="cut@example.test")
    post.answers = {"cut@example.test": ["cut"] * 30}

    assert delivery.deliver_due() == 0

    assert post.connections == 3
    assert rows() == {(State.FAILED, 1), (State.FAILED, 0)}
    assert OutboxMessage.objects.filter(attempts=1).count() == 3


def test_one_good_letter_between_two_breaks_keeps_the_line_in_use(post):
    for number in range(6):
        OutboxMessageFactory(to_address=f"{'cut' if number % 2 else 'ok'}{number}@example.test")
    post.answers = {f"cut{number}@example.test": ["cut"] for number in (1, 3, 5)}

    assert delivery.deliver_due() == 3


# --- lanes ---


def test_each_lane_looks_after_its_own(post):
    bulk, code = OutboxMessageFactory(), OutboxMessageFactory(priority=Priority.URGENT)

    assert delivery.deliver_due(lane=Lane(channel="whatsapp")) == 0
    assert delivery.deliver_due(lane=Lane(urgent=True)) == 1
    assert post.ids == [code.message_id]
    assert delivery.deliver_due(lane=Lane(channel="email")) == 1
    assert post.ids == [code.message_id, bulk.message_id]


def test_an_urgent_one_written_meanwhile_passes_what_was_claimed_before_it(post, monkeypatch):
    monkeypatch.setattr(delivery, "LOOK_AROUND", 0)
    OutboxMessageFactory.create_batch(10)
    original = delivery.claims.claim

    def claim_and_write(*arguments, **options):
        batch = original(*arguments, **options)
        if len(batch) == 10:
            OutboxMessageFactory(priority=Priority.URGENT, subject="Kode")
        return batch

    monkeypatch.setattr(delivery.claims, "claim", claim_and_write)

    assert delivery.deliver_due() == 11
    assert post.mails[0]["Subject"] == "Kode"


def test_beat_ticks_every_lane_and_the_urgent_one_each_second():
    ticks = [entry for entry in django_settings.CELERY_BEAT_SCHEDULE.values() if "notifications" in entry["task"]]

    assert {entry["args"][0]: entry["schedule"] for entry in ticks if entry["task"].endswith("tick")} == {
        "urgent": 1.0,
        "email": 2.0,
        "whatsapp": 2.0,
    }


def test_a_lane_that_is_busy_is_left_to_whoever_is_in_it(post):
    OutboxMessageFactory()
    with tasks.TURNS["email"]:
        tasks.tick("email")
        assert post.mails == []

    tasks.tick("email")
    assert len(post.mails) == 1


def test_a_worker_told_to_end_puts_back_what_it_holds(post):
    OutboxMessageFactory.create_batch(3)
    delivery.stopping.set()
    try:
        assert delivery.deliver_due() == 0
        with delivery._Turn(20, Lane()) as turn:
            turn.deliver(delivery.claims.claim())
    finally:
        delivery.stopping.clear()

    assert (rows(), post.mails) == ({(State.WAITING, 0)}, [])
