"""The page of the channels: what is set up, how it fares, and a test to one's own address."""

import pytest
from django.urls import reverse

from audit.moves import Refused
from blk_portal.correspondence import trying
from centers.models import Role
from notifications.models import OutboxMessage, WhatsAppTemplate
from notifications.workflow import Priority, State
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.notifications import OutboxMessageFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:channels")


@pytest.fixture
def head(client):
    actor = actor_at(CenterFactory(code="pusat"), Role.HEAD)
    client.force_login(actor.user)
    return actor


def test_the_page_tells_how_each_channel_fares(client, head):
    OutboxMessageFactory(state=State.DEAD, last_error="550 no such user")
    WhatsAppTemplate.objects.create(
        kind="enrollment/accepted", language="id", name="blk_diterima", approval="rejected"
    )

    text = client.get(PAGE).content.decode()

    assert "Alamat tidak dikenal oleh server penerima." in text
    assert "blk_diterima" in text
    assert "Ditolak" in text
    assert "Belum dipasang" in text


def test_a_test_goes_to_ones_own_address_through_the_outbox(client, head):
    client.post(PAGE, {"channel": "email"})

    message = OutboxMessage.objects.get()
    assert (message.to_address, message.to_user, message.channel) == (head.user.email, head.user, "email")
    assert (message.state, message.priority) == (State.WAITING, Priority.URGENT)
    assert "Menunggu" in client.get(PAGE).content.decode()


def test_looking_sends_nothing(client, head):
    client.get(PAGE)

    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("channel", "already", "code"),
    [
        ("pigeon", 0, "no_such_channel"),
        ("sms", 0, "not_configured"),
        ("whatsapp", 0, "not_configured"),
        ("email", 5, "too_often"),
    ],
)
def test_what_cannot_be_tried_says_why(head, channel, already, code):
    for _ in range(already):
        trying.send_test("email", by=head)

    with pytest.raises(Refused) as refusal:
        trying.send_test(channel, by=head)

    assert refusal.value.code == code


def test_without_an_address_of_ones_own_there_is_no_test(head, settings):
    settings.WHATSAPP_TOKEN = "x"
    head.user.phone = None

    with pytest.raises(Refused) as refusal:
        trying.send_test("whatsapp", by=head)

    assert refusal.value.code == "no_address"


def test_an_officer_does_not_try_channels(client):
    client.force_login(actor_at(CenterFactory()).user)

    assert client.post(PAGE, {"channel": "email"}).status_code == 403
