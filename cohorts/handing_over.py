"""Classes of an instructor who goes, given to a colleague: the class itself and every booking still to come."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from cohorts.models import Booking, Cohort, Resource
from cohorts.workflow import CohortStatus

UNFINISHED = frozenset({CohortStatus.PLANNED, CohortStatus.RUNNING, CohortStatus.TESTING, CohortStatus.POSTPONED})


def unfinished_classes(user, center_code=""):
    """Classes that still need this instructor; of that center only, if one is named."""
    classes = Cohort.objects.taught_by(user).filter(status__in=sorted(UNFINISHED))
    if center_code:
        classes = classes.filter(offering__wave__center__code=center_code)
    return classes.select_related("offering__wave__center").order_by("starts_on", "name", "pk")


def bookings_after(user, day, center_code=""):
    bookings = Booking.objects.filter(resource__user=user, session__date__gt=day)
    if center_code:
        bookings = bookings.filter(resource__center__code=center_code)
    return bookings.select_related("session__cohort", "resource").order_by("session__date", "session__starts_at", "pk")


@transaction.atomic
def hand_over(user, successor, *, after, stays, by, center_code=""):
    """`after` is the last day of the one who goes; with `stays` they remain named until then.

    Refused when the colleague already teaches at one of those times: choose another one, or move that session first.
    """
    for booking in bookings_after(user, after, center_code):
        _give(booking, successor)
    for cohort in unfinished_classes(user, center_code):
        lock(cohort)
        cohort.instructors.add(successor)
        if not stays:
            cohort.instructors.remove(user)
        trail.write("cohort.handed_over", by=by, about=cohort, facts={"from": user.pk, "to": successor.pk})


def _give(booking, successor):
    """Their resource is made if they have none: without it the same hour could be booked twice."""
    resource, _made = Resource.objects.get_or_create(
        user=successor,
        defaults={"center": booking.resource.center, "kind": Resource.Kind.PERSON, "name": str(successor)},
    )
    clash = Booking.objects.filter(resource=resource, period__overlap=booking.period).order_by("pk").first()
    if clash and clash.session_id == booking.session_id:
        booking.delete()  # they teach it together already
        return
    if clash:
        values = {
            "name": successor,
            "date": f"{booking.session.date:%d-%m-%Y}",
            "other": clash.whose,
        }
        raise Refused("successor_busy", _("%(name)s sudah mengajar %(other)s pada %(date)s.") % values)
    booking.resource = resource
    booking.save(update_fields=["resource"])
