"""Nobody's phone rings at night for what can wait until the morning, by the wall clock of Jakarta."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from notifications import claims, delivery, rules
from notifications.outbox import Recipient, enqueue_rendered
from notifications.workflow import Priority, State
from tests.factories.notifications import OutboxMessageFactory

JAKARTA = ZoneInfo("Asia/Jakarta")
NIGHT = override_settings(QUIET_HOURS="21-07")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
priorities = st.sampled_from([Priority.NORMAL, Priority.BULK])


def wib(day, hour, minute=0, second=0):
    return datetime(2026, 11, day, hour, minute, second, tzinfo=JAKARTA)


@NIGHT
@given(moments, priorities, st.floats(0, 1))
def test_whatever_the_moment_it_becomes_one_by_day_and_never_an_earlier_one(moment, priority, share):
    answer = rules.not_in_quiet_hours(moment, priority, spread=lambda low, high: low + share * (high - low))

    assert 7 <= answer.astimezone(JAKARTA).hour < 21
    assert timedelta() <= answer - moment <= timedelta(hours=10, minutes=30)
    if 7 <= moment.astimezone(JAKARTA).hour < 21:
        assert answer == moment
    assert rules.not_in_quiet_hours(answer, priority) == answer


@NIGHT
@given(moments)
def test_a_code_never_waits(moment):
    assert rules.not_in_quiet_hours(moment, Priority.URGENT) == moment


@given(moments, priorities)
def test_without_quiet_hours_nothing_waits(moment, priority):
    assert rules.not_in_quiet_hours(moment, priority) == moment


@given(moments, st.integers(0, 23), st.integers(0, 23))
def test_any_two_hours_will_do(moment, start, end):
    if start == end:
        return
    with override_settings(QUIET_HOURS=f"{start:02}-{end:02}"):
        answer = rules.not_in_quiet_hours(moment, Priority.BULK)
        assert not rules.is_quiet(answer)
        assert answer >= moment


@NIGHT
@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (wib(21, 20, 59, 59), None),
        (wib(21, 21), wib(22, 7)),
        (wib(21, 23, 59, 59), wib(22, 7)),
        (wib(22, 0), wib(22, 7)),
        (wib(22, 6, 59, 59), wib(22, 7)),
        (wib(22, 7), None),
    ],
)
def test_the_edges_of_the_night(moment, morning):
    assert rules.not_in_quiet_hours(moment, spread=lambda low, high: low) == (morning or moment)


@NIGHT
def test_five_thousand_do_not_leave_in_the_same_second():
    bulk = {rules.not_in_quiet_hours(wib(21, 23), Priority.BULK) for _ in range(200)}

    assert max(bulk) - min(bulk) > timedelta(minutes=10)
    assert max(bulk) <= wib(22, 7, 30)


@NIGHT
@pytest.mark.django_db
def test_what_is_written_at_night_is_due_in_the_morning_and_a_code_at_once():
    siti = Recipient(email="siti@example.test")
    with time_machine.travel(wib(21, 23), tick=False), transaction.atomic():
        notice = enqueue_rendered("tests/hello", to=siti, subject="Halo", body="…")
        code = enqueue_rendered("tests/code", to=siti, subject="Kode", body="…", priority=Priority.URGENT)

    assert wib(22, 7) <= notice.not_before <= wib(22, 7, 5)
    assert code.not_before == wib(21, 23)


@NIGHT
@pytest.mark.django_db
def test_what_was_due_before_the_night_or_failed_in_it_waits_as_well(post):
    with time_machine.travel(wib(21, 20, 59), tick=False) as clock:
        late = OutboxMessageFactory(to_address="later@example.test")
        code = OutboxMessageFactory(priority=Priority.URGENT)
        clock.move_to(wib(21, 21))
        assert (delivery.deliver_due(), post.mails[0]["Message-ID"]) == (1, code.message_id)

        clock.move_to(wib(22, 20, 59, 30))
        post.answers = {"later@example.test": ["451 try later"]}
        delivery.deliver_due()
        late.refresh_from_db()
        assert (late.state, late.attempts) == (State.FAILED, 1)
        assert wib(23, 7) <= late.not_before <= wib(23, 7, 5)

        clock.move_to(wib(23, 7, 5))
        assert [message.pk for message in claims.claim()] == [late.pk]


def test_the_suite_itself_has_no_quiet_hours():
    assert rules.quiet_hours() is None
    assert timezone.get_default_timezone_name() == "Asia/Jakarta"
