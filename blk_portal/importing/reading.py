"""A file, as its sheets of lines, and the table of participants in them. What could hurt is refused unread."""

import csv
import io
import zipfile
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from blk_portal.importing import tables
from blk_portal.importing.columns import known_headings
from blk_portal.importing.tables import Layout, Line, Unreadable

MAX_LINES = 20_000
MAX_BYTES = 20_000_000
MAX_UNPACKED = 100_000_000  # a sheet of 20,000 lines has about 30 million
MAX_STRINGS = 40_000_000  # of the part that openpyxl keeps whole in memory
MAX_PARTS = 1000
BEGINNING = 200  # lines that are enough to know the headings and to show some people
DELIMITERS = ";,\t|"
BOOKS, TEXTS = (".xlsx", ".xlsm"), (".csv",)
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx with a password
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
STRINGS = "xl/sharedStrings.xml"


def read(path, layout=None, own=None):
    """The table that `layout` names, else that of the first sheet that has one. Raises Unreadable."""
    sheets = sheets_of(path)
    chosen = Layout(**layout) if layout else tables.found(sheets, known_headings(own))
    if chosen is None or chosen.sheet >= len(sheets):
        raise Unreadable(_("Baris judul kolom tidak ditemukan. Harus ada kolom Nama dan NIK."))
    missing = tables.missing(chosen.places)
    if missing:
        raise Unreadable(_("Kolom ini tidak ada: %(columns)s.") % {"columns": ", ".join(missing)})
    return tables.table_at(sheets[chosen.sheet], chosen)


def beginning(path, own=None):
    """(the first lines of each sheet, where the table seems to be): for the page that shows what was found."""
    sheets, known = sheets_of(path, BEGINNING), known_headings(own)
    return sheets, tables.found(sheets, known) or tables.guessed(sheets, known)


def sheets_of(path, most=None):
    """The lines of each sheet, or the first `most`. Raises Unreadable."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in BOOKS + TEXTS:
        raise Unreadable(_("Berkas harus .xlsx atau .csv. Simpan ulang dari Excel sebagai “Excel Workbook (.xlsx)”."))
    try:
        _refuse_what_hurts(path)
        return _of_workbook(path, most) if suffix in BOOKS else _of_csv(path, most)
    except Unreadable:
        raise
    except Exception as problem:  # a broken file breaks its reader in any way at all
        raise Unreadable(_("Berkas tidak bisa dibaca. Buka di Excel, lalu simpan ulang.")) from problem


# --- what is let in ---


def _refuse_what_hurts(path):
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(_("Berkas terlalu besar."))
    with path.open("rb") as file:
        start = file.read(4096)
    if path.suffix.lower() in TEXTS:
        if b"\0" in start and not start.startswith(UTF_16):
            raise Unreadable(_("Isi berkas ini bukan teks CSV. Buka di Excel, lalu simpan ulang sebagai .xlsx."))
        return
    if start.startswith(OLD_OR_LOCKED):
        raise Unreadable(_("Berkas ini berkata sandi atau berformat lama. Simpan ulang sebagai .xlsx tanpa sandi."))
    if not zipfile.is_zipfile(path):
        raise Unreadable(_("Isi berkas ini bukan lembar Excel. Buka di Excel, lalu simpan ulang sebagai .xlsx."))
    with zipfile.ZipFile(path) as packed:
        _refuse_a_bomb(packed)


def _refuse_a_bomb(packed):
    """By the sizes it declares: zipfile unpacks no more than those. A workbook needs no DOCTYPE; entities do."""
    parts = packed.infolist()
    if "xl/workbook.xml" not in packed.namelist():
        raise Unreadable(_("Isi berkas ini bukan lembar Excel. Buka di Excel, lalu simpan ulang sebagai .xlsx."))
    strings = sum(part.file_size for part in parts if part.filename == STRINGS)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or strings > MAX_STRINGS:
        raise Unreadable(_("Berkas terlalu besar."))
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")) and _has_a_doctype(packed, part):
            raise Unreadable(_("Berkas ini berisi hal yang tidak ada pada lembar Excel. Simpan ulang dari Excel."))


def _has_a_doctype(packed, part):
    with packed.open(part) as file:
        start = file.read(65_536).replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start


# --- lines ---


def _of_workbook(path, most):
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return [_lines(enumerate(_rows_of(sheet), start=1), most) for sheet in book.worksheets]
    finally:
        book.close()


def _rows_of(sheet):
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be cut off
    return sheet.iter_rows(min_row=1, values_only=True)


def _of_csv(path, most):
    """One sheet for each delimiter it might have: the right one shows itself by its headings."""
    written = _decoded(path.read_bytes())
    readers = [csv.reader(io.StringIO(written, newline=""), delimiter=one) for one in DELIMITERS]
    return [_lines(_numbered(reader), most) for reader in readers]


def _numbered(reader):
    """A record with line breaks in a cell has the number of its first line."""
    start = 1
    for record in reader:
        yield start, record
        start = reader.line_num + 1


def _decoded(raw):
    if raw.startswith(UTF_16):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _lines(numbered, most):
    told = (Line(number, tuple(row)) for number, row in numbered if any(cell not in (None, "") for cell in row))
    if most is not None:
        return list(islice(told, most))
    lines = list(islice(told, MAX_LINES + 1))
    if len(lines) > MAX_LINES:
        raise Unreadable(_("Berkas berisi lebih dari %(count)d baris.") % {"count": MAX_LINES})
    return lines
