"""When to try again, when to stop, and when to be quiet. Plain values in, plain values out.

Refused for now: 1, 2, 4 … minutes, at most 6 hours, up to 20 tries (about three days). Refused for good: never again.
At night (settings.QUIET_HOURS, the hours of the wall clock) only what is urgent leaves.
"""

import random
import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.utils import timezone

from notifications.failures import NotNow, Undeliverable
from notifications.workflow import Channel, Priority

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
SERVER_DOWN_PAUSE = timedelta(minutes=1)
RECEIPT_PAUSE = timedelta(minutes=2)  # an answer was lost: the provider's receipt is quicker than this
PATIENCE_WITH_CHANNEL = timedelta(minutes=15)  # then the next channel is taken
MAX_ATTEMPTS = 20
MORNING_SPREAD = {Priority.BULK: 30 * 60}  # seconds after the quiet hours; five minutes for all else
SHORT_SPREAD = 5 * 60


# --- trying again ---


def pause_after(attempts, spread=random.uniform):
    """How long to leave a message alone after its nth failure: doubled each time, ±20 % so that they do not march."""
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return min(pause * spread(0.8, 1.2), LONGEST_PAUSE)


def next_try(message, error, now):
    """The moment of the next attempt, never within the quiet hours."""
    pause = pause_after(message.attempts)
    if isinstance(error, NotNow) and error.unsure:
        pause = max(pause, RECEIPT_PAUSE)
    return not_in_quiet_hours(now + pause, message.priority)


def is_for_good(error):
    """The server knows no such recipient, or the message can't even be written: trying again changes nothing."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _reply in error.recipients.values())
    return isinstance(error, Undeliverable | ValueError)  # ValueError: a header with a line break


def said(error):
    """What went wrong, short enough for a column."""
    if isinstance(error, SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return f"{code} {_text(reply)}"[:300]
    return getattr(error, "reason", None) or f"{type(error).__name__}: {error}"[:300]


def _text(reply):
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)


# --- whose fault ---

ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
NO_SUCH_BOX = re.compile(r"\b55[013]\b")  # where the server gives no better code
NOBODY_THERE = frozenset({131021, 131026, 131030})  # WhatsApp: no account, not to be reached, our own number


def blames_address(channel, reason):
    """Nobody is at this address. A full mailbox, a refused text or a suspicious sender do not say that."""
    if channel == Channel.WHATSAPP:
        first = reason.split(" ", 1)[0]
        return first.isascii() and first.isdigit() and int(first) in NOBODY_THERE
    found = ENHANCED.search(reason)
    if found and found[1] != "0":
        return found[1] == "1" or found.groups() in {("2", "1"), ("4", "4")}
    return bool(NO_SUCH_BOX.search(reason))


# --- quiet hours ---


def quiet_hours():
    """(21, 7), or None when there are none."""
    if not settings.QUIET_HOURS:
        return None
    start, end = settings.QUIET_HOURS.split("-")
    return int(start), int(end)


def is_quiet(moment):
    hours = quiet_hours()
    if hours is None:
        return False
    start, end = hours
    hour = timezone.localtime(moment).hour
    return start <= hour < end if start < end else hour >= start or hour < end


def not_in_quiet_hours(moment, priority=Priority.NORMAL, spread=random.uniform):
    """The moment itself by day and for what is urgent; else some minutes after the quiet hours, not all at once."""
    if priority == Priority.URGENT or not is_quiet(moment):
        return moment
    local = timezone.localtime(moment)
    morning = local.replace(hour=quiet_hours()[1], minute=0, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    return morning + timedelta(seconds=spread(0, MORNING_SPREAD.get(priority, SHORT_SPREAD)))
