"""Times and places of tests and interviews: how a day is cut into slots, until when one may change, who sits where.

Days and hours are Jakarta's. Values in, values out.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

NOON = time(12)
MOST_CHANGES = 2  # that people make by themselves; an officer may always


def change_until(starts_at):
    """Noon of the day before: whoever prepares the room and the papers knows by then who comes."""
    day = timezone.localdate(starts_at) - timedelta(days=1)
    return datetime.combine(day, NOON, timezone.get_default_timezone())


def day_and_hours(day, begin, end):
    zone = timezone.get_default_timezone()
    return datetime.combine(day, begin, zone), datetime.combine(day, end, zone)


def slots(day, begin, end, minutes):
    """(start, end) of each, one after the other from `begin`; what does not fit before `end` is left out."""
    length, found = timedelta(minutes=minutes), []
    at, last = day_and_hours(day, begin, end)
    while at + length <= last:
        found.append((at, at + length))
        at += length
    return found


def free_places(taken, capacity):
    """The numbers nobody has, the lowest first."""
    return [number for number in range(1, capacity + 1) if number not in taken]
