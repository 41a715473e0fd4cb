"""Data saya, as its owner uses it: reading, taking along, taking back."""

import io
import json

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from audit import trail
from audit.models import AuditEntry, ViewLog
from audit.moves import Actor, Refused
from blk_portal.mydata import consents
from centers.models import Center
from enrollment.models import Application
from tests.factories.accounts import UserFactory
from tests.factories.centers import actor_at
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.trainees import ConsentFactory, ConsentTextFactory, TraineeFactory, guardian_consent

pytestmark = pytest.mark.django_db
PASSWORD = "kata-sandi-yang-panjang"


@pytest.fixture
def trainee():
    account = UserFactory(email="sari@contoh.example")
    account.set_password(PASSWORD)
    account.save()
    return TraineeFactory(account=account, full_name="Contoh Sari")


@pytest.fixture
def by(trainee):
    return Actor(user=trainee.account, role="trainee")


@pytest.fixture
def mine(client, trainee):
    client.force_login(trainee.account)
    return client


def say_it_is_you(client):
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


# --- reading and taking along ---


@pytest.mark.parametrize(("name", "args"), [("held", []), ("download", ["json"]), ("download", ["pdf"])])
def test_the_nik_in_clear_asks_for_the_password_once_more(mine, name, args):
    url = reverse(f"mydata:{name}", args=args)

    first = mine.get(url)
    say_it_is_you(mine)

    assert (first.status_code, first.url.split("?")[0]) == (302, reverse("account_reauthenticate"))
    assert mine.get(url).status_code == 200


def test_the_front_page_shows_the_nik_masked(mine, trainee):
    page = mine.get(reverse("mydata:home")).content.decode()

    assert trainee.nik not in page
    assert trainee.nik_tail in page


def test_the_json_file_is_private_and_its_taking_out_is_on_record(mine, trainee):
    say_it_is_you(mine)

    response = mine.get(reverse("mydata:download", args=["json"]))

    assert json.loads(response.content)["tentang"] == "Contoh Sari"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == f'attachment; filename="data-saya-{timezone.localdate()}.json"'
    assert ViewLog.objects.get().page == "mydata:download"


def test_the_pdf_says_the_same_in_words(mine, trainee):
    ApplicationFactory(trainee=trainee, number="990000042")
    say_it_is_you(mine)

    pdf = PdfReader(io.BytesIO(mine.get(reverse("mydata:download", args=["pdf"])).content))

    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert [words in text for words in ("Contoh Sari", trainee.nik, "990000042", "Dasar hukum")] == [True] * 4


def test_a_name_that_looks_like_markup_is_only_a_name(mine, trainee):
    trainee.full_name = '#panic("x") $x^2$ *tebal* <b>'
    trainee.save()
    say_it_is_you(mine)

    pdf = PdfReader(io.BytesIO(mine.get(reverse("mydata:download", args=["pdf"])).content))

    assert '#panic("x") $x^2$ *tebal* <b>' in pdf.pages[0].extract_text()


def test_an_unknown_form_of_copy_does_not_exist(mine):
    say_it_is_you(mine)

    assert mine.get(reverse("mydata:download", args=["xml"])).status_code == 404


# --- who looked ---


def test_who_looked_is_told_by_role_and_center(mine, trainee):
    officer = actor_at(ApplicationFactory(trainee=trainee).wave.center)
    officer.user.full_name = "Contoh Petugas Rahasia"
    officer.user.save()
    trail.viewed("document", by=officer, subjects=[trainee])

    page = mine.get(reverse("mydata:viewed")).content.decode()

    assert f"Petugas, {Center.objects.get(code=officer.center_code)}" in page
    assert "Foto dokumen" in page
    assert "Rahasia" not in page


def test_what_others_looked_at_of_others_is_not_told(mine):
    other = ApplicationFactory()
    trail.viewed("document", by=actor_at(other.wave.center), subjects=[other.trainee])

    assert "Foto dokumen" not in mine.get(reverse("mydata:viewed")).content.decode()


@pytest.mark.parametrize("times", [1, 60])
def test_a_page_of_views_costs_the_same_at_any_length(mine, trainee, times, django_assert_num_queries):
    officer = actor_at(ApplicationFactory(trainee=trainee).wave.center)
    for _time in range(times):
        trail.viewed("document", by=officer, subjects=[trainee])

    mine.get(reverse("mydata:viewed"))

    with django_assert_num_queries(34):
        mine.get(reverse("mydata:viewed"))


# --- taking a consent back ---


def of(trainee, purpose):
    return ConsentFactory(trainee=trainee, text=ConsentTextFactory(purpose=purpose, text=f"Saya setuju: {purpose}."))


def test_what_it_means_is_said_before_the_button(mine, trainee):
    consent = of(trainee, "processing")

    page = mine.get(reverse("mydata:withdraw", args=[consent.pk])).content.decode()
    consent.refresh_from_db()

    assert "Pendaftaran Anda yang masih berjalan dihentikan" in page
    assert consent.withdrawn_at is None


@pytest.mark.parametrize("purpose", ["publication", "tracer"])
def test_a_consent_nobody_needs_is_taken_back_at_once(mine, trainee, purpose):
    consent = of(trainee, purpose)
    application = ApplicationFactory(trainee=trainee)

    mine.post(reverse("mydata:withdraw", args=[consent.pk]))
    consent.refresh_from_db()
    application.refresh_from_db()

    assert consent.withdrawn_at is not None
    assert application.status == "submitted"
    assert AuditEntry.objects.about(consent).get().action == "consent.taken_back"


def test_without_processing_what_is_under_way_ends_and_drafts_go(mine, trainee):
    consent = of(trainee, "processing")
    sent = ApplicationFactory(trainee=trainee)
    draft = ApplicationFactory(trainee=trainee, status="draft")
    over = ApplicationFactory(trainee=trainee, status="not_selected")

    mine.post(reverse("mydata:withdraw", args=[consent.pk]))

    left = dict(Application.objects.filter(trainee=trainee).order_by("pk").values_list("pk", "status"))
    assert left == {sent.pk: "withdrawn", over.pk: "not_selected"}
    assert draft.pk not in left


def test_in_the_middle_of_a_training_it_is_settled_with_an_officer(trainee, by):
    consent = of(trainee, "processing")
    EnrollmentFactory(application__trainee=trainee)

    with pytest.raises(Refused) as refused:
        consents.withdraw(consent, by=by)

    consent.refresh_from_db()
    assert (refused.value.code, consent.withdrawn_at) == ("in_training", None)


def test_after_a_training_it_may_be_taken_back(trainee, by):
    consent = of(trainee, "processing")
    EnrollmentFactory(application__trainee=trainee, status="completed")

    consents.withdraw(consent, by=by)

    assert consent.withdrawn_at is not None


def test_a_guardian_s_consent_is_not_the_child_s_to_take_back(trainee, by):
    with pytest.raises(Refused) as refused:
        consents.withdraw(guardian_consent(trainee), by=by)

    assert refused.value.code == "not_yours"


def test_a_statement_of_truth_cannot_be_taken_back(trainee, by):
    with pytest.raises(Refused) as refused:
        consents.withdraw(of(trainee, "truth"), by=by)

    assert refused.value.code == "not_yours"


def test_pressing_twice_says_that_it_was_done(mine, trainee):
    consent = of(trainee, "tracer")
    url = reverse("mydata:withdraw", args=[consent.pk])
    mine.post(url)
    first = consents.Consent.objects.get(pk=consent.pk).withdrawn_at

    page = mine.post(url, follow=True).content.decode()

    assert "Sudah ditarik." in page
    assert consents.Consent.objects.get(pk=consent.pk).withdrawn_at == first


def test_somebody_else_s_consent_does_not_exist(mine):
    assert mine.post(reverse("mydata:withdraw", args=[ConsentFactory().pk])).status_code == 404
