"""Sheets of marks as officers send them back: what the portal made, with cells filled in."""

import io

from openpyxl import load_workbook

from enrollment.score_sheets import making
from enrollment.selectors.criteria import rubric_of


def exported(people):
    return making.workbook(
        [(one, str(one.choices.order_by("order").first().offering.program), rubric_of(one)) for one in people]
    )


def opened(raw):
    return load_workbook(io.BytesIO(raw))


def headings_of(sheet):
    return {cell.value: cell.column for cell in sheet[1]}


def changed(raw, change):
    """The bytes after `change(sheet, {heading: column})`."""
    book = opened(raw)
    change(book.worksheets[0], headings_of(book.worksheets[0]))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def filled(raw, values):
    """Every row gets these: {heading: mark}."""

    def fill(sheet, columns):
        for row in range(2, sheet.max_row + 1):
            for heading, value in values.items():
                sheet.cell(row, columns[heading]).value = value

    return changed(raw, fill)


def filled_sheet(people, values):
    return filled(exported(people), values)
