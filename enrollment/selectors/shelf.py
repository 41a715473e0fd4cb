"""What is offered, kept for a few seconds: it changes by the week, and in a rush it is asked for by the second.

A verdict, the papers asked for and the questions of a form may rest on it. Whether an offering is open may not: that
is asked anew each time.
"""

from copy import copy

from django.db.models import Prefetch

from centers.kept import Kept, levels, regions
from cohorts.models import Offering, OfferingDocument, Wave

ALONG = ("program__education_min", "funding", "wave__center__region__parent")


def _read(ids):
    papers = OfferingDocument.objects.select_related("kind__instead").order_by("kind__order", "pk")
    rows = Offering.objects.filter(pk__in=ids).select_related(*ALONG)
    return rows.prefetch_related("eligibility_rules", Prefetch("asked_documents", papers)).in_bulk()


_offers = Kept(_read)
_waves = Kept(Wave.objects.select_related("center").in_bulk)


def offers(ids):
    """{id: the offering with all that rules look at}. Each a copy of the reader's own: threads share what is kept."""
    return {pk: _own(offering) for pk, offering in _offers.of(ids).items()}


def _own(kept):
    offering = copy(kept)
    offering.wave = copy(kept.wave)
    return offering


def along(application):
    """Its wave and center, and the person's place and schooling: what every page of it shows, without a wide join."""
    trainee = application.trainee
    application.wave = copy(_waves.one(application.wave_id))
    trainee.region, trainee.education = regions.one(trainee.region_id), levels.one(trainee.education_id)
    return application
