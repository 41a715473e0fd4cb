"""Every move from every status. The table is written out by hand: one read from workflow.py would agree with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import Refused
from cohorts.models import Seat
from enrollment import transitions
from enrollment.workflow import MOVES, Status
from notifications.models import OutboxMessage
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import AppealFactory, ApplicationFactory, EnrollmentFactory

BEFORE_THE_DEADLINE = {"returned", "submitted", "verified", "provisional", "accepted", "reserve", "confirmed"}
MAY = {  # act: {from: (move, to)}
    "return_for_fixing": {"submitted": ("return", "returned")},
    "resubmit": {"returned": ("resubmit", "submitted")},
    "verify": {"submitted": ("verify", "verified"), "provisional": ("verify_seat", "accepted")},
    "reopen": {"verified": ("reopen", "submitted")},
    "refuse": {
        "submitted": ("refuse", "ineligible"),
        "returned": ("refuse", "ineligible"),
        "verified": ("refuse", "ineligible"),
        "provisional": ("refuse", "ineligible"),
    },
    "miss_test": {"verified": ("miss_test", "no_show")},
    "undo_miss_test": {"no_show": ("undo_miss_test", "verified")},
    "close_queue": {"reserve": ("close_queue", "not_selected")},
    "confirm": {"accepted": ("confirm", "confirmed")},
    "lapse": {"accepted": ("lapse", "lapsed"), "provisional": ("lapse", "lapsed")},
    "lapse_returned": {"returned": ("lapse_returned", "lapsed")},
    "leave": {"confirmed": ("leave", "left")},
    "grant_appeal": {
        "not_selected": ("appeal_to_seat", "accepted"),
        "reserve": ("appeal_to_seat", "accepted"),
        "no_show": ("appeal_to_seat", "accepted"),
    },
    "withdraw": dict.fromkeys(BEFORE_THE_DEADLINE, ("withdraw", "withdrawn")),
    "cancel_by_centre": dict.fromkeys(BEFORE_THE_DEADLINE, ("cancel_by_centre", "cancelled")),
    "submit": {"draft": ("submit", "submitted")},
}
WITH = {
    "grant_appeal": {"reason": "Nilainya keliru dicatat."},
    "return_for_fixing": {"reason": "Foto buram."},
    "reopen": {"reason": "Salah lihat."},
    "undo_miss_test": {"reason": "Ternyata hadir."},
    "refuse": {"reason": "Bukan warga Banten."},
    "leave": {"note": "Pindah."},
    "cancel_by_centre": {"reason": "Kelas batal."},
}
SILENT = {"reopen"}


def an_application(act, status, cohort):
    application = ApplicationFactory(status=status, cohort=cohort)
    if act in {"lapse", "lapse_returned"}:
        past = timezone.now() - timedelta(minutes=1)
        application.fix_by = application.fix_by and past
        application.answer_by = application.answer_by and past
        application.save()
    if act == "leave" and status == Status.CONFIRMED:
        EnrollmentFactory(application=application, cohort=cohort)
        type(cohort).objects.filter(pk=cohort.pk).update(status="running")
    return application


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("act", MAY)
def test_each_move_from_each_status(act, status, cohort, officer):
    application = an_application(act, status, cohort)
    arguments = WITH.get(act, {})
    subject = AppealFactory(application=application) if act == "grant_appeal" else application

    if status in MAY[act]:
        move, target = MAY[act][status]
        getattr(transitions, act)(subject, by=officer, **arguments)
        entry = AuditEntry.objects.about(application).oldest_first().first()
        assert (entry.action, entry.user) == (f"application.{move}", officer.user)
        assert (entry.from_status, entry.to_status) == (status, target)
        assert OutboxMessage.objects.about(application).exists() is (act not in SILENT)
    else:
        target = status
        with pytest.raises(Refused, match="wrong_status"):
            getattr(transitions, act)(subject, by=officer, **arguments)
        assert not AuditEntry.objects.about(application).exists()

    application.refresh_from_db()
    assert application.status == target


def test_the_table_above_and_the_workflow_name_the_same_moves():
    elsewhere = {  # results, queues and first-come seats have tests of their own
        "submit_to_seat",
        "submit_to_queue",
        "publish_accepted",
        "publish_reserve",
        "publish_not_selected",
        "offer",
        "offer_seat",
        "appeal_to_queue",
    }
    assert {move.name for move in MOVES} == {move for act in MAY.values() for move, _to in act.values()} | elsewhere


def test_a_confirmed_person_may_withdraw_only_before_the_class_starts(cohort, officer):
    application = ApplicationFactory(status=Status.CONFIRMED, cohort=cohort)
    type(cohort).objects.filter(pk=cohort.pk).update(status="running")

    with pytest.raises(Refused, match="class_started"):
        transitions.withdraw(application, by=officer)


def test_a_person_leaves_only_a_class_that_has_started(cohort, officer):
    application = ApplicationFactory(status=Status.CONFIRMED, cohort=cohort)

    with pytest.raises(Refused, match="class_not_started"):
        transitions.leave(application, by=officer, note="Pindah.")


@pytest.mark.parametrize(("act", "status"), [("lapse", "accepted"), ("lapse_returned", "returned")])
def test_nobody_lapses_before_the_deadline(act, status, cohort, officer):
    application = ApplicationFactory(status=status, cohort=cohort)

    with pytest.raises(Refused, match="not_due"):
        getattr(transitions, act)(application, by=officer)


def test_nobody_confirms_after_the_deadline(cohort, officer):
    application = ApplicationFactory(
        status=Status.ACCEPTED, cohort=cohort, answer_by=timezone.now() - timedelta(seconds=1)
    )

    with pytest.raises(Refused, match="too_late"):
        transitions.confirm(application, by=officer)


def test_confirming_after_the_start_enrolls_at_once(cohort, officer):
    type(cohort).objects.filter(pk=cohort.pk).update(status="running")
    application = ApplicationFactory(status=Status.ACCEPTED, cohort=cohort)

    transitions.confirm(application, by=officer)

    assert application.enrollment.status == "active"


def test_starting_a_class_enrolls_everybody_who_confirmed(cohort, officer):
    confirmed = [ApplicationFactory(status=Status.CONFIRMED, cohort=cohort) for _ in range(3)]
    ApplicationFactory(status=Status.ACCEPTED, cohort=cohort)

    transitions.start_class(cohort, by=officer)

    assert cohort.status == "running"
    assert list(cohort.enrollments.order_by("pk").values_list("application", "status")) == [
        (application.pk, "active") for application in confirmed
    ]


def test_a_class_without_anybody_does_not_start(cohort, officer):
    with pytest.raises(Refused, match="nobody_confirmed"):
        transitions.start_class(cohort, by=officer)


def test_a_class_does_not_start_with_somebody_training_elsewhere(cohort, officer):
    application = ApplicationFactory(status=Status.CONFIRMED, cohort=cohort)
    EnrollmentFactory(
        application=ApplicationFactory(status=Status.CONFIRMED, trainee=application.trainee),
    )

    with pytest.raises(Refused, match="training_elsewhere") as refusal:
        transitions.start_class(cohort, by=officer)

    assert application.trainee.full_name in refusal.value.message
    cohort.refresh_from_db()
    assert cohort.status == "planned"


@pytest.mark.parametrize(("size", "left"), [(3, [1, 2, 3]), (1, [3])])
def test_resizing_down_takes_the_highest_free_seats(size, left, officer):
    cohort = CohortFactory(seats=5)
    ApplicationFactory(status=Status.CONFIRMED, cohort=cohort, seat=cohort.seats.get(number=3))

    transitions.resize(cohort, size, by=officer)

    assert sorted(cohort.seats.values_list("number", flat=True)) == left


def test_resizing_below_the_seats_taken_is_refused_with_the_number(cohort, officer):
    ApplicationFactory.create_batch(2, status=Status.CONFIRMED, cohort=cohort)

    with pytest.raises(Refused, match="seats_taken") as refusal:
        transitions.resize(cohort, 1, by=officer)

    assert "2 kursi" in refusal.value.message
    assert Seat.objects.filter(cohort=cohort).count() == 16


def test_resizing_up_offers_the_new_seats_to_the_queue(officer):
    cohort = CohortFactory(seats=1)
    ApplicationFactory(status=Status.CONFIRMED, cohort=cohort)
    first, second = ApplicationFactory.create_batch(2, status=Status.RESERVE, cohort=cohort)

    transitions.resize(cohort, 2, by=officer)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("accepted", "reserve")
    assert OutboxMessage.objects.about(first).get().kind == "enrollment/promoted"
