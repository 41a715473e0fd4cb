"""20,000 random acts by eight threads, at ten times twelve seats; the database is asked after every five hundred."""

import time
from collections import Counter

import pytest

from tests.enrollment import harness

pytestmark = pytest.mark.django_db(transaction=True)
HOUSES, OPERATIONS, EACH = 10, 2_000, 500


def test_twenty_thousand_acts_oversell_nothing():
    rushes = [harness.Rush(harness.a_small_rush()) for _house in range(HOUSES)]
    began = time.perf_counter()

    rounds = [each for rush in rushes for each in rush.rounds(OPERATIONS, each=EACH)]

    seconds = time.perf_counter() - began
    outcomes = sum((each for each, _broken in rounds), Counter())
    broken = sum((Counter(each) for _outcomes, each in rounds), Counter())
    print(f"\nlast seat: {outcomes.total()} acts in {seconds:.0f} s, {outcomes.total() / seconds:.0f}/s")
    print(f"  {dict(outcomes.most_common())}")
    print(f"  broken promises: {broken.total()} (goal 0)")
    assert not broken
