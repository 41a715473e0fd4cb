"""What we hear of a message after it left: it arrived, it was read, it came back.

Receipts come late, twice and in any order; each function may be called again and changes nothing then. A receipt is
also proof that a message left whose answer was lost: it ends the retrying.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from notifications import claims, outbox
from notifications.models import OutboxMessage
from notifications.workflow import State


def of_provider(provider_id, message_id=""):
    """The row's number, by ours or by the provider's name for it; None for what is not of our sending."""
    known = Q(provider_id=provider_id) | Q(message_id=message_id) if message_id else Q(provider_id=provider_id)
    return OutboxMessage.objects.filter(known).order_by("pk").values_list("pk", flat=True).first()


@transaction.atomic
def left(pk, at, provider_id):
    _save_as_sent(_hold(pk), at, provider_id)


@transaction.atomic
def arrived(pk, at, provider_id=""):
    message = _hold(pk)
    if _save_as_sent(message, at, provider_id):
        message.delivered_at = _earlier(message.delivered_at, at)
        message.save(update_fields=["delivered_at"])


@transaction.atomic
def was_read(pk, at, provider_id=""):
    """Who reads it has it, whether or not that receipt ever comes."""
    message = _hold(pk)
    if _save_as_sent(message, at, provider_id):
        message.delivered_at = _earlier(message.delivered_at, at)
        message.read_at = _earlier(message.read_at, at)
        message.save(update_fields=["delivered_at", "read_at"])


@transaction.atomic
def came_back(pk, at, reason, provider_id=""):
    """Nobody will get this one: the next channel is tried. Not believed of what has arrived."""
    message = _hold(pk)
    another = provider_id and message.provider_id and message.provider_id != provider_id
    if message.delivered_at or another or not _save_as_sent(message, at, provider_id):
        return False
    message.state, message.last_error = State.BOUNCED, (reason or "bounced")[:300]
    message.save(update_fields=["state", "last_error"])
    outbox.follow(message)
    return True


@transaction.atomic
def is_late(pk, reason):
    """The other server goes on trying. Worth knowing, nothing to do."""
    message = _hold(pk)
    if message.state != State.SENT or message.delivered_at:
        return False
    message.last_error = reason[:300]
    message.save(update_fields=["last_error"])
    return True


def _hold(pk):
    return OutboxMessage.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _save_as_sent(message, at, provider_id):
    """True when the row now says that it has left; one that came back stays so."""
    if message.state == State.BOUNCED:
        return False
    if message.state != State.SENT:
        message.state, message.claimed_until, message.last_error = State.SENT, None, ""
        message.sent_at = at
    message.provider_id = message.provider_id or provider_id or None
    for name, value in claims.wiped(message).items():
        setattr(message, name, value)
    message.save(update_fields=["state", "claimed_until", "last_error", "sent_at", "provider_id", "body", "values"])
    return True


def _earlier(known, at):
    at = min(at, timezone.now())
    return min(known, at) if known else at
