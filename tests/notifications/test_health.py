"""What the operator sees of a channel in trouble."""

import io

import pytest
from django.core.management import call_command

from notifications import delivery
from notifications.channels import health
from notifications.workflow import State
from tests.factories.notifications import OutboxMessageFactory
from tests.notifications.conftest import NUMBER, PHONE

pytestmark = pytest.mark.django_db


def fares():
    return {fare.channel: (fare.configured, fare.waiting, fare.trouble) for fare in health.of_each()}


def test_an_expired_token_is_said_in_metas_words_until_it_is_mended(meta):
    values = {"nama": "Siti", "batas": "31 Juli"}
    message = OutboxMessageFactory(channel="whatsapp", to_address=PHONE, values=values)
    OutboxMessageFactory(state=State.SENT)
    meta.answers = {NUMBER: [190]}
    delivery.deliver_due()

    assert fares() == {
        "whatsapp": (True, 1, "190 (#190) Access token has expired"),
        "email": (True, 0, ""),
        "sms": (False, 0, ""),
    }
    out = io.StringIO()
    call_command("channels", stdout=out)
    whatsapp, email, sms = out.getvalue().splitlines()
    assert whatsapp == "whatsapp  configured, 1 waiting, oldest for 0 min; DOWN: 190 (#190) Access token has expired"
    assert email.startswith("email     configured, 0 waiting, last sent 20")
    assert sms == "sms       not configured, 0 waiting"

    type(message).objects.filter(pk=message.pk).update(not_before=message.created_at)
    delivery.deliver_due()
    assert fares()["whatsapp"] == (True, 0, "")


def test_it_costs_three_statements(django_assert_num_queries):
    OutboxMessageFactory.create_batch(5)

    with django_assert_num_queries(3):  # waiting, last sent, reasons
        health.of_each()
