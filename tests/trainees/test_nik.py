from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainees.rules.nik import PROVINCES, InvalidNik, NikFacts, clean_nik, masked, read_nik, warnings

TODAY = date(2025, 7, 7)
KNOWN = {"36.74.02", "36.03.01", "31.74"}


def nik_of(born, *, woman=False, district="367402", serial="0001"):
    return f"{district}{born.day + 40 * woman:02}{born:%m%y}{serial}"


@pytest.mark.parametrize(
    "typed",
    [
        "3674021204050001",
        " 3674 0212 0405 0001 ",
        "36.74.02.120405.0001",
        "3674-0212-0405-0001",
        "'3674021204050001",
        "\u20193674021204050001",
        "3674021204050001\u00a0",
        "\u200b3674021204050001\ufeff",
        3674021204050001,
    ],
)
def test_the_habits_of_people_and_spreadsheets_are_forgiven(typed):
    assert clean_nik(typed) == "3674021204050001"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("367402120405001", "length"),
        ("36740212040500011", "length"),
        ("3,67402E+15", "not_digits"),
        ("367402120405000I", "not_digits"),
        ("٣٦٧٤٠٢١٢٠٤٠٥٠٠٠١", "not_digits"),
        ("³674021204050001", "not_digits"),
        ("9974021204050001", "province"),
        ("0074021204050001", "province"),
        ("3674023102050001", "birth_date"),  # 31 February
        ("3674022902050001", "birth_date"),  # 29 February 2005, and 1905 had none either
        ("3674020004050001", "birth_date"),  # day 0
        ("3674021213050001", "birth_date"),  # month 13
        ("3674021200050001", "birth_date"),  # month 0
        ("3674023204050001", "birth_date"),  # day 32: neither sex
        ("3674024004050001", "birth_date"),  # day 40: a woman's day 0
        ("3674027204050001", "birth_date"),  # day 72
        ("3674027102050001", "birth_date"),  # a woman's 31 February
        ("3674021204050000", "serial"),
    ],
)
def test_what_cannot_be_a_nik_is_refused_by_code(typed, code):
    with pytest.raises(InvalidNik) as refusal:
        clean_nik(typed)

    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def test_a_refusal_never_repeats_the_number():
    with pytest.raises(InvalidNik) as refusal:
        clean_nik("3674023102050001")

    assert "3674" not in str(refusal.value) + refusal.value.sentence


def test_the_sentence_counts_the_digits():
    with pytest.raises(InvalidNik) as refusal:
        clean_nik("367402120405")

    assert refusal.value.sentence == "NIK terdiri dari 16 angka; yang Anda tulis 12 angka."


@pytest.mark.parametrize("edge", ["01", "31", "41", "71"])
def test_first_and_last_days_of_both_sexes_are_accepted(edge):
    assert clean_nik(f"367402{edge}01050001")


def test_a_man_is_read():
    assert read_nik("3674021204050001", today=TODAY) == NikFacts(date(2005, 4, 12), "M", "36", "36.74", "36.74.02")


def test_a_woman_s_day_is_forty_ahead():
    assert read_nik("3674025204050001", today=TODAY) == NikFacts(date(2005, 4, 12), "F", "36", "36.74", "36.74.02")


@pytest.mark.parametrize(
    ("digits", "born"),
    [
        ("070725", date(2025, 7, 7)),  # today is still this century
        ("080725", date(1925, 7, 8)),  # tomorrow is not
        ("010100", date(2000, 1, 1)),
        ("311299", date(1999, 12, 31)),
        ("290200", date(2000, 2, 29)),  # 1900 had no such day
        ("290296", date(1996, 2, 29)),
    ],
)
def test_the_century_is_the_latest_that_is_not_in_the_future(digits, born):
    assert read_nik(f"367402{digits}0001", today=TODAY).birth_date == born


def test_a_day_that_exists_only_in_the_future_belongs_to_nobody():
    with pytest.raises(InvalidNik) as refusal:
        read_nik("3674022902000001", today=date(1999, 1, 1))

    assert refusal.value.code == "birth_date"


def test_nothing_to_say_when_number_and_form_agree():
    assert warnings("3674025204050001", birth_date=date(2005, 4, 12), sex="F", known_districts=KNOWN) == []


def test_nothing_to_say_while_the_form_is_empty():
    assert warnings("3674025204050001", birth_date=None, sex="", known_districts=KNOWN) == []


def test_another_birth_date_and_sex_are_warnings_not_refusals():
    found = warnings("3674025204050001", birth_date=date(2005, 4, 13), sex="M", known_districts=KNOWN)

    assert [warning.code for warning in found] == ["birth_date_differs", "sex_differs"]
    assert found[0].sentence == (
        "Tanggal lahir pada formulir (13 April 2005) berbeda dengan yang tertulis di dalam NIK. "
        "Cocokkan dengan KTP atau KK."
    )


def test_the_other_century_on_the_form_is_not_a_disagreement():
    assert warnings("3674021204050001", birth_date=date(1905, 4, 12), sex="M", known_districts=KNOWN) == []


@pytest.mark.parametrize(
    ("district", "codes"),
    [
        ("360321", ["district_unknown"]),  # Serpong before Kota Tangerang Selatan existed
        ("367499", ["district_unknown"]),
        ("327601", ["regency_unknown"]),
        ("317405", []),  # elsewhere the list ends at the kota
    ],
)
def test_a_district_not_on_the_list_is_a_warning(district, codes):
    nik = nik_of(date(2005, 4, 12), district=district)

    assert [w.code for w in warnings(nik, birth_date=None, sex="", known_districts=KNOWN)] == codes


def test_masked_keeps_six_digits():
    assert masked("3674021204050001") == "3674**********01"
    assert masked("36740212") == "********"


@given(
    born=st.dates(date(1925, 7, 8), TODAY),
    woman=st.booleans(),
    province=st.sampled_from(sorted(PROVINCES)),
    rest=st.integers(0, 9999),
    serial=st.integers(1, 9999),
)
def test_whoever_is_under_a_hundred_is_read_back_exactly(born, woman, province, rest, serial):
    nik = nik_of(born, woman=woman, district=f"{province}{rest:04}", serial=f"{serial:04}")

    facts = read_nik(nik, today=TODAY)

    assert (facts.birth_date, facts.sex, facts.province) == (born, "F" if woman else "M", province)
    assert [w.code for w in warnings(nik, birth_date=born, sex=facts.sex, known_districts={facts.regency})] == []


@given(st.text(max_size=24))
def test_any_text_is_either_sixteen_digits_or_refused(text):
    try:
        nik = clean_nik(text)
    except InvalidNik:
        return
    assert len(nik) == 16
    assert nik.isascii()
    assert nik.isdigit()
