"""The papers of an application are good: what that takes, and what follows."""

from django.utils import timezone

from audit.moves import Refused, moving
from enrollment import selectors, workflow
from enrollment.announcements import announce
from enrollment.transitions.seats import until
from enrollment.workflow import Status


def found_good(application, *, by, has_to_fix, note=""):
    """Verified, and a provisional seat becomes a real one. The caller has locked and read the application.

    No seat is taken or freed and no queue entered or left, so the wave need not be locked.
    Raises Refused: identity_claim, guardian_consent_missing, document_to_fix, wrong_status.
    """
    seated = application.status == Status.PROVISIONAL
    move = workflow.VERIFY_SEAT if seated else workflow.VERIFY
    with moving(application, move, by=by, note=note, is_locked=True):
        _check(application, has_to_fix)
        application.verified_at = timezone.now()
        if seated:
            application.answer_by = max(
                application.wave.confirm_by, until(application.seat.cohort.offering, application.seat)
            )
    announce(application, "seat_confirmed" if seated else "verified")


def _check(application, has_to_fix):
    trainee = application.trainee
    minor = trainee.is_minor(timezone.localdate())
    consent = selectors.guardian_consent(trainee) if minor else None
    if blocker := selectors.unverifiable(application, has_consent=bool(consent), has_to_fix=has_to_fix):
        raise Refused(*blocker)
    application.adult_on = trainee.adult_on
    application.consented_at = consent.given_at if consent else application.consented_at
