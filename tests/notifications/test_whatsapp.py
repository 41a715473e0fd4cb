"""Against Meta's protocol on loopback: what is sent, and what each of its refusals does to the message."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from notifications import channels, delivery
from notifications.channels import graph, whatsapp
from notifications.models import OutboxMessage, WhatsAppTemplate
from notifications.outbox import Recipient
from notifications.workflow import Priority, State
from tests.factories.notifications import OutboxMessageFactory
from tests.notifications.conftest import NUMBER, PHONE
from tests.whatsapp import CUT, GARBAGE, HANG

pytestmark = pytest.mark.django_db
VALUES = {"nama": "Siti", "batas": "31 Juli 2026", "tautan": "https://portal.test/x"}


def told(**fields):
    routes = fields.pop("routes", [["email", "siti@example.test"]])
    to = fields.pop("to_address", PHONE)
    return OutboxMessageFactory(channel="whatsapp", to_address=to, values=VALUES, routes=routes, **fields)


def after(message):
    message.refresh_from_db()
    return message.state, message.attempts


def follower(message):
    return OutboxMessage.objects.filter(follows=message).values_list("channel", "to_address", "state").first()


# --- what is sent ---


def test_a_message_is_the_approved_template_with_its_values_in_order(meta):
    message = told()

    assert delivery.deliver_due() == 1

    assert meta.sent == [
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": NUMBER,
            "type": "template",
            "template": {
                "name": "blk_hello",
                "language": {"code": "id"},
                "components": [
                    {
                        "type": "body",
                        "parameters": [{"type": "text", "text": "Siti"}, {"type": "text", "text": "31 Juli 2026"}],
                    }
                ],
            },
            "biz_opaque_callback_data": message.message_id,
        }
    ]
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (State.SENT, "wamid.HBgNNjI4MTIzNDU2Nzg5MBUC00000001")


def test_a_code_is_said_and_given_to_the_button_that_copies_it(meta):
    meta.approve("blk_entrance_code", 1, "id")
    WhatsAppTemplate.objects.create(
        kind="entrance/code", name="blk_entrance_code", parameters=["kode"], approval="approved"
    )
    message = OutboxMessageFactory(
        kind="entrance/code", channel="whatsapp", to_address=PHONE, values={"kode": "1234-5678"}, is_secret=True
    )

    delivery.deliver_due()

    code = [{"type": "text", "text": "1234-5678"}]
    assert meta.sent[0]["template"]["components"] == [
        {"type": "body", "parameters": code},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": code},
    ]
    message.refresh_from_db()
    assert (message.state, message.values, message.body) == (State.SENT, {}, "")


def test_a_batch_leaves_over_one_connection(meta):
    for number in range(25):
        told(to_address=f"+62812345678{number:02}")

    assert delivery.deliver_due() == 25
    assert (len(meta.sent), meta.connections) == (25, 1)


def test_values_are_bent_to_what_meta_accepts(meta):
    message = told()
    message.values = {"nama": "Siti\nAminah\t   binti     Ali", "batas": " "}
    message.save()

    delivery.deliver_due()

    (part,) = meta.sent[0]["template"]["components"]
    assert [parameter["text"] for parameter in part["parameters"]] == ["Siti Aminah binti Ali", "-"]


@pytest.mark.parametrize(
    ("phone", "number"), [(PHONE, NUMBER), ("0812-3456-7890", NUMBER), ("62 812 3456 7890", NUMBER)]
)
def test_a_number_is_written_as_e164_digits(phone, number):
    assert whatsapp.digits(phone) == number


def test_the_readers_language_comes_first_and_indonesian_stands_in(meta):
    meta.approve("blk_hello_en", 1, "en")
    WhatsAppTemplate.objects.create(
        kind="tests/hello", language="en", name="blk_hello_en", parameters=["nama"], approval="approved"
    )

    assert whatsapp.approved("tests/hello", "en").name == "blk_hello_en"
    WhatsAppTemplate.objects.filter(language="en").update(approval="paused")
    assert whatsapp.approved("tests/hello", "en").name == "blk_hello"
    assert whatsapp.approved("tests/other", "id") is None


# --- refused ---


@pytest.mark.parametrize("code", [131026, 131030, 131021, 131047, 131049, 100, 132000, 132005, 132012, 999999])
def test_refused_for_good_goes_on_by_e_mail(meta, code):
    message = told()
    meta.answers = {NUMBER: [code]}

    delivery.deliver_due(seconds=1)

    assert after(message) == (State.DEAD, 1)
    assert message.last_error.startswith(f"{code} (#{code})")
    assert follower(message)[:2] == ("email", "siti@example.test")


@pytest.mark.parametrize(
    ("code", "approval"), [(132001, "draft"), (132007, "rejected"), (132015, "paused"), (132016, "rejected")]
)
def test_a_fault_of_the_template_is_remembered_so_that_the_next_message_goes_another_way(meta, code, approval):
    message = told()
    meta.answers = {NUMBER: [code]}

    delivery.deliver_due(seconds=1)

    assert after(message) == (State.DEAD, 1)
    assert WhatsAppTemplate.objects.get().approval == approval
    assert channels.routes_for(Recipient(email="a@example.test", phone=PHONE), "tests/hello") == [
        ["email", "a@example.test"]
    ]


@pytest.mark.parametrize("code", [131056, 131016, 131000, 2])
def test_refused_for_now_comes_again(meta, code):
    message = told()
    meta.answers = {NUMBER: [code]}

    delivery.deliver_due()

    assert after(message) == (State.FAILED, 1)
    assert message.not_before > timezone.now() + timedelta(seconds=45)
    assert follower(message) is None


@pytest.mark.parametrize(("mischief", "wait"), [(CUT, 2), (GARBAGE, 2), (503, 2)])
def test_an_answer_that_was_lost_waits_for_the_receipt_before_sending_again(meta, mischief, wait):
    message = told()
    meta.answers = {NUMBER: [mischief]}

    delivery.deliver_due()

    assert after(message) == (State.FAILED, 1)
    assert message.not_before > timezone.now() + timedelta(minutes=wait, seconds=-5)


def test_a_server_that_does_not_answer_is_not_waited_for(meta, monkeypatch):
    monkeypatch.setattr(graph, "PATIENCE", graph.httpx.Timeout(0.3))
    message = told()
    meta.answers = {NUMBER: [HANG]}

    delivery.deliver_due()

    assert after(message) == (State.FAILED, 1)
    assert message.last_error == "ReadTimeout"


@pytest.mark.parametrize("code", [190, 10, 200, 131031, 131042])
def test_without_permission_the_channel_is_down_and_nobody_is_charged(meta, code):
    messages = [told(to_address=f"+62812345678{number:02}") for number in range(3)]
    meta.answers = {f"62812345678{number:02}": [code] for number in range(3)}

    assert delivery.deliver_due() == 0

    rows = {after(message) for message in messages}
    assert rows == {(State.FAILED, 0)}
    assert messages[0].last_error.startswith(f"channel_down: {code}")
    assert len(meta.requests) == 1, "the first refusal was enough"


def test_a_wrong_token_is_meta_saying_no_to_all_of_us(meta, settings):
    settings.WHATSAPP_TOKEN = "expired"
    message = told()

    delivery.deliver_due()

    assert after(message) == (State.FAILED, 0)
    assert message.last_error == "channel_down: 190 (#190) Access token has expired"


@pytest.mark.parametrize("code", [130429, 80007, 4])
def test_a_rate_limit_pauses_the_channel_for_seconds(meta, code):
    message = told()
    meta.answers = {NUMBER: [code]}

    delivery.deliver_due()

    assert after(message) == (State.FAILED, 0)
    assert timedelta(seconds=10) < message.not_before - timezone.now() < timedelta(seconds=16)


def test_three_breaks_in_a_row_and_the_channel_rests(meta):
    messages = [told(to_address=f"+62812345678{number:02}") for number in range(8)]
    meta.answers = {f"62812345678{number:02}": [CUT] for number in range(8)}

    delivery.deliver_due()

    assert sorted(after(message) for message in messages) == [(State.FAILED, 0)] * 5 + [(State.FAILED, 1)] * 3


# --- one channel's trouble is not the other's ---


def test_whatsapp_being_away_does_not_hold_e_mail_back(meta, post, settings):
    settings.WHATSAPP_API = "http://127.0.0.1:1"
    waiting = told()
    letters = OutboxMessageFactory.create_batch(15)

    assert delivery.deliver_due() == 15

    assert after(waiting) == (State.FAILED, 0)
    assert {after(letter)[0] for letter in letters} == {State.SENT}


def test_the_mail_server_being_away_does_not_hold_whatsapp_back(meta, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letters = OutboxMessageFactory.create_batch(15)
    message = told()

    assert delivery.deliver_due() == 1

    assert after(message)[0] == State.SENT
    assert {after(letter) for letter in letters} == {(State.FAILED, 0)}


@pytest.mark.parametrize(
    ("priority", "minutes", "goes_round"),
    [(Priority.NORMAL, 1, False), (Priority.NORMAL, 16, True), (Priority.URGENT, 0, True)],
)
def test_who_waited_long_enough_for_a_channel_that_is_down_is_told_by_the_next(
    meta, settings, priority, minutes, goes_round
):
    settings.WHATSAPP_API = "http://127.0.0.1:1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    message = told(priority=priority, created_at=timezone.now() - timedelta(minutes=minutes))

    delivery.deliver_due()

    assert after(message)[0] == (State.DEAD if goes_round else State.FAILED)
    assert follower(message) == (("email", "siti@example.test", State.SENT) if goes_round else None)


def test_a_channel_that_was_switched_off_hands_its_messages_on(meta, settings):
    settings.WHATSAPP_TOKEN = ""
    message = told()

    delivery.deliver_due(seconds=1)

    assert after(message) == (State.DEAD, 1)
    assert (message.last_error, follower(message)[0]) == ("not_configured", "email")


def test_sms_is_a_slot_that_refuses():
    message = OutboxMessageFactory(channel="sms", to_address=PHONE)

    delivery.deliver_due()

    assert after(message) == (State.DEAD, 1)
    assert message.last_error == "not_configured"


def test_the_last_route_has_no_follower_and_a_message_with_values_missing_is_not_tried(meta):
    message = told(routes=[])
    message.values = {"nama": "Siti"}
    message.save()

    delivery.deliver_due()

    assert after(message) == (State.DEAD, 1)
    assert (message.last_error, follower(message), meta.requests) == ("values_missing: batas", None, [])


# --- where a message is tried ---


def test_routes_are_the_configured_channels_with_an_address_and_approved_words(meta, settings):
    both = Recipient(email="a@example.test", phone=PHONE)

    assert channels.routes_for(both, "tests/hello") == [["whatsapp", PHONE], ["email", "a@example.test"]]
    assert channels.routes_for(both, "tests/other") == [["email", "a@example.test"]]
    assert channels.routes_for(Recipient(phone=PHONE), "tests/hello") == [["whatsapp", PHONE]]
    assert channels.routes_for(Recipient(), "tests/hello") == []
    settings.CHANNEL_ORDER = ["email", "whatsapp"]
    assert channels.routes_for(both, "tests/hello") == [["email", "a@example.test"], ["whatsapp", PHONE]]
    settings.WHATSAPP_TOKEN = ""
    assert channels.routes_for(both, "tests/hello") == [["email", "a@example.test"]]


@pytest.mark.parametrize(
    ("state", "reason", "used"),
    [
        (State.BOUNCED, "5.1.1 smtp; no such user", False),
        (State.DEAD, "550 no such user", False),
        (State.BOUNCED, "5.2.2 mailbox full", True),
        (State.DEAD, "550 5.7.1 looks like spam", True),
        (State.BOUNCED, "4.4.7 gave up", True),
        (State.DEAD, "lease_lost", True),
    ],
)
def test_an_address_where_nobody_is_is_not_used_until_something_leaves_for_it_again(state, reason, used):
    OutboxMessageFactory(to_address="a@example.test", state=state, last_error=reason)
    way = [["email", "a@example.test"]]
    siti = Recipient(email="a@example.test")

    assert channels.routes_for(siti, "tests/hello") == (way if used else [])
    assert channels.routes_for(siti, "tests/hello", even_bounced=True) == way
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        OutboxMessageFactory(to_address="a@example.test", state=State.SENT)
    assert channels.routes_for(siti, "tests/hello") == way
