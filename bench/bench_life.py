"""2,000 lives of a wave, 50 acts each, the portal against a plain model of it: how many tell something else.

`SEQUENCES=200` looks at fewer. Each sequence starts anew; the first that differs is printed act by act.
"""

import os
import time

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.enrollment.life.machine import LifeMachine

SEQUENCES, ACTS = int(os.environ.get("SEQUENCES", "2000")), 50
ALL = settings(
    max_examples=SEQUENCES,
    stateful_step_count=ACTS,
    deadline=None,
    derandomize=False,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(0)]


def test_the_life_of_a_wave_told_twice():
    told = {"lives": 0}

    class Counted(LifeMachine):
        def __init__(self):
            super().__init__()
            told["lives"] += 1

    began = time.perf_counter()
    run_state_machine_as_test(Counted, settings=ALL)
    seconds = time.perf_counter() - began
    print(f"\nlife of a wave: {told['lives']} sequences of {ACTS} acts in {seconds:.0f} s, 0 divergences (goal 0)")
