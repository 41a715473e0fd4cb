"""Sheets as offices send them: merged headings, blank lines, dates as text, NIKs that Excel has counted with, doubles.

Each of these was a complaint about another system: a line lost or altered without a word (iomad 1227 and 1632,
canvas 1342).
"""

import pytest
from openpyxl import Workbook

from blk_portal.importing import reading, rows, tables
from trainees.models import Trainee

SEVENTEEN = [  # over two lines: the second tells the merged ones apart
    ["No", "Data Diri", None, "Lahir", None, "L/P", "Alamat", "No. HP", "E-mail", "Pendidikan", "Kejuruan", "Program",
     "Kelas", "Pelaksanaan", None, "Hasil", None],
    [None, "Nama Lengkap", "No. KTP", "Tempat", "Tanggal", None, None, None, None, None, None, None, None,
     "Tanggal Mulai", "Tanggal Selesai", "Status Selesai", "Kelulusan"],
]  # fmt: skip
MERGED = ["B4:C4", "D4:E4", "N4:O4", "P4:Q4"]


def person(number, nik, name="Contoh Bambu", born="01/07/2005"):
    return [
        number, name, nik, "Serang", born, "P", "Kab. Pandeglang", "081200000001", "", "SMA", "Las", "Juru Las SMAW",
        "A", "07/07/2025", "08/08/2025", "Selesai", "Kompeten",
    ]  # fmt: skip


@pytest.fixture
def as_sent(tmp_path):
    """Title lines, headings over two merged lines, the numbers of the columns, a blank line between people, a sum."""

    def write(*people):
        book = Workbook()
        page = book.active
        for line in [["DAFTAR PESERTA PELATIHAN"], ["Gelombang Contoh 2025"], [], *SEVENTEEN, list(range(1, 18))]:
            page.append(line)
        for cells in MERGED:
            page.merge_cells(cells)
        for row in people:
            page.append(row)
            page.append([])
        page.append(["", "Jumlah", len(people)])
        book.save(tmp_path / "peserta.xlsx")
        return tmp_path / "peserta.xlsx"

    return write


def faults(path):
    table = reading.read(path)
    found = {}
    for line in table.lines:
        try:
            rows.parse(table, line)
        except rows.BadRow as bad:
            found[line.number] = bad.reason
    return found


def test_headings_over_two_merged_lines_are_read_together(as_sent):
    table = reading.read(as_sent(person(1, "3674024107059001")))

    assert table.places == {
        "name": 1, "nik": 2, "birth_place": 3, "birth_date": 4, "sex": 5, "address": 6, "phone": 7, "email": 8,
        "education": 9, "program": 11, "group": 12, "started_on": 13, "ended_on": 14, "finished": 15, "passed": 16,
    }  # fmt: skip


def test_blank_lines_numbers_of_columns_and_sums_are_nobody(as_sent):
    table = reading.read(as_sent(person(1, "3674024107059001"), person(2, "3674024107059002")))

    assert [line.number for line in table.lines] == [7, 9]
    assert table.ignored == [6, 11]


def test_a_date_as_text_is_day_month_year(as_sent):
    table = reading.read(as_sent(person(1, "3674024107059001", born="01/07/2005")))

    assert f"{rows.parse(table, table.lines[0]).birth_date}" == "2005-07-01"


@pytest.mark.parametrize(
    ("nik", "sentence"),
    [
        (3674024107059000, "NIK: tersimpan sebagai bilangan dan angka terakhirnya mungkin hilang."),
        (3674024107059001.0, ""),
        (9674024107059001, "NIK: tersimpan sebagai bilangan dan angka terakhirnya mungkin hilang."),
        ("3,67402E+15", "NIK: tertulis dalam bentuk ilmiah"),
        ("'3674024107059001", ""),
        ("3674 0241 0705 9001", ""),
    ],
)
def test_a_nik_that_excel_has_counted_with_is_refused_by_name_and_never_rounded(as_sent, nik, sentence):
    found = faults(as_sent(person(1, nik)))

    assert ([*found] == [7] and found[7].startswith(sentence)) if sentence else found == {}


def test_a_double_line_is_named_with_the_line_it_doubles(wave, as_sent, enter_file):
    path = as_sent(person(1, "3674024107059001"), person(2, "'3674024107059001", name="Contoh Kembar"))

    assert enter_file(path) == [(7, "done", ""), (9, "duplicate_row", "NIK: sama dengan baris 7.")]
    assert Trainee.objects.get().full_name == "Contoh Bambu"


def test_a_title_of_few_words_is_no_heading(as_sent):
    sheets = reading.sheets_of(as_sent(person(1, "3674024107059001")))
    layout = tables.found(sheets, reading.known_headings())

    assert (layout.line, layout.depth) == (4, 2)
