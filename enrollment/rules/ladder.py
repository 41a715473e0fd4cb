"""How long an offer may wait for its answer: the nearer the class start, the shorter. Values in, values out.

The hours run while people can read: an offer made in the quiet hours of the night counts from the morning, and a
deadline that would fall into them is two hours after their end.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

AFTER_THE_NIGHT = timedelta(hours=2)


def hours_to_answer(steps, usual, days_left):
    """`steps`: (days before the start, hours). The nearest one reached holds; further away the usual hours."""
    reached = [(days, hours) for days, hours in steps if days_left <= days]
    return min(reached)[1] if reached else usual


def answer_by(now, hours, quiet):
    """`quiet`: (21, 7), the hours of Jakarta in which nobody is written to, or None."""
    until = _morning_of(now, quiet) + timedelta(hours=hours)
    morning = _morning_of(until, quiet)
    return until if morning == until else morning + AFTER_THE_NIGHT


def _morning_of(moment, quiet):
    """The moment itself by day, else the end of its night."""
    if quiet is None:
        return moment
    start, end = quiet
    local = timezone.localtime(moment)
    early = local.hour < end
    by_night = (start <= local.hour < end) if start < end else (early or local.hour >= start)
    if not by_night:
        return moment
    day = local.date() + timedelta(days=0 if early else 1)
    return datetime.combine(day, time(end), local.tzinfo)
