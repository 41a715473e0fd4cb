"""Reports of mail servers, as Postfix and others write them (RFC 3464), from the pipe and from a mailbox."""

import io
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from notifications import bounces, channels, delivery, duties
from notifications.channels.email import token_of
from notifications.models import OutboxMessage
from notifications.outbox import Recipient
from notifications.workflow import State
from tests import imapserver
from tests.factories.notifications import OutboxMessageFactory
from tests.notifications.conftest import PHONE

pytestmark = pytest.mark.django_db
ADDRESS = "siti@example.test"
REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.test (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="8D2C"

--8D2C
Content-Type: text/plain; charset=us-ascii

<siti@example.test>: host mx.example.test said: 550 5.1.1 User unknown

--8D2C
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.test
Arrival-Date: Sat, 21 Nov 2026 22:30:00 +0700

Final-Recipient: rfc822; siti@example.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--8D2C
Content-Type: text/rfc822-headers

From: Portal BLK <portal@blk.example>
Message-ID: {message_id}
Subject: Hasil seleksi

--8D2C--
"""


@pytest.fixture(autouse=True)
def _bounce_address(settings):
    settings.BOUNCE_ADDRESS = "bounce@blk.example"


@pytest.fixture
def letter():
    return OutboxMessageFactory(to_address=ADDRESS, state=State.SENT, routes=[["whatsapp", PHONE]])


def dsn(message, *, to=None, action="failed", status="5.1.1", words="550 5.1.1 User unknown", message_id=""):
    to = to if to is not None else f"bounce+{token_of(message.message_id)}@blk.example"
    return REPORT.format(to=to, action=action, status=status, words=words, message_id=message_id).encode()


def row(message):
    message.refresh_from_db()
    return message.state, message.last_error


def test_the_envelope_names_the_message_and_the_letter_does_not(post):
    message = OutboxMessageFactory(to_address=ADDRESS)
    envelopes = []
    original = post.handle_DATA

    async def noting(server, session, envelope):
        envelopes.append(envelope.mail_from)
        return await original(server, session, envelope)

    post.handle_DATA = noting
    delivery.deliver_due()

    assert envelopes == [f"bounce+{token_of(message.message_id)}@blk.example"]
    assert post.mails[0]["From"] == "Portal BLK <portal@blk.example>"


def test_what_nobody_received_is_told_on_the_next_channel_once(letter):
    assert [bounces.take(dsn(letter)) for _ in range(2)] == ["bounced", "known"]

    assert row(letter) == (State.BOUNCED, "5.1.1 smtp; 550 5.1.1 User unknown")
    followers = OutboxMessage.objects.filter(follows=letter).values_list("channel", "to_address", "state")
    assert [*followers] == [("whatsapp", PHONE, State.WAITING)]
    assert channels.routes_for(Recipient(email=ADDRESS), "tests/hello") == []


def test_a_delay_is_noted_and_nothing_more(letter):
    report = dsn(letter, action="delayed", status="4.2.2", words="452 4.2.2 Mailbox full")

    assert bounces.take(report) == "late"

    assert row(letter) == (State.SENT, "4.2.2 smtp; 452 4.2.2 Mailbox full")
    assert not OutboxMessage.objects.filter(follows=letter).exists()
    assert channels.routes_for(Recipient(email=ADDRESS), "tests/hello") == [["email", ADDRESS]]


def test_a_server_that_gave_up_lost_the_letter_but_does_not_condemn_the_address(letter):
    assert bounces.take(dsn(letter, status="4.4.7", words="timed out")) == "bounced"

    assert row(letter)[0] == State.BOUNCED
    assert OutboxMessage.objects.filter(follows=letter).exists()
    assert channels.routes_for(Recipient(email=ADDRESS), "tests/hello") == [["email", ADDRESS]]


def test_a_letter_that_arrived_is_marked_so_and_cannot_come_back(letter):
    assert bounces.take(dsn(letter, action="delivered", status="2.0.0", words="250 OK")) == "arrived"
    assert bounces.take(dsn(letter)) == "known"

    assert row(letter)[0] == State.SENT
    assert letter.delivered_at <= timezone.now()


@pytest.mark.parametrize("to", ["portal@blk.example", "bounce@blk.example", "other+{token}@blk.example"])
def test_failing_the_address_the_returned_headers_name_the_message(letter, to):
    to = to.format(token=token_of(letter.message_id))

    assert bounces.take(dsn(letter, to=to)) == "unknown"
    assert bounces.take(dsn(letter, to=to, message_id=letter.message_id)) == "bounced"


def test_the_pipe_may_say_to_whom_the_report_was_sent(letter):
    ours = f"bounce+{token_of(letter.message_id)}@blk.example"

    assert bounces.take(dsn(letter, to="undisclosed"), sent_to=ours) == "bounced"


def test_whatsapp_messages_and_strangers_do_not_bounce_by_mail():
    other = OutboxMessageFactory(channel="whatsapp", to_address=PHONE, state=State.SENT)
    stranger = OutboxMessageFactory.build()

    assert [bounces.take(dsn(message)) for message in (other, stranger)] == ["unknown", "unknown"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Saya sedang cuti\nTo: bounce+0123456789abcdef0123456789abcdef@blk.example\n\nSampai jumpa.",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\n--x--",
        b"Content-Type: multipart/report\n\nnothing",
        b"x" * (bounces.LARGEST + 1),
    ],
)
def test_what_is_no_report_is_left_alone(raw):
    assert bounces.take(raw) == "no_report"


# --- the pipe ---


def piped(monkeypatch, raw, *arguments):
    monkeypatch.setattr(sys, "stdin", type("Pipe", (), {"buffer": io.BytesIO(raw)}))
    out = io.StringIO()
    call_command("take_bounce", *arguments, stdout=out, stderr=out)
    return out.getvalue().strip()


def test_the_command_reads_one_report_from_the_pipe(monkeypatch, letter):
    assert piped(monkeypatch, dsn(letter)) == "bounced"
    assert piped(monkeypatch, b"hello") == "no_report"


def test_without_a_database_the_mail_server_keeps_the_report(monkeypatch, letter):
    def away(*_):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(bounces, "take", away)

    with pytest.raises(SystemExit) as ending:
        piped(monkeypatch, dsn(letter))
    assert ending.value.code == 75


# --- the mailbox ---


def test_the_mailbox_is_read_once_and_nothing_in_it_is_deleted(settings, letter):
    other = OutboxMessageFactory(state=State.SENT)
    mails = [dsn(letter), b"Subject: spam\r\n\r\nhello", dsn(other, action="delayed", status="4.2.1")]
    with imapserver.running("portal", "rahasia @/1", mails) as box:
        settings.BOUNCE_MAILBOX = box.url

        duties.take_bounces()
        duties.take_bounces()

    assert (row(letter)[0], row(other)) == (State.BOUNCED, (State.SENT, "4.2.1 smtp; 550 5.1.1 User unknown"))
    assert (box.fetched, box.seen, len(box.mails)) == (3, {1, 2, 3}, 3)


def test_a_mailbox_that_refuses_us_is_a_duty_that_failed(settings):
    with imapserver.running("portal", "other", []) as box:
        settings.BOUNCE_MAILBOX = box.url.replace("other", "wrong")

        with pytest.raises(Exception, match="LOGIN failed"):
            duties.take_bounces()


def test_without_a_mailbox_there_is_nothing_to_do(settings):
    settings.BOUNCE_MAILBOX = ""

    duties.take_bounces()


def test_an_officer_sends_again_and_the_address_is_good_again(letter):
    bounces.take(dsn(letter))
    OutboxMessageFactory(to_address=ADDRESS, state=State.SENT, created_at=timezone.now() + timedelta(minutes=1))

    assert channels.routes_for(Recipient(email=ADDRESS), "tests/hello") == [["email", ADDRESS]]
