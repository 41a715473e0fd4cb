"""`make screenshots`: the pictures of README, taken from the running program into docs/img, each by one walk."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
WALKS = {  # what pytest is to walk, and the pictures it takes on the way
    "full_house.py": "katalog program meja-kerja kendali-gelombang pendaftaran antrean-berkas pertemuan penilaian",
    "test_story.py::test_from_an_opened_wave_to_a_verified_certificate": (
        "data-diri periksa-dan-kirim perjalanan-terkirim hasil-diajukan selesaikan-kelas verifikasi"
    ),
    "test_floors.py": (
        "undang-pegawai ganti-tugas pesan-terkirim-ulang bersama-selesai riwayat-seseorang dua-penyunting"
    ),
    "test_counter.py": "loket-slip daftar-telepon",
    "test_four_fates.py": "nasib-perbaiki nasib-dipromosikan nasib-kelas",
    "test_person_file.py": "lembar-orang susunan-kolom",
    "test_sittings.py": "catat-kehadiran",
    "test_selection.py": "simulasi",
    "test_seats.py": "belum-terpilih antrean-kursi tunda",
    "test_import.py": "impor-kolom laporan",
}


def wanted():
    """The names of the pictures that README shows."""
    return set(re.findall(r"docs/img/([a-z-]+\.png)", README.read_text(encoding="utf-8")))


def pictures_of(places):
    return sorted(picture for picture in wanted() if picture.rpartition("-")[0] in places.split())


def main():
    """Answers how many walks went wrong."""
    wrong = 0
    for walk, places in WALKS.items():
        known = {"PORTAL_SCREENSHOTS": str(ROOT / "docs" / "img"), "PORTAL_PICTURES": " ".join(pictures_of(places))}
        command = [sys.executable, "-m", "blk_portal.launch.browser", f"tests/e2e/{walk}"]
        wrong += subprocess.call(command, cwd=ROOT, env=os.environ | known) != 0
    return wrong


if __name__ == "__main__":
    sys.exit(main())
