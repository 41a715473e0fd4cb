import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from notifications import selectors
from notifications.models import OutboxMessage
from notifications.outbox import NO_ADDRESS, Recipient, enqueue, enqueue_rendered
from notifications.workflow import Priority, State
from tests.factories.notifications import OutboxMessageFactory

SITI = Recipient(email="siti@example.test", name="Siti")


DONE = "certification/completed"


def values(**more):
    return {"nama": "Siti", "program": "Las", "balai": "UPTD Contoh", **more}


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="commit or vanish"):
        enqueue(DONE, to=SITI, values=values())

    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_vanishes_with_the_transaction_it_announces():
    with transaction.atomic():
        enqueue(DONE, to=SITI, values=values())
        transaction.set_rollback(True)

    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_a_message_keeps_what_was_true_when_it_was_written():
    user = User.objects.create_user(email="siti@example.test", full_name="Siti")

    message = enqueue(
        DONE,
        to=Recipient.of(user),
        values=values(),
        about=user,
        center_code="pusat",
        priority=Priority.BULK,
    )

    message.refresh_from_db()
    assert message.subject == "Pelatihan Las Anda sudah selesai"
    assert message.body.splitlines()[0] == "Halo Siti,"
    assert message.values == values()
    assert (message.state, message.to_address, message.to_user, message.center_code, message.priority) == (
        State.WAITING,
        "siti@example.test",
        user,
        "pusat",
        Priority.BULK,
    )
    assert [*selectors.about(user)] == [message]
    assert message.message_id.startswith("<")
    assert message.message_id.endswith("@127.0.0.1>")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["{{ 7|add:7 }}", "{% now 'Y' %}", "{x.__class__}", "%(a)s", "Siti & <b>Rekan</b>"])
def test_a_persons_name_arrives_as_typed(name):
    message = enqueue(DONE, to=SITI, values=values(nama=name, program=name))

    assert message.subject == f"Pelatihan {name} Anda sudah selesai"
    assert message.body.splitlines()[0] == f"Halo {name},"


@pytest.mark.django_db
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_a_line_break_in_a_name_begins_no_header(line_break):
    message = enqueue(DONE, to=SITI, values=values(program=f"Las{line_break}Bcc: all@example.test"))

    assert message.subject == "Pelatihan Las Bcc: all@example.test Anda sudah selesai"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "first"), [("id", "Halo Siti,"), ("en", "Hello Siti,"), ("ja", "Halo Siti,")])
def test_the_recipients_language_is_used(language, first):
    message = enqueue(DONE, to=Recipient(email="a@example.test", language=language), values=values())

    assert (message.language, message.body.splitlines()[0]) == (language, first)


@pytest.mark.django_db
def test_an_event_that_is_in_no_catalogue_is_a_mistake():
    with pytest.raises(LookupError, match="no/such"):
        enqueue("no/such", to=SITI, values={})


@pytest.mark.django_db
def test_a_person_without_an_address_is_seen_by_an_officer():
    message = enqueue(DONE, to=Recipient(phone="+6281200000000"), values=values())

    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.DEAD, NO_ADDRESS)


@pytest.mark.django_db
def test_a_reminder_with_a_used_key_is_not_written_again():
    first = enqueue(DONE, to=SITI, values=values(), dedupe_key="reminder:1")

    second = enqueue(DONE, to=SITI, values=values(program="Lain"), dedupe_key="reminder:1")

    assert second == first
    assert OutboxMessage.objects.get().subject == "Pelatihan Las Anda sudah selesai"


@pytest.mark.django_db
def test_a_mail_written_elsewhere_is_stored_as_it_is():
    message = enqueue_rendered(
        "account/email/login_code", to=SITI, subject="Kode\nmasuk", body="123456", is_secret=True
    )

    assert (message.subject, message.body, message.is_secret) == ("Kode masuk", "123456", True)


@pytest.mark.django_db
def test_a_secret_without_an_address_is_not_kept():
    message = enqueue_rendered(
        "account/email/login_code", to=Recipient(), subject="Kode", body="123456", is_secret=True
    )

    assert (message.state, message.body) == (State.DEAD, "")


@pytest.mark.django_db
def test_the_backlog_counts_by_state():
    OutboxMessageFactory.create_batch(2)
    OutboxMessageFactory(state=State.DEAD)

    assert {state: row["number"] for state, row in selectors.backlog().items()} == {"waiting": 2, "dead": 1}


REFUSED = {
    "outbox_state_is_known": {"state": "lost"},
    "outbox_channel_is_known": {"channel": "pigeon"},
    "outbox_sent_at_means_sent": {"sent_at": timezone.now()},
    "outbox_claimed_means_sending": {"claimed_until": timezone.now()},
    "outbox_failure_says_why": {"state": State.FAILED},
    "outbox_without_address_is_dead": {"to_address": ""},
    "outbox_about_is_whole": {"subject_id": 1},
    "outbox_dedupe_key_is_null_not_empty": {"dedupe_key": ""},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_what_must_not_be(name):
    message = OutboxMessageFactory()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        OutboxMessage.objects.filter(pk=message.pk).update(**REFUSED[name])
