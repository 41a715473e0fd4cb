"""Seats and queues. Every function here expects the wave's lock, or takes it.

A seat that falls free goes to that offering's queue in the same transaction; every offer and every "not yet" keeps
its reason on the choice, so that "why not me?" has an answer on the screen.
"""

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from cohorts.models import Offering, Seat
from enrollment import selectors, workflow
from enrollment.announcements import announce
from enrollment.models import Appeal, Choice, QueueStep
from enrollment.rules.ladder import answer_by, hours_to_answer
from enrollment.selectors.standing import decided
from enrollment.wording import stored_words
from enrollment.workflow import CLOSE_APPEAL, AppealStatus, ChoiceState, Status
from notifications.rules import quiet_hours

Cause = QueueStep.Cause


def next_free(offering):
    """A free seat, held until commit, or None. Under the wave's lock nobody else asks; SKIP LOCKED comes second."""
    free = selectors.free_seats(offering).select_related("cohort")
    return free.select_for_update(of=("self",), skip_locked=True).first()


def next_place(offering):
    last = Choice.objects.filter(offering=offering).aggregate(last=Max("queue_place"))["last"]
    return (last or 0) + 1


def end_of_queue(offering):
    """(the next number, how many will then stand in line): numbers are given once, and some have left."""
    waiting = Count("pk", filter=Q(state=ChoiceState.WAITING, application__status=Status.RESERVE))
    queued = Choice.objects.filter(offering=offering, queue_place__isnull=False)
    found = queued.aggregate(last=Max("queue_place"), waiting=waiting)
    return (found["last"] or 0) + 1, found["waiting"] + 1


@stored_words()
def give_back(application, seat, *, by):
    """After a move that freed `seat` (None: nothing was held): leave every queue, then offer the seat on."""
    why = application.get_status_display()
    cause = Cause.WITHDREW if application.status == Status.WITHDRAWN else Cause.CANCELLED
    leave_queues(application, state=ChoiceState.REMOVED, reason=why, cause=cause)
    if application.status != Status.LEFT:  # who leaves a class did take the seat
        over = ChoiceState.DECLINED if application.status == Status.WITHDRAWN else ChoiceState.REMOVED
        application.choices.filter(state=ChoiceState.TAKEN).update(state=over, reason=why[:200])
    close_appeal(application, by=by)
    if seat is not None:
        fill_free_seats(seat.cohort.offering, by=by)


def close_appeal(application, *, by):
    """An appeal that nobody has answered has no object any more."""
    for appeal in Appeal.objects.filter(application=application, status=AppealStatus.FILED):
        with moving(appeal, CLOSE_APPEAL, by=by):
            pass


def leave_queues(application, *, state, reason, cause, but=None):
    """Out of every queue but that of `but`. What each place was and why it was left is told to those behind."""
    waiting = application.choices.exclude(pk=but.pk if but else None).filter(state=ChoiceState.WAITING)
    left = list(waiting.order_by("pk"))
    if not left:
        return
    QueueStep.objects.bulk_create(
        QueueStep(offering_id=one.offering_id, place=one.queue_place, cause=cause) for one in left if one.queue_place
    )
    waiting.update(state=state, queue_place=None, reason=reason[:200])


def leave_choice(choice, *, reason, cause):
    """Out of this one queue, or this one wish, and no other."""
    if choice.queue_place:
        QueueStep.objects.create(offering_id=choice.offering_id, place=choice.queue_place, cause=cause)
    choice.state, choice.queue_place, choice.reason = ChoiceState.REMOVED, None, reason[:200]
    choice.save(update_fields=["state", "queue_place", "reason"])


@transaction.atomic
@stored_words()
def fill_free_seats(offering, *, by):
    """Offer every free seat of the offering to its reserves, in order; answers how many were offered."""
    lock(offering.wave)
    queue = {choice.pk: choice for choice in selectors.queue(offering)}
    if not queue:
        return 0
    decisions = decided(offering, queue.values())
    for decision in decisions:
        if decision.offered:
            _offer(queue[decision.key], decision.reason, by=by)
    _keep_reasons((queue[decision.key], decision.reason[:200]) for decision in decisions if not decision.offered)
    return sum(decision.offered for decision in decisions)


def _keep_reasons(told):
    """In one statement: everybody moves up when one is promoted, and the wave is locked meanwhile."""
    news = []
    for choice, reason in told:
        if choice.reason != reason:
            choice.reason = reason
            news.append(choice)
    Choice.objects.bulk_update(news, ["reason"], batch_size=500)


def _offer(choice, reason, *, by):
    """Give the reserve a seat to answer for. First-come reserves get it provisionally: their papers come next."""
    offering, application = choice.offering, choice.application
    first_come = offering.mode == Offering.Mode.FIRST_COME and application.verified_at is None
    move = workflow.OFFER_SEAT if first_come else workflow.OFFER
    with moving(application, move, by=by, note=reason):
        application.seat = next_free(offering)
        application.answer_by = until(offering, application.seat)
    take(choice, reason)
    announce(application, "promoted", offering=offering, choice=choice, reason=reason)


def until(offering, seat):
    """By when an offer of this seat made now has to be answered."""
    return answer_by(timezone.now(), answer_hours(offering.wave, seat.cohort.starts_on), quiet_hours())


def answer_hours(wave, starts_on):
    """A wave's own hours, if it has any; else the center's, by the days that are left."""
    if wave.offer_hours:
        return wave.offer_hours
    steps = wave.center.offer_steps.values_list("days", "hours")
    return hours_to_answer(list(steps), wave.center.offer_hours, (starts_on - timezone.localdate()).days)


@stored_words()
def take(choice, reason):
    """This choice has got its seat; the person waits nowhere else any more."""
    if choice.queue_place is not None:
        QueueStep.objects.create(offering=choice.offering, place=choice.queue_place, cause=Cause.SEAT)
    choice.state, choice.queue_place, choice.reason = ChoiceState.TAKEN, None, reason[:200]
    choice.save(update_fields=["state", "queue_place", "reason"])
    elsewhere = _("Diterima di %(program)s.") % {"program": choice.offering.program}
    removed = {"state": ChoiceState.REMOVED, "reason": elsewhere, "cause": Cause.ELSEWHERE}
    leave_queues(choice.application, **removed, but=choice)


@transaction.atomic
def resize(cohort, size, *, by):
    """Make the class so many seats. New ones go to the queue at once; only free seats go, the highest first.

    Raises Refused("seats_taken") below the number of people sitting.
    """
    lock(cohort.offering.wave)
    lock(cohort)
    taken = cohort.seats.filter(application__isnull=False).count()
    if size < taken:
        raise Refused(
            "seats_taken", _("Sudah %(taken)d kursi terisi; jumlahnya tidak bisa di bawah itu.") % {"taken": taken}
        )
    numbers = list(cohort.seats.order_by("number").values_list("number", flat=True))
    _add_seats(cohort, numbers, size - len(numbers))
    _remove_seats(cohort, len(numbers) - size)
    trail.write("cohort.resize", by=by, about=cohort, facts={"from": len(numbers), "to": size})
    fill_free_seats(cohort.offering, by=by)


def _add_seats(cohort, numbers, count):
    first = (numbers[-1] if numbers else 0) + 1
    Seat.objects.bulk_create(Seat(cohort=cohort, number=first + index) for index in range(max(count, 0)))


def _remove_seats(cohort, count):
    if count > 0:
        free = cohort.seats.filter(application=None).order_by("-number").values_list("pk", flat=True)[:count]
        Seat.objects.filter(pk__in=list(free)).delete()


@transaction.atomic
def close_queue(application, *, by):
    """The stop date has passed: a reserve is told that no seat came free."""
    lock(application.wave)
    with moving(application, workflow.CLOSE_QUEUE, by=by):
        application.ended_at = timezone.now()
    with stored_words():
        reason = _("Masa pengisian kursi kosong sudah berakhir.")
    leave_queues(application, state=ChoiceState.REMOVED, reason=reason, cause=Cause.CLOSED)
    announce(application, "queue_closed")
