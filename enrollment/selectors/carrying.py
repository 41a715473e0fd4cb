"""Which places wait to be carried, in whose turn, and where to."""

from django.db.models import Q
from django.utils import timezone

from cohorts.models import Offering
from cohorts.workflow import OfferingStatus
from enrollment.models import Carry
from enrollment.rules.carrying import turn
from enrollment.workflow import CarryStatus


def postponed_with_places():
    """Offerings whose people have all answered, or whose time to answer is over, and somebody agreed."""
    agreed = Carry.objects.filter(status=CarryStatus.AGREED)
    asked = Carry.objects.filter(status=CarryStatus.OFFERED, until__gte=timezone.now())
    rows = Offering.objects.filter(pk__in=agreed.values("offering")).exclude(pk__in=asked.values("offering"))
    return rows.select_related("wave").order_by("pk")


def next_wave_of(offering):
    """The same program at the same center in the next wave that is open, or this one itself, opened again."""
    later = Q(wave__starts_on__gt=offering.wave.starts_on) | Q(pk=offering.pk)
    rows = Offering.objects.filter(
        later,
        program=offering.program_id,
        wave__center=offering.wave.center_id,
        wave__closes_at__gt=timezone.now(),
        status=OfferingStatus.OPEN,
    )
    return rows.select_related("wave__center", "program").order_by("wave__starts_on", "pk").first()


def in_turn(offering):
    agreed = offering.carries.filter(status=CarryStatus.AGREED)
    rows = agreed.select_related("application__trainee", "application__wave__center", "offering__program")
    return sorted(rows, key=lambda one: turn(one.was, one.place, one.application.number))
