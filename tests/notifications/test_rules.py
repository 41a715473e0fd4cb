from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest

from notifications import rules


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (4, 8), (9, 256), (10, 360), (20, 360), (2000, 360)]
)
def test_each_pause_is_twice_the_last_up_to_six_hours(attempts, minutes):
    assert rules.pause_after(attempts, spread=lambda low, high: 1) == timedelta(minutes=minutes)


def test_pauses_are_spread_and_never_over_six_hours():
    assert rules.pause_after(1, spread=lambda low, high: low) == timedelta(seconds=48)
    assert rules.pause_after(1, spread=lambda low, high: high) == timedelta(seconds=72)
    assert rules.pause_after(15, spread=lambda low, high: high) == timedelta(hours=6)


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (SMTPRecipientsRefused({"a@example.test": (550, b"no such user")}), True),
        (SMTPRecipientsRefused({"a@example.test": (450, b"greylisted")}), False),
        (SMTPDataError(554, b"we do not like you today"), False),
        (ConnectionResetError(), False),
        (TimeoutError(), False),
        (ValueError("Header values can't contain newlines"), True),
    ],
)
def test_only_a_refused_recipient_or_an_impossible_mail_is_final(error, final):
    assert rules.is_for_good(error) is final


def test_the_reason_is_the_servers_own_words_and_fits_the_column():
    assert rules.said(SMTPRecipientsRefused({"a@example.test": (550, b"no such user")})) == "550 no such user"
    assert len(rules.said(ValueError("x" * 900))) == 300
