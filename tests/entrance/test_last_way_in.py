"""Whoever takes away an address keeps one way in, and reads a sentence instead of an error."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import User
from notifications.models import OutboxMessage
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.centers import MembershipFactory

pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"


def take_away(client, user):
    client.force_login(user)
    client.post(reverse("account_email"), {"email": user.email, "action_remove": ""})
    return User.objects.get(pk=user.pk).email, EmailAddress.objects.filter(user=user).count()


def test_the_only_address_of_somebody_without_a_phone_stays(client):
    user = UserFactory()

    assert take_away(client, user) == (user.email, 1)


def test_who_has_a_phone_may_do_without_an_address(client):
    user = UserFactory(phone=PHONE)

    assert take_away(client, user) == (None, 0)


def test_staff_are_reached_by_e_mail_and_keep_it(client):
    user = MembershipFactory(user=StaffFactory(phone=PHONE)).user

    assert take_away(client, user) == (user.email, 1)


def test_the_letter_to_who_has_an_account_already_names_the_address(client):
    user = UserFactory()
    client.post(reverse("account_signup"), {"email": user.email, "password1": "kebun-mangga-88-x"})

    assert user.email in OutboxMessage.objects.get().body
