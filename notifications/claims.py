"""Who holds a message: a lease in the row, taken in one short transaction and good for a minute.

`attempts` grows with each claim and is its token: whoever comes back late finds another number and changes nothing.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notifications import rules
from notifications.models import OutboxMessage
from notifications.workflow import State

LEASE = timedelta(seconds=60)
RENEW_AFTER = timedelta(seconds=5)
BATCH = 10


@transaction.atomic
def claim(batch=BATCH):
    """Take the most urgent due messages that nobody else holds. No lock outlives this function."""
    now = timezone.now()
    due = OutboxMessage.objects.due(now).most_urgent_first()
    taken = list(due.select_for_update(of=("self",), skip_locked=True, no_key=True)[:batch])
    for message in taken:
        message.state, message.claimed_until, message.attempts = State.SENDING, now + LEASE, message.attempts + 1
    OutboxMessage.objects.bulk_update(taken, ["state", "claimed_until", "attempts"])
    return taken


def take_back_abandoned():
    """A worker died with these in its hands. One that did so twenty times is what kills workers: stop it."""
    abandoned = OutboxMessage.objects.abandoned(timezone.now())
    hopeless = abandoned.filter(attempts__gte=rules.MAX_ATTEMPTS)
    hopeless.update(state=State.DEAD, claimed_until=None, last_error="lease_lost")
    abandoned.update(state=State.WAITING, claimed_until=None)


def renew(message):
    """Before sending: is it still ours? A slow server may have used up the lease on the messages before it."""
    now = timezone.now()
    if message.claimed_until - now > LEASE - RENEW_AFTER:
        return True
    message.claimed_until = now + LEASE
    return _change(message, claimed_until=message.claimed_until)


def mark_sent(message):
    wiped = {"body": ""} if message.is_secret else {}
    return _change(message, state=State.SENT, claimed_until=None, sent_at=timezone.now(), last_error="", **wiped)


def mark_failed(message, error):
    """Back to the queue after a pause, or to the end when it was refused for good or tried too often."""
    reason = rules.said(error)
    if rules.is_for_good(error) or message.attempts >= rules.MAX_ATTEMPTS:
        wiped = {"body": ""} if message.is_secret else {}
        return _change(message, state=State.DEAD, claimed_until=None, last_error=reason, **wiped)
    later = timezone.now() + rules.pause_after(message.attempts)
    return _change(message, state=State.FAILED, claimed_until=None, last_error=reason, not_before=later)


def hold_back(batch, error):
    """The server is away: nobody's fault, so no attempt is counted, and nothing due knocks again for a minute."""
    now = timezone.now()
    pause = {"state": State.FAILED, "last_error": rules.said(error), "not_before": now + rules.SERVER_DOWN_PAUSE}
    for message in batch:
        _change(message, claimed_until=None, attempts=F("attempts") - 1, **pause)
    OutboxMessage.objects.due(now).update(**pause)


def _change(message, **values):
    mine = OutboxMessage.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts)
    return mine.update(**values) == 1
