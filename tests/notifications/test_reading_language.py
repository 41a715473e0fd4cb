"""In which language somebody is written to: the one they chose by the button, on every channel."""

import re

import pytest
from django.urls import reverse

from accounts.models import User
from blk_portal.staffing import letters
from enrollment.announcements import announce
from enrollment.models import Application
from notifications import delivery, texts
from notifications.models import OutboxMessage, WhatsAppTemplate
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.enrollment import ApplicationFactory

pytestmark = pytest.mark.django_db
KIND = "enrollment/submitted"


def press(client, language):
    return client.post("/bahasa/setlang/", {"language": language, "next": "/"})


@pytest.fixture
def reader(client):
    """A trainee who has pressed the English button while signed in."""
    application = ApplicationFactory()
    client.force_login(application.trainee.account)
    press(client, "en")
    return Application.objects.get(pk=application.pk)


def test_the_button_is_remembered_by_the_account_and_nonsense_is_not(client):
    user = UserFactory()
    client.force_login(user)

    kept = []
    for chosen in ["en", "xx", "", "id"]:
        press(client, chosen)
        kept.append(User.objects.get(pk=user.pk).language)

    assert kept == ["en", "en", "en", "id"]


def test_a_visitor_s_button_changes_nobody(client):
    UserFactory()

    assert press(client, "en").status_code == 302
    assert User.objects.get().language == "id"


def test_an_english_reader_gets_english_e_mail(reader):
    announce(reader, "submitted")

    message = OutboxMessage.objects.get()
    english = texts.standard(KIND, "email", "en")
    assert (message.channel, message.language) == ("email", "en")
    assert (message.subject, message.body) == english.filled(message.values)


def test_an_english_reader_gets_the_english_template_by_whatsapp(meta, reader):
    names = texts.parameters(KIND, "en")
    for language in ("id", "en"):
        meta.approve(f"blk_submitted_{language}", len(names), language)
        WhatsAppTemplate.objects.create(
            kind=KIND, language=language, name=f"blk_submitted_{language}", parameters=names, approval="approved"
        )

    announce(reader, "submitted")
    delivery.deliver_due(seconds=1)

    template = meta.sent[0]["template"]
    assert (template["name"], template["language"]["code"]) == ("blk_submitted_en", "en")
    message = OutboxMessage.objects.get()
    assert message.body == texts.standard(KIND, "whatsapp", "en").filled(message.values)[1]


def test_whoever_has_no_account_is_written_to_in_indonesian():
    application = ApplicationFactory(trainee__account=None, trainee__email="ibu@contoh.example")

    announce(application, "submitted")

    assert OutboxMessage.objects.get().language == "id"


def test_a_letter_about_work_here_is_in_the_language_of_its_reader():
    english, indonesian = StaffFactory(language="en"), StaffFactory()

    subjects = [
        letters.send("staffing/factor_reset", one, reset_by="Kepala", reason="HP hilang").subject
        for one in (english, indonesian)
    ]

    assert subjects[0] != subjects[1]


@pytest.mark.parametrize(("account", "device", "read"), [("en", "id", "en"), ("id", "en", "en"), ("id", "id", "id")])
def test_a_mail_about_signing_in_is_in_the_language_of_the_device_or_else_of_the_account(
    client, account, device, read
):
    user = UserFactory(language=account)
    press(client, device)

    client.post(reverse("account_reset_password"), {"login": user.email})

    assert OutboxMessage.objects.get().language == read


def test_whoever_signs_up_on_an_english_page_is_written_to_in_english(client):
    press(client, "en")

    client.post(reverse("account_signup"), {"email": "baru@contoh.example", "password1": "kebun-mangga-88-x"})
    code = re.search(r"\d{4}-\d{4}", OutboxMessage.objects.get().body)[0]
    client.post(reverse("account_code"), {"code": code})

    assert User.objects.get().language == "en"
