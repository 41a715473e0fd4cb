"""Every NIK that can exist is read back, and nothing else gets in: the cases of the law and of the region by name.

Where these come from: Permendagri on the form of the NIK (PPKKCC DDMMYY SSSS, women's day + 40, serial from 0001),
the splits of Kota Serang (2007) and Kota Tangerang Selatan (2008), and Banten's birth out of Jawa Barat (2000).
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import assume, example, given
from hypothesis import strategies as st

from trainees.forms.person import PersonForm
from trainees.models import Trainee
from trainees.rules.nik import PROVINCES, InvalidNik, clean_nik, masked, read_nik, warnings

TODAY = date(2026, 11, 22)
OLDEST = date(1926, 11, 23)  # whoever is under a hundred
REGIONS = [code for code, *_rest in json.loads((Path(settings.BASE_DIR) / "centers/data/regions.json").read_text())]
DISTRICTS = [code for code in REGIONS if code.count(".") == 2]
KNOWN = frozenset(code for code in REGIONS if code.count(".") in (1, 2) and code[:5] not in {d[:5] for d in DISTRICTS})
KNOWN |= frozenset(DISTRICTS)  # the districts of Banten, elsewhere the kabupaten/kota
GONE_TO_TANGSEL = ["360321", "360324", "360325", "360326"]  # Kab. Tangerang's codes until 2008
GONE_TO_SERANG = ["360401", "360402", "360403", "360404", "360410", "360421"]  # Kab. Serang's until 2007
BIDI_AND_ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2069\ufeff"
ORNAMENTS = f" .'`\"-\t\n\u00a0\u2010\u2013\u2014\u2018\u2019{BIDI_AND_ZERO_WIDTH}"


@dataclass(frozen=True)
class Person:
    district: str
    born: date
    woman: bool
    serial: int

    @property
    def nik(self):
        return f"{self.district}{self.born.day + 40 * self.woman:02}{self.born:%m%y}{self.serial:04}"


FOUR_DIGITS = st.integers(0, 9999).map("{:04}".format)
ANYWHERE = st.builds(str.__add__, st.sampled_from(sorted(PROVINCES)), FOUR_DIGITS)
PLACES = st.one_of(
    ANYWHERE,
    st.sampled_from([code.replace(".", "") for code in DISTRICTS]),
    st.sampled_from(GONE_TO_TANGSEL + GONE_TO_SERANG),
)
BORN = st.dates(OLDEST, TODAY) | st.sampled_from([date(year, 2, 29) for year in range(1928, 2025, 4)])
PEOPLE = st.builds(Person, district=PLACES, born=BORN, woman=st.booleans(), serial=st.integers(1, 9999))


def code_of(typed):
    with pytest.raises(InvalidNik) as refusal:
        clean_nik(typed)
    return refusal.value.code


def answer(typed):
    """(the number, "") or ("", what is said); anything else that is raised is a defect."""
    try:
        return clean_nik(typed), ""
    except InvalidNik as refusal:
        return "", refusal.sentence


def warned(nik, **known):
    asked = {"birth_date": None, "sex": "", "known_districts": KNOWN} | known
    return [warning.code for warning in warnings(nik, **asked)]


# --- whatever exists is read back ----------------------------------------------------------------------------------


@given(PEOPLE)
def test_every_person_under_a_hundred_is_read_back(person):
    facts = read_nik(person.nik, today=TODAY)

    assert (facts.birth_date, facts.sex) == (person.born, "F" if person.woman else "M")
    assert f"{facts.province}{facts.regency}{facts.district}".replace(".", "") == (
        person.district[:2] + person.district[:4] + person.district
    )


@given(PEOPLE, st.data())
def test_ornaments_anywhere_change_nothing(person, data):
    gaps = data.draw(st.lists(st.text(ORNAMENTS, max_size=3), min_size=17, max_size=17))
    typed = gaps[0] + "".join(map("".join, zip(person.nik, gaps[1:], strict=True)))

    assert clean_nik(typed) == person.nik


@given(PEOPLE)
def test_cleaning_twice_is_cleaning_once(person):
    assert clean_nik(clean_nik(person.nik)) == person.nik == clean_nik(int(person.nik))


@given(PEOPLE)
def test_number_and_form_that_agree_give_no_warning_about_the_person(person):
    codes = warned(person.nik, birth_date=person.born, sex="F" if person.woman else "M")

    assert not {"birth_date_differs", "sex_differs"} & set(codes)


@given(PEOPLE, BORN, st.sampled_from("FM"))
def test_disagreement_is_a_warning_for_each_thing_and_never_a_refusal(person, born, sex):
    century = {person.born.year % 100 == born.year % 100 and (person.born.month, person.born.day)}
    assume((born.month, born.day) not in century)

    codes = warned(person.nik, birth_date=born, sex=sex)

    assert "birth_date_differs" in codes
    assert ("sex_differs" in codes) == (sex != ("F" if person.woman else "M"))


@given(PEOPLE, st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_the_century_is_the_last_one_that_has_happened(person, today):
    yy = person.born.year % 100
    lived = [day for day in (_day(1900 + yy, person.born), _day(2000 + yy, person.born)) if day and day <= today]
    if not lived:
        with pytest.raises(InvalidNik):
            read_nik(person.nik, today=today)
        return
    assert read_nik(person.nik, today=today).birth_date == max(lived)


def _day(year, like):
    try:
        return like.replace(year=year)
    except ValueError:
        return None


# --- whatever does not exist is refused ----------------------------------------------------------------------------


@given(PEOPLE, st.integers(0, 99), st.booleans())
def test_a_day_is_1_to_31_or_41_to_71(person, day, in_january):
    month = "01" if in_january else "12"  # months of 31 days
    nik = f"{person.nik[:6]}{day:02}{month}{person.nik[10:]}"
    if 1 <= day <= 31 or 41 <= day <= 71:
        assert clean_nik(nik) == nik
    else:
        assert code_of(nik) == "birth_date"


@given(PEOPLE, st.integers(0, 99))
def test_only_the_38_provinces_have_people(person, number):
    nik = f"{number:02}{person.nik[2:]}"
    if f"{number:02}" in PROVINCES:
        assert clean_nik(nik) == nik
    else:
        assert code_of(nik) == "province"


@given(PEOPLE, st.data())
def test_one_digit_lost_or_doubled_is_noticed(person, data):
    at = data.draw(st.integers(0, 15))

    assert code_of(person.nik[:at] + person.nik[at + 1 :]) == "length"
    assert code_of(person.nik[:at] + person.nik[at] + person.nik[at:]) == "length"


@given(PEOPLE, st.data())
def test_a_digit_of_another_script_is_no_digit(person, data):
    at = data.draw(st.integers(0, 15))
    other = data.draw(st.characters(categories=["Nd", "No", "Nl"], exclude_characters="0123456789"))

    assert code_of(person.nik[:at] + other + person.nik[at + 1 :]) == "not_digits"


@given(st.text(max_size=60) | st.text("0123456789٠١²³ -.\x00\u202e\ud800", max_size=24) | st.integers() | st.none())
@example("\x00" * 16)
@example("\ud800" * 16)
@example("9" * 5_000)
def test_any_input_is_a_nik_or_a_refusal_in_one_sentence(typed):
    nik, sentence = answer(typed)

    if nik:
        assert re.fullmatch("[0-9]{16}", nik, re.ASCII)
        assert clean_nik(nik) == nik
    else:
        assert re.fullmatch(r"[A-Z][^\x00]*\.", sentence)
        assert not re.search(r"\d{5}", sentence)


@given(PEOPLE, st.integers(0, 15), st.sampled_from("0123456789x"))
def test_a_refusal_and_a_warning_never_hold_the_number(person, at, mark):
    typed = person.nik[:at] + mark + person.nik[at + 1 :]
    try:
        said = [w.sentence for w in warnings(typed, birth_date=date(1990, 1, 1), sex="F", known_districts=KNOWN)]
    except InvalidNik as refusal:
        said = [refusal.sentence, str(refusal), repr(refusal)]
    parts = [typed, *(typed[start : start + 4] for start in (0, 6, 12))]
    shown = " ".join(said).replace("1 Januari 1990", "")
    assert [part for part in parts if part in shown] == []


@given(PEOPLE)
def test_the_mask_shows_the_region_and_the_last_two_and_no_birth_date(person):
    assert masked(person.nik) == f"{person.nik[:4]}**********{person.nik[-2:]}"


# --- the cases, by name --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("district", GONE_TO_TANGSEL + GONE_TO_SERANG)
def test_a_district_that_went_to_kota_tangerang_selatan_or_kota_serang_is_a_warning_only(district):
    nik = Person(district, date(2005, 4, 12), woman=True, serial=1).nik

    assert clean_nik(nik) == nik
    assert warned(nik) == ["district_unknown"]


def test_the_districts_of_today_warn_nobody():
    codes = {code: warned(Person(code.replace(".", ""), date(2005, 4, 12), False, 7).nik) for code in DISTRICTS}

    assert {code: found for code, found in codes.items() if found} == {}
    assert sum(code.startswith("36.") for code in DISTRICTS) == 155


@pytest.mark.parametrize("district", ["320212", "321901", "327601"])
def test_a_parent_registered_while_banten_was_in_jawa_barat_is_accepted(district):
    nik = Person(district, date(1970, 8, 17), woman=True, serial=3).nik

    assert read_nik(nik, today=TODAY).birth_date == date(1970, 8, 17)


def test_who_is_fifteen_has_a_nik_without_a_ktp():
    assert read_nik(Person("367402", date(2011, 11, 22), False, 12).nik, today=TODAY).birth_date == date(2011, 11, 22)


def test_a_girl_born_on_the_31st_has_day_71():
    assert read_nik("3674027112050001", today=TODAY).birth_date == date(2005, 12, 31)


def test_31_february_is_refused():
    assert code_of("3674023102050001") == code_of("3674027102050001") == "birth_date"


def test_29_february_2005_is_refused_and_2004_is_not():
    assert code_of("3674022902050001") == code_of("3674026902050001") == "birth_date"
    assert read_nik("3674026902040001", today=TODAY).birth_date == date(2004, 2, 29)


def test_29_february_1900_never_was_so_it_means_2000():
    assert read_nik("3674022902000001", today=TODAY).birth_date == date(2000, 2, 29)


@pytest.mark.parametrize("day", [*range(32, 41), *range(72, 100), 0])
def test_days_that_belong_to_neither_sex_are_refused(day):
    assert code_of(f"367402{day:02}04050001") == "birth_date"


def test_serial_0000_is_refused_and_0001_and_9999_are_not():
    assert code_of("3674021204050000") == "serial"
    assert [clean_nik(f"367402120405{serial}")[-4:] for serial in ("0001", "9999")] == ["0001", "9999"]


def test_province_99_is_refused():
    assert code_of("9974021204050001") == "province"


def test_there_are_38_provinces_and_they_are_those_of_the_region_table():
    assert {code for code in REGIONS if "." not in code} == PROVINCES
    assert len(PROVINCES) == 38


def test_born_in_2004_is_not_born_in_1904():
    assert read_nik("3674021204050001", today=TODAY).birth_date == date(2005, 4, 12)


def test_a_guardian_of_sixty_is_not_unborn():
    assert read_nik("3674021204660001", today=TODAY).birth_date == date(1966, 4, 12)


@pytest.mark.parametrize(
    "typed", ["٣٦٧٤٠٢١٢٠٤٠٥٠٠٠١", "３６７４０２１２０４０５０００１", "3674021204050¹²³", "367402120405000①"]
)
def test_digits_of_other_scripts_and_superscripts_are_refused(typed):
    assert code_of(typed) == "not_digits"


def test_letters_that_look_like_digits_are_refused():
    assert code_of("36740212O4O5OOO1") == code_of("367402120405000l") == "not_digits"


def test_what_whatsapp_wraps_around_a_number_is_forgiven():
    assert clean_nik("\u202a3674 0212 0405 0001\u202c") == clean_nik("\u20663674021204050001\u2069")


# --- and in the form -----------------------------------------------------------------------------------------------


@given(st.text(max_size=45))
@example("3674\x00021204050001")
def test_the_form_answers_any_nik_with_a_sentence(typed):
    form = PersonForm({"nik": typed, "full_name": "Suharti"}, trainee=Trainee())

    problems = form.errors.get("nik", [])
    assert all(re.fullmatch(r"[A-Z].+\.", problem, re.DOTALL) for problem in problems)
