"""Tests and interviews in the admin: planned, given out, checked in at the door, listed, and who did not come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import ViewLog
from cohorts.models import Resource
from enrollment import passes
from enrollment.models import Sitting
from jobs import queue, runner
from jobs.models import Job
from notifications.models import OutboxMessage
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, SittingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


@pytest.fixture
def wave(cohort):
    return cohort.offering.wave


@pytest.fixture
def over(wave):
    now = timezone.now()
    return SittingFactory(wave=wave, starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))


def page(name, *args):
    return reverse(f"admin:enrollment_{name}", args=args)


def verified(cohort, number=1):
    return ApplicationFactory.create_batch(number, cohort=cohort, status="verified")


def rows_of(job):
    return [*job.results.order_by("pk").values_list("outcome", "code")]


def status_of(row):
    row.refresh_from_db()
    return row.status


# --- planned and given out ---


def test_a_morning_of_interviews_is_planned_in_one_go_and_holds_the_room(client, officer, wave, center):
    room = Resource.objects.create(center=center, kind="room", name="Ruang Rapat")
    day = timezone.localdate() + timedelta(days=3)
    words = {"part": "interview", "day": day, "begin": "08:00", "end": "10:00", "minutes": "30", "capacity": "2"}
    url = reverse("admin:cohorts_wave_move", args=[wave.pk, "plan_sittings"])

    answer = client.post(url, {**words, "room": room.pk, "is_open": "on"})
    again = client.post(url, {**words, "room": room.pk})

    assert answer.status_code == 302
    assert list(Sitting.objects.values_list("part", "capacity", "is_open")) == [("interview", 2, True)] * 4
    assert (room.bookings.count(), again.status_code, bool(again.context["form"].errors)) == (4, 200, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end": "07:00"}, "end"),
        ({"place": ""}, "place"),
        ({"day": "2020-01-01"}, "day"),
        ({"capacity": "0"}, "capacity"),
        ({"minutes": "1"}, "minutes"),
        ({"begin": "pagi"}, "begin"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(client, officer, wave, change, field):
    day = timezone.localdate() + timedelta(days=3)
    words = {"part": "test", "day": day, "begin": "08:00", "end": "10:00", "capacity": "9", "place": "Aula"} | change

    answer = client.post(reverse("admin:cohorts_wave_move", args=[wave.pk, "plan_sittings"]), words)

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert not Sitting.objects.exists()


def test_times_are_given_out_by_a_job_that_says_who_got_none_and_can_be_taken_back(client, officer, cohort, wave):
    """indico PR#7205: who was skipped, and why; bcgov/entity#25617: a way back."""
    people = verified(cohort, 3)
    SittingFactory(wave=wave, capacity=2)
    shown = client.get(page("sitting_assign", wave.pk)).context["standing"][0]

    client.post(page("sitting_assign", wave.pk), {"part": "test", "order": "number"})
    runner.run_due()
    job = Job.objects.get()
    held = list(OutboxMessage.objects.filter(kind="enrollment/appointment_new").values_list("state", flat=True))
    queue.undo(job, by=officer)
    runner.run_due()

    assert (shown["waiting"], shown["free"]) == (3, 2)
    assert rows_of(job) == [("done", ""), ("done", ""), ("skipped", "no_place")]
    assert [one.appointments.kept().count() for one in people] == [0, 0, 0]
    assert (bool(held), OutboxMessage.objects.filter(kind__contains="appointment_cancelled").exists()) == (True, False)
    assert not OutboxMessage.objects.filter(kind="enrollment/appointment_new", state__in=["waiting", "sent"]).exists()


def test_a_time_that_its_owner_has_answered_is_not_taken_back(client, officer, cohort, wave):
    [person] = verified(cohort)
    SittingFactory(wave=wave)
    client.post(page("sitting_assign", wave.pk), {"part": "test", "order": "number"})
    runner.run_due()
    person.appointments.update(status="confirmed", accepted_at=timezone.now())

    back = queue.undo(Job.objects.get(), by=officer)
    runner.run_due()

    assert (rows_of(back), person.appointments.kept().count()) == ([("skipped", "answered")], 1)


def test_whoever_has_no_time_is_asked_to_choose_one_by_a_link(client, officer, cohort, wave):
    verified(cohort, 2)
    SittingFactory(wave=wave, is_open=True)

    client.post(page("sitting_assign", wave.pk), {"part": "test", "order": "number", "undang": ""})
    runner.run_due()

    assert rows_of(Job.objects.get()) == [("done", ""), ("done", "")]
    [body, _other] = OutboxMessage.objects.filter(channel="email").values_list("body", flat=True)
    assert "/perjalanan/pilih-jadwal/" in body


def test_nobody_is_asked_to_choose_where_nothing_is_open(client, officer, cohort, wave):
    verified(cohort)
    SittingFactory(wave=wave)

    answer = client.post(page("sitting_assign", wave.pk), {"part": "test", "order": "number", "undang": ""})

    assert (list(answer.context["form"].errors), Job.objects.count()) == (["part"], 0)


def test_one_person_is_given_a_time_on_their_page(client, officer, cohort, wave):
    [person] = verified(cohort)
    sitting = SittingFactory(wave=wave)

    client.post(reverse("admin:enrollment_application_move", args=[person.pk, "book"]), {"sitting": sitting.pk})

    assert person.appointments.get().sitting == sitting


@pytest.mark.parametrize("size", [1, 5])
def test_the_list_of_sittings_costs_the_same_for_any_size(client, officer, cohort, size, django_assert_num_queries):
    for _number in range(size):
        sitting = SittingFactory(wave=cohort.offering.wave)
        AppointmentFactory(application__cohort=cohort, sitting=sitting)

    with django_assert_num_queries(13):  # three for who asks; rows and count, the filters, kept ones, the dates' ends
        client.get(page("sitting_changelist"))


# --- at the door ---


def test_a_tap_at_the_door_is_written_down_once(client, officer, cohort, over):
    appointment = AppointmentFactory(application__cohort=cohort, sitting=over)
    url = page("sitting_attendance", over.pk)

    client.post(url, {"hadir": appointment.pk})
    twice = client.post(url, {"hadir": appointment.pk}, follow=True)

    assert (status_of(appointment), list(twice.context["messages"])) == ("came", [])
    assert twice.context["came"] == 1
    assert ViewLog.objects.filter(page="admin:enrollment.sitting:attendance").exists()


@pytest.mark.parametrize("wrong", ["", "0", "x", "٣", "99999999999999999999"])
def test_a_tap_on_nobody_is_not_found(client, officer, over, wrong):
    assert client.post(page("sitting_attendance", over.pk), {"hadir": wrong}).status_code == 404


@pytest.mark.parametrize("size", [1, 5])
def test_the_list_at_the_door_costs_the_same_for_any_size(
    client, officer, cohort, over, size, django_assert_num_queries
):
    for _number in range(size):
        AppointmentFactory(application__cohort=cohort, sitting=over)

    with django_assert_num_queries(10):  # three for who asks; the sitting, its people, the view log
        client.get(page("sitting_attendance", over.pk))


def test_a_code_opens_a_page_and_only_its_button_ticks(client, officer, cohort, over):
    appointment = AppointmentFactory(application__cohort=cohort, sitting=over)
    url = page("sitting_pass", passes.token_of(appointment))

    looked = client.get(url)
    before = status_of(appointment)
    client.post(url)

    assert (looked.status_code, before, status_of(appointment)) == (200, "booked", "came")
    assert appointment.application.trainee.nik not in looked.content.decode()


def test_a_code_that_was_made_up_is_nobodys(client, officer, cohort, over):
    appointment = AppointmentFactory(application__cohort=cohort, sitting=over)
    signature = passes.token_of(appointment).partition(".")[2]

    assert client.get(page("sitting_pass", f"{appointment.pk + 1}.{signature}")).status_code == 404


def test_a_code_of_another_day_says_so_and_ticks_nobody(client, officer, cohort, wave, said):
    appointment = AppointmentFactory(application__cohort=cohort, sitting=SittingFactory(wave=wave))
    url = page("sitting_pass", passes.token_of(appointment))

    answer = client.post(url, follow=True)

    assert "Jadwalnya bukan hari ini" in answer.content.decode()
    assert (status_of(appointment), len(said(answer))) == ("booked", 1)


def test_the_sign_in_list_is_a_pdf_with_no_name_in_its_own(client, officer, cohort, over):
    person = AppointmentFactory(application__cohort=cohort, sitting=over).application

    answer = client.get(page("sitting_sheet", over.pk))

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert person.trainee.full_name.split()[0].lower() not in answer["Content-Disposition"]
    assert ViewLog.objects.get(page="admin:enrollment.sitting:sheet").subject_ids == [person.pk]


# --- who did not come ---


def test_who_did_not_come_is_out_and_comes_back_untold_within_ten_minutes(client, officer, cohort, over):
    here, away = (AppointmentFactory(application__cohort=cohort, sitting=over) for _number in range(2))
    client.post(page("sitting_attendance", over.pk), {"hadir": here.pk})

    client.post(page("sitting_absent", over.pk))
    runner.run_due()
    job, out = Job.objects.get(), status_of(away.application)
    queue.undo(job, by=officer)
    runner.run_due()

    assert (rows_of(job), out) == ([("done", "")], "no_show")
    assert (status_of(away.application), status_of(away), status_of(here)) == ("verified", "booked", "came")
    kinds = OutboxMessage.objects.exclude(state="withdrawn").values_list("kind", flat=True)
    assert [one for one in kinds if "no_show" in one] == []


def test_nobody_is_out_before_the_end(client, officer, cohort, wave):
    sitting = SittingFactory(wave=wave)
    AppointmentFactory(application__cohort=cohort, sitting=sitting)

    answer = client.post(page("sitting_absent", sitting.pk))

    assert (answer.status_code, Job.objects.count()) == (200, 0)


def test_later_an_officer_brings_somebody_back_with_a_reason_and_they_read_it(client, officer, cohort, over, wave):
    missed = AppointmentFactory(application__cohort=cohort, sitting=over)
    person = missed.application
    interview = AppointmentFactory(application=person, sitting=SittingFactory(wave=wave, part="interview"))
    client.post(page("sitting_absent", over.pk))
    runner.run_due()
    let_go = status_of(interview)

    url = reverse("admin:enrollment_application_move", args=[person.pk, "undo_miss_test"])
    client.post(url, {"reason": "Namanya ada di daftar hadir kertas."})

    assert let_go == "cancelled"
    assert [status_of(one) for one in (person, missed, interview)] == ["verified", "booked", "booked"]
    assert OutboxMessage.objects.filter(kind="enrollment/no_show_undone", channel="email").count() == 1


def test_a_place_that_somebody_else_has_meanwhile_is_not_given_back(client, officer, cohort, over, wave):
    person = AppointmentFactory(application__cohort=cohort, sitting=over).application
    narrow = SittingFactory(wave=wave, part="interview", capacity=1)
    lost = AppointmentFactory(application=person, sitting=narrow)
    client.post(page("sitting_absent", over.pk))
    runner.run_due()
    AppointmentFactory(application__cohort=cohort, sitting=narrow)

    url = reverse("admin:enrollment_application_move", args=[person.pk, "undo_miss_test"])
    client.post(url, {"reason": "Hadir."})

    assert (status_of(person), status_of(lost)) == ("verified", "cancelled")
