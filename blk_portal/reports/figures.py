"""The counts: one statement says how far everybody came and what they are, and all divisions are sums of it.

The stages are those of the wave's funnel (`enrollment.selectors.stages`), then two of what followed. An application
counts once: for the offering where its seat is, or the class was, else for the first choice.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import EducationLevel, Region
from certification.models import Certificate
from certification.workflow import CertificateStatus
from cohorts.models import Offering
from enrollment.models import Application, Choice, Enrollment
from enrollment.selectors import stages
from enrollment.workflow import EnrollmentStatus
from trainees.models import Sex

STEPS = [
    *stages.STEPS,
    ("selesai", gettext_lazy("Selesai"), Q(is_completed=True)),
    ("bersertifikat", gettext_lazy("Bersertifikat"), Q(is_certified=True)),
]
STAGES = stages.stages_of(STEPS)
LAST_OF_AGES = (14, 17, 20, 24, 29)  # years; one more group is older than that
UNKNOWN = gettext_lazy("Belum diisi")
DIVISIONS = {  # name in the address: its words, and whether it tells something of a person
    "program": (gettext_lazy("Program"), False),
    "dana": (gettext_lazy("Sumber dana"), False),
    "wilayah": (gettext_lazy("Kabupaten/kota"), True),
    "kelamin": (gettext_lazy("Jenis kelamin"), True),
    "usia": (gettext_lazy("Kelompok usia"), True),
    "pendidikan": (gettext_lazy("Pendidikan terakhir"), True),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One group: its words, and how many of it came to each stage, in the order of STAGES."""

    label: str
    counts: tuple


@dataclass(slots=True)
class Figures:
    total: tuple
    divisions: dict = field(default_factory=dict)


class YearsBetween(Func):
    """Full calendar years: who was born on 29 February is a year older on 1 March."""

    template = "EXTRACT(YEAR FROM age(%(expressions)s))::int"
    output_field = IntegerField()


def figures(waves):
    """Of all that was sent to these waves; four statements, however much it is."""
    groups = list(_grouped(Application.objects.sent().filter(wave__in=waves)))
    words = _words(groups)
    divided = {name: _rows(groups, *words[name]) for name in DIVISIONS}
    return Figures(_counts((group["reached"], group["number"]) for group in groups), divided)


# --- the statement ---


def _grouped(rows):
    """One line for each combination of what people are and how far they came, with their number."""
    of_it = {"application": OuterRef("pk")}
    enrolled = Enrollment.objects.filter(**of_it)
    certified = Certificate.objects.filter(
        enrollment__application=OuterRef("pk"),
        status=CertificateStatus.VALID,
        kind=Certificate.Kind.COMPETENCE,
    )
    first = Choice.objects.filter(**of_it, order=1).values("offering")
    told = stages.at_stage("mendaftar", rows).annotate(
        is_completed=Exists(enrolled.filter(status=EnrollmentStatus.COMPLETED)),
        is_certified=Exists(certified),
        counted_for=Coalesce(
            "seat__cohort__offering",
            Subquery(enrolled.order_by().values("cohort__offering")),
            Subquery(first.order_by()),
            output_field=BigIntegerField(),
        ),
    )
    judged_on = Offering.objects.filter(pk=OuterRef("counted_for"))
    told = told.annotate(
        reached=stages.furthest(STEPS),
        regency=Func(F("trainee__region"), Value(1), Value(5), function="SUBSTR", output_field=CharField()),
        years=YearsBetween(Subquery(judged_on.order_by().values("age_on")), F("trainee__birth_date")),
    )
    keys = ["counted_for", "regency", "trainee__sex", "years", "trainee__education", "reached"]
    return told.order_by().values(*keys).annotate(number=Count("pk")).order_by(*keys)


# --- the sums ---


def _words(groups):
    """{division: (the key of a group, its words, its place in the order)}; what each key is called, read once."""
    offerings = Offering.objects.filter(pk__in={group["counted_for"] for group in groups})
    offerings = {one.pk: one for one in offerings.select_related("program", "funding").order_by("pk")}
    regions = dict(Region.objects.filter(code__in={group["regency"] for group in groups}).values_list("code", "name"))
    levels = {pk: (rank, name) for pk, rank, name in EducationLevel.objects.values_list("pk", "rank", "name")}

    def of_offering(tell):
        return lambda group: tell(offerings[group["counted_for"]]) if group["counted_for"] in offerings else None

    return {
        "program": (of_offering(lambda one: f"{one.program} · {one.funding}"), str, str),
        "dana": (of_offering(lambda one: str(one.funding)), str, str),
        "wilayah": (lambda group: group["regency"] or None, lambda code: regions.get(code, code), str),
        "kelamin": (lambda group: group["trainee__sex"] or None, dict(Sex.choices).get, str),
        "usia": (lambda group: _age_group(group["years"]), age_words, int),
        "pendidikan": (lambda group: levels.get(group["trainee__education"]), lambda one: one[1], lambda one: one[0]),
    }


def _rows(groups, key_of, words, order):
    """Whoever's group is not known comes last."""
    sums = {}
    for group in groups:
        sums.setdefault(key_of(group), []).append((group["reached"], group["number"]))
    known = sorted((key for key in sums if key is not None), key=order)
    found = [Row(str(words(key)), _counts(sums[key])) for key in known]
    return found + ([Row(str(UNKNOWN), _counts(sums[None]))] if None in sums else [])


def _counts(reached):
    """Whoever came to a stage has been at all before it."""
    at = Counter()
    for stage, number in reached:
        at[stage] += number
    return tuple(sum(number for stage, number in at.items() if stage >= place) for place in range(len(STAGES)))


def _age_group(years):
    """Grouped here: a CASE would repeat the statement's look at the offering for each of its branches."""
    return None if years is None else bisect_left(LAST_OF_AGES, years)


def age_words(place):
    if place == 0:
        return _("di bawah %(age)d tahun") % {"age": LAST_OF_AGES[0] + 1}
    if place == len(LAST_OF_AGES):
        return _("%(age)d tahun ke atas") % {"age": LAST_OF_AGES[-1] + 1}
    return _("%(first)d–%(last)d tahun") % {"first": LAST_OF_AGES[place - 1] + 1, "last": LAST_OF_AGES[place]}
