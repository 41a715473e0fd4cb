"""What is due when a day has begun: people whose last post ended yesterday are staff no longer."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from audit import trail
from audit.moves import CLOCK, lock
from blk_portal.staffing import posts
from centers.models import Membership
from cohorts import handing_over


def close_the_door():
    """The posts stopped counting at midnight by themselves; this ends what is left, also after days without beat."""
    remaining = Membership.objects.not_over().filter(user=OuterRef("pk"))
    gone = User.objects.filter(~Exists(remaining), is_staff=True, is_superuser=False)
    for user in gone.order_by("pk")[:100]:
        _close(user)


@transaction.atomic
def _close(user):
    lock(user)
    if not posts.let_go(user):
        return
    for cohort in handing_over.unfinished_classes(user):
        if cohort.instructors.exclude(pk=user.pk).exists():
            cohort.instructors.remove(user)
    user.end_sessions()
    trail.write("user.post_ended", by=CLOCK, about=user)
