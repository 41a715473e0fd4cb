"""The typed rows of an offering: schooling so far, rest after a training, school, work, health. One function a kind.

All are judged on the first day of the training, so that an offering gives the same answer on every day on which one
may apply; only work has no date of its own and is asked as of now.
"""

from django.utils.translation import gettext as _

from enrollment.rules.eligibility.terms import Finding, Outcome
from enrollment.rules.eligibility.wording import from_then_on, say_day, with_note
from trainees.rules.age import DAY, months_later


def judge_row(rule, facts, asked):
    return JUDGES[rule.kind](rule, facts, asked)


def _ok(rule, sentence):
    return Finding(rule.kind, Outcome.OK, sentence)


def _look(rule, sentence):
    return Finding(rule.kind, Outcome.LOOK, sentence)


def _unmet(rule, sentence, becomes_true_on=None):
    """What the row says becomes of it. A day is promised only where something is blocked until then."""
    said = with_note(sentence, rule)
    if becomes_true_on is None or rule.effect != Outcome.BLOCKED:
        return Finding(rule.kind, Outcome(rule.effect), said)
    return Finding(rule.kind, Outcome.BLOCKED, f"{said} {from_then_on(becomes_true_on)}", becomes_true_on)


def _education(rule, facts, asked):
    rank, names = facts.education_rank, {"least": rule.min_name, "most": rule.max_name}
    if rank is None:
        return _look(rule, _("Isi pendidikan terakhir. %(asked)s") % {"asked": education_words(rule)})
    if rule.min_rank is not None and rank < rule.min_rank:
        said = _("Program ini untuk lulusan paling rendah %(least)s, termasuk lewat Paket A, B, atau C.")
        return _unmet(rule, said % names)
    if rule.max_rank is not None and rank > rule.max_rank:
        said = _("Program ini untuk lulusan paling tinggi %(most)s. Lihat program lain yang sesuai pendidikan Anda.")
        return _unmet(rule, said % names)
    return _ok(rule, _("Pendidikan Anda sesuai. %(asked)s") % {"asked": education_words(rule)})


def education_words(rule):
    names = {"least": rule.min_name, "most": rule.max_name}
    if rule.min_rank is not None and rule.max_rank is not None:
        return _("Pendidikan dari %(least)s sampai %(most)s.") % names
    if rule.min_rank is not None:
        return _("Pendidikan paling rendah %(least)s.") % names
    return _("Pendidikan paling tinggi %(most)s.") % names


def _pause(rule, facts, asked):
    return _after_training(rule, facts, asked, lambda until: months_later(until, rule.months))


def _year(rule, facts, asked):
    return _after_training(rule, facts, asked, lambda until: months_later(until.replace(month=1, day=1), 12))


def _after_training(rule, facts, asked, rested_from):
    """The latest training counts, this portal's own or by the person's word; one in this very wave is no earlier one.

    A training without a date blocks nobody: who remembers only that there was one is looked at.
    """
    ended = [training.until for training in facts.trainings if training.wave is None or training.wave != asked.wave]
    ended += [facts.trained_until] if facts.trained_until else []
    if ended and (first := rested_from(max(ended))) > asked.first_day:
        said = _("Pelatihan Anda sebelumnya selesai %(ended)s. %(asked)s") % {
            "ended": say_day(max(ended)),
            "asked": pause_words(rule),
        }
        return _unmet(rule, said, first)
    if facts.has_trained and facts.trained_until is None:
        return _look(
            rule, _("Isi kapan pelatihan Anda yang terakhir selesai. %(asked)s") % {"asked": pause_words(rule)}
        )
    if ended:
        return _ok(rule, _("Jeda sejak pelatihan Anda sebelumnya sudah cukup."))
    if facts.has_trained is None:
        said = _("Isi apakah Anda pernah ikut pelatihan pemerintah. %(asked)s") % {"asked": pause_words(rule)}
        return _look(rule, said)
    return _ok(rule, _("Anda belum pernah ikut pelatihan pemerintah, jadi tidak ada jeda yang perlu ditunggu."))


def pause_words(rule):
    if rule.kind == "year":
        return _("Program ini untuk yang belum ikut pelatihan pemerintah lain pada tahun yang sama.")
    return _("Program ini meminta jeda %(months)d bulan sejak pelatihan pemerintah sebelumnya.") % {
        "months": rule.months
    }


def _schooling(rule, facts, asked):
    words = schooling_words(asked)
    if facts.is_studying is None:
        return _look(rule, _("Isi apakah Anda masih sekolah atau kuliah. %(asked)s") % {"asked": words})
    if not facts.is_studying:
        return _ok(rule, _("Anda tidak sedang sekolah atau kuliah."))
    if facts.studies_until is None:
        return _look(rule, _("Isi kapan kira-kira Anda lulus. %(asked)s") % {"asked": words})
    if facts.studies_until < asked.first_day:
        return _ok(rule, _("Sekolah atau kuliah Anda selesai sebelum pelatihan mulai."))
    said = _("Anda masih sekolah atau kuliah sampai %(until)s. %(asked)s")
    said = said % {"until": say_day(facts.studies_until), "asked": words}
    return _unmet(rule, said, facts.studies_until + DAY)


def schooling_words(asked):
    return _("Program ini untuk yang tidak lagi sekolah atau kuliah saat pelatihan mulai (%(day)s).") % {
        "day": say_day(asked.first_day)
    }


def _work(rule, facts, asked):
    if facts.is_working is None:
        return _look(rule, _("Isi apakah Anda sedang bekerja. Program ini untuk yang belum bekerja."))
    if facts.is_working:
        return _unmet(rule, _("Anda sedang bekerja. Program ini untuk yang belum bekerja."))
    return _ok(rule, _("Anda tidak sedang bekerja."))


def _health(rule, facts, asked):
    """The sentences name the fact: whoever stores them stores a datum of health."""
    holds, name = facts.health.get(rule.fact), {"fact": rule.fact_name.lower()}
    if holds is None:
        said = _("Program ini menanyakan keadaan kesehatan: %(fact)s. Jawab saat mendaftar.")
        return _look(rule, said % name)
    if not holds:
        return _ok(rule, _("Keadaan kesehatan yang ditanyakan tidak menghalangi: %(fact)s.") % name)
    if rule.effect == Outcome.BLOCKED:
        said = _("Demi keselamatan, program ini tidak dapat diikuti dengan keadaan ini: %(fact)s. Lihat program lain.")
        return _unmet(rule, said % name)
    return _unmet(rule, _("Petugas akan membicarakan keadaan kesehatan ini dengan Anda: %(fact)s.") % name)


JUDGES = {
    "education": _education,
    "pause": _pause,
    "year": _year,
    "schooling": _schooling,
    "work": _work,
    "health": _health,
}
