"""One file of the document queue: had, decided whole, sent back by paper, or put back. Every refusal by its code."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import Refused
from enrollment.models import Application
from enrollment.selectors import files
from enrollment.transitions import reviewing
from enrollment.transitions.reviewing import OTHER, VALID, Answer
from notifications.models import OutboxMessage
from tests.factories.centers import DocumentKindFactory, actor_at
from tests.factories.cohorts import CohortFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, PaperReasonFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory, guardian_consent, nik_for

pytestmark = pytest.mark.django_db
LATER = timedelta(days=2)


@pytest.fixture
def colleague(cohort):
    return actor_at(cohort.offering.wave.center)


@pytest.fixture
def application(cohort):
    return a_file(cohort)


def a_file(cohort, kinds=("ktp", "kk"), **more):
    application = ApplicationFactory(cohort=cohort, **more)
    for code in kinds:
        DocumentFactory(trainee=application.trainee, kind=DocumentKindFactory(code=code))
    return application


def papers(application):
    return list(application.trainee.documents.current().order_by("pk"))


def every(application, choice=VALID):
    return {paper.pk: Answer(choice) for paper in papers(application)}


def row(application):
    return Application.objects.filter(pk=application.pk)


def decide(application, answers, *, by, **more):
    done = reviewing.decide(row(application), answers, by=by, **more)
    application.refresh_from_db()
    return done


def refused(act, *args, **more):
    with pytest.raises(Refused) as refusal:
        act(*args, **more)
    return refusal.value.code


def kinds_of_letters():
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))


# --- having a file ---


def test_a_taken_file_is_held_for_ten_minutes(application, officer, time_machine):
    time_machine.move_to(timezone.now(), tick=False)

    taken = reviewing.take(files.to_check(Application.objects.all(), timezone.now()), by=officer).get()

    assert (taken, taken.held_by, taken.held_until) == (
        application,
        officer.user,
        timezone.now() + timedelta(minutes=10),
    )


def test_who_takes_again_gets_the_file_they_hold_and_not_a_second_one(cohort, officer):
    for _number in range(2):
        a_file(cohort)
    waiting = files.to_check(Application.objects.all(), timezone.now())

    first, again = (reviewing.take(waiting, by=officer).get() for _time in range(2))

    assert first == again
    assert Application.objects.filter(held_by=officer.user).count() == 1


def test_an_abandoned_file_goes_back_by_itself_and_a_prolonged_one_stays(cohort, officer, colleague, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    abandoned, prolonged = a_file(cohort), a_file(cohort)
    for one in (abandoned, prolonged):
        reviewing.take_this(one, by=officer)
    time_machine.move_to(now + timedelta(minutes=9), tick=False)
    reviewing.take_this(prolonged, by=officer)
    time_machine.move_to(now + timedelta(minutes=11), tick=False)

    taken = reviewing.take(files.to_check(Application.objects.all(), timezone.now()), by=colleague)

    assert taken.get() == abandoned
    assert refused(reviewing.take_this, prolonged, by=colleague) == "taken_by_other"


def test_nothing_left_to_take_is_none(officer):
    assert reviewing.take(files.to_check(Application.objects.all(), timezone.now()), by=officer) is None


def test_who_comes_next_is_who_runs_out_of_time_then_who_waited_longest(cohort, first_come):
    now = timezone.now()
    younger, older = (a_file(cohort, submitted_at=now - timedelta(days=days)) for days in (1, 5))
    lapsing = a_file(first_come, status="provisional", answer_by=now + timedelta(hours=30))
    unhurried = a_file(first_come, status="provisional", answer_by=now + timedelta(days=9))
    announced = a_file(CohortFactory(offering__wave=WaveFactory(closed=True)))

    order = files.in_order(files.to_check(Application.objects.all(), now), now)

    assert list(order) == [lapsing, announced, older, younger, unhurried]


def test_a_file_put_back_is_free_for_a_colleague(application, officer, colleague):
    reviewing.take_this(application, by=officer)

    reviewing.put_back(application, by=officer)
    reviewing.take_this(application, by=colleague)

    application.refresh_from_db()
    assert application.held_by == colleague.user


def test_nobody_puts_back_what_a_colleague_holds(application, officer, colleague):
    reviewing.take_this(application, by=officer)

    reviewing.put_back(application, by=colleague)

    application.refresh_from_db()
    assert application.held_by == officer.user


# --- deciding ---


def test_all_papers_valid_is_a_verified_file_that_nobody_holds_any_more(application, officer):
    reviewing.take_this(application, by=officer)

    decide(application, every(application), by=officer)

    assert (application.status, application.held_by, application.verified_at is None) == ("verified", None, False)
    assert {paper.state for paper in papers(application)} == {"valid"}
    assert kinds_of_letters() == ["enrollment/verified"]
    assert AuditEntry.objects.about(application).get().action == "application.verify"


def test_a_paper_with_a_reason_brings_the_file_back_named_paper_by_paper(application, officer):
    ktp, kk = papers(application)
    reason = PaperReasonFactory(key=2, label="Terpotong", text="Sebagian tidak terlihat.", state="fix")

    decide(
        application, {ktp.pk: Answer(VALID), kk.pk: Answer(str(reason.pk), "Halaman 2.")}, by=officer, note="Semangat!"
    )

    ktp.refresh_from_db()
    kk.refresh_from_db()
    assert (application.status, application.reason) == (
        "returned",
        f"{kk.kind}: Sebagian tidak terlihat. Halaman 2.\nSemangat!",
    )
    assert (ktp.state, kk.state, kk.reason) == ("valid", "fix", "Sebagian tidak terlihat. Halaman 2.")
    days = application.wave.center.fix_days
    assert timezone.localdate(application.fix_by) == timezone.localdate() + timedelta(days=days)
    assert kinds_of_letters() == ["enrollment/returned"]


def test_the_deadline_that_was_chosen_is_the_deadline(application, officer):
    until = timezone.now() + LATER

    decide(application, every(application), by=officer, note="Tulis alamat lengkap.", fix_by=until)

    assert (application.status, application.fix_by) == ("returned", until)


def test_who_reads_english_reads_the_reason_in_english(cohort, officer):
    application = a_file(cohort, kinds=("kk",))
    application.trainee.account.language = "en"
    application.trainee.account.save()
    reason = PaperReasonFactory(text_en="The photo is blurred.")

    decide(application, every(application, str(reason.pk)), by=officer)

    assert papers(application)[0].reason == "The photo is blurred."


def test_a_center_and_a_kind_of_paper_word_their_own_reason_for_a_key(cohort, officer):
    application = a_file(cohort, kinds=("kk",))
    paper, center = papers(application)[0], cohort.offering.wave.center
    PaperReasonFactory(text="Semua.")
    PaperReasonFactory(kind=paper.kind, text="Jenis ini.")
    own = PaperReasonFactory(center=center, kind=paper.kind, text="Balai ini, jenis ini.")
    PaperReasonFactory(center=center, text="Balai ini.")

    decide(application, every(application, str(own.pk)), by=officer)

    assert papers(application)[0].reason == "Balai ini, jenis ini."


def test_a_held_seat_stays_held_while_its_papers_are_asked_for_again(first_come):
    application = a_file(first_come, status="provisional")
    officer = actor_at(application.wave.center)
    until = application.answer_by

    decide(application, {paper.pk: Answer(OTHER, "Foto ulang.") for paper in papers(application)}, by=officer)

    assert (application.status, application.answer_by, application.held_by) == ("provisional", until, None)
    assert application.seat is not None
    assert kinds_of_letters() == ["enrollment/papers_again"]
    assert list(files.to_check(row(application), timezone.now())) == []


def test_a_held_seat_with_good_papers_becomes_a_seat(first_come):
    application = a_file(first_come, status="provisional")

    decide(application, every(application), by=actor_at(application.wave.center))

    assert (application.status, kinds_of_letters()) == ("accepted", ["enrollment/seat_confirmed"])


def test_a_file_without_papers_can_be_decided(cohort, officer):
    application = a_file(cohort, kinds=())

    decide(application, {}, by=officer)

    assert application.status == "verified"


# --- every no ---


def test_what_was_decided_meanwhile_is_not_decided_again(application, officer, colleague):
    answers = every(application)
    decide(application, answers, by=colleague)

    assert refused(decide, application, answers, by=officer) == "already_decided"
    assert refused(reviewing.take_this, application, by=officer) == "already_decided"
    assert refused(reviewing.refuse_file, row(application), by=officer, reason="Bukan warga.") == "already_decided"
    assert refused(reviewing.link_file, application, by=officer, note="Sama.") == "already_decided"


def test_what_a_colleague_holds_is_not_decided_by_another(application, officer, colleague):
    reviewing.take_this(application, by=colleague)

    assert refused(decide, application, every(application), by=officer) == "taken_by_other"
    assert refused(reviewing.refuse_file, row(application), by=officer, reason="Bukan warga.") == "taken_by_other"
    assert refused(reviewing.link_file, application, by=officer, note="Sama.") == "taken_by_other"
    application.refresh_from_db()
    assert (application.status, application.held_by) == ("submitted", colleague.user)


def test_a_lease_that_has_passed_binds_nobody(application, officer, colleague, time_machine):
    reviewing.take_this(application, by=colleague)
    time_machine.move_to(timezone.now() + timedelta(minutes=11), tick=True)

    decide(application, every(application), by=officer)

    assert application.status == "verified"


def test_a_paper_nobody_spoke_of_keeps_the_file_undecided(application, officer):
    ktp, _kk = papers(application)

    assert refused(decide, application, {ktp.pk: Answer(VALID)}, by=officer) == "undecided"
    assert {paper.state for paper in papers(application)} == {"waiting"}


def test_a_paper_that_was_replaced_meanwhile_is_looked_at_again(application, officer):
    answers = every(application)
    old = papers(application)[0]
    old.replaced_at = timezone.now()
    old.save()
    DocumentFactory(trainee=application.trainee, kind=old.kind)

    assert refused(decide, application, answers, by=officer) == "papers_changed"


@pytest.mark.parametrize("choice", ["999999", "jelek", "-1"])
def test_a_reason_that_is_not_offered_is_refused(application, officer, choice):
    assert refused(decide, application, every(application, choice), by=officer) == "unknown_reason"


def test_a_reason_of_another_kind_of_paper_is_not_offered(cohort, officer):
    application = a_file(cohort, kinds=("kk",))
    other = PaperReasonFactory(kind=DocumentKindFactory(code="ijazah"))

    assert refused(decide, application, every(application, str(other.pk)), by=officer) == "unknown_reason"


def test_ones_own_reason_has_words(application, officer):
    assert refused(decide, application, every(application, OTHER), by=officer) == "words_missing"
    assert refused(reviewing.refuse_file, row(application), by=officer, reason=" ") == "words_missing"
    assert refused(reviewing.link_file, application, by=officer, note=" ") == "words_missing"


def test_a_deadline_that_is_over_is_none(application, officer):
    over = timezone.now() - timedelta(minutes=1)

    assert refused(decide, application, every(application), by=officer, note="Ulang.", fix_by=over) == "past"
    assert {paper.state for paper in papers(application)} == {"waiting"}


def test_a_claimed_identity_is_settled_first(cohort, officer):
    application = a_file(cohort, identity_claim=True)

    assert refused(decide, application, every(application), by=officer) == "identity_claim"


def test_a_minor_without_a_guardians_consent_is_not_verified(cohort, officer):
    born = timezone.localdate() - timedelta(days=17 * 365)
    application = a_file(cohort, trainee=TraineeFactory(birth_date=born))

    assert refused(decide, application, every(application), by=officer) == "guardian_consent_missing"
    guardian_consent(application.trainee)
    decide(application, every(application), by=officer)
    assert application.status == "verified"


# --- not eligible, and two records of one person ---


def test_who_is_not_eligible_reads_why_and_frees_the_seat(first_come):
    application = a_file(first_come, status="provisional")

    done = reviewing.refuse_file(row(application), by=actor_at(application.wave.center), reason="Bukan warga Banten.")

    application.refresh_from_db()
    assert (done.status, application.reason, application.seat, application.held_by) == (
        "ineligible",
        "Bukan warga Banten.",
        None,
        None,
    )


def test_a_claim_that_is_linked_goes_on_in_the_queue_of_papers(cohort, officer):
    nik = nik_for(date(2001, 1, 2), "F", 77)
    earlier = TraineeFactory(account=None, nik=nik)
    later = TraineeFactory(nik=nik, nik__indexed=False)
    later.claimed_index = earlier.nik_index
    later.save()
    application = a_file(cohort, trainee=later, identity_claim=True)
    reviewing.take_this(application, by=officer)

    reviewing.link_file(application, by=officer, note="Cocok dengan KTP asli.")

    application.refresh_from_db()
    assert (application.trainee, application.held_by) == (earlier, officer.user)
    assert list(files.to_check(row(application), timezone.now())) == [application]
    assert len(papers(application)) == 2


# --- which queue a file stands in ---


def test_each_file_stands_in_one_queue_at_most(cohort, first_come):
    now = timezone.now()
    plain, claim = a_file(cohort), a_file(cohort, identity_claim=True)
    born = timezone.localdate() - timedelta(days=17 * 365)
    minor = a_file(cohort, trainee=TraineeFactory(birth_date=born))
    asked = a_file(first_come, status="provisional")
    asked.trainee.documents.update(state="fix", reason="Buram.")
    a_file(cohort, status="verified")
    a_file(cohort, status="returned")
    rows = Application.objects.all()

    queues = [list(queue(rows, now)) for queue in (files.to_check, files.claimed, files.awaiting_guardian)]

    assert queues == [[plain], [claim], [minor]]
