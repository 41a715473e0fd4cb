"""Perjalanan saya: the timeline, the one next step, results after publishing and not before, the buttons that act."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit import trail
from audit.moves import CLOCK
from blk_portal.journey.words import MOVES
from centers.models import Role
from certification.models import Assessment, OverallResult
from classroom.models import Mark, Sheet
from enrollment import transitions, workflow
from enrollment.announcements import announce
from enrollment.models import Application, Choice, Ranking, Score
from enrollment.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.centers import MembershipFactory
from tests.factories.certification import BnspRecordFactory, certificate_of, completed
from tests.factories.cohorts import CohortFactory, OfferingFactory, SessionFactory, UnitFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory, ScoreFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory

pytestmark = pytest.mark.django_db


def as_owner(client, application):
    client.force_login(application.trainee.account)
    return client


def shown(client, application):
    return as_owner(client, application).get(application.get_absolute_url())


def titles(response):
    return [event.title for event in response.context["story"].events]


# --- the list ------------------------------------------------------------------------------------------------------


def test_without_applications_the_way_to_the_programs_is_shown(client):
    client.force_login(UserFactory())
    assertContains(client.get(reverse("journey:home")), "Belum ada pendaftaran")


@pytest.mark.parametrize("size", [1, 5])
def test_the_list_costs_the_same_for_any_size(client, size, django_assert_num_queries):
    trainee = TraineeFactory()
    for _ in range(size):
        EnrollmentFactory.create_batch(1, application__trainee=trainee, status="completed")
    client.force_login(trainee.account)
    client.get(reverse("journey:home"))

    # session, user, applications, choices, seats, enrollments, appointments, bnsp, trail, units, certificates,
    # announcements
    with django_assert_num_queries(12):
        response = client.get(reverse("journey:home"))

    assert len(response.context["earlier"]) == size
    assert len(response.content) < 60_000


@pytest.mark.parametrize("size", [1, 5])
def test_one_application_costs_the_same_however_many_there_are(client, size, django_assert_num_queries):
    trainee = TraineeFactory()
    for _ in range(size):
        application = ApplicationFactory(trainee=trainee, status="verified")
    client.force_login(trainee.account)
    client.get(application.get_absolute_url())

    # session, user, application, choices, appointments, times to choose from, trail, letters, papers
    with django_assert_num_queries(9):
        client.get(application.get_absolute_url())


@pytest.mark.parametrize("times", [1, 30])
def test_the_timeline_costs_the_same_for_one_event_and_for_thirty(client, times, django_assert_num_queries):
    application = ApplicationFactory(status="verified")
    for _ in range(times):
        trail.write(
            "application.return", by=CLOCK, about=application, note="Foto KTP buram, foto lagi di tempat terang."
        )
        announce(application, "submitted")
    as_owner(client, application)
    client.get(application.get_absolute_url())

    # session, user, application, choices, appointments, times to choose from, trail, letters, papers
    with django_assert_num_queries(9):
        response = client.get(application.get_absolute_url())

    told = [event for event in response.context["events"] if event.at]
    assert (len(told), sum(len(event.letters) for event in told)) == (times, times)
    assert len(response.content) < 60_000


def test_a_class_of_forty_meetings_stays_light(client, django_assert_num_queries):
    cohort = CohortFactory(offering=OfferingFactory(program__units=3))
    enrollment = EnrollmentFactory(cohort=cohort)
    instructor = UserFactory()
    for day in range(40):
        session = SessionFactory(cohort=cohort, date=timezone.localdate() - timedelta(days=day), status="held")
        sheet = Sheet.objects.create(session=session, marked_by=instructor)
        Mark.objects.create(sheet=sheet, enrollment=enrollment, jp=8, marked_by=instructor)
    as_owner(client, enrollment.application)

    response = client.get(enrollment.application.get_absolute_url())

    assert len(response.context["sessions"]) == 40
    assert len(response.content) < 60_000


# --- where one stands ----------------------------------------------------------------------------------------------

NEXT = {
    Status.DRAFT: "Lanjutkan mengisi",
    Status.SUBMITTED: "Petugas memeriksa berkas Anda",
    Status.RETURNED: "Perbaiki sekarang",
    Status.VERIFIED: "Ikuti tes dan wawancara",
    Status.PROVISIONAL: "Lihat atau ganti berkas",
    Status.ACCEPTED: "Daftar ulang",
    Status.RESERVE: "Tunggu giliran",
    Status.CONFIRMED: "Datang pada hari pertama",
    Status.NOT_SELECTED: "Lihat program",
    Status.INELIGIBLE: "Berkas tidak sesuai.",
    Status.NO_SHOW: "Lihat program",
    Status.LAPSED: "Lihat program",
    Status.WITHDRAWN: "Lihat program",
    Status.CANCELLED: "Lihat program",
    Status.LEFT: "Lihat program",
}


@pytest.mark.parametrize("status", Status)
def test_every_status_has_one_next_step_on_both_pages(client, status):
    application = ApplicationFactory(status=status)

    assertContains(shown(client, application), NEXT[status])
    assert client.get(reverse("journey:home")).status_code == 200


def test_the_timeline_tells_what_happened_and_what_comes(client, cohort, officer):
    application = ApplicationFactory(cohort=cohort, status="draft", trainee__nik__indexed=False)
    as_owner(client, application)
    transitions.submit(application, by=officer)
    transitions.return_for_fixing(application, by=officer, reason="Foto KTP buram.")
    transitions.resubmit(application, by=officer)
    transitions.verify(application, by=officer, note="Catatan petugas.")

    response = shown(client, application)

    assert titles(response) == [
        "Pendaftaran dikirim",
        "Petugas meminta perbaikan",
        "Perbaikan dikirim",
        "Berkas lolos pemeriksaan",
        "Ikuti tes dan wawancara",
        "Pengumuman hasil",
        "Daftar ulang bila diterima",
        "Pelatihan dimulai",
        "Pelatihan selesai, hasil, dan sertifikat",
    ]
    assertContains(response, "Foto KTP buram.")
    assertNotContains(response, "Catatan petugas.")
    assertContains(response, "Baca semua kabar yang kami kirim (4)")
    assertContains(response, "menunggu dikirim")


def test_a_reserve_reads_until_when_seats_are_offered(client):
    application = ApplicationFactory(status="reserve")
    wave = application.wave
    wave.starts_on, wave.promote_until, wave.ends_on = date(2026, 12, 7), date(2026, 12, 10), date(2027, 1, 15)
    wave.save()

    to_come = [(event.title, event.when) for event in shown(client, application).context["story"].events]

    assert to_come == [
        ("Tunggu giliran", "Kamis, 10 Desember 2026"),
        ("Daftar ulang bila mendapat tawaran kursi", "Kursi kosong ditawarkan sampai Kamis, 10 Desember 2026"),
        ("Pelatihan dimulai", "Senin, 7 Desember 2026"),
        ("Pelatihan selesai, hasil, dan sertifikat", "Jumat, 15 Januari 2027"),
    ]


def test_every_move_of_an_application_has_words():
    from_trail = {f"application.{move.name}" for move in workflow.MOVES}
    from_trail |= {f"enrollment.{move.name}" for move in workflow.ENROLLMENT_MOVES}

    assert from_trail <= set(MOVES)


def test_the_deadline_of_an_offer_is_said_in_jakarta_time(client):
    application = ApplicationFactory(status="accepted")
    Application.objects.filter(pk=application.pk).update(answer_by=datetime(2026, 12, 1, 17, 30, tzinfo=UTC))

    assertContains(shown(client, application), "Rabu, 2 Desember 2026, 00.30 WIB")


# --- results -------------------------------------------------------------------------------------------------------


@pytest.fixture
def ranked(officer):
    """Two people, one seat, results proposed and not yet published. Returns (first, second, ranking)."""
    wave = WaveFactory(closed=True, center__code=officer.center_code + "x")
    cohort = CohortFactory(offering=OfferingFactory(wave=wave, program__name="Juru Las"), seats=1)
    people = []
    for value in (91.37, 72):
        application = ApplicationFactory(cohort=cohort, status="verified")
        for part in Score.Part:
            ScoreFactory(application=application, part=part, value=value)
        people.append(application)
    return *people, transitions.propose(wave, by=officer)


def test_nothing_of_a_result_shows_before_it_is_published(client, ranked):
    for application in ranked[:2]:
        response = shown(client, application)
        assertNotContains(response, "91,37")
        assertNotContains(response, "72,00")
        assertNotContains(response, "Peringkat")
        assertNotContains(response, "Hasil seleksi")
        assert response.context["cards"] == []


def test_after_publishing_each_reads_their_own_result(client, ranked, officer):
    first, second, ranking = ranked
    transitions.publish(ranking, by=officer)

    accepted = shown(client, first)
    assertContains(accepted, "Hasil diumumkan: Anda diterima")
    assertContains(accepted, "Peringkat 1 dari 2 orang yang dinilai.")
    [card] = accepted.context["cards"]
    assert [(part.value, part.weight) for part in card.parts] == [(Decimal("91.37"), 50)] * 2
    assert (card.row.total, card.adds_up) == (Decimal("91.37"), True)
    assertNotContains(accepted, "72,00")

    reserve = shown(client, second)
    assertContains(reserve, "Urutan cadangan")
    assertContains(reserve, "Peringkat 2, menunggu kursi kosong.")
    places = reserve.context["places"]
    assert [(one.choice.offering.program.name, one.position, one.changes) for one in places] == [("Juru Las", 1, ())]


def test_a_ranking_of_another_wave_changes_nothing(client, ranked, officer):
    other = ApplicationFactory(status="verified")
    Ranking.objects.create(wave=other.wave, status="published", published_at=timezone.now())
    ScoreFactory(application=other, value=88)

    assertNotContains(shown(client, other), "88,00")


# --- class, attendance, competence ---------------------------------------------------------------------------------


def test_class_attendance_and_results_show_as_they_come(client):
    cohort = CohortFactory()
    enrollment = EnrollmentFactory(cohort=cohort)
    instructor, unit = UserFactory(), UnitFactory(title="Mengelas pelat")
    session = SessionFactory(cohort=cohort, status="held")
    sheet = Sheet.objects.create(session=session, marked_by=instructor)
    wrong = Mark.objects.create(sheet=sheet, enrollment=enrollment, presence="absent", jp=0, marked_by=instructor)
    Mark.objects.create(
        sheet=sheet,
        enrollment=enrollment,
        presence="late",
        jp=6,
        marked_by=instructor,
        corrects=wrong,
        reason="Salah.",
    )
    Assessment.objects.create(enrollment=enrollment, unit=unit, outcome="BK", assessed_by=instructor)
    OverallResult.objects.create(enrollment=enrollment, result="K", source="units")

    response = shown(client, enrollment.application)

    for words in (cohort.name, "Terlambat", "Mengelas pelat", "Belum Kompeten", "6 dari 8", "Hasil akhir pelatihan"):
        assertContains(response, words)
    assertNotContains(response, "Tanpa keterangan")
    assertNotContains(response, "gagal")


def test_certificates_are_on_the_timeline_and_can_be_fetched(client):
    enrollment = completed(CohortFactory())
    certificate = certificate_of(enrollment)
    bnsp = BnspRecordFactory(enrollment=enrollment, state="issued")

    response = shown(client, enrollment.application)

    assertContains(response, reverse("verify", args=[certificate.code]))
    assertContains(response, reverse("certification:pdf", args=[certificate.code]))
    assertContains(response, bnsp.certificate_number)
    assert titles(response)[-1] == "Sertifikat pelatihan terbit"
    assertContains(response, "Selesai pelatihan")


def test_what_is_under_way_comes_first(client):
    trainee = TraineeFactory()
    running = ApplicationFactory(trainee=trainee, status="submitted")
    over = ApplicationFactory(trainee=trainee, status="not_selected")
    client.force_login(trainee.account)

    told = client.get(reverse("journey:home")).context

    assert [story.application for story in told["stories"]] == [running]
    assert [story.application for story in told["earlier"]] == [over]


def test_the_class_is_told_once_the_seat_is_confirmed(client):
    cohort = CohortFactory(name="Juru Las A")
    SessionFactory(cohort=cohort)

    accepted, confirmed = (ApplicationFactory(cohort=cohort, status=status) for status in ("accepted", "confirmed"))

    assert shown(client, accepted).context["cohort"] is None
    assertContains(shown(client, confirmed), "Kelas Juru Las A")


# --- acting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["confirm", "withdraw"])
def test_a_link_opens_a_page_and_only_its_button_acts(client, act):
    application = ApplicationFactory(status="accepted")
    as_owner(client, application)
    url = reverse(f"journey:{act}", args=[application.pk])

    assert client.get(url).status_code == 200
    application.refresh_from_db()
    assert application.status == "accepted"

    assertRedirects(client.post(url), application.get_absolute_url())
    application.refresh_from_db()
    assert application.status == {"confirm": "confirmed", "withdraw": "withdrawn"}[act]


def test_confirming_twice_says_where_one_stands(client):
    application = ApplicationFactory(status="accepted")
    as_owner(client, application)
    url = reverse("journey:confirm", args=[application.pk])
    client.post(url)

    assertContains(client.post(url, follow=True), "Tidak bisa dilakukan saat statusnya")
    assertRedirects(client.get(url), application.get_absolute_url())


def test_confirming_too_late_is_refused_with_a_sentence(client):
    application = ApplicationFactory(status="accepted", answer_by=timezone.now() - timedelta(minutes=1))
    as_owner(client, application)

    response = client.post(reverse("journey:confirm", args=[application.pk]), follow=True)

    assertContains(response, "Batas daftar ulang sudah lewat.")


def test_an_identity_that_is_claimed_cannot_confirm(client):
    application = ApplicationFactory(status="accepted", verified_at=None, identity_claim=True)
    as_owner(client, application)

    response = client.post(reverse("journey:confirm", args=[application.pk]), follow=True)

    assertContains(response, "Klaim identitas harus diselesaikan petugas")


def test_leaving_a_running_class_is_settled_with_an_officer(client):
    enrollment = EnrollmentFactory(cohort=CohortFactory(status="running"))
    application = enrollment.application
    as_owner(client, application)
    url = reverse("journey:withdraw", args=[application.pk])

    assert not client.get(application.get_absolute_url()).context["may_withdraw"]
    assertRedirects(client.get(url), application.get_absolute_url())
    assertContains(client.post(url, follow=True), "Kelas sudah mulai.")


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RESERVE, Status.PROVISIONAL, Status.CONFIRMED])
def test_giving_up_says_what_it_means(client, status):
    application = ApplicationFactory(status=status)
    as_owner(client, application)

    response = client.get(reverse("journey:withdraw", args=[application.pk]))

    assertContains(response, response.context["meaning"])


def test_the_seat_one_gives_back_goes_to_who_waits(client):
    cohort = CohortFactory(seats=1)
    accepted = ApplicationFactory(cohort=cohort, status="accepted")
    waiting = ApplicationFactory(cohort=cohort, status="reserve")
    as_owner(client, accepted).post(reverse("journey:withdraw", args=[accepted.pk]))

    response = shown(client, waiting)

    assertContains(response, "giliran Anda")
    assertContains(response, reverse("journey:confirm", args=[waiting.pk]))
    assert Choice.objects.get(application=waiting).state == "taken"


# --- whose it is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["journey:application", "journey:confirm", "journey:withdraw"])
def test_somebody_elses_journey_does_not_exist(client, name):
    application = ApplicationFactory(status="accepted")
    url = reverse(name, args=[application.pk])
    client.force_login(TraineeFactory().account)

    assert client.get(url).status_code == 404
    if name != "journey:application":
        assert client.post(url).status_code == 404
    client.logout()
    assertRedirects(client.get(url), f"{reverse('account_login')}?next={url}")


def test_staff_have_no_journey(client):
    client.force_login(MembershipFactory().user)
    assert client.get(reverse("journey:home")).status_code == 403


@pytest.mark.parametrize(
    ("role", "home"), [(Role.OFFICER, "admin:index"), (Role.HEAD, "admin:index"), (Role.TREASURER, "admin:index")]
)
def test_after_signing_in_staff_go_to_their_desk(client, role, home):
    client.force_login(MembershipFactory(role=role).user)
    assertRedirects(client.get(reverse("home_after_sign_in")), reverse(home), fetch_redirect_response=False)


def test_after_signing_in_a_trainee_goes_to_their_journey(client):
    client.force_login(TraineeFactory().account)
    assertRedirects(client.get(reverse("home_after_sign_in")), reverse("journey:home"))


def test_papers_show_what_the_officer_found(client):
    application = ApplicationFactory(status="returned", reason="Foto buram.")
    document = DocumentFactory(trainee=application.trainee, state="fix", reason="Tidak terbaca.")

    response = shown(client, application)

    assertContains(response, reverse("document", args=[document.key]))
    assertContains(response, "Tidak terbaca.")


def test_a_lapse_is_told_on_the_timeline(client):
    application = ApplicationFactory(status="accepted", answer_by=timezone.now() - timedelta(hours=1))
    transitions.lapse(application, by=CLOCK)

    assert titles(shown(client, application)) == ["Batas waktu terlewat; dianggap mengundurkan diri"]


def test_an_address_that_leads_nowhere_still_has_the_way_back(client):
    client.force_login(TraineeFactory().account)

    response = client.get("/perjalanan/tidak-ada/")

    assert response.status_code == 404
    assert reverse("journey:home") in response.content.decode()
