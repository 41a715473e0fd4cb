"""From a confirmed seat to the certificate: the next meeting with its room, and what was found, as it comes."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from certification.models import BnspRecord
from certification.transitions import complete, record, record_bnsp
from cohorts.models import Resource
from tests.factories.centers import actor_at
from tests.factories.certification import BnspRecordFactory
from tests.factories.classroom import attended
from tests.factories.cohorts import CohortFactory, OfferingFactory, SessionFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory

pytestmark = pytest.mark.django_db


def at(day, hour):
    return datetime.combine(day, time(hour), timezone.get_default_timezone())


@pytest.fixture
def cohort(time_machine):
    """At nine on a Monday; a class of two units with a room."""
    time_machine.move_to(at(date(2026, 8, 3), 9), tick=True)
    cohort = CohortFactory(offering=OfferingFactory(program__units=2), name="Las A")
    Resource.objects.create(center=cohort.offering.wave.center, kind="room", name="Bengkel Las")
    return cohort


def meets(cohort, days, **more):
    """Whole days from today, from eight to four."""
    day = timezone.localdate() + timedelta(days=days)
    session = SessionFactory(cohort=cohort, date=day, starts_at=time(8), ends_at=time(16), **more)
    period = (at(day, 8), at(day, 16))
    session.bookings.create(resource=Resource.objects.get(kind="room"), period=period)
    return session


def step_of(client, application):
    client.force_login(application.trainee.account)
    return client.get(application.get_absolute_url()).context["story"].step


def told(client, application):
    client.force_login(application.trainee.account)
    events = client.get(application.get_absolute_url()).context["events"]
    return [(event.title, event.text) for event in events if event.at]


# --- what is next ---


def test_the_step_is_the_next_meeting_with_its_room(client, cohort):
    enrollment = EnrollmentFactory(cohort=cohort)
    for days in (-1, 2, 1):
        meets(cohort, days)
    meets(cohort, 0, status="cancelled")

    step = step_of(client, enrollment.application)

    assert (step.title, step.at) == ("Datang ke pertemuan berikutnya", at(date(2026, 8, 4), 8))
    assert "Bengkel Las" in step.text
    assertContains(client.get(reverse("journey:home")), "Bengkel Las")


def test_todays_meeting_stays_until_the_day_is_over(client, cohort):
    enrollment = EnrollmentFactory(cohort=cohort)
    meets(cohort, 0)

    assert timezone.localdate(step_of(client, enrollment.application).at) == timezone.localdate()


def test_who_has_confirmed_reads_the_hour_of_the_first_day(client, cohort):
    application = ApplicationFactory(cohort=cohort, status="confirmed")
    meets(cohort, 7)

    step = step_of(client, application)

    assert (step.title, timezone.localtime(step.at).hour) == ("Datang pada hari pertama", 8)
    assert "KTP atau KK asli" in step.text


def test_after_the_last_meeting_one_waits_for_the_result(client, cohort):
    enrollment = EnrollmentFactory(cohort=cohort)
    meets(cohort, -1)

    step = step_of(client, enrollment.application)

    assert (step.title, step.is_yours, step.on) == ("Tunggu hasil akhir", False, cohort.ends_on)


def test_what_is_over_is_nobodys_turn(client):
    application = ApplicationFactory(status="not_selected")
    client.force_login(application.trainee.account)

    assertContains(client.get(application.get_absolute_url()), "Pendaftaran ini selesai")


@pytest.mark.parametrize("meetings", [1, 30])
def test_a_running_class_costs_the_same_for_any_number_of_meetings(
    client, cohort, meetings, django_assert_num_queries
):
    enrollment = EnrollmentFactory(cohort=cohort)
    for days in range(meetings):
        meets(cohort, days)
    step_of(client, enrollment.application)

    # session, user, application, choices, seat, enrollment, appointments, bnsp, trail, units, certificates, the next
    # meeting and its room; letters, papers, results, appeals; meetings, rooms, marks, attendance, units,
    # certificates, bnsp
    with django_assert_num_queries(24):
        client.get(enrollment.application.get_absolute_url())


# --- what was found ---


def test_units_of_a_day_are_one_event(client, cohort):
    enrollment = EnrollmentFactory(cohort=cohort)
    by = actor_at(cohort.offering.wave.center, "instructor")
    units = [one.unit for one in cohort.offering.program.program_units.order_by("pk")]
    for unit, outcome in zip(units, ("K", "BK"), strict=True):
        record(enrollment, unit, outcome, by=by)

    assert told(client, enrollment.application) == [
        ("Unit kompetensi dinilai", f"{units[0].title}: Kompeten; {units[1].title}: Belum Kompeten"),
    ]


def test_a_corrected_result_is_told_as_it_is_now(client, cohort):
    enrollment = EnrollmentFactory(cohort=cohort)
    by = actor_at(cohort.offering.wave.center, "instructor")
    unit = cohort.offering.program.program_units.order_by("pk").first().unit
    for outcome in ("BK", "K"):
        record(enrollment, unit, outcome, by=by, reason="Salah tulis.")

    assert told(client, enrollment.application) == [("Unit kompetensi dinilai", f"{unit.title}: Kompeten")]


def test_the_end_tells_the_whole_result_and_then_that_it_is_over(client, cohort):
    enrollment = EnrollmentFactory(cohort=cohort)
    attended(enrollment, 8)
    by = actor_at(cohort.offering.wave.center)
    for one in cohort.offering.program.program_units.all():
        record(enrollment, one.unit, "K", by=by)
    complete(enrollment, by=by)

    assert told(client, enrollment.application)[1:] == [
        ("Hasil akhir pelatihan", "Kompeten"),
        ("Pelatihan selesai", ""),
    ]
    assertContains(client.get(enrollment.application.get_absolute_url()), "Hasil akhir pelatihan:")


def test_a_bnsp_record_is_told_by_its_scheme_and_state(client, cohort):
    enrollment = EnrollmentFactory(cohort=cohort)
    waiting = BnspRecordFactory.build(enrollment=enrollment, scheme="Pengelasan 3G", state=BnspRecord.State.WAITING)
    record_bnsp(waiting, by=actor_at(cohort.offering.wave.center, "certification"))

    [(title, text)] = told(client, enrollment.application)

    assert title == "Pengelasan 3G: sertifikat kompetensi (BNSP)"
    assert text == "Kompeten, menunggu sertifikat"
