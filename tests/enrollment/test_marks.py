"""Marks out of criteria: how they are worked out, who is judged by what, and what may not change meanwhile."""

from decimal import Decimal

import pytest

from audit.models import AuditEntry
from audit.moves import Refused
from enrollment import transitions
from enrollment.models import CriterionScore, Ranking
from enrollment.rules.marks import Points, mark_of
from enrollment.selectors.criteria import rubric_of
from enrollment.transitions.criteria import retire
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, CriterionFactory, ScoreFactory


@pytest.fixture
def verified(cohort):
    return ApplicationFactory(cohort=cohort, status="verified")


@pytest.fixture
def rubric(cohort):
    """Motivation counts twice; readiness has ten points."""
    shared = {"center": cohort.offering.wave.center, "program": cohort.offering.program, "part": "interview"}
    return [
        CriterionFactory(**shared, name="Motivasi", maximum=100, weight=2, order=1),
        CriterionFactory(**shared, name="Kesiapan", maximum=10, weight=1, order=2),
    ]


def code_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    assert str(refusal.value.message)
    return refusal.value.code


@pytest.mark.parametrize(
    ("points", "mark"),
    [
        ([(80, 100, 2), (5, 10, 1)], "70.00"),
        ([(80, 100, "66.6"), (5, 10, "33.3")], "70.00"),  # the same weights in other words
        ([(1, 3, 1)], "33.33"),
        ([(2, 3, 1)], "66.67"),
        ([(1, 8, 1), (0, 100, 1)], "6.25"),
        ([("0.01", "100", 1), (0, 100, 1)], "0.01"),  # half a hundredth is rounded up
        ([(0, 10, 1), (0, 5, 3)], "0.00"),
        ([(10, 10, 1), (5, 5, 3)], "100.00"),
    ],
)
def test_a_mark_is_the_weighed_share_of_what_could_be_had(points, mark):
    assert mark_of(Points(*map(Decimal, one)) for one in points) == Decimal(mark)


def test_points_are_kept_beside_the_mark_they_make_and_the_trail_tells_both_marks(verified, rubric, officer):
    first, second = rubric
    transitions.give_score(verified, "interview", by=officer, points={first.pk: 80, second.pk: 5})
    transitions.give_score(verified, "interview", by=officer, points={first.pk: 80, second.pk: 8})

    score = verified.scores.get()
    assert (score.value, score.scored_by) == (80, officer.user)
    assert list(score.points.values_list("criterion__name", "value")) == [("Motivasi", 80), ("Kesiapan", 8)]
    entry = AuditEntry.objects.about(verified).latest("pk")
    assert entry.facts == {"part": "interview", "value": "80.00", "from": "70.00"}


def test_a_part_with_criteria_is_given_by_all_of_them_and_in_their_range(verified, rubric, officer):
    first, second = rubric
    give = transitions.give_score

    assert code_of(give, verified, "interview", 80, by=officer) == "by_criteria"
    assert code_of(give, verified, "interview", by=officer, points={first.pk: 80}) == "criteria_incomplete"
    too_much = {first.pk: 80, second.pk: Decimal("10.01")}
    assert code_of(give, verified, "interview", by=officer, points=too_much) == "points_range"
    assert code_of(give, verified, "interview", by=officer, points={first.pk: -1, second.pk: 1}) == "points_range"
    assert code_of(give, verified, "test", by=officer, points={first.pk: 80}) == "no_mark"
    assert not verified.scores.exists()


def test_the_first_choice_says_by_what_one_is_judged(verified, rubric, cohort):
    elsewhere = CohortFactory(offering__wave=cohort.offering.wave)
    other = ApplicationFactory(cohort=elsewhere, status="verified")
    retired = rubric[1]
    type(retired).objects.filter(pk=retired.pk).update(retired_at=other.submitted_at)

    assert rubric_of(verified) == {"interview": [rubric[0]]}
    assert rubric_of(other) == {}


def test_all_of_a_wave_are_judged_alike(verified, rubric, officer):
    """From its first mark until its results are out no criterion goes."""
    ScoreFactory(application=verified, part="interview")
    assert code_of(retire, rubric[0], by=officer) == "in_use"

    type(verified).objects.filter(pk=verified.pk).update(status="not_selected")
    retire(rubric[0], by=officer)
    assert rubric[0].retired_at
    assert code_of(retire, rubric[0], by=officer) == "retired"


@pytest.mark.parametrize("status", ["proposed", "published"])
def test_no_points_are_given_once_the_results_are_proposed(status, verified, rubric, officer):
    published = {"published_at": verified.submitted_at} if status == "published" else {}
    Ranking.objects.create(wave=verified.wave, status=status, **published)
    points = {one.pk: 1 for one in rubric}

    assert code_of(transitions.give_score, verified, "interview", by=officer, points=points) == "results_proposed"
    assert not CriterionScore.objects.exists()
