"""Does what stands in two places agree? Names are compared as people write them: titles, case and dots aside."""

from trainees.rules.likeness import plain_words

TITLES = frozenset({"h", "hj", "drs", "dra", "ir", "s", "pd", "kom", "st", "se", "amd", "bpk", "ibu", "sdr", "sdri"})


def names_differ(one, another):
    """Neither is the other, or the other in short. What is empty differs from nothing."""
    first, second = set(plain_words(one)) - TITLES, set(plain_words(another)) - TITLES
    return bool(first and second) and not (first <= second or second <= first)


def place_of(nik):
    """The codes of the kecamatan and of the kabupaten/kota in which the number was issued."""
    regency = f"{nik[:2]}.{nik[2:4]}"
    return f"{regency}.{nik[4:6]}", regency
