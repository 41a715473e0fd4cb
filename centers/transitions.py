from django.db import transaction
from django.utils import timezone

from audit import trail
from audit.moves import lock
from centers.models import Membership, OfferStep

USUAL_STEPS = ((7, 24), (2, 6))  # days before the class starts, hours to answer an offer


def take_usual_steps(center):
    """A new center's ladder of deadlines; its head changes them at will."""
    OfferStep.objects.bulk_create(OfferStep(center=center, days=days, hours=hours) for days, hours in USUAL_STEPS)


@transaction.atomic
def appoint(user, role, center, *, by, valid_from=None, valid_to=None):
    """Give somebody a role at a center (None: the province). Makes them staff, so their account needs an e-mail."""
    lock(user)
    membership, _new = Membership.objects.update_or_create(  # whoever leaves and comes back on one day
        user=user,
        role=role,
        center=center,
        valid_from=valid_from or timezone.localdate(),
        defaults={"valid_to": valid_to},
    )
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    trail.write("membership.appointed", by=by, about=membership, facts={"role": role})
    return membership
