"""20,000 random acts by eight threads at twelve seats; the database is asked after every thousand."""

import time
from collections import Counter

import pytest

from tests.enrollment import harness

pytestmark = pytest.mark.django_db(transaction=True)
OPERATIONS, EACH = 20_000, 1_000


def test_twenty_thousand_acts_oversell_nothing():
    rush = harness.Rush(*harness.a_small_rush())
    began = time.perf_counter()

    rounds = list(rush.rounds(OPERATIONS, each=EACH))

    seconds = time.perf_counter() - began
    outcomes = sum((each for each, _broken in rounds), Counter())
    broken = sum((Counter(each) for _outcomes, each in rounds), Counter())
    print(f"\nlast seat: {outcomes.total()} acts in {seconds:.0f} s, {outcomes.total() / seconds:.0f}/s")
    print(f"  {dict(outcomes.most_common())}")
    print(f"  broken promises: {broken.total()} (goal 0)")
    assert not broken
