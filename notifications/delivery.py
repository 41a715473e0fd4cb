"""Sending what is due, over one line for each channel. At least once: a worker killed between the server's "yes" and
our "sent" sends again, with the same Message-ID. That is the right side to err on.

A channel that is down is left alone for the rest of the turn; the others go on.
"""

import logging
import threading
import time
from collections import Counter

from notifications import channels, claims
from notifications.failures import ChannelDown, NotNow
from notifications.workflow import Priority

logger = logging.getLogger(__name__)

BREAKS = 3  # in a row: then the channel counts as down
LOOK_AROUND = 1.0  # seconds between two looks for something urgent

stopping = threading.Event()  # set when the worker is told to end: what it holds goes back at once


def deliver_due(seconds=20, lane=claims.EVERYTHING):
    """Send until nothing is due or the time is up. Any number of workers may do so at once. Returns how many left."""
    claims.take_back_abandoned()
    with _Turn(seconds, lane) as turn:
        while turn.goes_on() and (batch := claims.claim(lane=lane, without=[*turn.down])):
            turn.deliver(batch)
        return turn.sent


class _Turn:
    """One worker's go: the lines it opened, the channels it found down, and when it last looked for urgent ones."""

    def __init__(self, seconds, lane):
        self.until, self.lane = time.monotonic() + seconds, lane
        self.lines, self.down, self.breaks = {}, {}, Counter()
        self.sent, self.looked = 0, time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        for line in self.lines.values():
            line.close()

    def goes_on(self):
        return time.monotonic() < self.until and not stopping.is_set()

    def deliver(self, batch):
        for message in batch:
            self._let_urgent_ones_pass(message)
            self._take(message)

    def _let_urgent_ones_pass(self, message):
        if message.priority == Priority.URGENT or time.monotonic() - self.looked < LOOK_AROUND:
            return
        self.looked = time.monotonic()
        for urgent in claims.claim(lane=claims.URGENT, without=[*self.down]):
            self._take(urgent)

    def _take(self, message):
        if stopping.is_set():
            claims.put_back(message)
        elif message.channel in self.down:
            claims.hold_back(message.channel, [message], self.down[message.channel])
        elif claims.renew(message):
            self._send(message)

    def _send(self, message):
        try:
            provider_id = self._line(message.channel).send(message)
        except ChannelDown as failure:
            self._give_up(message.channel, [message], failure)
        except Exception as error:  # whatever one message does, the next ones leave
            logger.warning("message %s not sent: %s %s", message.pk, type(error).__name__, getattr(error, "code", ""))
            claims.mark_failed(message, error)
            self._count_break(message.channel, error)
        else:
            self.breaks[message.channel] = 0
            self.sent += claims.mark_sent(message, provider_id)

    def _line(self, channel):
        if channel not in self.lines:
            self.lines[channel] = channels.carrier(channel)
        self.lines[channel].open()
        return self.lines[channel]

    def _count_break(self, channel, error):
        if isinstance(error, NotNow) and error.line_broken:
            self.breaks[channel] += 1
            if self.breaks[channel] >= BREAKS:
                self._give_up(channel, [], error)

    def _give_up(self, channel, batch, failure):
        logger.error("channel %s is down: %s %s", channel, type(failure).__name__, failure.code or "")
        self.down[channel] = failure
        claims.hold_back(channel, batch, failure)
