"""How long an offer may wait, and the walk of numbers by hand: values only."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.ladder import answer_by, hours_to_answer
from enrollment.rules.ordering import shift

NIGHT = (21, 7)


def wib(day, hour, minute=0):
    return datetime(2026, 7, day, hour, minute, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("now", "hours", "until"),
    [
        (wib(1, 10), 6, wib(1, 16)),
        (wib(1, 10), 48, wib(3, 10)),
        (wib(1, 22, 30), 6, wib(2, 13)),  # read in the morning
        (wib(2, 3), 6, wib(2, 13)),
        (wib(1, 16), 6, wib(2, 9)),  # would end at night
        (wib(1, 15), 6, wib(2, 9)),  # 21.00 is night already
    ],
)
def test_hours_run_while_people_can_read(now, hours, until):
    assert answer_by(now, hours, NIGHT) == until


def test_without_quiet_hours_an_hour_is_an_hour():
    assert answer_by(wib(1, 23), 6, None) == wib(2, 5)


def test_without_steps_the_usual_hours_hold():
    assert hours_to_answer([], 48, 0) == 48


@given(st.integers(0, 23), st.integers(1, 72))
def test_nobody_has_less_time_than_they_were_promised_and_no_deadline_falls_into_the_night(hour, hours):
    until = answer_by(wib(1, hour), hours, NIGHT)

    assert until - wib(1, hour) >= timedelta(hours=hours)
    assert 7 <= timezone.localtime(until).hour < 21


@given(st.sets(st.integers(1, 60), min_size=1, max_size=12), st.data())
def test_a_move_by_hand_changes_no_order_but_the_one_persons(numbers, data):
    numbers = sorted(numbers)
    number = data.draw(st.sampled_from(numbers))
    position = data.draw(st.integers(1, len(numbers)))
    moved = shift(numbers, number, position)
    if moved is None:
        assert numbers.index(number) + 1 == position
        return

    after = {one: one + moved.by if moved.first <= one <= moved.last else one for one in numbers if one != number}
    after[number] = moved.taken

    expected = [one for one in numbers if one != number]
    expected.insert(position - 1, number)
    assert sorted(after, key=after.get) == expected
    assert len(set(after.values())) == len(numbers)
    assert moved.passed == abs(numbers.index(number) + 1 - position)
