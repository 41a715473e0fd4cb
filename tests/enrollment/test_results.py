from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone, translation

from audit.moves import Refused
from cohorts.models import Wave
from enrollment import duties, transitions
from enrollment.models import Ranking, RankingRow
from enrollment.workflow import Status
from jobs import queue
from jobs.tasks import tick
from notifications.models import OutboxMessage
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory


@pytest.fixture
def wave(db):
    return WaveFactory(closed=True)


@pytest.fixture
def officer(wave):
    return actor_at(wave.center)


@pytest.fixture
def head(wave):
    return actor_at(wave.center, "head")


def a_class(wave, seats, **offering):
    return CohortFactory(offering=OfferingFactory(wave=wave, **offering), seats=seats)


def a_candidate(cohort, test, interview=None, *also):
    """Verified, with marks; `also` are further choices in order."""
    application = ApplicationFactory(status=Status.VERIFIED, cohort=cohort)
    ScoreFactory(application=application, part="test", value=test)
    ScoreFactory(application=application, part="interview", value=test if interview is None else interview)
    for order, other in enumerate(also, start=2):
        application.choices.create(offering=other.offering, order=order)
    return application


def statuses(*applications):
    for application in applications:
        application.refresh_from_db()
    return [application.status for application in applications]


def published(wave, officer, head):
    transitions.publish(transitions.propose(wave, by=officer), by=head)


def test_the_best_get_the_seats_and_the_rest_wait_in_order(wave, officer, head):
    cohort = a_class(wave, seats=2)
    fair, best, good, last = (a_candidate(cohort, score) for score in (60, 90, 80, 50))

    published(wave, officer, head)

    assert statuses(best, good, fair, last) == ["accepted", "accepted", "reserve", "reserve"]
    assert [fair.choices.get().queue_place, last.choices.get().queue_place] == [1, 2]
    cohort.offering.refresh_from_db()
    assert cohort.offering.status == "announced"


def test_a_reason_writes_the_total_as_the_screens_do_and_the_column_keeps_it_exact(wave, officer):
    cohort = a_class(wave, seats=1, test_weight=60, interview_weight=40, minimum_score=60)
    best, low = a_candidate(cohort, "97.50", "95"), a_candidate(cohort, "55", "52.25")

    transitions.propose(wave, by=officer)

    rows = RankingRow.objects.order_by("rank").values_list("choice__application", "total", "reason")
    assert list(rows) == [
        (best.pk, Decimal("96.50"), "Peringkat 1 dengan nilai akhir 96,50."),
        (low.pk, Decimal("53.90"), "Nilai akhir 53,90, di bawah nilai minimal."),
    ]


def test_everybody_is_told_once_and_differently(wave, officer, head):
    cohort = a_class(wave, seats=1, minimum_score=55)
    best, fair, below = (a_candidate(cohort, score) for score in (90, 60, 50))

    published(wave, officer, head)

    kinds = [OutboxMessage.objects.about(one).get().kind for one in (best, fair, below)]
    assert kinds == ["enrollment/accepted", "enrollment/reserve", "enrollment/not_selected"]


def test_the_number_of_reserves_can_be_capped(wave, officer, head):
    cohort = a_class(wave, seats=1, reserves=1)
    candidates = [a_candidate(cohort, score) for score in (90, 80, 70)]

    published(wave, officer, head)

    assert statuses(*candidates) == ["accepted", "reserve", "not_selected"]


def test_accepted_at_a_lower_choice_waits_nowhere_else(wave, officer, head):
    wanted, other = a_class(wave, seats=1), a_class(wave, seats=1)
    best = a_candidate(wanted, 90)
    second = a_candidate(wanted, 80, None, other)

    published(wave, officer, head)

    assert statuses(best, second) == ["accepted", "accepted"]
    assert second.seat.cohort == other
    assert [choice.state for choice in second.choices.all()] == ["removed", "taken"]
    assert list(second.choices.exclude(queue_place=None)) == []


def test_a_reserve_taken_at_one_choice_leaves_the_other_queues(wave, officer, head):
    one, two = a_class(wave, seats=1), a_class(wave, seats=1)
    first, second = a_candidate(one, 90), a_candidate(two, 90)
    waiting = a_candidate(one, 50, None, two)
    published(wave, officer, head)

    transitions.withdraw(second, by=officer)

    assert statuses(first, second, waiting) == ["accepted", "withdrawn", "accepted"]
    assert waiting.seat.cohort == two
    assert [choice.state for choice in waiting.choices.all()] == ["removed", "taken"]


def test_who_withdrew_after_the_proposal_is_passed_over_and_the_seat_offered_on(wave, officer, head):
    cohort = a_class(wave, seats=1)
    best, next_one = a_candidate(cohort, 90), a_candidate(cohort, 80)
    ranking = transitions.propose(wave, by=officer)
    transitions.withdraw(best, by=officer)

    transitions.publish(ranking, by=head)

    assert statuses(best, next_one) == ["withdrawn", "accepted"]


def test_a_missing_score_is_not_selected_and_says_so(wave, officer, head):
    cohort = a_class(wave, seats=1)
    a_candidate(cohort, 90)
    unscored = ApplicationFactory(status=Status.VERIFIED, cohort=cohort)

    published(wave, officer, head)

    assert statuses(unscored) == ["not_selected"]
    assert RankingRow.objects.get(choice__application=unscored).reason == "Nilai tes dan nilai wawancara belum diisi."


@pytest.mark.parametrize("status", ["submitted", "returned"])
def test_results_wait_until_everybody_is_decided(status, wave, officer):
    cohort = a_class(wave, seats=1)
    a_candidate(cohort, 90)
    ApplicationFactory(status=status, cohort=cohort)

    with pytest.raises(Refused, match="undecided") as refusal:
        transitions.propose(wave, by=officer)

    assert "1 pendaftaran" in refusal.value.message


def test_publishing_is_refused_while_one_was_opened_again(wave, officer, head):
    cohort = a_class(wave, seats=1)
    candidate = a_candidate(cohort, 90)
    ranking = transitions.propose(wave, by=officer)
    ApplicationFactory(status=Status.SUBMITTED, cohort=cohort)

    with pytest.raises(Refused, match="undecided"):
        transitions.publish(ranking, by=head)

    assert statuses(candidate) == ["verified"]


def test_nothing_is_proposed_before_registration_closes(officer):
    wave = WaveFactory()
    a_candidate(a_class(wave, seats=1), 90)

    with pytest.raises(Refused, match="still_open"):
        transitions.propose(wave, by=officer)


def test_a_wave_without_candidates_has_no_results(wave, officer):
    with pytest.raises(Refused, match="nobody"):
        transitions.propose(wave, by=officer)


def test_marks_are_closed_while_results_are_proposed_and_open_again_when_retracted(wave, officer):
    candidate = a_candidate(a_class(wave, seats=1), 90)
    ranking = transitions.propose(wave, by=officer)
    with pytest.raises(Refused, match="results_proposed"):
        transitions.give_score(candidate, "test", 10, by=officer)
    with pytest.raises(Refused, match="results_proposed"):
        transitions.reopen(candidate, by=officer, reason="x")

    transitions.retract(ranking, by=officer)
    transitions.give_score(candidate, "test", 10, by=officer)

    assert candidate.scores.get(part="test").value == 10


@pytest.mark.parametrize("value", [-1, 101])
def test_a_mark_lies_between_0_and_100(value, wave, officer):
    candidate = a_candidate(a_class(wave, seats=1), 90)

    with pytest.raises(Refused, match="score_range"):
        transitions.give_score(candidate, "test", value, by=officer)


MAY = {"propose": {"draft": "proposed"}, "retract": {"proposed": "draft"}, "publish": {"proposed": "published"}}


@pytest.mark.parametrize("status", ["draft", "proposed", "published"])
@pytest.mark.parametrize("act", MAY)
def test_each_move_of_a_ranking_from_each_status(act, status, wave, head):
    a_candidate(a_class(wave, seats=1), 90)
    moment = timezone.now() if status == "published" else None
    ranking = Ranking.objects.create(wave=wave, status=status, published_at=moment)
    target = wave if act == "propose" else ranking

    if status in MAY[act]:
        getattr(transitions, act)(target, by=head)
        expected = MAY[act][status]
    else:
        with pytest.raises(Refused, match="wrong_status"):
            getattr(transitions, act)(target, by=head)
        expected = status

    ranking.refresh_from_db()
    assert ranking.status == expected


@pytest.mark.django_db(transaction=True)
def test_publishing_runs_as_a_job_in_one_transaction():
    wave = WaveFactory(closed=True)
    officer, head = actor_at(wave.center), actor_at(wave.center, "head")
    candidate = a_candidate(a_class(wave, seats=1), 90)
    ranking = transitions.propose(wave, by=officer)

    job = queue.start("publish_ranking", title="Hasil", params={"ranking": ranking.pk}, by=head)
    tick()

    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 1)
    assert statuses(candidate) == ["accepted"]


class PowerCut(Exception):
    pass


def test_a_failure_in_the_middle_of_publishing_leaves_nothing_behind(wave, officer, head):
    cohort = a_class(wave, seats=1)
    candidates = [a_candidate(cohort, score) for score in (90, 80)]
    ranking = transitions.propose(wave, by=officer)
    letters = []

    def cut_at_the_second_letter(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "notifications_outboxmessage"'):
            letters.append(sql)
            if len(letters) == 2:
                raise PowerCut
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cut_at_the_second_letter), pytest.raises(PowerCut):
        transitions.publish(ranking, by=head)

    assert OutboxMessage.objects.count() == 0

    assert statuses(*candidates) == ["verified", "verified"]
    ranking.refresh_from_db()
    assert ranking.status == "proposed"


# --- the six ways peers fail at waiting lists ----------------------------------------------------------------------


@pytest.fixture
def results(wave, officer, head):
    """A class of one: the best accepted, two waiting."""
    cohort = a_class(wave, seats=1)
    applications = [a_candidate(cohort, score) for score in (90, 80, 70)]
    published(wave, officer, head)
    return applications


def test_the_right_person_is_promoted(results, officer):
    best, second, third = results

    transitions.withdraw(best, by=officer)

    assert statuses(best, second, third) == ["withdrawn", "accepted", "reserve"]


def test_promoted_means_seated(results, officer):
    best, second, _third = results
    seat = best.choices.get().offering.cohorts.get().seats.get()

    transitions.withdraw(best, by=officer)

    second.refresh_from_db()
    assert (second.seat, second.choices.get().state) == (seat, "taken")


def test_promoted_means_told_by_when_to_answer(results, officer):
    best, second, _third = results

    transitions.withdraw(best, by=officer)

    second.refresh_from_db()
    message = OutboxMessage.objects.about(second).get(kind="enrollment/promoted")
    assert f"{timezone.localtime(second.answer_by):%H.%M}" in message.body


def test_whoever_is_not_promoted_has_a_visible_reason(results, officer):
    best, _second, third = results

    transitions.withdraw(best, by=officer)

    assert third.choices.get().reason == "Belum ada kursi kosong. Kursi kosong berikutnya untuk cadangan ini."


def test_an_offer_turned_down_is_declined_and_one_missed_is_removed(results, officer, time_machine):
    best, second, _third = results
    transitions.withdraw(best, by=officer)
    second.refresh_from_db()
    time_machine.move_to(second.answer_by + timedelta(minutes=1))
    duties.lapse_and_offer()

    assert [(best.choices.get().state, best.choices.get().reason)] == [("declined", "Mengundurkan diri")]
    assert second.choices.get().state == "removed"


def test_whoever_cancelled_is_never_promoted_again(results, officer):
    best, second, third = results
    transitions.withdraw(second, by=officer)

    transitions.withdraw(best, by=officer)

    assert statuses(best, second, third) == ["withdrawn", "withdrawn", "accepted"]


def test_nobody_is_promoted_after_the_stop_date(results, officer):
    best, second, _third = results
    yesterday = timezone.localdate() - timedelta(days=1)
    Wave.objects.update(promote_until=yesterday)

    best.refresh_from_db()
    transitions.withdraw(best, by=officer)

    assert statuses(second) == ["reserve"]
    assert second.choices.get().reason.startswith("Pengisian kursi kosong sudah ditutup pada")


def test_after_the_stop_date_the_clock_closes_the_queues(results):
    best, second, third = results
    Wave.objects.update(promote_until=timezone.localdate() - timedelta(days=1))

    duties.lapse_and_offer()

    assert statuses(best, second, third) == ["accepted", "not_selected", "not_selected"]
    assert OutboxMessage.objects.about(second).filter(kind="enrollment/queue_closed").count() == 1


def test_the_clock_lapses_who_is_silent_and_offers_the_seat_on(results, time_machine):
    best, second, third = results
    best.refresh_from_db()

    time_machine.move_to(best.answer_by + timedelta(minutes=1))
    duties.lapse_and_offer()

    assert statuses(best, second, third) == ["lapsed", "accepted", "reserve"]


def test_a_day_without_the_clock_is_caught_up_by_one_tick(results, time_machine):
    """Everything due by then is done once, in one tick; a second tick finds nothing."""
    best, second, third = results
    best.refresh_from_db()
    time_machine.move_to(best.answer_by + timedelta(hours=36))

    duties.lapse_and_offer()
    first = statuses(best, second, third)
    duties.lapse_and_offer()

    assert first == statuses(best, second, third) == ["lapsed", "accepted", "reserve"]


def test_what_is_stored_is_indonesian_whoever_acts_in_english(wave, officer, head):
    cohort = a_class(wave, seats=1)
    best, second, third = (a_candidate(cohort, score) for score in (90, 80, 70))

    with translation.override("en"):
        published(wave, officer, head)
        best.refresh_from_db()
        transitions.withdraw(best, by=officer)

    assert RankingRow.objects.get(choice__application=second).reason == "Peringkat 2, menunggu kursi kosong."
    assert best.choices.get().reason == "Mengundurkan diri"
    assert third.choices.get().reason.startswith("Belum ada kursi kosong.")


@pytest.mark.parametrize("waiting", [2, 20])
def test_moving_up_a_queue_costs_the_same_for_any_length(waiting, wave, officer, head, django_assert_num_queries):
    cohort = a_class(wave, seats=1)
    best, *_others = [a_candidate(cohort, 99 - number) for number in range(waiting + 1)]
    published(wave, officer, head)
    best.refresh_from_db()

    # the withdrawal, the offer to the next, and one statement for all who wait; each of the two messages asks whether
    # the address came back, and for the center's own words; whether they had answered on health, and so it is erased;
    # whether they had a place at a test; that a place in the queue was left, for those behind; whether an appeal was
    # open, whether somebody who waits is in a class, and the center's steps for the deadline
    with django_assert_num_queries(50):
        transitions.withdraw(best, by=officer)
