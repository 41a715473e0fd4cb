"""What an officer should not find out too late: deadlines that come near, and the files that are theirs."""

from django.db.models import Case, F, When

from enrollment.selectors.files import SOON
from enrollment.workflow import Status

OF_THE_OFFICE = (Status.SUBMITTED, Status.RETURNED, Status.PROVISIONAL, Status.VERIFIED, Status.ACCEPTED)


def running_out(rows, now):
    """Those of `rows` whose `until` lies within the next two days, the nearest first."""
    until = Case(When(status=Status.RETURNED, then=F("fix_by")), default=F("answer_by"))
    waited_for = rows.filter(status__in=[Status.RETURNED, Status.PROVISIONAL, Status.ACCEPTED])
    near = waited_for.annotate(until=until).filter(until__gt=now, until__lte=now + SOON)
    return near.select_related("trainee").order_by("until", "pk")


def own_files(rows, user):
    """Given to this officer and not over, whoever has waited longest first."""
    mine = rows.filter(officer=user, status__in=OF_THE_OFFICE)
    return mine.select_related("trainee", "wave").order_by("submitted_at", "pk")
