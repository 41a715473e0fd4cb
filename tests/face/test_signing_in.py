"""Every page and mail of allauth that the portal uses is our own, in Indonesian."""

from datetime import UTC, datetime
from pathlib import Path

import allauth
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories.accounts import UserFactory

TEMPLATES = Path(settings.BASE_DIR) / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
PASSWORD = "kebun-mangga-88-x"
OPEN_PAGES = {
    "account_login": "Masuk",
    "account_signup": "Buat akun",
    "account_reset_password": "Lupa kata sandi",
    "account_password_reset_completed": "Kata sandi sudah diganti",
    "account_inactive": "Akun ini tidak aktif",
}
OWN_PAGES = {
    "account_email": "Alamat e-mail",
    "account_phone": "Nomor ponsel",
    "account_change_password": "Ganti kata sandi",
    "account_logout": "Keluar dari portal?",
    "account_reauthenticate": "Pastikan ini Anda",
    "mfa_index": "Verifikasi dua langkah",
}
SECOND_FACTOR_PAGES = {
    "mfa_deactivate_totp": "Matikan verifikasi dua langkah?",
    "mfa_generate_recovery_codes": "Buat kode pemulihan",
}
MAIL_CONTEXT = {
    "email": "ayu@contoh.example",
    "code": "ABC123",
    "activate_url": "https://portal.example/a",
    "password_reset_url": "https://portal.example/b",
    "signup_url": "https://portal.example/c",
    "from_email": "lama@contoh.example",
    "to_email": "baru@contoh.example",
    "deleted_email": "lama@contoh.example",
    "timestamp": datetime(2026, 3, 2, 3, 4, tzinfo=UTC),
}
MAILS = sorted(
    f"{path.parent.parent.name}/email/{path.name.removesuffix('_subject.txt')}"
    for app in ("account", "mfa")
    for path in (TEMPLATES / app / "email").glob("*_subject.txt")
)


def heading(response):
    page = response.content.decode()
    return page[page.index("<h1>") + 4 : page.index("</h1>")].strip()


@pytest.fixture
def person(client):
    """Somebody who gave the password a moment ago, so that allauth does not ask again."""
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPEN_PAGES)
def test_a_visitor_reads_our_page(client, name):
    response = client.get(reverse(name))

    assert (response.status_code, heading(response)) == (200, OPEN_PAGES[name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", OWN_PAGES)
@pytest.mark.usefixtures("person")
def test_a_signed_in_person_reads_our_page(client, name):
    response = client.get(reverse(name))

    assert (response.status_code, heading(response)) == (200, OWN_PAGES[name])


@pytest.mark.django_db
@pytest.mark.usefixtures("person")
def test_setting_up_the_second_factor_shows_the_picture_and_the_key(client):
    response = client.get(reverse("mfa_activate_totp"))

    assert heading(response) == "Aktifkan verifikasi dua langkah"
    assert 'src="data:image/svg+xml' in response.content.decode()
    assert response.context["form"].secret in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", SECOND_FACTOR_PAGES)
def test_somebody_with_a_second_factor_reads_our_page(client, person, name):
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)

    response = client.get(reverse(name))

    assert (response.status_code, heading(response)) == (200, SECOND_FACTOR_PAGES[name])


@pytest.mark.django_db
def test_the_recovery_codes_are_shown(client, person):
    TOTP.activate(person, generate_totp_secret())
    recovery = RecoveryCodes.activate(person)
    recovery.mark_as_viewed()  # the first look is written down; this is the second
    codes = recovery.generate_codes()

    response = client.get(reverse("mfa_view_recovery_codes"))

    assert heading(response) == "Kode pemulihan"
    assert [code for code in codes if code not in response.content.decode()] == []


@pytest.mark.django_db
def test_signing_up_leads_to_the_page_of_the_code(client):
    response = client.post(
        reverse("account_signup"), {"email": "baru@contoh.example", "password1": PASSWORD}, follow=True
    )

    assert heading(response) == "Masukkan kode dari e-mail"
    assert "baru@contoh.example" in response.content.decode()


@pytest.mark.django_db
def test_the_second_step_asks_for_the_code(client):
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, generate_totp_secret())

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)

    assert heading(response) == "Verifikasi dua langkah"


def test_only_a_demonstration_shows_the_code():
    assert "123456" in render_to_string("components/demo_code.html", {"demo_code": "123456"})
    assert render_to_string("components/demo_code.html", {}).strip() == ""


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_has_a_subject_of_one_line_and_is_plain(name):
    subject = render_to_string(f"{name}_subject.txt", MAIL_CONTEXT).strip()
    body = render_to_string(f"{name}_message.txt", MAIL_CONTEXT)

    assert subject
    assert "\n" not in subject
    assert body.startswith("Halo,")
    assert "&#" not in body
    assert "<" not in body


@pytest.mark.parametrize("app", ["account", "mfa"])
def test_no_mail_of_allauth_is_left_in_its_own_words(app):
    theirs = {path.name for path in (THEIRS / app / "email").glob("*_subject.txt") if "webauthn" not in path.name}
    ours = {path.name for path in (TEMPLATES / app / "email").glob("*_subject.txt")}

    assert theirs == ours
