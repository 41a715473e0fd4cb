"""Makes the two sample sheets beside this file: 208 invented participants of a wave, as offices really send them.

    python docs/examples/make_sample.py

Title lines above, headings in mixed case, a sum and a signature below, NIKs and dates in every form Excel leaves them
in. Nobody in it exists: every name begins with "Contoh", and the serial numbers of the NIKs lie above 9000.
"""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from itertools import product
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
XLSX, CSV = HERE / "peserta-gelombang-contoh.xlsx", HERE / "peserta-gelombang-contoh.csv"
TITLE = [["DATA PESERTA PELATIHAN BERBASIS KOMPETENSI"], ["UPTD Pelatihan Kerja Contoh, Gelombang Contoh 2025"], []]
HEADINGS = [
    "KODE TRANSAKSI", "nama ", "NIK", "No. HP", "E-mail", "JENIS KELAMIN", "Alamat", "Tempat  lahir",
    "TANGGAL LAHIR (DD/MM/YYYY)", "Usia", "Pendidikan Terakhir", "Tipe Disabilitas", "Pernah Bekerja di Luar Negeri",
    "Berminat bekerja di luar negeri", "JUDUL PROGRAM PELATIHAN", "Kejuruan", "Metode Pelatihan", "Jenis Pelatihan",
    "ANGKATAN", "Durasi (JP)", "Biaya Pelatihan", "Tanggal Mulai", "tanggal selesai", "Absensi",
    "Status Selesai Pelatihan", "STATUS  KELULUSAN", "Sumber Anggaran", "Status Kebekerjaan",
]  # fmt: skip
CLASSES = [  # program, track, group: thirteen classes of sixteen
    ("Juru Las SMAW", "Las", "A"),
    ("Juru Las SMAW", "Las", "Kelas B"),
    ("Juru Las GMAW", "Las", ""),
    ("Instalasi Penerangan", "Listrik", ""),
    ("MENJAHIT PAKAIAN", "Menjahit", ""),
    ("Kecantikan Kulit", "Kecantikan", ""),
    ("Animasi", "Animasi", "I"),
    ("Otomasi  Industri", "Otomasi Industri", ""),
    ("Advance Office Operator", "Teknik Informatika", ""),
    ("Teknisi AC", "AC dan Pendingin", ""),
    ("Mesin Bubut dan Frais", "Teknik Mesin", ""),
    ("Desain grafis", "Desain Grafis", ""),
    ("Teknik Sepeda Motor", "Otomotif", ""),
]
SEATS = 16
FIRST = (
    "Kenanga Bambu Cempaka Dahlia Enau Flamboyan Gandaria Jati Kamboja Lontar Meranti Nangka Pinus Rotan Sawo Teratai"
)
LAST = "Satu Dua Tiga Empat Lima Enam Tujuh Delapan Sembilan Sepuluh Sebelas Duabelas Tigabelas"
NAMES = [f"Contoh {first} {last}" for last, first in product(LAST.split(), FIRST.split())]
PLACES = [
    ("367402", "Kp. Contoh RT 01/02, Kel. Jelupang, Kec. Serpong Utara, Kota Tangerang Selatan"),
    ("367302", "Jl. Contoh No. 7, Kec. Kasemen, Kota Serang"),
    ("360410", "Kp. Contoh RT 03/01, Kabupaten Serang"),
    ("360321", "Perum Contoh Blok C, Curug"),  # a district that has gone to Kota Tangerang Selatan
    ("360112", "Kp. Contoh, Kab. Pandeglang"),
]
SCHOOLS = ["SMA", "SMK", "SLTA Sederajat", "SMP/MTs", "D3", "Paket C", "S1", "SMA/SMK"]
MONTHS = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
]  # fmt: skip
BEGAN, ENDED = date(2025, 7, 7), date(2025, 8, 8)
WRITTEN = datetime(2025, 8, 31)


def participants():
    """The 208 rows below the heading, each a list of cells."""
    return [_participant(number, *CLASSES[number // SEATS]) for number in range(len(CLASSES) * SEATS)]


def _participant(number, program, track, group):
    born = date(1996 + number * 5 % 14, number * 5 % 12 + 1, number * 11 % 28 + 1)
    woman = number % 3 == 0
    prefix, address = PLACES[number % len(PLACES)]
    nik = f"{prefix}{born.day + 40 * woman:02d}{born:%m%y}{9001 + number}"
    finished, passed = _ending(number)
    return [
        f"TRX-{number + 1:04d}", NAMES[number], _as_found(number, nik), _phone(number),
        f"contoh.{number + 1:03d}@contoh.example",
        ("Perempuan" if number % 2 else "P") if woman else ("Laki-laki" if number % 2 else "L"), address, "Serang",
        _date(number, born), BEGAN.year - born.year, SCHOOLS[number % len(SCHOOLS)], "", "Tidak",
        ["Ya", "Tidak", ""][number % 3], program, track, "Luring", "PBK", group, 200, "APBN",
        _date(number + 1, BEGAN), _date(number + 2, ENDED), 100, finished, passed, "APBD Provinsi", "",
    ]  # fmt: skip


def _ending(number):
    """Of 26 one withdrew, and one of 104 was dismissed; of the rest one in twenty is not yet competent."""
    if number % 26 == 25:
        return ("Mengundurkan diri" if number % 104 != 103 else "Dikeluarkan"), ""
    if number % 20 == 7:
        return "SELESAI", ["Belum Kompeten", "Tidak Lulus"][number % 2]
    return "Selesai", ["Kompeten", "LULUS", "kompeten"][number % 3]


def _as_found(number, nik):
    """As text, as a number, with an apostrophe, with spaces. No number ends in zero: it would be Excel's zero."""
    if number % 4 == 1 and not nik.endswith("0"):
        return int(nik)
    return [nik, nik, f"'{nik}", f"{nik[:4]} {nik[4:8]} {nik[8:12]} {nik[12:]}"][number % 4]


def _phone(number):
    return [f"0812-0000-{number:04d}", f"08120000{number:04d}", f"+62 812 0000 {number:04d}", 8120000_0000 + number][
        number % 4
    ]


def _date(number, day):
    return [
        f"{day:%d/%m/%Y}", day, f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{day:%d-%m-%Y}", day.isoformat(),
    ][number % 5]  # fmt: skip


def sheet():
    """Every row of the file, from the first title line to the signature."""
    total = [["", "Jumlah peserta", 208]]
    signature = [
        [],
        ["", "", "", "", "", "", "Serang, 31 Agustus 2025"],
        ["", "", "", "", "", "", "Contoh Kepala UPTD"],
    ]
    return [*TITLE, HEADINGS, *participants(), *total, *signature]


def write_xlsx(rows, target):
    book = Workbook()
    book.active.title = "Peserta"
    for row in rows:
        book.active.append(row)
    book.properties.created = WRITTEN
    buffer = io.BytesIO()
    book.save(buffer)
    _without_the_hour(buffer, target)


def _without_the_hour(buffer, target):
    """The same bytes whenever it is made: a workbook is an archive that notes when it was written."""
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in made.infolist():
            content = made.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-08-31T00:00:00Z", content)
            kept.writestr(zipfile.ZipInfo(part.filename, WRITTEN.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)


def write_csv(rows, target):
    """As Excel saves it in Indonesia: semicolons, a BOM, dates as day/month/year."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";")
    for row in rows:
        writer.writerow([f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row])
    target.write_bytes(buffer.getvalue().encode("utf-8-sig"))


if __name__ == "__main__":
    write_xlsx(sheet(), XLSX)
    write_csv(sheet(), CSV)
