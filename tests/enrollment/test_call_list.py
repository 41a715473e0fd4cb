"""The call list: who stays silent before a deadline is rung by an officer, and the colleague sees by whom."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import AuditEntry, ViewLog
from audit.moves import CLOCK, Refused
from centers.selectors import scoped
from enrollment import transitions
from enrollment.admin.calling import numbers_of
from enrollment.duties import remind_of_deadlines
from enrollment.models import Application, Call
from enrollment.selectors.silent import silent
from enrollment.transitions.deadlines import note_call
from notifications.models import OutboxMessage
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, EnteredFactory
from tests.factories.trainees import ContactFactory, GuardianFactory, TraineeFactory

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
MOVED = "Batas waktunya sudah berubah. Muat ulang daftar ini, lalu catat lagi."
LIST = "admin:enrollment_application_calls"


def wib(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=WIB)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(wib(2, 9), tick=False)
    return time_machine


@pytest.fixture
def cohort(clock):
    return CohortFactory(offering=OfferingFactory(wave=WaveFactory()))


@pytest.fixture
def officer(cohort):
    return actor_at(cohort.offering.wave.center)


@pytest.fixture
def desk(client, officer):
    client.force_login(officer.user)
    return client


def accepted(cohort, **more):
    return ApplicationFactory(cohort=cohort, status="accepted", answer_by=wib(10, 16), **more)


def rung(officer):
    """Whom the list holds now: (matter, whose application)."""
    reach = scoped(Application.objects.known_to_the_desk(), officer, "wave__center")
    return [(one.due.matter, one.application_id) for one in silent(reach, timezone.now())]


def says(desk, application, result="no_answer", **more):
    deadline = (application.answer_by or application.fix_by).isoformat()
    data = {"deadline": deadline, "result": result, **more}
    return desk.post(reverse("admin:enrollment_application_call", args=[application.pk]), data)


# --- who stands on it, and since when ---


@pytest.mark.parametrize(
    ("moment", "listed"),
    [
        (wib(7, 23, 59), False),  # three days: a reminder is enough
        (wib(8, 0), True),
        (wib(10, 15, 59), True),
        (wib(10, 16, 1), False),  # too late to ring
    ],
)
def test_from_two_days_before_until_the_last_minute(clock, cohort, officer, moment, listed):
    one = accepted(cohort)

    clock.move_to(moment)

    assert rung(officer) == ([("accepted", one.pk)] if listed else [])


def test_who_has_just_been_reminded_has_three_hours(clock, cohort, officer):
    one = accepted(cohort)
    clock.move_to(wib(8, 7))
    remind_of_deadlines()
    OutboxMessage.objects.update(state="sent", sent_at=timezone.now())

    assert rung(officer) == []
    clock.move_to(wib(8, 9, 59))
    assert rung(officer) == []
    clock.move_to(wib(8, 10))
    assert rung(officer) == [("accepted", one.pk)]


@pytest.mark.parametrize("state", ["dead", "bounced"])
def test_whom_nothing_reaches_is_rung_at_once(clock, cohort, officer, state):
    one = accepted(cohort)
    clock.move_to(wib(8, 7))
    remind_of_deadlines()
    sent_at = timezone.now() if state == "bounced" else None
    OutboxMessage.objects.update(state=state, last_error="550 no such user", sent_at=sent_at)

    assert rung(officer) == [("accepted", one.pk)]


def test_who_acts_is_gone_from_it(clock, cohort, officer):
    one = accepted(cohort)
    clock.move_to(wib(9, 12))
    assert rung(officer) == [("accepted", one.pk)]

    transitions.confirm(one, by=CLOCK)

    assert rung(officer) == []


def test_every_matter_that_waits_for_somebody(clock, cohort, officer):
    clock.move_to(wib(8, 9))
    until = wib(10, 16)
    wave = cohort.offering.wave
    returned = ApplicationFactory(cohort=cohort, status="returned", fix_by=until)
    answer = accepted(cohort)
    minor = TraineeFactory(birth_date=date(2010, 1, 1))
    held = ApplicationFactory(cohort=cohort, status="provisional", answer_by=until, trainee=minor)
    asked = wib(10, 16) - timedelta(days=14)
    GuardianFactory(trainee=minor, asked_at=asked)
    booked = AppointmentFactory(
        application=ApplicationFactory(cohort=cohort, status="verified"),
        sitting__wave=wave,
        sitting__starts_at=wib(10, 8),
        sitting__ends_at=wib(10, 10),
    )
    clock.move_to(wib(9, 9))

    assert sorted(rung(officer)) == sorted(
        [
            ("returned", returned.pk),
            ("accepted", answer.pk),
            ("provisional", held.pk),
            ("guardian", held.pk),
            ("appointment", booked.application_id),
        ]
    )


def test_who_said_that_they_come_is_not_rung(clock, cohort, officer):
    AppointmentFactory(
        application=ApplicationFactory(cohort=cohort, status="verified"),
        sitting__wave=cohort.offering.wave,
        sitting__starts_at=wib(10, 8),
        sitting__ends_at=wib(10, 10),
        status="confirmed",
    )
    clock.move_to(wib(9, 9))

    assert rung(officer) == []


def test_of_drafts_only_those_that_the_counter_began(clock, officer, cohort):
    wave = cohort.offering.wave
    wave.closes_at = wib(10, 16)
    wave.save()
    ApplicationFactory(cohort=cohort, status="draft")  # what somebody began at home is not the center's
    ours = EnteredFactory(cohort=cohort)
    clock.move_to(wib(9, 9))

    assert rung(officer) == [("draft", ours.pk)]


def test_the_nearest_deadline_comes_first_and_another_center_has_its_own(clock, cohort, officer):
    later = accepted(cohort)
    sooner = ApplicationFactory(cohort=cohort, status="returned", fix_by=wib(9, 16))
    ApplicationFactory(status="accepted", answer_by=wib(9, 12))
    clock.move_to(wib(8, 12))

    assert rung(officer) == [("returned", sooner.pk), ("accepted", later.pk)]


# --- which number ---


def test_each_number_once_with_whose_it_is():
    trainee = TraineeFactory(phone="+6281234567890", birth_date=date(2010, 1, 1))
    GuardianFactory(trainee=trainee, name="Contoh Ibu", relation="Ibu", phone="+6281234567891")
    ContactFactory(trainee=trainee, name="Contoh Bibi", relation="", phone="+6281234567890")

    own, parent = ("Ponsel sendiri", "+6281234567890"), ("Contoh Ibu (Ibu)", "+6281234567891")
    assert (numbers_of(trainee, False), numbers_of(trainee, True)) == ([own, parent], [parent, own])


def test_the_account_s_number_serves_who_gave_no_other():
    trainee = TraineeFactory(phone="", account__phone="+6281234567890")

    assert numbers_of(trainee, False) == [("Ponsel sendiri", "+6281234567890")]


# --- the page ---


def test_the_page_says_who_by_when_which_number_and_what_was_tried(clock, desk, cohort):
    one = accepted(cohort, trainee__full_name="Contoh Rina", trainee__phone="+6281234567890")
    clock.move_to(wib(8, 7))
    remind_of_deadlines()
    OutboxMessage.objects.update(state="sent", sent_at=timezone.now(), delivered_at=timezone.now())
    clock.move_to(wib(9, 9))

    response = desk.get(reverse(LIST))

    for words in ("Contoh Rina", "1 orang perlu ditelepon", "besok", "Selasa, 10 Maret 2026, 16.00", "0812 3456 7890"):
        assertContains(response, words)
    assertContains(response, 'href="tel:+6281234567890"')
    assertContains(response, "Diingatkan 8 Maret, 07.00: sampai")
    assert ViewLog.objects.get(page="admin:enrollment.application:calls").subject_ids == [one.pk]


def test_an_empty_list_says_so(desk):
    assertContains(desk.get(reverse(LIST)), "Tidak ada yang perlu ditelepon")


def test_the_desk_counts_them(clock, desk, cohort):
    accepted(cohort)
    clock.move_to(wib(9, 9))

    assertContains(desk.get(reverse("admin:index")), "Perlu ditelepon")


@pytest.mark.parametrize("size", [2, 11])
def test_the_list_costs_the_same_for_many(clock, desk, cohort, size, django_assert_num_queries):
    for _ in range(size):
        one = accepted(cohort, trainee__birth_date=date(2010, 1, 1), consented_at=wib(1, 9), verified_at=wib(2, 9))
        GuardianFactory(trainee=one.trainee)
        ContactFactory(trainee=one.trainee)
        colleague = actor_at(one.wave.center).user
        Call.objects.create(application=one, deadline=wib(10, 16), result="no_answer", called_by=colleague)
    clock.move_to(wib(9, 9))
    desk.get(reverse(LIST))

    # session, account, membership; six matters; since when they know; reminders; calls; people, contacts; the view log
    with django_assert_num_queries(15):
        desk.get(reverse(LIST))


# --- one call ---


@pytest.mark.parametrize(("result", "words"), Call.Result.choices)
def test_one_press_notes_the_call_and_a_colleague_reads_by_whom(clock, desk, cohort, officer, result, words):
    one = accepted(cohort)
    clock.move_to(wib(9, 9))

    response = says(desk, one, result, note="Ibunya yang mengangkat.")
    desk.force_login(actor_at(cohort.offering.wave.center).user)

    assertRedirects(response, f"{reverse(LIST)}?halaman=1")
    assertContains(desk.get(reverse(LIST)), f"<strong>{words}</strong>", html=True)
    assertContains(desk.get(reverse(LIST)), f"9 Maret, 09.00, oleh {officer.user}: Ibunya yang mengangkat.")
    assert AuditEntry.objects.get(action="application.called").facts == {"result": result}


@pytest.mark.parametrize(
    ("result", "stays"), [("reached", False), ("will_act", False), ("no_answer", True), ("wrong_number", True)]
)
def test_who_was_spoken_to_is_no_longer_to_be_rung_but_in_sight(clock, desk, cohort, result, stays):
    one = accepted(cohort, trainee__full_name="Contoh Rina")
    clock.move_to(wib(9, 9))

    says(desk, one, result)

    response = desk.get(reverse(LIST))
    assertContains(response, "Contoh Rina")
    assert (len(response.context["to_ring"]), len(response.context["settled"])) == ((1, 0) if stays else (0, 1))


def test_a_later_deadline_is_rung_about_anew(clock, desk, cohort, officer):
    one = accepted(cohort)
    clock.move_to(wib(9, 9))
    says(desk, one, "reached")
    Application.objects.filter(pk=one.pk).update(answer_by=wib(20, 16))
    clock.move_to(wib(19, 9))

    page = desk.get(reverse(LIST))

    assert ([line.silent.calls for line in page.context["to_ring"]], page.context["settled"]) == ([[]], [])


def test_a_call_about_a_deadline_that_has_moved_is_refused_and_the_words_kept(clock, desk, cohort):
    one = accepted(cohort)
    clock.move_to(wib(9, 9))

    response = desk.post(
        reverse("admin:enrollment_application_call", args=[one.pk]),
        {"deadline": wib(11, 16).isoformat(), "result": "reached", "note": "Ibunya di pasar"},
    )

    (line,) = response.context["to_ring"]
    assert (response.status_code, line.form.sentences, Call.objects.count()) == (200, [MOVED], 0)
    assertContains(response, 'value="Ibunya di pasar"')
    assertContains(response, f'name="deadline" value="{wib(10, 16).astimezone(UTC).isoformat()}"')
    with pytest.raises(Refused) as refusal:
        note_call(one, by=actor_at(one.wave.center), deadline=wib(11, 16), result="reached")
    assert refusal.value.code == "other_deadline"


@pytest.mark.parametrize("more", [{"result": "gembira"}, {"note": "x" * 301}])
def test_what_cannot_be_noted_is_said_beside_its_row_and_kept(clock, desk, cohort, more):
    one = accepted(cohort)
    clock.move_to(wib(9, 9))

    response = says(desk, one, **{"note": "Ibunya di pasar", **more})

    (line,) = response.context["to_ring"]
    assert (response.status_code, len(line.form.sentences), Call.objects.count()) == (200, 1, 0)
    assertContains(response, more.get("note", "Ibunya di pasar"))


def test_of_somebody_who_acted_while_it_rang_the_call_is_noted_all_the_same(clock, desk, cohort):
    one = accepted(cohort)
    clock.move_to(wib(9, 9))
    transitions.confirm(one, by=CLOCK)

    says(desk, one, "reached")

    assert Call.objects.get().application == one


def test_the_person_s_timeline_tells_that_somebody_rang(clock, desk, cohort):
    one = accepted(cohort)
    clock.move_to(wib(9, 9))
    says(desk, one, "no_answer", note="Catatan dalam.")
    desk.force_login(one.trainee.account)

    page = desk.get(one.get_absolute_url())

    assertContains(page, "Petugas menelepon karena batas waktunya dekat")
    assertNotContains(page, "Catatan dalam.")
