import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from blk_portal.second_factor import code_of
from tests.factories.accounts import UserFactory
from tests.factories.centers import MembershipFactory

PASSWORD = "kebun-mangga-88-x"


@pytest.fixture
def officer(db):
    user = UserFactory(is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user).mark_as_viewed()
    MembershipFactory(user=user)
    return user


def page_after_password(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)


def shown_code(response):
    found = re.search(r"Kode demonstrasi:.*?<strong>(\d{6})</strong>", response.content.decode(), re.DOTALL)
    return found and found[1]


def test_a_demonstration_shows_the_code_that_lets_in(client, officer, settings):
    settings.DEMO_SECOND_FACTOR = True

    code = shown_code(page_after_password(client, officer))
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("mfa_trust"), {"action": "no"})

    assert client.session["_auth_user_id"] == str(officer.pk)


def test_signing_in_twice_within_half_a_minute_shows_two_codes(client, officer, settings):
    settings.DEMO_SECOND_FACTOR = True
    first = shown_code(page_after_password(client, officer))
    client.post(reverse("mfa_authenticate"), {"code": first})
    client.logout()

    second = shown_code(page_after_password(client, officer))
    client.post(reverse("mfa_authenticate"), {"code": second})
    client.post(reverse("mfa_trust"), {"action": "no"})

    assert second != first
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_outside_the_demonstration_no_code_is_shown(client, officer):
    response = page_after_password(client, officer)

    assert response.resolver_match.view_name == "mfa_authenticate"
    assert shown_code(response) is None
    assert code_of(officer) not in response.content.decode()


def test_without_an_authenticator_there_is_no_code(db):
    assert code_of(UserFactory()) == ""
