"""An account and nothing else: reading what is held creates nothing."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from trainees.models import Trainee

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["home", "viewed"])
def test_who_has_begun_nothing_is_led_to_where_one_begins(client, page):
    client.force_login(UserFactory())

    answer = client.get(reverse(f"mydata:{page}"))

    assert (answer.status_code, answer.url) == (302, reverse("journey:home"))
    assert not Trainee.objects.exists()
