"""An officer finds people by whatever they say, reads one sheet, keeps a filter, and takes a list out as Excel."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from enrollment.models import Note
from jobs import tasks
from jobs.models import Job
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.visitor import Visitor
from tests.factories.certification import certificate_of, completed
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.notifications import OutboxMessageFactory
from tests.factories.trainees import ConsentFactory, ContactFactory, DocumentFactory, GuardianFactory, TraineeFactory

NIK = "3674024503050001"


class Officer(KeyboardVisitor):
    """ "/" leads into the one box from any page; Enter asks."""

    def looks(self, name):
        return Visitor.looks(self, name)

    def asks_for(self, words):
        self.page.locator("body").press("/")
        self.page.keyboard.type(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert NIK not in self.page.url
        return self


@pytest.fixture
def siti(center):
    """A graduate who applies again; her twin on record; somebody of another name."""
    details = {"full_name": "Siti Contoh Nurhaliza", "nik": NIK, "phone": "+6281299990001", "birth_date": "2005-03-05"}
    siti = TraineeFactory(**details | {"birth_date": TraineeFactory.birth_date.replace(2005, 3, 5)})
    past = completed(
        CohortFactory(offering__wave__center=center, offering__wave__past=True), application__trainee=siti
    )
    certificate_of(past)
    cohort = CohortFactory(offering__wave__center=center, offering__program__name="Las SMAW")
    newest = ApplicationFactory(cohort=cohort, trainee=siti)
    DocumentFactory(trainee=siti)
    ConsentFactory(trainee=siti, given_by=siti.full_name)
    GuardianFactory(trainee=siti, name="Contoh Ibu Siti")
    ContactFactory(trainee=siti)
    officer = User.objects.get(email="officer@contoh.example")
    Note.objects.create(application=newest, text="Datang bersama ibunya.", written_by=officer)
    about = {"subject_type": "enrollment.application", "subject_id": newest.pk, "center_code": center.code}
    OutboxMessageFactory(subject="Pendaftaran diterima", state="sent", **about)
    OutboxMessageFactory(subject="Foto KTP buram", state="dead", **about, last_error="550 no such user")
    twin = TraineeFactory(full_name="Siti Contoh Nurhalisa", birth_date=siti.birth_date, account=None)
    ApplicationFactory(cohort=cohort, trainee=twin, status="returned")
    for name in ("=Budi Contoh", "Adi Contoh"):
        ApplicationFactory(cohort=cohort, trainee__full_name=name, status="verified")
    return siti


@pytest.mark.timeout(240)
def test_from_a_voice_on_the_telephone_to_a_sheet_and_a_list(siti, signed_in):
    officer = signed_in(User.objects.get(email="officer@contoh.example"), Officer)
    sheet = reverse("admin:person_file", args=[siti.pk])

    officer.goes(reverse("admin:index"))
    for words in [siti.applications.latest("pk").number, "0812 9999 0001", NIK]:
        officer.asks_for(words)
        assert officer.page.url.endswith(sheet), words
    officer.looks("lembar-orang")
    officer.sees("Mungkin orang yang sama").sees("Foto KTP buram").sees("Datang bersama ibunya.").sees_not(NIK)

    officer.asks_for("siti contoh").sees("2 orang").looks("cari-orang")
    officer.asks_for("nurhalizza").sees("Mungkin maksud Anda").goes(sheet)
    officer.presses("Bandingkan").looks("bukan-orang-yang-sama")
    officer.fills(reason="KTP keduanya berbeda dan sudah dicocokkan.").presses("Ya, bukan orang yang sama")
    officer.sees_not("Mungkin orang yang sama")

    officer.goes(reverse("admin:enrollment_application_changelist") + "?status__exact=verified")
    officer.presses("Simpan saringan ini").looks("simpan-saringan")
    officer.fills(name="Berkas lolos", shared=True).presses("Simpan").sees("disimpan").looks("saringan-tersimpan")

    officer.presses("Ekspor ke Excel").presses("Buat susunan kolom sendiri").looks("susunan-kolom")
    officer.fills(name="Untuk dinas", at_nomor=1, at_nama=2, at_nik=3, at_tanggal_lahir=4).presses("Simpan susunan")
    officer.looks("ekspor-daftar").chooses("columns", "Untuk dinas").presses("Buat berkas Excel")
    tasks.tick()
    officer.goes(Job.objects.latest("pk").get_absolute_url()).sees("Unduh berkas Excel").looks("ekspor-selesai")
    with officer.page.expect_download() as fetched:
        officer.page.get_by_role("link", name="Unduh berkas Excel").click()

    with open(fetched.value.path(), "rb") as file:
        book = load_workbook(BytesIO(file.read()))
    rows = list(book.worksheets[0].iter_rows())
    assert [cell.value for cell in rows[0]] == ["Nomor pendaftaran", "Nama", "NIK", "Tanggal lahir"]
    assert [row[1].value for row in rows[1:]] == ["Adi Contoh", "=Budi Contoh"]
    assert {(row[1].data_type, row[2].data_type, len(row[2].value)) for row in rows[1:]} == {("s", "s", 16)}
    assert ("Saringan", "status: Berkas lolos") in list(book.worksheets[1].iter_rows(values_only=True))
