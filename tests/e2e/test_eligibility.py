"""Am I allowed? Asked by a visitor without an account, with and without scripts; answered; reminded. And the rules."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enrollment import reminder_link
from enrollment.models import Reminder
from tests.factories.centers import TANGSEL, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EligibilityRuleFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def offered(center):
    """One that fits, one to look at, one for later, one that opens in three days."""
    names = {"program__name": "Juru Las SMAW", "program__track__name": "Las", "place": "Bengkel Las 1"}
    wave = WaveFactory(center=center, label="Gelombang 1 Tahun 2027")
    OfferingFactory(wave=wave, **names)
    look = OfferingFactory(wave=wave, **names | {"program__name": "Instalasi Penerangan"})
    EligibilityRuleFactory(
        offering=look, kind="health", fact="colour_blind", effect="look", note="Warna kabel harus dapat dibedakan."
    )
    later = OfferingFactory(wave=wave, **names | {"program__name": "Otomasi Industri"})
    EligibilityRuleFactory(offering=later, kind="pause", months=12)
    EligibilityRuleFactory(offering=later, kind="schooling")
    soon = WaveFactory(center=center, label="Gelombang 2 Tahun 2027", opens_at=timezone.now() + timedelta(days=3))
    OfferingFactory(wave=soon, **names | {"program__name": "Teknisi AC"})
    return later


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_somebody_asks_before_there_is_an_account(visitor, offered, javascript):
    siti = visitor("Siti", javascript=javascript).goes("/cek-kelayakan/")
    if javascript:
        siti.looks("cek-kelayakan")
    siti.fills(birth_date_day="12", birth_date_month="5", birth_date_year=str(timezone.localdate().year - 20))
    siti.fills(area=TANGSEL, situation="neither", has_trained="yes")
    siti.chooses("education", "SMA")
    siti.fills(trained_until_month="6", trained_until_year=str(timezone.localdate().year))
    siti.presses("Tunjukkan hasilnya")
    siti.sees("Cocok untuk Anda").sees("Perlu dilihat petugas").sees("Anda memenuhi syaratnya mulai")
    if javascript:
        siti.looks("cek-kelayakan-hasil")

    siti.presses("Ingatkan saya saat dibuka")
    if javascript:
        siti.looks("ingatkan-saya")
    siti.fills(contact="siti@contoh.example").presses("Ingatkan saya").sees("Periksa pesan Anda")
    siti.goes(reminder_link.address_of(Reminder.objects.get()))
    if javascript:
        siti.looks("pengingat")
    siti.presses("Ya, ingatkan saya").sees("Kami menulis sekali")
    siti.presses("Jangan ingatkan saya").sees("Pengingat dihapus")
    assert not Reminder.objects.exists()


def test_an_officer_sees_what_a_rule_would_mean(signed_in, center, offered):
    cohort = CohortFactory(offering=offered)
    for works in (True, True, False, None):
        ApplicationFactory(cohort=cohort, trainee=TraineeFactory(is_working=works))
    officer = signed_in(actor_at(center).user)

    officer.goes(f"/admin/cohorts/offering/{offered.pk}/change/").sees("Syarat program").looks("program-syarat")
    officer.presses("Tambah syarat").fills(kind="work").looks("syarat-tambah")
    officer.presses("Lihat dampaknya dulu")
    officer.sees("Dari 4 pendaftar, 2 tidak akan bisa mendaftar dan 1 dilihat petugas.").looks("syarat-pratinjau")
    officer.presses("Simpan syarat ini").sees("sudah dibuka")

    assert sorted(offered.eligibility_rules.values_list("kind", flat=True)) == ["pause", "schooling", "work"]
