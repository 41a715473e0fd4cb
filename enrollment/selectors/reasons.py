"""Why papers are sent back: the rows behind the keys 1 to 4. An office changes them by the year, officers press them
by the second, so a process goes on with what it has read for half a minute, as with the words of messages."""

import time

from django.conf import settings
from django.db.models import Q

from enrollment.models import PaperReason

_read = {}  # center's code → (when, rows)


def reasons_of(center_code):
    """Of this center and of all, the most particular last."""
    when, rows = _read.get(center_code, (None, []))
    if when is None or time.monotonic() - when > settings.TEXTS_KEPT_FOR:
        rows = list(PaperReason.objects.filter(Q(center=None) | Q(center__code=center_code)))
        rows.sort(key=lambda row: (row.center_id is not None, row.kind_id is not None))
        _read[center_code] = time.monotonic(), rows
    return rows


def offered_for(kind_id, rows):
    """Those behind the keys for one kind of paper, in the order of the keys."""
    by_key = {row.key: row for row in rows if row.kind_id in {None, kind_id}}
    return [by_key[key] for key in sorted(by_key)]
