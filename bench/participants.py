"""An earlier wave as large as one likes: a sheet of invented people, some lines wrong, and the classes for them."""

from datetime import date

from blk_portal import reference
from cohorts.models import Program
from tests.factories.centers import CenterFactory
from tests.factories.cohorts import CohortFactory, FundingFactory, OfferingFactory, WaveFactory

HEADINGS = [
    "No", "Nama", "NIK", "No. HP", "E-mail", "Jenis Kelamin", "Alamat", "Tempat Lahir", "Tanggal Lahir",
    "Pendidikan Terakhir", "Judul Program Pelatihan", "Angkatan", "Tanggal Mulai", "Tanggal Selesai",
    "Status Selesai Pelatihan", "Status Kelulusan", "Sumber Anggaran",
]  # fmt: skip
PROGRAMS = ["Juru Las SMAW", "Animasi", "Desain Grafis", "Teknik Sepeda Motor", "Kecantikan Kulit"]
WRONG = 50  # one line in so many
FIRST_LINE = 2
BORN = [date(1996 + year, month, day) for year in range(10) for month in range(1, 13) for day in range(1, 29)]


def rows(count):
    """The whole sheet: headings, then a line for each of so many people."""
    return [HEADINGS, *(_person(number) for number in range(count))]


def wrong_lines(count):
    return [number + FIRST_LINE for number in range(count) if _is_wrong(number)]


def _is_wrong(number):
    return number % WRONG == WRONG - 1


def _person(number):
    born = BORN[number % len(BORN)]
    woman = number % 2 == 0
    nik = f"360112{born.day + 40 * woman:02d}{born:%m%y}{9001 + number // len(BORN):04d}"
    finished, passed = ("Mengundurkan diri", "") if number % 26 == 25 else ("Selesai", "Kompeten")
    return [
        number + 1, f"Contoh Peserta {_in_words(number)}", nik, f"0812{number:08d}", f"orang{number}@contoh.example",
        "P" if woman else "L", "Kp. Contoh, Kab. Pandeglang", "Serang",
        "31/02/2004" if _is_wrong(number) else f"{born:%d/%m/%Y}", "SMA", PROGRAMS[number % len(PROGRAMS)], "",
        "07/07/2025", "08/08/2025", finished, passed, "APBD",
    ]  # fmt: skip


def _in_words(number):
    return "".join("ABCDEFGHIJ"[int(digit)] for digit in str(number))


def wave_for(count):
    """With a seat for everybody, in classes as large as that takes."""
    reference.load()
    wave = WaveFactory(past=True, center=CenterFactory(code="contoh"), starts_on=date(2025, 7, 7))
    for name in PROGRAMS:
        program = Program.objects.get(name__iexact=name)
        offering = OfferingFactory(wave=wave, program=program, funding=FundingFactory())
        CohortFactory(offering=offering, name=name, seats=count // len(PROGRAMS) + 1)
    return wave
