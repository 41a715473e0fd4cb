"""One person's messages over all channels, and sending one of them again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry, ViewLog
from audit.moves import Refused
from blk_portal.correspondence import people
from centers.models import Role
from notifications import outbox
from notifications.letters import undelivered
from notifications.models import OutboxMessage
from notifications.outbox import Recipient
from notifications.workflow import State
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.certification import certificate_of, completed
from tests.factories.cohorts import CohortFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.notifications import OutboxMessageFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(minutes=11)
SITI = Recipient(email="siti@example.test", name="Siti", phone="+6281200000001")


@pytest.fixture
def center():
    return CenterFactory(code="pusat")


@pytest.fixture
def officer(client, center):
    actor = actor_at(center)
    client.force_login(actor.user)
    return actor


@pytest.fixture
def application(center):
    return ApplicationFactory(wave=WaveFactory(center=center), status="submitted")


def about(obj, **row):
    values = {"subject_type": obj._meta.label_lower, "subject_id": obj.pk, "center_code": "pusat"}
    return OutboxMessageFactory(**{**values, **row})


def page(trainee):
    return reverse("admin:person_messages", args=[trainee.pk])


def resend_page(message):
    return reverse("admin:message_resend", args=[message.pk])


def test_whatever_the_message_is_about_it_is_found(center, officer):
    enrollment = completed(CohortFactory(offering__wave__center=center))
    certificate, trainee = certificate_of(enrollment), enrollment.trainee
    mine = [
        about(trainee),
        about(enrollment.application),
        about(enrollment),
        about(certificate),
        OutboxMessageFactory(to_user=trainee.account, is_secret=True),
    ]
    about(ApplicationFactory())
    about(trainee, center_code="cabang")

    found = people.written_to(trainee, officer)

    assert set(found) >= set(mine)
    assert {message.center_code for message in found} == {"", "pusat"}


def test_the_page_tells_states_channels_and_reasons_in_words(client, officer, application):
    dead = about(application, state=State.DEAD, last_error="550 no such user", to_address="salah@example.test")
    about(application, follows=dead, channel="whatsapp", to_address="+6281200000001", state=State.SENT)
    OutboxMessage.objects.filter(follows=dead).update(delivered_at=timezone.now(), read_at=timezone.now())

    text = client.get(page(application.trainee)).content.decode()

    assert "Alamat tidak dikenal oleh server penerima." in text
    assert "salah@example.test" in text
    assert "Dibaca" in text
    assert text.index("salah@example.test") < text.index("+6281200000001")
    assert ViewLog.objects.filter(page="admin:person_messages", subject_ids=[application.trainee.pk]).count() == 1


def test_a_sign_in_code_is_listed_and_not_shown(client, officer, application):
    OutboxMessageFactory(to_user=application.trainee.account, body="123456", subject="Kode masuk", is_secret=True)

    text = client.get(page(application.trainee)).content.decode()

    assert "Kode masuk tidak ditampilkan." in text
    assert "123456" not in text


def test_words_of_people_are_shown_as_words(client, officer, application):
    about(application, subject="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>")

    text = client.get(page(application.trainee)).content.decode()

    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text


def test_somebody_unknown_to_the_center_does_not_exist(client, officer):
    assert client.get(page(ApplicationFactory().trainee)).status_code == 404


@pytest.mark.parametrize("size", [1, 15])
def test_the_page_costs_the_same_for_any_number_of_messages(
    client, officer, application, size, django_assert_num_queries
):
    for _ in range(size):
        dead = about(application, state=State.DEAD, last_error="550 no such user")
        about(application, follows=dead)
    client.get(page(application.trainee))

    # session, user, memberships, trainee, view log, its messages (3 kinds of objects, 1 rows), the newest application
    with django_assert_num_queries(10):
        client.get(page(application.trainee))


# --- sending again ---


def ended(application, **row):
    sent = {"state": State.SENT, "sent_at": timezone.now() - LONG_AGO}
    return about(application, **{**sent, "kind": "enrollment/submitted", **row})


def test_a_message_is_sent_again_to_the_address_of_today(client, officer, application):
    message = ended(application, to_address="lama@example.test", subject="Kata asli", body="Isi asli")
    application.trainee.email = "baru@example.test"
    application.trainee.save()

    asked = client.get(resend_page(message)).content.decode()
    client.post(resend_page(message))

    assert "baru@example.test" in asked
    again = OutboxMessage.objects.get(follows=message)
    assert (again.to_address, again.subject, again.body) == ("baru@example.test", "Kata asli", "Isi asli")
    assert (again.state, again.kind, again.subject_id) == (State.WAITING, message.kind, application.pk)
    message.refresh_from_db()
    assert (message.state, message.to_address) == (State.SENT, "lama@example.test")
    entry = AuditEntry.objects.about(message).get()
    assert (entry.action, entry.user) == ("outboxmessage.resend", officer.user)


def test_asking_writes_nothing(client, officer, application):
    client.get(resend_page(ended(application)))

    assert OutboxMessage.objects.count() == 1


def test_a_double_click_sends_once(client, officer, application):
    message = ended(application)

    client.post(resend_page(message))
    client.post(resend_page(message))

    assert OutboxMessage.objects.filter(follows=message).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_the_same_moment_send_once(application, center):
    message, by, start = ended(application), actor_at(center), Barrier(2)

    def press(_number):
        start.wait()
        try:
            outbox.resend(message, to=SITI, by=by)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, range(2)))

    assert sorted(map(str, answers)) == ["None", "already_followed"]
    assert OutboxMessage.objects.filter(follows=message).count() == 1


REFUSED = {
    "secret": {"is_secret": True},
    "still_going": {"state": State.WAITING, "sent_at": None},
    "already_followed": {"followed": True},
    "no_address": {"to": Recipient()},
    "too_often": {"lately": 5},
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_not_sent_again(application, center, code):
    case = dict(REFUSED[code])
    followed, to, lately = case.pop("followed", False), case.pop("to", SITI), case.pop("lately", 0)
    message = ended(application, **case)
    if followed:
        about(application, follows=message)
    for _ in range(lately):
        about(application, follows=ended(application), to_address=SITI.email)

    with pytest.raises(Refused) as refusal:
        outbox.resend(message, to=to, by=actor_at(center))

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("state", "minutes", "may"),
    [("sent", 9, False), ("sent", 11, True), ("dead", 0, True), ("bounced", 0, True), ("withdrawn", 0, False)],
)
def test_only_what_has_surely_ended_is_sent_again(state, minutes, may):
    row = {"state": state, "last_error": "550 no such user" if state in {"dead", "bounced"} else ""}
    if state in {"sent", "bounced"}:
        row["sent_at"] = timezone.now() - timedelta(minutes=minutes)

    assert outbox.may_be_resent(OutboxMessageFactory(**row)) is may


def test_who_may_not_send_again_is_told_so(client, center, application):
    client.force_login(actor_at(center, Role.PLACEMENT).user)

    assert client.post(resend_page(ended(application))).status_code == 403


def test_another_centers_message_does_not_exist(client, officer, application):
    assert client.post(resend_page(ended(application, center_code="cabang"))).status_code == 404


def test_undelivered_is_what_nobody_received_and_nothing_is_on_its_way_for(application):
    lost = about(application, state=State.DEAD, last_error="550 no such user")
    saved = about(application, state=State.BOUNCED, last_error="550 no such user")
    about(application, follows=saved)

    assert list(undelivered(OutboxMessage.objects.all())) == [lost]
