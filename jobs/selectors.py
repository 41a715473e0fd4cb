from django.db.models import Q

from centers import roles
from jobs.models import Heartbeat, Job
from jobs.workflow import Outcome


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


def live(dedupe_key):
    """The job that is at it now, for a page that should lead there instead of offering to start another."""
    return Job.objects.live().filter(dedupe_key=dedupe_key).first()


def exceptions(job):
    """The items that were not simply done, in the order they were met."""
    return job.results.exclude(outcome=Outcome.DONE).order_by("pk")


def last_beat(name="beat"):
    """When `name` last ticked, or None. A turn of jobs takes twenty seconds, so under a minute is well."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
