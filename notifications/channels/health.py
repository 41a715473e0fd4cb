"""How each channel fares, for whoever runs the portal: what is configured, what waits, and what stands in the way."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Min, Q

from notifications import channels
from notifications.claims import CHANNEL_DOWN
from notifications.models import OutboxMessage
from notifications.workflow import DUE, State

HELD = Q(state=State.FAILED, last_error__startswith=CHANNEL_DOWN)


@dataclass(frozen=True, slots=True)
class Fare:
    """`trouble` is the other side's own reason while messages wait because of it, else ""."""

    channel: str
    configured: bool
    waiting: int = 0
    oldest: datetime | None = None
    last_sent: datetime | None = None
    trouble: str = ""


def of_each():
    """One Fare for each channel, in the order of trying. Three statements, whatever the outbox holds."""
    due = OutboxMessage.objects.order_by().filter(state__in=sorted(DUE))
    counted = due.values("channel").annotate(number=Count("pk"), oldest=Min("created_at"))
    waiting = {row["channel"]: row for row in counted}
    sent = dict(OutboxMessage.objects.order_by().values_list("channel").annotate(Max("sent_at")))
    reasons = dict(due.filter(HELD).values_list("channel").annotate(Max("last_error")))
    return [
        _fare(channel, waiting.get(channel, {}), sent.get(channel), reasons.get(channel, "")) for channel in _all()
    ]


def _all():
    """Those that are tried, in their order, then the others."""
    return [*settings.CHANNEL_ORDER, *(name for name in settings.CHANNELS if name not in settings.CHANNEL_ORDER)]


def _fare(channel, waiting, last_sent, reason):
    return Fare(
        channel,
        channels.is_configured(channel),
        waiting.get("number", 0),
        waiting.get("oldest"),
        last_sent,
        reason.removeprefix(f"{CHANNEL_DOWN}: "),
    )
