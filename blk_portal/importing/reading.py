"""Finding the table in a file: under title lines, above a sum line, with headings spelt as people spell them.

Every line keeps the number it has in the file, so that a sentence about it can be acted on.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from blk_portal.importing import cells

# The ministry's column set, with the other ways its headings are written. What the portal has no use for is left out:
# price, placement (a later floor's), and kinds of disability, which are nobody's business here.
COLUMNS = {
    "name": ("Nama", "nama lengkap", "nama peserta"),
    "nik": ("NIK", "no nik", "nomor nik", "nomor induk kependudukan", "no ktp"),
    "phone": ("No. HP", "nomor hp", "no telepon", "no telp", "no wa", "no hp wa", "nomor ponsel", "hp"),
    "email": ("E-mail", "email", "surel", "alamat email", "alamat e mail"),
    "sex": ("Jenis Kelamin", "l p", "jk"),
    "address": ("Alamat", "alamat lengkap", "alamat domisili"),
    "birth_place": ("Tempat Lahir",),
    "birth_date": ("Tanggal Lahir", "tgl lahir"),
    "education": ("Pendidikan Terakhir", "pendidikan"),
    "abroad_experience": ("Pernah Bekerja di Luar Negeri",),
    "abroad_interest": ("Berminat Bekerja di Luar Negeri",),
    "program": ("Judul Program Pelatihan", "judul program", "program pelatihan", "nama program", "program"),
    "group": ("Angkatan", "kelas", "paket"),
    "started_on": ("Tanggal Mulai", "tgl mulai", "tanggal mulai pelatihan"),
    "ended_on": ("Tanggal Selesai", "tgl selesai", "tanggal selesai pelatihan"),
    "finished": ("Status Selesai Pelatihan", "status selesai", "status pelatihan"),
    "passed": ("Status Kelulusan", "kelulusan", "hasil"),
}
REQUIRED = ("name", "nik", "birth_date", "program", "finished", "passed")
BY_HEADING = {cells.key(heading): column for column, headings in COLUMNS.items() for heading in headings}
SUMS = {"jumlah", "total", "sub", "subtotal", "grand"}  # first words of a line that adds up
HEADING_WITHIN = 60  # lines from the top
MAX_LINES = 20_000
MAX_BYTES = 20_000_000
MAX_UNPACKED = 300_000_000
DELIMITERS = ";,\t|"


class Unreadable(Exception):
    """There is no table of participants in this file. The sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    values: tuple

    def get(self, place):
        return self.values[place] if place is not None and place < len(self.values) else None


@dataclass(frozen=True, slots=True)
class Table:
    places: dict  # column → its place in a line
    lines: list
    ignored: list = field(default_factory=list)  # numbers of lines under the heading that are no participants

    def value(self, line, column):
        return line.get(self.places.get(column))


def read(path):
    """The table of the first sheet that has one. Raises Unreadable."""
    path = Path(path)
    readers = {".xlsx": _sheets_of_workbook, ".xlsm": _sheets_of_workbook, ".csv": _sheets_of_csv}
    if path.suffix.lower() not in readers:
        raise Unreadable(_("Berkas harus .xlsx atau .csv. Simpan ulang dari Excel sebagai “Excel Workbook (.xlsx)”."))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable(_("Berkas terlalu besar."))
        sheets = readers[path.suffix.lower()](path)
    except Unreadable:
        raise
    except Exception as problem:  # a broken file breaks its reader in any way at all
        raise Unreadable(_("Berkas tidak bisa dibaca. Buka di Excel, lalu simpan ulang.")) from problem
    return _best_table(sheets)


def _sheets_of_workbook(path):
    with zipfile.ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            raise Unreadable(_("Berkas terlalu besar."))
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return [_lines(enumerate(_rows_of(sheet), start=1)) for sheet in book.worksheets]
    finally:
        book.close()


def _rows_of(sheet):
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be cut off
    return sheet.iter_rows(min_row=1, values_only=True)


def _sheets_of_csv(path):
    """One sheet for each delimiter it might have: the right one shows itself by its headings."""
    written = _decoded(path.read_bytes())
    return [_lines(_numbered(csv.reader(io.StringIO(written, newline=""), delimiter=one))) for one in DELIMITERS]


def _numbered(reader):
    """A record with line breaks in a cell has the number of its first line."""
    start = 1
    for record in reader:
        yield start, record
        start = reader.line_num + 1


def _decoded(raw):
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _lines(numbered):
    lines = []
    for number, values in numbered:
        if any(value not in (None, "") for value in values):
            lines.append(Line(number, tuple(values)))
        if len(lines) > MAX_LINES:
            raise Unreadable(_("Berkas berisi lebih dari %(count)d baris.") % {"count": MAX_LINES})
    return lines


def _best_table(sheets):
    """Where most headings are known; of equals the first."""
    found = [(at, places, lines) for lines in sheets for at, places in [_heading(lines)] if places]
    if not found:
        raise Unreadable(_("Baris judul kolom tidak ditemukan. Harus ada kolom Nama dan NIK."))
    at, places, lines = max(found, key=lambda one: len(one[1]))
    missing = [COLUMNS[column][0] for column in REQUIRED if column not in places]
    if missing:
        raise Unreadable(_("Kolom ini tidak ada: %(columns)s.") % {"columns": ", ".join(missing)})
    return _without_other_lines(places, lines[at + 1 :])


def _heading(lines):
    """The line among the first that has the most known headings, if it names people at all."""
    answers = [(at, _places(line)) for at, line in enumerate(lines[:HEADING_WITHIN])]
    answers = [(at, places) for at, places in answers if {"name", "nik"} <= set(places)]
    return max(answers, key=lambda one: len(one[1]), default=(0, {}))


def _places(line):
    places = {}
    for place, value in enumerate(line.values):
        if isinstance(value, str) and (column := BY_HEADING.get(heading_key(value))):
            places.setdefault(column, place)
    return places


def heading_key(value):
    """Without what stands in brackets: "Tanggal Lahir (DD/MM/YYYY)" is "tanggal lahir"."""
    return cells.key(re.sub(r"\([^)]*\)", " ", value))


def _without_other_lines(places, lines):
    """Sums, headings repeated on a new page, signatures and notes below the table are nobody's row."""
    table = Table(places, [], [])
    for line in lines:
        kept = table.lines if _is_a_person(table, line) else table.ignored
        kept.append(line if kept is table.lines else line.number)
    return table


def _is_a_person(table, line):
    nik, name, program = (cells.key(table.value(line, column)) for column in ("nik", "name", "program"))
    if nik == "nik" or _is_a_sum(line, nik):
        return False
    return bool(nik or (name and program))


def _is_a_sum(line, nik):
    words = next((cells.key(value) for value in line.values if isinstance(value, str) and cells.key(value)), "")
    return len(nik) < 15 and words.partition(" ")[0] in SUMS
