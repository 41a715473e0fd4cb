"""The six ways in which waiting lists fail elsewhere, each as a test, and the order that is changed by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from audit import trail
from audit.models import AuditEntry
from audit.moves import CLOCK, Refused
from centers.models import OfferStep
from enrollment import duties, selectors, transitions
from enrollment.models import Enrollment, QueueStep
from enrollment.transitions.seats import answer_hours
from enrollment.workflow import Status
from notifications.models import OutboxMessage
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory, ScoreFactory

pytestmark = pytest.mark.django_db
WHY = "Kesalahan pencatatan hari tes."


@pytest.fixture
def small():
    """One seat, taken."""
    return CohortFactory(seats=1)


@pytest.fixture
def seated(small):
    return ApplicationFactory(status=Status.ACCEPTED, cohort=small)


def reserves(cohort, count=3):
    return ApplicationFactory.create_batch(count, status=Status.RESERVE, cohort=cohort)


def statuses(rows):
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


def lapse(application, officer):
    type(application).objects.filter(pk=application.pk).update(answer_by=timezone.now() - timedelta(seconds=1))
    transitions.lapse(application, by=CLOCK)


def leave(application, officer):
    transitions.confirm(application, by=officer)
    transitions.start_class(application.seat.cohort, by=officer)
    transitions.leave(application, by=officer, note=WHY)


FREEING = {
    "withdraw": lambda one, officer: transitions.withdraw(one, by=officer),
    "cancel": lambda one, officer: transitions.cancel_by_centre(one, by=officer, reason=WHY),
    "lapse": lapse,
    "leave": leave,
    "one more seat": lambda one, officer: transitions.resize(one.seat.cohort, 2, by=officer),
}
freeing = pytest.mark.parametrize("free", FREEING.values(), ids=list(FREEING))


# --- 1. the wrong person is promoted ---


@freeing
def test_a_free_seat_goes_to_the_first_in_line_and_to_nobody_else(free, small, seated, officer):
    late, early, middle = reserves(small)
    for place, one in enumerate([early, middle, late], start=1):
        one.choices.update(queue_place=place + 10)
        one.choices.update(queue_place=place)

    free(seated, officer)

    assert statuses([early, middle, late]) == ["accepted", "reserve", "reserve"]


def test_each_program_calls_its_reserves_by_its_own_ranks(officer):
    """Two programs weigh the marks differently: who is ahead in one is not ahead in the other."""
    wave = WaveFactory(closed=True)
    by_test, by_interview = (
        CohortFactory(offering=OfferingFactory(wave=wave, test_weight=test, interview_weight=100 - test), seats=1)
        for test in (100, 0)
    )
    marks = {"a": (90, 95), "b": (95, 90), "writes": (80, 60), "speaks": (60, 80)}
    people = {}
    for name, (test, interview) in marks.items():
        people[name] = ApplicationFactory(status=Status.VERIFIED, cohort=by_test)
        people[name].choices.create(offering=by_interview.offering, order=2)
        ScoreFactory(application=people[name], part="test", value=test)
        ScoreFactory(application=people[name], part="interview", value=interview)

    transitions.publish(transitions.propose(wave, by=officer), by=officer)

    first = {cohort: selectors.queue(cohort.offering).first().application for cohort in (by_test, by_interview)}
    assert first == {by_test: people["writes"], by_interview: people["speaks"]}


# --- 2. promoted, but not enrolled ---


def test_who_is_promoted_has_a_seat_at_once_and_after_confirming_stands_in_the_class(small, seated, officer):
    (next_one,) = reserves(small, 1)
    leave(seated, officer)
    next_one.refresh_from_db()
    assert (next_one.status, next_one.seat.cohort) == ("accepted", small)
    assert next_one.choices.get().state == "taken"

    transitions.confirm(next_one, by=officer)

    assert Enrollment.objects.get(application=next_one).status == "active"


# --- 3. promoted, but not told ---


@freeing
def test_who_is_promoted_is_told_in_the_same_moment_with_link_and_deadline(free, small, seated, officer):
    next_one = reserves(small)[0]

    free(seated, officer)

    next_one.refresh_from_db()
    message = OutboxMessage.objects.about(next_one).get()
    assert message.kind == "enrollment/promoted"
    assert "/perjalanan/jawab/" in message.body
    assert f"{timezone.localtime(next_one.answer_by):%H.%M}" in message.body


# --- 4. nothing happens, and nobody knows why ---


def test_everybody_who_waits_reads_why_and_so_does_the_office(client, small, seated, officer):
    claimed, training, third = reserves(small)
    type(claimed).objects.filter(pk=claimed.pk).update(identity_claim=True)
    elsewhere = CohortFactory(ends_on=small.starts_on + timedelta(days=5))
    EnrollmentFactory(
        application=ApplicationFactory(status="confirmed", cohort=elsewhere, trainee=training.trainee),
        cohort=elsewhere,
    )
    fourth, fifth = reserves(small, 2)

    transitions.withdraw(seated, by=officer)

    assert statuses([claimed, training, third, fourth, fifth]) == ["reserve", "reserve", "accepted", *["reserve"] * 2]
    reasons = [one.choices.get().reason for one in (claimed, training, fourth, fifth)]
    assert reasons == [
        "Cadangan nomor 1 dilewati: identitasnya masih diperiksa petugas.",
        "Cadangan nomor 2 dilewati: masih mengikuti pelatihan lain saat kelas ini mulai.",
        "Belum ada kursi kosong. Kursi kosong berikutnya untuk cadangan ini.",
        "Belum ada kursi kosong. Masih ada 1 cadangan di depan.",
    ]
    client.force_login(officer_of(small).user)
    page = client.get(reverse("admin:offering_queue", args=[small.offering_id]))
    for reason in reasons:
        assertContains(page, reason)
    client.force_login(fourth.trainee.account)
    assertContains(client.get(reverse("journey:application", args=[fourth.pk])), reasons[2])


def officer_of(cohort, role="officer"):
    return actor_at(cohort.offering.wave.center, role)


def test_the_page_of_the_queue_tells_who_left_it_and_why(client, small, seated, officer):
    first, second = reserves(small, 2)
    for one in (first, second):
        trail.write("application.publish_reserve", by=officer, about=one, to_status="reserve")
    transitions.withdraw(first, by=officer)
    transitions.withdraw(seated, by=officer)
    client.force_login(officer_of(small).user)

    page = client.get(reverse("admin:offering_queue", args=[small.offering_id]))

    assert [one.application_id for one in page.context["left"]] == [first.pk, second.pk]
    assertContains(page, "mengundurkan diri")
    assertContains(page, "Ada kursi kosong dan giliran cadangan nomor 2 tiba.")


def test_the_page_of_the_queue_asks_as_much_for_many_as_for_few(client, small, seated, django_assert_num_queries):
    client.force_login(officer_of(small).user)
    url = reverse("admin:offering_queue", args=[small.offering_id])
    for count in (2, 6):
        reserves(small, count)
        client.get(url)
        with django_assert_num_queries(QUEUE_PAGE):
            client.get(url)


QUEUE_PAGE = 16  # session, account, posts; offering, queue, came, left, seats, steps, hours, blockers; view log; frame


# --- 5. a canceller is promoted again ---


def test_who_gave_up_the_place_is_never_called_again(small, seated, officer):
    first, second = reserves(small, 2)
    transitions.withdraw(first, by=officer)
    transitions.withdraw(seated, by=officer)
    second.refresh_from_db()
    transitions.withdraw(second, by=officer)

    duties.lapse_and_offer()

    assert statuses([first, seated, second]) == ["withdrawn"] * 3
    assert OutboxMessage.objects.filter(kind="enrollment/promoted").count() == 1
    assert not selectors.queue(small.offering).exists()


def test_who_declined_an_offer_does_not_hold_it_up(small, seated, officer):
    first, second = reserves(small, 2)
    transitions.withdraw(seated, by=officer)
    first.refresh_from_db()

    transitions.withdraw(first, by=officer)

    assert statuses([first, second]) == ["withdrawn", "accepted"]


# --- 6. promoted after the stop date ---


@freeing
def test_after_the_stop_date_a_free_seat_stays_free(free, small, seated, officer):
    wave = small.offering.wave
    type(wave).objects.filter(pk=wave.pk).update(promote_until=timezone.localdate() - timedelta(days=1))
    (next_one,) = reserves(small, 1)
    seated = type(seated).objects.get(pk=seated.pk)

    free(seated, officer)
    transitions.fill_free_seats(type(small.offering).objects.get(pk=small.offering_id), by=CLOCK)

    next_one.refresh_from_db()
    assert next_one.status == "reserve"
    assert "sudah ditutup pada" in next_one.choices.get().reason
    duties.lapse_and_offer()
    next_one.refresh_from_db()
    assert next_one.status == "not_selected"


# --- how long there is to answer ---


@pytest.mark.parametrize(("days", "hours"), [(30, 48), (8, 48), (7, 24), (3, 24), (2, 6), (0, 6), (-1, 6)])
def test_the_nearer_the_start_the_sooner_an_offer_has_to_be_answered(days, hours, small):
    wave = small.offering.wave
    for step in ((7, 24), (2, 6)):
        OfferStep.objects.create(center=wave.center, days=step[0], hours=step[1])

    assert answer_hours(wave, timezone.localdate() + timedelta(days=days)) == hours


def test_a_wave_may_have_hours_of_its_own(small):
    wave = small.offering.wave
    OfferStep.objects.create(center=wave.center, days=40, hours=24)
    wave.offer_hours = 12

    assert answer_hours(wave, wave.starts_on) == 12


def test_an_offer_made_now_carries_the_ladders_deadline(small, seated, officer):
    OfferStep.objects.create(center=small.offering.wave.center, days=40, hours=5)
    (next_one,) = reserves(small, 1)

    transitions.withdraw(seated, by=officer)

    next_one.refresh_from_db()
    assert abs(next_one.answer_by - timezone.now() - timedelta(hours=5)) < timedelta(minutes=1)


# --- the order changed by hand ---


@pytest.fixture
def head(small):
    return officer_of(small, "head")


def order(cohort):
    return [choice.application for choice in selectors.queue(cohort.offering)]


@pytest.mark.parametrize(
    ("who", "position", "expected"),
    [(2, 1, [2, 0, 1, 3]), (0, 4, [1, 2, 3, 0]), (1, 3, [0, 2, 1, 3]), (3, 2, [0, 3, 1, 2])],
)
def test_somebody_is_moved_and_those_between_shift_by_one(who, position, expected, small, seated, head):
    people = reserves(small, 4)

    transitions.reorder(people[who].choices.get(), position, by=head, reason=WHY)

    assert order(small) == [people[index] for index in expected]


def test_a_gap_in_the_numbers_is_no_place(small, seated, officer, head):
    people = reserves(small, 4)
    transitions.withdraw(people[1], by=officer)

    transitions.reorder(people[3].choices.get(), 2, by=head, reason=WHY)

    assert order(small) == [people[0], people[3], people[2]]


def test_it_leaves_a_trail_a_step_and_a_message_with_the_reason(small, seated, head):
    people = reserves(small)

    transitions.reorder(people[2].choices.get(), 1, by=head, reason=WHY)

    entry = AuditEntry.objects.about(people[2]).get()
    assert (entry.action, entry.user, entry.note) == ("application.reordered", head.user, WHY)
    assert (entry.facts["from"], entry.facts["to"]) == (3, 1)
    step = QueueStep.objects.get()
    assert (step.cause, step.place, step.to_place, step.passed, step.reason) == ("order", 3, 1, 2, WHY)
    message = OutboxMessage.objects.get()
    assert (message.kind, message.values["urutan"]) == ("enrollment/queue_moved", "1")
    assert WHY in message.body


@pytest.mark.parametrize(("position", "code"), [(4, "no_such_place"), (2, "same_place")])
def test_a_place_that_is_none_is_refused(position, code, small, seated, head):
    people = reserves(small)

    with pytest.raises(Refused, match=code):
        transitions.reorder(people[1].choices.get(), position, by=head, reason=WHY)


def test_who_no_longer_waits_is_not_moved(small, seated, officer, head):
    people = reserves(small)
    transitions.withdraw(people[0], by=officer)

    with pytest.raises(Refused, match="not_waiting"):
        transitions.reorder(people[0].choices.get(), 2, by=head, reason=WHY)


def test_everybody_reads_how_their_place_changed_and_why(client, small, seated, head):
    people = reserves(small)
    for one in people:
        type(one).objects.filter(pk=one.pk).update(submitted_at=timezone.now() - timedelta(days=1))
    transitions.reorder(people[2].choices.get(), 1, by=head, reason=WHY)

    for who, told in ((2, "3 → 1"), (0, "1 → 2"), (1, "2 → 3")):
        client.force_login(people[who].trainee.account)
        page = client.get(reverse("journey:application", args=[people[who].pk]))
        assertContains(page, told)
        assertContains(page, WHY)


def test_the_head_moves_somebody_on_the_page_and_an_officer_cannot(client, small, seated, head):
    people = reserves(small)
    url = reverse("admin:queue_reorder", args=[people[2].choices.get().pk])
    client.force_login(officer_of(small).user)
    assert client.post(url, {"position": 1, "reason": WHY}).status_code == 403
    client.force_login(head.user)
    assertContains(client.post(url, {"position": 9, "reason": WHY}), "Pilih urutan dari 1 sampai 3.")
    assertContains(client.post(url, {"position": 1}), "errorlist")

    client.post(url, {"position": 1, "reason": WHY})

    assert order(small)[0] == people[2]
