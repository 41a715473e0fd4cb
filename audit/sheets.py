"""Tables that leave the portal as Excel or CSV. Nothing in them is ever run: a name may begin with "=" and stays text.

Numbers that are names of something (NIK, telephone) are given as `str` and so keep every digit and leading zero.
"""

import csv
import io
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters in a cell
AS_TEXT = "@"


def write_xlsx(headings, rows, *, title="Data"):
    """The bytes of a workbook with one sheet: a bold heading that stays in view, and the rows."""
    buffer = io.BytesIO()
    save_xlsx(buffer, headings, rows, title=title)
    return buffer.getvalue()


def save_xlsx(file, headings, rows, *, title="Data", about=()):
    """The same into an open file, row by row: however many there are, one is in memory.

    `about`: (what, how) of a second sheet that says where the rows come from.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])
    if about:
        notes = book.create_sheet(gettext("Keterangan"))
        for what, how in about:
            notes.append([cell(notes, what, bold=True), cell(notes, how)])
    book.save(file)


def write_csv(headings, rows):
    """The bytes of a CSV that Excel opens rightly in Indonesia: a BOM, semicolons, and no cell that could be run."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(map(_disarmed, headings))
    writer.writerows(map(_disarmed, row) for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def cell(sheet, value, *, bold=False):
    value = _plain(value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl has just made a formula of what begins with "="
        cell.number_format = AS_TEXT
        cell.quotePrefix = value.startswith(RUNS_AS_FORMULA)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _plain(value):
    """What a cell can hold: moments in Jakarta's time without a zone, and text without control characters."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, bool | int | float) or hasattr(value, "isoformat"):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST]


def _disarmed(value):
    value = _plain(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(RUNS_AS_FORMULA) else value
