from dataclasses import dataclass
from itertools import groupby

from django.db.models import Case, Count, F, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from centers import roles
from jobs.models import DutyRun, Heartbeat, Job
from jobs.workflow import LIVE, Outcome, State

MEASURED = 600  # last items that say how fast the work goes
NAMED = 50  # rows of one reason on the page; all are in the file
FILTERS = {  # name in the address: (words, condition)
    "berjalan": (_("Berjalan"), Q(state__in=sorted(LIVE))),
    "selesai": (_("Selesai"), Q(state=State.DONE)),
    "perlu-dilihat": (_("Perlu dilihat"), Q(state=State.FAILED) | Q(failed__gt=0)),
}


def visible_to(actor):
    """One's own jobs, those of one's center for the roles that have the page, all for superusers."""
    if actor.user is None:
        return Job.objects.none()
    if actor.role == "superuser":
        return Job.objects.all()
    mine = Q(created_by=actor.user)
    if actor.center_code and roles.may(actor, "page", "jobs"):
        mine |= Q(center_code=actor.center_code)
    return Job.objects.filter(mine)


def listed(actor, whose, chosen=""):
    """Newest first, with who started it and whether it was taken back."""
    rows = visible_to(actor) if whose == "balai" else visible_to(actor).filter(created_by=actor.user)
    _words, condition = FILTERS.get(chosen, ("", Q()))
    return rows.filter(condition).select_related("created_by", "undone_by").order_by("-created_at", "-pk")


def live(dedupe_key):
    """The job that is at it now, for a page that should lead there instead of offering to start another."""
    return Job.objects.live().filter(dedupe_key=dedupe_key).first()


def others_waiting(job):
    """How many live jobs take turns with this one."""
    return Job.objects.live().exclude(pk=job.pk).count()


def last_moments(job):
    """When the last items were done, newest first."""
    return [*job.results.order_by("-pk").values_list("at", flat=True)[:MEASURED]]


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Items that were not done for one reason: how many, and the first of them."""

    outcome: str
    reason: str
    number: int
    rows: list

    @property
    def more(self):
        return self.number - len(self.rows)


def exceptions(job):
    """The items that were not simply done, by reason, the most frequent first; one query.

    A reason that was not foreseen holds a reference of its own in each row, so those are told apart by their code.
    """
    cause = Case(When(outcome=Outcome.FAILED, then=F("code")), default=F("reason"))
    alike = {"partition_by": [F("outcome"), F("cause")]}
    rows = job.results.exclude(outcome=Outcome.DONE).annotate(cause=cause)
    rows = rows.annotate(number=Window(Count("pk"), **alike), place=Window(RowNumber(), order_by="pk", **alike))
    rows = rows.filter(place__lte=NAMED).order_by("-number", "outcome", "cause", "pk")
    return [_alike([*group]) for _key, group in groupby(rows, lambda row: (row.outcome, row.cause))]


def _alike(rows):
    first = rows[0]
    one_reason = len({row.reason for row in rows}) == 1
    return Exceptions(first.get_outcome_display(), first.reason if one_reason else "", first.number, rows)


def last_beat(name="beat"):
    """When `name` last ticked, or None. A turn of jobs takes twenty seconds, so under a minute is well."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def failing_duties(names, times=3):
    """Those of these duties that went wrong so many times in a row: (name, how often)."""
    rows = DutyRun.objects.filter(name__in=names, failures__gte=times)
    return [*rows.order_by("name").values_list("name", "failures")]
