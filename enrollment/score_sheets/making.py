"""The sheet as it goes out: who and which program locked, the marks open, each cell taking only what it may hold.

No NIK and no telephone number is in it. Names are text, whatever they begin with.
"""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from audit import sheets
from enrollment.rules.marks import plain
from enrollment.score_sheets.columns import code_heading, code_of, columns_of, fixed_headings, values_now
from enrollment.wording import stored_words

WIDTHS = {0: 6, 1: 20, 2: 34, 3: 34}
NOT_THEIRS = PatternFill("solid", fgColor="D9D9D9")
OPEN = PatternFill("solid", fgColor="FFF8E1")


@stored_words()
def workbook(rows):
    """The bytes. `rows`: (application, its program's name, its rubric), in the order in which they are to stand."""
    people = [(one, program, columns_of(rubric)) for one, program, rubric in rows]
    columns = list({column.heading: column for _o, _p, theirs in people for column in theirs}.values())
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Nilai"))
    _lay_out(sheet, columns, len(people))
    headings = [*fixed_headings(), *[column.heading for column in columns], code_heading()]
    sheet.append([sheets.cell(sheet, heading, bold=True) for heading in headings])
    for number, (application, program, theirs) in enumerate(people, start=1):
        sheet.append(_row(sheet, number, application, program, columns, theirs))
    _explain(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lay_out(sheet, columns, count):
    first = len(fixed_headings())
    sheet.freeze_panes = "D2"
    for place, width in WIDTHS.items():
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    for place, column in enumerate(columns, start=first + 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 18
        sheet.data_validations.append(_bounds(column, f"{letter}2:{letter}{count + 1}"))
    sheet.column_dimensions[get_column_letter(first + len(columns) + 1)].width = 12
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False


def _bounds(column, where):
    words = _("Tulis nilai antara 0 dan %(most)s.") % {"most": plain(column.maximum)}
    rule = DataValidation("decimal", operator="between", formula1="0", formula2=str(column.maximum), allow_blank=True)
    rule.error, rule.errorTitle, rule.showErrorMessage = words, _("Nilai"), True
    rule.add(where)
    return rule


def _row(sheet, number, application, program, columns, theirs):
    known, own = values_now(application, theirs), {column.heading for column in theirs}
    fixed = [number, application.number, application.trainee.full_name, program]
    marks = [_mark(sheet, known.get(column.heading), column.heading in own) for column in columns]
    return [*[sheets.cell(sheet, value) for value in fixed], *marks, sheets.cell(sheet, code_of(application, theirs))]


def _mark(sheet, value, is_theirs):
    cell = sheets.cell(sheet, None if value is None else float(value))
    cell.number_format = "0.##"
    cell.fill = OPEN if is_theirs else NOT_THEIRS
    cell.protection = Protection(locked=not is_theirs)
    return cell


def _explain(book):
    sheet = book.create_sheet(_("Petunjuk"))
    sheet.column_dimensions["A"].width = 100
    for line in (
        _("Isi hanya sel berwarna kuning, lalu simpan dan unggah lagi di halaman Isi nilai."),
        _("Sel abu-abu tidak dinilai untuk program itu. Yang tidak diisi dibiarkan seperti semula."),
        _("Jangan mengubah nomor, nama, program, dan kode baris. Baris yang kodenya berubah ditolak."),
        _("Bila petugas lain mengubah nilai yang sama sesudah lembar ini diunduh, nilai itu tidak ditimpa."),
    ):
        sheet.append([sheets.cell(sheet, line)])
