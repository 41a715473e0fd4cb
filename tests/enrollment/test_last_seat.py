"""The last seat goes once, whatever happens at the same time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from audit import moves
from audit.moves import Refused
from enrollment import transitions
from enrollment.models import Application
from enrollment.transitions import answers, appeals, classes, intake, seats, submitting
from enrollment.workflow import Status
from tests.enrollment import harness
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db(transaction=True)


ACTS = {"apply", "withdraw", "verify", "confirm", "lapse", "offer", "resize"}


def test_a_thousand_acts_at_once_oversell_nothing():
    rush = harness.Rush(harness.a_small_rush())

    rounds = list(rush.rounds(1000, each=200))

    outcomes = sum((each for each, _broken in rounds), Counter())
    assert [broken for _each, broken in rounds] == [{}] * 5
    assert outcomes.total() == 1000
    assert [name for name in outcomes if name.startswith("error")] == []
    assert min(outcomes[act] for act in ACTS) > 15, outcomes  # every act was really done, again and again


@pytest.fixture
def unguarded(monkeypatch):
    """The same code on copies of the tables: no unique seat, no CHECK, no lock, and a pause before taking."""
    harness.make_scratch_schema()
    for module in (moves, answers, appeals, classes, intake, seats, submitting):
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
