"""The whole life of a wave against a plain model of it: 20 sequences of 30 acts here, 2,000 of 50 in the bench."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.enrollment.life.machine import LifeMachine
from tests.enrollment.life.model import Life

QUICK = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]


def test_the_portal_and_the_model_tell_the_same():
    run_state_machine_as_test(LifeMachine, settings=QUICK)


class Unfair(Life):
    """A model in which the last in line is called first."""

    def queue(self, name):
        return super().queue(name)[::-1]


def test_a_model_that_promotes_the_wrong_person_is_found_out(monkeypatch):
    """The control: were this green, the test above would prove nothing."""
    monkeypatch.setattr("tests.enrollment.life.machine.Life", Unfair)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(LifeMachine, settings=QUICK)
