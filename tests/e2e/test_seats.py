"""Somebody who was not taken appeals, the office answers, a queue is put right, and a small class is postponed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from audit.moves import CLOCK
from centers.models import OfferStep
from cohorts.models import Wave
from enrollment import transitions
from enrollment.models import Application
from jobs import runner
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory
from tests.factories.trainees import TraineeFactory

MARKS = {  # test, interview
    "Contoh Sari": (88, 90),
    "Contoh Budi": (86, 84),
    "Contoh Dewi": (80, 82),
    "Contoh Agus": (78, 75),
    "Contoh Rina": (71, 52),
}
KEEN = "Nilai wawancara saya tertukar dengan peserta sebelum saya. Pewawancara menulis 82 di lembar saya."


@pytest.fixture
def wave(center, program):
    """Results are out today: two have a seat, two wait, and Rina is below the line."""
    OfferStep.objects.create(center=center, days=7, hours=24)
    wave = WaveFactory(center=center, closed=True, label="Gelombang Contoh 2026")
    terms = {"minimum_score": 65, "reserves": 2, "place": "Bengkel Las"}
    cohort = CohortFactory(offering=OfferingFactory(wave=wave, program=program, **terms), seats=2, name="Las A")
    for name, (test, interview) in MARKS.items():
        person = ApplicationFactory(status="verified", cohort=cohort, trainee=TraineeFactory(full_name=name))
        ScoreFactory(application=person, part="test", value=test)
        ScoreFactory(application=person, part="interview", value=interview)
    transitions.publish(transitions.propose(wave, by=CLOCK), by=CLOCK)
    return wave


def of(name):
    return Application.objects.get(trainee__full_name=name)


@pytest.fixture
def staff(signed_in, center):
    return {role: signed_in(User.objects.get(email=f"{role}@contoh.example")) for role in ("officer", "head")}


def test_from_the_appeal_to_the_place_that_is_carried(signed_in, staff, wave):
    rina = signed_in(of("Contoh Rina").trainee.account)
    appeals(rina)
    is_answered(staff["officer"], staff["head"])
    reads_the_answer(rina)
    is_put_in_order(staff["head"], wave)
    is_postponed(staff["officer"], staff["head"], wave)
    keeps_the_place(rina)


def appeals(rina):
    rina.goes(of("Contoh Rina").get_absolute_url()).sees("Belum terpilih").looks("belum-terpilih")
    rina.presses("Sanggah hasil ini").sees("Yang tidak berubah").looks("sanggah")
    rina.fills(reason="Keliru.").presses("Kirim sanggahan").sees("Jelaskan sedikit lebih lengkap")
    rina.fills(reason=KEEN).presses("Kirim sanggahan").sees("Sanggahan Anda kami terima").looks("sanggah-terkirim")


def is_answered(officer, head):
    officer.goes("/admin/enrollment/appeal/").sees("Contoh Rina").looks("sanggahan")
    officer.presses(of("Contoh Rina").number).sees("Nilai wawancara saya tertukar").sees_not("Terima sanggahan")
    head.goes("/admin/").sees("Sanggahan menunggu jawaban")
    head.presses("Sanggahan menunggu jawaban").presses(of("Contoh Rina").number).looks("sanggahan-satu")
    head.presses("Terima sanggahan").fills(reason="Lembar wawancara diperiksa kembali: nilainya memang tertukar.")
    head.looks("sanggahan-jawab").presses("Terima sanggahan").sees("Diterima")


def reads_the_answer(rina):
    rina.goes(of("Contoh Rina").get_absolute_url()).sees("nilainya memang tertukar").sees("Urutan Anda sekarang: 1")
    rina.looks("sanggah-dijawab")


def is_put_in_order(head, wave):
    head.goes(f"/admin/gelombang/{wave.pk}/").presses("Antrean kursi").sees("Belum ada kursi kosong")
    head.looks("antrean-kursi").presses("Ubah urutan Contoh Agus")
    head.fills(position=2, reason="Hari tesnya salah dicatat oleh petugas.").looks("ubah-urutan")
    head.presses("Ubah urutan").sees("Urutan diubah").sees("Hari tesnya salah dicatat")


def is_postponed(officer, head, wave):
    Wave.objects.filter(pk=wave.pk).update(starts_on=timezone.localdate() + timedelta(days=6))
    officer.goes(f"/admin/gelombang/{wave.pk}/").sees("Kurang peserta").presses("Tunda Las Singkat")
    officer.sees("Kepala balai yang memutuskan")
    head.goes(f"/admin/gelombang/{wave.pk}/").looks("kurang-peserta").presses("Tunda Las Singkat").looks("tunda")
    head.fills(reason="Peserta yang daftar ulang kurang dari sepuluh orang.").presses("Tunda")
    runner.run_due()
    head.goes(head.page.url).sees("Selesai")
    head.goes(f"/admin/gelombang/{wave.pk}/").sees("Ditunda").sees_not("Kurang peserta")


def keeps_the_place(rina):
    rina.goes(of("Contoh Rina").get_absolute_url()).sees("Las Singkat ditunda").looks("ditunda")
    rina.presses("Pilih: dibawa atau tidak").looks("bawa-tempat").presses("Ya, bawa tempat saya")
    rina.sees("Tidak jadi, jangan dibawa").looks("bawa-tempat-setuju")
