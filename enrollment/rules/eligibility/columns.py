"""What every offering asks by its own columns: an age on a day, a home, a schooling to begin with."""

from django.utils.translation import gettext as _

from enrollment.rules.eligibility.terms import Finding, Outcome
from enrollment.rules.eligibility.wording import say_day
from trainees.rules.age import age_on, first_day_aged, last_day_aged


def age(facts, asked, today):
    born, window = facts.birth_date, window_of(asked)
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
        "day": say_day(asked.age_on),
        "age": max(age_on(born, asked.age_on), 0),
        "window": window,
    }
    return _age_finding(born, asked, said)


def too_old_from(facts, asked):
    """The birthday on which the age window is outgrown; None if nothing is known or no age is too old."""
    if facts.birth_date is None or asked.age_max is None:
        return None
    return first_day_aged(facts.birth_date, asked.age_max + 1)


def _age_finding(born, asked, said):
    years = age_on(born, asked.age_on)
    if asked.age_min is not None and years < asked.age_min:
        first = first_day_aged(born, asked.age_min)
        return Finding("age", Outcome.BLOCKED, f"{said} {_too_young(first)}", becomes_true_on=first)
    if asked.age_max is not None and years > asked.age_max:
        return Finding("age", Outcome.BLOCKED, f"{said} {_too_old(last_day_aged(born, asked.age_max))}")
    return Finding("age", Outcome.OK, said)


def _too_young(first):
    return _("Anda memenuhi syarat usia mulai %(day)s; ikuti gelombang setelah tanggal itu.") % {"day": say_day(first)}


def _too_old(last):
    return _("Syarat usia ini terakhir Anda penuhi pada %(day)s. Lihat program lain yang batas usianya berbeda.") % {
        "day": say_day(last)
    }


def window_of(asked):
    ages = {"min": asked.age_min, "max": asked.age_max}
    if asked.age_min is not None and asked.age_max is not None:
        return _("untuk usia %(min)d\u2013%(max)d tahun") % ages
    if asked.age_min is not None:
        return _("untuk usia %(min)d tahun ke atas") % ages
    if asked.age_max is not None:
        return _("untuk usia sampai %(max)d tahun") % ages
    return ""


def domicile(facts, asked):
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


def education(facts, asked):
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
