import pytest

from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory


@pytest.fixture
def cohort(db):
    """A class under way."""
    return CohortFactory(status="running")


@pytest.fixture
def instructor(cohort):
    actor = actor_at(cohort.offering.wave.center, "instructor")
    cohort.instructors.add(actor.user)
    return actor
