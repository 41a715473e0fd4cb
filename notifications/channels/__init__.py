"""The ways to a person: one carrier for each channel, found by name in settings.CHANNELS.

`routes_for` answers where a message is tried first and where next. A channel is offered when it is configured, has an
address of the person, may tell this event, and the address is not known to lead nowhere.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from notifications import rules
from notifications.models import OutboxMessage
from notifications.workflow import State

ENDED = frozenset({State.SENT, State.BOUNCED, State.DEAD})


def carrier(channel):
    """A new one: whoever asks keeps it for a turn and closes it."""
    return import_string(settings.CHANNELS[channel])()


def is_configured(channel):
    return carrier(channel).is_configured()


def in_order():
    """The configured channels in the order of settings.CHANNEL_ORDER."""
    return [channel for channel in settings.CHANNEL_ORDER if is_configured(channel)]


def routes_for(recipient, kind, even_bounced=False):
    """[[channel, address], …]. `even_bounced`: an officer, or the person asking for a code, wants it tried again."""
    found = ((channel, _address(channel, recipient, kind)) for channel in in_order())
    return [
        [channel, address] for channel, address in found if address and (even_bounced or not bounces(channel, address))
    ]


def bounces(channel, address):
    """The last thing we know of this address is that nobody is there. Whatever leaves for it later forgives it."""
    known = OutboxMessage.objects.filter(to_address=address, channel=channel, state__in=sorted(ENDED))
    # by time, not by pk: for "the last one" PostgreSQL would walk the primary key back, past everybody's messages
    last = known.order_by("-created_at", "-pk").values_list("state", "last_error").first()
    return bool(last) and last[0] != State.SENT and rules.blames_address(channel, last[1])


def _address(channel, recipient, kind):
    way = carrier(channel)
    address = way.address_of(recipient)
    return address if address and way.has_words_for(kind, recipient.language) else ""
