"""What somebody might like to be reminded of, and which reminders are due."""

from collections import defaultdict

from django.utils import timezone

from cohorts import selectors as offered
from cohorts.workflow import OfferingStatus
from enrollment.models import Reminder
from enrollment.selectors.seats import with_demand
from trainees.rules.age import DAY

Kind = Reminder.Kind
OF_LABEL = {offered.SOON: Kind.OPENS, offered.FULL: Kind.SEATS, offered.CLOSED: Kind.LATER}


def worth_reminding(offering, verdict=None):
    """(kind, the day from which it makes sense), or None where there is nothing to wait for.

    Who is only too early waits for a later offering of the track: this one's reference date does not move.
    """
    if verdict and verdict.blockers:
        return (Kind.LATER, verdict.becomes_true_on) if verdict.becomes_true_on else None
    kind = OF_LABEL.get(offering.label)
    if kind is None:
        return None
    return kind, offering.wave.starts_on + DAY if kind == Kind.LATER else timezone.localdate(offering.wave.opens_at)


def due_reminders():
    """[(reminder, the offering to tell of)]: four queries, however many wait."""
    waiting = list(
        Reminder.objects.filter(confirmed_at__isnull=False, sent_at=None).select_related("track").order_by("pk")
    )
    if not waiting:
        return []
    open_now = _open_now()
    by_number = {one.pk: one for one in open_now}
    by_track = defaultdict(list)
    for one in open_now:
        by_track[one.program.track_id].append(one)
    found = [(one, by_number.get(one.offering_id) or _later(by_track[one.track_id], one)) for one in waiting]
    return [(reminder, offering) for reminder, offering in found if offering]


def _open_now():
    now = timezone.now()
    offerings = with_demand(offered.published_offerings().filter(status=OfferingStatus.OPEN))
    return [one for one in offerings if offered.label(one, now, applicants=one.applicants) == offered.OPEN]


def _later(offerings, reminder):
    """The first whose reference days have all come to `from_on`: then what time was to mend is mended."""
    suitable = [one for one in offerings if min(one.age_on, one.wave.starts_on) >= reminder.from_on]
    return min(suitable, key=lambda one: (one.wave.starts_on, one.pk), default=None)
