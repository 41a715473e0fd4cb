"""Appeals: filed once by the person, answered by the head. A granted one is a decision of its own.

The published ranking stays as it was; so does every seat that somebody has.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from enrollment import workflow
from enrollment.announcements import announce
from enrollment.models import Appeal, Choice, Decision, QueueStep, RankingRow
from enrollment.rules.deadlines import end_of_day
from enrollment.selectors.appeals import appeal_until, published_row
from enrollment.selectors.calling_off import CALLED_OFF
from enrollment.transitions import seats
from enrollment.workflow import ChoiceState


@transaction.atomic
def file_appeal(application, offering, *, by, reason):
    """Once, in the days after the results. Refused: wrong_status, not_published, too_late, appealed, not_chosen."""
    lock(application)
    _refuse_if_late(application)
    choice = application.choices.filter(offering=offering).first()
    if choice is None:
        raise Refused("not_chosen", _("Program itu tidak termasuk pilihannya."))
    days = application.wave.center.appeal_answer_days
    appeal = Appeal.objects.create(
        application=application, choice=choice, reason=reason, answer_by=end_of_day(timezone.localdate(), days)
    )
    trail.write("application.appeal_filed", by=by, about=application)
    announce(application, "appeal_received", offering=offering, until=appeal.answer_by)
    return appeal


def _refuse_if_late(application):
    if application.status not in workflow.MAY_APPEAL:
        status = application.get_status_display()
        raise Refused("wrong_status", _("Tidak bisa dilakukan saat statusnya “%(status)s”.") % {"status": status})
    until = appeal_until(application)
    if until is None:
        raise Refused("not_published", _("Hasil gelombang ini belum diumumkan."))
    if timezone.now() > until:
        raise Refused("too_late", _("Masa sanggah sudah berakhir."))
    if Appeal.objects.filter(application=application).exists():
        raise Refused("appealed", _("Sanggahan Anda sudah kami terima. Satu pendaftaran bisa disanggah satu kali."))


@transaction.atomic
def grant_appeal(appeal, *, by, reason):
    """A free seat of that offering, else the first place in its queue. Refused: stopped, called_off, wrong_status."""
    application, offering = appeal.application, appeal.choice.offering
    lock(application.wave)
    with moving(appeal, workflow.GRANT_APPEAL, by=by):
        _answer(appeal, by, reason)
        _refuse_if_over(offering)
        seat = _place(application, appeal.choice, by=by, reason=reason)
    outcome = RankingRow.Outcome.ACCEPTED if seat else RankingRow.Outcome.RESERVE
    row = published_row(appeal.choice)
    Decision.objects.create(appeal=appeal, row=row, outcome=outcome, reason=reason, decided_by=by.user)
    announce(application, "appeal_granted", offering=offering, seat=seat, reason=reason)
    return seat


def _answer(appeal, by, reason):
    appeal.answer, appeal.answered_by, appeal.answered_at = reason, by.user, timezone.now()


def _refuse_if_over(offering):
    offering.refresh_from_db(fields=["status"])
    if offering.status in CALLED_OFF:
        raise Refused("called_off", _("Program ini ditunda atau dibatalkan, jadi tidak ada kursi lagi."))
    stop = offering.wave.promote_until
    if timezone.localdate() > stop:
        day = date_format(stop, "j F Y")
        raise Refused("stopped", _("Pengisian kursi kosong sudah ditutup pada %(day)s.") % {"day": day})


def _place(application, choice, *, by, reason):
    """The seat, or None where only the head of the queue was left."""
    seat = seats.next_free(choice.offering)
    move = workflow.APPEAL_TO_SEAT if seat else workflow.APPEAL_TO_QUEUE
    with moving(application, move, by=by, note=reason):
        application.seat, application.ended_at = seat, None
        if seat:
            application.answer_by = max(application.wave.confirm_by, seats.until(choice.offering, seat))
    choice.refresh_from_db()
    if seat:
        seats.take(choice, reason)
    else:
        _first_in_line(choice, reason)
    return seat


def _first_in_line(choice, reason):
    """Of somebody who missed the test the other wishes have come to nothing: only this one is heard."""
    offering, before = choice.offering, choice.queue_place
    others = choice.application.choices.exclude(pk=choice.pk).filter(state=ChoiceState.WAITING, queue_place=None)
    others.update(state=ChoiceState.REMOVED)
    QueueStep.objects.create(offering=offering, place=before, cause=QueueStep.Cause.APPEAL)
    Choice.objects.filter(offering=offering, queue_place__isnull=False).update(queue_place=F("queue_place") + 1)
    choice.state, choice.queue_place, choice.reason = ChoiceState.WAITING, 1, reason[:200]
    choice.save(update_fields=["state", "queue_place", "reason"])


@transaction.atomic
def decline_appeal(appeal, *, by, reason):
    """The result stays, and the person reads why. Where they stand does not change."""
    with moving(appeal, workflow.DECLINE_APPEAL, by=by):
        _answer(appeal, by, reason)
    trail.write("application.appeal_declined", by=by, about=appeal.application, note=reason)
    announce(appeal.application, "appeal_declined", offering=appeal.choice.offering, reason=reason)
