"""Phones that a code can reach, and somebody's way through the entrance."""

import re
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications.channels.sms import Sms
from notifications.models import OutboxMessage
from trainees.rules.phones import as_dialled

PASSWORD = "kebun-mangga-88-x"
PHONE = "+6281234567890"
CODE = re.compile(r"\b\d{4}-\d{4}\b")


class PretendedSms(Sms):
    """Other people's computer: a provider that takes everything."""

    def is_configured(self):
        return True

    def send(self, message):
        return ""


class CountingHasher(MD5PasswordHasher):
    """A hash made or a password checked: each costs one."""

    algorithm = "counted"
    times = 0

    def encode(self, password, salt):
        CountingHasher.times += 1
        return super().encode(password, salt)


@pytest.fixture
def reached(settings):
    settings.CHANNELS = settings.CHANNELS | {"sms": "tests.entrance.conftest.PretendedSms"}
    settings.CHANNEL_ORDER = ["whatsapp", "email", "sms"]


@pytest.fixture
def counted(settings):
    settings.PASSWORD_HASHERS = ["tests.entrance.conftest.CountingHasher"]
    CountingHasher.times = 0


@dataclass(frozen=True)
class Answer:
    """All that a stranger can see, and all that it cost."""

    status: int
    location: str
    body: str
    hashes: int
    queries: int
    letters: int


def asked(client, name, form):
    """One POST, measured; then the page it leads to."""
    CountingHasher.times, before = 0, OutboxMessage.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.post(reverse(name), form)
    letters = OutboxMessage.objects.count() - before
    location = response.headers.get("Location", "")
    page = client.get(location) if location else response
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", page.content.decode())
    return Answer(response.status_code, location, body, CountingHasher.times, len(queries), letters)


def without(contact, answer):
    body = answer.body.replace(contact, "").replace(as_dialled(contact), "")
    return Answer(**{**vars(answer), "body": body})


def last_letter():
    return OutboxMessage.objects.latest("pk")


def code_of(letter):
    return CODE.search(letter.body)[0]
