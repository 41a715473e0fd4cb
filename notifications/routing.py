"""The ways to many people at once, in a handful of statements instead of a handful each."""

from notifications import channels, rules
from notifications.models import OutboxMessage
from notifications.workflow import State


def routes_for_many(recipients, kind):
    """What `channels.routes_for` answers for each of them, in the same order."""
    ways = {name: channels.carrier(name) for name in channels.in_order()}
    spoken = {
        (name, language)
        for name, way in ways.items()
        for language in {to.language for to in recipients}
        if way.has_words_for(kind, language)
    }
    found = [
        [(name, there) for name, way in ways.items() if (name, to.language) in spoken if (there := way.address_of(to))]
        for to in recipients
    ]
    lost = set().union(*(_lost(name, {address for routes in found for _name, address in routes}) for name in ways))
    return [[[*route] for route in routes if route not in lost] for routes in found]


def _lost(channel, addresses):
    """(channel, address) of which the last thing we know is that nobody is there."""
    known = OutboxMessage.objects.filter(channel=channel, to_address__in=addresses, state__in=sorted(channels.ENDED))
    last = known.order_by("to_address", "-pk").distinct("to_address").only("to_address", "state", "last_error")
    return {
        (channel, row.to_address)
        for row in last
        if row.state != State.SENT and rules.blames_address(channel, row.last_error)
    }
