from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cohorts.rules.countdown import until

JAKARTA = ZoneInfo("Asia/Jakarta")
CLOSES = datetime(2026, 11, 26, 16, 0, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 11, 26, 0, 0, tzinfo=JAKARTA), "hari ini pukul 16.00 WIB"),
        (datetime(2026, 11, 26, 15, 59, tzinfo=JAKARTA), "hari ini pukul 16.00 WIB"),
        (datetime(2026, 11, 25, 23, 59, tzinfo=JAKARTA), "besok pukul 16.00 WIB"),
        (datetime(2026, 11, 24, 17, 30, tzinfo=ZoneInfo("UTC")), "besok pukul 16.00 WIB"),
        (datetime(2026, 11, 24, 16, 30, tzinfo=ZoneInfo("UTC")), "2 hari lagi"),
        (datetime(2026, 11, 23, 20, 0, tzinfo=JAKARTA), "3 hari lagi"),
        (datetime(2026, 9, 27, 8, 0, tzinfo=JAKARTA), "60 hari lagi"),
        (datetime(2026, 9, 26, 8, 0, tzinfo=JAKARTA), ""),
        (CLOSES, ""),
        (datetime(2026, 12, 1, 8, 0, tzinfo=JAKARTA), ""),
    ],
)
def test_the_time_left_is_counted_in_days_of_jakarta(now, words):
    assert until(CLOSES, now) == words
