"""One cell of a spreadsheet, whatever its habits. Each function answers a clean value or raises BadCell.

A sentence never repeats what stood in the cell: it may be somebody's NIK or birth date, and sentences are kept.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from trainees.models import Sex
from trainees.rules.nik import InvalidNik, clean_nik, read_nik
from trainees.rules.phones import InvalidPhone, clean_phone

EXACT_IN_A_FLOAT = 2**53
SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]*)?e\+?[0-9]{1,3}", re.IGNORECASE)
FLOATED = re.compile(r"([0-9]{16})[.,]0+")
DAY_FIRST = re.compile(r"([0-9]{1,2})[\s./-]+([0-9]{1,2})[\s./-]+([0-9]{4})(?:[ T].*)?")
ISO = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})(?:[ T].*)?")
IN_WORDS = re.compile(r"(?:[a-z']+,\s*)?([0-9]{1,2})[\s./-]+([a-z]+)[\s.,/-]+([0-9]{4})(?:[ T].*)?", re.IGNORECASE)
SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?")
EXCEL_EPOCH = date(1899, 12, 30)
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "januari jan january",
            "februari feb pebruari peb february",
            "maret mar mrt march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags agt agust aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember nop",
            "desember des dec december",
        ],
        start=1,
    )
    for name in names.split()
}
SEXES = {"l": Sex.MALE, "laki laki": Sex.MALE, "laki": Sex.MALE, "lk": Sex.MALE, "pria": Sex.MALE} | {
    "p": Sex.FEMALE, "perempuan": Sex.FEMALE, "pr": Sex.FEMALE, "wanita": Sex.FEMALE,
}  # fmt: skip
YES = {"ya", "y", "pernah", "sudah", "berminat", "minat", "ada", "1"}
NO = {"tidak", "t", "n", "no", "belum", "belum pernah", "tidak pernah", "tidak berminat", "tidak minat", "0"}


class BadCell(ValueError):
    """What stands in the cell can't be used; the sentence says what to write instead."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


def text(value):
    """One line of clean text; "" for an empty cell. Whole numbers lose the ".0" that spreadsheets add."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    marks = (" " if mark.isspace() else mark for mark in unicodedata.normalize("NFC", str(value)))
    return " ".join("".join(mark for mark in marks if unicodedata.category(mark) not in {"Cc", "Cf", "Cs"}).split())


def key(value):
    """For comparing words: "  Tanggal-LAHIR " and "tanggal lahir" are the same."""
    return " ".join(re.sub(r"[\W_]+", " ", text(value).casefold()).split())


def name(value):
    words = text(value)
    if not words:
        raise BadCell(_("belum diisi."))
    if not any(mark.isalpha() for mark in words):
        raise BadCell(_("tidak berisi huruf."))
    if len(words) > 120:
        raise BadCell(_("lebih dari 120 huruf."))
    return words


def nik(value):
    """The sixteen digits. A number is believed only if it cannot have lost its last digit.

    Excel keeps fifteen digits of a number and puts a zero for the sixteenth; other programs keep whole numbers up to
    2^53. So a number that ends in zero or lies above 2^53 may be another person's NIK: it must be written as text.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = text(value)
    floated = FLOATED.fullmatch(written)
    if floated:
        value = int(floated[1])
    if SCIENTIFIC.fullmatch(written.lstrip("'").replace(" ", "")):
        raise BadCell(
            _("tertulis dalam bentuk ilmiah (seperti 3,67E+15), angka belakangnya hilang. Tulis sebagai teks.")
        )
    if isinstance(value, int) and len(str(value)) == 16 and (value > EXACT_IN_A_FLOAT or value % 10 == 0):
        raise BadCell(_("tersimpan sebagai bilangan dan angka terakhirnya mungkin hilang. Tulis ulang sebagai teks."))
    try:
        clean = clean_nik(value if isinstance(value, int) else written)
        read_nik(clean, today=timezone.localdate())
    except InvalidNik as wrong:
        raise BadCell(wrong.sentence) from None
    return clean


def day(value):
    """A date, or None for an empty cell: a date of Excel, its serial number, 31/12/2004, 2004-12-31, 31 Des 2004."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = text(value).lstrip("'")
    if written in {"", "-"}:
        return None
    if SERIAL.fullmatch(written):
        return EXCEL_EPOCH + timedelta(days=int(written[:5]))
    try:
        return date(*_year_month_day(written))
    except ValueError:
        raise BadCell(_("bukan tanggal yang ada. Tulis seperti 31/12/2004, tahun dengan 4 angka.")) from None


def birth_date(value):
    born = day(value)
    if born is None:
        raise BadCell(_("belum diisi."))
    if not date(1900, 1, 1) <= born < timezone.localdate():
        raise BadCell(_("tidak mungkin: periksa tahunnya."))
    return born


def sex(value):
    word = key(value)
    if word and word not in SEXES:
        raise BadCell(_("tidak dikenal. Tulis L atau P."))
    return SEXES.get(word, "")


def yes_or_no(value):
    """True, False, or None when the sheet does not say."""
    word = key(value)
    return True if word in YES else False if word in NO else None


def phone(value):
    written = text(value)
    if written in {"", "-", "0"}:
        return ""
    try:
        return clean_phone(written)
    except InvalidPhone as wrong:
        raise BadCell(wrong.sentence) from None


def email(value):
    written = text(value).replace(" ", "").casefold()
    if written in {"", "-"}:
        return ""
    try:
        validate_email(written)
    except ValidationError:
        raise BadCell(_("bukan alamat e-mail.")) from None
    return written


def _year_month_day(written):
    if found := DAY_FIRST.fullmatch(written):
        return int(found[3]), int(found[2]), int(found[1])
    if found := ISO.fullmatch(written):
        return int(found[1]), int(found[2]), int(found[3])
    if (found := IN_WORDS.fullmatch(written)) and (month := MONTHS.get(found[2].casefold())):
        return int(found[3]), month, int(found[1])
    raise ValueError("no form of a date that we know")
