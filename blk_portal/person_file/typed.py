"""What was typed into the one box, told by its shape: a NIK, a phone, an e-mail, a registration number, or words."""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from enrollment.rules.numbers import NUMBER
from trainees.rules.nik import ORNAMENT, SIXTEEN_DIGITS
from trainees.rules.phones import LETTERS, InvalidPhone, clean_phone

LONGEST = 120
FEWEST_LETTERS = 3  # of one word at least: the trigram index answers nothing shorter
FEWEST_DIGITS = 4


class Kind(Enum):
    NOTHING = "nothing"
    SHORT = "short"
    NIK = "nik"
    PHONE = "phone"
    NUMBER = "number"
    DIGITS = "digits"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Typed:
    """`value` is the cleaned form: sixteen digits, +62…, digits, or words with one blank between them."""

    kind: Kind
    value: str = ""

    @property
    def objection(self):
        """Why nothing is looked for, in a sentence; "" when something is."""
        if self.kind is Kind.SHORT:
            return _("Tulis paling sedikit tiga huruf dari satu kata, atau empat angka.")
        return ""


def read(text) -> Typed:
    words = " ".join(str(text).split())[:LONGEST]
    bare = ORNAMENT.sub("", words)
    if not bare:
        return Typed(Kind.NOTHING)
    if SIXTEEN_DIGITS.fullmatch(bare):
        return Typed(Kind.NIK, bare)
    return _words(words) if LETTERS.search(words) else _number(words, bare)


def _words(words):
    if max(map(len, words.split())) < FEWEST_LETTERS:
        return Typed(Kind.SHORT, words)
    return Typed(Kind.WORDS, words)


def _number(words, bare):
    digits = "".join(mark for mark in bare if mark.isdecimal())
    if NUMBER.fullmatch(digits) and not words.startswith("+"):
        return Typed(Kind.NUMBER, digits)
    try:
        return Typed(Kind.PHONE, clean_phone(words))
    except InvalidPhone:
        return Typed(Kind.DIGITS if len(digits) >= FEWEST_DIGITS else Kind.SHORT, digits)
