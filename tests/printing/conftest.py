import pytest

from centers.models import Role
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import TraineeFactory


@pytest.fixture
def center():
    return CenterFactory(code="pusat", name="BLK Pusat")


@pytest.fixture
def officer(client, center):
    """Signed in, at `center`."""
    actor = actor_at(center)
    client.force_login(actor.user)
    return actor


@pytest.fixture
def head(client, center):
    actor = actor_at(center, Role.HEAD)
    client.force_login(actor.user)
    return actor


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


@pytest.fixture
def person(cohort):
    """Makes a person who has applied here."""

    def make(full_name, **details):
        return ApplicationFactory(cohort=cohort, trainee=TraineeFactory(full_name=full_name, **details)).trainee

    return make
