"""The address at which a phone's calendar reads somebody's days: made, made anew, and turned off by the person."""

import uuid

from django.db import transaction
from django.utils import timezone

from audit import trail
from audit.moves import lock
from enrollment.models import CalendarLink


@transaction.atomic
def make_calendar(trainee, *, by):
    """A new address; the one before opens nothing any more."""
    lock(trainee)
    news = {"key": uuid.uuid4(), "created_at": timezone.now()}
    link, _created = CalendarLink.objects.update_or_create(trainee=trainee, defaults=news)
    trail.write("trainee.calendar_made", by=by, about=trainee)
    return link


@transaction.atomic
def stop_calendar(trainee, *, by):
    """No address opens it any more. Pressed twice, it is off."""
    lock(trainee)
    ended, _rows = CalendarLink.objects.filter(trainee=trainee).delete()
    if ended:
        trail.write("trainee.calendar_stopped", by=by, about=trainee)
