import pytest

from centers.models import Role
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at

PASSWORD = "kebun-mangga-88-x"


@pytest.fixture
def center(db):
    return CenterFactory(code="sini", name="BLK Sini")


@pytest.fixture
def elsewhere(db):
    return CenterFactory(code="sana", name="BLK Sana")


@pytest.fixture
def head(center):
    return actor_at(center, Role.HEAD)


@pytest.fixture
def officer(center):
    return MembershipFactory(center=center, role=Role.OFFICER).user
