"""When to remind of a deadline: seven, two and one days before it, by the calendar of Jakarta. Values in, values out.

A reminder is due from its day until the next one's, so a day without beat is made up for by one message and not three.
On the day on which somebody was told of the deadline itself, or before, it makes no sense and is left out.
"""

from datetime import timedelta

from django.utils import timezone

STAGES = (7, 2, 1)  # days before
CALLED_FROM = 2  # days before, an officer rings who is still silent
SILENCE = timedelta(hours=3)  # after a reminder, before somebody is called silent


def stage(today, told_on, due_on):
    """7, 2 or 1 if that reminder is due today, else None."""
    left = (due_on - today).days
    reached = [days for days in STAGES if 0 <= left <= days]
    nearest = min(reached, default=None)
    if nearest is None or told_on >= due_on - timedelta(days=nearest):
        return None
    return nearest


def may_write_at(moment, hours):
    """Whether that moment lies within "07-20", the hours of Jakarta in which people are reminded; "" is any hour."""
    if not hours:
        return True
    begin, end = map(int, hours.split("-"))
    return begin <= timezone.localtime(moment).hour < end


def end_of_day(today, days):
    """The end of that day, but written as that day and not as the next one."""
    return last_moment(today, days) - timedelta(microseconds=1)


def last_moment(today, days):
    """Before this moment ends the day that is so many days from now."""
    day = today + timedelta(days=days + 1)
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day))
