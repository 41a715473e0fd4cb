from datetime import date, timedelta

import pytest

from blk_portal.demo.days import BEHIND, TRAINING_DAYS, Days, at

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize("day", [SUNDAY + timedelta(days=ahead) for ahead in range(7)])
def test_today_is_a_day_of_the_wave_under_way_also_on_a_weekend(day):
    sessions = Days(day, set()).under_way.sessions

    assert (len(set(sessions)), sessions[BEHIND]) == (TRAINING_DAYS, day)
    assert list(sessions) == sorted(sessions)


@pytest.mark.parametrize("day", [SUNDAY, date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29)])
def test_the_waves_follow_each_other(day):
    days = Days(day, {date(2027, 1, 1)})

    assert days.finished.ends < days.under_way.opens
    assert days.under_way.ends < days.announced.starts <= days.open.starts
    assert days.closed.closes < day < days.open.closes
    assert days.under_way.promote_until < day <= days.announced.promote_until


@pytest.mark.parametrize("day", [SUNDAY + timedelta(days=ahead) for ahead in range(7)])
def test_results_to_come_are_announced_on_a_working_day(day):
    holiday = day + timedelta(days=14)
    days = Days(day, {holiday})

    for wave in (days.open, days.closed):
        assert wave.announced.weekday() < 5
        assert wave.announced != holiday
        assert day < wave.announced < wave.confirm_by < wave.starts
    assert days.open.closes < days.open.announced


def test_a_holiday_is_no_day_of_training():
    holiday = SUNDAY + timedelta(days=1)

    assert holiday not in Days(SUNDAY, {holiday}).under_way.sessions


def test_moments_are_on_a_clock_in_jakarta():
    assert at(SUNDAY, 8, 30).isoformat() == "2026-11-22T08:30:00+07:00"
