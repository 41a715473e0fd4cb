"""The link by which somebody without a time chooses one: no signing in, a button for each, the last place once."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from audit.moves import Refused
from blk_portal.logs import scrub
from enrollment import links
from enrollment.selectors.appointments import parts_to_choose
from enrollment.transitions import appointments
from notifications.models import OutboxMessage
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, SittingFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def cohort(time_machine):
    time_machine.move_to(NOW, tick=False)
    return CohortFactory()


@pytest.fixture
def person(cohort):
    return ApplicationFactory(cohort=cohort, status="verified", trainee__full_name="Siti Aminah Contoh")


@pytest.fixture
def times(cohort):
    """Three mornings at eight, two places each."""
    starts = [NOW.replace(day=day, hour=8) for day in (13, 14, 15)]
    wave = cohort.offering.wave
    return [SittingFactory(wave=wave, is_open=True, capacity=2, starts_at=one) for one in starts]


def address(person, part="test"):
    return reverse("journey:choose", args=[links.choice_token(person, part)])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_message_leads_to_the_times_and_a_button_takes_one(client, person, times):
    appointments.invite(person, "test", by=actor_at(person.wave.center))
    body = OutboxMessage.objects.get(kind="enrollment/appointment_choose", channel="email").body
    link = re.search(r"https?://[^/]+(/perjalanan/pilih-jadwal/\S+)", body)[1]

    page = client.get(link)
    done = client.post(link, {"lain": str(times[1].pk)}, follow=True)

    assert [one.pk for one in page.context["offered"]] == [one.pk for one in times]
    assert "sisa 2 tempat" in words(page)
    assert person.appointments.get().sitting == times[1]
    assert ("Sabtu, 14 Maret 2026" in words(done), "data:image/svg+xml" in done.content.decode()) == (True, True)


def test_looking_takes_nothing(client, person, times):
    before = AuditEntry.objects.count()

    assert [client.get(address(person)).status_code for _look in range(3)] == [200] * 3
    assert (person.appointments.count(), AuditEntry.objects.count()) == (0, before)


@pytest.mark.parametrize("chosen", ["", "0", "x", "-1"])
def test_a_time_that_was_not_offered_is_not_taken(client, person, times, chosen):
    assert client.post(address(person), {"lain": chosen}).status_code == 200
    assert not person.appointments.exists()


def test_whoever_has_a_time_is_led_to_it(client, person, times):
    appointment = AppointmentFactory(application=person, sitting=times[0])

    assert client.get(address(person)).url == reverse(
        "journey:appointment", args=[links.appointment_token(appointment)]
    )


def test_a_full_time_is_not_offered_and_when_all_are_full_it_says_so(client, person, cohort, times):
    for one in times:
        for _number in range(2):
            AppointmentFactory(application__cohort=cohort, sitting=one)

    page = client.get(address(person))

    assert (page.context["offered"], "Belum ada waktu yang bisa dipilih" in words(page)) == ([], True)


def test_after_noon_of_the_day_before_a_time_can_no_longer_be_chosen(client, person, times, time_machine):
    time_machine.move_to(NOW.replace(day=12, hour=12, minute=1), tick=False)

    assert [one.pk for one in client.get(address(person)).context["offered"]] == [one.pk for one in times[1:]]
    client.post(address(person), {"lain": str(times[0].pk)})
    assert not person.appointments.exists()


@pytest.mark.parametrize("status", ["withdrawn", "no_show", "accepted"])
def test_the_link_dies_with_the_candidacy(client, cohort, times, status):
    person = ApplicationFactory(cohort=cohort, status=status)

    assert client.get(address(person)).status_code == 410


def test_a_link_that_was_changed_opens_nothing(client, person, times):
    token = links.choice_token(person, "test")

    codes = [client.get(reverse("journey:choose", args=[one])).status_code for one in (token[:-1], "x" + token, "é")]
    assert codes == [410] * 3


def test_it_tells_the_first_name_and_nothing_more_and_is_cut_in_the_log(client, person, times):
    html = client.get(address(person)).content.decode()

    secrets = [person.trainee.full_name, person.trainee.nik, person.trainee.phone, person.number]
    assert [one for one in secrets if one in html] == []
    assert scrub(f"GET {address(person)} 200") == "GET /perjalanan/pilih-jadwal/…/ 200"


def test_the_button_wants_the_page_s_token_against_forgery(person, times):
    assert Client(enforce_csrf_checks=True).post(address(person), {"lain": str(times[0].pk)}).status_code == 403


def test_their_own_page_says_choose_until_they_have_chosen_and_then_shows_the_code(client, person, times):
    client.force_login(person.trainee.account)
    page = reverse("journey:application", args=[person.pk])

    before = client.get(page)
    client.post(address(person), {"lain": str(times[0].pk)})
    after = client.get(page)

    assert (before.context["story"].step.url, before.context["passes"]) == (address(person), [])
    assert [one.sitting_id for one, _code in after.context["passes"]] == [times[0].pk]


def test_each_part_is_chosen_for_itself(person, times):
    wave, starts = person.wave, times[0].starts_at - timedelta(days=1, hours=-5)
    SittingFactory(wave=wave, part="interview", is_open=True, starts_at=starts)

    assert parts_to_choose(person) == ["interview", "test"]
    AppointmentFactory(application=person, sitting=times[0])
    assert parts_to_choose(person) == ["interview"]


def test_an_invitation_is_refused_where_it_would_lead_nowhere(person, cohort):
    by = actor_at(person.wave.center)
    codes = []
    for application in (person, ApplicationFactory(cohort=cohort, status="submitted")):
        with pytest.raises(Refused) as refusal:
            appointments.invite(application, "test", by=by)
        codes.append(refusal.value.code)
    AppointmentFactory(application=person, sitting=SittingFactory(wave=person.wave))
    with pytest.raises(Refused) as refusal:
        appointments.invite(person, "test", by=by)

    assert [*codes, refusal.value.code] == ["nothing_to_choose", "wrong_status", "already"]
