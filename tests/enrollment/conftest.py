import pytest

from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory


@pytest.fixture
def cohort(db):
    """A class of 16 in an open wave, chosen by score."""
    return CohortFactory()


@pytest.fixture
def officer(cohort):
    return actor_at(cohort.offering.wave.center)


@pytest.fixture
def first_come(db):
    """A class of two in the village: whoever sends first has the seat."""
    return CohortFactory(offering=OfferingFactory(mode="first_come"), seats=2)
