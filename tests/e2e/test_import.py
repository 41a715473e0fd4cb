"""An officer brings an earlier wave in: pairs columns by hand, rehearses, runs, reads the report; then figures."""

import pytest

from blk_portal.importing import storage
from centers.models import Role
from cohorts.models import Cohort
from enrollment.models import Enrollment
from jobs import runner
from jobs.models import Job
from tests.factories.accounts import StaffFactory
from tests.factories.centers import MembershipFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.importing.conftest import empty_wave, sample

OWN_WORDS = {"nama ": "Peserta", "NIK": "Identitas", "JUDUL PROGRAM PELATIHAN": "Pelatihan yang Diikuti"}


@pytest.fixture
def officer(lists, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    wave = empty_wave()
    user = StaffFactory(full_name="Contoh Petugas")
    MembershipFactory(user=user, center=wave.center, role=Role.OFFICER)
    return signed_in(user)


@pytest.fixture
def own_sheet(tmp_path):
    """The sample with three headings of the office's own, and four lines spoiled."""
    rows = sample.sheet()
    headings = [OWN_WORDS.get(heading, heading) for heading in sample.HEADINGS]
    rows[rows.index(sample.HEADINGS)] = headings
    nik, born, program = headings.index("Identitas"), 8, headings.index("Pelatihan yang Diikuti")
    rows[5][nik], rows[7][born], rows[9][program], rows[12][nik] = (
        3674024107059000,
        "31/02/2004",
        "Menyulam",
        rows[4][nik],
    )
    sample.write_xlsx(rows, tmp_path / "Gelombang lama.xlsx")
    return str(tmp_path / "Gelombang lama.xlsx")


def work():
    while Job.objects.live().exists():
        runner.run_due()


@pytest.mark.timeout(900)
def test_an_earlier_wave_comes_in_with_columns_paired_by_hand(officer, own_sheet):
    officer.goes("/admin/impor/").looks("impor-mulai")
    officer.chooses("wave", "Gelombang Contoh 2025").fills(file=own_sheet).presses("Unggah dan periksa")
    officer.sees("Pasangkan kolom").sees("mis. Contoh Kenanga Satu")
    for column, words in [("name", "Peserta"), ("nik", "Identitas"), ("program", "Pelatihan yang Diikuti")]:
        officer.chooses(column, words)
    officer.looks("impor-kolom").presses("Simpan pasangan dan lihat hasilnya")
    officer.sees("angka terakhirnya mungkin hilang").presses("Jalankan uji coba")
    work()
    officer.goes(officer.page.url).sees("204").presses("Impor peserta")
    assert Enrollment.objects.count() == 0

    officer.sees("Hasil uji coba").looks("impor-siap").presses("Impor sekarang")
    work()
    officer.goes(officer.page.url).sees("Batalkan tindakan ini").presses("Impor peserta").sees("Hasil impor")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Unduh laporan per baris").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    officer.goes("/admin/impor/").looks("impor-daftar")
    assert (Enrollment.objects.count(), len([*storage.folder().glob("*")])) == (204, 1)


@pytest.mark.timeout(900)
def test_the_figures_of_a_year_as_bars_table_and_paper(officer, tmp_path):
    EnrollmentFactory.create_batch(6, cohort=Cohort.objects.get(name="Animasi"), status="completed")
    ApplicationFactory.create_batch(5, cohort=Cohort.objects.get(name="Desain Grafis"), status="submitted")
    officer.goes("/admin/").presses("Laporan").fills(tahun="2025").presses("Tampilkan").sees("11").looks("laporan")
    for way in ["Kelompok usia", "Pendidikan terakhir"]:
        officer.presses(way)
    officer.sees("Menurut pendidikan terakhir").looks("laporan-pendidikan")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Unduh PDF").click()
    download.value.save_as(tmp_path / "laporan.pdf")
    assert (tmp_path / "laporan.pdf").read_bytes()[:5] == b"%PDF-"
