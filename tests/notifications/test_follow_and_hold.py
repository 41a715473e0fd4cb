"""The next channel, messages that wait together, and taking them back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import CLOCK
from notifications import claims
from notifications.models import OutboxMessage
from notifications.outbox import Recipient, enqueue_rendered, follow, held, withdraw
from notifications.workflow import Channel, State
from tests.factories.notifications import OutboxMessageFactory

SITI = Recipient(email="siti@example.test", name="Siti")
ROUTES = [["whatsapp", "+6281200000001"], ["sms", "+6281200000001"]]


@pytest.mark.django_db
def test_the_next_channel_takes_the_first_of_the_remaining_routes():
    dead = OutboxMessageFactory(state=State.DEAD, routes=ROUTES, center_code="pusat", batch="job:1")

    next_one = follow(dead)

    assert (next_one.channel, next_one.to_address, next_one.routes) == (Channel.WHATSAPP, ROUTES[0][1], ROUTES[1:])
    assert (next_one.follows, next_one.state, next_one.attempts) == (dead, State.WAITING, 0)
    assert (next_one.kind, next_one.body, next_one.center_code) == (dead.kind, dead.body, "pusat")
    assert next_one.message_id != dead.message_id


@pytest.mark.django_db
def test_a_second_call_answers_the_row_of_the_first():
    dead = OutboxMessageFactory(state=State.DEAD, routes=ROUTES)

    assert follow(dead) == follow(dead)

    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("row", [{"routes": []}, {"routes": ROUTES, "is_secret": True}])
def test_nothing_follows_without_a_route_or_after_a_secret(row):
    assert follow(OutboxMessageFactory(state=State.DEAD, **row)) is None

    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db
def test_what_is_written_while_held_waits_and_carries_the_batch():
    until = timezone.now() + timedelta(minutes=5)

    with held("job:7", until):
        inside = enqueue_rendered("tests/hello", to=SITI, subject="Halo", body="Isi")
    after = enqueue_rendered("tests/hello", to=SITI, subject="Halo", body="Isi")

    assert (inside.batch, inside.not_before >= until) == ("job:7", True)
    assert (after.batch, after.not_before < until) == ("", True)


@pytest.mark.django_db
def test_what_waits_is_withdrawn_and_what_left_is_counted():
    for state in State.values:
        OutboxMessageFactory(state=state, batch="job:7")
    other = OutboxMessageFactory(batch="job:8")

    assert withdraw("job:7", by=CLOCK) == (2, 3)  # waiting and failed; sending, sent and bounced

    other.refresh_from_db()
    assert other.state == State.WAITING
    assert AuditEntry.objects.get().facts == {"batch": "job:7", "withdrawn": 2, "left": 3}


@pytest.mark.django_db(transaction=True)
def test_each_message_is_either_claimed_or_withdrawn():
    OutboxMessageFactory.create_batch(100, batch="job:7")
    start = Barrier(2)

    def claim(_):
        start.wait()
        try:
            return [message.pk for _round in range(8) for message in claims.claim(5)]
        finally:
            connection.close()

    def take_back(_):
        start.wait()
        try:
            with transaction.atomic():
                return withdraw("job:7", by=CLOCK)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        claimed, answer = pool.submit(claim, 0), pool.submit(take_back, 0)
        claimed, (withdrawn, left) = claimed.result(), answer.result()

    states = OutboxMessage.objects.in_bulk(claimed)
    assert {message.state for message in states.values()} <= {State.SENDING}
    assert len(claimed) + withdrawn == 100
    assert left <= len(claimed)
