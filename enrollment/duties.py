"""What is due now. Each duty is a query, so a day without beat is caught up by the next tick."""

import structlog
from django.db import transaction
from django.utils import timezone

from audit.moves import CLOCK, Refused
from enrollment import selectors, transitions
from enrollment.announcements import recipient_of
from enrollment.models import Application
from enrollment.selectors import carrying
from enrollment.selectors.calling_off import left_behind
from enrollment.transitions import calling_off, deadlines, reminders
from enrollment.workflow import Status
from notifications import texts
from notifications.outbox import enqueue
from trainees.identity import holder_claimed_by

log = structlog.get_logger(__name__)


def lapse_and_offer():
    """Deadlines that passed, seats beside which somebody waits, queues whose stop date is over."""
    now = timezone.now()
    due = Application.objects.filter(answer_by__lt=now, status__in=[Status.ACCEPTED, Status.PROVISIONAL])
    _each(due, transitions.lapse)
    _each(Application.objects.filter(fix_by__lt=now, status=Status.RETURNED), transitions.lapse_returned)
    for offering in selectors.offerings_beside_free_seats():
        transitions.fill_free_seats(offering, by=CLOCK)
    closed = Application.objects.filter(status=Status.RESERVE, wave__promote_until__lt=timezone.localdate(now))
    _each(closed, transitions.close_queue)
    for offering in left_behind():
        calling_off.catch_up(offering, by=CLOCK)


def carry_places():
    """Places in postponed programs, carried once everybody had time to say so and the next wave of it is open."""
    for offering in carrying.postponed_with_places():
        if target := carrying.next_wave_of(offering):
            for carry in carrying.in_turn(offering):
                transitions.place_carry(carry, target, by=CLOCK)


def tell_earlier_contacts():
    """Whoever holds a NIK that somebody else now claims hears of it, from the clock and not from the request."""
    claims = Application.objects.filter(identity_claim=True, status__in=[Status.SUBMITTED, Status.PROVISIONAL])
    for application in claims.select_related("trainee", "wave__center").order_by("pk"):
        holder = holder_claimed_by(application.trainee)
        if holder:
            _tell(holder, application)


@transaction.atomic
def _tell(holder, application):
    enqueue(
        "enrollment/identity_claimed",
        to=recipient_of(holder),
        values={"nama": holder.full_name, "balai": str(application.wave.center)},
        about=holder,
        center_code=application.wave.center.code,
        dedupe_key=f"identity_claimed:{application.pk}",
    )


def _each(applications, transition):
    """One transaction each; somebody who answered meanwhile is no error."""
    for application in applications.order_by("pk"):
        try:
            transition(application, by=CLOCK)
        except Refused as refusal:
            log.info("duty_skipped", application=application.pk, code=refusal.code)


def send_reminders():
    """Whoever asked to be told that something opens, or that the day has come."""
    for reminder, offering in selectors.due_reminders():
        reminders.send_reminder(reminder, offering)


def remind_of_deadlines():
    """Seven, two and one days before something has to be done, to whoever has not done it."""
    deadlines.remind_all(timezone.now(), texts.recent())
