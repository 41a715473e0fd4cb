import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cohorts.models import Announcement
from cohorts.workflow import OfferingStatus
from enrollment.models import Application
from notifications.models import OutboxMessage
from tests.factories.accounts import UserFactory
from tests.factories.centers import JELUPANG, TANGSEL, EducationLevelFactory, MembershipFactory, RegionFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, TrackFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db


def labels(response):
    return [card.label for _wave, cards in response.context["waves"] for card in cards]


# --- the catalogue -------------------------------------------------------------------------------------------------


def test_an_empty_catalogue_says_what_to_do(client):
    assertContains(client.get("/"), "Belum ada program yang dibuka")


def test_labels_are_honest_and_stay_after_closing(client):
    open_, closed = WaveFactory(), WaveFactory(closed=True)
    soon = WaveFactory(opens_at=timezone.now() + timedelta(days=2))
    full = OfferingFactory(wave=open_, applicant_cap=1)
    ApplicationFactory(cohort=CohortFactory(offering=full))
    for wave, status in [
        (open_, OfferingStatus.OPEN),
        (open_, OfferingStatus.CANCELLED),
        (open_, OfferingStatus.POSTPONED),
        (closed, OfferingStatus.OPEN),
        (closed, OfferingStatus.ANNOUNCED),
        (soon, OfferingStatus.OPEN),
        (open_, OfferingStatus.PLANNED),
    ]:
        OfferingFactory(wave=wave, status=status)

    response = client.get("/")

    assert labels(response) == ["open", "full", "postponed", "cancelled", "soon", "closed", "closed"]
    assert response.context["open_count"] == 1
    for words in ("Segera dibuka", "Dibuka", "Penuh", "Ditunda", "Dibatalkan", "Ditutup"):
        assertContains(response, words)


@pytest.mark.parametrize("size", [1, 5])
def test_the_catalogue_costs_the_same_for_any_size(client, size, django_assert_num_queries):
    for _ in range(size):
        cohort = CohortFactory(seats=2)
        ApplicationFactory.create_batch(2, cohort=cohort)

    with django_assert_num_queries(2):  # all cards with their figures, and the announcements
        response = client.get("/")

    assert len(labels(response)) == size


def test_it_counts_applicants_and_seats_but_no_drafts(client):
    cohort = CohortFactory(seats=3)
    CohortFactory(offering=cohort.offering, seats=2)
    ApplicationFactory.create_batch(2, cohort=cohort)
    ApplicationFactory(cohort=cohort, status="draft")

    assertContains(client.get("/"), "2 pendaftar untuk 5 kursi")


def test_the_filter_narrows_and_ignores_nonsense(client):
    track = TrackFactory(code="las")
    wanted = OfferingFactory(program__track=track)
    OfferingFactory()

    [(_wave, [found])] = client.get("/", {"track": "las"}).context["waves"]
    assert found.pk == wanted.pk
    assert len(labels(client.get("/", {"track": "tidak-ada", "center": "x"}))) == 2
    assertContains(client.get("/", {"track": TrackFactory().code}), "Tidak ada program yang cocok")
    assert len(labels(client.get("/", {"center": wanted.wave.center.code}))) == 1


def test_finished_waves_are_shown_to_who_asks(client):
    OfferingFactory(wave=WaveFactory(past=True), status=OfferingStatus.FINISHED)

    assert labels(client.get("/")) == []
    assert labels(client.get("/", {"past": "on"})) == ["closed"]


def test_announcements_are_shown_while_they_last(client):
    center, now = WaveFactory().center, timezone.now()
    Announcement.objects.create(center=center, title="Tes hari Senin", body="Jam 8.", publish_at=now)
    Announcement.objects.create(center=center, title="Besok", body="…", publish_at=now + timedelta(days=1))

    response = client.get("/")

    assertContains(response, "Tes hari Senin")
    assertNotContains(response, "Besok")


# --- one program ---------------------------------------------------------------------------------------------------


def test_the_page_of_a_program_tells_everything(client):
    cohort = CohortFactory(offering=OfferingFactory(program__units=2, program__education_min=EducationLevelFactory()))
    ApplicationFactory(cohort=cohort)
    offering = cohort.offering

    response = client.get(offering.get_absolute_url())

    for unit in offering.program.units.order_by("pk"):
        assertContains(response, unit.title)
    for words in (
        "200 JP",
        "Warga Banten",
        "APBD Provinsi",
        "15",
        "paling rendah SMA/SMK sederajat",
        "Bengkel Contoh",
        "Sertifikat kompetensi (BNSP)",
        "Sertifikat pelatihan",
        cohort.name,
    ):
        assertContains(response, words)
    assertContains(response, f"{reverse('account_signup')}?next={reverse('apply', args=[offering.pk])}")


def test_unknown_units_are_said_to_be_unknown(client):
    assertContains(client.get(OfferingFactory().get_absolute_url()), "belum ditetapkan")


@pytest.mark.parametrize(
    ("wave", "status", "words"),
    [
        ({"closed": True}, OfferingStatus.OPEN, "sudah ditutup"),
        ({}, OfferingStatus.POSTPONED, "ditunda"),
        ({}, OfferingStatus.CANCELLED, "dibatalkan"),
    ],
)
def test_where_there_is_no_button_there_is_a_reason(client, wave, status, words):
    response = client.get(OfferingFactory(wave=WaveFactory(**wave), status=status).get_absolute_url())

    assertContains(response, words)
    assertNotContains(response, reverse("account_signup") + "?next")


def test_what_is_only_planned_does_not_exist(client):
    assert client.get(OfferingFactory(status=OfferingStatus.PLANNED).get_absolute_url()).status_code == 404


def test_who_is_signed_in_reads_their_own_verdict(client):
    trainee = TraineeFactory(birth_date=date(1980, 1, 1))
    blocked, fitting = OfferingFactory(), OfferingFactory(age_max=60)
    client.force_login(trainee.account)

    response = client.get(blocked.get_absolute_url())

    assert response.context["verdict"].outcome == "blocked"
    assert response.context["instead"] == [fitting]
    assertContains(response, "Belum memenuhi syarat program ini.")
    assertNotContains(response, 'name="birth_date_day"')


def test_staff_are_told_that_applying_is_not_theirs(client):
    client.force_login(MembershipFactory().user)

    assertContains(client.get(OfferingFactory().get_absolute_url()), "Anda masuk sebagai pegawai")


# --- may I? --------------------------------------------------------------------------------------------------------


def answers(year, area=TANGSEL, education="sma"):
    RegionFactory(code=JELUPANG)
    level = EducationLevelFactory(code=education)
    return {
        "birth_date_day": "12",
        "birth_date_month": "5",
        "birth_date_year": str(year),
        "area": area,
        "education": str(level.pk),
    }


def test_three_answers_give_a_verdict_and_store_nothing(client):
    offering = OfferingFactory()
    url = reverse("eligibility", args=[offering.pk])

    response = client.post(url, answers(timezone.localdate().year - 20))

    assert response.context["verdict"].outcome == "ok"
    assertContains(response, "Anda memenuhi syarat program ini.")
    assert Application.objects.count() == 0
    assert not response.wsgi_request.session.keys()


def test_somebody_too_young_reads_from_when(client):
    offering = OfferingFactory(age_on=date(2026, 3, 1))

    response = client.post(reverse("eligibility", args=[offering.pk]), answers(timezone.localdate().year - 11))

    verdict = response.context["verdict"]
    assert verdict.outcome == "blocked"
    assert verdict.becomes_true_on == date(timezone.localdate().year + 4, 5, 12)
    assertContains(response, "Anda memenuhinya mulai")


def test_somebody_from_elsewhere_is_shown_what_fits(client):
    offering, elsewhere = OfferingFactory(), OfferingFactory(funding__code="apbn", funding__scope="anywhere")
    RegionFactory(code="32")

    response = client.post(
        reverse("eligibility", args=[offering.pk]), answers(timezone.localdate().year - 20, area="32")
    )

    assert response.context["verdict"].outcome == "blocked"
    assert response.context["instead"] == [elsewhere]


def test_bad_answers_are_kept_and_explained(client):
    offering = OfferingFactory()
    given = answers(2005) | {"birth_date_day": "31", "birth_date_month": "2", "area": ""}

    response = client.post(reverse("eligibility", args=[offering.pk]), given)

    assertContains(response, "Tanggal ini tidak ada di kalender")
    assertContains(response, "Pilih kabupaten/kota Anda.")
    assertContains(response, '<option value="31" selected>')


def test_the_questions_have_a_page_of_their_own(client):
    offering = OfferingFactory()
    url = reverse("eligibility", args=[offering.pk])

    assertContains(client.get(offering.get_absolute_url()), url)
    assertContains(client.get(url), 'name="birth_date_day"')


# --- starting ------------------------------------------------------------------------------------------------------


def test_starting_needs_an_account_and_leads_back(client):
    url = reverse("apply", args=[OfferingFactory().pk])
    assertRedirects(client.get(url), f"{reverse('account_login')}?next={url}")

    client.force_login(UserFactory())
    assertContains(client.get(url), "Mulai mengisi")
    assert Application.objects.count() == 0


def test_pressing_daftar_begins_one_draft_however_often(client):
    offering, account = OfferingFactory(), UserFactory()
    client.force_login(account)

    first = client.post(reverse("apply", args=[offering.pk]))
    client.post(reverse("apply", args=[offering.pk]))

    application = Application.objects.get(trainee__account=account)
    assertRedirects(first, reverse("application", args=[application.pk]), fetch_redirect_response=False)
    assert [choice.offering for choice in application.choices.order_by("order")] == [offering]


def test_another_program_of_the_wave_leads_to_the_choices(client):
    first = OfferingFactory()
    second = OfferingFactory(wave=first.wave)
    client.force_login(UserFactory())
    client.post(reverse("apply", args=[first.pk]))

    response = client.post(reverse("apply", args=[second.pk]))

    application = Application.objects.get()
    assertRedirects(response, reverse("application_step", args=[application.pk, "pilihan"]))


def test_after_closing_nothing_begins(client):
    offering = OfferingFactory(wave=WaveFactory(closed=True))
    client.force_login(UserFactory())

    response = client.post(reverse("apply", args=[offering.pk]), follow=True)

    assertContains(response, "Pendaftaran program ini tidak sedang dibuka.")
    assert Application.objects.count() == 0


def test_who_has_applied_already_is_led_to_their_application(client):
    application = ApplicationFactory()
    offering = application.choices.get().offering
    client.force_login(application.trainee.account)

    assertContains(client.get(offering.get_absolute_url()), "Pendaftaran Anda pada gelombang ini: Terkirim.")
    assertRedirects(client.post(reverse("apply", args=[offering.pk])), application.get_absolute_url())


def test_staff_do_not_apply(client):
    client.force_login(MembershipFactory().user)
    assert client.post(reverse("apply", args=[OfferingFactory().pk])).status_code == 403


@pytest.mark.parametrize("name", ["help", "contact", "privacy", "accessibility"])
def test_everybody_may_read_how_it_works(client, name):
    center = WaveFactory().center
    response = client.get(reverse(name))

    assert response.status_code == 200
    if name == "contact":
        assertContains(response, center.address)


def test_who_makes_an_account_comes_back_to_the_program(client):
    url = reverse("apply", args=[OfferingFactory().pk])
    given = {"email": "baru@contoh.example", "password1": "kata-sandi-panjang-1", "next": url}

    client.post(reverse("account_signup"), given)
    body = OutboxMessage.objects.get(to_address="baru@contoh.example").body
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", body, re.MULTILINE)[0]
    response = client.post(reverse("account_code"), {"code": code})

    assertRedirects(response, url)
