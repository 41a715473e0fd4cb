import pytest

from centers.models import Role
from tests.factories.centers import CenterFactory, actor_at


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
def said(client):
    """The sentences the page showed after an act."""

    def read(response):
        return [str(message) for message in response.context["messages"]]

    return read
