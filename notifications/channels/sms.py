"""The place where an SMS provider goes. Until there is one, nothing is routed here and what is here goes on."""

from notifications.channels.base import Carrier
from notifications.failures import Undeliverable


class Sms(Carrier):
    def is_configured(self):
        return False

    def address_of(self, recipient):
        return recipient.phone

    def send(self, message):
        raise Undeliverable("not_configured")
