import pytest
from django.db import IntegrityError

from accounts.models import User
from audit.models import AuditEntry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_empty_contact_is_stored_as_none():
    user = User.objects.create_user(email="a@contoh.example", password="x", phone="")

    user.refresh_from_db()
    assert user.phone is None


def test_an_email_differs_from_another_by_more_than_its_case():
    User.objects.create_user(email="a@contoh.example", password="x")

    with pytest.raises(IntegrityError, match="account_email_is_one_persons"):
        User.objects.create_user(email="A@contoh.example", password="x")


def test_a_person_is_called_by_name_else_by_contact():
    assert str(UserFactory.build(full_name="Contoh")) == "Contoh"
    assert str(UserFactory.build(full_name="", email="a@contoh.example")) == "a@contoh.example"


def test_signing_in_and_failing_to_leave_a_trail(client):
    user = UserFactory()
    user.set_password("kata-sandi-contoh")
    user.save()

    client.post("/akun/login/", {"login": user.email, "password": "keliru-sama-sekali"})
    client.post("/akun/login/", {"login": user.email, "password": "kata-sandi-contoh"})

    actions = list(AuditEntry.objects.oldest_first().values_list("action", flat=True))
    assert actions == ["user.sign_in_failed", "user.signed_in"]
    assert user.email not in str(list(AuditEntry.objects.values()))
