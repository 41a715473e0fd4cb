"""The last page and the one button; minors; first come, first served; what came back; twice at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import AuditEntry
from blk_portal.journey.sent import JUST_SENT
from cohorts.models import OfferingDocument
from enrollment import transitions
from enrollment.models import Application
from enrollment.views.paging import address_of
from enrollment.workflow import Status
from notifications.models import OutboxMessage
from tests.factories.centers import DocumentKindFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import (
    ConsentTextFactory,
    DocumentFactory,
    TraineeFactory,
    a_photo,
    guardian_consent,
    nik_for,
)
from trainees.models import Consent

pytestmark = pytest.mark.django_db
AGREED = {"processing": "on", "truth": "on"}


@pytest.fixture
def texts(db):
    return {
        "processing": ConsentTextFactory(),
        "truth": ConsentTextFactory(purpose="truth", text="Data saya benar."),
        "publication": ConsentTextFactory(purpose="publication", text="Boleh dimuat.", required=False),
        "guardian": ConsentTextFactory(purpose="guardian", text="Saya mengizinkan."),
    }


def a_draft(client, cohort, **trainee):
    trainee = TraineeFactory(**{"nik__indexed": False} | trainee)
    application = ApplicationFactory(cohort=cohort, trainee=trainee, status="draft")
    client.force_login(trainee.account)
    return application


@pytest.fixture
def draft(client, cohort, texts):
    """Complete: only the consents and the button are missing."""
    return a_draft(client, cohort)


def check(application):
    return reverse("application_check", args=[application.pk])


def sent(application):
    return reverse("journey:sent", args=[application.pk])


def photo(content=None):
    return SimpleUploadedFile("surat.jpg", content or a_photo(), content_type="image/jpeg")


def years_old(years):
    return timezone.localdate() - timedelta(days=int(years * 365.25))


# --- the check -----------------------------------------------------------------------------------------------------


def test_the_check_shows_everything_and_ticks_nothing(client, draft):
    response = client.get(check(draft))

    for words in (draft.trainee.full_name, "12 Mei 2004", "Jelupang, Serpong Utara", draft.trainee.phone):
        assertContains(response, words)
    assert list(response.context["form"].fields) == ["processing", "truth", "publication"]
    assertNotContains(response, " checked")
    assertNotContains(response, draft.trainee.nik)


def test_what_is_missing_leads_to_its_page(client, texts, cohort):
    draft = a_draft(client, cohort, phone="", address="")
    OfferingDocument.objects.create(offering=cohort.offering, kind=DocumentKindFactory(code="ktp"))

    response = client.get(check(draft))

    assert [step.name for step, _url, _sentence in response.context["lacking"]] == ["address", "contacts", "documents"]
    assertContains(response, reverse("application_step", args=[draft.pk, "kontak"]) + "?dari=periksa")
    assertNotContains(response, "Kirim pendaftaran")


def test_an_incomplete_draft_is_refused_even_by_hand(client, texts, cohort):
    draft = a_draft(client, cohort, phone="")

    assertContains(client.post(check(draft), AGREED), "Isi nomor ponsel.")
    draft.refresh_from_db()
    assert (draft.status, Consent.objects.count()) == ("draft", 0)


def test_without_the_required_consents_nothing_is_sent(client, draft):
    response = client.post(check(draft), {"processing": "on"})

    assert list(response.context["form"].errors) == ["truth"]
    assertContains(response, "Centang pernyataan ini")
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_sending_keeps_who_agreed_to_what_when_and_from_where(client, draft, texts):
    assertRedirects(client.post(check(draft), AGREED), sent(draft))

    draft.refresh_from_db()
    assert (draft.status, draft.number is not None) == ("submitted", True)
    given = Consent.objects.order_by("pk")
    assert [consent.text for consent in given] == [texts["processing"], texts["truth"]]
    assert {(consent.given_by, consent.ip, consent.channel) for consent in given} == {
        (draft.trainee.full_name, "127.0.0.1", "portal")
    }
    assert OutboxMessage.objects.get().kind == "enrollment/submitted"


def test_a_newer_version_of_a_text_is_what_is_asked(client, draft):
    newer = ConsentTextFactory(version=2, text="Teks baru.")
    ConsentTextFactory(version=3, text="Belum berlaku.", valid_from=timezone.now() + timedelta(days=1))

    assertContains(client.get(check(draft)), "Teks baru.")
    client.post(check(draft), AGREED)
    assert Consent.objects.filter(text=newer).count() == 1


@pytest.mark.parametrize(
    ("years", "words"), [(10, "Anda memenuhi syarat usia mulai"), (45, "terakhir Anda penuhi pada")]
)
def test_who_is_not_eligible_reads_why_and_cannot_send(client, texts, cohort, years, words):
    trainee = TraineeFactory(birth_date=years_old(years), nik__indexed=False)
    guardian_consent(trainee)
    draft = ApplicationFactory(cohort=cohort, trainee=trainee, status="draft")
    client.force_login(trainee.account)

    response = client.get(check(draft))
    assertContains(response, words)
    assertContains(response, "Belum bisa dikirim")
    assertNotContains(response, "Kirim pendaftaran")
    assertContains(client.post(check(draft), AGREED), words)


def test_closed_meanwhile(client, draft):
    draft.wave.closes_at = timezone.now() - timedelta(minutes=1)
    draft.wave.save()

    assertContains(client.post(check(draft), AGREED), "sudah ditutup")


def test_full_meanwhile(client, texts):
    cohort = CohortFactory(offering=OfferingFactory(applicant_cap=1))
    draft = a_draft(client, cohort)
    ApplicationFactory(cohort=cohort)

    assertContains(client.post(check(draft), AGREED), "sudah penuh")


def test_a_nik_that_disagrees_is_the_officers_to_judge(client, texts, cohort):
    draft = a_draft(client, cohort, nik=nik_for(years_old(30), "M", 7))

    assertContains(client.get(check(draft)), "Tanggal lahir pada formulir")
    assertRedirects(client.post(check(draft), AGREED), sent(draft))


def test_somebody_elses_nik_gets_the_same_answer(client, texts, cohort):
    holder = TraineeFactory()
    draft = a_draft(client, cohort, nik=holder.nik)

    response = client.post(check(draft), AGREED, follow=True)

    draft.refresh_from_db()
    assert (draft.status, draft.identity_claim) == ("submitted", True)
    assertNotContains(response, "klaim")


def test_somebody_elses_nik_costs_the_same(client, texts, cohort):
    """Two strangers, the same work: nothing tells whether a NIK is known here."""
    holder, answers = TraineeFactory(), []
    for nik in (nik_for(years_old(21), "F", 4711), nik_for(years_old(21), "F", 4712), holder.nik):
        browser = Client()
        draft = a_draft(browser, cohort, nik=nik)
        letters = OutboxMessage.objects.count()
        with CaptureQueriesContext(connection) as queries:
            response = browser.post(check(draft), AGREED)
        answers.append((response.status_code, len(queries), OutboxMessage.objects.count() - letters))

    assert answers[1] == answers[2]
    assert (answers[1][0], answers[1][2]) == (302, 1)


# --- once ----------------------------------------------------------------------------------------------------------


def test_pressing_again_shows_the_same_page_and_sends_nothing_more(client, draft):
    first = client.post(check(draft), AGREED)
    again = client.post(check(draft), AGREED)
    back = client.get(check(draft))

    assert first.url == again.url == back.url == sent(draft)
    assert (Application.objects.count(), OutboxMessage.objects.count(), Consent.objects.count()) == (1, 1, 2)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_send_one_application(client, cohort, texts):
    draft = a_draft(client, cohort)
    cookies = client.cookies

    def press(_number):
        tab = Client()
        tab.cookies = cookies
        try:
            return tab.post(check(draft), AGREED).url
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(press, range(4)))

    assert answers == {sent(draft)}
    assert AuditEntry.objects.filter(action="application.submit").count() == 1
    assert (OutboxMessage.objects.count(), Consent.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_pressing_daftar_in_two_tabs_begins_one_draft(client, cohort):
    trainee = TraineeFactory()
    client.force_login(trainee.account)
    cookies = client.cookies

    def press(_number):
        tab = Client()
        tab.cookies = cookies
        try:
            return tab.post(reverse("apply", args=[cohort.offering.pk])).url
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(press, range(4)))

    assert answers == {reverse("application", args=[Application.objects.get().pk])}


def test_the_page_after_sending_tells_the_number_and_what_comes_now(client, draft):
    response = client.post(check(draft), AGREED, follow=True)

    draft.refresh_from_db()
    assertContains(response, draft.number)
    assertContains(response, draft.trainee.phone)
    assertContains(response, "Petugas memeriksa berkas Anda")
    assertContains(response, draft.get_absolute_url())


@pytest.mark.parametrize("status", sorted(set(Status) - JUST_SENT))
def test_at_any_other_time_that_page_leads_to_the_journey(client, cohort, status):
    application = ApplicationFactory(cohort=cohort, status=status)
    client.force_login(application.trainee.account)

    assertRedirects(client.get(sent(application)), application.get_absolute_url(), fetch_redirect_response=False)


# --- minors --------------------------------------------------------------------------------------------------------


@pytest.fixture
def minor(client, cohort, texts):
    DocumentKindFactory(code="surat_wali")
    return a_draft(client, cohort, birth_date=years_old(16.5))


GUARDIAN = {"name": "Contoh Ibu", "relation": "Ibu", "phone": "081234567890"}


def test_a_minor_has_one_page_more_and_cannot_send_without_it(client, minor):
    url = reverse("application_step", args=[minor.pk, "wali"])
    assertContains(client.get(url), "Saya mengizinkan.")
    assertContains(client.post(check(minor), AGREED), "Isi data orang tua atau wali.")

    response = client.post(url, GUARDIAN)
    assert list(response.context["form"].errors) == ["way"]
    assertContains(response, 'value="Contoh Ibu"')
    assert list(client.post(url, GUARDIAN | {"way": "letter"}).context["form"].errors) == ["letter"]


def test_the_letter_of_a_minor_is_kept_as_a_consent(client, minor, texts):
    url = reverse("application_step", args=[minor.pk, "wali"])
    client.post(url, GUARDIAN | {"letter": photo()})

    consent = Consent.objects.get()
    assert (consent.text, consent.given_by, consent.channel) == (texts["guardian"], "Contoh Ibu", "letter")
    assert consent.document.kind.code == "surat_wali"
    client.post(check(minor), AGREED)
    minor.refresh_from_db()
    assert (minor.status, minor.consented_at) == ("submitted", consent.given_at)


def test_another_guardian_signs_another_letter(client, minor):
    url = reverse("application_step", args=[minor.pk, "wali"])
    client.post(url, GUARDIAN | {"letter": photo()})

    response = client.post(url, GUARDIAN | {"name": "Contoh Paman"})
    assertContains(response, "Walinya berganti")
    client.post(url, GUARDIAN | {"phone": "081334567890"})
    assert (Consent.objects.count(), minor.trainee.documents.count()) == (1, 1)


def test_a_letter_sent_back_counts_as_missing(client, minor):
    url = reverse("application_step", args=[minor.pk, "wali"])
    client.post(url, GUARDIAN | {"letter": photo()})
    minor.trainee.documents.update(state="fix", reason="Tanda tangan tidak terlihat.")

    assertContains(client.get(url), "Tanda tangan tidak terlihat.")
    assertContains(client.get(check(minor)), "unggah foto surat persetujuan")


def test_the_letter_can_be_printed(client, minor):
    response = client.get(reverse("guardian_letter", args=[minor.pk]))

    assertContains(response, minor.trainee.full_name)
    assertContains(response, "Saya mengizinkan.")


# --- first come ----------------------------------------------------------------------------------------------------


def test_first_come_gives_the_seat_and_then_the_queue(client, texts):
    cohort = CohortFactory(offering=OfferingFactory(mode="first_come"), seats=1)
    answers = []
    for _ in range(2):
        draft = a_draft(client, cohort)
        answers.append(client.post(check(draft), AGREED, follow=True))

    assertContains(answers[0], "satu kursi disimpan untuk Anda")
    assertContains(answers[1], "Anda masuk cadangan")
    assert [answer.context["place"] for answer in answers] == [None, 1]
    assert sorted(Application.objects.values_list("status", flat=True)) == ["provisional", "reserve"]


# --- what came back ------------------------------------------------------------------------------------------------


def test_what_came_back_is_mended_and_sent_again(client, draft, cohort):
    kind = DocumentKindFactory(code="ktp")
    OfferingDocument.objects.create(offering=cohort.offering, kind=kind)
    DocumentFactory(trainee=draft.trainee, kind=kind)
    client.post(check(draft), AGREED)
    officer = actor_at(cohort.offering.wave.center)
    draft.refresh_from_db()
    transitions.return_for_fixing(draft, by=officer, reason="Foto KTP terpotong.", kinds=[kind])

    shown = client.get(check(draft))
    assertContains(shown, "Foto KTP terpotong.")
    assertContains(shown, "Unggah foto KTP.")

    client.post(reverse("application_step", args=[draft.pk, "berkas"]), {"ktp": photo()})
    assertRedirects(client.post(check(draft), {"truth": "on"}), sent(draft))
    draft.refresh_from_db()
    assert (draft.status, draft.reason) == ("submitted", "")
    assert AuditEntry.objects.filter(action="application.fill").get().facts == {"step": "documents"}


def test_a_corrected_nik_is_taken_when_it_is_sent_again(client, draft, cohort):
    client.post(check(draft), AGREED)
    draft.refresh_from_db()
    transitions.return_for_fixing(draft, by=actor_at(cohort.offering.wave.center), reason="NIK salah ketik.")
    before = draft.trainee.nik_index

    given = {"full_name": "Suharti", "nik": nik_for(draft.trainee.birth_date, "F", 4321), "birth_place": "Serang"}
    given |= {"birth_date_day": "12", "birth_date_month": "5", "birth_date_year": "2004", "sex": "F"}
    client.post(reverse("application_step", args=[draft.pk, "data-diri"]), given)
    client.post(check(draft), {"truth": "on"})

    draft.refresh_from_db()
    draft.trainee.refresh_from_db()
    assert (draft.status, draft.identity_claim) == ("submitted", False)
    assert draft.trainee.nik_index not in {before, None}


def test_a_correction_is_judged_again(client, draft, cohort):
    client.post(check(draft), AGREED)
    draft.refresh_from_db()
    transitions.return_for_fixing(draft, by=actor_at(cohort.offering.wave.center), reason="Tanggal lahir keliru.")
    draft.trainee.birth_date = years_old(45)
    draft.trainee.save()

    assertContains(client.post(check(draft), {"truth": "on"}), "terakhir Anda penuhi pada")
    draft.refresh_from_db()
    assert draft.status == "returned"


def test_behind_a_proxy_the_consent_names_the_person_s_address(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    sent = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", headers=sent)

    assert address_of(request) == "203.0.113.7"
