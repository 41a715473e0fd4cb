"""Age in calendar years, as the law counts it: one is a year older on the birthday itself.

Who was born on 29 February turns a year older on 1 March in years that have no such day. All functions take and give
plain dates; which day is "today" in Jakarta is the caller's business.
"""

from calendar import monthrange
from datetime import date, timedelta

ADULT_AT = 18
DAY = timedelta(days=1)


def birthday_in(birth_date, year) -> date:
    """The day in `year` on which this person turns a year older."""
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_on(birth_date, day) -> int:
    """Whole years lived on `day`; negative before birth."""
    return day.year - birth_date.year - (day < birthday_in(birth_date, day.year))


def first_day_aged(birth_date, years) -> date:
    """The first day on which `age_on` says `years`."""
    return birthday_in(birth_date, birth_date.year + years)


def last_day_aged(birth_date, years) -> date:
    """The last day on which `age_on` says `years`: the day before the next birthday."""
    return first_day_aged(birth_date, years + 1) - DAY


def adult_on(birth_date) -> date:
    """The eighteenth birthday: from this day a person speaks for themselves, without a guardian."""
    return first_day_aged(birth_date, ADULT_AT)


def is_minor(birth_date, day) -> bool:
    return day < adult_on(birth_date)


def months_later(day, months) -> date:
    """The same day so many months on; where the month has no such day, the first of the next."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    if day.day > monthrange(year, month + 1)[1]:
        return date(year, month + 2, 1)  # December has 31 days, so there is a next month in this year
    return date(year, month + 1, day.day)
