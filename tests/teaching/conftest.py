import pytest

from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, ProgramFactory, SessionFactory


@pytest.fixture
def cohort(db):
    """A class under way, of a program with two units."""
    return CohortFactory(status="running", offering=OfferingFactory(program=ProgramFactory(units=2)))


@pytest.fixture
def units(cohort):
    return [one.unit for one in cohort.offering.program.program_units.order_by("order")]


@pytest.fixture
def session(cohort, units):
    """Today, about the first unit."""
    return SessionFactory(cohort=cohort, unit=units[0])


@pytest.fixture
def instructor(cohort):
    actor = actor_at(cohort.offering.wave.center, "instructor")
    cohort.instructors.add(actor.user)
    return actor


@pytest.fixture
def signed_in(client, instructor):
    client.force_login(instructor.user)
    return client
