"""Too often is a page that says how long to wait and keeps what was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Rate
from tests.entrance.conftest import PASSWORD, PHONE
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_five_wrong_passwords_and_the_right_one_has_to_wait(client):
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    for _time in range(5):
        client.post(reverse("account_login"), {"login": user.email, "password": "bukan-ini-99"})

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    errors = response.context["form"].errors["__all__"]
    assert errors == ["Terlalu banyak percobaan. Tunggu 5 menit, lalu coba lagi."]
    assert response.context["form"]["login"].value() == user.email


def test_the_right_password_does_not_count():
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()

    for _time in range(8):
        client = Client()
        response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        assert response.status_code == 302


def test_the_sixth_letter_to_one_contact_has_to_wait_and_nothing_typed_is_lost(client):
    form = {"login": "ayu@contoh.example"}
    answers = [Client().post(reverse("account_reset_password"), form) for _time in range(6)]

    page = answers[-1].content.decode()
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "3600"
    assert "Tunggu 60 menit, lalu coba lagi." in page
    assert '<input type="hidden" name="login" value="ayu@contoh.example">' in page


def test_a_password_is_never_written_into_the_page():
    form = {"dengan": "ponsel", "phone": PHONE}
    for number in range(4):
        response = Client().post(reverse("account_signup"), form | {"password1": f"kata-sandi-nomor-{number}"})

    page = response.content.decode()
    assert response.status_code == 429
    assert "kata-sandi-nomor" not in page
    assert f'value="{PHONE}"' in page


def test_looking_at_a_page_counts_nothing(client):
    client.get(reverse("account_login"))
    client.get(reverse("account_signup"))

    assert not Rate.objects.exists()
