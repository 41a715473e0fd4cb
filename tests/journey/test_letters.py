"""What became of each letter, in the person's words: queued, held, sent, delivered, failed, and where to go then."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import trail
from audit.moves import CLOCK
from blk_portal.journey.events import Event, moment
from blk_portal.journey.letters import beside, letters_of
from notifications import outbox
from notifications.models import OutboxMessage
from notifications.workflow import State
from tests.factories.enrollment import ApplicationFactory
from tests.factories.notifications import OutboxMessageFactory

pytestmark = pytest.mark.django_db
AT = timezone.now() + timedelta(hours=9)
BECAME = {
    "queued": ({"state": State.WAITING}, "menunggu dikirim"),
    "under way": ({"state": State.SENDING}, "menunggu dikirim"),
    "held": ({"state": State.WAITING, "not_before": AT}, f"ditahan, dikirim {moment(AT)} WIB"),
    "sent": ({"state": State.SENT}, "terkirim lewat E-mail"),
    "delivered": ({"state": State.SENT, "delivered_at": AT}, "sampai lewat E-mail"),
    "read": ({"state": State.SENT, "delivered_at": AT, "read_at": AT}, "dibaca lewat E-mail"),
    "tried again": (
        {"state": State.FAILED, "not_before": AT, "last_error": "451 later"},
        f"belum berhasil, dicoba lagi {moment(AT)} WIB",
    ),
    "failed": ({"state": State.DEAD, "last_error": "no_address"}, "tidak sampai"),
    "bounced": ({"state": State.BOUNCED, "last_error": "550 5.1.1 no such user"}, "tidak sampai"),
}


@pytest.fixture
def application():
    return ApplicationFactory(status="submitted")


def letter(application, **more):
    state = more.get("state", State.WAITING)
    left = {"sent_at": timezone.now()} if state in {State.SENT, State.BOUNCED} else {}
    return OutboxMessageFactory(
        subject_type="enrollment.application",
        subject_id=application.pk,
        subject="Berkas Anda lolos",
        body="Berkas lolos. Tunggu jadwal tes.",
        to_user=application.trainee.account,
        **left | more,
    )


def on_page(client, application, name="journey:application"):
    client.force_login(application.trainee.account)
    return client.get(reverse(name, args=[application.pk])).content.decode()


@pytest.mark.parametrize(("columns", "words"), BECAME.values(), ids=BECAME)
def test_the_timeline_says_what_became_of_it(client, application, columns, words):
    letter(application, **columns)

    page = on_page(client, application)

    assert "Berkas Anda lolos" in page
    assert f"{words}</span>" in page or f"{words}. " in page


def test_what_did_not_arrive_says_why_and_can_be_read_here(client, application):
    letter(application, state=State.DEAD, last_error="no_address")

    timeline, whole = (on_page(client, application, name) for name in ("journey:application", "journey:letters"))

    assert "Tidak ada alamat e-mail atau nomor WhatsApp yang bisa dipakai." in timeline
    assert "Berkas lolos. Tunggu jadwal tes." in whole
    assert reverse("account_email") in whole


def test_what_followed_on_another_channel_counts_and_stands_once(application):
    first = letter(application, state=State.DEAD, last_error="550 no such user")
    letter(application, state=State.SENT, channel="whatsapp", follows=first)

    [told] = letters_of(application)

    assert (told.became, told.arrived, told.advice) == ("terkirim lewat WhatsApp", True, "")


def test_what_may_still_be_taken_back_is_told_of_but_not_shown(client, application):
    letter(application, batch="job:1", not_before=AT)

    page = on_page(client, application)

    assert "Kabar tentang langkah ini" in page
    assert f"ditahan, dikirim {moment(AT)} WIB" in page
    assert "Berkas Anda lolos" not in page
    assert "Berkas lolos." not in on_page(client, application, "journey:letters")


def test_what_was_taken_back_is_not_told_of(client, application):
    letter(application, batch="job:1", not_before=AT)
    outbox.withdraw("job:1", CLOCK)

    assert letters_of(application) == []


def test_a_code_is_never_shown(application):
    letter(application, is_secret=True)

    assert letters_of(application) == []


def test_somebody_elses_letters_do_not_exist(client, application):
    letter(application)
    client.force_login(ApplicationFactory().trainee.account)

    assert client.get(reverse("journey:letters", args=[application.pk])).status_code == 404


def test_a_letter_stands_beside_the_act_nearest_to_it():
    now = timezone.now()
    events = [
        Event("dikembalikan", "done", at=now - timedelta(seconds=3)),
        Event("dikirim lagi", "done", at=now),
        Event("lolos", "done", at=now + timedelta(seconds=2)),
    ]
    letters = [SimpleNamespace(at=now + timedelta(milliseconds=5)), SimpleNamespace(at=now - timedelta(days=1))]

    told = beside(events, letters)

    assert [(event.title, len(event.letters)) for event in told] == [
        ("Kabar dari balai", 1),
        ("dikembalikan", 0),
        ("dikirim lagi", 1),
        ("lolos", 0),
    ]


@pytest.mark.parametrize("times", [1, 30])
def test_all_letters_cost_the_same(client, application, times, django_assert_num_queries):
    for _time in range(times):
        letter(application)
        trail.write("application.verify", by=CLOCK, about=application)
    on_page(client, application, "journey:letters")

    with django_assert_num_queries(6):  # session, user, application, choices, enrollment, letters
        client.get(reverse("journey:letters", args=[application.pk]))

    assert OutboxMessage.objects.count() == times
