"""Signing in speaks with one tongue: "e-mail", "kata sandi" and "Anda", whoever wrote the form."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "kebun-mangga-88-x"
ADVICE = (
    "Paling sedikit 10 karakter. "
    "Jangan memakai nama, e-mail, atau nomor ponsel Anda. Jangan yang sering dipakai orang."
)
VISITOR = {
    "account_login": {"login": "E-mail, nomor ponsel, atau kode slip", "password": "Kata sandi"},
    "account_signup": {"email": "E-mail", "password1": "Kata sandi"},
    "account_reset_password": {"login": "E-mail, nomor ponsel, atau kode slip"},
}
SIGNED_IN = {
    "account_email": {"email": "E-mail"},
    "account_phone": {"phone": "Nomor ponsel"},
    "account_change_password": {
        "oldpassword": "Kata sandi sekarang",
        "password1": "Kata sandi baru",
        "password2": "Kata sandi baru, sekali lagi",
    },
    "account_reauthenticate": {"password": "Kata sandi"},
}
OTHER_WORDS = re.compile(r"\b[Ee]mail\b|\b[Ss]urel\b|\banda\b|(?<!kata )(?<!Kata )\b[Ss]andi\b")


@pytest.fixture
def person(client):
    user = UserFactory(email="ayu.lestari@contoh.example", full_name="Kirana Wulandari")
    user.set_password(PASSWORD)
    user.save()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user


def labels(response):
    return {name: str(field.label) for name, field in response.context["form"].fields.items()}


def said(response):
    """The words a person reads: no tags, no addresses."""
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\S+@\S+", "", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize("name", VISITOR)
def test_a_visitor_reads_our_labels(client, name):
    response = client.get(reverse(name))

    assert labels(response) == VISITOR[name]
    assert OTHER_WORDS.findall(said(response)) == []
    assert "placeholder" not in response.content.decode().split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("name", SIGNED_IN)
@pytest.mark.usefixtures("person")
def test_a_signed_in_person_reads_our_labels(client, name):
    response = client.get(reverse(name))

    assert labels(response) == SIGNED_IN[name]
    assert OTHER_WORDS.findall(said(response)) == []


def test_a_new_password_is_advised_in_one_line(client):
    field = client.get(reverse("account_signup")).context["form"].fields["password1"]

    assert field.help_text == ADVICE


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("pendek1", "Kata sandi terlalu pendek: paling sedikit 10 karakter."),
        ("ayulestari@contoh", "Kata sandi terlalu mirip dengan e-mail Anda."),
        ("1234567890", "Kata sandi ini terlalu sering dipakai orang, jadi mudah ditebak."),
    ],
)
def test_a_poor_password_is_refused_in_our_words(client, password, sentence):
    form = {"email": "ayulestari@contoh.example", "password1": password}

    assert client.post(reverse("account_signup"), form).context["form"].errors == {"password1": [sentence]}


def test_the_name_is_no_password_either(client, person):
    form = {"oldpassword": PASSWORD, "password1": "kirana wulandari", "password2": "kirana wulandari"}

    errors = client.post(reverse("account_change_password"), form).context["form"].errors

    assert errors == {"password1": ["Kata sandi terlalu mirip dengan nama lengkap Anda."]}


def test_what_went_wrong_is_said_in_our_words(client):
    wrong = {"login": "ayu@contoh.example", "password": "keliru-sekali"}
    incomplete = {"login": "ayu", "password": "keliru-sekali"}

    errors = [client.post(reverse("account_login"), form).context["form"].errors for form in (wrong, incomplete)]

    assert errors == [
        {"__all__": ["E-mail, nomor ponsel, atau kata sandi tidak cocok. Periksa lagi semuanya."]},
        {"login": ["Tulis alamat e-mail yang lengkap, nomor ponsel yang diawali 08, atau kode pada slip loket."]},
    ]


def test_every_address_is_called_e_mail():
    ours = [model for model in apps.get_models() if model._meta.app_label in settings.FLOORS]
    fields = [field for model in ours for field in model._meta.fields if field.name == "email"]

    assert {str(field.verbose_name) for field in fields} == {"e-mail"}


def test_no_page_of_ours_says_surel():
    pages = Path(settings.BASE_DIR, "templates").rglob("*.*")

    assert [page.name for page in pages if "surel" in page.read_text().lower()] == []
