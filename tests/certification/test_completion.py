import pytest

from audit.models import AuditEntry
from certification import selectors, transitions
from certification.models import OverallResult
from cohorts.workflow import CohortStatus
from enrollment.workflow import EnrollmentStatus
from notifications.models import OutboxMessage
from tests.certification.refusals import refusal
from tests.factories.certification import AssessmentFactory, OverallResultFactory
from tests.factories.classroom import attended
from tests.factories.cohorts import SessionFactory
from tests.factories.enrollment import EnrollmentFactory


def ready(cohort, units, outcome="K", jp=8):
    """Somebody who attended `jp` of 8 and has a result in every unit."""
    enrollment = EnrollmentFactory(cohort=cohort)
    attended(enrollment, jp, held=8)
    for unit in units:
        AssessmentFactory(enrollment=enrollment, unit=unit, outcome=outcome)
    return enrollment


@pytest.mark.parametrize(("outcome", "result"), [("K", "K"), ("BK", "BK"), ("absent", "BK")])
def test_completing_settles_the_whole_and_tells_the_person(cohort, units, officer, outcome, result):
    enrollment = ready(cohort, units, outcome)

    transitions.complete(enrollment, by=officer)

    enrollment.refresh_from_db()
    assert enrollment.status == EnrollmentStatus.COMPLETED
    assert enrollment.ended_on
    assert OverallResult.objects.get(enrollment=enrollment).result == result
    assert [entry.action for entry in AuditEntry.objects.about(enrollment).oldest_first()] == [
        "enrollment.settle",
        "enrollment.complete",
    ]
    message = OutboxMessage.objects.get(kind__startswith="certification/completed")
    assert message.to_address == enrollment.trainee.account.email
    assert message.kind == ("certification/completed" if result == "K" else "certification/completed_bk")
    assert ("Selamat!" in message.body) is (result == "K")


def test_without_units_the_decided_result_completes(without_units, officer):
    enrollment = EnrollmentFactory(cohort=without_units)
    attended(enrollment, 8)
    OverallResultFactory(enrollment=enrollment, result="BK")

    transitions.complete(enrollment, by=officer)

    enrollment.refresh_from_db()
    assert enrollment.status == EnrollmentStatus.COMPLETED
    assert OverallResult.objects.get().source == "decided"


@pytest.mark.parametrize("status", EnrollmentStatus)
def test_only_who_is_in_training_is_completed(cohort, units, officer, status):
    enrollment = ready(cohort, units)
    enrollment.status, enrollment.ended_on = status, None if status == "active" else enrollment.started_on
    enrollment.save()

    if status == "active":
        assert transitions.complete(enrollment, by=officer).status == "completed"
    else:
        assert refusal(transitions.complete, enrollment, by=officer) == "wrong_status"


def test_the_threshold_is_the_centres_and_met_at_its_mark(cohort, center, units, officer):
    center.attendance_threshold = 75
    center.save()
    below, at = ready(cohort, units, jp=5), ready(cohort, units, jp=6)

    assert refusal(transitions.complete, below, by=officer) == "attendance"
    assert transitions.complete(at, by=officer)


def test_meetings_still_to_come_keep_a_class_from_being_complete(cohort, units, officer):
    enrollment = ready(cohort, units)
    SessionFactory(cohort=cohort, jp=8, starts_at="16:00", ends_at="22:00")

    assert refusal(transitions.complete, enrollment, by=officer) == "attendance"


def test_a_missing_result_is_named(cohort, units, officer):
    enrollment = ready(cohort, units[:1])

    assert refusal(transitions.complete, enrollment, by=officer) == "results_missing"
    assert [blocker.sentence for blocker in selectors.blockers(enrollment)] == [f"Belum dinilai: {units[1].code}."]


def test_without_units_an_undecided_result_is_missing(without_units, officer):
    enrollment = EnrollmentFactory(cohort=without_units)
    attended(enrollment, 8)

    assert refusal(transitions.complete, enrollment, by=officer) == "results_missing"


def test_a_class_reports_who_is_done_and_who_is_not(cohort, units, officer):
    done, absent, unseen = ready(cohort, units), ready(cohort, units, jp=0), ready(cohort, [])
    EnrollmentFactory(cohort=cohort, status="withdrawn")

    report = transitions.complete_cohort(cohort, by=officer)

    assert report.done == [done]
    assert {one: [blocker.code for blocker in found] for one, found in report.skipped} == {
        absent: ["attendance"],
        unseen: ["results_missing"],
    }
    assert not report.finished
    assert cohort.status == CohortStatus.RUNNING
    assert cohort.sessions.get().sheet.locked_at


def test_a_class_in_which_nobody_is_left_is_finished(cohort, units, officer):
    ready(cohort, units)
    transitions.complete_cohort(cohort, by=officer)

    cohort.refresh_from_db()
    assert cohort.status == CohortStatus.FINISHED
    assert refusal(transitions.complete_cohort, cohort, by=officer) == "wrong_status"


@pytest.mark.parametrize("status", CohortStatus)
def test_only_a_class_under_way_is_completed(cohort, officer, status):
    cohort.status = status
    cohort.save()

    if status in {"running", "testing"}:
        assert transitions.complete_cohort(cohort, by=officer).finished
    else:
        assert refusal(transitions.complete_cohort, cohort, by=officer) == "wrong_status"


@pytest.mark.parametrize("size", [1, 16])
def test_the_standing_of_a_class_costs_the_same_for_any_size(cohort, units, django_assert_num_queries, size):
    for _number in range(size):
        ready(cohort, units)
    cohort.refresh_from_db()

    with django_assert_num_queries(8):  # offering, program, units, attendance, wave, center, roster, results
        rows = selectors.standings(cohort)

    assert [row.blockers for row in rows] == [[]] * size
