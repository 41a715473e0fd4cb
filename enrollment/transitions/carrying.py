"""A postponed program: the place is kept for the next wave of it, if the person says so.

See docs/decisions/0031: whose turn it is, and how somebody stands there, are `rules.carrying`.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from cohorts.models import Offering
from enrollment import selectors, workflow
from enrollment.announcements import announce
from enrollment.models import Application, Carry, Choice
from enrollment.rules.carrying import standing
from enrollment.rules.deadlines import end_of_day
from enrollment.transitions import seats
from enrollment.transitions.submitting import first_deadline
from enrollment.wording import stored_words
from enrollment.workflow import FREES_THE_WAVE, HOLDS_SEAT, ChoiceState, Status

TOLD = {Status.ACCEPTED: "carried_seat", Status.PROVISIONAL: "seat_held", Status.RESERVE: "carried_queue"}


def offer_carry(application, offering, *, was, place):
    """The caller has just ended the application because its program is postponed."""
    days = application.wave.center.carry_days
    until = end_of_day(timezone.localdate(), days)
    return Carry.objects.create(application=application, offering=offering, was=was, place=place, until=until)


@transaction.atomic
def agree_to_carry(carry, *, by):
    """Refused: too_late, wrong_status."""
    with moving(carry, workflow.AGREE_CARRY, by=by):
        now = timezone.now()
        if now > carry.until:
            raise Refused("too_late", _("Batas untuk memilih sudah lewat. Anda tetap dapat mendaftar lagi sendiri."))
        carry.answered_at = now


@transaction.atomic
def decline_carry(carry, *, by):
    """Also to take an agreement back, as long as nothing has come of it. Refused("wrong_status")."""
    with moving(carry, workflow.DECLINE_CARRY, by=by):
        carry.answered_at = timezone.now()


@transaction.atomic
@stored_words()
def place_carry(carry, offering, *, by):
    """Make the application of the next wave, or write down why there can be none. Answers the application or None."""
    lock(offering.wave)
    lock(carry)
    if not workflow.PLACE_CARRY.is_open_for(carry):
        return None
    if why := _impossible(carry.application.trainee, offering):
        return _give_up(carry, why, by=by)
    application = _placed(carry.application, offering)
    _seat(application, offering, was=carry.was)
    trail.write("application.carried", by=by, about=application, to_status=application.status)
    with moving(carry, workflow.PLACE_CARRY, by=by):
        carry.placed = application
    announce(application, TOLD.get(application.status, "carried_on"), offering=offering)
    return application


def _impossible(trainee, offering):
    counting = Application.objects.filter(trainee=trainee, wave=offering.wave)
    if counting.exclude(status__in=sorted(FREES_THE_WAVE)).exists():
        return _("Anda sudah punya pendaftaran pada gelombang itu.")
    verdict = selectors.verdict(trainee, offering, timezone.localdate())
    return " ".join(finding.sentence for finding in verdict.blockers)


def _give_up(carry, why, *, by):
    with moving(carry, workflow.GIVE_UP_CARRY, by=by, note=why):
        carry.reason = why
    announce(carry.application, "carry_impossible", offering=carry.offering, reason=why)


def _placed(before, offering):
    """A draft with what was known and agreed before; the choice is the program that was postponed."""
    application = Application.objects.create(
        trainee=before.trainee,
        wave=offering.wave,
        origin=Application.Origin.CARRIED,
        identity_claim=before.identity_claim,
    )
    Choice.objects.create(application=application, offering=offering, order=1)
    _keep_verdict(application, before)
    application.number = f"{timezone.now():%y}{application.pk:07d}"
    application.submitted_at, application.adult_on = timezone.now(), application.trainee.adult_on
    return application


def _keep_verdict(application, before):
    """Papers found good stay so, unless the new wave asks for more, or a guardian's consent is there no longer."""
    today = timezone.localdate()
    minor = application.trainee.is_minor(today)
    consent = selectors.guardian_consent(application.trainee) if minor else None
    application.consented_at = consent.given_at if consent else None
    good = before.verified_at and not selectors.missing(application, today) and (consent or not minor)
    application.verified_at = timezone.now() if good else None


def _seat(application, offering, *, was):
    first_come, seat = offering.mode == Offering.Mode.FIRST_COME, seats.next_free(offering)
    terms = {"is_verified": application.verified_at is not None, "first_come": first_come}
    application.status = standing(was, **terms, seat_is_free=seat is not None)
    choice = application.choices.get()
    if application.status in HOLDS_SEAT:
        application.seat, choice.state = seat, ChoiceState.TAKEN
        application.answer_by = _deadline(application, offering, seat)
    if application.status == Status.RESERVE:
        choice.queue_place = seats.next_place(offering)
    application.save()
    choice.save()


def _deadline(application, offering, seat):
    if application.status == Status.PROVISIONAL:
        return first_deadline(application.wave)
    return max(application.wave.confirm_by, seats.until(offering, seat))
