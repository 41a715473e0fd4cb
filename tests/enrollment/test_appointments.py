"""Times of tests and interviews: who may have which, until when, who came, and each no by its code."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import Actor, Refused
from cohorts.models import Booking, Resource
from enrollment import transitions
from enrollment.models import Appointment, Sitting
from enrollment.rules.sittings import MOST_CHANGES, change_until, slots
from enrollment.selectors import appointments as asked
from enrollment.transitions import appointments, sittings
from enrollment.workflow import APPOINTMENT_MOVES, AppointmentStatus, Status
from notifications.models import OutboxMessage
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, ScoreFactory, SittingFactory

TRAINEE = Actor(role="trainee")


@pytest.fixture
def sitting(cohort):
    return SittingFactory(wave=cohort.offering.wave)


@pytest.fixture
def verified(cohort):
    return ApplicationFactory(cohort=cohort, status=Status.VERIFIED)


def over(sitting):
    """It was this morning."""
    now = timezone.now()
    Sitting.objects.filter(pk=sitting.pk).update(starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    sitting.refresh_from_db()
    return sitting


def code_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    assert str(refusal.value.message)
    return refusal.value.code


# --- given by an officer -------------------------------------------------------------------------------------------


def test_a_time_is_given_told_and_written_down(verified, sitting, officer):
    appointment = appointments.book(verified, sitting, by=officer)

    assert (appointment.status, appointment.place_number, appointment.part) == ("booked", 1, "test")
    assert appointment.booked_by == officer.user
    [message] = OutboxMessage.objects.filter(kind="enrollment/appointment_new", channel="email")
    assert "Aula Contoh" in message.body
    assert AuditEntry.objects.about(appointment).get().facts == {"sitting": sitting.pk}
    assert asked.appointments_of(verified) == [appointment]


def test_the_lowest_free_place_is_given(sitting, officer, cohort):
    first, second, third = (ApplicationFactory(cohort=cohort, status="verified") for _ in range(3))
    gone = appointments.book(first, sitting, by=officer)
    appointments.book(second, sitting, by=officer)
    appointments.cancel(gone, by=officer, reason="Ruang dipakai.")

    assert appointments.book(third, sitting, by=officer).place_number == 1


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.VERIFIED}))
def test_only_whose_papers_are_good_get_a_time(status, sitting, officer, cohort):
    application = ApplicationFactory(cohort=cohort, status=status)

    assert code_of(appointments.book, application, sitting, by=officer) == "wrong_status"


def test_whoever_has_a_time_has_no_second_one_for_that_part(verified, sitting, officer):
    appointments.book(verified, sitting, by=officer)

    assert code_of(appointments.book, verified, SittingFactory(wave=sitting.wave), by=officer) == "already"
    interview = SittingFactory(wave=sitting.wave, part="interview")
    assert appointments.book(verified, interview, by=officer).part == "interview"


def test_a_full_sitting_takes_nobody(verified, officer, cohort):
    sitting = SittingFactory(wave=cohort.offering.wave, capacity=1)
    appointments.book(ApplicationFactory(cohort=cohort, status="verified"), sitting, by=officer)

    assert code_of(appointments.book, verified, sitting, by=officer) == "full"


def test_no_place_is_given_where_none_should_be(verified, sitting, officer):
    elsewhere = SittingFactory()
    others = SittingFactory(wave=sitting.wave, offering=OfferingFactory(wave=sitting.wave))
    closed = SittingFactory(wave=sitting.wave, status="closed")

    assert code_of(appointments.book, verified, elsewhere, by=officer) == "other_wave"
    assert code_of(appointments.book, verified, others, by=officer) == "other_program"
    assert code_of(appointments.book, verified, closed, by=officer) == "sitting_closed"
    assert code_of(appointments.book, verified, over(sitting), by=officer) == "over"


def test_a_sitting_for_a_program_takes_those_who_chose_it_first(verified, officer, cohort):
    sitting = SittingFactory(wave=cohort.offering.wave, offering=cohort.offering)

    assert appointments.book(verified, sitting, by=officer).sitting == sitting


def test_an_officer_moves_somebody_and_they_are_told(verified, sitting, officer):
    appointment = appointments.book(verified, sitting, by=officer)
    appointments.accept(appointment, by=TRAINEE)
    later = SittingFactory(wave=sitting.wave, starts_at=sitting.starts_at + timedelta(days=1))

    appointments.move_to(appointment, later, by=officer)

    appointment.refresh_from_db()
    assert (appointment.sitting, appointment.status, appointment.accepted_at) == (later, "booked", None)
    assert appointment.changes == 0
    assert OutboxMessage.objects.filter(kind="enrollment/appointment_moved", channel="email").count() == 1
    assert sitting.appointments.kept().count() == 0


def test_a_move_goes_to_another_sitting_of_the_same_part(verified, sitting, officer):
    appointment = appointments.book(verified, sitting, by=officer)

    assert code_of(appointments.move_to, appointment, sitting, by=officer) == "same_sitting"
    interview = SittingFactory(wave=sitting.wave, part="interview")
    assert code_of(appointments.move_to, appointment, interview, by=officer) == "wrong_part"


# --- chosen by the person ------------------------------------------------------------------------------------------


def test_somebody_chooses_and_changes_twice_and_no_more(verified, cohort):
    times = [SittingFactory(wave=cohort.offering.wave, is_open=True) for _ in range(MOST_CHANGES + 2)]

    for sitting in times[:-1]:
        appointments.choose(verified, sitting, by=TRAINEE)

    appointment = verified.appointments.get()
    assert (appointment.sitting, appointment.changes) == (times[-2], MOST_CHANGES)
    assert code_of(appointments.choose, verified, times[-1], by=TRAINEE) == "no_changes_left"


def test_what_the_office_plans_itself_is_not_for_choosing(verified, sitting):
    assert code_of(appointments.choose, verified, sitting, by=TRAINEE) == "not_open"
    assert asked.to_choose_from(verified, "test") == []


def test_sittings_to_choose_from_are_open_ahead_free_and_for_the_first_choice(verified, cohort):
    wave = cohort.offering.wave
    fits = [SittingFactory(wave=wave, is_open=True), SittingFactory(wave=wave, is_open=True, offering=cohort.offering)]
    SittingFactory(wave=wave, is_open=True, status="closed")
    SittingFactory(wave=wave, is_open=True, part="interview")
    SittingFactory(wave=wave, is_open=True, starts_at=timezone.now() + timedelta(hours=1))
    SittingFactory(wave=wave, is_open=True, offering=OfferingFactory(wave=wave))
    AppointmentFactory(
        application__cohort=cohort, sitting=SittingFactory(wave=wave, is_open=True, capacity=1), status="booked"
    )

    assert asked.to_choose_from(verified, "test") == fits


NOON_BEFORE = datetime(2026, 8, 2, 5, 0, tzinfo=UTC)  # 12.00 in Jakarta on the 2nd


@pytest.mark.parametrize("hour", [17, 18, 23])  # 00.00, 01.00 and 06.00 in Jakarta, on the 3rd
def test_the_day_before_is_jakartas_day(hour):
    starts_at = datetime(2026, 8, 2, hour, 0, tzinfo=UTC)

    assert change_until(starts_at) == NOON_BEFORE


@pytest.mark.parametrize(("second", "code"), [(0, None), (1, "too_late")])
def test_until_noon_of_the_day_before_one_may_change(second, code, cohort, officer):
    starts_at = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)
    with time_machine.travel(NOON_BEFORE - timedelta(days=10), tick=False):
        application = ApplicationFactory(cohort=cohort, status="verified")
        wave = application.wave
        sitting = SittingFactory(wave=wave, is_open=True, starts_at=starts_at)
        later = SittingFactory(wave=wave, is_open=True, starts_at=starts_at + timedelta(days=1))
        appointment = appointments.book(application, sitting, by=officer)

    with time_machine.travel(NOON_BEFORE + timedelta(seconds=second), tick=False):
        if code:
            assert code_of(appointments.choose, application, later, by=TRAINEE) == code
            assert code_of(appointments.decline, appointment, by=TRAINEE) == code
            assert code_of(appointments.choose, ApplicationFactory(cohort=cohort, status="verified"), sitting,
                           by=TRAINEE) == code  # fmt: skip
        else:
            appointments.choose(application, later, by=TRAINEE)
            assert application.appointments.get().sitting == later


def test_who_says_no_in_time_frees_the_place_and_may_choose_again(verified, sitting, officer):
    appointment = appointments.book(verified, sitting, by=officer)

    appointments.decline(appointment, by=TRAINEE, reason="Bekerja pagi itu.")

    assert (appointment.status, appointment.place_number, appointment.reason) == (
        "declined",
        None,
        "Bekerja pagi itu.",
    )
    assert list(asked.without_appointment(sitting.wave, "test")) == [verified]
    assert appointments.book(verified, sitting, by=officer).place_number == 1


def test_who_says_yes_is_written_down_until_it_begins(verified, sitting, officer):
    appointment = appointments.book(verified, sitting, by=officer)
    appointments.accept(appointment, by=TRAINEE)

    assert (appointment.status, bool(appointment.accepted_at)) == ("confirmed", True)
    assert code_of(appointments.accept, appointment, by=TRAINEE) == "wrong_status"
    late = AppointmentFactory(sitting=over(sitting), application__cohort=CohortFactory())
    assert code_of(appointments.accept, late, by=TRAINEE) == "over"


# --- who came ------------------------------------------------------------------------------------------------------


def test_who_is_here_is_ticked_off_and_a_wrong_tick_taken_back_with_a_reason(verified, sitting, officer):
    appointment = AppointmentFactory(application=verified, sitting=over(sitting))

    appointments.check_in(appointment, by=officer)
    assert (appointment.status, appointment.checked_in_by) == ("came", officer.user)
    assert code_of(appointments.check_in, appointment, by=officer) == "wrong_status"

    appointments.undo_check_in(appointment, by=officer, reason="Salah orang.")
    assert (appointment.status, appointment.came_at, appointment.checked_in_by) == ("booked", None, None)
    assert AuditEntry.objects.about(appointment).latest("pk").note == "Salah orang."


def test_nobody_is_here_on_the_day_before(verified, officer):
    starts_at = datetime(2026, 8, 2, 18, 0, tzinfo=UTC)  # 01.00 on the 3rd in Jakarta
    appointment = AppointmentFactory(application=verified, sitting__starts_at=starts_at)

    with time_machine.travel(datetime(2026, 8, 2, 16, 59, tzinfo=UTC), tick=False):
        assert code_of(appointments.check_in, appointment, by=officer) == "not_today"
    with time_machine.travel(datetime(2026, 8, 2, 17, 0, tzinfo=UTC), tick=False):
        appointments.check_in(appointment, by=officer)


def test_a_tick_stays_once_there_is_a_mark_or_the_sitting_is_closed(verified, sitting, officer):
    appointment = AppointmentFactory(application=verified, sitting=sitting, status="came")
    score = ScoreFactory(application=verified)

    assert code_of(appointments.undo_check_in, appointment, by=officer, reason="x") == "scored"
    score.delete()
    sittings.close_sitting(sitting, by=officer)
    assert code_of(appointments.undo_check_in, appointment, by=officer, reason="x") == "sitting_closed"


def test_who_did_not_come_is_out_and_reads_it(verified, sitting, officer):
    appointment = AppointmentFactory(application=verified, sitting=over(sitting))
    interview = AppointmentFactory(application=verified, sitting__part="interview")

    appointments.mark_absent(appointment, by=officer)

    verified.refresh_from_db()
    interview.refresh_from_db()
    assert (verified.status, appointment.status, interview.status) == ("no_show", "absent", "cancelled")
    assert OutboxMessage.objects.filter(kind="enrollment/no_show", channel="email").count() == 1


def test_who_came_is_never_absent(verified, sitting, officer):
    appointment = AppointmentFactory(application=verified, sitting=over(sitting), status="came")

    assert code_of(appointments.mark_absent, appointment, by=officer) == "came"
    assert code_of(transitions.miss_test, verified, by=officer) == "came"
    verified.refresh_from_db()
    assert verified.status == "verified"


def test_nobody_is_absent_before_the_end_or_with_a_mark(verified, sitting, officer):
    appointment = AppointmentFactory(application=verified, sitting=sitting)

    assert code_of(appointments.mark_absent, appointment, by=officer) == "not_over"
    assert code_of(transitions.miss_test, verified, by=officer) == "not_over"
    ScoreFactory(application=verified)
    over(sitting)
    assert code_of(appointments.mark_absent, Appointment.objects.get(), by=officer) == "scored"


def test_nobody_is_absent_who_may_still_be_given_a_time(verified, sitting, officer):
    assert code_of(transitions.miss_test, verified, by=officer) == "not_asked"
    over(sitting)

    assert transitions.miss_test(verified, by=officer) is None
    verified.refresh_from_db()
    assert verified.status == "no_show"


def test_who_came_to_the_test_and_missed_the_interview_is_out(verified, sitting, officer):
    AppointmentFactory(application=verified, sitting=over(sitting), status="came")
    missed = AppointmentFactory(
        application=verified, sitting=over(SittingFactory(wave=sitting.wave, part="interview"))
    )

    appointments.mark_absent(missed, by=officer)

    verified.refresh_from_db()
    assert verified.status == "no_show"


@pytest.mark.parametrize("act", ["withdraw", "refuse", "cancel_by_centre"])
def test_an_application_that_ends_lets_its_places_go(act, verified, sitting, officer):
    appointment = appointments.book(verified, sitting, by=officer)
    words = {} if act == "withdraw" else {"reason": "Alasan."}

    getattr(transitions, act)(verified, by=officer, **words)

    appointment.refresh_from_db()
    assert (appointment.status, appointment.place_number) == ("cancelled", None)
    assert not OutboxMessage.objects.filter(kind="enrollment/appointment_cancelled").exists()


MAY = {  # move: {from: to}, by hand
    "accept": {"booked": "confirmed"},
    "decline": {"booked": "declined", "confirmed": "declined"},
    "move": {"booked": "booked", "confirmed": "booked"},
    "cancel": {"booked": "cancelled", "confirmed": "cancelled"},
    "check_in": {"booked": "came", "confirmed": "came"},
    "undo_check_in": {"came": "booked"},
    "mark_absent": {"booked": "absent", "confirmed": "absent"},
    "restore": {"absent": "booked", "cancelled": "booked"},
}


def test_the_moves_of_an_appointment_are_these_and_no_others():
    found = {
        move.name: {status: move.target for status in AppointmentStatus if status in move.sources}
        for move in APPOINTMENT_MOVES
    }

    assert found == MAY


# --- sittings ------------------------------------------------------------------------------------------------------


@pytest.fixture
def room(cohort):
    return Resource.objects.create(center=cohort.offering.wave.center, kind="room", name="Aula")


def day_of(*hours):
    zone = timezone.get_default_timezone()
    return [datetime(2027, 2, 1, hour, minute, tzinfo=zone) for hour, minute in hours]


def hours(start, end):
    start, end = timezone.localtime(start), timezone.localtime(end)
    return {"day": start.date(), "begin": start.time(), "end": end.time()}


def test_a_morning_is_cut_into_slots():
    start, end = day_of((8, 0), (9, 10))

    found = slots(start.date(), start.time(), end.time(), 30)

    assert found == [
        (start, start + timedelta(minutes=30)),
        (start + timedelta(minutes=30), start + timedelta(hours=1)),
    ]


def test_a_row_of_interviews_holds_the_room_and_a_class_cannot_have_it(cohort, officer, room):
    times = slots(day_of((8, 0))[0].date(), day_of((8, 0))[0].time(), day_of((10, 0))[0].time(), 30)

    made = sittings.plan(cohort.offering.wave, times, by=officer, room=room, part="interview", capacity=2)

    assert [one.booking.purpose for one in made] == [f"Wawancara {cohort.offering.wave}"] * 4
    clash = DateTimeTZRange(*day_of((9, 0), (9, 15)))
    assert Booking.objects.filter(resource=room, period__overlap=clash).count() == 1
    assert code_of(sittings.plan, cohort.offering.wave, times[:1], by=officer, room=room, part="test", capacity=2) == (
        "resource_taken"
    )
    assert code_of(sittings.plan, cohort.offering.wave, [], by=officer, room=room, part="test", capacity=2) == (
        "nothing_fits"
    )
    assert Sitting.objects.count() == 4


def test_another_time_frees_the_old_one_and_tells_everybody(cohort, officer, room, verified):
    """frappe/lms#829: rescheduling was not possible."""
    start, half, end, later = day_of((8, 0), (8, 30), (9, 0), (9, 30))
    [sitting] = sittings.plan(cohort.offering.wave, [(start, end)], by=officer, room=room, part="test", capacity=9)
    appointments.book(verified, sitting, by=officer)

    sittings.reschedule(sitting, by=officer, **hours(half, later), room=room)

    assert (room.bookings.get().period.lower, sitting.starts_at) == (half, half)
    assert OutboxMessage.objects.filter(kind="enrollment/appointment_moved", channel="email").count() == 1

    sittings.reschedule(sitting, by=officer, **hours(half, later), place="Balai Desa")
    assert (room.bookings.count(), sitting.where) == (0, "Balai Desa")


def test_a_sitting_that_is_called_off_frees_the_room_and_its_people(cohort, officer, room, verified):
    [sitting] = sittings.plan(
        cohort.offering.wave, [day_of((8, 0), (9, 0))], by=officer, room=room, part="test", capacity=9
    )
    appointment = appointments.book(verified, sitting, by=officer)

    sittings.cancel_sitting(sitting, by=officer, reason="Listrik padam.")

    appointment.refresh_from_db()
    assert (sitting.status, sitting.booking, room.bookings.count()) == ("cancelled", None, 0)
    assert (appointment.status, appointment.reason) == ("cancelled", "Listrik padam.")
    [message] = OutboxMessage.objects.filter(kind="enrollment/appointment_cancelled", channel="email")
    assert "Listrik padam." in message.body
    assert code_of(sittings.cancel_sitting, sitting, by=officer, reason="x") == "wrong_status"
    now = hours(sitting.starts_at, sitting.ends_at)
    assert code_of(sittings.reschedule, sitting, by=officer, **now, place="x") == "sitting_closed"


def test_what_was_attended_is_neither_moved_nor_called_off(sitting, officer, verified):
    AppointmentFactory(application=verified, sitting=sitting, status="came")

    assert code_of(sittings.cancel_sitting, sitting, by=officer, reason="x") == "attended"
    now = hours(sitting.starts_at, sitting.ends_at)
    assert code_of(sittings.reschedule, sitting, by=officer, **now, place="x") == "attended"


def test_a_sitting_is_closed_when_everybody_is_here_or_not(sitting, officer, verified):
    appointment = appointments.book(verified, sitting, by=officer)

    assert code_of(sittings.close_sitting, sitting, by=officer) == "awaited"
    over(sitting)
    appointments.mark_absent(Appointment.objects.get(pk=appointment.pk), by=officer)
    sittings.close_sitting(sitting, by=officer)
    assert sitting.status == "closed"


def test_places_are_not_taken_from_under_people(sitting, officer, cohort):
    for _ in range(3):
        appointments.book(ApplicationFactory(cohort=cohort, status="verified"), sitting, by=officer)

    terms = {"by": officer, "bring": "Pensil 2B", "is_open": True}
    assert code_of(sittings.change_terms, sitting, capacity=2, **terms) == "places_taken"
    sittings.change_terms(sitting, capacity=3, **terms)
    sitting.refresh_from_db()
    assert (sitting.capacity, sitting.bring, sitting.is_open) == (3, "Pensil 2B", True)
