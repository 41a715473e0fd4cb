from django.db.models import Count, Max, Q

from notifications.models import OutboxMessage
from notifications.workflow import DUE


def about(obj):
    """What we wrote about this object, newest first."""
    return OutboxMessage.objects.about(obj).order_by("-created_at", "-pk")


def backlog():
    """How many messages stand in each state, and the newest of each: {"waiting": {"number": 3, "newest": …}}."""
    rows = OutboxMessage.objects.order_by().values("state").annotate(number=Count("pk"), newest=Max("created_at"))
    return {row.pop("state"): row for row in rows}


def fate_of(batches):
    """(still here, gone) of what was written in these batches; without an address a message is neither."""
    rows = OutboxMessage.objects.filter(batch__in=batches)
    here, gone = Q(state__in=sorted(DUE)), Q(state__in=["sending", "sent", "bounced"])
    counted = rows.aggregate(here=Count("pk", filter=here), gone=Count("pk", filter=gone))
    return counted["here"], counted["gone"]
