import pytest
from django.urls import reverse

from centers.models import Role
from notifications.workflow import State
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.notifications import OutboxMessageFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:notifications_outboxmessage_changelist")


def change(message):
    return reverse("admin:notifications_outboxmessage_change", args=[message.pk])


@pytest.fixture
def officer(client):
    actor = actor_at(CenterFactory(code="pusat"))
    client.force_login(actor.user)
    return actor


def test_an_officer_sees_what_their_center_wrote_and_why_it_did_not_leave(client, officer):
    message = OutboxMessageFactory(center_code="pusat", state=State.DEAD, last_error="550 no such user")

    text = client.get(change(message)).content.decode()

    assert "550 no such user" in text
    assert "Isi pesan." in text


@pytest.mark.parametrize("code", ["cabang", ""])
def test_messages_of_others_do_not_exist(client, officer, code):
    message = OutboxMessageFactory(center_code=code)

    assert client.get(change(message)).status_code == 404
    assert message.to_address not in client.get(LIST).content.decode()


def test_a_sign_in_code_is_shown_to_nobody(client, officer):
    message = OutboxMessageFactory(center_code="pusat", body="123456", is_secret=True)

    assert "123456" not in client.get(change(message)).content.decode()


def test_nobody_changes_or_deletes_a_message(client, officer):
    message = OutboxMessageFactory(center_code="pusat")

    assert client.post(change(message), {"state": "sent"}).status_code == 403
    assert client.post(reverse("admin:notifications_outboxmessage_delete", args=[message.pk])).status_code == 403
    assert client.get(reverse("admin:notifications_outboxmessage_add")).status_code == 403


def test_an_instructor_has_no_such_page(client):
    client.force_login(actor_at(CenterFactory(), Role.INSTRUCTOR).user)

    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("size", [1, 5])
def test_the_list_costs_the_same_for_any_size(client, officer, size, django_assert_num_queries):
    messages = OutboxMessageFactory.create_batch(size, center_code="pusat")
    client.get(LIST)  # the session learns of the second factor once

    # session, user, memberships, count, rows, kept filters, view log
    with django_assert_num_queries(7):
        text = client.get(LIST).content.decode()

    assert [m.to_address for m in messages if m.to_address in text] == [m.to_address for m in messages]
