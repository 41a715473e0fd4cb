"""The text of a certificate's number, from the centre's pattern (centers.numbering says what a pattern may hold)."""

from centers.numbering import BLANK, is_sound

__all__ = ["is_sound", "number_text"]
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def number_text(pattern, *, number, center, day):
    values = {"number": number, "center": center, "month": ROMAN[day.month - 1], "year": day.year}

    def fill(match):
        value = values[match[1]]
        return f"{value:0{match[2]}d}" if match[2] and isinstance(value, int) else str(value)

    return BLANK.sub(fill, pattern)
