"""The meetings of classes, with their rooms."""

from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from cohorts.models import Booking, Resource, Session
from cohorts.workflow import SessionStatus


def with_rooms(sessions):
    """What is taught at hand, and the bookings of rooms as `rooms`."""
    rooms = Booking.objects.filter(resource__kind=Resource.Kind.ROOM).select_related("resource").order_by("pk")
    booked = Prefetch("bookings", queryset=rooms, to_attr="rooms")
    return sessions.select_related("unit", "topic").prefetch_related(booked)


def next_meetings(cohorts):
    """{cohort's id: the first meeting of today or later}; today's stays until the day is over."""
    ahead = Session.objects.filter(cohort__in=cohorts, status=SessionStatus.PLANNED, date__gte=timezone.localdate())
    first = with_rooms(ahead).order_by("cohort_id", "date", "starts_at", "pk").distinct("cohort_id")
    return {session.cohort_id: session for session in first}


def starts_at(session):
    return _jakarta(session.date, session.starts_at)


def ends_at(session):
    return _jakarta(session.date, session.ends_at)


def rooms_of(session):
    return ", ".join(booking.resource.name for booking in session.rooms)


def taught_in(session):
    return session.unit.title if session.unit else str(session.topic or "")


def _jakarta(day, hour):
    return timezone.make_aware(datetime.combine(day, hour), timezone.get_default_timezone())
