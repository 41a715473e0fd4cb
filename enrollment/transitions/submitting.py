"""Sending an application: once, complete, and for an offering that is open and whose conditions are met."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused, lock, moving
from cohorts import selectors as offered
from enrollment import selectors, workflow
from enrollment.announcements import announce
from enrollment.models import Choice
from enrollment.transitions import seats
from enrollment.transitions.identity import take_identity
from enrollment.wording import stored_words
from enrollment.workflow import ChoiceState


@transaction.atomic
def submit(application, *, by):
    """Send it. A selection offering takes no lock but the application's; a first-come one gives its seat now.

    Raises Refused: closed, full (the cap on applicants), incomplete, not_eligible, wrong_status.
    """
    offerings = chosen_offerings(application)
    if offerings and offerings[0].mode == offerings[0].Mode.FIRST_COME:
        return _submit_first_come(application, offerings[0], by=by)
    with moving(application, workflow.SUBMIT, by=by):
        _check_and_fill(application, offerings)
    announce(application, "submitted")
    return application


def chosen_offerings(application):
    chosen = application.choices.select_related(
        "offering__wave__center", "offering__program__education_min", "offering__funding"
    )
    return [choice.offering for choice in chosen.order_by("order")]


def _submit_first_come(application, offering, *, by):
    """The seat is given at once, provisionally, until the papers are verified; when full, a place in the queue."""
    lock(application.wave)
    seat = seats.next_free(offering)
    move = workflow.SUBMIT_TO_SEAT if seat else workflow.SUBMIT_TO_QUEUE
    with moving(application, move, by=by):
        _check_and_fill(application, [offering])
        choice = application.choices.get()
        if seat:
            application.seat = seat
            application.answer_by = timezone.now() + timedelta(days=offering.wave.center.fix_days)
            choice.state = ChoiceState.TAKEN
        else:
            choice.queue_place = seats.next_place(offering)
        choice.save()
    announce(application, "seat_held" if seat else "queued", offering=offering, choice=choice)
    return application


def _check_and_fill(application, offerings):
    now = timezone.now()
    today = timezone.localdate(now)
    lacking = selectors.missing(application, today)
    if lacking:
        raise Refused("incomplete", " ".join(sentence for _step, sentence in lacking))
    for offering in offerings:
        _check_open(offering, now)
    application.findings = findings_of(application, offerings, today)
    application.adult_on = application.trainee.adult_on
    consent = selectors.guardian_consent(application.trainee)
    application.consented_at = consent.given_at if consent else None
    application.identity_claim = not take_identity(application.trainee)
    application.number = f"{now:%y}{application.pk:07d}"
    application.submitted_at = application.saved_at = now


def _check_open(offering, now):
    """Still open this second, and below the cap: counted under the offering's lock, so that the cap is not passed."""
    if offering.applicant_cap is not None:
        lock(offering)
    sent = Choice.objects.filter(offering=offering).exclude(application__status="draft").count()
    match offered.label(offering, now, applicants=sent):
        case offered.OPEN:
            return
        case offered.FULL:
            raise Refused("full", _("Jumlah pendaftar %(program)s sudah penuh.") % {"program": offering.program})
        case _:
            raise Refused("closed", _("Pendaftaran %(program)s sudah ditutup.") % {"program": offering.program})


def findings_of(application, offerings, today):
    """What the officer should look at, per offering. Refused("not_eligible") where one is blocked."""
    return [_check_eligible(application.trainee, offering, today) for offering in offerings]


def _check_eligible(trainee, offering, today):
    """Blocked is refused with every reason; what only an officer can judge is kept for the officer."""
    verdict = selectors.verdict(trainee, offering, today)
    if not verdict.may_apply:
        raise Refused("not_eligible", " ".join(finding.sentence for finding in verdict.blockers))
    with stored_words():
        findings = selectors.verdict(trainee, offering, today).findings
    return {
        "offering": offering.pk,
        "look": [finding.sentence for finding in findings if finding.outcome == "look"],
    }
