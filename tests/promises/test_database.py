"""What the database refuses, asked in raw SQL: no code of ours stands between these statements and the tables."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit import trail
from audit.moves import CLOCK
from cohorts.models import Booking, Resource
from cohorts.transitions import period
from enrollment.models import Ranking, RankingRow
from enrollment.workflow import Status
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.centers import CenterFactory
from tests.factories.cohorts import CohortFactory, SessionFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, EnrollmentFactory, SittingFactory
from tests.factories.trainees import ConsentFactory, TraineeFactory

pytestmark = pytest.mark.django_db


@transaction.atomic
def at_once(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(sql, *params):
    """The name of the constraint, or the trigger's sentence, with which PostgreSQL refuses the statement."""
    with pytest.raises(IntegrityError) as refusal:
        at_once(sql, params)
    diagnosis = refusal.value.__cause__.diag
    return diagnosis.constraint_name or diagnosis.message_primary


# --- 1 no oversell -------------------------------------------------------------------------------------------------


def test_a_seat_number_exists_once_in_a_class():
    cohort = CohortFactory(seats=1)

    assert refused("INSERT INTO cohorts_seat (cohort_id, number) VALUES (%s, 1)", cohort.pk) == (
        "seat_number_once_per_cohort"
    )


def test_two_applications_never_sit_on_one_seat():
    cohort = CohortFactory(seats=2)
    one, two = ApplicationFactory.create_batch(2, status=Status.ACCEPTED, cohort=cohort)

    assert "seat_id" in refused("UPDATE enrollment_application SET seat_id = %s WHERE id = %s", one.seat_id, two.pk)


@pytest.mark.parametrize("status", ["provisional", "accepted", "confirmed"])
def test_a_status_that_holds_a_seat_has_one(status):
    application = ApplicationFactory(status=status)

    assert refused("UPDATE enrollment_application SET seat_id = NULL WHERE id = %s", application.pk) == (
        "application_holds_a_seat_exactly_when_its_status_says_so"
    )


@pytest.mark.parametrize("status", ["submitted", "verified", "reserve", "not_selected"])
def test_a_status_that_holds_no_seat_has_none(status):
    cohort = CohortFactory()
    application = ApplicationFactory(status=status, cohort=cohort)

    sql = "UPDATE enrollment_application SET seat_id = %s WHERE id = %s"
    assert refused(sql, cohort.seats.first().pk, application.pk) == (
        "application_holds_a_seat_exactly_when_its_status_says_so"
    )


# --- 2 one trainee per NIK -----------------------------------------------------------------------------------------


def test_a_nik_is_held_by_one_trainee():
    holder, other = TraineeFactory(), TraineeFactory()

    assert "nik_index" in refused(
        "UPDATE trainees_trainee SET nik_index = %s WHERE id = %s", holder.nik_index, other.pk
    )


def test_an_account_is_one_trainee():
    one, two = TraineeFactory(), TraineeFactory()

    assert "account_id" in refused("UPDATE trainees_trainee SET account_id = %s WHERE id = %s", one.account_id, two.pk)


def test_an_index_needs_a_sealed_nik():
    trainee = TraineeFactory()

    assert refused("UPDATE trainees_trainee SET nik_sealed = NULL WHERE id = %s", trainee.pk) == (
        "trainee_index_needs_a_sealed_nik"
    )


def test_the_nik_is_nowhere_in_clear():
    trainee = TraineeFactory(nik="3674025205040001")

    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM trainees_trainee t WHERE id = %s", [trainee.pk])
        row = cursor.fetchone()[0]
    assert "3674025205040001" not in row
    assert trainee.nik == "3674025205040001"


# --- 3 one application per trainee and wave, one active enrollment -------------------------------------------------


ANOTHER_DRAFT = """INSERT INTO enrollment_application
    (trainee_id, wave_id, status, origin, reason, findings, identity_claim, created_at, saved_at)
    SELECT trainee_id, wave_id, 'draft', 'online', '', '[]', false, now(), now()
    FROM enrollment_application WHERE id = %s"""


@pytest.mark.parametrize("status", sorted(set(Status) - {"withdrawn", "cancelled"}))
def test_one_application_per_trainee_and_wave(status):
    cohort = CohortFactory()
    first = ApplicationFactory(status=Status.WITHDRAWN, cohort=cohort)
    second = ApplicationFactory(status=status, cohort=cohort, trainee=first.trainee)

    assert refused(ANOTHER_DRAFT, second.pk) == "application_one_per_trainee_and_wave"


def test_one_active_enrollment_per_trainee():
    active = EnrollmentFactory()
    other = EnrollmentFactory(status="completed")

    sql = "UPDATE enrollment_enrollment SET trainee_id = %s, status = 'active', ended_on = NULL WHERE id = %s"
    assert refused(sql, active.trainee_id, other.pk) == "enrollment_one_active_per_trainee"


# --- 4 a minor is not verified without a guardian's consent --------------------------------------------------------

VERIFY = "UPDATE enrollment_application SET verified_at = %s, adult_on = %s, consented_at = %s WHERE id = %s"
MINOR = "application_of_a_minor_is_verified_with_consent"


def test_a_minor_is_not_verified_without_consent():
    application = ApplicationFactory(status=Status.SUBMITTED)
    now = timezone.now()

    assert refused(VERIFY, now, "2099-01-01", None, application.pk) == MINOR


def test_consent_given_after_verifying_does_not_count():
    application = ApplicationFactory(status=Status.SUBMITTED)
    now = timezone.now()

    assert refused(VERIFY, now, "2099-01-01", now + timezone.timedelta(seconds=1), application.pk) == MINOR


def test_the_birthday_begins_at_midnight_in_jakarta():
    """Adult on 10 March: verified at 16:59:59 UTC on the 9th is a minor still, one second later an adult."""
    application = ApplicationFactory(status=Status.SUBMITTED)

    assert refused(VERIFY, "2026-03-09 16:59:59+00", "2026-03-10", None, application.pk) == MINOR
    with connection.cursor() as cursor:
        cursor.execute(VERIFY, ["2026-03-09 17:00:00+00", "2026-03-10", None, application.pk])
        assert cursor.rowcount == 1


def test_nobody_is_verified_without_knowing_when_they_are_adult():
    application = ApplicationFactory(status=Status.SUBMITTED)
    now = timezone.now()

    assert refused(VERIFY, now, None, now, application.pk) == "application_verified_knows_when_adult"


def test_imported_people_are_the_only_exemption():
    application = ApplicationFactory(status=Status.SUBMITTED, origin="imported")

    with connection.cursor() as cursor:
        cursor.execute(VERIFY, [timezone.now(), "2099-01-01", None, application.pk])
        assert cursor.rowcount == 1


# --- 5 a room or an instructor is never in two sessions at once ----------------------------------------------------


def a_room():
    return Resource.objects.create(center=CenterFactory(), kind="room", name="Bengkel")


def test_a_room_is_in_one_session_at_a_time():
    room, first, second = a_room(), SessionFactory(), SessionFactory(starts_at="09:00")
    first.refresh_from_db()
    second.refresh_from_db()
    Booking.objects.create(session=first, resource=room, period=period(first))

    with pytest.raises(IntegrityError, match="resource_in_one_session_at_a_time"):
        Booking.objects.create(session=second, resource=room, period=period(second))


def test_sessions_may_follow_each_other_without_a_gap():
    room, first, second = a_room(), SessionFactory(ends_at="09:00"), SessionFactory(starts_at="09:00")
    first.refresh_from_db()
    second.refresh_from_db()

    for session in (first, second):
        Booking.objects.create(session=session, resource=room, period=period(session))

    assert room.bookings.count() == 2


def test_a_room_held_for_a_test_is_no_class_s_room():
    room, session = a_room(), SessionFactory()
    session.refresh_from_db()
    Booking.objects.create(resource=room, period=period(session), purpose="Tes tertulis")

    with pytest.raises(IntegrityError, match="resource_in_one_session_at_a_time"):
        Booking.objects.create(session=session, resource=room, period=period(session))


def test_a_room_is_held_for_something():
    room, session = a_room(), SessionFactory()
    session.refresh_from_db()

    with pytest.raises(IntegrityError, match="booking_says_what_for"):
        Booking.objects.create(resource=room, period=period(session))


def test_a_place_at_a_sitting_is_given_once_and_a_person_has_one_for_a_part():
    one = AppointmentFactory()
    another = AppointmentFactory(sitting=one.sitting, application__cohort=CohortFactory())
    again = SittingFactory(wave=one.sitting.wave)
    copied = (
        "INSERT INTO enrollment_appointment"
        " (application_id, sitting_id, part, status, place_number, changes, booked_at, reason)"
        " SELECT application_id, %s, %s, 'booked', 1, 0, booked_at, '' FROM enrollment_appointment WHERE id = %s"
    )

    assert refused("UPDATE enrollment_appointment SET place_number = 1 WHERE id = %s", another.pk) == (
        "appointment_place_given_once"
    )
    assert refused(copied, again.pk, "test", one.pk) == "appointment_one_per_application_and_part"
    assert refused(copied, again.pk, "interview", one.pk) == "appointment_of_its_sittings_part"
    assert refused("UPDATE enrollment_appointment SET place_number = NULL WHERE id = %s", one.pk) == (
        "appointment_has_a_place_while_it_keeps_one"
    )
    assert refused("UPDATE enrollment_appointment SET status = 'came' WHERE id = %s", one.pk) == (
        "appointment_came_at_a_moment"
    )


# --- 6 the trail and published rankings do not change --------------------------------------------------------------


def an_entry():
    return trail.write("wave.opened", by=CLOCK)


@pytest.mark.parametrize("sql", ["UPDATE audit_auditentry SET note = 'x'", "DELETE FROM audit_auditentry"])
def test_the_trail_is_append_only(sql):
    an_entry()

    assert refused(sql) == "the trail is append-only (audit_auditentry)"


@pytest.mark.parametrize("sql", ["UPDATE audit_viewlog SET page = 'x'", "DELETE FROM audit_viewlog"])
def test_the_view_log_is_append_only(sql):
    trail.viewed("desk", by=CLOCK, subjects=[CenterFactory()])

    assert refused(sql) == "the trail is append-only (audit_viewlog)"


PURGE = """INSERT INTO audit_purgerecord (at, reason, rule, rows, transaction_id)
    VALUES (now(), 'Masa retensi habis', 'jejak 10 tahun', 1, pg_current_xact_id()::text) RETURNING id"""


def test_the_trail_is_purged_only_beside_its_record():
    an_entry()

    with connection.cursor() as cursor:
        cursor.execute(PURGE)
        cursor.execute("SELECT set_config('portal.purge', %s, true)", [str(cursor.fetchone()[0])])
        cursor.execute("DELETE FROM audit_auditentry")
        assert cursor.rowcount == 1


def test_a_purge_record_of_another_transaction_opens_nothing():
    an_entry()
    with connection.cursor() as cursor:
        cursor.execute(PURGE.replace("pg_current_xact_id()::text", "'1'"))
        cursor.execute("SELECT set_config('portal.purge', %s, true)", [str(cursor.fetchone()[0])])

    assert refused("DELETE FROM audit_auditentry") == "the trail is append-only (audit_auditentry)"


def test_a_purge_record_is_never_changed():
    with connection.cursor() as cursor:
        cursor.execute(PURGE)

    assert refused("DELETE FROM audit_purgerecord") == "a purge record is never changed"


@pytest.fixture
def published():
    application = ApplicationFactory(status=Status.VERIFIED)
    ranking = Ranking.objects.create(wave=application.wave)
    RankingRow.objects.create(ranking=ranking, choice=application.choices.get(), rank=1, outcome="accepted")
    Ranking.objects.filter(pk=ranking.pk).update(status="published", published_at=timezone.now())
    return ranking


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE enrollment_rankingrow SET rank = 2",
        "DELETE FROM enrollment_rankingrow",
        "UPDATE enrollment_ranking SET status = 'draft', published_at = NULL",
        "DELETE FROM enrollment_ranking",
        "INSERT INTO enrollment_rankingrow (ranking_id, choice_id, outcome, reason) "
        "SELECT ranking_id, choice_id, 'reserve', '' FROM enrollment_rankingrow",
    ],
)
def test_a_published_ranking_is_frozen(sql, published):
    assert refused(sql) == "a published ranking does not change"


# --- accounts ------------------------------------------------------------------------------------------------------


def test_an_account_has_an_email_a_phone_or_a_slip():
    user = UserFactory()

    assert refused("UPDATE accounts_user SET email = NULL WHERE id = %s", user.pk) == (
        "account_has_a_name_to_sign_in_by"
    )


def test_nobody_of_the_desk_witnesses_what_was_ticked_on_a_phone():
    consent, officer = ConsentFactory(), StaffFactory()

    assert (
        refused("UPDATE trainees_consent SET witnessed_by_id = %s WHERE id = %s", officer.pk, consent.pk)
        == "consent_is_witnessed_where_people_meet"
    )


def test_an_empty_contact_is_null():
    user = UserFactory(phone="+628120000001")

    assert refused("UPDATE accounts_user SET email = '' WHERE id = %s", user.pk) == (
        "account_contacts_are_null_not_empty"
    )


def test_staff_have_an_email():
    user = StaffFactory(phone="+628120000001")

    assert refused("UPDATE accounts_user SET email = NULL WHERE id = %s", user.pk) == "account_of_staff_has_an_email"


def test_an_email_is_one_persons_whatever_its_case():
    user, other = UserFactory(), UserFactory()

    assert refused("UPDATE accounts_user SET email = upper(%s) WHERE id = %s", user.email, other.pk) == (
        "account_email_is_one_persons"
    )


@pytest.mark.parametrize("empty", ["", None])
def test_two_people_without_a_phone_do_not_collide(empty):
    UserFactory(phone=empty)
    UserFactory(phone=empty)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user WHERE phone IS NULL")
        assert cursor.fetchone()[0] == 2


def test_a_queue_place_is_one_persons():
    cohort = CohortFactory(seats=1)
    one, two = ApplicationFactory.create_batch(2, status=Status.RESERVE, cohort=cohort)

    sql = "UPDATE enrollment_choice SET queue_place = 1 WHERE application_id IN (%s, %s)"
    assert refused(sql, one.pk, two.pk) == "queue_place_once_per_offering"
