"""What Meta reports, signed as Meta signs it: twice, in any order, about strangers, and by people who are not Meta."""

import json
import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications import claims, delivery, views
from notifications.models import OutboxMessage, WhatsAppTemplate
from notifications.workflow import State
from tests.factories.notifications import OutboxMessageFactory
from tests.guards import PortalClient
from tests.notifications.conftest import NUMBER, PHONE
from tests.whatsapp import CUT, VERIFY_TOKEN, report, signature, status, wrapped

pytestmark = pytest.mark.django_db
VALUES = {"nama": "Siti", "batas": "31 Juli"}
EMAIL = [["email", "siti@example.test"]]


@pytest.fixture
def told(meta):
    return OutboxMessageFactory(
        channel="whatsapp", to_address=PHONE, state=State.SENT, provider_id="wamid.1", values=VALUES, routes=EMAIL
    )


def tell(body, header=None):
    client = PortalClient(enforce_csrf_checks=True)
    signed = signature(body) if header is None else header
    address = reverse("notifications:whatsapp")
    return client.post(address, body, content_type="application/json", headers={"X-Hub-Signature-256": signed})


def row(message):
    message.refresh_from_db()
    return message.state, message.delivered_at, message.read_at


# --- who asks ---


def test_meta_is_answered_with_its_challenge(client, meta):
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}

    answer = client.get("/kait/whatsapp/", asked)

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"1158201444", "text/plain")


@pytest.mark.parametrize("change", [{"hub.verify_token": "x"}, {"hub.verify_token": "é"}, {"hub.mode": "unsubscribe"}])
def test_a_stranger_is_not(client, meta, change):
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"} | change

    assert client.get("/kait/whatsapp/", asked).status_code == 403
    assert client.get("/kait/whatsapp/").status_code == 403


@pytest.mark.parametrize("header", ["", "sha256=", "sha256=00", "é", signature(b"another body"), signature(b"", "x")])
def test_a_report_without_metas_signature_changes_nothing(told, header):
    assert tell(report(status("read", "wamid.1", timezone.now())), header).status_code == 403
    assert row(told) == (State.SENT, None, None)


def test_where_whatsapp_is_not_configured_there_is_no_such_page(client, db):
    assert client.get("/kait/whatsapp/").status_code == 404
    assert client.post("/kait/whatsapp/").status_code == 404


def test_a_form_is_no_report(client, meta):
    assert client.post("/kait/whatsapp/", {"x": "y"}).status_code == 415


def test_too_large_a_report_and_no_json_are_refused(meta, monkeypatch):
    assert tell(b"{not json").status_code == 400
    monkeypatch.setattr(views, "LARGEST", 10)
    assert tell(report()).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b'{"entry": 3}',
        b'{"entry": [null, {"changes": {}}, {"changes": [{"field": "messages", "value": {"statuses": [7, {}]}}]}]}',
        wrapped({"statuses": [{"id": ["x"], "status": {}, "timestamp": "soon"}]}, "messages"),
        wrapped({"event": ["x"]}, "message_template_status_update"),
        wrapped({"messages": [{"from": NUMBER, "type": "text", "text": {"body": "halo"}}]}, "messages"),
    ],
)
def test_whatever_shape_a_signed_report_has_it_is_answered(told, body):
    assert tell(body).status_code == 200
    assert row(told) == (State.SENT, None, None)


# --- what it says ---


def test_delivered_and_read_are_written_down_once_in_any_order(told):
    began = timezone.now().replace(microsecond=0) - timedelta(minutes=5)
    later = began + timedelta(minutes=2)

    tell(report(status("read", "wamid.1", later)))
    assert row(told) == (State.SENT, later, later)
    tell(report(status("delivered", "wamid.1", began), status("sent", "wamid.1", began)))
    tell(report(status("read", "wamid.1", later + timedelta(minutes=1))))
    assert row(told) == (State.SENT, began, later)


def test_a_clock_that_is_ahead_and_one_that_is_nonsense_say_now(told):
    tell(report(status("delivered", "wamid.1", timezone.now() + timedelta(days=9))))
    assert row(told)[1] <= timezone.now()
    wrong = status("read", "wamid.1", timezone.now()) | {"timestamp": "9" * 40}
    assert tell(report(wrong)).status_code == 200
    assert row(told)[2] <= timezone.now()


def test_a_stranger_s_message_is_passed_over(told):
    assert tell(report(status("failed", "wamid.2", timezone.now(), errors=[131026]))).status_code == 200
    assert row(told) == (State.SENT, None, None)


def test_failed_is_told_by_e_mail_once(told):
    failed = report(status("failed", "wamid.1", timezone.now(), errors=[131026]))

    for _ in range(3):
        assert tell(failed).status_code == 200

    assert row(told)[0] == State.BOUNCED
    assert told.last_error == "131026 Message undeliverable"
    rows = OutboxMessage.objects.filter(follows=told).values_list("channel", "to_address", "state")
    assert [*rows] == [("email", "siti@example.test", State.WAITING)]


def test_what_arrived_cannot_fail_any_more(told):
    now = timezone.now()
    tell(report(status("delivered", "wamid.1", now), status("failed", "wamid.1", now, errors=[131026])))

    assert row(told)[0] == State.SENT
    assert not OutboxMessage.objects.filter(follows=told).exists()


def test_a_template_that_fails_late_is_not_used_again(told):
    tell(report(status("failed", "wamid.1", timezone.now(), errors=[132015])))

    assert WhatsAppTemplate.objects.get().approval == "paused"


# --- an answer was lost ---


@pytest.mark.parametrize("name", ["sent", "delivered", "read"])
def test_a_receipt_that_names_our_message_ends_the_sending(meta, name):
    message = OutboxMessageFactory(channel="whatsapp", to_address=PHONE, values=VALUES, routes=EMAIL)
    meta.answers = {NUMBER: [CUT]}
    delivery.deliver_due()
    assert row(message)[0] == State.FAILED

    tell(report(status(name, "wamid.9", timezone.now(), ours=message.message_id)))

    assert row(message)[0] == State.SENT
    assert (message.provider_id, len(meta.sent)) == ("wamid.9", 1)
    OutboxMessage.objects.update(not_before=timezone.now())
    assert delivery.deliver_due() == 0


def test_a_receipt_quicker_than_the_answer_is_no_trouble(meta):
    OutboxMessageFactory(channel="whatsapp", to_address=PHONE, values=VALUES)
    message = claims.claim()[0]

    tell(report(status("delivered", "wamid.9", timezone.now(), ours=message.message_id)))

    assert not claims.mark_sent(message, "wamid.9")
    assert row(message)[0] == State.SENT
    assert message.provider_id == "wamid.9"


def test_without_a_receipt_it_is_sent_again_and_that_is_the_known_double(meta):
    message = OutboxMessageFactory(channel="whatsapp", to_address=PHONE, values=VALUES)
    meta.answers = {NUMBER: [CUT]}
    delivery.deliver_due()
    OutboxMessage.objects.update(not_before=timezone.now())

    assert delivery.deliver_due() == 1

    assert [sent["biz_opaque_callback_data"] for sent in meta.sent] == [message.message_id] * 2


def test_a_late_failure_of_the_first_attempt_does_not_undo_the_second(told):
    old = status("failed", "wamid.0", timezone.now(), ours=told.message_id, errors=[131026])

    tell(report(old))

    assert row(told)[0] == State.SENT


# --- templates ---


@pytest.mark.parametrize(
    ("event", "approval"),
    [
        ("REJECTED", "rejected"),
        ("PAUSED", "paused"),
        ("DISABLED", "rejected"),
        ("APPROVED", "approved"),
        ("X", "approved"),
    ],
)
def test_meta_says_when_a_template_is_no_longer_good(meta, event, approval):
    value = {
        "event": event,
        "message_template_id": 594425479261596,
        "message_template_name": "blk_hello",
        "message_template_language": "id",
        "reason": "NONE",
    }

    assert tell(wrapped(value, "message_template_status_update")).status_code == 200
    assert WhatsAppTemplate.objects.get().approval == approval


def test_no_number_reaches_the_log(meta, caplog):
    caplog.set_level(logging.DEBUG)
    OutboxMessageFactory(channel="whatsapp", to_address=PHONE, values=VALUES)
    meta.answers = {NUMBER: [131026]}
    delivery.deliver_due()
    tell(report(status("failed", "wamid.1", timezone.now(), errors=[131026])))

    said = " ".join(
        json.dumps(record.getMessage()) for record in caplog.records if not record.name.startswith("django.db")
    )
    assert "message" in said
    assert NUMBER[2:] not in said
