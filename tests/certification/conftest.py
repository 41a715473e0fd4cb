import pytest

from tests.factories.centers import OfficialFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, ProgramFactory


@pytest.fixture
def cohort(db):
    """A class under way, of a program with two units, at a centre whose head signs."""
    cohort = CohortFactory(status="running", offering=OfferingFactory(program=ProgramFactory(units=2)))
    OfficialFactory(center=cohort.offering.wave.center)
    return cohort


@pytest.fixture
def center(cohort):
    return cohort.offering.wave.center


@pytest.fixture
def units(cohort):
    return [one.unit for one in cohort.offering.program.program_units.order_by("order")]


@pytest.fixture
def without_units(db):
    cohort = CohortFactory(status="running")
    OfficialFactory(center=cohort.offering.wave.center)
    return cohort


@pytest.fixture
def instructor(cohort, center):
    actor = actor_at(center, "instructor")
    cohort.instructors.add(actor.user)
    return actor


@pytest.fixture
def officer(center):
    return actor_at(center)


@pytest.fixture
def issuer(center):
    return actor_at(center, "certification")
