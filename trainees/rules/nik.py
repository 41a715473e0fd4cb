"""The NIK: sixteen digits `PP KK CC DDMMYY SSSS` that name one person for life.

It is refused only when it cannot be one. What merely disagrees (date, sex, a district that is not on today's list) is
a warning for an officer: a NIK keeps the codes of its first registration, also after districts split off (Kota Serang
2007, Kota Tangerang Selatan 2008) and after a birth date was corrected. There is no check digit.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

PROVINCES = frozenset(
    str(number)
    for block in (
        range(11, 20),
        [21],
        range(31, 37),
        range(51, 54),
        range(61, 66),
        range(71, 77),
        [81, 82],
        range(91, 97),
    )
    for number in block
)
WOMAN, MAN = "F", "M"
WOMENS_DAYS = 40

# Spreadsheets and messengers add these: blanks of every kind, zero-width and direction marks, dots, dashes, quotes.
ORNAMENT = re.compile(
    r"[\s.'`\"\-\u2010-\u2015\u2018\u2019\u2212\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+"
)
SIXTEEN_DIGITS = re.compile(r"[0-9]{16}", re.ASCII)


class InvalidNik(ValueError):
    """This can't be a NIK. `code` is for tests and logs, `sentence` for the person. Neither holds the number."""

    def __init__(self, code, sentence):
        super().__init__(code)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class NikFacts:
    birth_date: date
    sex: str
    province: str
    regency: str
    district: str


@dataclass(frozen=True, slots=True)
class Warning:
    code: str
    sentence: str


def clean_nik(text) -> str:
    """The sixteen digits in `text`, or InvalidNik. The answer never depends on the day it is asked."""
    nik = ORNAMENT.sub("", str(text))
    if not SIXTEEN_DIGITS.fullmatch(nik):
        raise _bad_shape(nik)
    if nik[:2] not in PROVINCES:
        raise InvalidNik(
            "province", _("Dua angka pertama NIK bukan kode provinsi. Periksa lagi angka pada KTP atau KK.")
        )
    if not _possible_dates(nik):
        raise InvalidNik(
            "birth_date", _("Angka ke-7 sampai ke-12 NIK bukan tanggal yang ada. Periksa lagi angka pada KTP atau KK.")
        )
    if nik[12:] == "0000":
        raise InvalidNik(
            "serial", _("Empat angka terakhir NIK tidak mungkin 0000. Periksa lagi angka pada KTP atau KK.")
        )
    return nik


def read_nik(nik, *, today) -> NikFacts:
    """What the number says about its holder.

    The year has two digits. Of 19YY and 20YY the later one that is a real date and not after `today` is meant, so the
    holder is under 100: a trainee of 16 and a guardian of 60 both come out right, and someone over 100 is read a
    century too young. If neither has happened yet, the number can't be that of a living person.
    """
    nik = clean_nik(nik)
    born = [day for day in _possible_dates(nik) if day <= today]
    if not born:
        raise InvalidNik(
            "birth_date", _("Tanggal lahir di dalam NIK belum terjadi. Periksa lagi angka pada KTP atau KK.")
        )
    return NikFacts(
        birth_date=max(born),
        sex=WOMAN if int(nik[6:8]) > WOMENS_DAYS else MAN,
        province=nik[:2],
        regency=f"{nik[:2]}.{nik[2:4]}",
        district=f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}",
    )


def warnings(nik, *, birth_date, sex, known_districts) -> list[Warning]:
    """Where the number and the form disagree; empty when all is well. Nothing here may refuse anybody.

    `birth_date` and `sex` are None or "" while unknown. `known_districts` holds dotted codes; one may stop at the
    kabupaten/kota ("31.74"), and then every district under it counts as known: our list goes deeper only in Banten.
    """
    nik = clean_nik(nik)
    return [
        warning
        for warning in (_about_birth_date(nik, birth_date), _about_sex(nik, sex), _about_region(nik, known_districts))
        if warning
    ]


def masked(nik) -> str:
    """Enough to recognise one's own number in a list, too little to use it: 3674**********01."""
    return f"{nik[:4]}{'*' * (len(nik) - 6)}{nik[-2:]}" if len(nik) == 16 else "*" * len(nik)


def _bad_shape(nik):
    if not nik:
        return InvalidNik("empty", _("NIK belum diisi."))
    if not nik.isascii() or not nik.isdigit():
        return InvalidNik("not_digits", _("NIK hanya berisi angka. Salin 16 angka dari KTP, KK, atau KIA."))
    return InvalidNik("length", _("NIK terdiri dari 16 angka; yang Anda tulis %(count)d angka.") % {"count": len(nik)})


def _possible_dates(nik):
    """The dates DDMMYY can mean, one for each century in which it is a real day."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    day -= WOMENS_DAYS if day > WOMENS_DAYS else 0
    return [made for century in (1900, 2000) if (made := _date(century + year, month, day))]


def _date(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _about_birth_date(nik, birth_date):
    if not birth_date or birth_date in _possible_dates(nik):
        return None
    return Warning(
        "birth_date_differs",
        _(
            "Tanggal lahir pada formulir (%(date)s) berbeda dengan yang tertulis di dalam NIK. "
            "Cocokkan dengan KTP atau KK."
        )
        % {"date": date_format(birth_date, "j F Y")},
    )


def _about_sex(nik, sex):
    if not sex or sex == (WOMAN if int(nik[6:8]) > WOMENS_DAYS else MAN):
        return None
    return Warning(
        "sex_differs",
        _("Jenis kelamin pada formulir berbeda dengan yang tertulis di dalam NIK. Cocokkan dengan KTP atau KK."),
    )


def _about_region(nik, known):
    regency = f"{nik[:2]}.{nik[2:4]}"
    district = f"{regency}.{nik[4:6]}"
    if district in known or regency in known:
        return None
    if not any(code.startswith(f"{regency}.") for code in known):
        return Warning(
            "regency_unknown",
            _("Kode kabupaten/kota di dalam NIK tidak ada dalam daftar. Cocokkan dengan KTP atau KK."),
        )
    return Warning(
        "district_unknown",
        _(
            "Kode kecamatan di dalam NIK tidak ada dalam daftar sekarang. Ini biasa bagi yang NIK-nya terbit sebelum "
            "pemekaran wilayah; cocokkan dengan KTP atau KK."
        ),
    )
