"""Nothing that leaves the portal as a table is run by who opens it."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from audit import sheets
from blk_portal.importing import cells

WICKED = ["=1+1", "+62812", "-2+3", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")']


def reread(rows):
    sheet = load_workbook(io.BytesIO(sheets.write_xlsx(["Nama", "NIK"], rows))).active
    return list(sheet.iter_rows(min_row=2))


@pytest.mark.parametrize("text", WICKED)
def test_what_looks_like_a_formula_stays_text_in_excel(text):
    [[cell, _empty]] = reread([[text, 1]])

    assert (cell.data_type, cell.quotePrefix, cell.number_format) == ("s", True, "@")
    assert cell.value.strip() == text.strip()


@pytest.mark.parametrize("text", WICKED)
def test_what_looks_like_a_formula_is_disarmed_in_csv(text):
    written = sheets.write_csv(["Nama"], [[text]]).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))[1] == [f"'{text}"]


def test_a_nik_keeps_its_sixteen_digits_and_a_telephone_its_plus():
    [[nik, phone]] = reread([["3674024107059010", "+6281200000001"]])

    assert (nik.value, nik.data_type, phone.value, phone.data_type) == ("3674024107059010", "s", "+6281200000001", "s")
    assert cells.nik(nik.value) == "3674024107059010"


def test_dates_numbers_and_moments_stay_what_they_are():
    [[day, nothing, number, moment]] = reread([[date(2025, 7, 7), None, 200, datetime(2025, 7, 7, 20, tzinfo=UTC)]])

    assert (day.value, number.value, nothing.value) == (datetime(2025, 7, 7), 200, None)
    assert moment.value == datetime(2025, 7, 8, 3)


@given(st.lists(st.lists(st.text() | st.integers(-(10**9), 10**9) | st.none(), min_size=1, max_size=3), max_size=5))
def test_no_cell_of_a_table_is_ever_a_formula(rows):
    book = load_workbook(io.BytesIO(sheets.write_xlsx(["A"], rows)))

    assert [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"] == []
