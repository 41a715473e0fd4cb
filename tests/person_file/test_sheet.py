"""One person on one page: everything that this center has of them, nothing that another has."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import ViewLog
from centers.models import Role
from enrollment.models import Note
from tests.factories.centers import CenterFactory, MembershipFactory
from tests.factories.certification import BnspRecordFactory, certificate_of, completed
from tests.factories.classroom import MarkFactory, SheetFactory
from tests.factories.cohorts import CohortFactory, SessionFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.notifications import OutboxMessageFactory
from tests.factories.trainees import (
    ConsentFactory,
    ContactFactory,
    DataRequestFactory,
    DocumentFactory,
    GuardianFactory,
    TraineeFactory,
)

pytestmark = pytest.mark.django_db


def sheet(client, trainee):
    return client.get(reverse("admin:person_file", args=[trainee.pk]))


@pytest.fixture
def graduate(center):
    """A past class, its certificate and BNSP record; then a new application."""
    past = completed(CohortFactory(offering__wave__center=center, offering__wave__past=True))
    certificate_of(past)
    BnspRecordFactory(enrollment=past, scheme="Pengelasan SMAW 3G")
    ApplicationFactory(cohort=CohortFactory(offering__wave__center=center), trainee=past.trainee)
    return past.trainee


def test_all_there_is_of_one_person_stands_on_one_page(client, officer, center, graduate):
    newest = graduate.applications.latest("pk")
    DocumentFactory(trainee=graduate)
    ConsentFactory(trainee=graduate)
    GuardianFactory(trainee=graduate, name="Contoh Ibu")
    ContactFactory(trainee=graduate, name="Contoh Tetangga")
    DataRequestFactory(trainee=graduate, center=center)
    Note.objects.create(application=newest, text="Datang bersama ibunya.", written_by=officer.user)
    OutboxMessageFactory(
        center_code="pusat", subject_type="enrollment.application", subject_id=newest.pk, subject="Berkas diterima"
    )

    page = sheet(client, graduate)

    counts = {part: len(page.context[part]) for part in ("sent", "trainings", "certificates", "bnsp", "documents")}
    counts |= {part: len(page.context[part]) for part in ("letters", "contacts", "consents", "requests", "notes")}
    assert counts == {
        "sent": 2,
        "trainings": 1,
        "certificates": 1,
        "bnsp": 1,
        "documents": 1,
        "letters": 2,
        "contacts": 1,
        "consents": 1,
        "requests": 1,
        "notes": 1,
    }
    words = page.content.decode()
    told = [newest.number, "Berkas diterima", "Datang bersama ibunya.", "Contoh Ibu", "Contoh Tetangga", "3G"]
    assert [word for word in told if word not in words] == []


def test_attendance_is_told_in_jp(client, officer, cohort):
    enrolled = EnrollmentFactory(cohort=cohort)
    for day, jp in enumerate((8, 4), start=1):
        session = SessionFactory(cohort=cohort, status="held", jp=8, date=date(2026, 1, day))
        MarkFactory(sheet=SheetFactory(session=session), enrollment=enrolled, jp=jp)

    assert "Hadir 12 dari 16 JP" in sheet(client, enrolled.trainee).content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [("sent", "Terkirim"), ("dead", "Alamat tidak dikenal oleh server penerima."), ("waiting", "Menunggu")],
)
def test_each_message_says_whether_it_arrived(client, officer, person, state, words):
    somebody = person("Budi Contoh")
    error = {"last_error": "550 no such user"} if state == "dead" else {}
    about = {"subject_type": "trainees.trainee", "subject_id": somebody.pk}
    OutboxMessageFactory(center_code="pusat", state=state, **about, **error)

    assert words in sheet(client, somebody).content.decode()


def test_what_may_be_done_stands_beside_each_application_the_grave_last(client, officer, person):
    somebody = person("Budi Contoh")

    (sent,) = sheet(client, somebody).context["sent"]

    graves = [is_grave for _url, _words, is_grave in sent.acts]
    assert (graves, any(graves)) == (sorted(graves), True)
    assert client.get(sent.acts[0][0]).status_code == 200


def test_a_minor_without_consent_is_said_first(client, officer, person):
    minor = person("Budi Muda", birth_date=timezone.localdate() - timedelta(days=16 * 365))

    assert "Belum 18 tahun" in sheet(client, minor).content.decode()


# --- whose it is ---


def test_another_center_s_person_does_not_exist(client, officer):
    stranger = ApplicationFactory().trainee

    answers = [
        sheet(client, stranger),
        client.post(reverse("admin:person_nik", args=[stranger.pk])),
        client.get(reverse("admin:person_apart", args=[stranger.pk, stranger.pk])),
        client.get(reverse("admin:person_file", args=[99_999_999])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_what_another_center_has_of_this_person_stays_there(client, officer, person):
    somebody = person("Budi Contoh")
    there = completed(CohortFactory(offering__wave__center=CenterFactory(), offering__wave__past=True))
    there.__class__.objects.filter(pk=there.pk).update(trainee=somebody)
    there.application.__class__.objects.filter(pk=there.application_id).update(trainee=somebody)
    Note.objects.create(application=there.application, text="Catatan balai lain.", written_by=officer.user)
    OutboxMessageFactory(center_code="lain", subject_type="trainees.trainee", subject_id=somebody.pk)

    page = sheet(client, somebody)

    shown = {part: len(page.context[part]) for part in ("sent", "trainings", "certificates", "notes", "letters")}
    assert shown == {"sent": 1, "trainings": 0, "certificates": 0, "notes": 0, "letters": 0}


def test_a_certification_officer_sees_classes_and_certificates_and_no_papers(client, center, graduate):
    DocumentFactory(trainee=graduate)
    client.force_login(MembershipFactory(center=center, role=Role.CERTIFICATION).user)

    page = sheet(client, graduate)

    parts = ("sent", "documents", "notes", "views", "guardian", "consents")
    assert [name for name in parts if page.context[name] is not None] == []
    assert (len(page.context["trainings"]), len(page.context["certificates"])) == (1, 1)


def test_who_looked_is_told_to_the_head_and_not_to_the_officer(client, officer, person, center):
    somebody = person("Budi Contoh")
    assert sheet(client, somebody).context["views"] is None
    client.force_login(MembershipFactory(center=center, role=Role.HEAD).user)

    rows = sheet(client, somebody).context["views"]

    assert (str(officer.user), "Lembar seseorang") in [(who, where) for _at, who, _role, where in rows]


# --- the NIK ---


def test_the_nik_is_masked_until_it_is_asked_for_and_then_that_is_on_record(client, officer, person):
    somebody = person("Budi Contoh", nik="3674014502030001")

    masked = sheet(client, somebody).content.decode()
    shown = client.post(reverse("admin:person_nik", args=[somebody.pk])).content.decode()

    assert ("3674014502030001" in masked.replace(" ", ""), "3674 0145 0203 0001" in shown) == (False, True)
    assert ViewLog.objects.filter(page="admin:trainees.trainee:nik", user=officer.user).count() == 1


def test_htmx_gets_the_number_alone(client, officer, person):
    somebody = person("Budi Contoh", nik="3674014502030001")

    answer = client.post(reverse("admin:person_nik", args=[somebody.pk]), headers={"HX-Request": "true"})

    assert answer.content.decode().strip() == '<strong class="nik">3674 0145 0203 0001</strong>'


def test_the_head_reads_the_sheet_and_may_not_open_the_nik(client, head, person):
    somebody = person("Budi Contoh")

    page = sheet(client, somebody)

    assert ("Tampilkan NIK" in page.content.decode(), page.status_code) == (False, 200)
    assert client.post(reverse("admin:person_nik", args=[somebody.pk])).status_code == 403


@pytest.mark.parametrize("size", [1, 5])
def test_a_sheet_costs_the_same_however_much_is_on_it(client, officer, center, size, django_assert_num_queries):
    somebody = TraineeFactory()
    for _number in range(size):
        cohort = CohortFactory(offering__wave__center=center)
        application = ApplicationFactory(cohort=cohort, trainee=somebody, status="confirmed")
        EnrollmentFactory(cohort=cohort, application=application, status="completed")
        ConsentFactory(trainee=somebody)
        ContactFactory(trainee=somebody)
        DocumentFactory(trainee=somebody, kind__code=f"jenis-{_number}")
        Note.objects.create(application=application, text="Catatan.", written_by=officer.user)
        OutboxMessageFactory(center_code="pusat", subject_type="trainees.trainee", subject_id=somebody.pk)
    sheet(client, somebody)

    with django_assert_num_queries(26):
        page = sheet(client, somebody)

    assert (len(page.context["sent"]), len(page.context["trainings"])) == (size, size)
