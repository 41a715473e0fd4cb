"""What an offering asks, in sentences for whoever has not said anything yet."""

from django.utils.translation import gettext as _

from enrollment.rules.eligibility.columns import window_of
from enrollment.rules.eligibility.rows import education_words, pause_words, schooling_words
from enrollment.rules.eligibility.terms import Outcome
from enrollment.rules.eligibility.wording import say_day, with_note


def requirements(asked):
    """The columns first, then the rows in their order. What is only looked at says so."""
    return [*_of_columns(asked), *(requirement(rule, asked) for rule in asked.rules)]


def requirement(rule, asked):
    """One row as a sentence. Of the terms it wants only the first day."""
    return with_note(_row_words(rule, asked), rule)


def _of_columns(asked):
    said = []
    if window := window_of(asked):
        said.append(
            _("Program ini %(window)s, dihitung pada %(day)s.") % {"window": window, "day": say_day(asked.age_on)}
        )
    if asked.domicile_codes:
        place = asked.domicile_name or ", ".join(sorted(asked.domicile_codes))
        said.append(_("Warga %(place)s menurut KTP atau KK.") % {"place": place})
    if asked.education_min_rank is not None:
        least = {"least": asked.education_min_name or _("yang diminta")}
        said.append(_("Pendidikan paling rendah %(least)s, termasuk Paket A, B, atau C.") % least)
    return said


def _row_words(rule, asked):
    said = _WORDS[rule.kind](rule, asked)
    if rule.kind == "health" or rule.effect == Outcome.BLOCKED:
        return said
    return f"{said} {_('Jika tidak sesuai, petugas yang memutuskan.')}"


def _health_words(rule, asked):
    name = {"fact": rule.fact_name.lower()}
    if rule.effect == Outcome.BLOCKED:
        return _("Demi keselamatan, tidak dapat diikuti dengan keadaan ini: %(fact)s.") % name
    return _("Saat mendaftar, Anda ditanya tentang keadaan kesehatan ini: %(fact)s. Petugas yang menilai.") % name


_WORDS = {
    "education": lambda rule, asked: education_words(rule),
    "pause": lambda rule, asked: pause_words(rule),
    "year": lambda rule, asked: pause_words(rule),
    "schooling": lambda rule, asked: schooling_words(asked),
    "work": lambda rule, asked: _("Program ini untuk yang belum bekerja."),
    "health": _health_words,
}
