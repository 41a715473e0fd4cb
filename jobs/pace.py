"""How fast long work goes and how long it may still take: measured over its last items, never over a plan.

The time runs until now and not until the last item, so the figure falls as soon as the work does.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.utils.translation import gettext as _

FEWEST_SECONDS = 2  # less says nothing
RECENT = timedelta(minutes=1)
FEWEST_ITEMS = 20  # slow work is measured over these, however long ago the first of them was


@dataclass(frozen=True, slots=True)
class Pace:
    per_minute: float
    seconds_left: float

    def __str__(self):
        return f"{rate(self.per_minute)}, {remaining(self.seconds_left)}"


def measure(moments, left, now):
    """The pace of the items done at these moments (newest first), or None while it is too early to tell.

    Of quick work the last minute counts, of slow work the last items.

    Items of one transaction come at once; so the oldest moment only begins the time, and is not counted.
    """
    if not moments:
        return None
    recent = [moment for moment in moments if now - moment <= RECENT]
    moments = max(recent, moments[:FEWEST_ITEMS], key=len)
    first, span = moments[-1], (now - moments[-1]).total_seconds()
    counted = sum(moment > first for moment in moments)
    if not counted or span < FEWEST_SECONDS:
        return None
    return Pace(per_minute=60 * counted / span, seconds_left=left * span / counted)


def rate(per_minute):
    if per_minute >= 120:
        return _("sekitar %(count)d butir per detik") % {"count": round(per_minute / 60)}
    if per_minute >= 1:
        return _("sekitar %(count)d butir per menit") % {"count": round(per_minute)}
    return _("kurang dari satu butir per menit")


def remaining(seconds):
    """In words as coarse as the guess is."""
    if seconds < 50:
        return _("kurang dari satu menit lagi")
    if seconds < 55 * 60:
        return _("kira-kira %(count)d menit lagi") % {"count": ceil(seconds / 60 - 1 / 6)}
    if seconds < 36 * 3600:
        return _("kira-kira %(count)d jam lagi") % {"count": max(1, round(seconds / 3600))}
    return _("lebih dari sehari lagi")
