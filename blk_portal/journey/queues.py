"""One's place in each queue, and why it changed: walked back from today's place over what happened in the queue.

The steps name nobody, so nothing of another person can come through here.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from blk_portal.journey.words import MOVED
from enrollment import selectors
from enrollment.models import Choice, QueueStep
from enrollment.workflow import ChoiceState, Status


@dataclass(frozen=True, slots=True)
class Change:
    """From one place to another, at once and for one reason."""

    at: datetime
    before: int
    after: int
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    choice: Choice
    position: int
    changes: tuple  # the newest first


def places(application, since):
    """A Place for each queue stood in, in the order of the choices. `since`: when they came into the queues."""
    waiting = [one for one in application.choices.all() if one.state == ChoiceState.WAITING and one.queue_place]
    if application.status != Status.RESERVE or not waiting:
        return []
    positions, steps = selectors.queue_positions(waiting), _steps(waiting, since)
    return [
        Place(one, positions[one.pk], changes(positions[one.pk], one.queue_place, steps.get(one.offering_id, [])))
        for one in waiting
    ]


def _steps(choices, since):
    found = QueueStep.objects.filter(offering__in=[one.offering_id for one in choices], at__gt=since)
    rows = {}
    for step in found.order_by("-pk"):
        rows.setdefault(step.offering_id, []).append(step)
    return rows


def changes(position, number, steps):
    """Why one stands at `position` with the queue number `number`; `steps` the newest first. Pure."""
    moved = []
    for step in steps:
        before, number = _before(position, number, step)
        if number < 1:  # their own coming to the head, by an appeal
            break
        if before != position:
            moved.append((step, before, position))
            position = before
    return tuple(_together(list(rows)) for _key, rows in groupby(moved, key=_alike))


def _before(position, number, step):
    """(place, queue number) as they were before this step."""
    if step.cause == QueueStep.Cause.APPEAL:
        number -= 1
        from_behind = step.place is None or step.place > number
        return (position - 1 if from_behind else position), number
    if step.cause == QueueStep.Cause.ORDER:
        return _before_by_hand(position, number, step)
    return (position + 1 if step.place < number else position), number


def _before_by_hand(position, number, step):
    """Whoever was moved stands at the number taken; those between the two numbers stood one further, or one nearer."""
    left, taken = step.place, step.to_place
    forward = taken < left
    if number == taken:
        return (position + step.passed if forward else position - step.passed), left
    if forward and taken < number <= left:
        return position - 1, number - 1
    if not forward and left <= number < taken:
        return position + 1, number + 1
    return position, number


def _alike(row):
    step = row[0]
    return step.cause, step.reason, step.at.replace(second=0, microsecond=0)


def _together(rows):
    """Several who moved up in the same minute for the same reason are one line."""
    newest, oldest = rows[0], rows[-1]
    one, several = MOVED[newest[0].cause]
    words = str(one) if len(rows) == 1 else str(several)
    why = words % {"count": len(rows), "reason": newest[0].reason}
    return Change(at=newest[0].at, before=oldest[1], after=newest[2], why=why)


def why_wait(application):
    """One sentence on how the queue moves."""
    if any(choice.offering.mode == choice.offering.Mode.FIRST_COME for choice in application.choices.all()):
        return _("Urutan ditentukan oleh waktu pendaftaran.")
    return _("Urutan ditentukan oleh peringkat hasil seleksi.")
