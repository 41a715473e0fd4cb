from django.db.models import Count, Max

from notifications.models import OutboxMessage


def about(obj):
    """What we wrote about this object, newest first."""
    return OutboxMessage.objects.about(obj).order_by("-created_at", "-pk")


def backlog():
    """How many messages stand in each state, and the newest of each: {"waiting": {"number": 3, "newest": …}}."""
    rows = OutboxMessage.objects.order_by().values("state").annotate(number=Count("pk"), newest=Max("created_at"))
    return {row.pop("state"): row for row in rows}
