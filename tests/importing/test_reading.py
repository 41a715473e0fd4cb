"""The table is found wherever people put it, and a file without one says what is missing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blk_portal.importing import reading, rows
from blk_portal.importing.reading import Unreadable
from tests.importing.conftest import EXAMPLES, sample

HEADINGS = ["NAMA", "nik", "Tgl Lahir", "Judul  Program", "STATUS SELESAI", "Kelulusan"]
ROW = ["Contoh", "3674024107059001", "01/07/2005", "Animasi", "Selesai", "Lulus"]


def values(table, column):
    return [table.value(line, column) for line in table.lines]


def test_the_sample_is_read_with_the_numbers_of_its_lines():
    table = reading.read(sample.XLSX)

    assert [line.number for line in table.lines] == list(range(5, 213))
    assert table.ignored == [213, 215, 216]


def test_the_sample_is_what_its_script_makes(tmp_path):
    sample.write_xlsx(sample.sheet(), tmp_path / "again.xlsx")
    sample.write_csv(sample.sheet(), tmp_path / "again.csv")

    assert (tmp_path / "again.csv").read_bytes() == sample.CSV.read_bytes()
    table, again = reading.read(sample.XLSX), reading.read(tmp_path / "again.xlsx")
    assert again == table


def test_csv_and_xlsx_hold_the_same_people():
    workbook, text = reading.read(sample.XLSX), reading.read(sample.CSV)

    assert [rows.parse(text, line) for line in text.lines] == [rows.parse(workbook, line) for line in workbook.lines]


def test_nobody_in_the_sample_is_real():
    people = [rows.parse(table, line) for table in [reading.read(sample.XLSX)] for line in table.lines]

    assert len({row.nik for row in people}) == len({row.name for row in people}) == 208
    assert {row.name.split()[0] for row in people} == {"Contoh"}
    assert {row.nik[12] for row in people} == {"9"}
    assert {row.email.split("@")[1] for row in people} == {"contoh.example"}
    assert [row.notes for row in people if row.notes] == []


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_whatever_wrote_it(tmp_path, delimiter, encoding):
    path = tmp_path / "peserta.csv"
    lines = ["sep=;", "Data peserta – contoh", delimiter.join(HEADINGS), delimiter.join(ROW)]
    path.write_bytes("\r\n".join(lines).encode(encoding))

    table = reading.read(path)

    assert values(table, "nik") == ["3674024107059001"]
    assert [line.number for line in table.lines] == [4]


def test_a_line_break_in_a_cell_does_not_shift_the_numbers(tmp_path):
    path = tmp_path / "peserta.csv"
    first = ['"Contoh\nSatu"', *ROW[1:]]
    path.write_text("\n".join([";".join(HEADINGS), ";".join(first), ";".join(ROW)]))

    assert [line.number for line in reading.read(path).lines] == [2, 4]


def test_the_sheet_with_the_headings_is_taken(tmp_path, sheet):
    path = sheet([HEADINGS, ROW])
    book = reading.load_workbook(path)
    book.create_sheet("Petunjuk", 0).append(["Isi lembar kedua"])
    book.save(path)

    assert values(reading.read(path), "name") == ["Contoh"]


def test_sums_repeated_headings_and_signatures_are_nobody(sheet):
    others = [["JUMLAH", 16], ["Total", "", "", "", "208 orang"], HEADINGS, ["Contoh Kepala"], ["NIP. 1970"]]
    table = reading.read(sheet([HEADINGS, ROW, *others, ROW]))

    assert ([line.number for line in table.lines], table.ignored) == ([2, 8], [3, 4, 5, 6, 7])


def test_a_person_whose_name_begins_with_total_is_a_person(sheet):
    assert len(reading.read(sheet([HEADINGS, ["Totalita Contoh", *ROW[1:]]])).lines) == 1


def test_a_missing_column_is_named(sheet):
    with pytest.raises(Unreadable, match=r"^Kolom ini tidak ada: Tanggal Lahir, Status Kelulusan\.$"):
        reading.read(sheet([["Nama", "NIK", "Program", "Status selesai"], ROW]))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("peserta.xls", b"", "harus .xlsx atau .csv"),
        ("peserta.xlsx", b"", "bukan lembar Excel"),
        ("peserta.xlsx", b"PK\x03\x04broken", "bukan lembar Excel"),
        ("peserta.csv", b"", "Baris judul kolom tidak ditemukan"),
        ("peserta.csv", b"\xff\xfe\x00", "tidak bisa dibaca"),
        ("peserta.csv", bytes(range(256)), "bukan teks CSV"),
        ("peserta.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "berkata sandi atau berformat lama"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(Unreadable, match=sentence):
        reading.read(tmp_path / name)


def test_a_missing_file_cannot_be_read():
    with pytest.raises(Unreadable, match="tidak bisa dibaca"):
        reading.read(EXAMPLES / "tidak-ada.xlsx")


def test_a_file_that_unpacks_to_a_mountain_is_refused(sheet, monkeypatch):
    monkeypatch.setattr(reading, "MAX_UNPACKED", 100)

    with pytest.raises(Unreadable, match="terlalu besar"):
        reading.read(sheet([HEADINGS, ROW]))


@given(content=st.binary() | st.text().map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_content_breaks_the_reader(tmp_path, content):
    heading = ";".join(HEADINGS).encode()
    for name in ("a.csv", "a.xlsx"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Unreadable):
            reading.read(tmp_path / name)
    (tmp_path / "b.csv").write_bytes(heading + b"\n" + content)
    try:
        table = reading.read(tmp_path / "b.csv")
    except Unreadable:
        return
    for line in table.lines:
        with pytest.raises(rows.BadRow):
            rows.parse(table, line)
