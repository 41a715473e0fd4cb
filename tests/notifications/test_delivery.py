"""Against a real SMTP server on loopback, with answers written beforehand."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from notifications import claims, delivery, rules
from notifications.models import OutboxMessage
from notifications.workflow import Priority, State
from tests.factories.notifications import OutboxMessageFactory


def states():
    return sorted(OutboxMessage.objects.values_list("state", flat=True))


@pytest.mark.django_db
def test_what_is_due_leaves_over_one_connection(post):
    messages = OutboxMessageFactory.create_batch(25)

    assert delivery.deliver_due() == 25

    assert sorted(mail["Message-ID"] for mail in post.mails) == sorted(m.message_id for m in messages)
    assert post.connections == 1
    assert states() == ["sent"] * 25
    assert post.mails[0]["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_nothing_due_means_no_connection(post):
    OutboxMessageFactory(not_before=timezone.now() + timedelta(minutes=5))
    OutboxMessageFactory(state=State.DEAD)
    OutboxMessageFactory(state=State.SENT)

    assert delivery.deliver_due() == 0
    assert post.connections == 0


@pytest.mark.django_db
def test_a_sign_in_code_does_not_wait_behind_announcements(post):
    OutboxMessageFactory.create_batch(12, priority=Priority.BULK)
    code = OutboxMessageFactory(priority=Priority.URGENT)

    delivery.deliver_due()

    assert post.mails[0]["Message-ID"] == code.message_id


@pytest.mark.django_db
def test_a_message_refused_for_now_comes_again_after_a_pause_that_doubles(post):
    message = OutboxMessageFactory(to_address="later@example.test")
    post.answers = {"later@example.test": ["451 try later", "451 try later"]}

    with time_machine.travel(timezone.now(), tick=False) as clock:
        delivery.deliver_due()
        message.refresh_from_db()
        assert (message.state, message.attempts, message.last_error) == (State.FAILED, 1, "451 try later")
        assert timedelta(seconds=48) <= message.not_before - timezone.now() <= timedelta(seconds=72)

        assert delivery.deliver_due() == 0
        clock.shift(timedelta(seconds=73))
        delivery.deliver_due()
        message.refresh_from_db()
        assert timedelta(seconds=96) <= message.not_before - timezone.now() <= timedelta(seconds=144)

        clock.shift(timedelta(seconds=145))
        delivery.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (State.SENT, 3, "")


@pytest.mark.django_db
def test_an_unknown_recipient_is_final_and_holds_up_nobody(post):
    lost = OutboxMessageFactory(to_address="gone@example.test")
    broken = OutboxMessageFactory(to_address="bad\n@example.test")
    other = OutboxMessageFactory()
    post.answers = {"gone@example.test": ["550 no such user"]}

    assert delivery.deliver_due() == 1

    for message in (lost, broken, other):
        message.refresh_from_db()
    assert (lost.state, lost.last_error) == (State.DEAD, "550 no such user")
    assert (broken.state, broken.attempts) == (State.DEAD, 1)
    assert other.state == State.SENT


@pytest.mark.django_db
def test_after_twenty_tries_a_message_is_left_for_an_officer(post):
    message = OutboxMessageFactory(
        to_address="later@example.test", state=State.FAILED, attempts=rules.MAX_ATTEMPTS - 1
    )
    post.answers = {"later@example.test": ["451 try later"]}

    delivery.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.DEAD, rules.MAX_ATTEMPTS)


@pytest.mark.django_db
def test_a_mail_server_that_is_away_costs_nobody_an_attempt(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    messages = OutboxMessageFactory.create_batch(12)

    assert delivery.deliver_due() == 0

    rows = OutboxMessage.objects.values_list("state", "attempts", "claimed_until")
    assert set(rows) == {(State.FAILED, 0, None)}
    assert OutboxMessage.objects.due(timezone.now()).count() == 0
    assert OutboxMessage.objects.due(timezone.now() + timedelta(minutes=1)).count() == len(messages)


@pytest.mark.django_db
def test_a_line_cut_in_the_middle_is_taken_up_again(post):
    first, second = OutboxMessageFactory(to_address="cut@example.test"), OutboxMessageFactory()
    post.answers = {"cut@example.test": ["cut"]}

    assert delivery.deliver_due() == 1

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, post.connections) == (State.FAILED, State.SENT, 2)


@pytest.mark.django_db
def test_a_secret_is_wiped_once_it_has_left(post):
    message = OutboxMessageFactory(body="123456", is_secret=True)

    delivery.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.body) == (State.SENT, "")
    assert post.mails[0].get_payload().strip() == "123456"


@pytest.mark.django_db
def test_a_message_in_dead_hands_comes_back_when_the_lease_is_over(post):
    with time_machine.travel(timezone.now() - timedelta(seconds=61)):
        message = OutboxMessageFactory()
        assert claims.claim() == [message]
        assert delivery.deliver_due() == 0  # the worker is killed here; within the lease nobody touches the row

    assert delivery.deliver_due() == 1

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)


@pytest.mark.django_db
def test_a_message_that_kills_every_worker_is_stopped(post):
    message = OutboxMessageFactory(state=State.SENDING, attempts=rules.MAX_ATTEMPTS)

    assert delivery.deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.DEAD, "lease_lost")


@pytest.mark.django_db
def test_who_comes_back_after_the_lease_was_given_away_neither_sends_nor_marks():
    with time_machine.travel(timezone.now() - timedelta(seconds=61)):
        OutboxMessageFactory()
        late = claims.claim()[0]
    claims.take_back_abandoned()
    owner = claims.claim()[0]

    assert not claims.renew(late)
    assert not claims.mark_sent(late)
    assert not claims.mark_failed(late, ConnectionResetError())
    assert claims.mark_sent(owner)


@pytest.mark.django_db
def test_the_lease_is_renewed_when_a_slow_server_used_it_up():
    with time_machine.travel(timezone.now() - timedelta(seconds=40)):
        OutboxMessageFactory()
        message = claims.claim()[0]

    assert claims.renew(message)

    message.refresh_from_db()
    assert message.claimed_until - timezone.now() > timedelta(seconds=59)


# --- two at once -----------------------------------------------------------------------------------------------------


def in_threads(claim, workers=4):
    """Claim at the same moment, again and again; answer every id that anybody believed was theirs."""
    start = Barrier(workers)

    def worker(_number):
        start.wait()
        try:
            taken = []
            while batch := claim():
                taken += [message.pk for message in batch]
            return taken
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return [pk for taken in pool.map(worker, range(workers)) for pk in taken]


@pytest.mark.django_db(transaction=True)
def test_no_two_workers_ever_hold_the_same_message():
    pks = [message.pk for message in OutboxMessageFactory.create_batch(200)]

    assert sorted(in_threads(lambda: claims.claim(5))) == pks


@pytest.mark.django_db(transaction=True)
def test_three_workers_send_each_message_once(post):
    messages = OutboxMessageFactory.create_batch(60)

    def work(_number):
        try:
            return delivery.deliver_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        sent = list(pool.map(work, range(3)))

    assert sum(sent) == 60
    assert sorted(post.ids) == sorted(message.message_id for message in messages)


@pytest.mark.django_db(transaction=True)
def test_control_without_lock_and_lease_they_do():
    pks = [message.pk for message in OutboxMessageFactory.create_batch(200)]

    def careless():
        batch = [*OutboxMessage.objects.due(timezone.now()).most_urgent_first()[:5]]
        ids = [message.pk for message in batch]
        time.sleep(0.01)
        OutboxMessage.objects.filter(pk__in=ids).update(state=State.SENT, sent_at=timezone.now())
        return batch

    claimed = in_threads(careless)
    assert set(claimed) == set(pks)
    assert len(claimed) > len(pks), "the race did not show; then the test above proves nothing"
