"""Data saya in browsers: somebody reads what is held of them, asks for a correction, and takes a consent back."""

from accounts.models import User
from notifications.delivery import deliver_due
from tests.e2e.story import PASSWORD
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ConsentFactory, ConsentTextFactory, TraineeFactory
from trainees.models import DataRequest


def test_a_name_is_mended_by_the_office_and_a_consent_taken_back(signed_in, center, post):
    sari = an_applicant(center)
    person, officer = signed_in(sari.account), signed_in(User.objects.get(email="officer@contoh.example"))

    asks(person)
    mends(officer)
    takes_a_consent_back(person)

    assert [mail["Subject"] for mail in post.mails] == [
        "Permintaan Anda tentang data kami terima",
        "Data diri Anda diperbaiki",
        "Permintaan Anda tentang data sudah dijawab",
    ]


def an_applicant(center):
    cohort = CohortFactory(offering=OfferingFactory(wave=WaveFactory(center=center)))
    sari = TraineeFactory(full_name="Contoh Sari Dewy")
    sari.account.email = "sari@contoh.example"
    sari.account.set_password(PASSWORD)
    sari.account.save()
    ApplicationFactory(trainee=sari, cohort=cohort)
    for purpose in ("processing", "tracer"):
        text = ConsentTextFactory(purpose=purpose, text="Saya setuju data saya dipakai untuk ini.", version=99)
        ConsentFactory(trainee=sari, text=text, given_by=sari.full_name)
    actor_at(center)
    return sari


def asks(person):
    person.goes("/perjalanan/").presses("Data saya").looks("data-saya").presses("Ajukan permintaan")
    person.looks("permintaan-data").presses("Kirim permintaan").sees("Pilih salah satu.")
    person.picks(person.page.locator("[name='kind'][value='correction']"))
    person.fills(words="Nama saya Sari Dewi, bukan Dewy.").presses("Kirim permintaan").sees("Menunggu jawaban")
    person.presses("Lihat semua data").looks("kata-sandi-sekali-lagi").fills(password=PASSWORD).presses("Lanjut")
    person.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    person.looks("semua-data").sees("Nama saya Sari Dewi")
    deliver_due(seconds=5)


def mends(officer):
    request = DataRequest.objects.get()
    officer.goes("/admin/").sees("Permintaan tentang data pribadi").presses("Permintaan tentang data pribadi")
    officer.looks("daftar-permintaan").goes(f"/admin/trainees/datarequest/{request.pk}/change/").looks("permintaan")
    officer.presses("Buka data peserta").presses("Perbaiki data diri").looks("perbaiki-data-diri")
    officer.fills(full_name="Contoh Sari Dewi", note="KTP asli di loket.").presses("Perbaiki data diri")
    officer.goes(f"/admin/trainees/datarequest/{request.pk}/change/").presses("Jawab: sudah dikerjakan")
    officer.fills(answer="Nama Anda sudah kami perbaiki sesuai KTP.").looks("jawab-permintaan")
    officer.presses("Jawab: sudah dikerjakan").sees("Sudah dikerjakan")
    deliver_due(seconds=5)


def takes_a_consent_back(person):
    person.goes("/data-saya/").looks("data-saya-dijawab").sees("Nama Anda sudah kami perbaiki")
    person.goes("/data-saya/dilihat/").looks("siapa-melihat").sees("Petugas")
    person.goes("/data-saya/").presses("Tarik persetujuan ini Dihubungi").looks("tarik-persetujuan")
    person.presses("Ya, tarik persetujuan").sees("Ditarik")
