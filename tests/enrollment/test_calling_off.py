"""Postponed or cancelled: whole, told to everybody, and places carried to the next wave by consent."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from audit.moves import CLOCK, Refused
from cohorts import transitions as offered
from cohorts.models import Booking, Resource, Session
from enrollment import duties, links, transitions
from enrollment.models import Application, Carry, Choice, Ranking
from enrollment.rules.carrying import standing, turn
from enrollment.selectors.calling_off import consequences, small
from enrollment.transitions import calling_off
from enrollment.workflow import Status
from jobs import runner
from jobs.models import Job
from notifications.models import OutboxMessage
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import (
    ApplicationFactory,
    AppointmentFactory,
    CarryFactory,
    ScoreFactory,
    SittingFactory,
)

WHY = "Peserta kurang dari sepuluh orang."


@pytest.fixture
def head(cohort):
    return actor_at(cohort.offering.wave.center, "head")


@pytest.fixture
def full(cohort):
    """A class with somebody in every state, a timetable in a room, and a test to come."""
    rows = {status: ApplicationFactory(status=status, cohort=cohort) for status in STANDING}
    room = Resource.objects.create(center=cohort.offering.wave.center, kind="room", name="Bengkel")
    cohort.room = room
    cohort.save()
    offered.plan_cohort_sessions(cohort, by=CLOCK)
    AppointmentFactory(
        application=rows["verified"], sitting=SittingFactory(wave=cohort.offering.wave, offering=cohort.offering)
    )
    return rows


STANDING = ["submitted", "returned", "verified", "accepted", "reserve", "confirmed", "withdrawn", "draft"]
ENDING = STANDING[:6]


def reload(rows):
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


@pytest.mark.parametrize(
    ("act", "status", "told"), [("postpone", "postponed", "postponed"), ("cancel", "cancelled", "cancelled")]
)
def test_every_application_session_booking_test_and_message_is_dealt_with(act, status, told, full, cohort, head):
    means = consequences([cohort.offering])
    sessions = Session.objects.count()

    getattr(calling_off, act)([cohort.offering], by=head, reason=WHY)

    cohort.refresh_from_db()
    cohort.offering.refresh_from_db()
    assert (cohort.offering.status, cohort.status) == (status, status)
    assert reload(full.values()) == ["cancelled"] * 6 + ["withdrawn", "draft"]
    assert [row.reason for row in list(full.values())[:6]] == [WHY] * 6
    assert (Session.objects.count(), Booking.objects.count()) == (0, 0)
    assert full["verified"].appointments.get().status == "cancelled"
    assert cohort.offering.sittings.get().status == "cancelled"
    messages = list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))
    assert messages == [f"enrollment/{told}"] * 6
    assert Carry.objects.count() == (6 if act == "postpone" else 0)
    assert (means.ending, means.messages, means.seats, means.sessions) == (6, 6, 2, sessions)
    assert (means.confirmed, means.reserves, means.appointments, means.bookings) == (1, 1, 1, sessions)


def test_whoever_chose_something_else_keeps_that(cohort, head):
    other = CohortFactory(offering__wave=cohort.offering.wave)
    application = ApplicationFactory(status=Status.VERIFIED, cohort=cohort)
    second = application.choices.create(offering=other.offering, order=2)

    calling_off.postpone([cohort.offering], by=head, reason=WHY)

    application.refresh_from_db()
    states = list(application.choices.order_by("order").values_list("state", "reason"))
    assert (application.status, states) == ("verified", [("removed", WHY), ("waiting", "")])
    assert OutboxMessage.objects.get().kind == "enrollment/choice_called_off"
    assert second.pk


def test_a_dropped_choice_is_ranked_nowhere(cohort, head):
    """Results later on: who kept another choice is no reserve of what was called off."""
    wave = cohort.offering.wave
    other = CohortFactory(offering__wave=wave)
    application = ApplicationFactory(status=Status.VERIFIED, cohort=cohort)
    application.choices.create(offering=other.offering, order=2)
    for part in ("test", "interview"):
        ScoreFactory(application=application, part=part, value=80)
    calling_off.postpone([cohort.offering], by=head, reason=WHY)
    type(wave).objects.filter(pk=wave.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    wave.refresh_from_db()

    transitions.publish(transitions.propose(wave, by=head), by=head)

    application.refresh_from_db()
    assert application.seat.cohort == other
    assert not Choice.objects.filter(offering=cohort.offering, queue_place__isnull=False).exists()


def test_a_reserve_of_two_queues_stays_in_the_other(cohort, head):
    other = CohortFactory(offering__wave=cohort.offering.wave, seats=1)
    ApplicationFactory(status=Status.CONFIRMED, cohort=other)
    application = ApplicationFactory(status=Status.RESERVE, cohort=cohort)
    application.choices.create(offering=other.offering, order=2, queue_place=1)

    calling_off.cancel([cohort.offering], by=head, reason=WHY)

    application.refresh_from_db()
    places = list(application.choices.order_by("order").values_list("queue_place", flat=True))
    assert (application.status, places) == ("reserve", [None, 1])
    assert cohort.offering.queue_steps.get().cause == "called_off"


def test_a_whole_wave_ends_also_for_those_with_two_of_its_programs(cohort, head):
    wave = cohort.offering.wave
    other = CohortFactory(offering__wave=wave)
    application = ApplicationFactory(status=Status.VERIFIED, cohort=cohort)
    application.choices.create(offering=other.offering, order=2)

    calling_off.postpone([cohort.offering, other.offering], by=head, reason=WHY)

    application.refresh_from_db()
    assert application.status == "cancelled"
    assert Carry.objects.get().offering == cohort.offering
    assert OutboxMessage.objects.get().kind == "enrollment/postponed"


def test_a_class_that_has_started_is_not_called_off(cohort, head):
    type(cohort).objects.filter(pk=cohort.pk).update(status="running")

    with pytest.raises(Refused, match="class_started"):
        calling_off.cancel([cohort.offering], by=head, reason=WHY)


def test_while_results_are_proposed_nothing_is_called_off(cohort, head):
    Ranking.objects.create(wave=cohort.offering.wave, status="proposed")

    with pytest.raises(Refused, match="results_proposed"):
        calling_off.postpone([cohort.offering], by=head, reason=WHY)


def test_nothing_is_no_program(head):
    with pytest.raises(Refused, match="nothing_to_call_off"):
        calling_off.postpone([], by=head, reason=WHY)


def test_called_off_once_is_enough(cohort, head):
    calling_off.cancel([cohort.offering], by=head, reason=WHY)

    with pytest.raises(Refused, match="wrong_status"):
        calling_off.postpone([cohort.offering], by=head, reason=WHY)


def test_a_postponed_program_is_opened_again_with_its_classes(cohort, head):
    calling_off.postpone([cohort.offering], by=head, reason=WHY)

    offered.open_offering(cohort.offering, by=head)

    cohort.refresh_from_db()
    assert cohort.status == "planned"


def test_whoever_sent_theirs_in_that_moment_is_told_by_the_next_tick(cohort, head):
    calling_off.postpone([cohort.offering], by=head, reason=WHY)
    late = ApplicationFactory(status=Status.SUBMITTED, cohort=cohort)

    duties.lapse_and_offer()
    duties.lapse_and_offer()

    late.refresh_from_db()
    assert (late.status, late.reason) == ("cancelled", WHY)
    assert OutboxMessage.objects.about(late).get().kind == "enrollment/postponed"


# --- below the minimum ---


def in_days(cohort, days):
    wave = cohort.offering.wave
    type(wave).objects.filter(pk=wave.pk).update(starts_on=timezone.localdate() + timedelta(days=days))


@pytest.mark.parametrize(("days", "found"), [(11, False), (10, True), (0, True)])
def test_ten_days_before_the_start_a_small_class_is_proposed(days, found, cohort):
    ApplicationFactory.create_batch(3, status=Status.CONFIRMED, cohort=cohort)
    cohort.offering.mode = "first_come"
    cohort.offering.save()
    in_days(cohort, days)

    rows = list(small(type(cohort.offering).objects.all()))

    assert [(one.people, one.needed) for one in rows] == ([(3, 10)] if found else [])


@pytest.mark.parametrize(("minimum", "found"), [(3, False), (4, True)])
def test_a_program_may_have_a_minimum_of_its_own(minimum, found, cohort):
    ApplicationFactory.create_batch(3, status=Status.CONFIRMED, cohort=cohort)
    type(cohort.offering).objects.update(status="announced", minimum_people=minimum)
    in_days(cohort, 5)

    assert small(type(cohort.offering).objects.all()).exists() is found


def test_before_the_results_applicants_count(cohort):
    ApplicationFactory.create_batch(9, status=Status.VERIFIED, cohort=cohort)
    in_days(cohort, 5)
    assert small(type(cohort.offering).objects.all()).exists()

    ApplicationFactory(status=Status.SUBMITTED, cohort=cohort)

    assert not small(type(cohort.offering).objects.all()).exists()


def test_seats_are_not_multiplied_by_choices(cohort):
    """Two joins in one statement were: among 200,000 people the desk waited for it in vain."""
    ApplicationFactory.create_batch(16, status=Status.CONFIRMED, cohort=cohort)
    type(cohort.offering).objects.update(status="announced", minimum_people=99)
    in_days(cohort, 5)

    rows = small(type(cohort.offering).objects.all())

    assert [(one.people, one.needed) for one in rows] == [(16, 99)]
    plan = json.loads(rows.explain(format="json", analyze=True))[0]["Plan"]
    assert max(rows_of(plan)) <= 2 * 16


def rows_of(node):
    """How many rows each join of a plan has handed on in all; how the parts of one are looked up is the planner's."""
    if "Join" in node["Node Type"] or node["Node Type"] == "Nested Loop":
        yield node["Actual Rows"] * node["Actual Loops"]
    for child in node.get("Plans", []):
        yield from rows_of(child)


def test_the_control_of_the_wave_proposes_and_lists_what_it_means(client, full, cohort, head):
    in_days(cohort, 5)
    client.force_login(head.user)
    assertContains(client.get(reverse("admin:wave_control", args=[cohort.offering.wave_id])), "Kurang peserta")

    page = client.get(reverse("admin:offering_call_off", args=[cohort.offering_id, "tunda"]))

    assert page.context["means"].ending == 6
    assertContains(page, "sudah daftar ulang 1, cadangan 1")


def test_the_head_starts_one_job_and_a_second_press_finds_it(client, full, cohort, head):
    client.force_login(head.user)
    url = reverse("admin:offering_call_off", args=[cohort.offering_id, "tunda"])

    for _press in range(2):
        client.post(url, {"reason": WHY})
    runner.run_due()

    assert (Job.objects.get().kind, Job.objects.get().state) == ("postpone_offerings", "done")
    assert reload(full.values())[:6] == ["cancelled"] * 6


def test_officers_see_what_it_means_and_the_head_decides(client, cohort, officer):
    client.force_login(officer.user)
    url = reverse("admin:offering_call_off", args=[cohort.offering_id, "batalkan"])

    assertContains(client.get(url), "Kepala balai yang memutuskan")
    assert client.post(url, {"reason": WHY}).status_code == 403


# --- carrying a place ---


def a_next_wave(offering, **terms):
    days = {"starts_on": offering.wave.starts_on + timedelta(days=60)}
    days |= {"ends_on": offering.wave.ends_on + timedelta(days=60), "promote_until": days["starts_on"]}
    wave = WaveFactory(center=offering.wave.center, **days)
    seats = terms.pop("seats", 16)
    terms = {"mode": offering.mode, **terms}
    return CohortFactory(offering=OfferingFactory(wave=wave, program=offering.program, **terms), seats=seats)


def agreed(cohort, was, **more):
    """Somebody whose program was postponed and who wants their place kept."""
    type(cohort.offering).objects.filter(pk=cohort.offering_id).update(status="postponed")
    verified = {"confirmed", "accepted", "reserve", "verified"}
    at = timezone.now() if was in verified else None
    application = ApplicationFactory(status=Status.CANCELLED, cohort=cohort, verified_at=at)
    return CarryFactory(application=application, was=was, status="agreed", **more)


def test_nothing_is_carried_without_a_word_of_the_person(cohort):
    CarryFactory(application=ApplicationFactory(status=Status.CANCELLED, cohort=cohort))
    a_next_wave(cohort.offering)

    duties.carry_places()

    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("was", "status", "told"),
    [
        ("confirmed", "accepted", "carried_seat"),
        ("accepted", "accepted", "carried_seat"),
        ("reserve", "reserve", "carried_queue"),
        ("verified", "verified", "carried_on"),
        ("submitted", "submitted", "carried_on"),
        ("returned", "submitted", "carried_on"),
    ],
)
def test_people_stand_in_the_next_wave_as_they_stood(was, status, told, cohort):
    carry, target = agreed(cohort, was), a_next_wave(cohort.offering)

    duties.carry_places()

    carry.refresh_from_db()
    assert (carry.status, carry.placed.status, carry.placed.origin) == ("placed", status, "carried")
    assert carry.placed.choices.get().offering == target.offering
    assert OutboxMessage.objects.get().kind == f"enrollment/{told}"


def test_seats_go_first_to_those_who_had_confirmed_then_by_place(cohort):
    reserve = agreed(cohort, "reserve", place=1)
    accepted = agreed(cohort, "accepted")
    confirmed = agreed(cohort, "confirmed")
    target = a_next_wave(cohort.offering, seats=1)

    duties.carry_places()

    placed = [Carry.objects.get(pk=one.pk).placed for one in (confirmed, accepted, reserve)]
    assert [one.status for one in placed] == ["accepted", "reserve", "reserve"]
    assert [one.choices.get().queue_place for one in placed] == [None, 1, 2]
    assert target.seats.filter(application__isnull=False).count() == 1


def test_a_carried_queue_waits_for_the_results_and_then_comes_first(cohort, head):
    carry, target = agreed(cohort, "reserve", place=3), a_next_wave(cohort.offering, seats=2)
    duties.carry_places()
    wave = target.offering.wave

    duties.lapse_and_offer()

    placed = Carry.objects.get(pk=carry.pk).placed
    assert placed.status == "reserve"
    assert "hasil seleksi gelombang ini belum diumumkan" in placed.choices.get().reason
    new = ApplicationFactory(status=Status.VERIFIED, cohort=target)
    for part in ("test", "interview"):
        ScoreFactory(application=new, part=part, value=80)
    type(wave).objects.filter(pk=wave.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    wave.refresh_from_db()
    transitions.publish(transitions.propose(wave, by=head), by=head)
    assert reload([new, placed]) == ["accepted", "accepted"]


def test_everybody_has_time_to_answer_before_the_first_is_placed(cohort, time_machine):
    agreed(cohort, "reserve", place=1)
    silent = CarryFactory(application=ApplicationFactory(status=Status.CANCELLED, cohort=cohort))
    a_next_wave(cohort.offering)
    duties.carry_places()
    assert not Carry.objects.filter(status="placed").exists()

    time_machine.move_to(silent.until + timedelta(seconds=1))
    duties.carry_places()

    assert Carry.objects.filter(status="placed").count() == 1


def test_who_has_become_too_old_or_applied_already_is_told_why(cohort):
    old, double = agreed(cohort, "confirmed"), agreed(cohort, "confirmed")
    trainee = old.application.trainee
    trainee.birth_date = date(timezone.localdate().year - 40, 1, 1)
    trainee.save()
    target = a_next_wave(cohort.offering)
    ApplicationFactory(trainee=double.application.trainee, cohort=target)

    duties.carry_places()

    old.refresh_from_db()
    double.refresh_from_db()
    assert (old.status, double.status) == ("impossible", "impossible")
    assert "sudah punya pendaftaran" in double.reason
    assert OutboxMessage.objects.filter(kind="enrollment/carry_impossible").count() == 2


def test_of_another_center_or_an_earlier_wave_nothing_is_carried_to(cohort):
    agreed(cohort, "confirmed")
    CohortFactory(offering=OfferingFactory(program=cohort.offering.program))
    earlier = WaveFactory(center=cohort.offering.wave.center, starts_on=timezone.localdate() + timedelta(days=1))
    CohortFactory(offering=OfferingFactory(program=cohort.offering.program, wave=earlier))

    duties.carry_places()

    assert Carry.objects.get().status == "agreed"


@pytest.mark.parametrize(
    ("was", "terms", "status"),
    [
        ("confirmed", {"is_verified": True, "first_come": False, "seat_is_free": True}, "accepted"),
        ("confirmed", {"is_verified": False, "first_come": False, "seat_is_free": True}, "submitted"),
        ("provisional", {"is_verified": False, "first_come": True, "seat_is_free": True}, "provisional"),
        ("reserve", {"is_verified": True, "first_come": True, "seat_is_free": True}, "accepted"),
        ("submitted", {"is_verified": False, "first_come": True, "seat_is_free": False}, "reserve"),
    ],
)
def test_the_rule_of_standing(was, terms, status):
    assert standing(was, **terms) == status


def test_the_rule_of_turns():
    people = [("reserve", 2, "9"), ("reserve", 1, "8"), ("accepted", None, "7"), ("confirmed", None, "6")]

    assert sorted(people, key=lambda one: turn(*one)) == people[::-1]


# --- the person's pages ---


def link(carry):
    return reverse("journey:carry", args=[links.carry_token(carry.application)])


@pytest.fixture
def carry(cohort):
    return CarryFactory(application=ApplicationFactory(status=Status.CANCELLED, cohort=cohort, reason=WHY))


def test_opening_the_link_does_nothing_and_its_buttons_do(client, carry):
    assertContains(client.get(link(carry)), "Ya, bawa tempat saya")
    carry.refresh_from_db()
    assert carry.status == "offered"

    told = client.post(link(carry), {"jawab": "ya"}, follow=True)

    assertContains(told, "Tidak jadi, jangan dibawa")
    carry.refresh_from_db()
    assert (carry.status, carry.answered_at is None) == ("agreed", False)


def test_an_agreement_is_taken_back_and_given_again_in_time(client, carry):
    for answer in ("ya", "tidak", "ya"):
        client.post(link(carry), {"jawab": answer})

    carry.refresh_from_db()
    assert carry.status == "agreed"


def test_after_the_last_day_nobody_agrees(client, carry, time_machine):
    url = link(carry)
    time_machine.move_to(carry.until + timedelta(seconds=1))

    assert client.get(url).status_code == 410
    with pytest.raises(Refused, match="too_late"):
        transitions.agree_to_carry(carry, by=CLOCK)


def test_the_own_page_tells_of_the_place_and_leads_to_the_link(client, carry):
    client.force_login(carry.application.trainee.account)
    url = reverse("journey:application", args=[carry.application_id])

    assertContains(client.get(url), link(carry))
    transitions.decline_carry(carry, by=CLOCK)

    assertContains(client.get(url), "Anda memilih tidak dipindahkan")


def test_the_message_of_a_postponement_carries_the_link(client, cohort, head):
    application = ApplicationFactory(status=Status.CONFIRMED, cohort=cohort)

    calling_off.postpone([cohort.offering], by=head, reason=WHY)

    body = OutboxMessage.objects.about(application).get().body
    address = next(word for word in body.split() if "bawa-tempat" in word)
    assertContains(client.get(address.partition("//")[2].partition("/")[2].join(["/", ""])), "tempat Anda kami bawa")
    assertNotContains(client.get(link(application.carry)), "Batas untuk memilih sudah lewat")
