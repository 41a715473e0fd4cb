"""When a class meets: JP of 45 minutes laid on training days, and which days are none.

The grid is the real one of the centres: 8 JP from 08.00 to 15.15 with a break of 15 minutes and one hour at noon. Days
and hours are arguments, since fasting months, Fridays and village classes differ.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

import holidays as holiday_calendars

JP = timedelta(minutes=45)
DAY = timedelta(days=1)
WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Pause:
    """No teaching for `minutes` once `after_jp` JP of the day are done, if any follow."""

    after_jp: int
    minutes: int


BREAK, NOON = Pause(2, 15), Pause(5, 60)


@dataclass(frozen=True, slots=True)
class PlannedSession:
    date: date
    starts_at: time
    ends_at: time
    jp: int


def training_days(starts_on, holidays, weekdays=WEEKDAYS):
    """Every day from `starts_on` on that is one of `weekdays` (Monday is 0) and not among `holidays`, without end."""
    if not weekdays:
        raise ValueError("A class needs at least one weekday.")
    day = starts_on
    while True:
        if day.weekday() in weekdays and day not in holidays:
            yield day
        day += DAY


def plan_sessions(
    jp_total, starts_on, holidays, *, jp_per_day=8, day_start=time(8, 0), weekdays=WEEKDAYS, pauses=(BREAK, NOON)
):
    """One session a day until `jp_total` is reached; the last day carries what is left."""
    if jp_total < 1 or jp_per_day < 1:
        raise ValueError("JP must be positive.")
    full_days, rest = divmod(jp_total, jp_per_day)
    amounts = [jp_per_day] * full_days + ([rest] if rest else [])
    days = islice(training_days(starts_on, holidays, weekdays), len(amounts))
    return [_session(day, day_start, jp, pauses) for day, jp in zip(days, amounts, strict=True)]


def national_holidays(years) -> dict[date, str]:
    """Public holidays and collective leave by their Indonesian names. Islamic dates ahead are forecasts."""
    calendar = holiday_calendars.country_holidays(
        "ID", years=years, categories=("public", "government"), language="id"
    )
    return dict(sorted(calendar.items()))


def _session(day, day_start, jp, pauses):
    paused = sum(pause.minutes for pause in pauses if pause.after_jp < jp)
    begins = datetime.combine(day, day_start)
    ends = begins + JP * jp + timedelta(minutes=paused)
    if ends.date() != day:
        raise ValueError("So many JP do not fit into one day.")
    return PlannedSession(day, day_start, ends.time(), jp)
