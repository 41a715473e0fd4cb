import pytest

from classroom import selectors, transitions
from tests.factories.classroom import MarkFactory, SheetFactory, locked
from tests.factories.cohorts import ProgramFactory, SessionFactory
from tests.factories.enrollment import EnrollmentFactory


def a_held(cohort, jp, **more):
    return SheetFactory(session=SessionFactory(cohort=cohort, status="held", jp=jp, **more))


def test_attendance_counts_jp_and_forgets_cancelled_meetings(cohort):
    ani, budi = EnrollmentFactory.create_batch(2, cohort=cohort)
    first = a_held(cohort, 8)
    MarkFactory(sheet=first, enrollment=ani)
    MarkFactory(sheet=first, enrollment=budi, presence="sick")
    SessionFactory(cohort=cohort, jp=4, starts_at="16:00", ends_at="19:00")
    SessionFactory(cohort=cohort, status="cancelled", jp=8, starts_at="05:00")

    found = selectors.attendance(cohort)

    assert found == {ani.pk: selectors.Attendance(8, 8, 12), budi.pk: selectors.Attendance(0, 8, 12)}
    assert (found[ani.pk].percent, found[ani.pk].percent_so_far) == (66, 100)


def test_only_the_mark_in_force_counts(cohort, instructor):
    mark = MarkFactory(sheet=a_held(cohort, 8), presence="absent")
    locked(mark.sheet)
    transitions.correct(mark, "present", reason="Salah tekan.", by=instructor)

    assert selectors.attendance(cohort)[mark.enrollment_id].jp_attended == 8


def test_a_class_without_sessions_is_at_zero():
    assert selectors.Attendance(0, 0, 0).percent == 0
    assert selectors.Attendance(0, 0, 0).percent_so_far == 0


def test_a_percentage_is_rounded_down():
    assert selectors.Attendance(799, 1000, 1000).percent == 79


@pytest.mark.parametrize("size", [1, 16])
def test_attendance_of_a_class_is_one_query(cohort, django_assert_num_queries, size):
    sheet = a_held(cohort, 8)
    for enrollment in EnrollmentFactory.create_batch(size, cohort=cohort):
        MarkFactory(sheet=sheet, enrollment=enrollment)

    with django_assert_num_queries(1):
        assert len(selectors.attendance(cohort)) == size


def test_jp_by_unit_adds_up_what_was_held(cohort):
    units = list(ProgramFactory(units=2).units.order_by("pk"))
    a_held(cohort, 8, unit=units[0])
    a_held(cohort, 4, unit=units[0], starts_at="16:00", ends_at="19:00")
    SessionFactory(cohort=cohort, unit=units[1], starts_at="05:00")

    assert selectors.jp_by_unit(cohort) == {units[0].pk: 12}
