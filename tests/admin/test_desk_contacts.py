"""The officer's buttons for a person's number and for a lost password."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts import desk_codes
from tests.factories.accounts import UserFactory
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"


@pytest.fixture
def trainee(center):
    trainee = TraineeFactory(phone=PHONE, account=UserFactory(email=None, phone=PHONE))
    cohort = CohortFactory(offering__wave__center=center)
    return ApplicationFactory(cohort=cohort, trainee=trainee).trainee


def page(name, trainee):
    return reverse(f"admin:trainees_trainee_{name}", args=[trainee.pk])


def move(name, trainee):
    return reverse("admin:trainees_trainee_move", args=[trainee.pk, name])


def test_a_number_is_verified_with_the_number_already_there(client, officer, trainee):
    assertContains(client.get(page("change", trainee)), "Pastikan nomor ponsel")
    assertContains(client.get(move("verify_phone", trainee)), f'value="{PHONE}"')

    client.post(move("verify_phone", trainee), {"phone": "0812 3456 7890"})

    trainee.refresh_from_db()
    assert trainee.phone_verified_at is not None
    assertNotContains(client.get(page("change", trainee)), "Pastikan nomor ponsel")


def test_a_code_is_read_once_on_the_page_after(client, officer, trainee):
    response = client.post(move("give_code", trainee), {"note": "KTP asli cocok"}, follow=True)

    code = re.search(r"\d{4}-\d{4}", response.content.decode())[0]
    trainee.account.refresh_from_db()
    assert desk_codes.opens(trainee.account, code)
    assertNotContains(client.get(page("change", trainee)), code)
