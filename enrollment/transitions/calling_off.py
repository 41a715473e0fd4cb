"""A program of a wave, or all of them, is postponed or cancelled before it starts: whole, or not at all.

Classes, timetables, bookings, tests, applications and messages go in one transaction. Whoever chose something else
besides keeps that; whoever did not is told, and asked whether their place may be kept if it is only postponed.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import AuditEntry
from audit.moves import Refused, lock
from cohorts import opening
from cohorts.workflow import CANCEL_OFFERING, POSTPONE_OFFERING, CohortStatus, OfferingStatus
from enrollment.announcements import announce
from enrollment.models import QueueStep, Ranking
from enrollment.selectors.calling_off import CALLED_OFF, ending, staying
from enrollment.transitions.answers import end_by_centre
from enrollment.transitions.carrying import offer_carry
from enrollment.transitions.seats import leave_choice
from enrollment.transitions.sittings import cancel_sitting
from enrollment.workflow import RankingStatus, SittingStatus

STARTED = frozenset({CohortStatus.RUNNING, CohortStatus.TESTING, CohortStatus.FINISHED})


@transaction.atomic
def postpone(offerings, *, by, reason):
    """Refused: nothing_to_call_off, class_started, results_proposed."""
    _call_off(offerings, POSTPONE_OFFERING, by=by, reason=reason)


@transaction.atomic
def cancel(offerings, *, by, reason):
    """The same, and nobody's place is kept. Refused: nothing_to_call_off, class_started, results_proposed."""
    _call_off(offerings, CANCEL_OFFERING, by=by, reason=reason)


def _call_off(offerings, move, *, by, reason):
    if not offerings:
        raise Refused("nothing_to_call_off", _("Tidak ada program yang bisa ditunda atau dibatalkan."))
    wave = lock(offerings[0].wave)
    _refuse_if_under_way(wave, offerings)
    for offering in offerings:
        opening.call_off(offering, move, by=by, note=reason)
    _let_people_go(offerings, by=by, reason=reason, postponed=move == POSTPONE_OFFERING)
    for offering in offerings:
        for sitting in offering.sittings.filter(status=SittingStatus.PLANNED, starts_at__gt=timezone.now()):
            cancel_sitting(sitting, by=by, reason=reason)


@transaction.atomic
def catch_up(offering, *, by):
    """Somebody sent an application in the moment in which this offering was called off: for them too it is over."""
    lock(offering.wave)
    offering.refresh_from_db(fields=["status"])
    if offering.status not in CALLED_OFF:
        return
    ways = ["offering.postpone", "offering.cancel"]
    entry = AuditEntry.objects.about(offering).filter(action__in=ways).order_by("-pk").first()
    postponed = offering.status == OfferingStatus.POSTPONED
    reason = entry.note if entry else offering.get_status_display()
    _let_people_go([offering], by=by, reason=reason, postponed=postponed)


def _let_people_go(offerings, *, by, reason, postponed):
    leaving, remaining = list(ending(offerings)), list(staying(offerings))
    for choice in remaining:
        _drop_choice(choice, by=by, reason=reason)
    for choice in leaving:
        _end(choice, by=by, reason=reason, postponed=postponed)


def _refuse_if_under_way(wave, offerings):
    started = [cohort for one in offerings for cohort in one.cohorts.filter(status__in=sorted(STARTED))]
    if started:
        names = ", ".join(str(cohort) for cohort in started)
        raise Refused("class_started", _("Kelas ini sudah mulai: %(names)s.") % {"names": names})
    if Ranking.objects.filter(wave=wave, status=RankingStatus.PROPOSED).exists():
        raise Refused("results_proposed", _("Hasil gelombang ini sudah diajukan. Tarik usulannya lebih dahulu."))


def _drop_choice(choice, *, by, reason):
    """They have another choice that goes on: only this one ends."""
    leave_choice(choice, reason=reason, cause=QueueStep.Cause.CALLED_OFF)
    announce(choice.application, "choice_called_off", offering=choice.offering, reason=reason)


def _end(choice, *, by, reason, postponed):
    application, was, place = choice.application, choice.application.status, choice.queue_place
    end_by_centre(application, by=by, reason=reason)
    if not postponed:
        return announce(application, "cancelled", reason=reason)
    carry = offer_carry(application, choice.offering, was=was, place=place)
    return announce(application, "postponed", offering=choice.offering, reason=reason, until=carry.until)
