"""E-mail over SMTP. The envelope's sender names the message, so that a bounce finds its row without guessing."""

import contextlib
import smtplib
from uuid import UUID

from django.conf import settings
from django.core import mail

from notifications import rules
from notifications.channels.base import Carrier
from notifications.failures import ChannelDown, NotNow, Undeliverable

ANSWERED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class Email(Carrier):
    def __init__(self):
        self.connection = None

    def is_configured(self):
        return bool(settings.EMAIL_BACKEND)

    def address_of(self, recipient):
        return recipient.email or ""

    def open(self):
        """Without the encryption the settings ask for there is no line: nothing is ever said in clear instead."""
        if self.connection is not None:
            return
        connection = mail.get_connection()
        try:
            connection.open()
        except OSError as error:  # smtplib's exceptions are OSErrors as well
            with contextlib.suppress(OSError):
                connection.close()
            raise ChannelDown(rules.said(error)) from error
        self.connection = connection

    def send(self, message):
        self.open()
        try:
            self.connection.send_messages([letter(message, self.connection)])
        except ANSWERED as error:  # the server spoke; the line is fine
            kind = Undeliverable if rules.is_for_good(error) else NotNow
            raise kind(rules.said(error)) from error
        except ValueError as error:
            raise Undeliverable(rules.said(error)) from error
        except OSError as error:
            self.close()
            raise NotNow(rules.said(error), line_broken=True) from error
        return ""

    def close(self):
        if self.connection:
            with contextlib.suppress(OSError):  # a dead line may not even take our goodbye
                self.connection.close()
            self.connection = None


def letter(message, connection=None):
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
    }
    return mail.EmailMessage(
        message.subject,
        message.body,
        from_email=envelope_sender(message),
        to=[message.to_address],
        headers=headers,
        connection=connection,
    )


def envelope_sender(message):
    """bounce@blk.example becomes bounce+<the message's own number>@blk.example."""
    if not settings.BOUNCE_ADDRESS:
        return settings.DEFAULT_FROM_EMAIL
    name, domain = settings.BOUNCE_ADDRESS.rsplit("@", 1)
    return f"{name}+{token_of(message.message_id)}@{domain}"


def token_of(message_id):
    """The uuid of "<uuid@host>" as 32 hexadecimal digits."""
    return UUID(message_id.strip("<>").split("@")[0]).hex
