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
    return routes_for_many([recipient], kind, even_bounced)[0]


def routes_for_many(recipients, kind, even_bounced=False):
    """The same for each of them, in their order: two statements a channel, however many they are."""
    routes = [[] for _one in recipients]
    for channel in in_order():
        addresses = _addresses(channel, recipients, kind)
        lost = set() if even_bounced else _lost(channel, set(filter(None, addresses)))
        for ways, address in zip(routes, addresses, strict=True):
            if address and address not in lost:
                ways.append([channel, address])
    return routes


def _addresses(channel, recipients, kind):
    """Of each of them, "" where there is none or this event has no words here."""
    way = carrier(channel)
    found = [way.address_of(to) for to in recipients]
    reached = {to.language for to, address in zip(recipients, found, strict=True) if address}
    spoken = {language for language in reached if way.has_words_for(kind, language)}
    return [there if to.language in spoken else "" for to, there in zip(recipients, found, strict=True)]


def _lost(channel, addresses):
    """Of which the last thing we know is that nobody is there. Whatever leaves for them later forgives it."""
    if not addresses:
        return set()
    known = OutboxMessage.objects.filter(channel=channel, to_address__in=addresses, state__in=sorted(ENDED))
    # by time, not by pk: for "the last one" PostgreSQL would walk the primary key back, past everybody's messages
    last = known.order_by("to_address", "-created_at", "-pk").distinct("to_address")
    told = last.values_list("to_address", "state", "last_error")
    return {one for one, state, error in told if state != State.SENT and rules.blames_address(channel, error)}
