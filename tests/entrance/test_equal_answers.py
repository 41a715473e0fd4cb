"""Nobody learns from the portal whether a contact has an account: not from the page, not from the work it does."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.entrance.conftest import PASSWORD, PHONE, asked, last_letter, without
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted")]
KNOWN_EMAIL, UNKNOWN_EMAIL = "ada@contoh.example", "tak@contoh.example"
UNKNOWN_PHONE = "+6281234567891"


@pytest.fixture
def known():
    user = UserFactory(email=KNOWN_EMAIL)
    user.set_password(PASSWORD)
    user.save()
    return user


def holder(*, verified):
    moment = "2026-01-01T00:00Z" if verified else None
    user = UserFactory(email=None, phone=PHONE, phone_verified_at=moment)
    user.set_password("kata-sandi-pemilik-9")
    user.save()
    return user


def both(name, forms, contacts):
    """The answers to two strangers, each with a fresh browser; their own contacts are cut out of the pages."""
    for form in forms:  # the first of all fills what is asked once for each process
        asked(Client(), name, form)
    return [without(contact, asked(Client(), name, form)) for form, contact in zip(forms, contacts, strict=True)]


@pytest.mark.usefixtures("known")
def test_signing_up_by_email(settings):
    forms = [{"email": email, "password1": "lain-sekali-99-y"} for email in (KNOWN_EMAIL, UNKNOWN_EMAIL)]

    known, unknown = both("account_signup", forms, (KNOWN_EMAIL, UNKNOWN_EMAIL))

    assert known == unknown
    assert (known.status, known.location, known.hashes, known.letters) == (302, reverse("account_code"), 1, 1)
    assert User.objects.count() == 1


@pytest.mark.usefixtures("reached")
@pytest.mark.parametrize("verified", [True, False])
def test_signing_up_by_phone_with_a_code(verified):
    holder(verified=verified)
    forms = [sign_up(phone) for phone in (PHONE, UNKNOWN_PHONE)]

    known, unknown = both("account_signup", forms, (PHONE, UNKNOWN_PHONE))

    assert known == unknown
    assert (known.status, known.location, known.hashes, known.letters) == (302, reverse("account_code"), 3, 1)


@pytest.mark.parametrize("verified", [True, False])
def test_signing_up_by_phone_without_a_code(verified):
    holder(verified=verified)
    asked(Client(), "account_signup", sign_up("+6281234567892"))

    known, unknown = (asked(Client(), "account_signup", sign_up(phone)) for phone in (PHONE, UNKNOWN_PHONE))

    assert without(PHONE, known) == without(UNKNOWN_PHONE, unknown)
    assert (known.status, known.hashes, known.letters) == (302, 3, 0)


@pytest.mark.parametrize(("known", "unknown", "hashes"), [(KNOWN_EMAIL, UNKNOWN_EMAIL, 1), (PHONE, UNKNOWN_PHONE, 2)])
@pytest.mark.parametrize("verified", [True, False])
def test_signing_in_with_a_wrong_password(known, unknown, hashes, verified):
    UserFactory(email=KNOWN_EMAIL).set_password(PASSWORD)
    holder(verified=verified)
    forms = [{"login": contact, "password": "bukan-ini-99"} for contact in (known, unknown)]

    here, there = both("account_login", forms, (known, unknown))

    assert here == there
    assert (here.status, here.hashes, here.letters) == (200, hashes, 0)
    assert "tidak cocok" in here.body


@pytest.mark.usefixtures("known")
def test_forgetting_a_password_by_email():
    forms = [{"login": email} for email in (KNOWN_EMAIL, UNKNOWN_EMAIL)]

    known, unknown = both("account_reset_password", forms, (KNOWN_EMAIL, UNKNOWN_EMAIL))

    assert known == unknown
    assert (known.status, known.location, known.hashes, known.letters) == (302, reverse("account_code"), 0, 1)


@pytest.mark.usefixtures("reached")
@pytest.mark.parametrize("verified", [True, False])
def test_forgetting_a_password_by_phone(verified):
    holder(verified=verified)
    forms = [{"login": phone} for phone in (PHONE, UNKNOWN_PHONE)]

    known, unknown = both("account_reset_password", forms, (PHONE, UNKNOWN_PHONE))

    assert known == unknown
    assert (known.status, known.location, known.hashes, known.letters) == (302, reverse("account_code"), 0, 1)


def test_forgetting_a_password_by_phone_without_a_code_leads_to_the_desk():
    holder(verified=True)
    forms = [{"login": phone} for phone in (PHONE, UNKNOWN_PHONE)]

    known, unknown = both("account_reset_password", forms, (PHONE, UNKNOWN_PHONE))

    assert known == unknown
    assert (known.status, known.letters) == (302, 0)
    assert "Datang ke meja layanan" in known.body


@pytest.mark.usefixtures("known")
def test_only_the_reader_of_the_letter_learns_it(client):
    asked(client, "account_signup", {"email": KNOWN_EMAIL, "password1": "lain-sekali-99-y"})
    assert last_letter().subject == "Akun Anda sudah ada"

    asked(client, "account_reset_password", {"login": UNKNOWN_EMAIL})
    assert last_letter().to_address == UNKNOWN_EMAIL


@pytest.mark.usefixtures("known")
def test_guessing_at_the_code_of_a_known_contact_ends_like_any_other(client):
    asked(client, "account_signup", {"email": KNOWN_EMAIL, "password1": "lain-sekali-99-y"})
    other = Client()
    asked(other, "account_signup", {"email": UNKNOWN_EMAIL, "password1": "lain-sekali-99-y"})

    answers = [
        [without(contact, asked(browser, "account_code", {"code": "0000-0000"})) for _time in range(5)]
        for browser, contact in ((client, KNOWN_EMAIL), (other, UNKNOWN_EMAIL))
    ]

    assert answers[0] == answers[1]
    assert answers[0][-1].location == reverse("account_signup")


def sign_up(phone):
    return {"dengan": "ponsel", "phone": phone, "password1": "lain-sekali-99-y"}
