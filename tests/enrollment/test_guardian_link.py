"""A minor's guardian answers on a page of their own; the link reaches nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import AuditEntry
from audit.moves import Actor, Refused
from enrollment import selectors, transitions
from enrollment.review import doubts
from enrollment.transitions import guardians
from notifications.models import OutboxMessage
from tests.factories.centers import DocumentKindFactory, actor_at
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ConsentTextFactory, GuardianFactory, TraineeFactory, guardian_consent
from trainees import guardian_link
from trainees.models import Consent

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Contoh Ibu", "relation": "Ibu", "phone": "081234567890", "email": "ibu@contoh.example"}
AGREED = {"processing": "on", "truth": "on"}


@pytest.fixture
def texts(db):
    DocumentKindFactory(code="surat_wali")
    ConsentTextFactory()
    ConsentTextFactory(purpose="truth", text="Data saya benar.")
    return ConsentTextFactory(purpose="guardian", text="Saya mengizinkan.")


@pytest.fixture
def minor(client, cohort, texts):
    """A draft of somebody of sixteen, complete but for the guardian, with its person signed in."""
    born = timezone.localdate() - timedelta(days=int(16.5 * 365.25))
    trainee = TraineeFactory(birth_date=born, nik__indexed=False)
    client.force_login(trainee.account)
    return ApplicationFactory(cohort=cohort, trainee=trainee, status="draft")


@pytest.fixture
def asked(minor):
    """The same with a link on its way; `asked` is the guardian."""
    GuardianFactory(trainee=minor.trainee, name="Contoh Ibu", email="ibu@contoh.example")
    return guardians.ask(minor, by=Actor(user=minor.trainee.account, role="trainee"))


def wali(application):
    return reverse("application_step", args=[application.pk, "wali"])


def own_page(guardian):
    return reverse("guardian_consent", args=[guardian_link.token_of(guardian)])


def answer(guardian, said, visitor=None):
    return (visitor or Client()).post(own_page(guardian), {"answer": said}, follow=True)


def told(kind):
    return OutboxMessage.objects.filter(kind=f"enrollment/{kind}")


# --- asking --------------------------------------------------------------------------------------------------------


def test_choosing_the_link_sends_it_to_the_guardian_and_never_shows_it(client, minor):
    response = client.post(wali(minor), GIVEN | {"way": "link"}, follow=True)

    guardian = minor.trainee.guardian
    message = told("guardian_asked").get()
    assert (message.to_address, message.is_secret, message.to_user) == ("ibu@contoh.example", True, None)
    assert own_page(guardian) in message.body
    assert (guardian.link_round, guardian.asked_at is not None) == (1, True)
    token = guardian_link.token_of(guardian)
    for page in (response, client.get(wali(minor)), client.get(reverse("application_check", args=[minor.pk]))):
        assertNotContains(page, token)


def test_nothing_of_the_link_goes_to_the_trainee_themselves(client, minor):
    account = minor.trainee.account
    response = client.post(wali(minor), GIVEN | {"way": "link", "email": account.email.upper()})

    assert list(response.context["form"].errors) == ["way"]
    assertContains(response, "e-mail Anda sendiri tidak berlaku")
    assert not OutboxMessage.objects.exists()


def test_without_a_channel_the_page_says_so_and_offers_the_letter(client, minor):
    response = client.post(wali(minor), GIVEN | {"way": "link", "email": ""})

    assertContains(response, "Tautan belum bisa dikirim ke nomor itu")
    assertContains(response, reverse("guardian_letter", args=[minor.pk]))
    assert not OutboxMessage.objects.exists()


def test_a_link_waits_at_least_ten_minutes_for_the_next_and_five_a_day_are_enough(client, asked, minor, time_machine):
    now = timezone.now()
    again = reverse("guardian_ask", args=[minor.pk])

    assertContains(client.post(again, follow=True), "Tunggu sepuluh menit")
    for number in range(1, 5):
        time_machine.move_to(now + timedelta(minutes=11 * number))
        assertContains(client.post(again, follow=True), "dikirim kepada Contoh Ibu")
    time_machine.move_to(now + timedelta(minutes=60))
    assertContains(client.post(again, follow=True), "beberapa kali dikirim hari ini")
    assert told("guardian_asked").count() == 5


def test_only_the_newest_link_is_good(asked, minor, time_machine):
    first = own_page(asked)
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    guardians.ask(minor, by=Actor(role="trainee"))

    assert Client().get(first).status_code == 410
    assert Client().post(first, {"answer": "ya"}).status_code == 410
    assert not Consent.objects.exists()


@pytest.mark.parametrize("change", [{"phone": "081399998888"}, {"email": "lain@contoh.example"}])
def test_another_phone_or_address_voids_the_link(client, asked, minor, change):
    url = own_page(asked)
    waits_no_more = client.post(wali(minor), GIVEN | {"phone": asked.phone} | change)
    assert list(waits_no_more.context["form"].errors) == ["way"]
    client.post(wali(minor), GIVEN | {"phone": asked.phone} | change | {"way": "link"})

    assert Client().get(url).status_code == 410
    assert told("guardian_asked").count() == 2


@pytest.mark.parametrize(
    ("code", "prepare"),
    [
        ("already_agreed", lambda minor: guardian_consent(minor.trainee)),
        ("no_guardian", lambda minor: None),
        ("unreachable", lambda minor: GuardianFactory(trainee=minor.trainee, email="")),
    ],
)
def test_when_no_link_is_sent(minor, code, prepare):
    prepare(minor)
    with pytest.raises(Refused) as refusal:
        guardians.ask(minor, by=Actor(role="trainee"))

    assert refusal.value.code == code
    assert not OutboxMessage.objects.exists()


# --- the guardian's page ---------------------------------------------------------------------------------------------


def test_the_page_says_who_applies_for_what_and_shows_the_whole_text(asked, minor):
    page = Client().get(own_page(asked))

    for words in (minor.trainee.full_name, str(minor.choices.get().offering.program), "Saya mengizinkan."):
        assertContains(page, words)
    for hidden in (minor.trainee.nik_tail, minor.trainee.address, minor.trainee.phone):
        assertNotContains(page, hidden)
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_looking_ten_times_changes_nothing(asked):
    visitor = Client()
    for _time in range(10):
        assert visitor.get(own_page(asked)).status_code == 200
    assert visitor.head(own_page(asked)).status_code == 200

    assert not Consent.objects.exists()


def test_agreeing_keeps_who_agreed_to_what_when_and_from_where(asked, minor, texts):
    assertContains(answer(asked, "ya"), "persetujuan Anda tercatat")

    consent = Consent.objects.get()
    assert (consent.text, consent.given_by, consent.channel, consent.ip) == (
        texts,
        "Contoh Ibu",
        "portal",
        "127.0.0.1",
    )
    assert selectors.guardian_consent(minor.trainee) == consent
    entry = AuditEntry.objects.get(action="application.guardian_agreed")
    assert (entry.role, entry.user, entry.subject_id) == ("guardian", None, minor.pk)
    message = told("guardian_agreed").get()
    assert message.to_address == minor.trainee.account.email
    assert guardian_link.token_of(asked) not in message.body


def test_refusing_is_kept_as_well_and_told_kindly(asked, minor):
    assertContains(answer(asked, "tidak"), "Anda memilih tidak setuju")

    consent = Consent.objects.get()
    assert consent.withdrawn_at == consent.given_at
    assert selectors.guardian_standing(minor.trainee).name == "declined"
    assert "Bicarakan dahulu dengan tenang" in told("guardian_declined").get().body


def test_one_link_takes_one_answer(asked):
    answer(asked, "tidak")
    assertContains(answer(asked, "ya"), "Anda memilih tidak setuju")

    assert Consent.objects.count() == 1


def test_the_consent_is_withdrawn_by_the_same_link_long_after(asked, minor, time_machine):
    answer(asked, "ya")
    time_machine.move_to(timezone.now() + timedelta(days=40))

    assertContains(Client().get(own_page(asked)), "Tarik persetujuan")
    assertContains(answer(asked, "tarik"), "Persetujuan sudah ditarik")

    assert selectors.guardian_consent(minor.trainee) is None
    assert told("guardian_withdrew").count() == 1
    answer(asked, "tarik")
    assert told("guardian_withdrew").count() == 1


def test_a_refusal_outweighs_a_letter(asked, minor, texts):
    Consent.objects.create(trainee=minor.trainee, text=texts, given_by="Contoh Ibu", channel="letter")
    answer(asked, "tidak")

    assert selectors.guardian_consent(minor.trainee) is None


def test_after_fourteen_days_the_link_is_over(asked, minor, time_machine):
    time_machine.move_to(asked.asked_at + timedelta(days=14))

    assert Client().get(own_page(asked)).status_code == 410
    assert answer(asked, "ya").status_code == 410
    assert selectors.guardian_standing(minor.trainee).name == "expired"


@pytest.mark.parametrize("token", ["x", "1", "1-", "٣-abc", "99999999999999999999-a", "0-" + "0" * 40])
def test_a_link_nobody_wrote_leads_nowhere(asked, token):
    assert Client().get(reverse("guardian_consent", args=[token])).status_code == 410


def test_without_words_to_agree_to_there_is_no_page(asked, texts):
    texts.delete()

    assert Client().get(own_page(asked)).status_code == 410
    assert answer(asked, "ya").status_code == 410


def test_a_post_without_an_answer_changes_nothing(asked):
    assert Client().post(own_page(asked), {"answer": "mungkin"}).status_code == 200
    assert not Consent.objects.exists()


def test_the_page_speaks_english_too(asked):
    visitor = Client()
    visitor.post(reverse("set_language"), {"language": "en", "next": own_page(asked)})

    assert visitor.get(own_page(asked)).headers["Content-Language"] == "en"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_time_are_one_answer(asked):
    def press(said):
        try:
            return answer(asked, said).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, ["ya", "tidak"])) == [200, 200]
    assert Consent.objects.count() == 1


# --- sending meanwhile -----------------------------------------------------------------------------------------------


def test_a_minor_sends_while_the_link_waits_and_is_verified_only_with_the_consent(client, asked, minor, cohort):
    client.post(reverse("application_check", args=[minor.pk]), AGREED)
    minor.refresh_from_db()
    assert (minor.status, minor.consented_at) == ("submitted", None)
    officer = actor_at(cohort.offering.wave.center)
    with pytest.raises(Refused) as refusal:
        transitions.verify(minor, by=officer)
    assert refusal.value.code == "guardian_consent_missing"

    answer(asked, "ya")
    minor.refresh_from_db()
    assert minor.consented_at == Consent.objects.get(text__purpose="guardian").given_at
    transitions.verify(minor, by=officer)
    assert minor.status == "verified"


def test_a_refusal_takes_the_consent_off_what_was_sent(client, asked, minor):
    client.post(reverse("application_check", args=[minor.pk]), AGREED)
    answer(asked, "ya")
    answer(asked, "tarik")

    minor.refresh_from_db()
    assert minor.consented_at is None


def test_what_is_sent_keeps_the_guardians_page_open_until_there_is_a_consent(client, asked, minor):
    client.post(reverse("application_check", args=[minor.pk]), AGREED)

    assertContains(client.get(wali(minor)), "Menunggu jawaban")
    answer(asked, "ya")
    assertRedirects(client.get(wali(minor)), minor.get_absolute_url(), fetch_redirect_response=False)


def test_the_journey_leads_to_the_guardian_until_there_is_a_consent(client, asked, minor):
    client.post(reverse("application_check", args=[minor.pk]), AGREED)

    assertContains(client.get(minor.get_absolute_url()), "Minta persetujuan orang tua atau wali")
    answer(asked, "ya")
    assertContains(client.get(minor.get_absolute_url()), "Petugas memeriksa berkas Anda")


def test_the_officer_reads_how_far_the_consent_has_come(client, asked, minor):
    client.post(reverse("application_check", args=[minor.pk]), AGREED)
    minor.refresh_from_db()

    assert doubts(minor) == [
        "Peserta belum 18 tahun; tautan persetujuan sudah dikirim kepada walinya dan belum dijawab."
    ]
    answer(asked, "ya")
    assert doubts(minor) == []


def test_a_refused_draft_cannot_be_sent(client, asked, minor):
    answer(asked, "tidak")
    response = client.post(reverse("application_check", args=[minor.pk]), AGREED)

    assertContains(response, "Kirim tautan kepada orang tua atau wali")
    minor.refresh_from_db()
    assert minor.status == "draft"


def test_another_guardian_ends_what_the_one_before_agreed_to(client, asked, minor):
    answer(asked, "ya")
    other = GIVEN | {"name": "Contoh Paman"}

    assertContains(client.post(wali(minor), other), "Walinya berganti")
    client.post(wali(minor), other | {"way": "link", "email": "paman@contoh.example"})

    minor.trainee.refresh_from_db()
    assert selectors.guardian_consent(minor.trainee) is None
    assert selectors.guardian_standing(minor.trainee).name == "waiting"
