"""Workbooks that come into the portal: the first sheet, read whole and within bounds. Nothing in it is run.

A formula counts as the value Excel last worked out for it; where it never did, the cell says so.
"""

import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MAX_BYTES = 5_000_000
MAX_UNPACKED = 60_000_000
MAX_LINES = 5_000
MAX_COLUMNS = 100


class Unreadable(Exception):
    """This is no workbook we could read. The sentence says what to do."""


class Uncalculated:
    """In the place of a formula without a value."""


UNCALCULATED = Uncalculated()


@dataclass(frozen=True, slots=True)
class Line:
    """A row with something in it, by the number it has in the file."""

    number: int
    values: tuple

    def get(self, place):
        return self.values[place] if place is not None and place < len(self.values) else None


def lines_of(path):
    """Raises Unreadable."""
    try:
        _check_size(path)
        values, formulas = _first_sheet(path, data_only=True), _first_sheet(path, data_only=False)
    except Unreadable:
        raise
    except Exception as problem:  # a broken file breaks its reader in any way at all
        raise Unreadable(_("Berkas tidak bisa dibaca. Simpan sebagai “Excel Workbook (.xlsx)”.")) from problem
    rows = [tuple(map(_value, *pair)) for pair in zip(values, formulas, strict=True)]
    return [
        Line(number, row) for number, row in enumerate(rows, start=1) if any(cell not in (None, "") for cell in row)
    ]


def _check_size(path):
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(_("Berkas terlalu besar."))
    with zipfile.ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            raise Unreadable(_("Berkas terlalu besar."))


def _first_sheet(path, *, data_only):
    book = load_workbook(path, read_only=True, data_only=data_only)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size, and rows would be cut off
        rows = []
        for row in sheet.iter_rows(max_col=MAX_COLUMNS):
            rows.append([(cell.value, cell.data_type) for cell in row])
            if len(rows) > MAX_LINES:
                raise Unreadable(_("Berkas berisi lebih dari %(count)d baris.") % {"count": MAX_LINES})
        return rows
    finally:
        book.close()


def _value(known, formula):
    return UNCALCULATED if formula[1] == "f" and known[0] is None else known[0]
