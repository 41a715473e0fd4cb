from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainees.rules.age import adult_on, age_on, birthday_in, first_day_aged, is_minor, last_day_aged

BIRTHS = st.dates(date(1940, 1, 1), date(2020, 12, 31))
YEARS = st.integers(0, 60)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2010, 7, 7), date(2025, 7, 6), 14),  # the day before the 15th birthday
        (date(2010, 7, 7), date(2025, 7, 7), 15),
        (date(1995, 7, 8), date(2025, 7, 7), 29),  # the day before the 30th birthday
        (date(1995, 7, 7), date(2025, 7, 7), 30),
        (date(2005, 12, 31), date(2006, 1, 1), 0),
        (date(2004, 2, 29), date(2025, 2, 28), 20),  # no 29 February in 2025
        (date(2004, 2, 29), date(2025, 3, 1), 21),
        (date(2004, 2, 29), date(2024, 2, 28), 19),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(2004, 2, 28), date(2025, 2, 28), 21),
        (date(2004, 3, 1), date(2025, 3, 1), 21),
        (date(2025, 7, 8), date(2025, 7, 7), -1),
    ],
)
def test_age_changes_on_the_birthday(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "adult"),
    [
        (date(2007, 7, 7), date(2025, 7, 7)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2002, 2, 28), date(2020, 2, 28)),
        (date(1982, 2, 28), date(2000, 2, 28)),
    ],
)
def test_adult_on_the_eighteenth_birthday(born, adult):
    assert adult_on(born) == adult


def test_a_leap_child_keeps_the_day_where_the_year_has_it():
    assert birthday_in(date(2000, 2, 29), 2024) == date(2024, 2, 29)
    assert birthday_in(date(2000, 2, 29), 1900) == date(1900, 3, 1)
    assert last_day_aged(date(1996, 2, 29), 29) == date(2026, 2, 28)


@given(BIRTHS, YEARS)
def test_first_and_last_day_of_an_age_enclose_exactly_that_age(born, years):
    first, last = first_day_aged(born, years), last_day_aged(born, years)

    assert (age_on(born, first - DAY), age_on(born, first)) == (years - 1, years)
    assert (age_on(born, last), age_on(born, last + DAY)) == (years, years + 1)


@given(BIRTHS, st.integers(-400, 30_000))
def test_a_minor_is_whoever_is_under_eighteen(born, days):
    day = born + timedelta(days=days)

    assert is_minor(born, day) == (age_on(born, day) < 18)


@given(BIRTHS, st.integers(0, 20_000))
def test_nobody_grows_younger_overnight(born, days):
    day = born + timedelta(days=days)

    assert age_on(born, day + DAY) - age_on(born, day) in (0, 1)


@given(st.dates(date(2004, 2, 27), date(2004, 3, 2)), st.integers(2005, 2060))
def test_the_elder_is_never_behind(born, year):
    assert birthday_in(born, year) <= birthday_in(born + DAY, year)
