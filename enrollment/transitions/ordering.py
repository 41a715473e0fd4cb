"""Changing the order of a queue by hand: only with a reason, and under a name."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from enrollment import selectors
from enrollment.announcements import announce
from enrollment.models import Choice, QueueStep
from enrollment.rules.ordering import shift
from enrollment.transitions.seats import fill_free_seats


@transaction.atomic
def reorder(choice, position, *, by, reason):
    """Let this reserve stand at `position`, 1 being the head. Refused: not_waiting, no_such_place, same_place.

    The person is told, and whoever moved because of it reads the reason beside their place.
    """
    offering = choice.offering
    lock(offering.wave)
    waiting = list(selectors.queue(offering))
    numbers = [one.queue_place for one in waiting]
    mine = next((one for one in waiting if one.pk == choice.pk), None)
    if mine is None:
        raise Refused("not_waiting", _("Orang ini tidak lagi menunggu di antrean program ini."))
    if not 1 <= position <= len(numbers):
        raise Refused("no_such_place", _("Pilih urutan dari 1 sampai %(last)d.") % {"last": len(numbers)})
    moved = shift(numbers, mine.queue_place, position)
    if moved is None:
        raise Refused("same_place", _("Orang ini sudah berada di urutan itu."))
    _renumber(mine, moved, reason)
    facts = {"offering": offering.pk, "from": numbers.index(moved.left) + 1, "to": position}
    trail.write("application.reordered", by=by, about=mine.application, note=reason, facts=facts)
    announce(mine.application, "queue_moved", offering=offering, position=position, reason=reason)
    fill_free_seats(offering, by=by)


def _renumber(choice, moved, reason):
    between = Choice.objects.filter(
        offering=choice.offering_id, queue_place__gte=moved.first, queue_place__lte=moved.last
    )
    between.update(queue_place=F("queue_place") + moved.by)
    Choice.objects.filter(pk=choice.pk).update(queue_place=moved.taken)
    QueueStep.objects.create(
        offering_id=choice.offering_id,
        cause=QueueStep.Cause.ORDER,
        place=moved.left,
        to_place=moved.taken,
        passed=moved.passed,
        reason=reason[:200],
    )
