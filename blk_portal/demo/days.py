"""When things happened and will happen, seen from the day of the demonstration. Days are Jakarta's."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.utils import timezone

from cohorts.rules.calendar import WEEKDAYS, training_days

DAY = timedelta(days=1)
TRAINING_DAYS = 25  # of 8 JP: 200 JP
BEHIND = 14  # of which so many are over in the wave under way


@dataclass(frozen=True, slots=True)
class WaveDays:
    opens: date
    closes: date
    announced: date
    confirm_by: date
    starts: date
    ends: date
    promote_until: date
    sessions: tuple = ()

    @classmethod
    def around(cls, sessions):
        """The usual weeks before a training whose days are known."""
        starts = sessions[0]
        return cls(
            opens=starts - 26 * DAY,
            closes=starts - 16 * DAY,
            announced=starts - 11 * DAY,
            confirm_by=starts - 7 * DAY,
            starts=starts,
            ends=sessions[-1],
            promote_until=starts + 3 * DAY,
            sessions=tuple(sessions),
        )


class Days:
    """The four waves of the large centre and the one of the small, in WaveDays."""

    def __init__(self, today, holidays):
        self.today, self.holidays = today, holidays
        under_way = [*self.before(today, BEHIND), today, *self.after(today, TRAINING_DAYS - BEHIND - 1)]
        self.under_way = WaveDays.around(under_way)
        self.finished = WaveDays.around(self.before(under_way[0] - 30 * DAY, TRAINING_DAYS))
        next_training = self.after(under_way[-1], TRAINING_DAYS)
        self.announced = self._ahead(-25, -9, 0, 3, next_training)
        self.open = self._ahead(-12, 9, 14, 4, self.after(under_way[-1] + 14 * DAY, TRAINING_DAYS))
        self.closed = self._ahead(-16, -2, 2, 4, next_training)  # tests were yesterday

    def _ahead(self, opens, closes, announced, to_answer, training):
        """Days from today, and how many there are to answer in. What is still to be announced is, on a working day."""
        day = self.today + announced * DAY
        if announced:
            (day,) = self.after(day - DAY, 1)
        return WaveDays(
            opens=self.today + opens * DAY,
            closes=self.today + closes * DAY,
            announced=day,
            confirm_by=day + to_answer * DAY,
            starts=training[0],
            ends=training[-1],
            promote_until=training[0] + 3 * DAY,
        )

    def before(self, day, count):
        """The last `count` training days before `day`, oldest first."""
        found = []
        while len(found) < count:
            day -= DAY
            if day.weekday() in WEEKDAYS and day not in self.holidays:
                found.append(day)
        return found[::-1]

    def after(self, day, count):
        return list(islice(training_days(day + DAY, self.holidays), count))


def at(day, hour, minute=0, second=0):
    """That moment on a clock in Jakarta."""
    return datetime.combine(day, time(hour, minute, second), timezone.get_default_timezone())


def end_of(day):
    return at(day, 23, 59, 59)
