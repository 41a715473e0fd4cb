"""The pattern of a certificate's number: four blanks and nothing else.

`str.format` would let a pattern reach into objects, so the blanks are filled by hand (certification.rules.numbers). A
pattern that names neither the number nor the year would give the same text twice.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BLANK = re.compile(r"\{(number|center|month|year)(?::0(\d)d)?\}")
NEEDED = {"number", "year"}


def is_sound(pattern):
    """Every brace belongs to a known blank, and the text will differ from number to number and year to year."""
    return not _unknown(pattern) and not _missing(pattern)


def check_pattern(pattern):
    """For a form: what is wrong, in a sentence."""
    if _unknown(pattern):
        raise ValidationError(_("Hanya {number}, {number:04d}, {center}, {month}, dan {year} yang dikenal."))
    if missing := _missing(pattern):
        names = ", ".join(f"{{{name}}}" for name in sorted(missing))
        raise ValidationError(_("Pola harus memuat %(names)s; tanpa itu ada nomor yang sama.") % {"names": names})


def _unknown(pattern):
    return bool(re.search(r"[{}]", BLANK.sub("", pattern)))


def _missing(pattern):
    return NEEDED - {match[1] for match in BLANK.finditer(pattern)}
