"""Rule rows in the database, and what the selectors make of them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cohorts.selectors import published_offerings
from enrollment import selectors
from enrollment.models import EligibilityRule
from enrollment.rules.eligibility import Rule, Training
from tests.factories.centers import EducationLevelFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory, EligibilityRuleFactory, EnrollmentFactory
from tests.factories.trainees import TraineeFactory
from trainees.models import HealthAnswer, HealthFact

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("rule_of_a_known_kind", {"kind": "tall"}),
        ("rule_blocks_or_is_looked_at", {"kind": "work", "effect": "maybe"}),
        ("rule_names_levels_exactly_for_education", {"kind": "education"}),
        ("rule_names_months_exactly_for_a_pause", {"kind": "pause"}),
        ("rule_names_months_exactly_for_a_pause", {"kind": "pause", "months": 0}),
        ("rule_names_months_exactly_for_a_pause", {"kind": "year", "months": 12}),
        ("rule_names_a_fact_exactly_for_health", {"kind": "health"}),
        ("rule_names_a_fact_exactly_for_health", {"kind": "health", "fact": "taste"}),
        ("rule_names_a_fact_exactly_for_health", {"kind": "work", "fact": "heights"}),
    ],
)
def test_each_kind_has_exactly_its_parameters(name, columns):
    offering = OfferingFactory()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        EligibilityRule.objects.create(offering=offering, **columns)


def test_levels_belong_to_education_alone():
    with pytest.raises(IntegrityError, match="rule_names_levels_exactly"), transaction.atomic():
        EligibilityRuleFactory(kind="work", level_min=EducationLevelFactory())


def test_one_rule_per_offering_kind_and_fact():
    rule = EligibilityRuleFactory(kind="health", fact="heights")
    EligibilityRuleFactory(offering=rule.offering, kind="health", fact="back")

    with pytest.raises(IntegrityError, match="rule_once_per_offering"), transaction.atomic():
        EligibilityRuleFactory(offering=rule.offering, kind="health", fact="heights")


def test_rows_become_plain_values():
    offering = OfferingFactory()
    EligibilityRuleFactory(offering=offering, kind="education", level_max=EducationLevelFactory(code="sma"))
    EligibilityRuleFactory(offering=offering, kind="health", fact="colour_blind", effect="look")

    asked = selectors.asked_of(offering)

    assert asked.rules == (
        Rule("education", max_rank=3, max_name="SMA/SMK sederajat"),
        Rule("health", "look", fact="colour_blind", fact_name="Buta warna"),
    )
    assert (asked.starts_on, asked.wave) == (offering.wave.starts_on, offering.wave_id)


@pytest.mark.parametrize("many", [2, 9])
def test_many_offerings_cost_one_query_for_their_rows(many, django_assert_num_queries):
    for _ in range(many):
        EligibilityRuleFactory()
    offerings = list(published_offerings())

    with django_assert_num_queries(1):  # the rows with their levels
        asked = selectors.asked_of_many(offerings)

    assert [len(asked[offering].rules) for offering in offerings] == [1] * many


def test_only_what_the_chosen_offerings_ask_is_asked(django_assert_num_queries):
    plain, hot = OfferingFactory(), OfferingFactory()
    EligibilityRuleFactory(offering=hot, kind="health", fact="epilepsy")
    EligibilityRuleFactory(offering=hot, kind="health", fact="colour_blind", effect="look")
    EligibilityRuleFactory(offering=hot, kind="year")

    with django_assert_num_queries(1):
        assert selectors.health_facts_asked([plain, hot]) == [HealthFact.COLOUR_BLIND, HealthFact.EPILEPSY]
        assert selectors.situation_asked([plain, hot]) == {"training"}
    assert selectors.health_facts_asked([plain]) == []
    assert selectors.situation_asked([plain]) == frozenset()


def test_what_the_portal_taught_or_will_teach_counts_as_training():
    trainee, ended = TraineeFactory(), date(2024, 3, 3)
    completed = EnrollmentFactory(application__trainee=trainee, status="completed", ended_on=ended)
    EnrollmentFactory(application__trainee=trainee, status="stopped", ended_on=ended)
    accepted = ApplicationFactory(trainee=trainee, status="accepted", cohort=CohortFactory())
    ApplicationFactory(trainee=trainee, status="submitted")

    assert selectors.facts_of(trainee).trainings == (
        Training(ended, completed.application.wave_id),
        Training(accepted.seat.cohort.ends_on, accepted.wave_id),
    )


@pytest.mark.parametrize(("rules", "queries"), [([], 1), (["work"], 1), (["pause"], 2), (["pause", "health"], 3)])
def test_a_verdict_asks_the_database_only_for_what_the_rows_need(rules, queries, django_assert_num_queries):
    trainee, offering = TraineeFactory(), OfferingFactory()
    more = {"pause": {"months": 12}, "health": {"fact": "back"}}
    for kind in rules:
        EligibilityRuleFactory(offering=offering, kind=kind, **more.get(kind, {}))
    offering = published_offerings().get()

    with django_assert_num_queries(queries):  # the rows; trainings; health answers
        selectors.verdict(trainee, offering, offering.wave.starts_on)


def test_a_verdict_reads_the_answers_given():
    offering = EligibilityRuleFactory(kind="health", fact="heights").offering
    trainee = TraineeFactory()
    today = offering.wave.starts_on - timedelta(days=20)

    assert selectors.verdict(trainee, offering, today).outcome == "look"
    HealthAnswer.objects.create(trainee=trainee, fact="heights", holds=True)
    assert selectors.verdict(trainee, offering, today).outcome == "blocked"
