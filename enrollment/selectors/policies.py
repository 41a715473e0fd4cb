"""By what each offering of a wave selects, and whether it may still be changed."""

from django.db.models import Count, Exists, OuterRef

from cohorts.models import Offering, Seat
from cohorts.workflow import OfferingStatus
from enrollment.models import Application, SelectionPolicy
from enrollment.selectors.seats import FILLABLE

TERMS = ("test_weight", "interview_weight", "minimum_score", "tie_break", "reserves")


def selecting(wave_pk):
    """The offerings of a wave that test and interview, but those that are only planned."""
    rows = Offering.objects.filter(wave=wave_pk, mode=Offering.Mode.SELECTION)
    return rows.exclude(status=OfferingStatus.PLANNED).order_by("pk")


def unlocked(wave_pk):
    """Offerings of the wave whose rules are still only the form's."""
    return selecting(wave_pk).filter(~Exists(SelectionPolicy.objects.filter(offering=OuterRef("pk"))))


def free_seats_by_offering(wave):
    """{offering's id: seats that can be given out}; in one query, as `free_seats` counts them."""
    taken = Application.objects.filter(seat=OuterRef("pk"))
    free = Seat.objects.filter(~Exists(taken), cohort__offering__wave=wave, cohort__status__in=sorted(FILLABLE))
    return dict(free.order_by().values_list("cohort__offering").annotate(number=Count("pk")))
