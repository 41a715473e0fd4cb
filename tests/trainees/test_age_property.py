"""Age against oracles that share no code with it: comparing (month, day) pairs, and walking through every day."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import example, find, given
from hypothesis import strategies as st

from trainees.rules.age import adult_on, age_on, birthday_in, first_day_aged, is_minor, last_day_aged

DAY = timedelta(days=1)
BIRTHS = st.dates(date(1930, 1, 1), date(2026, 12, 31))
LEAP_DAYS = st.sampled_from([date(year, 2, 29) for year in range(1932, 2025, 4)])
BORN = BIRTHS | LEAP_DAYS
DAYS = st.dates(date(1930, 1, 1), date(2090, 12, 31))
AGES = st.integers(0, 80)


def by_pairs(born, day):
    """The 29th stands after the 28th and before 1 March, so pairs say the rule of 29 February by themselves."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def by_walking(born, day):
    """Every day is looked at: a birthday is the first day of a year that isn't before the day of birth."""
    birthdays, at, celebrated = 0, date(born.year + 1, 1, 1), born.year
    while at <= day:
        if at.year > celebrated and (at.month, at.day) >= (born.month, born.day):
            birthdays, celebrated = birthdays + 1, at.year
        at += DAY
    return birthdays


@given(BORN, DAYS)
@example(date(2008, 2, 29), date(2026, 2, 28))
@example(date(2008, 2, 29), date(2026, 3, 1))
@example(date(2000, 2, 29), date(2100, 2, 28))
@example(date(2011, 11, 22), date(2026, 11, 21))
def test_age_is_what_comparing_month_and_day_says(born, day):
    assert age_on(born, day) == by_pairs(born, day)


@given(st.dates(date(1995, 1, 1), date(2012, 12, 31)) | LEAP_DAYS, st.integers(0, 8_000))
def test_age_is_the_number_of_birthdays_one_has_seen(born, days):
    day = born + timedelta(days=days)

    assert age_on(born, day) == by_walking(born, day)


@given(BORN, AGES)
def test_an_age_lasts_from_its_first_day_to_its_last(born, years):
    first, last = first_day_aged(born, years), last_day_aged(born, years)

    assert [by_pairs(born, day) for day in (first - DAY, first, last, last + DAY)] == [
        years - 1,
        years,
        years,
        years + 1,
    ]
    assert last - first in (364 * DAY, 365 * DAY)


@given(BORN, AGES, AGES)
def test_a_window_of_ages_is_open_from_its_first_to_its_last_day_and_on_no_other(born, one, other):
    low, high = sorted([one, other])
    first, last = first_day_aged(born, low), last_day_aged(born, high)

    inside = [low <= by_pairs(born, day) <= high for day in (first - DAY, first, last, last + DAY)]

    assert inside == [False, True, True, False]


@given(BORN)
def test_fifteen_to_twenty_nine_ends_the_day_before_the_thirtieth_birthday(born):
    first, last = first_day_aged(born, 15), last_day_aged(born, 29)

    assert first == birthday_in(born, born.year + 15)
    assert last + DAY == birthday_in(born, born.year + 30)
    assert (by_pairs(born, last), by_pairs(born, last + DAY)) == (29, 30)


@given(BORN, DAYS)
def test_childhood_ends_on_one_day_and_on_that_day_already(born, day):
    assert is_minor(born, day) == (by_pairs(born, day) < 18) == (day < adult_on(born))
    assert (by_pairs(born, adult_on(born) - DAY), by_pairs(born, adult_on(born))) == (17, 18)


@given(LEAP_DAYS, st.integers(1, 80))
def test_who_was_born_on_a_leap_day_is_older_on_1_march_where_there_is_none(born, years):
    day = first_day_aged(born, years)

    is_leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    assert (day.month, day.day) == ((2, 29) if is_leap else (3, 1))


@given(BORN, BORN, DAYS)
def test_the_elder_is_never_the_younger(one, other, day):
    elder, younger = sorted([one, other])

    assert age_on(elder, day) >= age_on(younger, day)
    assert adult_on(elder) <= adult_on(younger)


# --- the control: counting days is not counting years --------------------------------------------------------------


@pytest.mark.parametrize("rule", [lambda days: days // 365, lambda days: int(days / 365.25)])
def test_the_properties_see_through_dividing_days(rule):
    def is_wrong(case):
        born, years = case
        birthday = first_day_aged(born, years)
        return [rule((day - born).days) for day in (birthday - DAY, birthday)] != [years - 1, years]

    assert find(st.tuples(BORN, st.integers(1, 80)), is_wrong)


def test_nowhere_are_years_made_of_days():
    here = Path(settings.BASE_DIR)
    sources = [path for app in settings.FLOORS for path in (here / app).rglob("*.py")]

    counted = re.compile(r"//\s*36[56]\b|/\s*365\.2\d*|/\s*365\b")
    assert [str(path.relative_to(here)) for path in sources if counted.search(path.read_text())] == []
