"""The last seat goes once, whatever happens at the same time."""

import inspect
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from audit import moves
from audit.moves import Refused
from enrollment import transitions
from enrollment.models import Appeal, Application, Carry, Decision
from enrollment.transitions import answers, appeals, calling_off, classes, intake, ordering, seats, submitting
from enrollment.workflow import Status
from tests.enrollment import harness
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import AppealFactory, ApplicationFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db(transaction=True)


OFTEN = {"apply", "withdraw", "verify", "confirm", "lapse", "offer", "resize"}
SELDOM = {"refuse", "cancel", "reorder", "appeal"}
ONCE = {"begin_class", "leave", "call_off"}


@pytest.mark.timeout(600)
def test_a_thousand_acts_at_once_oversell_nothing():
    rushes = (harness.Rush(harness.a_small_rush()) for _house in range(4))

    outcomes, broken = Counter(), []
    for each, found in (one for rush in rushes for one in rush.rounds(1000, each=200)):
        outcomes, broken = outcomes + each, [*broken, found]
        if len(broken) >= 5 and every_act_was_done(outcomes):
            break  # threads decide what can be done: in some houses few appeal or are put in another order

    assert broken == [{}] * len(broken)
    assert outcomes.total() == 200 * len(broken)
    assert [name for name in outcomes if name.startswith("error")] == []
    assert every_act_was_done(outcomes), outcomes


def every_act_was_done(outcomes):
    done = [min(outcomes[act] for act in acts) for acts in (OFTEN, SELDOM, ONCE)]
    return all(count > least for count, least in zip(done, (15, 5, 0), strict=True))


@pytest.fixture
def unguarded(monkeypatch):
    """The same code on copies of the tables: no unique seat, no CHECK, no lock, and a pause before taking."""
    harness.make_scratch_schema()
    for module in (moves, answers, appeals, calling_off, classes, intake, ordering, seats, submitting):
        monkeypatch.setattr(module, "lock", harness.plain_read, raising=False)
    monkeypatch.setattr(seats, "next_free", harness.look_then_take)
    yield
    harness.drop_scratch_schema()


def test_the_same_acts_without_guards_do_oversell(unguarded):
    """The control: were this green, the test above would prove nothing."""
    rush = harness.Rush(harness.a_small_rush(), prepare=harness.USE_SCRATCH)
    rush.acts = [rush.apply, rush.apply, rush.withdraw]

    broken = [broken for _each, broken in rush.rounds(400, each=80)]

    assert any(each.get("oversold seats") for each in broken), broken


def at_once(count, act):
    def outcome(number):
        try:
            return act(number)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(outcome, range(count)))


def test_six_people_at_the_last_first_come_seat():
    cohort = CohortFactory(offering=OfferingFactory(mode="first_come"), seats=1)
    drafts = [
        ApplicationFactory(status=Status.DRAFT, cohort=cohort, trainee=TraineeFactory(nik__indexed=False))
        for _ in range(6)
    ]

    at_once(6, lambda number: transitions.submit(drafts[number], by=harness.TRAINEE))

    sent = Application.objects.order_by("pk")
    assert sorted(sent.values_list("status", flat=True)) == ["provisional"] + ["reserve"] * 5
    places = sent.filter(status="reserve").values_list("choices__queue_place", flat=True)
    assert sorted(places) == [1, 2, 3, 4, 5]


def test_a_draft_sent_from_two_tabs_is_one_application():
    cohort = CohortFactory()
    draft = ApplicationFactory(status=Status.DRAFT, cohort=cohort, trainee=TraineeFactory(nik__indexed=False))

    outcomes = at_once(
        4, lambda _n: transitions.submit(Application.objects.get(pk=draft.pk), by=harness.TRAINEE).number
    )

    draft.refresh_from_db()
    assert sorted(outcomes) == sorted([draft.number, *["wrong_status"] * 3])


def test_one_person_beginning_in_four_tabs_has_one_draft():
    cohort, trainee = CohortFactory(), TraineeFactory()

    drafts = at_once(4, lambda _n: transitions.begin(trainee, cohort.offering, by=harness.TRAINEE).pk)

    assert len(set(drafts)) == 1


def test_confirming_and_lapsing_at_the_deadline_end_in_one_of_the_two():
    cohort = CohortFactory()
    officer = actor_at(cohort.offering.wave.center)
    application = ApplicationFactory(status=Status.ACCEPTED, cohort=cohort)
    acts = [transitions.confirm, transitions.withdraw, transitions.confirm, transitions.withdraw]

    at_once(4, lambda number: acts[number](Application.objects.get(pk=application.pk), by=officer))

    application.refresh_from_db()
    assert application.status == Status.WITHDRAWN
    assert application.seat is None


# --- an appeal, and a postponement, at the same moment as something else ---


def four_appeals():
    cohort = CohortFactory(seats=1)
    people = ApplicationFactory.create_batch(4, status=Status.NOT_SELECTED, cohort=cohort)
    return cohort, [AppealFactory(application=one) for one in people], actor_at(cohort.offering.wave.center, "head")


def grant_at_once(filed, head):
    fresh = [Appeal.objects.get(pk=one.pk) for one in filed]
    return at_once(4, lambda n: transitions.grant_appeal(fresh[n], by=head, reason="Nilai memang keliru.") is not None)


def test_of_four_appeals_at_once_one_gets_the_last_seat():
    cohort, filed, head = four_appeals()

    outcomes = grant_at_once(filed, head)

    assert sorted(outcomes) == [False, False, False, True]
    places = cohort.offering.choices.exclude(queue_place=None).values_list("queue_place", flat=True)
    assert sorted(places) == [1, 2, 3]
    assert sorted(Decision.objects.values_list("outcome", flat=True)) == ["accepted", *["reserve"] * 3]


def test_without_guards_four_appeals_get_the_same_seat(monkeypatch):
    """The control: two who looked at the same moment both take it, and the unique seat has the last word."""
    _cohort, filed, head = four_appeals()
    for module in (moves, appeals, seats):
        monkeypatch.setattr(module, "lock", harness.plain_read)
    monkeypatch.setattr(seats, "next_free", harness.look_then_take)

    with pytest.raises(IntegrityError, match="seat_id"):
        grant_at_once(filed, head)


def confirm_and_postpone(first):
    """Both at once; `first` gets a small start. Answers where the application and the program ended."""
    cohort = CohortFactory()
    head = actor_at(cohort.offering.wave.center, "head")
    application = ApplicationFactory(status=Status.ACCEPTED, cohort=cohort)

    def act(number):
        confirming = number == 0
        if confirming != (first == "confirm"):
            time.sleep(0.1)
        if confirming:
            return transitions.confirm(Application.objects.get(pk=application.pk), by=harness.TRAINEE)
        offering = type(cohort.offering).objects.get(pk=cohort.offering_id)
        return calling_off.postpone([offering], by=head, reason="Peserta kurang.")

    at_once(2, act)
    application.refresh_from_db()
    cohort.offering.refresh_from_db()
    return application.status, application.seat_id, cohort.offering.status


@pytest.mark.parametrize("first", ["confirm", "postpone"])
def test_confirming_while_the_program_is_postponed_leaves_nobody_in_it(first):
    assert confirm_and_postpone(first) == ("cancelled", None, "postponed")
    assert Carry.objects.get().was == ("confirmed" if first == "confirm" else "accepted")


def test_without_locks_somebody_confirms_a_seat_in_what_was_postponed(monkeypatch):
    """The control: the confirmation has read the row, waits a little, and writes over what was done meanwhile."""
    for module in (moves, answers, calling_off, seats):
        monkeypatch.setattr(module, "lock", harness.plain_read)
    monkeypatch.setattr(answers, "timezone", Slow)

    assert confirm_and_postpone("confirm")[::2] == ("confirmed", "postponed")


class Slow:
    """A clock that takes its time to be read, but only where somebody confirms."""

    @staticmethod
    def now():
        if inspect.stack()[1].function == "confirm":
            time.sleep(0.6)
        return timezone.now()
