"""Whether two people on record may be one: what is enough to ask an officer, and in which words."""

from datetime import date

import pytest

from trainees.rules.likeness import Traits, days_meant, likeness, plain_words

SITI = Traits(
    name="Siti Nurhaliza",
    birth_date=date(2004, 3, 5),
    phone="+6281200000001",
    email="siti@contoh.example",
    guardian="Contoh Ibu",
    guardian_phone="+6281300000001",
    marks=frozenset({"a"}),
)


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (Traits(marks=frozenset({"a", "b"})), ["NIK yang sama dipegang atau diklaim keduanya."]),
        (Traits(name="siti nurhaliza", birth_date=SITI.birth_date), ["Nama dan tanggal lahirnya sama."]),
        (Traits(name="Nurhaliza, Siti", birth_date=SITI.birth_date), ["Nama dan tanggal lahirnya sama."]),
        (
            Traits(name="Siti Nurhalisa", birth_date=SITI.birth_date),
            ["Tanggal lahirnya sama dan namanya mirip."],
        ),
        (
            Traits(name="Siti Nurhaliza Contoh", birth_date=SITI.birth_date),
            ["Tanggal lahirnya sama dan namanya mirip."],
        ),
        (
            Traits(name="Siti Nurhaliza", birth_date=date(2004, 5, 3)),
            ["Namanya sama; tanggal lahirnya sama bila hari dan bulannya tertukar."],
        ),
        (Traits(name="Orang Lain", phone=SITI.phone), ["Nomor ponselnya sama."]),
        (Traits(name="Orang Lain", email="SITI@contoh.example"), ["E-mailnya sama."]),
        (
            Traits(name="Contoh Adik", birth_date=SITI.birth_date, guardian="contoh ibu"),
            ["Tanggal lahir serta orang tua atau walinya sama; mungkin juga saudara kembar."],
        ),
        (
            Traits(name="Siti Nurhaliza", guardian_phone=SITI.guardian_phone),
            ["Nama serta orang tua atau walinya sama."],
        ),
    ],
)
def test_enough_agrees_to_ask_and_the_reason_is_said(other, reasons):
    found = likeness(SITI, other)

    assert (found.is_enough, list(found.reasons)) == (True, reasons)


@pytest.mark.parametrize(
    "other",
    [
        Traits(name="Siti Nurhaliza"),
        Traits(birth_date=SITI.birth_date),
        Traits(name="Budi Santoso", birth_date=SITI.birth_date),
        Traits(name="Siti", birth_date=SITI.birth_date),
        Traits(name="Siti Nurhaliza", birth_date=date(2003, 3, 5)),
        Traits(name="Contoh Kakak", birth_date=date(2001, 1, 1), guardian="Contoh Ibu"),
        Traits(),
    ],
)
def test_a_name_a_birthday_or_a_family_alone_is_not_enough(other):
    assert likeness(SITI, other).is_enough is False


def test_nothing_in_common_is_nothing_even_where_both_left_it_empty():
    assert likeness(Traits(), Traits()).points == 0


def test_what_speaks_for_it_adds_up_the_strongest_first():
    twin_record = Traits(name="Siti Nurhaliza", birth_date=SITI.birth_date, phone=SITI.phone, marks=SITI.marks)

    found = likeness(SITI, twin_record)

    assert (found.points, found.reasons[0]) == (240, "NIK yang sama dipegang atau diklaim keduanya.")


@pytest.mark.parametrize("written", ["Moch. Rizki", "Muhamad Rizki", "M Rizki", "Mohd RIZKI", "Rizki Muhammad"])
def test_the_ways_to_write_mohammed_are_one(written):
    assert plain_words(written) == ["muhammad", "rizki"]


def test_day_and_month_are_exchanged_only_where_that_is_a_date():
    assert days_meant(date(2004, 3, 5)) == [date(2004, 3, 5), date(2004, 5, 3)]
    assert days_meant(date(2004, 3, 25)) == [date(2004, 3, 25)]
    assert days_meant(date(2004, 3, 3)) == [date(2004, 3, 3)]
