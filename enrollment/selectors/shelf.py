"""What is offered, kept for a few seconds: it changes by the week, and in a rush it is asked for by the second.

A verdict, the papers asked for and the questions of a form may rest on it. Whether an offering is open may not: that
is asked anew each time.
"""

import time
from copy import copy

from django.conf import settings
from django.db.models import Prefetch

from cohorts.models import Offering, OfferingDocument

ALONG = ("program__education_min", "funding", "wave__center__region__parent")
_kept = {}  # offering's id: (when it was read, the offering)


def offers(ids):
    """{id: the offering with all that rules look at}. Each a copy of the reader's own: threads share what is kept."""
    known = [_kept.get(pk) for pk in ids]
    if not all(one and time.monotonic() - one[0] <= settings.OFFERS_KEPT_FOR for one in known):
        _kept.update({pk: (time.monotonic(), offering) for pk, offering in _read(ids).items()})
    return {pk: _own(_kept[pk][1]) for pk in ids}


def _read(ids):
    papers = OfferingDocument.objects.select_related("kind__instead").order_by("kind__order", "pk")
    rows = Offering.objects.filter(pk__in=ids).select_related(*ALONG)
    return rows.prefetch_related("eligibility_rules", Prefetch("asked_documents", papers)).in_bulk()


def _own(kept):
    offering = copy(kept)
    offering.wave = copy(kept.wave)
    return offering
