"""The day of an officer: their own files, the deadlines of two days, and how far each wave has come."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from audit import trail
from centers import roles
from centers.selectors import scoped
from cohorts.models import Wave
from cohorts.workflow import OfferingStatus
from enrollment.models import Application
from enrollment.selectors import due, stages

PAGE = "admin:desk"  # in the view log
MANY = 8  # rows of a short list; the rest is behind its link
CHART, ROW, BAR = 320, 44, 28  # of the funnel, in units of its drawing; a row is as high as one of the table beside it


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage of a funnel: how many got there, which part of those who applied, and where it is drawn."""

    label: str
    number: int
    percent: int
    url: str
    width: int
    top: int


def of_the_day(actor):
    """Their own files and what runs out soon, for whoever decides files."""
    if not roles.may(actor, "enrollment.application", "verify"):
        return {"own": [], "running_out": []}
    reach, now = scoped(Application.objects.sent(), actor, "wave__center"), timezone.now()
    own = list(due.own_files(reach, actor.user)[: MANY + 1])
    near = list(due.running_out(reach, now)[: MANY + 1])
    trail.viewed(PAGE, by=actor, subjects=own[:MANY] + near[:MANY])
    return {"own": own[:MANY], "more_own": len(own) > MANY, "running_out": near[:MANY], "more_due": len(near) > MANY}


def waves_under_way(actor):
    """[(wave, its funnel)] of waves that are not over, the next to start first. Two queries."""
    if not roles.may(actor, "page", "wave_control"):
        return []
    waves = scoped(Wave.objects.filter(ends_on__gte=timezone.localdate()), actor, "center")
    open_now = Count("offerings", filter=Q(offerings__status=OfferingStatus.OPEN))
    counted = waves.annotate(offered=Count("offerings"), open_now=open_now)
    shown = list(counted.select_related("center").order_by("starts_on", "pk")[:10])
    told = stages.funnels(Application.objects.sent().filter(wave__in=shown)) if shown else {}
    return [(wave, _bars(wave, told[wave.pk]) if wave.pk in told else []) for wave in shown]


def funnel_of(wave):
    """Of one wave; empty while nobody has applied. One query."""
    told = stages.funnels(Application.objects.sent().filter(wave=wave))
    return _bars(wave, told[wave.pk]) if wave.pk in told else []


def _bars(wave, funnel):
    applied = funnel["mendaftar"]
    return [
        Bar(
            label=stages.STAGES[name][0],
            number=number,
            percent=round(100 * number / applied),
            url=_list_of(wave, name),
            width=round(CHART * number / applied),
            top=ROW * row + (ROW - BAR) // 2,
        )
        for row, (name, number) in enumerate(funnel.items())
    ]


def _list_of(wave, stage):
    return f"{reverse('admin:enrollment_application_changelist')}?wave__id__exact={wave.pk}&tahap={stage}"
