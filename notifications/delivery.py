"""Sending what is due over one connection. At least once: a worker killed between the server's "yes" and our "sent"
sends again, with the same Message-ID. That is the right side to err on."""

import contextlib
import logging
import smtplib
import time

from django.core import mail

from notifications import claims

logger = logging.getLogger(__name__)


def deliver_due(seconds=20):
    """Send until nothing is due or the time is up. Any number of workers may do so at once. Returns how many left."""
    claims.take_back_abandoned()
    until, sent = time.monotonic() + seconds, 0
    with _Line() as line:
        while time.monotonic() < until and (batch := claims.claim()):
            if not line.open_for(batch):
                break
            sent += sum([_deliver(message, line) for message in batch])
    return sent


def _deliver(message, line):
    if not claims.renew(message):
        return False
    try:
        line.send(message)
    except Exception as error:  # whatever one message does, the next ones leave
        logger.warning("message %s not sent: %s", message.pk, type(error).__name__)
        claims.mark_failed(message, error)
        return False
    return claims.mark_sent(message)


class _Line:
    """The connection to the mail server: opened with the first message, kept, reopened after a break."""

    def __enter__(self):
        self.connection = None
        return self

    def __exit__(self, *exc):
        self.hang_up()

    def open_for(self, batch):
        try:
            self._connect()
        except OSError as error:  # smtplib's exceptions are OSErrors as well
            logger.warning("mail server not reached: %s", type(error).__name__)
            claims.hold_back(batch, error)
            return False
        return True

    def send(self, message):
        self._connect()
        try:
            self.connection.send_messages([_email(message, self.connection)])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
            raise  # the server answered; the line is fine
        except OSError:
            self.hang_up()
            raise

    def hang_up(self):
        if self.connection:
            with contextlib.suppress(OSError):  # a dead line may not even take our goodbye
                self.connection.close()
            self.connection = None

    def _connect(self):
        if self.connection is None:
            connection = mail.get_connection()
            connection.open()
            self.connection = connection


def _email(message, connection):
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    return mail.EmailMessage(
        message.subject, message.body, to=[message.to_address], headers=headers, connection=connection
    )
