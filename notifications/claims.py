"""Who holds a message: a lease in the row, taken in one short transaction and good for a minute.

`attempts` grows with each claim and is its token: whoever comes back late finds another number and changes nothing.
What ends without having arrived is followed on the person's next channel in the same transaction.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from notifications import outbox, rules
from notifications.models import OutboxMessage
from notifications.workflow import Priority, State

LEASE = timedelta(seconds=60)
RENEW_AFTER = timedelta(seconds=5)
BATCH = 10
CHANNEL_DOWN = "channel_down"  # begins the reason of what waits for a channel, and no other


@dataclass(frozen=True, slots=True)
class Lane:
    """Which messages a worker looks after: those of one channel, or only what is urgent, or everything."""

    channel: str = ""
    urgent: bool = False


EVERYTHING, URGENT = Lane(), Lane(urgent=True)


@transaction.atomic
def claim(batch=BATCH, lane=EVERYTHING, without=()):
    """Take the most urgent due messages that nobody else holds. No lock outlives this function."""
    now = timezone.now()
    due = _in(lane, now).exclude(channel__in=without).most_urgent_first()
    taken = list(due.select_for_update(of=("self",), skip_locked=True, no_key=True)[:batch])
    for message in taken:
        message.state, message.claimed_until, message.attempts = State.SENDING, now + LEASE, message.attempts + 1
    OutboxMessage.objects.bulk_update(taken, ["state", "claimed_until", "attempts"])
    return taken


def _in(lane, now):
    due = OutboxMessage.objects.due(now)
    if lane.channel:
        due = due.filter(channel=lane.channel)
    return due.filter(priority=Priority.URGENT) if lane.urgent or rules.is_quiet(now) else due


def take_back_abandoned():
    """A worker died with these in its hands. One that did so twenty times is what kills workers: stop it."""
    abandoned = OutboxMessage.objects.abandoned(timezone.now())
    for message in abandoned.filter(attempts__gte=rules.MAX_ATTEMPTS).order_by("pk"):
        _end(message, "lease_lost")
    abandoned.filter(attempts__lt=rules.MAX_ATTEMPTS).update(state=State.WAITING, claimed_until=None)


def renew(message):
    """Before sending: is it still ours? A slow server may have used up the lease on the messages before it."""
    now = timezone.now()
    if message.claimed_until - now > LEASE - RENEW_AFTER:
        return True
    message.claimed_until = now + LEASE
    return _change(message, claimed_until=message.claimed_until)


def put_back(message):
    """Not even tried: this worker was told to stop."""
    return _change(message, state=State.WAITING, claimed_until=None, attempts=F("attempts") - 1)


def mark_sent(message, provider_id=""):
    known = {"provider_id": provider_id} if provider_id else {}
    sent = {"state": State.SENT, "claimed_until": None, "sent_at": timezone.now(), "last_error": ""}
    return _change(message, **sent, **known, **wiped(message))


def mark_failed(message, error):
    """Back to the queue after a pause, or to the end when it was refused for good or tried too often."""
    reason = rules.said(error)
    if rules.is_for_good(error) or message.attempts >= rules.MAX_ATTEMPTS:
        return _end(message, reason)
    later = rules.next_try(message, error, timezone.now())
    return _change(message, state=State.FAILED, claimed_until=None, last_error=reason, not_before=later)


def hold_back(channel, batch, error):
    """The other side is away: nobody's fault, so no attempt is counted, and nothing due knocks again for a minute.

    What is urgent, or has waited a quarter of an hour, takes the person's next channel instead.
    """
    now = timezone.now()
    reason = f"{CHANNEL_DOWN}: {rules.said(error)}"[:300]
    pause = getattr(error, "pause", None) or rules.SERVER_DOWN_PAUSE
    held = {"state": State.FAILED, "last_error": reason, "not_before": now + pause}
    for message in batch:
        _change(message, claimed_until=None, attempts=F("attempts") - 1, **held)
    mine = OutboxMessage.objects.filter(channel=channel)
    mine.due(now).update(**held)
    _go_round(mine.filter(state=State.FAILED, last_error=reason), now)


@transaction.atomic
def _go_round(held, now):
    """Nothing of these has left, so nobody hears twice. A hundred a turn; the rest comes with the next."""
    tired = Q(priority=Priority.URGENT) | Q(created_at__lte=now - rules.PATIENCE_WITH_CHANNEL)
    waiting = held.filter(tired, is_secret=False).exclude(routes=[]).most_urgent_first()
    for message in waiting.select_for_update(of=("self",), skip_locked=True, no_key=True)[:100]:
        OutboxMessage.objects.filter(pk=message.pk).update(state=State.DEAD)
        outbox.follow(message)


def wiped(message):
    """A code is not kept once it has left, or when it never will."""
    return {"body": "", "values": {}} if message.is_secret else {}


@transaction.atomic
def _end(message, reason):
    """Dead. `follow` reads the words in the caller's copy, which the wiping leaves alone."""
    ended = _change(message, state=State.DEAD, claimed_until=None, last_error=reason, **wiped(message))
    if ended:
        outbox.follow(message)
    return ended


def _change(message, **values):
    mine = OutboxMessage.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts)
    return mine.update(**values) == 1
