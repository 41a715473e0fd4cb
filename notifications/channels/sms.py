"""The place where an SMS provider goes. Until there is one, nothing is routed here and what is here goes on."""

from notifications.channels.base import Carrier
from notifications.failures import Undeliverable

CODES = "entrance/"


class Sms(Carrier):
    def is_configured(self):
        return False

    def address_of(self, recipient):
        return recipient.phone

    def send(self, message):
        raise Undeliverable("not_configured")


class Pretended(Sms):
    """Of a demonstration: what is said about signing in arrives in its mailbox, everything else goes by e-mail."""

    def is_configured(self):
        return True

    def has_words_for(self, kind, language):
        return kind.startswith(CODES)

    def send(self, message):
        return ""
