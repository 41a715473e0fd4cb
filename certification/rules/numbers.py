"""The text of a certificate's number, from the centre's pattern: four blanks and nothing else.

`str.format` would let a pattern reach into objects, so the blanks are replaced by hand. A pattern that names neither
the number nor the year would give the same text twice.
"""

import re

BLANK = re.compile(r"\{(number|center|month|year)(?::0(\d)d)?\}")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NEEDED = {"number", "year"}


def is_sound(pattern):
    """Every brace belongs to a known blank, and the text will differ from number to number and year to year."""
    named = {match[1] for match in BLANK.finditer(pattern)}
    return named >= NEEDED and not re.search(r"[{}]", BLANK.sub("", pattern))


def number_text(pattern, *, number, center, day):
    values = {"number": number, "center": center, "month": ROMAN[day.month - 1], "year": day.year}

    def fill(match):
        value = values[match[1]]
        return f"{value:0{match[2]}d}" if match[2] and isinstance(value, int) else str(value)

    return BLANK.sub(fill, pattern)
