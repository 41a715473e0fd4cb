"""May this person apply for that offering? One finding a rule: ok, blocked, or to be looked at; why; from which day.

Every limit comes with the question, none is written here. What is not known yet never blocks, it is looked at; so it
works for a visitor who has typed a birth date and nothing else.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trainees.rules.age import age_on, first_day_aged, last_day_aged


class Outcome(StrEnum):
    OK = "ok"
    LOOK = "look"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person; None or "" is unknown. `region_code`: of the address on KTP or KK, not the NIK."""

    birth_date: date | None = None
    region_code: str = ""
    education_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an offering asks. Ages are inclusive; None, or no codes at all, asks for nothing.

    `age_on` is the reference date of the age window. `domicile_codes` are dotted codes, each standing for all under
    it: "36" the province, "36.74" one kota. The names are what a person reads.
    """

    age_on: date
    age_min: int | None = None
    age_max: int | None = None
    domicile_codes: frozenset = frozenset()
    domicile_name: str = ""
    education_min_rank: int | None = None
    education_min_name: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one rule. `becomes_true_on`: the first reference date on which a blocked one would be met."""

    rule: str
    outcome: Outcome
    sentence: str
    becomes_true_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings together: blocked if one is, else to look at if one is, else ok."""

    findings: tuple[Finding, ...]

    @property
    def outcome(self):
        found = {finding.outcome for finding in self.findings}
        return next((worst for worst in (Outcome.BLOCKED, Outcome.LOOK) if worst in found), Outcome.OK)

    @property
    def may_apply(self):
        return self.outcome != Outcome.BLOCKED

    @property
    def blockers(self):
        return [finding for finding in self.findings if finding.outcome == Outcome.BLOCKED]

    @property
    def becomes_true_on(self):
        """When time alone will mend everything that blocks; None if nothing blocks or time can't mend it."""
        days = [finding.becomes_true_on for finding in self.blockers]
        return max(days) if days and all(days) else None


def judge(facts, asked, *, today) -> Verdict:
    return Verdict((_age(facts, asked, today), _domicile(facts, asked), _education(facts, asked)))


def _age(facts, asked, today):
    born, window = facts.birth_date, _window(asked)
    if not window:
        return Finding("age", Outcome.OK, _("Program ini tidak membatasi usia."))
    if born is None:
        return Finding(
            "age",
            Outcome.LOOK,
            _("Isi tanggal lahir untuk memeriksa usia. Program ini %(window)s.") % {"window": window},
        )
    if born > today:
        return Finding("age", Outcome.LOOK, _("Tanggal lahir ini belum terjadi. Periksa lagi tahunnya."))
    said = _("Usia Anda pada %(day)s adalah %(age)d tahun; program ini %(window)s.") % {
        "day": _day(asked.age_on),
        "age": max(age_on(born, asked.age_on), 0),
        "window": window,
    }
    return _age_finding(born, asked, said)


def _age_finding(born, asked, said):
    age = age_on(born, asked.age_on)
    if asked.age_min is not None and age < asked.age_min:
        first = first_day_aged(born, asked.age_min)
        return Finding("age", Outcome.BLOCKED, f"{said} {_too_young(first)}", becomes_true_on=first)
    if asked.age_max is not None and age > asked.age_max:
        return Finding("age", Outcome.BLOCKED, f"{said} {_too_old(last_day_aged(born, asked.age_max))}")
    return Finding("age", Outcome.OK, said)


def _too_young(first):
    return _("Anda memenuhi syarat usia mulai %(day)s; ikuti gelombang setelah tanggal itu.") % {"day": _day(first)}


def _too_old(last):
    return _("Syarat usia ini terakhir Anda penuhi pada %(day)s. Lihat program lain yang batas usianya berbeda.") % {
        "day": _day(last)
    }


def _window(asked):
    ages = {"min": asked.age_min, "max": asked.age_max}
    if asked.age_min is not None and asked.age_max is not None:
        return _("untuk usia %(min)d\u2013%(max)d tahun") % ages
    if asked.age_min is not None:
        return _("untuk usia %(min)d tahun ke atas") % ages
    if asked.age_max is not None:
        return _("untuk usia sampai %(max)d tahun") % ages
    return ""


def _domicile(facts, asked):
    if not asked.domicile_codes:
        return Finding("domicile", Outcome.OK, _("Program ini terbuka untuk warga dari daerah mana pun."))
    place = asked.domicile_name or ", ".join(sorted(asked.domicile_codes))
    if not facts.region_code:
        return Finding(
            "domicile",
            Outcome.LOOK,
            _("Isi alamat sesuai KTP atau KK. Program ini untuk warga %(place)s.") % {"place": place},
        )
    if any(lies_in(facts.region_code, code) for code in asked.domicile_codes):
        return Finding(
            "domicile", Outcome.OK, _("Alamat Anda termasuk wilayah program ini: %(place)s.") % {"place": place}
        )
    if any(lies_in(code, facts.region_code) for code in asked.domicile_codes):
        return Finding(
            "domicile",
            Outcome.LOOK,
            _("Lengkapi alamat sampai kabupaten/kota. Program ini untuk warga %(place)s.") % {"place": place},
        )
    return Finding(
        "domicile",
        Outcome.BLOCKED,
        _(
            "Program ini dibiayai untuk warga %(place)s, sedangkan alamat Anda di luar wilayah itu. Jika KTP atau KK "
            "Anda sudah pindah, perbarui alamatnya; jika belum, lihat program lain."
        )
        % {"place": place},
    )


def lies_in(code, region) -> bool:
    """Is `code` the region itself or a part of it? Codes are compared by their parts: "36.7" contains nothing."""
    return code == region or code.startswith(f"{region}.")


def _education(facts, asked):
    if asked.education_min_rank is None:
        return Finding("education", Outcome.OK, _("Program ini tidak mensyaratkan ijazah tertentu."))
    least = {"least": asked.education_min_name or _("yang diminta")}
    if facts.education_rank is None:
        return Finding(
            "education",
            Outcome.LOOK,
            _("Isi pendidikan terakhir. Program ini mensyaratkan paling rendah %(least)s.") % least,
        )
    if facts.education_rank >= asked.education_min_rank:
        return Finding("education", Outcome.OK, _("Pendidikan Anda memenuhi syarat: paling rendah %(least)s.") % least)
    return Finding(
        "education",
        Outcome.BLOCKED,
        _(
            "Program ini mensyaratkan pendidikan paling rendah %(least)s. Ijazah Paket A, B, atau C juga diterima; "
            "Anda dapat mendaftar setelah memilikinya."
        )
        % least,
    )


def _day(day):
    return date_format(day, "j F Y")
