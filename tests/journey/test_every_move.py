"""Every move of an application, its times and its class: what it writes to the person, and that both are told.

The table is written out by hand. A new move fails until it stands here, with its letters or among the silent ones.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import CLOCK
from blk_portal.journey.letters import beside, letters_of
from blk_portal.journey.story import loaded, stories
from blk_portal.journey.words import MOVES as WORDS
from certification.transitions import complete
from enrollment import transitions, workflow
from enrollment.models import Application, Score
from enrollment.transitions import appointments, classes
from notifications import texts
from notifications.models import OutboxMessage
from notifications.workflow import Channel
from tests.factories.centers import actor_at
from tests.factories.certification import OverallResultFactory
from tests.factories.classroom import attended
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import (
    AppealFactory,
    ApplicationFactory,
    AppointmentFactory,
    EnrollmentFactory,
    ScoreFactory,
    SittingFactory,
)
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db
WRITES = {
    "application.submit": "enrollment/submitted",
    "application.submit_to_seat": "enrollment/seat_held",
    "application.submit_to_queue": "enrollment/queued",
    "application.return": "enrollment/returned",
    "application.resubmit": "enrollment/resubmitted",
    "application.verify": "enrollment/verified",
    "application.verify_seat": "enrollment/seat_confirmed",
    "application.refuse": "enrollment/ineligible",
    "application.miss_test": "enrollment/no_show",
    "application.undo_miss_test": "enrollment/no_show_undone",
    "application.publish_accepted": "enrollment/accepted",
    "application.publish_reserve": "enrollment/reserve",
    "application.publish_not_selected": "enrollment/not_selected",
    "application.offer": "enrollment/promoted",
    "application.offer_seat": "enrollment/promoted_provisional",
    "application.close_queue": "enrollment/queue_closed",
    "application.confirm": "enrollment/confirmed",
    "application.lapse_returned": "enrollment/lapsed_returned",
    "application.lapse": "enrollment/lapsed",
    "application.leave": "enrollment/left",
    "application.appeal_to_seat": "enrollment/appeal_granted",
    "application.appeal_to_queue": "enrollment/appeal_queued",
    "application.withdraw": "enrollment/withdrawn",
    "application.cancel_by_centre": "enrollment/cancelled",
    "enrollment.complete": "certification/completed",
    "enrollment.dismiss": "enrollment/dismissed",
    "appointment.move": "enrollment/appointment_moved",
    "appointment.cancel": "enrollment/appointment_cancelled",
}
SILENT = {
    "application.reopen": "the officer looks once more; what is found then is told",
    "enrollment.withdraw": "part of leaving, which is told",
    "enrollment.stop": "part of the centre's cancelling, which is told",
    "enrollment.replace": "an archive's word; no act of today ends a class so",
    "appointment.accept": "the person's own answer",
    "appointment.decline": "the person's own answer",
    "appointment.check_in": "they stand there",
    "appointment.undo_check_in": "they stand there",
    "appointment.mark_absent": "it makes them miss the test, which is told",
    "appointment.restore": "part of taking that back, which is told",
}
WITH_IT = {  # what else is told by the act that a silent move is part of
    "enrollment.withdraw": "enrollment/left",
    "enrollment.stop": "enrollment/cancelled",
    "appointment.mark_absent": "enrollment/no_show",
    "appointment.restore": "enrollment/no_show_undone",
}
ALL = {
    f"{thing}.{move.name}"
    for thing, moves in (
        ("application", workflow.MOVES),
        ("enrollment", workflow.ENROLLMENT_MOVES),
        ("appointment", workflow.APPOINTMENT_MOVES),
    )
    for move in moves
}


# --- how each comes about ---


def by_of(application):
    return actor_at(application.wave.center)


def acted(status, act, *, past=False, **arguments):
    def perform():
        application = ApplicationFactory(status=status)
        if past:
            over = timezone.now() - timedelta(minutes=1)
            application.fix_by, application.answer_by = application.fix_by and over, application.answer_by and over
            application.save()
        getattr(transitions, act)(application, by=by_of(application), **arguments)
        return application

    return perform


def submitted(mode, *, full=False):
    def perform():
        cohort = CohortFactory(offering=OfferingFactory(mode=mode), seats=1)
        if full:
            ApplicationFactory(cohort=cohort, status="provisional", verified_at=None)
        draft = ApplicationFactory(cohort=cohort, status="draft", trainee=TraineeFactory(nik__indexed=False))
        transitions.submit(draft, by=by_of(draft))
        return draft

    return perform


def published(number):
    """Three people, one seat, a minimum that the third stays below."""

    def perform():
        offering = OfferingFactory(wave=WaveFactory(closed=True), minimum_score=60)
        cohort = CohortFactory(offering=offering, seats=1)
        people = [ApplicationFactory(cohort=cohort, status="verified") for _number in range(3)]
        for application, value in zip(people, (90, 80, 40), strict=True):
            for part in Score.Part:
                ScoreFactory(application=application, part=part, value=value)
        by = by_of(people[0])
        transitions.publish(transitions.propose(offering.wave, by=by), by=by)
        return people[number]

    return perform


def offered(mode, **waiting):
    def perform():
        cohort = CohortFactory(offering=OfferingFactory(mode=mode), seats=1)
        holder = ApplicationFactory(cohort=cohort, status="accepted")
        reserve = ApplicationFactory(cohort=cohort, status="reserve", **waiting)
        transitions.withdraw(holder, by=by_of(holder))
        return reserve

    return perform


def appealed(*, full):
    def perform():
        cohort = CohortFactory(seats=1)
        if full:
            ApplicationFactory(cohort=cohort, status="accepted")
        application = ApplicationFactory(cohort=cohort, status="not_selected")
        appeal = AppealFactory(application=application)
        transitions.grant_appeal(appeal, by=by_of(application), reason="Nilai keliru dicatat.")
        return application

    return perform


def in_class(act):
    def perform():
        enrollment = EnrollmentFactory(cohort=CohortFactory(status="running"))
        act(SimpleNamespace(enrollment=enrollment, by=by_of(enrollment.application)))
        return enrollment.application

    return perform


def finishes(given):
    attended(given.enrollment, 8)
    OverallResultFactory(enrollment=given.enrollment)
    complete(given.enrollment, by=given.by)


def leaves(given):
    transitions.leave(given.enrollment.application, by=given.by, note="Pindah.")


def is_cancelled(given):
    transitions.cancel_by_centre(given.enrollment.application, by=given.by, reason="Kelas batal.")


def timed(act, *, status="booked", **sitting):
    def perform():
        appointment = AppointmentFactory(status=status, **{f"sitting__{name}": it for name, it in sitting.items()})
        act(appointment, by_of(appointment.application))
        return appointment.application

    return perform


def is_moved(appointment, by):
    appointments.move_to(appointment, SittingFactory(wave=appointment.sitting.wave), by=by)


def is_absent_by_mistake(appointment, by):
    appointments.mark_absent(appointment, by=CLOCK)
    OutboxMessage.objects.all().delete()
    transitions.undo_miss_test(appointment.application, by=by, reason="Ada di daftar hadir kertas.")


TODAY = {"starts_at": timezone.now() - timedelta(hours=2), "ends_at": timezone.now() - timedelta(hours=1)}
PERFORM = {
    "application.submit": submitted("selection"),
    "application.submit_to_seat": submitted("first_come"),
    "application.submit_to_queue": submitted("first_come", full=True),
    "application.return": acted("submitted", "return_for_fixing", reason="Foto buram."),
    "application.resubmit": acted("returned", "resubmit"),
    "application.verify": acted("submitted", "verify"),
    "application.verify_seat": acted("provisional", "verify"),
    "application.reopen": acted("verified", "reopen", reason="Salah lihat."),
    "application.refuse": acted("submitted", "refuse", reason="Bukan warga Banten."),
    "application.miss_test": acted("verified", "miss_test"),
    "application.undo_miss_test": acted("no_show", "undo_miss_test", reason="Salah catat."),
    "application.publish_accepted": published(0),
    "application.publish_reserve": published(1),
    "application.publish_not_selected": published(2),
    "application.offer": offered("selection"),
    "application.offer_seat": offered("first_come", verified_at=None),
    "application.close_queue": acted("reserve", "close_queue"),
    "application.confirm": acted("accepted", "confirm"),
    "application.lapse_returned": acted("returned", "lapse_returned", past=True),
    "application.lapse": acted("accepted", "lapse", past=True),
    "application.leave": in_class(leaves),
    "application.appeal_to_seat": appealed(full=False),
    "application.appeal_to_queue": appealed(full=True),
    "application.withdraw": acted("submitted", "withdraw"),
    "application.cancel_by_centre": acted("submitted", "cancel_by_centre", reason="Kelas batal."),
    "enrollment.complete": in_class(finishes),
    "enrollment.withdraw": in_class(leaves),
    "enrollment.dismiss": in_class(lambda given: transitions.dismiss(given.enrollment, by=given.by, note="Alpa.")),
    "enrollment.replace": in_class(lambda given: classes.end_enrollment(given.enrollment, "replaced", by=given.by)),
    "enrollment.stop": in_class(is_cancelled),
    "appointment.move": timed(is_moved),
    "appointment.accept": timed(lambda one, by: appointments.accept(one, by=by)),
    "appointment.decline": timed(lambda one, by: appointments.decline(one, by=by)),
    "appointment.cancel": timed(lambda one, by: appointments.cancel(one, by=by, reason="Ruang dipakai.")),
    "appointment.check_in": timed(lambda one, by: appointments.check_in(one, by=by), **TODAY),
    "appointment.undo_check_in": timed(
        lambda one, by: appointments.undo_check_in(one, by=by, reason="Salah orang."), status="came", **TODAY
    ),
    "appointment.mark_absent": timed(lambda one, by: appointments.mark_absent(one, by=CLOCK), **TODAY),
    "appointment.restore": timed(is_absent_by_mistake, **TODAY),
}


def timeline_of(application):
    [story] = stories(list(loaded(Application.objects.filter(pk=application.pk))))
    return beside(story.events, letters_of(application, story.enrollment))


# --- what is asked of each ---


def test_every_move_writes_or_stands_among_the_silent():
    assert sorted([*WRITES, *SILENT]) == sorted(ALL)
    assert set(PERFORM) == ALL


@pytest.mark.parametrize("move", sorted(ALL))
def test_each_move_stands_on_the_timeline_with_its_letter(move):
    application = PERFORM[move]()

    title, told = str(WORDS[move][0]), timeline_of(application)
    assert AuditEntry.objects.filter(action=move).exists()
    assert [event.title for event in told if event.at and event.title.endswith(title)] != []
    written = OutboxMessage.objects.filter(to_user=application.trainee.account).values_list("kind", flat=True)
    wanted = WRITES.get(move) or WITH_IT.get(move)
    assert sorted(written) == ([wanted] if wanted else [])
    assert [letter.subject != "" for event in told for letter in event.letters] == [True] * len(written)


@pytest.mark.parametrize("kind", sorted({*WRITES.values(), "enrollment/seat_lapsed", "enrollment/papers_again"}))
def test_each_letter_has_its_pair_and_its_short_form(kind):
    mail, short = (
        [texts.standard(kind, channel, language) for language in ("id", "en")]
        for channel in (Channel.EMAIL, Channel.WHATSAPP)
    )

    assert all(words.subject and words.body.strip() for words in [*mail, *short])
    assert mail[0].body != mail[1].body
    assert short[0].body != mail[0].body


def test_the_four_fates_are_told_in_four_ways():
    fates = ["accepted", "reserve", "promoted", "lapsed"]

    for channel in (Channel.EMAIL, Channel.WHATSAPP):
        for language in ("id", "en"):
            told = [texts.standard(f"enrollment/{fate}", channel, language) for fate in fates]
            assert len({words.subject for words in told}) == len({words.body for words in told}) == 4
