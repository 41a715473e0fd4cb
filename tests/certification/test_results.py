import pytest

from audit.models import AuditEntry
from certification import transitions
from certification.models import Assessment, OverallResult
from enrollment.workflow import EnrollmentStatus
from tests.certification.refusals import refusal
from tests.factories.cohorts import UnitFactory
from tests.factories.enrollment import EnrollmentFactory


def test_a_result_is_written_down_with_who_saw_it(cohort, units, instructor):
    enrollment = EnrollmentFactory(cohort=cohort)

    seen = transitions.record(enrollment, units[0], "K", by=instructor)

    assert (seen.outcome, seen.assessed_by, seen.corrects) == ("K", instructor.user, None)
    entry = AuditEntry.objects.about(enrollment).get()
    assert (entry.action, entry.facts) == (
        "enrollment.assess",
        {"unit": units[0].code, "outcome": "K", "before": ""},
    )


def test_a_later_result_supersedes_and_keeps_the_earlier(cohort, units, instructor):
    enrollment = EnrollmentFactory(cohort=cohort)
    first = transitions.record(enrollment, units[0], "BK", by=instructor)

    second = transitions.record(enrollment, units[0], "K", by=instructor, reason="Uji ulang.")

    first.refresh_from_db()
    assert first.superseded_at
    assert (second.corrects, second.reason) == (first, "Uji ulang.")
    assert list(enrollment.assessments.current().order_by("pk")) == [second]


def test_the_same_result_again_writes_nothing(cohort, units, instructor):
    enrollment = EnrollmentFactory(cohort=cohort)
    first = transitions.record(enrollment, units[0], "K", by=instructor)

    assert transitions.record(enrollment, units[0], "K", by=instructor) == first
    assert Assessment.objects.count() == 1


def test_a_unit_of_another_program_is_refused(cohort, instructor):
    enrollment = EnrollmentFactory(cohort=cohort)

    assert refusal(transitions.record, enrollment, UnitFactory(), "K", by=instructor) == "foreign_unit"


@pytest.mark.parametrize("status", EnrollmentStatus)
def test_results_are_for_those_in_training(cohort, units, instructor, without_units, status):
    enrollment = EnrollmentFactory(cohort=cohort, status=status)
    other = EnrollmentFactory(cohort=without_units, status=status)

    if status == "active":
        assert transitions.record(enrollment, units[0], "K", by=instructor).pk
        assert transitions.decide_overall(other, "K", by=instructor).pk
    else:
        assert refusal(transitions.record, enrollment, units[0], "K", by=instructor) == "not_enrolled"
        assert refusal(transitions.decide_overall, other, "K", by=instructor) == "not_enrolled"
        assert refusal(transitions.settle_overall, enrollment, by=instructor) == "not_enrolled"


def test_without_units_the_instructor_decides_and_may_decide_again(without_units, instructor):
    enrollment = EnrollmentFactory(cohort=without_units)
    transitions.decide_overall(enrollment, "BK", by=instructor)

    transitions.decide_overall(enrollment, "K", by=instructor)

    settled = OverallResult.objects.get()
    assert (settled.result, settled.source, settled.decided_by) == ("K", "decided", instructor.user)


def test_with_units_nobody_decides_over_them(cohort, instructor):
    enrollment = EnrollmentFactory(cohort=cohort)

    assert refusal(transitions.decide_overall, enrollment, "K", by=instructor) == "has_units"


@pytest.mark.parametrize(
    ("outcomes", "result"), [(["K", "K"], "K"), (["K", "BK"], "BK"), (["absent", "K"], "BK"), (["BK", "BK"], "BK")]
)
def test_the_whole_follows_the_units(cohort, units, instructor, outcomes, result):
    enrollment = EnrollmentFactory(cohort=cohort)
    for unit, outcome in zip(units, outcomes, strict=True):
        transitions.record(enrollment, unit, outcome, by=instructor)

    settled = transitions.settle_overall(enrollment, by=instructor)

    assert (settled.result, settled.source) == (result, "units")


def test_the_whole_waits_for_every_unit(cohort, units, instructor, without_units):
    enrollment = EnrollmentFactory(cohort=cohort)
    transitions.record(enrollment, units[0], "K", by=instructor)

    assert refusal(transitions.settle_overall, enrollment, by=instructor) == "results_missing"
    other = EnrollmentFactory(cohort=without_units)
    assert refusal(transitions.settle_overall, other, by=instructor) == "results_missing"
