"""First come, first served, over HTTP and by the bench's own code: who has a seat, who waits, and what they read."""

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from audit.moves import Refused
from bench.apply import driver, journeys, offers, people, promises
from enrollment import duties, transitions
from enrollment.models import Application
from enrollment.transitions import answers, seats, submitting
from notifications.models import OutboxMessage
from tests.enrollment import harness
from tests.factories.centers import JELUPANG, DocumentKindFactory, EducationLevelFactory, RegionFactory
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ConsentTextFactory, GuardianFactory, TraineeFactory, guardian_consent

PEOPLE, OFFERINGS, SEATS = 60, 2, 8


def furnish():
    """What the bench finds in a loaded portal."""
    RegionFactory(code=JELUPANG)
    EducationLevelFactory()
    for code in offers.PAPERS:
        DocumentKindFactory(code=code)
    ConsentTextFactory()
    ConsentTextFactory(purpose="truth", text="Data saya benar.")


def cookies(person):
    return {settings.SESSION_COOKIE_NAME: person.session}


def rush(site):
    """Sixty people at sixteen seats, twelve at a time."""
    furnish()
    chosen = offers.open_wave("first_come", offerings=OFFERINGS, seats=SEATS)
    coming = people.prepare(PEOPLE, chosen)
    return chosen, driver.closed(site, journeys.send, coming, cookies=cookies, at_once=12)


@pytest.mark.django_db(transaction=True)
def test_sixty_people_at_sixteen_seats_each_read_what_the_database_says(live_server):
    chosen, seen = rush(live_server.url)

    assert dict(seen.errors) == {}
    assert promises.seats_taken(chosen) == OFFERINGS * SEATS
    assert promises.broken() == {}
    assert promises.told_otherwise(seen.told) == 0
    assert Counter(outcome for outcome, _place in seen.told.values()) == {"seat": 16, "queue": 44}


@pytest.fixture
def unguarded(transactional_db, monkeypatch):
    """The same pages on copies of the tables: no unique seat, no CHECK, no lock of the wave, a pause before taking."""
    harness.make_scratch_schema()
    with connection.cursor() as cursor:
        cursor.execute(harness.USE_SCRATCH)
    options = connections.settings["default"]["OPTIONS"]
    monkeypatch.setitem(options, "options", f"{options['options']} -c search_path=scratch,public")
    for module in (answers, seats, submitting):
        monkeypatch.setattr(module, "lock", harness.plain_read)
    monkeypatch.setattr(seats, "next_free", harness.look_then_take)
    yield
    harness.drop_scratch_schema()


def test_the_same_rush_without_guards_oversells(unguarded, live_server):
    """The control: were this green, the test above would prove nothing."""
    rush(live_server.url)

    assert promises.broken()["seats given twice"] > 0


# --- one person's way ----------------------------------------------------------------------------------------------


@pytest.fixture
def texts(db):
    return [ConsentTextFactory(), ConsentTextFactory(purpose="truth", text="Data saya benar.")]


def a_draft(cohort, **trainee):
    trainee = TraineeFactory(nik__indexed=False, **trainee)
    return ApplicationFactory(status="draft", cohort=cohort, trainee=trainee)


def send(client, application):
    client.force_login(application.trainee.account)
    agreed = {"processing": "on", "truth": "on"}
    return client.post(reverse("application_check", args=[application.pk]), agreed, follow=True)


def test_the_place_in_the_queue_is_told_on_the_page_and_in_the_message(client, first_come, texts):
    pages = [send(client, a_draft(first_come)) for _ in range(4)]

    assert [journeys.told(page.content.decode()) for page in pages] == [
        ("seat", None),
        ("seat", None),
        ("queue", 1),
        ("queue", 2),
    ]
    last = OutboxMessage.objects.order_by("pk").last()
    assert (last.kind, last.values["urutan"]) == ("enrollment/queued", "2")
    assert "nomor urut 2." in last.body


def test_the_place_told_counts_those_who_still_wait(client, first_come, texts, officer):
    sent = [a_draft(first_come) for _ in range(4)]
    for application in sent:
        transitions.submit(application, by=officer)
    transitions.withdraw(sent[2], by=officer)  # the first in line leaves it

    page = send(client, a_draft(first_come))

    assert journeys.told(page.content.decode()) == ("queue", 2)
    assert OutboxMessage.objects.order_by("pk").last().values["urutan"] == "2"


def test_a_seat_given_back_goes_to_the_queue_and_never_to_a_newcomer(first_come, officer):
    sent = [a_draft(first_come) for _ in range(3)]
    for application in sent:
        transitions.submit(application, by=officer)
    transitions.withdraw(sent[0], by=officer)

    late = a_draft(first_come)
    transitions.submit(late, by=officer)

    sent[2].refresh_from_db()
    assert (sent[2].status, sent[2].seat.number) == ("provisional", 1)
    assert (late.status, late.choices.get().queue_place) == ("reserve", 1)


def test_the_page_of_the_offering_tells_what_is_left(client, first_come, officer):
    page = reverse("offering", args=[first_come.offering.pk])
    assert client.get(page).context["first_come"] == {"free": 2, "waiting": 0}
    for _ in range(3):
        transitions.submit(a_draft(first_come), by=officer)

    response = client.get(page)

    assert response.context["first_come"] == {"free": 0, "waiting": 1}
    assertContains(response, "1 orang menunggu")


def test_the_seats_of_a_class_called_off_are_not_left(client, first_come):
    other = CohortFactory(offering=first_come.offering, seats=5)
    type(other).objects.filter(pk=other.pk).update(status="cancelled")

    response = client.get(reverse("offering", args=[first_come.offering.pk]))

    assert response.context["first_come"]["free"] == 2


def test_a_choice_changed_in_another_tab_gets_no_seat_of_the_old_one(first_come, officer):
    application = a_draft(first_come)
    other = CohortFactory(offering__wave=application.wave, offering__mode="first_come").offering
    stale = Application.objects.get(pk=application.pk)
    assert stale.trainee.full_name  # read before the other tab saved
    transitions.choose(application, [other], by=officer)

    transitions.submit(stale, by=officer)

    assert stale.seat.cohort.offering == other


def test_an_offering_called_off_while_somebody_waited_for_the_lock_gives_no_seat(first_come, officer, monkeypatch):
    application = a_draft(first_come)
    held = submitting.lock

    def called_off_meanwhile(obj, *rest):
        type(first_come.offering).objects.filter(pk=first_come.offering.pk).update(status="cancelled")
        return held(obj, *rest)

    monkeypatch.setattr(submitting, "lock", called_off_meanwhile)

    with pytest.raises(Refused, match="closed"):
        transitions.submit(application, by=officer)
    application.refresh_from_db()
    assert (application.status, application.seat) == ("draft", None)


# --- under eighteen ------------------------------------------------------------------------------------------------


def a_minor():
    return timezone.localdate().replace(year=timezone.localdate().year - 17, month=1, day=1)


def test_a_minors_seat_is_held_and_becomes_theirs_with_the_guardians_consent(first_come, officer):
    application = a_draft(first_come, birth_date=a_minor())
    guardian_consent(application.trainee)

    transitions.submit(application, by=officer)
    assert (application.status, application.consented_at is None) == ("provisional", False)
    transitions.verify(application, by=officer)

    assert application.status == "accepted"


def test_a_minors_seat_without_a_consent_in_time_goes_to_the_queue(first_come, officer, time_machine):
    minor = a_draft(first_come, birth_date=a_minor())
    GuardianFactory(trainee=minor.trainee, asked_at=timezone.now(), phone="+628133333333")
    others = [a_draft(first_come) for _ in range(2)]
    for application in (minor, *others):
        transitions.submit(application, by=officer)
    transitions.verify(others[0], by=officer)
    with pytest.raises(Refused, match="guardian_consent_missing"):
        transitions.verify(minor, by=officer)

    time_machine.move_to(minor.answer_by + timedelta(seconds=1))
    duties.lapse_and_offer()

    for application in (minor, others[1]):
        application.refresh_from_db()
    assert [minor.status, others[1].status] == ["lapsed", "provisional"]
