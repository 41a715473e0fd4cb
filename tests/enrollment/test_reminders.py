"""Ingatkan saya: asked twice, sent once, gone soon."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from accounts.models import Rate
from blk_portal.retention.engine import run_batch
from enrollment import reminder_link, selectors
from enrollment.duties import send_reminders
from enrollment.models import Reminder
from enrollment.transitions import reminders
from notifications.models import OutboxMessage
from tests.factories.cohorts import OfferingFactory, ProgramFactory, WaveFactory
from tests.factories.enrollment import EligibilityRuleFactory

pytestmark = pytest.mark.django_db
URL = "/ingatkan-saya/"


def in_days(days):
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def soon():
    return OfferingFactory(wave=WaveFactory(opens_at=in_days(3)))


def typed(offering, kind="opens", contact="siti@contoh.example", from_on=None):
    day = from_on or timezone.localdate()
    return {"kind": kind, "offering": offering.pk, "from_on": str(day), "contact": contact}


def a_reminder(offering, **more):
    whole = {"kind": "opens", "offering": offering, "from_on": timezone.localdate(), "email": "siti@contoh.example"}
    return reminders.ask_reminder(**whole | more)


def confirmed(offering, **more):
    return reminders.confirm_reminder(reminder_link.token_of(a_reminder(offering, **more)))


def told():
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))


# --- asking ---


def test_the_button_leads_to_one_field(client, soon):
    matter = {name: value for name, value in typed(soon).items() if name != "contact"}

    response = client.post(URL, matter)

    assertContains(response, "Alamat e-mail")
    assert response.context["form"].errors == {}


def test_asking_stores_the_day_and_sends_a_link(client, soon):
    assertRedirects(client.post(URL, typed(soon)), reverse("reminder_asked"))

    one = Reminder.objects.get()
    assert (one.email, one.offering, one.confirmed_at) == ("siti@contoh.example", soon, None)
    message = OutboxMessage.objects.get()
    assert (message.kind, message.to_address) == ("enrollment/reminder_asked", one.email)
    assert reminder_link.address_of(one) in message.body


@pytest.mark.parametrize("known", [True, False])
def test_the_answer_is_the_same_whoever_waits_already(client, soon, known):
    if known:
        confirmed(soon)

    response = client.post(URL, typed(soon))

    assert (response.status_code, response.url) == (302, reverse("reminder_asked"))


def test_who_waits_already_is_not_written_to_again(client, soon):
    confirmed(soon)

    client.post(URL, typed(soon))

    assert told() == ["enrollment/reminder_asked"]


def test_asking_again_voids_the_older_link(client, soon):
    old = reminder_link.token_of(a_reminder(soon))

    client.post(URL, typed(soon))

    assert reminder_link.find(old) is None
    assert Reminder.objects.count() == 1


def test_one_address_is_written_to_three_times_a_day_and_nobody_is_told(client, soon):
    answers = [client.post(URL, typed(soon)).status_code for _ in range(5)]

    assert (answers, len(told())) == ([302] * 5, 3)


def test_one_visitor_is_stopped_with_a_sentence(client, soon):
    for number in range(20):
        client.post(URL, typed(soon, contact=f"orang{number}@contoh.example"))

    assertContains(client.post(URL, typed(soon, contact="lain@contoh.example")), "Terlalu banyak percobaan")
    assert Rate.objects.filter(mark__contains="@").count() == 0


@pytest.mark.parametrize(
    ("contact", "says"),
    [("", "Isi e-mail"), ("siti@", "e-mail"), ("0812 0000 0001", "hanya dikirim lewat e-mail")],
)
def test_an_address_that_cannot_be_is_asked_again(client, soon, contact, says):
    assertContains(client.post(URL, typed(soon, contact=contact)), says)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("wrong", [{"offering": 0}, {"kind": "tall"}, {"from_on": "2999-01-01"}, {"from_on": "x"}])
def test_what_no_button_asks_is_not_found(client, soon, wrong):
    assert client.post(URL, typed(soon) | wrong).status_code == 404


# --- the link ---


def test_opening_the_link_does_nothing_and_pressing_does(client, soon):
    one = a_reminder(soon)
    url = reverse("reminder", args=[reminder_link.token_of(one)])

    assertContains(client.get(url), "Ya, ingatkan saya")
    assert Reminder.objects.get().confirmed_at is None
    assertContains(client.post(url, {"jawaban": "ya"}), "Kami menulis sekali")
    assert Reminder.objects.get().confirmed_at is not None


def test_the_same_link_erases(client, soon):
    url = reverse("reminder", args=[reminder_link.token_of(confirmed(soon))])

    assertContains(client.post(url, {"jawaban": "berhenti"}), "Pengingat dihapus")
    assert not Reminder.objects.exists()
    assert client.get(url).status_code == 410


@pytest.mark.parametrize("token", ["1-0", "x", "999999999999999999999999-00", "-"])
def test_a_link_nobody_gave_is_gone(client, token):
    assert client.get(reverse("reminder", args=[token])).status_code == 410
    assert client.post(reverse("reminder", args=[token]), {"jawaban": "ya"}).status_code == 410


# --- the day comes ---


def test_it_is_sent_once_when_the_offering_opens(soon, time_machine):
    confirmed(soon)
    a_reminder(soon, email="belum@contoh.example")

    send_reminders()
    assert told() == ["enrollment/reminder_asked"] * 2
    time_machine.move_to(in_days(3.1))
    send_reminders()
    send_reminders()

    assert told()[2:] == ["enrollment/reminder_due"]
    last = OutboxMessage.objects.latest("pk")
    assert (last.to_address, soon.get_absolute_url() in last.body) == ("siti@contoh.example", True)


def test_seats_are_told_of_when_there_are_any():
    offering = OfferingFactory(applicant_cap=0)
    confirmed(offering, kind="seats")

    send_reminders()
    assert told() == ["enrollment/reminder_asked"]
    offering.applicant_cap = 1
    offering.save()
    send_reminders()

    assert told()[1:] == ["enrollment/reminder_due"]


def test_later_means_an_offering_of_the_track_whose_day_has_come():
    """Exactly: not one whose reference date is the day before, but one on the day."""
    program = ProgramFactory()
    now = OfferingFactory(program=program, status="planned")
    day = now.wave.starts_on + timedelta(days=100)
    confirmed(now, kind="later", from_on=day)
    OfferingFactory(program=program, wave=WaveFactory(starts_on=day - timedelta(days=1), ends_on=day))
    send_reminders()
    assert told() == ["enrollment/reminder_asked"]

    wanted = OfferingFactory(
        program=ProgramFactory(track=program.track), wave=WaveFactory(starts_on=day, ends_on=day + timedelta(days=30))
    )
    send_reminders()

    assert wanted.get_absolute_url() in OutboxMessage.objects.get(kind="enrollment/reminder_due").body


@pytest.mark.parametrize("many", [2, 7])
def test_looking_for_what_is_due_costs_the_same_for_many(many, django_assert_num_queries):
    for number in range(many):
        confirmed(OfferingFactory(), email=f"orang{number}@contoh.example")

    with django_assert_num_queries(2):  # who waits; what is open
        assert len(selectors.due_reminders()) == many


# --- what is offered ---


def test_what_is_worth_waiting_for(client, soon):
    blocked = EligibilityRuleFactory(kind="year").offering
    open_ = OfferingFactory()

    assert client.get(soon.get_absolute_url()).context["remind"] == ("opens", timezone.localdate(soon.wave.opens_at))
    assert client.get(open_.get_absolute_url()).context["remind"] is None
    assert client.get(blocked.get_absolute_url()).context["remind"] is None


# --- soon gone ---


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_it_is_erased_thirty_days_after_it_was_sent(days, left, time_machine):
    confirmed(OfferingFactory())
    send_reminders()

    time_machine.move_to(in_days(days))
    run_batch("reminders")

    assert Reminder.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_unconfirmed_it_is_erased_after_a_week(soon, days, left, time_machine):
    a_reminder(soon)

    time_machine.move_to(in_days(days))
    run_batch("unconfirmed_reminders")

    assert Reminder.objects.count() == left


# --- the database ---


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("reminder_reaches_one_address", {"email": "", "phone": ""}),
        ("reminder_reaches_one_address", {"phone": "+6281200000001"}),
        ("reminder_of_an_offering_or_later_of_a_track", {"kind": "later"}),
        ("reminder_sent_only_if_confirmed", {"sent_at": timezone.now()}),
    ],
)
def test_the_database_refuses_half_a_reminder(soon, name, columns):
    whole = {"kind": "opens", "offering": soon, "from_on": timezone.localdate(), "email": "a@contoh.example"}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Reminder.objects.create(**whole | columns)


def test_one_reminder_per_contact_and_matter(soon):
    one = a_reminder(soon)

    with pytest.raises(IntegrityError, match="reminder_once_per_contact"), transaction.atomic():
        Reminder.objects.create(kind=one.kind, offering=soon, from_on=one.from_on, email=one.email)
