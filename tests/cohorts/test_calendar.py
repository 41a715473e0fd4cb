from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.rules.calendar import Pause, PlannedSession, national_holidays, plan_sessions, training_days

MONDAY = date(2025, 7, 7)
HOLIDAYS_2025 = national_holidays([2025])


def test_a_wave_of_200_jp_takes_25_days_as_it_really_did():
    plan = plan_sessions(200, MONDAY, HOLIDAYS_2025)

    assert (len(plan), plan[0].date, plan[-1].date) == (25, date(2025, 7, 7), date(2025, 8, 8))


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2025, 4, 28), date(2025, 6, 10)),  # seven holidays and days of leave lie in it
        (date(2025, 9, 1), date(2025, 10, 6)),  # one
    ],
)
def test_the_other_waves_of_2025_end_when_they_ended(starts_on, ends_on):
    assert plan_sessions(200, starts_on, HOLIDAYS_2025)[-1].date == ends_on


@pytest.mark.parametrize(
    ("jp", "ends_at"),
    [
        (1, time(8, 45)),
        (2, time(9, 30)),  # no break after the last JP
        (3, time(10, 30)),
        (5, time(12, 0)),
        (6, time(13, 45)),
        (8, time(15, 15)),
    ],
)
def test_a_day_s_hours(jp, ends_at):
    assert plan_sessions(jp, MONDAY, {}) == [PlannedSession(MONDAY, time(8, 0), ends_at, jp)]


def test_the_last_day_carries_the_remainder():
    assert [session.jp for session in plan_sessions(27, MONDAY, {})] == [8, 8, 8, 3]
    assert [session.jp for session in plan_sessions(24, MONDAY, {})] == [8, 8, 8]


def test_other_days_hours_and_pauses():
    plan = plan_sessions(
        9, MONDAY, {}, jp_per_day=4, day_start=time(13, 30), weekdays=frozenset({5, 6}), pauses=[Pause(2, 30)]
    )

    assert plan == [
        PlannedSession(date(2025, 7, 12), time(13, 30), time(17, 0), 4),
        PlannedSession(date(2025, 7, 13), time(13, 30), time(17, 0), 4),
        PlannedSession(date(2025, 7, 19), time(13, 30), time(14, 15), 1),
    ]


def test_a_start_on_a_holiday_or_weekend_moves_to_the_next_training_day():
    assert next(training_days(date(2025, 8, 16), HOLIDAYS_2025)) == date(2025, 8, 19)  # 17 Sunday, 18 collective leave


@pytest.mark.parametrize("wrong", [{"jp_total": 0}, {"jp_total": 8, "jp_per_day": 0}, {"jp_total": 8, "weekdays": ()}])
def test_a_plan_needs_jp_and_days(wrong):
    with pytest.raises(ValueError, match=r"JP must be positive|at least one weekday"):
        plan_sessions(starts_on=MONDAY, holidays={}, **wrong)


def test_a_day_has_an_end():
    with pytest.raises(ValueError, match="do not fit"):
        plan_sessions(8, MONDAY, {}, day_start=time(18, 0))


def test_holidays_have_indonesian_names_and_collective_leave_is_among_them():
    assert HOLIDAYS_2025[date(2025, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert HOLIDAYS_2025[date(2025, 8, 18)] == "Cuti Bersama Hari Kemerdekaan Republik Indonesia"
    assert MONDAY not in HOLIDAYS_2025
    assert {day.year for day in national_holidays([2025, 2026])} == {2025, 2026}


@given(
    jp=st.integers(1, 400),
    per_day=st.integers(1, 10),
    start=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    free=st.sets(st.integers(0, 60)),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_every_jp_is_taught_once_on_a_day_that_is_one(jp, per_day, start, free, weekdays):
    holidays = {start + timedelta(days=days) for days in free}

    plan = plan_sessions(jp, start, holidays, jp_per_day=per_day, weekdays=weekdays)
    days = [session.date for session in plan]

    assert sum(session.jp for session in plan) == jp
    assert all(0 < session.jp <= per_day for session in plan)
    assert days == list(islice(training_days(start, holidays, weekdays), len(days)))
    assert all(day.weekday() in weekdays and day not in holidays and day >= start for day in days)
    assert all(taught(session) >= timedelta(minutes=45 * session.jp) for session in plan)


def taught(session):
    return datetime.combine(session.date, session.ends_at) - datetime.combine(session.date, session.starts_at)
