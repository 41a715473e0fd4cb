"""`next` leads to a page of ours or nowhere."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOWHERE = [
    "2147483648",
    "beranda",
    "//evil.example/",
    "https://evil.example/",
    "javascript:x",
    "\\evil.example",
    "\x00",
]


@pytest.mark.parametrize("word", NOWHERE)
@pytest.mark.parametrize("page", ["account_signup", "account_login"])
def test_who_is_signed_in_already_goes_home_when_next_is_no_page(client, page, word):
    client.force_login(UserFactory())

    answer = client.post(reverse(page), {"next": word})

    assert (answer.status_code, answer.url) == (302, reverse("home_after_sign_in"))


@pytest.mark.parametrize("page", ["account_signup", "account_login"])
def test_a_page_of_ours_is_reached(client, page):
    client.force_login(UserFactory())

    assert client.post(reverse(page), {"next": "/bantuan/"}).url == "/bantuan/"
