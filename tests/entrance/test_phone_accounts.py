"""An account by phone: with a code where one can be sent, else believed until the desk has seen the person."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry
from notifications.models import OutboxMessage
from notifications.workflow import Priority
from tests.entrance.conftest import PASSWORD, PHONE, code_of, last_letter
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TYPED = "0812-3456-7890"


def signs_up(client, phone=TYPED, password=PASSWORD, **more):
    return client.post(reverse("account_signup"), {"dengan": "ponsel", "phone": phone, "password1": password, **more})


def signs_in(login, password=PASSWORD):
    client = Client()
    client.post(reverse("account_login"), {"login": login, "password": password})
    return int(client.session.get("_auth_user_id", 0))


def someone(password=PASSWORD, **fields):
    user = UserFactory(**{"email": None, "phone": PHONE} | fields)
    user.set_password(password)
    user.save()
    return user


# --- with a code ---


@pytest.mark.usefixtures("reached")
def test_a_code_opens_the_account_and_proves_the_number(client):
    signs_up(client, next="/bantuan/")
    assert not User.objects.exists()

    response = client.post(reverse("account_code"), {"code": code_of(last_letter())})

    user = User.objects.get()
    assert response.headers["Location"] == "/bantuan/"
    assert (user.phone, user.email, user.phone_verified_at is not None) == (PHONE, None, True)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert signs_in("62812 3456 7890") == user.pk


@pytest.mark.usefixtures("reached")
def test_a_code_is_secret_urgent_and_goes_to_the_phone(client):
    signs_up(client)

    letter = last_letter()
    assert (letter.channel, letter.to_address, letter.kind) == ("sms", PHONE, "entrance/code")
    assert (letter.is_secret, letter.priority) == (True, Priority.URGENT)


@pytest.mark.usefixtures("reached")
def test_a_demonstration_shows_the_code_in_its_mailbox(client, settings):
    settings.DEMONSTRATION = True

    signs_up(client)

    assert last_letter().is_secret is False


@pytest.mark.usefixtures("reached")
def test_a_code_serves_once_and_dies_after_a_quarter_of_an_hour(client, time_machine):
    time_machine.move_to("2026-03-02 08:00+07:00", tick=False)
    signs_up(client)
    code = code_of(last_letter())

    time_machine.shift(15 * 60 + 1)
    response = client.post(reverse("account_code"), {"code": code})

    assert response.headers["Location"] == reverse("account_login")
    assert not User.objects.exists()


@pytest.mark.usefixtures("reached")
def test_a_new_code_replaces_the_one_before(client):
    signs_up(client)
    first = code_of(last_letter())

    client.post(reverse("account_code"), {"action": "resend"})

    second = code_of(last_letter())
    client.post(reverse("account_code"), {"code": first})
    assert not User.objects.exists()
    client.post(reverse("account_code"), {"code": second})
    assert User.objects.count() == 1


@pytest.mark.usefixtures("reached")
def test_the_holder_of_a_number_is_told_that_it_has_an_account(client):
    someone(phone_verified_at=timezone.now())

    signs_up(client, password="lain-sekali-99-y")

    assert (last_letter().kind, last_letter().to_address) == ("entrance/known", PHONE)


@pytest.mark.usefixtures("reached")
def test_an_unproved_claim_does_not_keep_the_holder_out(client):
    claimant = someone("kata-sandi-lain-9")

    signs_up(client)
    client.post(reverse("account_code"), {"code": code_of(last_letter())})

    owner = User.objects.exclude(pk=claimant.pk).get()
    assert owner.phone_verified_at is not None
    assert (signs_in(TYPED), signs_in(TYPED, "kata-sandi-lain-9")) == (owner.pk, claimant.pk)


@pytest.mark.usefixtures("reached")
def test_who_signs_up_again_with_the_same_password_finds_the_account_they_have(client):
    user = someone()

    signs_up(client)
    client.post(reverse("account_code"), {"code": code_of(last_letter())})

    user.refresh_from_db()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.phone_verified_at is not None


@pytest.mark.usefixtures("reached")
def test_a_forgotten_password_is_replaced_with_a_code(client):
    user = someone("yang-terlupa-99-z")

    client.post(reverse("account_reset_password"), {"login": TYPED})
    response = client.post(reverse("account_code"), {"code": code_of(last_letter())}, follow=True)
    form = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_complete_password_reset"), form)

    assert response.redirect_chain[0][0] == reverse("account_complete_password_reset")
    assert (signs_in(TYPED), signs_in(TYPED, "yang-terlupa-99-z")) == (user.pk, 0)


# --- without one ---


def test_without_a_channel_the_account_begins_at_once_and_says_so(client):
    response = client.post(
        reverse("account_signup"), {"dengan": "ponsel", "phone": TYPED, "password1": PASSWORD}, follow=True
    )

    user = User.objects.get()
    assert (user.phone, user.phone_verified_at) == (PHONE, None)
    assert "Nomor ini belum kami pastikan; petugas memastikannya" in response.content.decode()
    assert not OutboxMessage.objects.exists()
    assert signs_in(TYPED) == user.pk


def test_two_people_may_claim_one_number_and_each_has_their_own_account():
    signs_up(Client())
    signs_up(Client(), password="punya-adik-saya-7")

    first, second = User.objects.order_by("pk")
    assert (signs_in(TYPED), signs_in(TYPED, "punya-adik-saya-7")) == (first.pk, second.pk)


def test_who_signs_up_twice_with_one_password_has_one_account():
    signs_up(Client())
    signs_up(Client())

    assert User.objects.count() == 1


def test_the_fourth_account_for_a_number_has_to_wait():
    answers = [signs_up(Client(), password=f"kata-sandi-nomor-{number}") for number in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert User.objects.count() == 3


# --- one's own number ---


@pytest.fixture
def signed_in(client):
    user = someone(email="ayu@contoh.example", phone=None)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return user


@pytest.mark.usefixtures("reached")
def test_a_number_is_added_with_a_code(client, signed_in):
    client.post(reverse("account_phone"), {"phone": TYPED})
    client.post(reverse("account_code"), {"code": code_of(last_letter())})

    signed_in.refresh_from_db()
    assert (signed_in.phone, signed_in.phone_verified_at is not None) == (PHONE, True)
    assert AuditEntry.objects.filter(action="user.phone_verified").count() == 1


@pytest.mark.usefixtures("reached")
def test_the_number_of_somebody_else_is_not_taken(client, signed_in):
    someone(phone_verified_at=timezone.now())

    client.post(reverse("account_phone"), {"phone": TYPED})

    assert last_letter().kind == "entrance/known"


def test_without_a_channel_a_number_is_written_down_as_a_claim(client, signed_in):
    client.post(reverse("account_phone"), {"phone": TYPED})

    signed_in.refresh_from_db()
    assert (signed_in.phone, signed_in.phone_verified_at) == (PHONE, None)


def test_a_number_can_be_taken_away_unless_it_is_the_only_way_in(client, signed_in):
    signed_in.phone = PHONE
    signed_in.save()
    client.post(reverse("account_phone"), {"action": "remove"})
    signed_in.refresh_from_db()
    assert signed_in.phone is None


def test_the_last_way_in_stays(client):
    user = someone()
    client.post(reverse("account_login"), {"login": TYPED, "password": PASSWORD})

    response = client.post(reverse("account_phone"), {"action": "remove"}, follow=True)

    user.refresh_from_db()
    assert user.phone == PHONE
    assert "Tambahkan e-mail dulu" in response.content.decode()
