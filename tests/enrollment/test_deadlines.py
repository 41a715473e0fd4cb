"""Reminders before a deadline: seven, two and one days before, once each, by day, and never after the person acted."""

import re
import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from audit.moves import CLOCK
from enrollment import transitions
from enrollment.duties import remind_of_deadlines
from enrollment.models import Application
from enrollment.rules.deadlines import may_write_at, stage
from enrollment.selectors import deadlines
from enrollment.transitions import deadlines as reminding
from enrollment.transitions import guardians
from notifications import texts
from notifications.models import OutboxMessage
from tests.factories.centers import CenterFactory, DocumentKindFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory
from tests.factories.trainees import ConsentTextFactory, DocumentFactory, GuardianFactory, TraineeFactory
from trainees import guardian_link

WIB = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 3, 10, 12, tzinfo=WIB)  # a Tuesday


def wib(day, hour, minute=0, second=0):
    return datetime(2026, 3, day, hour, minute, second, tzinfo=WIB)


# --- the calendar ---


@pytest.mark.parametrize(
    ("told", "due", "days"),
    [
        (1, 20, {13: 7, 14: 7, 15: 7, 16: 7, 17: 7, 18: 2, 19: 1, 20: 1}),
        (12, 20, {13: 7, 14: 7, 15: 7, 16: 7, 17: 7, 18: 2, 19: 1, 20: 1}),
        (13, 20, {18: 2, 19: 1, 20: 1}),
        (17, 20, {18: 2, 19: 1, 20: 1}),  # three days to mend: no word of seven
        (18, 20, {19: 1, 20: 1}),
        (19, 20, {}),  # told yesterday: nothing new to say
        (20, 20, {}),
    ],
)
def test_which_reminder_is_due_on_which_day(told, due, days):
    told_on, due_on = date(2026, 3, told), date(2026, 3, due)

    found = {day: stage(date(2026, 3, day), told_on, due_on) for day in range(told, 23)}

    assert {day: one for day, one in found.items() if one} == days


@pytest.mark.parametrize(
    ("moment", "hours", "may"),
    [
        (wib(10, 6, 59, 59), "07-20", False),
        (wib(10, 7), "07-20", True),
        (wib(10, 19, 59, 59), "07-20", True),
        (wib(10, 20), "07-20", False),
        (datetime(2026, 3, 10, 0, 0, tzinfo=UTC), "07-20", True),  # seven in Jakarta
        (wib(10, 3), "", True),
    ],
)
def test_people_are_reminded_by_day(moment, hours, may):
    assert may_write_at(moment, hours) is may


# --- each matter ---


def told():
    return [*OutboxMessage.objects.order_by("pk").values_list("kind", flat=True)]


def reminded():
    return [kind.removeprefix("enrollment/remind_") for kind in told() if "/remind_" in kind]


def returned(**more):
    return ApplicationFactory(status="returned", reason="Foto KTP buram.", **more)


@pytest.fixture
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.mark.django_db
def test_three_days_to_mend_bring_two_reminders_with_the_link_inside(at_noon):
    application = ApplicationFactory()
    transitions.return_for_fixing(application, by=actor_at(application.wave.center), reason="Foto KTP buram.")

    at_noon.move_to(wib(11, 7))
    remind_of_deadlines()
    at_noon.move_to(wib(12, 7))
    remind_of_deadlines()
    remind_of_deadlines()

    first, second = OutboxMessage.objects.filter(kind="enrollment/remind_returned").order_by("pk")
    assert ("2 hari lagi" in first.body, "besok" in second.body) == (True, True)
    assert [re.search(r"/perjalanan/(\w+)/", one.body)[1] for one in (first, second)] == ["perbaiki"] * 2
    assert (first.subject_id, second.subject_id) == (application.pk, application.pk)


@pytest.mark.django_db
def test_one_message_makes_up_for_days_without_beat(at_noon):
    returned(fix_by=wib(20, 16))

    at_noon.move_to(wib(19, 9))
    remind_of_deadlines()

    assert reminded() == ["returned"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "number"),
    [(wib(11, 23, 59, 59), 0), (wib(12, 0), 1), (wib(12, 12), 1), (wib(13, 15, 59), 1), (wib(13, 16, 0, 1), 0)],
)
def test_days_are_jakartas_and_end_at_midnight(time_machine, moment, number):
    """Due on the 13th at 16.00, told on the 11th: the day before is the only one, and the hour is the last."""
    time_machine.move_to(wib(11, 0, 30), tick=False)
    returned(fix_by=wib(13, 16))
    time_machine.move_to(moment, tick=False)

    remind_of_deadlines()

    assert len(reminded()) == number


@pytest.mark.django_db
def test_nobody_is_woken(at_noon, settings):
    settings.REMINDER_HOURS = "07-20"
    returned(fix_by=wib(13, 16))

    at_noon.move_to(wib(12, 3))
    remind_of_deadlines()
    assert reminded() == []
    at_noon.move_to(wib(12, 7))
    remind_of_deadlines()

    assert reminded() == ["returned"]


@pytest.mark.django_db
def test_an_offer_is_answered_by_the_link_in_its_reminder(at_noon, client):
    accepted = ApplicationFactory(status="accepted", answer_by=wib(13, 16))
    at_noon.move_to(wib(12, 7))

    remind_of_deadlines()

    message = OutboxMessage.objects.get()
    link = re.search(r"https?://[^/]+(/perjalanan/jawab/\S+)", message.body)[1]
    client.post(link, {"jawab": "ya"})
    accepted.refresh_from_db()
    assert (accepted.status, message.values["batas"]) == ("confirmed", "13 Maret 2026, 16.00")


@pytest.mark.django_db
def test_a_held_seat_reminds_only_who_still_lacks_something(at_noon):
    until = {"status": "provisional", "answer_by": wib(13, 16)}
    ApplicationFactory(**until)
    to_fix = ApplicationFactory(**until)
    DocumentFactory(trainee=to_fix.trainee, kind=DocumentKindFactory(code="ktp"), state="fix", reason="buram")
    minor = ApplicationFactory(**until, trainee__birth_date=date(2010, 1, 1))
    at_noon.move_to(wib(12, 7))

    remind_of_deadlines()

    rows = OutboxMessage.objects.order_by("subject_id").values_list("kind", "subject_id")
    assert [*rows] == [("enrollment/remind_provisional", one.pk) for one in (to_fix, minor)]


@pytest.mark.django_db
def test_a_draft_hears_that_applications_close_while_they_are_open(at_noon):
    wave = WaveFactory(closes_at=wib(13, 16))
    draft = ApplicationFactory(status="draft", cohort=CohortFactory(offering=OfferingFactory(wave=wave)))
    closed = OfferingFactory(wave=wave, status="selecting")
    ApplicationFactory(status="draft", cohort=CohortFactory(offering=closed))
    at_noon.move_to(wib(12, 7))

    remind_of_deadlines()

    assert OutboxMessage.objects.get().subject_id == draft.pk
    assert f"/pendaftaran/{draft.pk}/" in OutboxMessage.objects.get().body


def minor_whose_guardian_was_asked(**more):
    ConsentTextFactory(purpose="guardian", text="Saya mengizinkan.")
    trainee = TraineeFactory(birth_date=date(2010, 1, 1))
    application = ApplicationFactory(trainee=trainee, **more)
    guardian = GuardianFactory(trainee=trainee, email="ibu@contoh.example", asked_at=timezone.now())
    return application, guardian


@pytest.mark.django_db
def test_a_guardian_is_reminded_at_their_own_address_and_secretly(at_noon, settings):
    settings.DEMONSTRATION = False
    _application, guardian = minor_whose_guardian_was_asked()
    at_noon.move_to(wib(17, 8))  # asked on the 10th, good until the 24th

    remind_of_deadlines()

    message = OutboxMessage.objects.get()
    assert (message.to_address, message.is_secret, message.subject_id) == (guardian.email, True, guardian.pk)
    assert "/persetujuan-wali/" in message.body


@pytest.mark.django_db
@pytest.mark.parametrize("agrees", [True, False])
def test_a_guardian_who_answered_is_left_alone(at_noon, agrees):
    _application, guardian = minor_whose_guardian_was_asked()
    guardians.answer(guardian_link.token_of(guardian), agrees=agrees, ip=None)
    at_noon.move_to(wib(22, 8))

    remind_of_deadlines()

    assert reminded() == []


@pytest.mark.django_db
def test_an_appointment_asks_until_it_is_answered_and_then_says_see_you_once(at_noon):
    silent = AppointmentFactory(sitting__starts_at=wib(20, 8), sitting__ends_at=wib(20, 10))
    coming = AppointmentFactory(sitting__starts_at=wib(20, 8), sitting__ends_at=wib(20, 10), status="confirmed")
    for day in (13, 18, 19):
        at_noon.move_to(wib(day, 7))
        remind_of_deadlines()

    rows = OutboxMessage.objects.order_by("pk").values_list("kind", "subject_id")
    assert [*rows] == [("enrollment/remind_appointment", silent.application_id)] * 3 + [
        ("enrollment/remind_coming", coming.application_id)
    ]


# --- once, and never after the person has acted ---


@pytest.mark.django_db
def test_who_has_acted_is_not_reminded(at_noon):
    accepted = ApplicationFactory(status="accepted", answer_by=wib(13, 16))
    at_noon.move_to(wib(12, 7))
    due = deadlines.to_remind(timezone.now())
    transitions.confirm(accepted, by=CLOCK)

    written = reminding.remind("accepted", due["accepted"], texts.Library())

    assert (written, reminded()) == (0, [])


@pytest.mark.django_db
def test_another_deadline_is_reminded_of_anew(at_noon):
    accepted = ApplicationFactory(status="accepted", answer_by=wib(13, 16))
    at_noon.move_to(wib(12, 7))
    remind_of_deadlines()
    Application.objects.filter(pk=accepted.pk).update(answer_by=wib(20, 16))
    at_noon.move_to(wib(18, 7))
    remind_of_deadlines()

    assert reminded() == ["accepted", "accepted"]


@pytest.mark.django_db
def test_without_any_address_an_officer_sees_the_dead_message(at_noon):
    one = returned(fix_by=wib(13, 16), trainee__account=None, trainee__phone="")
    at_noon.move_to(wib(12, 7))

    remind_of_deadlines()

    message = OutboxMessage.objects.get()
    assert (message.state, message.last_error, message.subject_id) == ("dead", "no_address", one.pk)


@pytest.fixture
def two_beats(monkeypatch, transactional_db):
    """Both have read that nothing is written yet; then each writes, one after the other."""
    both, one_by_one = threading.Barrier(2, timeout=20), threading.Lock()
    read, write = deadlines._written, reminding.remind

    def read_together(keys):
        found = read(keys)
        both.wait()
        return found

    def write_apart(*args):
        with one_by_one:
            return write(*args)

    monkeypatch.setattr(deadlines, "_written", read_together)
    monkeypatch.setattr(reminding, "remind", write_apart)
    until = timezone.now() + timedelta(days=1)
    ApplicationFactory(status="accepted", answer_by=until, submitted_at=timezone.now() - timedelta(days=5))

    def run():
        troubles = []

        def beat():
            try:
                remind_of_deadlines()
            except Exception as trouble:
                troubles.append(trouble)
            finally:
                connection.close()

        threads = [threading.Thread(target=beat) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert troubles == []
        return len(reminded())

    return run


def test_two_beats_at_once_remind_once(two_beats):
    assert two_beats() == 1


def test_without_the_key_they_would_remind_twice(two_beats, monkeypatch):
    """The control: what keeps them apart is the key, not luck."""
    monkeypatch.setattr(deadlines.Due, "key", lambda due, days: f"{threading.get_ident()}:{due.pk}:{days}")

    assert two_beats() == 2


# --- many ---


@pytest.mark.django_db
@pytest.mark.parametrize("many", [2, 9])
def test_looking_for_whom_to_remind_costs_the_same_for_many(at_noon, many, django_assert_num_queries):
    for _ in range(many):
        returned(fix_by=wib(13, 16))
        ApplicationFactory(status="accepted", answer_by=wib(13, 16))
    at_noon.move_to(wib(12, 7))

    with django_assert_num_queries(10):  # seven matters; who was told when, for two of them; what is written already
        found = deadlines.to_remind(timezone.now())

    assert {matter: len(due) for matter, due in found.items()} == {"returned": many, "accepted": many}


@pytest.mark.django_db
@pytest.mark.parametrize("many", [2, 9])
def test_writing_them_costs_the_same_for_many(at_noon, many, django_assert_num_queries):
    cohort = CohortFactory(offering=OfferingFactory(wave=WaveFactory(center=CenterFactory())))
    for _ in range(many):
        returned(fix_by=wib(13, 16), cohort=cohort)
    at_noon.move_to(wib(12, 7))
    due = deadlines.to_remind(timezone.now())

    with django_assert_num_queries(8):  # begin, people, programs, links, lost addresses, words, rows, commit
        assert reminding.remind("returned", due["returned"], texts.Library()) == many
