"""A cell is understood in every form offices leave it in, and what can't be trusted is said, never guessed."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blk_portal.importing import cells
from blk_portal.importing.cells import BadCell

NIK = "3674024107059001"
ANYTHING = st.one_of(
    st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times()
)


@pytest.mark.parametrize(
    "value",
    [NIK, f"'{NIK}", f" {NIK} ", "3674 0241 0705 9001", "3674.0241.0705.9001", int(NIK), float(NIK), f"{NIK}.0",
     f"{NIK}\u200b", f"\u00a0{NIK}"],
)  # fmt: skip
def test_a_nik_survives_the_habits_of_spreadsheets(value):
    assert cells.nik(value) == NIK


@pytest.mark.parametrize("value", ["1,5E+15", "1.5E+15", "3,67402E+15", "3.67402e15", "'3,67E+15"])
def test_a_nik_in_scientific_form_is_an_error(value):
    with pytest.raises(BadCell, match="bentuk ilmiah"):
        cells.nik(value)


@pytest.mark.parametrize("value", [3674024107059010, 3674024107059010.0, "3674024107059010.0", 9171024107059001])
def test_a_number_that_may_have_lost_its_last_digit_is_an_error(value):
    with pytest.raises(BadCell, match="Tulis ulang sebagai teks"):
        cells.nik(value)


def test_as_text_a_nik_may_end_in_zero_and_may_come_from_papua():
    assert cells.nik("3674024107059010") == "3674024107059010"
    assert cells.nik("9171024107059001") == "9171024107059001"


def test_the_limit_is_exactly_what_a_float_can_hold():
    assert float(cells.EXACT_IN_A_FLOAT) == float(cells.EXACT_IN_A_FLOAT + 1)
    assert float(cells.EXACT_IN_A_FLOAT - 1) != float(cells.EXACT_IN_A_FLOAT)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (None, "belum diisi"),
        ("", "belum diisi"),
        ("367402410705900", "15 angka"),
        ("36740241070590011", "17 angka"),
        ("3674023107050000", "0000"),
        ("3674023102059001", "bukan tanggal"),
        ("9974024107059001", "kode provinsi"),
        ("36740241O7059001", "hanya berisi angka"),
        (True, "hanya berisi angka"),
    ],
)
def test_what_cannot_be_a_nik_is_an_error_in_words(value, sentence):
    with pytest.raises(BadCell, match=sentence) as wrong:
        cells.nik(value)

    assert "705900" not in wrong.value.sentence


@pytest.mark.parametrize(
    "value",
    [
        "07/07/2005", "7/7/2005", "07-07-2005", "7.7.2005", "2005-07-07", "2005/7/7", "7 Juli 2005", "07 jul 2005",
        "7-Jul-2005", "Kamis, 7 Juli 2005", "'07/07/2005", "2005-07-07 00:00:00", "07/07/2005 00:00", 38540, 38540.0,
        "38540", date(2005, 7, 7), datetime(2005, 7, 7, 13, 30),
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_form(value):
    assert cells.day(value) == date(2005, 7, 7)


@pytest.mark.parametrize("month", ["Pebruari", "FEBRUARI", "Feb", "peb"])
def test_months_are_known_by_their_old_and_short_names(month):
    assert cells.day(f"3 {month} 2004") == date(2004, 2, 3)


@pytest.mark.parametrize(
    "value", ["31/02/2005", "07/13/2005", "7/7/05", "Juli 2005", "besok", "7 Jumadil 2005", "0/1/2005"]
)
def test_what_is_no_date_is_an_error(value):
    with pytest.raises(BadCell, match="bukan tanggal yang ada"):
        cells.day(value)


@pytest.mark.parametrize("value", ["01/01/1899", "01/01/2090"])
def test_nobody_is_born_in_another_age_or_tomorrow(value):
    with pytest.raises(BadCell, match="periksa tahunnya"):
        cells.birth_date(value)


@pytest.mark.parametrize(
    "value", ["0812-3456-7890", "081234567890", 81234567890, 81234567890.0, "'+6281234567890", "62 812 3456 7890"]
)
def test_a_telephone_number_gets_its_zero_back(value):
    assert cells.phone(value) == "+6281234567890"


def test_empty_cells_stay_empty():
    assert [cells.phone("-"), cells.email(" "), cells.sex(None), cells.day("-"), cells.yes_or_no("")] == [
        "", "", "", None, None,
    ]  # fmt: skip


def test_text_loses_what_a_database_cannot_hold():
    assert cells.text("  Contoh\x00 \u200bNama\n Dua ") == "Contoh Nama Dua"


@pytest.mark.parametrize(
    "read", [cells.name, cells.nik, cells.birth_date, cells.day, cells.sex, cells.phone, cells.email, cells.yes_or_no]
)
@given(value=ANYTHING)
def test_no_cell_breaks_its_reader(read, value):
    try:
        answer = read(value)
    except BadCell as wrong:
        answer = wrong.sentence
    assert "\x00" not in str(answer)


@given(st.integers(min_value=10**15, max_value=10**16 - 1))
def test_a_number_that_excel_rounded_never_becomes_a_nik(number):
    """What Excel makes of sixteen digits is fifteen and a zero."""
    with pytest.raises(BadCell):
        cells.nik(float(number // 10 * 10))
