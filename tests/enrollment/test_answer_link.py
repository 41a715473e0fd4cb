"""The link in the message: two large buttons, no signing in, one offer, until its deadline."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import CLOCK
from enrollment import links, transitions
from enrollment.announcements import announce
from notifications.models import OutboxMessage
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.filled import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted():
    return ApplicationFactory(status="accepted")


def address(application):
    return reverse("journey:answer", args=[links.answer_token(application)])


def status_of(application):
    application.refresh_from_db()
    return application.status


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_message_leads_to_the_two_buttons(client, accepted):
    announce(accepted, "accepted")

    link = re.search(r"https?://[^/]+(\S+)", OutboxMessage.objects.get().body)[1]

    page = words(client.get(link))
    assert ("Ya, saya ikut" in page, "Saya tidak jadi ikut" in page) == (True, True)


def test_ten_looks_change_nothing(client, accepted):
    before = AuditEntry.objects.count()

    codes = {client.get(address(accepted) + tail).status_code for _time in range(5) for tail in ("", "?tidak")}

    assert codes == {200}
    assert (status_of(accepted), AuditEntry.objects.count()) == ("accepted", before)


def test_yes_confirms_without_signing_in_and_says_so_at_the_same_address(client, accepted):
    response = client.post(address(accepted), {"jawab": "ya"}, follow=True)

    assert status_of(accepted) == "confirmed"
    assert (response.status_code, "Daftar ulang berhasil" in words(response)) == (200, True)


def test_no_says_what_it_means_before_it_acts_and_frees_the_seat(client):
    cohort = CohortFactory(seats=1)
    accepted = ApplicationFactory(status="accepted", cohort=cohort)
    waiting = ApplicationFactory(status="reserve", cohort=cohort, verified_at=timezone.now())

    before = words(client.get(address(accepted) + "?tidak"))
    response = client.post(address(accepted), {"jawab": "tidak"}, follow=True)

    assert "cadangan" in before
    assert [status_of(one) for one in (accepted, waiting)] == ["withdrawn", "accepted"]
    assert "Anda tidak jadi ikut" in words(response)


@pytest.mark.parametrize("said", [{}, {"jawab": ""}, {"jawab": "mungkin"}])
def test_a_post_that_says_nothing_asks_again(client, accepted, said):
    assert client.post(address(accepted), said).status_code == 200
    assert status_of(accepted) == "accepted"


def test_after_the_deadline_the_link_opens_nothing(client, accepted, time_machine):
    link = address(accepted)
    time_machine.move_to(accepted.answer_by + timedelta(seconds=1))

    responses = [client.get(link), client.post(link, {"jawab": "ya"})]

    assert [response.status_code for response in responses] == [410, 410]
    assert status_of(accepted) == "accepted"


def test_a_link_of_an_earlier_offer_is_dead_after_the_next_one(client, accepted):
    earlier = address(accepted)
    accepted.answer_by += timedelta(days=2)
    accepted.save()

    assert client.post(earlier, {"jawab": "ya"}).status_code == 410
    assert status_of(accepted) == "accepted"


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.replace(":", ""), lambda t: "é"])
def test_a_link_that_was_changed_opens_nothing(client, accepted, spoil):
    url = reverse("journey:answer", args=[spoil(links.answer_token(accepted))])

    assert client.post(url, {"jawab": "ya"}).status_code == 410
    assert status_of(accepted) == "accepted"


def test_who_lapsed_meanwhile_reads_that_it_is_over(client, accepted, time_machine):
    link = address(accepted)
    time_machine.move_to(accepted.answer_by + timedelta(minutes=1))
    transitions.lapse(accepted, by=CLOCK)

    assert "Tautan ini sudah tidak berlaku" in words(client.post(link, {"jawab": "ya"}))
    assert status_of(accepted) == "lapsed"


def test_an_identity_claim_is_told_and_changes_nothing(client, accepted):
    type(accepted).objects.filter(pk=accepted.pk).update(identity_claim=True, verified_at=None)

    response = client.post(address(accepted), {"jawab": "ya"})

    assert response.status_code == 410
    assert "Klaim identitas harus diselesaikan petugas" in words(response)


def test_the_trail_says_that_nobody_had_signed_in(client, accepted):
    client.post(address(accepted), {"jawab": "ya"})

    entry = AuditEntry.objects.about(accepted).latest("pk")
    assert (entry.action, entry.user, entry.role) == ("application.confirm", None, "trainee")


def test_the_buttons_want_the_page_s_token_against_forgery(accepted):
    strict = Client(enforce_csrf_checks=True)

    bare = strict.post(address(accepted), {"jawab": "ya"})
    as_pressed = strict.post(address(accepted), filled(strict.get(address(accepted))) | {"jawab": "ya"})

    assert (bare.status_code, as_pressed.status_code) == (403, 302)
