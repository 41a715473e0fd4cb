"""Whether two people on record may be one, and why: points and sentences for an officer, never a decision.

Points are added up; from ENOUGH on somebody should look. A number or an address alone is enough, a name alone is not:
brothers and sisters share a phone, and in a class of sixteen two may be called Siti Nurhaliza.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

ENOUGH = 50
ALIKE = 0.85  # of a name's letters in their order: "Siti Nurhaliza" and "Siti Nurhalisa" have 0.93
MOHAMMEDS = frozenset(
    {"mohammad", "mohamad", "muhamad", "mochamad", "mochammad", "moch", "moh", "muh", "mohd", "md", "m"}
)
LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a person is compared. `marks` are keyed hashes of the NIK they hold or claim, never the number."""

    name: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    guardian: str = ""
    guardian_phone: str = ""
    marks: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    points: int
    reasons: tuple

    @property
    def is_enough(self):
        return self.points >= ENOUGH


def likeness(one, other):
    """The points of everything that agrees, and a sentence for each."""
    found = [found for compare in COMPARED if (found := compare(one, other))]
    return Likeness(sum(points for points, _sentence in found), tuple(sentence for _points, sentence in found))


def days_meant(day):
    """A birth date as it may have been typed elsewhere: as it is, and with day and month in each other's place."""
    return [day] if day.day > 12 or day.day == day.month else [day, date(day.year, day.day, day.month)]


def plain_words(name):
    """The words of a name as one compares them: small letters without marks, in alphabetical order."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return sorted("muhammad" if word in MOHAMMEDS else word for word in LETTERS.findall(bare))


# --- what is compared, the strongest first ---


def _nik(one, other):
    return (100, _("NIK yang sama dipegang atau diklaim keduanya.")) if one.marks & other.marks else None


def _person(one, other):
    """Name and birth date together."""
    name = _name(one, other)
    if not name or not (one.birth_date and other.birth_date):
        return None
    if one.birth_date == other.birth_date:
        if name == "same":
            return 90, _("Nama dan tanggal lahirnya sama.")
        return 70, _("Tanggal lahirnya sama dan namanya mirip.")
    if other.birth_date in days_meant(one.birth_date) and name == "same":
        return 60, _("Namanya sama; tanggal lahirnya sama bila hari dan bulannya tertukar.")
    return None


def _phone(one, other):
    return (50, _("Nomor ponselnya sama.")) if one.phone and one.phone == other.phone else None


def _email(one, other):
    same = one.email and one.email.lower() == other.email.lower()
    return (50, _("E-mailnya sama.")) if same else None


def _family(one, other):
    """A guardian's name or number; with the birth date it may be twins, with the name it is hardly anybody else."""
    if not _same_guardian(one, other):
        return None
    if one.birth_date and one.birth_date == other.birth_date:
        return 60, _("Tanggal lahir serta orang tua atau walinya sama; mungkin juga saudara kembar.")
    if _name(one, other) == "same":
        return 50, _("Nama serta orang tua atau walinya sama.")
    return None


COMPARED = (_nik, _person, _phone, _email, _family)


def _same_guardian(one, other):
    by_phone = one.guardian_phone and one.guardian_phone == other.guardian_phone
    mine, theirs = plain_words(one.guardian), plain_words(other.guardian)
    return bool(by_phone or (mine and mine == theirs))


def _name(one, other):
    """same, alike or ""."""
    mine, theirs = plain_words(one.name), plain_words(other.name)
    if not mine or not theirs:
        return ""
    if mine == theirs:
        return "same"
    return "alike" if _is_part(mine, theirs) or _ratio(mine, theirs) >= ALIKE else ""


def _is_part(mine, theirs):
    """A name of two words and more that stands whole in a longer one."""
    shorter, longer = sorted([set(mine), set(theirs)], key=len)
    return len(shorter) > 1 and shorter <= longer


def _ratio(mine, theirs):
    return SequenceMatcher(None, " ".join(mine), " ".join(theirs), autojunk=False).ratio()
