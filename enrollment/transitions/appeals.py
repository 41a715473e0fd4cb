"""A granted appeal is a decision of its own: the published ranking stays as it was."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused, lock, moving
from enrollment import workflow
from enrollment.announcements import announce
from enrollment.models import Choice, QueueStep
from enrollment.transitions import seats
from enrollment.workflow import ChoiceState


@transaction.atomic
def grant_appeal(application, offering, *, by, reason):
    """A free seat of that chosen offering, else the first place in its queue. Raises Refused("not_chosen")."""
    lock(application.wave)
    choice = application.choices.filter(offering=offering).first()
    if choice is None:
        raise Refused("not_chosen", _("Program itu tidak termasuk pilihannya."))
    seat = seats.next_free(offering)
    move = workflow.APPEAL_TO_SEAT if seat else workflow.APPEAL_TO_QUEUE
    with moving(application, move, by=by, note=reason):
        application.seat, application.ended_at = seat, None
        if seat:
            application.answer_by = max(application.wave.confirm_by, timezone.now() + seats.answer_time(offering))
    if seat:
        seats.take(choice, reason)
    else:
        _first_in_line(choice, reason)
    announce(application, "appeal_granted", offering=offering, seat=seat)


def _first_in_line(choice, reason):
    offering, before = choice.offering, choice.queue_place
    QueueStep.objects.create(offering=offering, place=before, cause=QueueStep.Cause.APPEAL)
    Choice.objects.filter(offering=offering, queue_place__isnull=False).update(queue_place=F("queue_place") + 1)
    choice.state, choice.queue_place, choice.reason = ChoiceState.WAITING, 1, reason[:200]
    choice.save(update_fields=["state", "queue_place", "reason"])
