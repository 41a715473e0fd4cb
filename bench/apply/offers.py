"""What there is to apply for: one wave chosen by score and one where whoever comes first has the seat."""

from datetime import timedelta

from django.utils import timezone

from centers.models import Center, DocumentKind
from cohorts.models import Offering, OfferingDocument, Wave
from tests.factories.centers import CenterFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory

OFFERINGS, SEATS = 13, 16
PAPERS = ("ktp", "ijazah", "foto")  # what each of them asks for


def open_wave(mode, *, offerings=OFFERINGS, seats=SEATS):
    """Offerings of one wave, each with one class. They are the same at every run of a bench."""
    center = Center.objects.first() or CenterFactory()
    wave = WaveFactory(center=center, promote_until=timezone.localdate() + timedelta(days=33))
    made = [OfferingFactory(wave=wave, mode=mode) for _number in range(offerings)]
    for offering in made:
        CohortFactory(offering=offering, seats=seats)
    kinds = DocumentKind.objects.filter(code__in=PAPERS).order_by("order", "pk")
    OfferingDocument.objects.bulk_create(
        OfferingDocument(offering=offering, kind=kind, required=True) for offering in made for kind in kinds
    )
    return made


def opened(mode):
    """Those of an earlier run."""
    waves = Wave.objects.filter(offerings__mode=mode).distinct()
    return list(Offering.objects.filter(wave=waves.latest("pk")).order_by("pk"))
