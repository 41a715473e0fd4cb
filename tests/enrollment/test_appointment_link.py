"""The link in the message of a test: two large buttons or another hour, no signing in, one place at one sitting."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from audit.moves import CLOCK
from blk_portal.logs import scrub
from enrollment import links
from enrollment.announcements import announce
from enrollment.transitions import appointments
from notifications.models import OutboxMessage
from tests.factories.enrollment import AppointmentFactory, SittingFactory
from tests.filled import filled

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def booked(time_machine):
    """In three days, at eight."""
    time_machine.move_to(NOW, tick=False)
    starts = NOW.replace(day=13, hour=8)
    return AppointmentFactory(
        sitting__starts_at=starts,
        sitting__ends_at=starts + timedelta(hours=2),
        sitting__place="Aula Utama",
        application__trainee__full_name="Siti Aminah Contoh",
    )


def address(appointment):
    return reverse("journey:appointment", args=[links.appointment_token(appointment)])


def status_of(appointment):
    appointment.refresh_from_db()
    return appointment.status


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("event", ["appointment_new", "appointment_moved"])
def test_the_message_leads_to_the_two_buttons(client, booked, event):
    announce(booked.application, event, appointment=booked)

    link = re.search(r"https?://[^/]+(/perjalanan/jadwal-tes/\S+)", OutboxMessage.objects.get().body)[1]

    page = words(client.get(link))
    told = ["Saya akan datang", "Saya tidak bisa datang", "Jumat, 13 Maret 2026", "08.00–10.00 WIB", "Aula Utama"]
    assert [one for one in told if one not in page] == []


def test_it_tells_the_first_name_and_nothing_more_of_the_person(client, booked):
    trainee = booked.application.trainee

    html = client.get(address(booked)).content.decode()

    secrets = [trainee.full_name, trainee.nik, trainee.nik_tail, trainee.phone, booked.application.number]
    assert [one for one in secrets if one in html] == []
    assert "Siti, ini jadwal" in html


def test_ten_looks_change_nothing(client, booked):
    before = AuditEntry.objects.count()

    codes = [client.get(address(booked) + tail).status_code for tail in ("", "?tidak") * 5]
    codes.append(client.head(address(booked)).status_code)

    assert (codes, status_of(booked), AuditEntry.objects.count()) == ([200] * 11, "booked", before)


def test_yes_is_written_down_and_told_at_the_same_address(client, booked):
    response = client.post(address(booked), {"jawab": "ya"}, follow=True)

    assert (status_of(booked), "sudah menyatakan akan datang" in words(response)) == ("confirmed", True)
    entry = AuditEntry.objects.about(booked).latest("pk")
    assert (entry.action, entry.user, entry.role) == ("appointment.accept", None, "trainee")


def test_no_says_what_it_means_before_it_acts(client, booked):
    assert "diberikan kepada orang lain" in words(client.get(address(booked) + "?tidak"))

    response = client.post(address(booked), {"jawab": "tidak"}, follow=True)

    assert (status_of(booked), response.status_code) == ("declined", 200)
    assert "Terima kasih sudah memberi tahu" in words(response)


def test_another_hour_is_taken_and_the_older_link_dies(client, booked):
    sitting = booked.sitting
    other = SittingFactory(
        wave=sitting.wave, is_open=True, starts_at=NOW.replace(day=14, hour=8), ends_at=NOW.replace(day=14, hour=9)
    )
    old = address(booked)

    response = client.post(old, {"lain": str(other.pk)}, follow=True)

    booked.refresh_from_db()
    assert (booked.sitting, "Sabtu, 14 Maret 2026" in words(response)) == (other, True)
    assert client.get(old).status_code == 410


@pytest.mark.parametrize("chosen", ["0", "x", ""])
def test_an_hour_that_was_not_offered_changes_nothing(client, booked, chosen):
    assert client.post(address(booked), {"lain": chosen}).status_code == 302
    assert status_of(booked) == "booked"


@pytest.mark.parametrize("said", [{}, {"jawab": ""}, {"jawab": "mungkin"}])
def test_a_post_that_says_nothing_asks_again(client, booked, said):
    assert client.post(address(booked), said).status_code == 200
    assert status_of(booked) == "booked"


def test_the_day_before_it_is_too_late_to_decline_and_it_says_so(client, booked, time_machine):
    time_machine.move_to(NOW.replace(day=12, hour=12, minute=1), tick=False)

    assert "Saya tidak bisa datang" not in words(client.get(address(booked)))
    response = client.post(address(booked), {"jawab": "tidak"})

    assert ("Jadwal bisa diubah sampai pukul 12.00" in words(response), status_of(booked)) == (True, "booked")


def test_whoever_comes_late_still_shows_the_code_and_answers_no_more(client, booked, time_machine):
    time_machine.move_to(booked.sitting.starts_at, tick=False)

    page = client.get(address(booked))
    client.post(address(booked), {"jawab": "ya"})

    assert ("data:image/svg+xml" in page.content.decode(), "Saya akan datang" in words(page)) == (True, False)
    assert status_of(booked) == "booked"


def test_once_it_is_over_the_link_opens_nothing(client, booked, time_machine):
    time_machine.move_to(booked.sitting.ends_at, tick=False)

    assert [client.get(address(booked)).status_code, client.post(address(booked), {"jawab": "ya"}).status_code] == [
        410,
        410,
    ]


def test_a_cancelled_one_is_gone(client, booked):
    appointments.cancel(booked, by=CLOCK, reason="Listrik padam.")

    assert client.post(address(booked), {"jawab": "ya"}).status_code == 410


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.replace(":", ""), lambda t: "é"])
def test_a_link_that_was_changed_opens_nothing(client, booked, spoil):
    url = reverse("journey:appointment", args=[spoil(links.appointment_token(booked))])

    assert (client.post(url, {"jawab": "ya"}).status_code, status_of(booked)) == (410, "booked")


def test_a_link_for_another_act_does_not_fit(client, booked):
    for token in (links.answer_token(booked.application), links.fix_token(booked.application)):
        assert client.get(reverse("journey:appointment", args=[token])).status_code == 410


def test_the_buttons_want_the_page_s_token_against_forgery(booked):
    strict = Client(enforce_csrf_checks=True)

    bare = strict.post(address(booked), {"jawab": "ya"})
    as_pressed = strict.post(address(booked), filled(strict.get(address(booked))) | {"jawab": "ya"})

    assert (bare.status_code, as_pressed.status_code) == (403, 302)


def test_the_address_is_cut_in_the_log(booked):
    assert scrub(f"GET {address(booked)} 200") == "GET /perjalanan/jadwal-tes/…/ 200"
