"""Whatever a cookie says, a visitor without a session of ours is a visitor."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cookie", ['"\\000aaaaaaaaaaaaaaa"', "é" * 20, "x" * 9_000, "' OR 1=1 --", '"', "A" * 32])
def test_a_cookie_that_is_no_key_of_ours_is_nobody(client, cookie):
    answer = client.get(reverse("journey:home"), headers={"Cookie": f"session={cookie}"})

    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={reverse('journey:home')}")


def test_a_key_of_ours_is_somebody(client):
    client.force_login(UserFactory())

    assert client.get(reverse("journey:home")).status_code == 200
