from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import Refused
from classroom import transitions
from classroom.models import Mark, Sheet
from cohorts.workflow import CohortStatus, SessionStatus
from tests.factories.classroom import MarkFactory, SheetFactory, locked
from tests.factories.cohorts import SessionFactory
from tests.factories.enrollment import EnrollmentFactory


def refusal(function, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        function(*args, **kwargs)
    return caught.value.code


def written(sheet):
    return {mark.enrollment_id: (mark.presence, mark.jp) for mark in sheet.marks.current().order_by("pk")}


def test_everybody_is_present_unless_somebody_says_otherwise(cohort, instructor):
    ani, budi, cici = EnrollmentFactory.create_batch(3, cohort=cohort)
    session = SessionFactory(cohort=cohort, jp=8)

    sheet = transitions.mark_session(session, {budi.pk: "sick", cici.pk: "late"}, by=instructor)

    session.refresh_from_db()
    assert session.status == SessionStatus.HELD
    assert written(sheet) == {ani.pk: ("present", 8), budi.pk: ("sick", 0), cici.pk: ("late", 8)}
    assert sheet.marked_by == instructor.user
    assert [entry.action for entry in AuditEntry.objects.about(sheet).oldest_first()] == ["sheet.mark"]
    assert [entry.action for entry in AuditEntry.objects.about(session).oldest_first()] == ["session.hold"]


def test_an_open_list_is_written_again_without_a_second_row(cohort, instructor):
    ani = EnrollmentFactory(cohort=cohort)
    session = SessionFactory(cohort=cohort)
    transitions.mark_session(session, {ani.pk: "absent"}, by=instructor)

    sheet = transitions.mark_session(session, {ani.pk: "present"}, by=instructor)

    assert written(sheet) == {ani.pk: ("present", 8)}
    assert Mark.objects.count() == 1
    assert Sheet.objects.count() == 1


def test_who_left_before_that_day_or_came_after_it_is_not_on_the_list(cohort, instructor):
    today = timezone.localdate()
    days_ago = [today - timedelta(days=number) for number in range(6)]
    there = EnrollmentFactory(cohort=cohort, started_on=days_ago[5])
    left_on_the_day = EnrollmentFactory(
        cohort=cohort, started_on=days_ago[5], status="dismissed", ended_on=days_ago[2]
    )
    EnrollmentFactory(cohort=cohort, started_on=days_ago[5], status="withdrawn", ended_on=days_ago[3])
    EnrollmentFactory(cohort=cohort, started_on=days_ago[1])
    session = SessionFactory(cohort=cohort, date=days_ago[2])

    sheet = transitions.mark_session(session, {}, by=instructor)

    assert set(written(sheet)) == {there.pk, left_on_the_day.pk}


def test_a_class_entered_late_has_everybody_on_its_first_lists(cohort, instructor):
    enrolled_today = EnrollmentFactory(cohort=cohort)
    session = SessionFactory(cohort=cohort, date=timezone.localdate() - timedelta(days=3))

    sheet = transitions.mark_session(session, {}, by=instructor)

    assert set(written(sheet)) == {enrolled_today.pk}


def test_a_cancelled_session_has_no_list(cohort, instructor):
    session = SessionFactory(cohort=cohort, status="cancelled")

    assert refusal(transitions.mark_session, session, {}, by=instructor) == "session_cancelled"


def test_tomorrow_is_not_marked_today(cohort, instructor):
    session = SessionFactory(cohort=cohort, date=timezone.localdate() + timedelta(days=1))

    assert refusal(transitions.mark_session, session, {}, by=instructor) == "not_yet"


@pytest.mark.parametrize("status", CohortStatus)
def test_only_a_class_under_way_is_marked(cohort, instructor, status):
    cohort.status = status
    cohort.save()
    session = SessionFactory(cohort=cohort)

    if status in {"running", "testing"}:
        assert transitions.mark_session(session, {}, by=instructor).pk
    else:
        assert refusal(transitions.mark_session, session, {}, by=instructor) == "class_not_running"


def test_somebody_of_another_class_is_not_marked_here(cohort, instructor):
    stranger = EnrollmentFactory()
    session = SessionFactory(cohort=cohort)

    assert refusal(transitions.mark_session, session, {stranger.pk: "absent"}, by=instructor) == "not_of_this_class"
    assert not Sheet.objects.exists()


def test_a_locked_list_is_not_written_again(cohort, instructor):
    session = SessionFactory(cohort=cohort)
    transitions.lock_sheet(transitions.mark_session(session, {}, by=instructor), by=instructor)

    assert refusal(transitions.mark_session, session, {}, by=instructor) == "locked"


def test_locking_happens_once(cohort, instructor):
    sheet = SheetFactory(session__cohort=cohort)

    transitions.lock_sheet(sheet, by=instructor)

    assert sheet.locked_at
    assert refusal(transitions.lock_sheet, sheet, by=instructor) == "locked"
    assert [entry.action for entry in AuditEntry.objects.about(sheet).oldest_first()] == ["sheet.lock"]


def test_lock_sheets_locks_what_is_open(cohort, instructor):
    closed, opened = SheetFactory.create_batch(2)
    closed.session.cohort_id = opened.session.cohort_id = cohort.pk
    closed.session.starts_at = "07:00"
    closed.session.save()
    opened.session.save()
    before = locked(closed).locked_at

    transitions.lock_sheets(cohort, by=instructor)

    closed.refresh_from_db()
    opened.refresh_from_db()
    assert closed.locked_at == before
    assert opened.locked_at


def test_a_correction_is_a_new_row_and_the_old_one_stays(instructor):
    mark = MarkFactory(presence="absent")
    locked(mark.sheet)

    corrected = transitions.correct(mark, "sick", reason=" Surat dokter menyusul. ", by=instructor)

    assert (corrected.presence, corrected.jp, corrected.reason) == ("sick", 0, "Surat dokter menyusul.")
    assert list(mark.sheet.marks.current().order_by("pk")) == [corrected]
    assert Mark.objects.get(pk=mark.pk).presence == "absent"
    entry = AuditEntry.objects.about(corrected).get()
    assert (entry.action, entry.note) == ("mark.correct", "Surat dokter menyusul.")
    assert entry.facts == {"from": "absent", "to": "sick"}


def test_a_correction_may_be_corrected_in_turn(instructor):
    mark = MarkFactory(presence="absent")
    locked(mark.sheet)
    first = transitions.correct(mark, "late", reason="Datang pukul 9.", by=instructor)

    second = transitions.correct(first, "present", reason="Jam di bengkel salah.", by=instructor)

    assert (second.corrects, second.jp) == (first, 8)


def test_what_a_correction_refuses(instructor):
    mark = MarkFactory(presence="absent")
    assert refusal(transitions.correct, mark, "late", reason="x", by=instructor) == "not_locked"
    locked(mark.sheet)

    assert refusal(transitions.correct, mark, "late", reason="  ", by=instructor) == "no_reason"
    assert refusal(transitions.correct, mark, "absent", reason="x", by=instructor) == "same_as_before"
    transitions.correct(mark, "late", reason="x", by=instructor)
    assert refusal(transitions.correct, mark, "sick", reason="x", by=instructor) == "corrected_before"
