"""Rows that change by the week and are asked for by the second: a process goes on with them for a few seconds.

What they say may be shown and judged by. Whether something is open, full or taken may not: that is asked anew.
"""

import time

from django.conf import settings

from centers.models import DocumentKind, EducationLevel, Region

EVERYTHING = []


class Kept:
    """`read(ids)` answers {id: row} for those it is asked for. Readers share a row: whoever changes it copies it."""

    def __init__(self, read):
        self.read, self.known = read, {}
        EVERYTHING.append(self)

    def of(self, ids):
        """{id: row}; one look at the database when any of them is unknown or too old."""
        if not all(self._is_fresh(pk) for pk in ids):
            self.known.update({pk: (time.monotonic(), row) for pk, row in self.read(ids).items()})
        return {pk: self.known[pk][1] for pk in ids}

    def one(self, pk):
        """None for None: a place not filled in yet."""
        return None if pk is None else self.of([pk])[pk]

    def _is_fresh(self, pk):
        return pk in self.known and time.monotonic() - self.known[pk][0] <= settings.ROWS_KEPT_FOR


def forget():
    """The next to ask reads anew."""
    for one in EVERYTHING:
        one.known.clear()


regions = Kept(Region.objects.select_related("parent__parent__parent").in_bulk)  # each with all that is above it
levels = Kept(EducationLevel.objects.in_bulk)
kinds = Kept(DocumentKind.objects.in_bulk)
