"""What a person answers, or fails to answer, and what the centre ends."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused, lock, moving
from enrollment import selectors, workflow
from enrollment.announcements import announce
from enrollment.transitions.classes import end_enrollment, enroll
from enrollment.transitions.drafts import erase_health
from enrollment.transitions.places import let_go
from enrollment.transitions.seats import give_back
from enrollment.workflow import EnrollmentStatus, Status


@transaction.atomic
def confirm(application, *, by):
    """Daftar ulang, until the deadline. In a class that has started the person is enrolled at once.

    Raises Refused: too_late, identity_claim, wrong_status.
    """
    lock(application.wave)
    with moving(application, workflow.CONFIRM, by=by):
        now = timezone.now()
        if now > application.answer_by:
            raise Refused("too_late", _("Batas daftar ulang sudah lewat."))
        if application.identity_claim:
            raise Refused("identity_claim", _("Klaim identitas harus diselesaikan petugas lebih dahulu."))
        application.confirmed_at = now
    announce(application, "confirmed", cohort=application.seat.cohort)
    if selectors.started(application.seat.cohort):
        enroll(application, by=by)


@transaction.atomic
def withdraw(application, *, by, note=""):
    """Give the wish, the offer or the place back. Who has confirmed may until the class starts, then it is `leave`."""
    lock(application.wave)
    seat = lock(application).seat
    if application.status == Status.CONFIRMED and selectors.started(seat.cohort):
        raise Refused("class_started", _("Kelas sudah mulai. Hubungi petugas balai untuk keluar dari pelatihan."))
    with moving(application, workflow.WITHDRAW, by=by, note=note):
        application.seat, application.ended_at = None, timezone.now()
    erase_health(application.trainee)
    let_go(application, by=by)
    announce(application, "withdrawn")
    give_back(application, seat, by=by)


@transaction.atomic
def leave(application, *, by, note):
    """Out of a class that has started. The seat goes to the queue if the stop date allows."""
    lock(application.wave)
    seat = lock(application).seat
    if application.status == Status.CONFIRMED and not selectors.started(seat.cohort):
        raise Refused("class_not_started", _("Kelas belum mulai. Gunakan pengunduran diri."))
    with moving(application, workflow.LEAVE, by=by, note=note):
        application.seat, application.ended_at = None, timezone.now()
    end_enrollment(application.enrollment, EnrollmentStatus.WITHDRAWN, by=by, note=note)
    announce(application, "left")
    give_back(application, seat, by=by)


@transaction.atomic
def lapse(application, *, by):
    """No answer by the deadline: considered withdrawn. Refused("not_due") before it."""
    lock(application.wave)
    seat = lock(application).seat
    with moving(application, workflow.LAPSE, by=by):
        if timezone.now() <= application.answer_by:
            raise Refused("not_due", _("Batas waktunya belum lewat."))
        application.seat, application.ended_at = None, timezone.now()
    announce(application, "lapsed")
    give_back(application, seat, by=by)


@transaction.atomic
def lapse_returned(application, *, by):
    """Not corrected by the deadline."""
    with moving(application, workflow.LAPSE_RETURNED, by=by):
        if timezone.now() <= application.fix_by:
            raise Refused("not_due", _("Batas waktunya belum lewat."))
        application.ended_at = timezone.now()
    announce(application, "lapsed_returned")


@transaction.atomic
def cancel_by_centre(application, *, by, reason):
    """The centre ends it; the person may apply again in the same wave."""
    end_by_centre(application, by=by, reason=reason)
    announce(application, "cancelled", reason=reason)


def end_by_centre(application, *, by, reason):
    """The same without a word to the person: the caller, in its transaction, has more to say."""
    lock(application.wave)
    seat = lock(application).seat
    with moving(application, workflow.CANCEL_BY_CENTRE, by=by, note=reason):
        application.seat, application.reason, application.ended_at = None, reason, timezone.now()
    if hasattr(application, "enrollment"):
        end_enrollment(application.enrollment, EnrollmentStatus.STOPPED, by=by, note=reason)
    let_go(application, by=by)
    give_back(application, seat, by=by)
