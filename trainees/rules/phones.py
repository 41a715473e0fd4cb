"""Indonesian mobile numbers in one form, E.164 (`+6281234567890`), and what may be shown of them and of e-mail."""

import re

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

COUNTRY = "ID"
COUNTRY_CODE = 62
MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
LETTERS = re.compile(r"[^\W\d_]")


class InvalidPhone(ValueError):
    """Not a mobile number we can write to. `code` is for tests and logs, `sentence` for the person."""

    def __init__(self, code, sentence):
        super().__init__(code)
        self.code = code
        self.sentence = sentence


def clean_phone(text) -> str:
    """The number in E.164: `0812-3456-7890`, `62812…`, `812…` and `+62 812…` all give `+62812…`."""
    text = str(text).strip()
    if not text:
        raise InvalidPhone("empty", _("Nomor ponsel belum diisi."))
    if LETTERS.search(text):
        raise InvalidPhone("not_digits", _("Nomor ponsel hanya berisi angka, misalnya 0812 3456 7890."))
    number = _parsed(text)
    if number.country_code != COUNTRY_CODE:
        raise InvalidPhone("foreign", _("Tulis nomor ponsel Indonesia, yang diawali 08 atau +62."))
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise InvalidPhone(
            "impossible", _("Nomor ponsel ini kurang atau kelebihan angka. Tulis lengkap, misalnya 0812 3456 7890.")
        )
    if phonenumbers.number_type(number) not in MOBILE:
        raise InvalidPhone(
            "not_mobile", _("Ini bukan nomor ponsel. Tulis nomor yang diawali 08 supaya kami bisa mengirim pesan.")
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def masked_phone(phone) -> str:
    """`+62812****7890`; a number too short to hide behind is hidden whole."""
    return f"{phone[:6]}{'*' * (len(phone) - 10)}{phone[-4:]}" if len(phone) > 11 else "*" * len(phone)


def as_dialled(phone) -> str:
    """`0812 3456 7890`: how people here say a number; a foreign one stays as it is."""
    digits = f"0{phone.removeprefix('+62')}"
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}" if phone.startswith("+62") else phone


def masked_email(email) -> str:
    """`s***@contoh.id`: the first letter and the domain; always three stars, so that the length stays secret."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}" if at and name else "*" * len(email)


def _parsed(text):
    """`62…` and `0062…` without a plus are how phones copy a number; all else is read as dialled in Indonesia."""
    digits = "".join(str(int(mark)) for mark in text if mark.isdecimal())
    if text.lstrip("( ").startswith("+") or digits.startswith("62"):
        text = f"+{digits}"
    elif digits.startswith("0062"):
        text = f"+{digits[2:]}"
    else:
        text = digits
    try:
        return phonenumbers.parse(text, COUNTRY)
    except NumberParseException as problem:
        raise InvalidPhone(
            "impossible", _("Nomor ponsel ini tidak dapat dibaca. Tulis misalnya 0812 3456 7890.")
        ) from problem
