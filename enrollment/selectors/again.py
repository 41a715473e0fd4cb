"""Applying once more with what is known already: the same programs in a wave that is open now."""

from django.utils import timezone

from cohorts import selectors as offered
from cohorts.workflow import OfferingStatus
from enrollment.models import Application
from enrollment.workflow import FREES_THE_WAVE, LIVE, Status


def under_way(trainee):
    """Is there a draft or an application that is not over? Then that one comes first."""
    return Application.objects.filter(
        trainee=trainee, status__in=sorted(LIVE | {Status.DRAFT}), enrollment=None
    ).exists()


def open_again(application):
    """The offerings of one open wave with the programs chosen then, in that order; [] if none is open.

    Not of a wave that this person has an application in already. Of several waves the one with most of them, then the
    one that closes first; a first-come program is chosen alone.
    """
    wanted = [choice.offering.program_id for choice in application.choices.all()]
    by_wave = {}
    for one in _open_now(application.trainee, wanted):
        by_wave.setdefault(one.wave, []).append(one)
    if not by_wave:
        return []
    found = max(by_wave.items(), key=lambda pair: (len(pair[1]), -pair[0].closes_at.timestamp(), pair[0].pk))[1]
    found.sort(key=lambda one: (wanted.index(one.program_id), one.pk))
    return _together({one.program_id: one for one in reversed(found)}, wanted)


def _open_now(trainee, programs):
    now = timezone.now()
    counting = Application.objects.filter(trainee=trainee).exclude(status__in=sorted(FREES_THE_WAVE))
    rows = offered.published_offerings().filter(status=OfferingStatus.OPEN, program__in=programs)
    rows = rows.exclude(wave__in=counting.values("wave"))
    return [one for one in rows if offered.takes_applications(one, now)]


def _together(by_program, wanted):
    rows = [by_program[program] for program in wanted if program in by_program]
    first_come = rows[0].mode == rows[0].Mode.FIRST_COME
    return rows[:1] if first_come else [one for one in rows if one.mode == rows[0].mode]
