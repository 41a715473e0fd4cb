"""The history of a person: everything about them in one place, for whom it is open, at a cost that does not grow."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from audit import trail
from audit.models import AuditEntry, ViewLog
from audit.moves import CLOCK, Actor
from blk_portal.history import belongings
from centers.models import Role
from tests.factories.accounts import StaffFactory
from tests.factories.centers import CenterFactory, MembershipFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.notifications import OutboxMessageFactory
from tests.factories.trainees import ConsentFactory, DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def center():
    return CenterFactory(code="blk-a")


@pytest.fixture
def officer(center):
    user = StaffFactory(full_name="Contoh Petugas")
    MembershipFactory(user=user, center=center, role=Role.OFFICER)
    return Actor(user=user, role="officer", center_code=center.code)


@pytest.fixture
def head(client, center):
    user = MembershipFactory(center=center, role=Role.HEAD).user
    client.force_login(user)
    return user


@pytest.fixture
def application(center):
    cohort = CohortFactory(offering=OfferingFactory(wave=WaveFactory(center=center)))
    return ApplicationFactory(cohort=cohort, status="submitted", trainee__full_name="Contoh Riwayat")


def history_of(client, trainee, **query):
    return client.get(reverse("admin:person_history", args=[trainee.pk]), query)


def told(page):
    return [line.what for line in page.context["page"].object_list]


def test_acts_on_everything_of_a_person_and_messages_stand_in_one_line_of_time(
    client, head, officer, application, time_machine
):
    trainee = application.trainee
    consent = ConsentFactory(trainee=trainee)
    steps = [
        lambda: trail.write("trainee.import", by=CLOCK, about=trainee),
        lambda: trail.write("user.signed_in", by=Actor(user=trainee.account), about=trainee.account),
        lambda: trail.write("application.score", by=officer, about=application, facts={"part": "test", "value": "80"}),
        lambda: trail.write("consent.changed", by=officer, about=consent),
        lambda: OutboxMessageFactory(to_user=trainee.account, subject="Berkas lolos", center_code="blk-a"),
    ]
    for minute, step in enumerate(steps):
        time_machine.move_to(timezone.now() + timedelta(minutes=minute + 1), tick=False)
        step()

    page = history_of(client, trainee)

    assert told(page) == [
        "Pesan: Berkas lolos",
        "Persetujuan: Diubah",
        f"Pendaftaran {application.number}: Nilai ditulis",
        "Akun: Masuk",
        "Peserta: Diimpor",
    ]
    (score,) = [line for line in page.context["page"].object_list if "Nilai" in line.what]
    assert (score.who, score.role, score.facts) == (
        "Contoh Petugas",
        "Petugas",
        ("Bagian: Tes tertulis", "Nilai: 80"),
    )


def test_a_secret_message_is_not_told(client, head, application):
    OutboxMessageFactory(to_user=application.trainee.account, subject="Kode 123456", is_secret=True)

    assert told(history_of(client, application.trainee)) == ["Pesan: isi rahasia"]


def test_who_saw_the_data_is_told_with_the_page_and_how_many_rows(client, head, officer, application):
    trainee, other = application.trainee, ApplicationFactory().trainee
    trail.viewed("document", by=officer, subjects=[trainee])
    trail.viewed("admin:enrollment.application:list", by=officer, subjects=[application])
    trail.viewed("certification:issue", by=officer, subjects=[trainee, other], rows=16)
    trail.viewed("document", by=officer, subjects=[other])

    rows = history_of(client, trainee, bagian="dilihat").context["page"].object_list

    assert [row[1:] for row in rows] == [
        (str(head), "Kepala", "Riwayat seseorang", 1),
        ("Contoh Petugas", "Petugas", "Penerbitan sertifikat", 16),
        ("Contoh Petugas", "Petugas", "Daftar pendaftaran", 1),
        ("Contoh Petugas", "Petugas", "Foto dokumen", 1),
    ]


def test_reading_a_history_is_itself_on_record(client, head, application):
    history_of(client, application.trainee)

    row = ViewLog.objects.get()
    assert (row.page, row.user, row.subject_ids) == ("admin:person_history", head, [application.trainee.pk])


def test_what_another_center_did_stays_there(client, head, application):
    elsewhere = Actor(user=StaffFactory(), role="officer", center_code="blk-b")
    trail.write("trainee.changed", by=elsewhere, about=application.trainee)
    trail.viewed("document", by=elsewhere, subjects=[application.trainee])

    assert told(history_of(client, application.trainee)) == []
    rows = history_of(client, application.trainee, bagian="dilihat").context["page"].object_list
    assert [row[3] for row in rows] == ["Riwayat seseorang"] * 2


def test_everything_that_the_register_leads_to_a_person_belongs_to_them(application):
    trainee = application.trainee
    papers = DocumentFactory.create_batch(2, trainee=trainee)
    DocumentFactory()

    found = {model._meta.label_lower: sorted(pks) for model, pks in belongings.of_trainee(trainee).items()}

    assert found == {
        "trainees.trainee": [trainee.pk],
        "accounts.user": [trainee.account_id],
        "trainees.document": sorted(paper.pk for paper in papers),
        "trainees.documentpage": sorted(page.pk for paper in papers for page in paper.pages.all()),
        "enrollment.application": [application.pk],
        "enrollment.choice": [application.choices.get().pk],
    }


@pytest.mark.parametrize("size", [3, 40])
def test_the_page_costs_the_same_for_any_past(client, head, officer, application, size, django_assert_num_queries):
    trainee = application.trainee
    for _n in range(size):
        trail.write("application.score", by=officer, about=application, facts={"part": "test", "value": "80"})
        trail.viewed("document", by=officer, subjects=[trainee])
        OutboxMessageFactory(to_user=trainee.account)
    ContentType.objects.clear_cache()
    history_of(client, trainee)

    # session, user, memberships, person, view log (with its types of objects); the ways to what is theirs, one a
    # model (23); the page: count, acts and messages in one line, their rows, numbers of applications
    with django_assert_num_queries(38):
        assert len(told(history_of(client, trainee))) == min(2 * size, 50)


@pytest.mark.parametrize("size", [3, 60])
def test_who_looked_costs_the_same_for_any_number(client, head, officer, application, size, django_assert_num_queries):
    for _n in range(size):
        trail.viewed("document", by=officer, subjects=[application.trainee])
    history_of(client, application.trainee, bagian="dilihat")

    with django_assert_num_queries(35):
        history_of(client, application.trainee, bagian="dilihat")


def test_pages_of_fifty(client, head, officer, application):
    AuditEntry.objects.bulk_create(
        AuditEntry(
            action="trainee.changed",
            at=timezone.now() + timedelta(seconds=n),
            subject_type=ContentType.objects.get_for_model(application.trainee),
            subject_id=application.trainee.pk,
            note=str(n),
        )
        for n in range(120)
    )

    first, last = history_of(client, application.trainee), history_of(client, application.trainee, halaman=3)

    assert [line.note for line in first.context["page"].object_list] == [str(n) for n in range(119, 69, -1)]
    assert [line.note for line in last.context["page"].object_list] == [str(n) for n in range(19, -1, -1)]


# --- an account of the staff ---


def account_history(client, account, part=""):
    return (
        client.get(reverse("admin:account_history", args=[account.pk]), {"bagian": part}).context["page"].object_list
    )


def test_an_account_tells_what_was_done_to_it_what_it_did_and_what_it_opened(client, head, officer, application):
    account = officer.user
    trail.write("user.sign_in_failed", by=Actor(), about=account)
    trail.write("application.score", by=officer, about=application, facts={"part": "interview", "value": "70"})
    trail.viewed("document", by=officer, subjects=[application.trainee])

    assert [line.what for line in account_history(client, account)] == ["Percobaan masuk tidak berhasil"]
    assert [line.what for line in account_history(client, account, "dikerjakan")] == [
        f"Pendaftaran {application.number}: Nilai ditulis"
    ]
    assert [row[3] for row in account_history(client, account, "membuka")] == ["Foto dokumen"]
    assert [row[3] for row in account_history(client, account, "dilihat")] == ["Riwayat akun"] * 4


def test_a_sign_in_that_failed_stands_on_the_account_that_was_tried(client, officer):
    url = reverse("account_login")

    client.post(url, {"login": officer.user.email.upper(), "password": "salah-sekali"})
    client.post(url, {"login": "tidak.ada@contoh.example", "password": "salah-sekali"})

    tried = AuditEntry.objects.filter(action="user.sign_in_failed").order_by("pk")
    assert [entry.subject_id for entry in tried] == [officer.user.pk, None]


# --- the ways there ---


@pytest.mark.parametrize(("role", "there"), [(Role.HEAD, True), (Role.OFFICER, False)])
def test_the_page_of_a_person_leads_there_for_whom_it_is_open(client, center, application, role, there):
    client.force_login(MembershipFactory(center=center, role=role).user)

    page = client.get(reverse("admin:trainees_trainee_change", args=[application.trainee.pk])).content.decode()

    assert (reverse("admin:person_history", args=[application.trainee.pk]) in page) is there


def test_the_page_of_an_account_leads_there(client, head, officer):
    page = client.get(reverse("admin:accounts_user_change", args=[officer.user.pk])).content.decode()

    assert reverse("admin:account_history", args=[officer.user.pk]) in page


def test_the_data_protection_officer_finds_the_person_by_their_consent(client, center, application):
    consent = ConsentFactory(trainee=application.trainee)
    client.force_login(MembershipFactory(center=center, role=Role.PROTECTION).user)

    page = client.get(reverse("admin:trainees_consent_change", args=[consent.pk])).content.decode()

    assert reverse("admin:person_history", args=[application.trainee.pk]) in page
    assert history_of(client, application.trainee).status_code == 200
