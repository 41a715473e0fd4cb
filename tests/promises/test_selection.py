"""The rules of selection, as the database keeps them against raw SQL."""

import pytest

from audit.moves import CLOCK
from enrollment import transitions
from enrollment.models import Ranking, RankingTerms
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory
from tests.promises.test_database import at_once, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    """Locked: 60 and 40, a minimum of 55."""
    offering = OfferingFactory(test_weight=60, interview_weight=40, minimum_score=55)
    transitions.lock_policies(offering.wave, by=CLOCK)
    return offering


LOCKED = "a locked selection policy does not change"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE enrollment_selectionpolicy SET minimum_score = 0 WHERE offering_id = %s",
        "UPDATE enrollment_selectionpolicy SET seed = 'x' WHERE offering_id = %s",
        "UPDATE enrollment_selectionpolicy SET locked_at = now() WHERE offering_id = %s",
        "DELETE FROM enrollment_selectionpolicy WHERE offering_id = %s",
    ],
)
def test_a_locked_policy_does_not_change(sql, offering):
    assert refused(sql, offering.pk) == LOCKED


@pytest.mark.parametrize(
    "change",
    [
        "test_weight = 50, interview_weight = 50",
        "minimum_score = 0",
        "tie_break = 'lot'",
        "reserves = 0",
        "mode = 'first_come'",
    ],
)
def test_an_offering_does_not_leave_its_policy(change, offering):
    sql = f"UPDATE cohorts_offering SET {change} WHERE id = %s"

    assert refused(sql, offering.pk) == "the selection policy of this offering is locked"


def test_an_offering_without_a_policy_and_what_is_no_policy_change_freely(offering):
    free = OfferingFactory()

    at_once("UPDATE cohorts_offering SET minimum_score = 70 WHERE id = %s", [free.pk])
    at_once("UPDATE cohorts_offering SET place = 'Aula' WHERE id = %s", [offering.pk])


NEXT = """INSERT INTO enrollment_selectionpolicy
    (offering_id, version, test_weight, interview_weight, minimum_score, tie_break, reserves, seed, commitment,
     locked_at, reason)
    SELECT offering_id, %s, 60, 40, 0, tie_break, reserves, coalesce(%s, seed), commitment, now(), %s
    FROM enrollment_selectionpolicy WHERE offering_id = %s"""
FOLLOWS = "a later selection policy follows its last and keeps the draw"


@pytest.mark.parametrize(
    ("version", "seed", "reason", "answer"),
    [
        (3, None, "Rapat.", FOLLOWS),  # a version left out
        (2, "another", "Rapat.", FOLLOWS),  # a new draw
        (2, None, "", "policy_changed_with_a_reason"),
        (1, None, "", "policy_version_once_per_offering"),
    ],
)
def test_a_later_version_follows_its_last_with_the_same_draw_and_a_reason(version, seed, reason, answer, offering):
    assert refused(NEXT, version, seed, reason, offering.pk) == answer


def test_the_weights_of_a_policy_make_a_hundred(offering):
    assert refused(NEXT.replace("60, 40", "60, 50"), 2, None, "Rapat.", offering.pk) == "policy_weights_make_a_hundred"


def test_what_published_results_stand_on_is_frozen(offering):
    ranking = Ranking.objects.create(wave=offering.wave)
    RankingTerms.objects.create(ranking=ranking, offering=offering, policy=offering.policies.get(), seats=16)
    at_once("UPDATE enrollment_ranking SET status = 'published', published_at = now() WHERE id = %s", [ranking.pk])

    for sql in (
        "UPDATE enrollment_rankingterms SET seats = 1 WHERE ranking_id = %s",
        "DELETE FROM enrollment_rankingterms WHERE ranking_id = %s",
    ):
        assert refused(sql, ranking.pk) == "a published ranking does not change"


def test_only_published_results_have_a_seal(offering):
    ranking = Ranking.objects.create(wave=offering.wave)

    assert refused("UPDATE enrollment_ranking SET seal = 'x', salt = 'y' WHERE id = %s", ranking.pk) == (
        "ranking_sealed_only_with_its_salt_and_when_published"
    )


def test_a_mark_waits_for_the_rules_of_all_its_programs(offering):
    application = ApplicationFactory(status="verified", cohort=CohortFactory(offering=offering))
    application.choices.create(offering=OfferingFactory(wave=offering.wave), order=2)
    sql = "INSERT INTO enrollment_score (application_id, part, value, scored_at) VALUES (%s, 'test', 80, now())"

    assert refused(sql, application.pk) == "no score before the selection policies are locked"

    transitions.lock_policies(offering.wave, by=CLOCK)
    at_once(sql, [application.pk])
